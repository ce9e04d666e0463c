import Core
import Signal

/// "decay" of a signal card: at which coupling bosons decay inside the detector, into what, and the declared biasing of
/// where.
public struct DecayCard: Sendable {
  /// Multiple of the model's coupling to ordinary matter; lifetimes are those at it.
  public let coupling: Double
  /// Path lengths from the production between which every boson decays, with a weight; nil = as in nature.
  public let window_mm: ClosedRange<Double>?
  public let sampling: Sampling
  /// Final states that are made, with their branching ratio as a weight; nil = all.
  public let modes: [DecayMode]?

  /// Density of decay paths in the window.
  public enum Sampling: String, CaseIterable, Sendable {
    /// e^{−l/L}, as in nature.
    case exponential
    /// Flat: one run serves many couplings.
    case uniform
  }

  init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    coupling = try card.number("coupling", in: 1e-12...1e3)
    if card.optional("window_mm") != nil {
      let edges = try card.numbers("window_mm", in: 0...1e9)
      guard edges.count == 2, edges[0] < edges[1] else {
        throw HermeticError(
          .configuration,
          "\(card.pathOf("window_mm")) must be [first, second] with first < second: path lengths from the "
            + "production in mm.")
      }
      window_mm = edges[0]...edges[1]
    } else {
      window_mm = nil
    }
    let sampling = try card.string("sampling", default: Sampling.exponential.rawValue)
    guard let known = Sampling(rawValue: sampling) else {
      throw HermeticError.notFound(
        card.pathOf("sampling"), sampling, known: Sampling.allCases.map(\.rawValue))
    }
    guard known == .exponential || window_mm != nil else {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("sampling")): \"uniform\" needs a window. Give \(card.pathOf("window_mm")).")
    }
    self.sampling = known
    modes = try Self.modes(&card)
    try card.finish()
  }

  private static func modes(_ card: inout Card) throws -> [DecayMode]? {
    guard card.optional("modes") != nil else { return nil }
    let names = try card.array("modes")
    guard !names.isEmpty else {
      throw HermeticError(
        .configuration, "\(card.pathOf("modes")) is empty (nothing can decay). Leave it out or name one.")
    }
    return try names.map {
      guard case .string(let name) = $0, let mode = DecayMode(rawValue: name) else {
        throw HermeticError.notFound("decay mode", $0.text, known: DecayMode.allCases.map(\.rawValue))
      }
      return mode
    }
  }

  var json: JSON {
    .object([
      JSON.Member("coupling", .number(coupling)),
      JSON.Member(
        "window_mm", window_mm.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null),
      JSON.Member("sampling", .string(sampling.rawValue)),
      JSON.Member("modes", modes.map { .array($0.map { .string($0.rawValue) }) } ?? .null),
    ])
  }
}
