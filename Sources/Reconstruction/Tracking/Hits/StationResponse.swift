import Core

/// How a tracking detector answers to charged particles.
///
///     {"kind": "micromegas" | "gem" | "straw" | "hodoscope", "resolution_mm", "efficiency", "pitch_mm", "cluster_size",
///      "noise_hits", "tail_fraction", "tail_mm", "dead_mm": [[from, to], …], "straw_diameter_mm", "offset_mm",
///      "drift_mm_per_ns", "multiplexing", "least_strips", "gate_ns": [before, after], "charges": {…}}
///
/// Strips (Micromegas, GEM) make clusters of 1 + Poisson(`cluster_size` − 1) strips around the measured place; clusters
/// that touch are one, at the mean of their places weighted with their sizes. A straw measures |u − wire|, the first
/// particle of an event alone, and leaves left and right open. A hodoscope's strips say that somebody was there: its hit is the
/// middle of the strip (one at u = `offset_mm`), `resolution_mm` what fits take for it. Each axis is inefficient on its own.
///
/// Particles of other beam particles are seen when these came at most `gate_ns` before or after the triggering one. A straw's radius
/// is a drift time, so that theirs is wrong by `drift_mm_per_ns` times the difference; radii below 0 or beyond the tube are none.
///
/// Defaults of a kind: strips of 80 mm/320 (Micromegas) and 100 mm/256 (GEM), 0.5 mm for the GEM (their
/// simulated resolution), straws 200 mm/32: CrankOne/geode, p348reco. [assumption]: 0.1 mm of the Micromegas, 0.2 mm and
/// 6 mm of the straws, efficiencies and cluster sizes, gates of 75 ns on either side (three samples of 25 ns), 5 ns of the
/// hodoscope, 0.05 mm/ns of the straws.
public struct StationResponse: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case micromegas, gem, straw, hodoscope
  }

  public let kind: Kind
  public let resolution_mm: Double
  public let efficiency: Double
  /// Of strips or of wires.
  public let pitch_mm: Double
  /// Mean number of strips.
  public let clusterSize: Double
  /// Mean number per axis and event.
  public let noiseHits: Double
  /// Share of hits whose error has the standard deviation `tail_mm` instead of `resolution_mm`.
  public let tailFraction: Double
  public let tail_mm: Double
  /// Stretches of u that see nothing.
  public let dead_mm: [ClosedRange<Double>]
  public let strawDiameter_mm: Double
  /// Strips per channel of the electronics (`StripMultiplexing`).
  public let multiplexing: Int
  /// Of a cluster.
  public let leastStrips: Int
  /// A wire is at u = offset, for staggered layers.
  public let offset_mm: Double
  public let drift_mm_per_ns: Double
  /// Before and after.
  public let gate_ns: [Double]
  /// Strips whose charges are read; nil where they only fire.
  public let charges: StripCharges?

  /// Takes its keys from the card of a station; the rest is the caller's.
  public init(card: inout Card) throws {
    let name = try card.string("kind", default: Kind.micromegas.rawValue)
    guard let kind = Kind(rawValue: name) else {
      throw HermeticError.notFound(card.pathOf("kind"), name, known: Kind.allCases.map(\.rawValue))
    }
    self.kind = kind
    let defaults: (resolution: Double, pitch: Double, size: Double)
    switch kind {
    case .micromegas: defaults = (0.1, 80.0 / 320, 3)
    case .gem: defaults = (0.5, 100.0 / 256, 3)
    case .straw: defaults = (0.2, 200.0 / 32, 1)
    case .hodoscope: defaults = (0, 5, 1)
    }
    efficiency = try card.number("efficiency", default: 0.97, in: 0...1, hint: "0.97 is 97 %.")
    pitch_mm = try card.number("pitch_mm", default: defaults.pitch, in: 1e-3...100, dimension: "length")
    resolution_mm = try card.number(
      "resolution_mm",
      // The spread of a strip's own width.
      default: kind == .hodoscope ? pitch_mm / 12.0.squareRoot() : defaults.resolution, in: 1e-4...100,
      dimension: "length")
    noiseHits = try card.number("noise_hits", default: 0, in: 0...1000)
    tailFraction = try card.number("tail_fraction", default: 0, in: 0...1)
    tail_mm = try card.number("tail_mm", default: 5 * resolution_mm, in: 1e-4...100, dimension: "length")
    if kind == .straw {
      clusterSize = 1
      multiplexing = 1
      leastStrips = 1
      strawDiameter_mm = try card.number(
        "straw_diameter_mm", default: 6, in: 1e-3...100, dimension: "length")
      offset_mm = try card.number("offset_mm", default: 0, in: -100...100, dimension: "length")
      guard strawDiameter_mm <= pitch_mm else {
        throw HermeticError(
          .configuration,
          "\(card.pathOf("straw_diameter_mm")) = \(strawDiameter_mm) is more than pitch_mm = \(pitch_mm) "
            + "(straws of one layer lie side by side). Use two stations with an offset_mm for two layers.")
      }
    } else if kind == .hodoscope {
      clusterSize = 1
      multiplexing = 1
      leastStrips = 1
      strawDiameter_mm = 0
      offset_mm = try card.number("offset_mm", default: 0, in: -100...100, dimension: "length")
    } else {
      clusterSize = try card.number("cluster_size", default: defaults.size, in: 1...100)
      multiplexing = try card.integer("multiplexing", default: 1, in: 1...16)
      leastStrips = try card.integer("least_strips", default: multiplexing > 1 ? 2 : 1, in: 1...100)
      strawDiameter_mm = 0
      offset_mm = 0
    }
    drift_mm_per_ns =
      kind == .straw ? try card.number("drift_mm_per_ns", default: 0.05, in: 1e-4...10) : 0
    switch kind {
    case .straw:
      // A drift time says when it was.
      let longest = 0.5 * strawDiameter_mm / drift_mm_per_ns
      gate_ns = [longest, longest]
    case .hodoscope: gate_ns = try card.numbers("gate_ns", default: [5, 5], count: 2, in: 0...1e5)
    case .micromegas, .gem:
      gate_ns = try card.numbers("gate_ns", default: [75, 75], count: 2, in: 0...1e5)
    }
    let isCluster = kind == .micromegas || kind == .gem
    charges =
      isCluster
      ? try card.optional("charges").map { try StripCharges($0, path: card.pathOf("charges")) }
      : nil
    if charges != nil, multiplexing > 1 {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("charges")) and multiplexing = \(multiplexing) are given (a channel holds the charge of all its "
          + "strips). Leave one of them out.")
    }
    var dead: [ClosedRange<Double>] = []
    for (index, item) in try card.array("dead_mm", default: []).enumerated() {
      guard case .array(let ends) = item, ends.count == 2, case .number(let from) = ends[0],
        case .number(let to) = ends[1], from < to
      else {
        throw HermeticError(
          .configuration, "\(card.pathOf("dead_mm"))[\(index)] must be [from, to] in mm, not \(item.text).")
      }
      dead.append(from...to)
    }
    dead_mm = dead
  }

  public var members: [JSON.Member] {
    var list: [JSON.Member] = [
      .init("kind", .string(kind.rawValue)), .init("resolution_mm", .number(resolution_mm)),
      .init("efficiency", .number(efficiency)), .init("pitch_mm", .number(pitch_mm)),
      .init("noise_hits", .number(noiseHits)), .init("tail_fraction", .number(tailFraction)),
      .init("tail_mm", .number(tail_mm)),
      .init("dead_mm", .array(dead_mm.map { [.number($0.lowerBound), .number($0.upperBound)] })),
    ]
    if kind == .straw {
      list.append(.init("straw_diameter_mm", .number(strawDiameter_mm)))
      list.append(.init("drift_mm_per_ns", .number(drift_mm_per_ns)))
      list.append(.init("offset_mm", .number(offset_mm)))
    } else if kind == .hodoscope {
      list.append(.init("offset_mm", .number(offset_mm)))
    } else {
      list.append(.init("cluster_size", .number(clusterSize)))
      list.append(.init("multiplexing", .number(Double(multiplexing))))
      list.append(.init("least_strips", .number(Double(leastStrips))))
    }
    if kind != .straw { list.append(.init("gate_ns", .array(gate_ns.map { .number($0) }))) }
    if let charges { list.append(.init("charges", charges.json)) }
    return list
  }

  func isInGate(earlier_ns: Double) -> Bool {
    earlier_ns <= gate_ns[0] && earlier_ns >= -gate_ns[1]
  }

  func isDead(_ u: Double) -> Bool { dead_mm.contains { $0.contains(u) } }
}
