import Core
import Geometry
import Numerics
import Transport

/// One extra quantity that a run sums up per bin: `tallies` of the run card.
public struct TallyCard: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// ∫ T(E) dE per particle, material and bin of kinetic energy [mm].
    case trackLength
    /// Energy deposited per bin of distance from the beam axis and of depth along it [GeV].
    case deposit(radii_mm: [Double], depths_mm: [Double], volume: Int?, slab: Int?)
  }

  public let name: String
  public let kind: Kind
  /// Names of the axes and number of bins on each, slowest first.
  public let shape: [(axis: String, bins: Int)]

  public static func == (a: TallyCard, b: TallyCard) -> Bool { a.name == b.name && a.kind == b.kind }

  public var binCount: Int { shape.reduce(1) { $0 * $1.bins } }

  static let largestBinCount = 200_000

  static func read(_ json: JSON?, path: String, setup: Setup, fidelityIsFast: Bool) throws -> [TallyCard] {
    guard let json else { return [] }
    guard case .object(let members) = json else {
      throw HermeticError(
        .configuration, "\(path) must be an object {name: {\"kind\": …}}, not \(json.text).")
    }
    guard members.count <= 32 else {
      throw HermeticError(.configuration, "\(path) may hold 32 tallies, not \(members.count).")
    }
    return try members.map {
      let tally = try TallyCard(name: $0.key, json: $0.value, path: "\(path).\($0.key)", setup: setup)
      if fidelityIsFast, tally.kind == .trackLength {
        throw HermeticError(
          .configuration,
          "\(path).\($0.key): fidelity \"fast\" has no track lengths (showers of a library have no tracks). "
            + "Use fidelity \"full\".")
      }
      return tally
    }
  }

  private init(name: String, json: JSON, path: String, setup: Setup) throws {
    self.name = name
    let world = setup.world
    var card = try Card(json, path: path)
    switch try card.string("kind") {
    case "track_length":
      kind = .trackLength
      shape = [
        ("particle", TrackLengthTally.particles.count), ("material", world.materials.count),
        ("energy_GeV", TrackLengthTally.binCount),
      ]
    case "deposit":
      let radii = try TallyCard.edges(&card, "radius_mm", lowest: 0)
      let depths = try TallyCard.edges(&card, "depth_mm", lowest: -1e6)
      guard !radii.isEmpty || !depths.isEmpty else {
        throw HermeticError(
          .configuration, "\(path) needs edges of bins: \"radius_mm\", \"depth_mm\" or both.")
      }
      var volume: Int?
      var slab: Int?
      if let item = card.optional("volume") {
        guard case .string(let wanted) = item, let index = world.volumeNames.firstIndex(of: wanted) else {
          throw HermeticError.notFound("volume", item.text, known: world.volumeNames)
        }
        volume = index
        if card.optional("slab") != nil {
          let slabs = world.layering(index)?.slabs.count ?? 1
          slab = try card.integer("slab", in: 0...max(0, slabs - 1))
        }
      }
      kind = .deposit(radii_mm: radii, depths_mm: depths, volume: volume, slab: slab)
      shape = [("depth_mm", max(1, depths.count - 1)), ("radius_mm", max(1, radii.count - 1))]
    case let other:
      throw HermeticError.notFound("tally", other, known: ["track_length", "deposit"])
    }
    try card.finish()
    guard binCount <= TallyCard.largestBinCount else {
      throw HermeticError(
        .configuration,
        "\(path) has \(binCount) bins (at most \(TallyCard.largestBinCount)). Use fewer edges.")
    }
  }

  /// Rising edges of bins; none when the key is absent.
  private static func edges(_ card: inout Card, _ key: String, lowest: Double) throws -> [Double] {
    guard card.optional(key) != nil else { return [] }
    let edges = try card.numbers(key, in: lowest...1e6)
    guard edges.count >= 2, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw HermeticError(
        .configuration, "\(card.pathOf(key)) must list two or more rising edges of bins.")
    }
    return edges
  }

  func json(_ world: World) -> JSON {
    switch kind {
    case .trackLength: return ["kind": "track_length"]
    case .deposit(let radii, let depths, let volume, let slab):
      var members = [JSON.Member("kind", "deposit")]
      if !radii.isEmpty { members.append(JSON.Member("radius_mm", .array(radii.map(JSON.number)))) }
      if !depths.isEmpty { members.append(JSON.Member("depth_mm", .array(depths.map(JSON.number)))) }
      if let volume { members.append(JSON.Member("volume", .string(world.volumeNames[volume]))) }
      if let slab { members.append(JSON.Member("slab", .number(Double(slab)))) }
      return .object(members)
    }
  }
}
