import Core
import Geometry
import Numerics
import Reconstruction
import Transport

/// A spectrometer of a run: volumes of the set-up that measure charged particles, and the tracks that are fitted to
/// their hits in every event. `trackers` of the run card.
///
///     {"ms2": {"stations": [{"volume": "MM5", "kind": "micromegas", "angles_deg": [45, -45], …}, …],
///              "particle": "mu-", "momentum_GeV": 160, "momentum_spread", "outlier_pull": 4.5, "scattering",
///              "at": "MM5", "search": {…}, "entry": {"ecal": 0}, "vertex": {"masses_GeV": [m1, m2], …},
///              "minimum_energy_GeV": 1e-4, "keep_hits": false, "pile_up": false}}
///
/// Places, sizes, matter and fields are those of the set-up: a station is a box (`StationResponse`); its hits are
/// in the plane of its front face. Keys of stations are those of `StationResponse`; of the search, those of
/// `TrackFinderOptions`.
public struct TrackerCard: Sendable {
  public let name: String
  /// What tracks are fitted with; its card makes the same one offline.
  public let tracker: Tracker
  let maker: HitMaker
  let planes: [CrossingPlane]
  let search: TrackFinderOptions
  /// What threads make theirs like. It never searches itself, so that nothing of it changes.
  nonisolated(unsafe) let trackSearch: TrackSearch
  /// Names and z of planes to which tracks are carried.
  let entries: [(name: String, z_mm: Double)]
  let vertex: VertexOptions?
  let keepsHits: Bool
  /// Whether the other beam particles of `response.pile_up` make hits.
  let seesPileUp: Bool
  /// Of all stations, before and after.
  let widestGate_ns: [Double]
  public let json: JSON

  /// About the best track, at the plane "at".
  static let trackColumns = [
    "hits", "tracks", "momentum_GeV", "momentum_error_GeV", "charge", "x_mm", "y_mm", "slope_x", "slope_y",
    "chi2", "ndf", "p_value",
  ]
  static let vertexColumns = [
    "vertex_x_mm", "vertex_y_mm", "vertex_z_mm", "vertex_z_error_mm", "vertex_chi2", "mass_GeV",
    "mass_error_GeV",
  ]

  var columns: [String] {
    Self.trackColumns.map { "\(name).\($0)" }
      + entries.flatMap { ["\($0.name).entry_x_mm", "\($0.name).entry_y_mm"] }
      + (vertex == nil ? [] : Self.vertexColumns.map { "\(name).\($0)" })
      + (seesPileUp ? ["\(name).other_particles"] : [])
  }

  /// What asks for other beam particles must be told of them, and not of more than can be simulated.
  func check(pileUp: PileUp?) throws {
    guard seesPileUp else { return }
    guard let pileUp else {
      throw HermeticError(
        .configuration,
        "trackers.\(name).pile_up is true, but response.pile_up says nothing of other beam particles "
          + "(their number per spill, and how long it lasts). Give it or a response preset that has it.")
    }
    let mean = pileUp.rate_per_ns * (widestGate_ns[0] + widestGate_ns[1])
    guard mean <= PileUp.largestMeanCount else {
      throw HermeticError(
        .range,
        "trackers.\(name): \(mean) other beam particles come within its widest gate, \(widestGate_ns[0]) ns before and "
          + "\(widestGate_ns[1]) ns after (at most \(PileUp.largestMeanCount)). Make gate_ns or "
          + "response.pile_up.particles_per_spill smaller.")
    }
  }

  static func read(_ json: JSON?, path: String, setup: Setup) throws -> [TrackerCard] {
    guard let json else { return [] }
    guard case .object(let members) = try Presets.resolve(json, kind: "trackers", path: path) else {
      throw HermeticError(
        .configuration, "\(path) must be an object {name: {\"stations\": […]}}, not \(json.text).")
    }
    guard members.count <= 16 else {
      throw HermeticError(.configuration, "\(path) may hold 16 trackers, not \(members.count).")
    }
    let comments: Set = ["name", "title", "citations", "assumptions"]
    return try members.filter { !comments.contains($0.key) }.map {
      try TrackerCard(name: $0.key, json: $0.value, path: "\(path).\($0.key)", setup: setup)
    }
  }

  private init(name: String, json: JSON, path: String, setup: Setup) throws {
    self.name = name
    let world = setup.world
    var card = try Card(json, path: path)
    let items = try card.array("stations")
    guard !items.isEmpty, items.count <= 100 else {
      throw HermeticError(
        .configuration, "\(path).stations has \(items.count) entries (1 to 100 are possible).")
    }
    var stations = try items.enumerated().map {
      try TrackerStation(json: $1, path: "\(path).stations[\($0)]", world: world)
    }
    for (index, station) in stations.enumerated() {
      if stations[..<index].contains(where: { $0.volume == station.volume }) {
        throw HermeticError(
          .configuration,
          "\(path).stations[\(index)] is the volume of another one, \"\(station.name)\". Give each its own box."
        )
      }
    }
    stations.sort { ($0.front.z, $0.volume) < ($1.front.z, $1.volume) }
    var entries: [(name: String, z_mm: Double)] = []
    if let wanted = card.optional("entry") {
      guard case .object(let members) = wanted else {
        throw HermeticError(
          .configuration, "\(path).entry must be an object {name: z in mm}, not \(wanted.text).")
      }
      var inner = try Card(wanted, path: path + ".entry")
      for member in members {
        entries.append((member.key, try inner.number(member.key, in: -1e6...1e6, dimension: "length")))
      }
    }
    let minimum = try card.number("minimum_energy_GeV", default: 1e-4, in: 0...1e4, dimension: "energy")
    keepsHits = try card.bool("keep_hits", default: false)
    seesPileUp = try card.bool("pile_up", default: false)
    widestGate_ns = (0..<2).map { side in stations.map { $0.response.gate_ns[side] }.max()! }

    let vertexJSON = card.optional("vertex")
    let z = stations.map(\.front.z)
    let vertexRange = vertexJSON.flatMap { json -> (from: Double?, to: Double?)? in
      func number(_ key: String) -> Double? { if case .number(let v)? = json[key] { v } else { nil } }
      return (number("from_mm"), number("to_mm"))
    }
    let nearest = ([z[0], vertexRange?.from] + entries.map(\.z_mm)).compactMap { $0 }.min()!
    let furthest = ([z[z.count - 1], vertexRange?.to] + entries.map(\.z_mm)).compactMap { $0 }.max()!
    let matter = try TrackerMatter(
      world: world, stations: stations.map { ($0.volume, $0.front) }, from: nearest, to: furthest)
    var description: [JSON.Member] = [
      .init("planes", .array(zip(stations, matter.ofStations).map { .object($0.planeMembers + $1) })),
      .init("volumes", .array(matter.volumes)),
    ]
    if let fields = setup.card["fields"] { description.append(.init("fields", fields)) }
    if let materials = setup.card["materials"] { description.append(.init("materials", materials)) }
    for key in [
      "particle", "momentum_GeV", "momentum_spread", "scattering", "energy_loss", "radiation", "outlier_pull",
      "iterations", "tolerance_mm",
    ] {
      if let value = card.optional(key) { description.append(.init(key, value)) }
    }
    do { tracker = try Tracker(json: .object(description)) } catch let error as HermeticError {
      throw HermeticError(error.code, "\(path): \(error.message)")
    }
    let at = try tracker.planeName(&card, "at", path: path)
    search = try Self.search(card.optional("search"), stations: stations, at: at, path: path, tracker)
    do { trackSearch = try TrackSearch(tracker: tracker, options: search) } catch let error as HermeticError {
      throw HermeticError(error.code, "\(path): \(error.message)")
    }
    vertex = try Self.vertex(vertexJSON, z_mm: tracker.planes[search.plane].z_mm, path: path)
    try card.finish()
    maker = HitMaker(tracker: tracker, stations: stations.map(\.station))
    planes = stations.map {
      CrossingPlane(volume: $0.volume, sense: .entry, minimumKineticEnergy_GeV: minimum)
    }
    self.entries = entries
    self.json = .object(
      [.init("stations", .array(stations.map(\.json)))]
        + description.filter { !["planes", "volumes", "fields", "materials"].contains($0.key) }
        + [
          .init("at", .string(at)), .init("search", card.optional("search") ?? .null),
          .init("entry", .object(entries.map { .init($0.name, .number($0.z_mm)) })),
          .init("vertex", vertexJSON ?? .null), .init("minimum_energy_GeV", .number(minimum)),
          .init("keep_hits", .bool(keepsHits)), .init("pile_up", .bool(seesPileUp)),
        ])
  }

  private static func vertex(_ json: JSON?, z_mm: Double, path: String) throws -> VertexOptions? {
    guard let json else { return nil }
    guard case .object(let members) = json else {
      throw HermeticError(.configuration, "\(path).vertex must be an object {…}, not \(json.text).")
    }
    do {
      return try VertexOptions(json: .object(members + [.init("z_mm", .number(z_mm))]), tracks: 2)
    } catch let error as HermeticError { throw HermeticError(error.code, "\(path).vertex: \(error.message)") }
  }

  /// Unless the card says otherwise, tracks are looked for on the line from the first station to the next one.
  private static func search(
    _ json: JSON?, stations: [TrackerStation], at: String, path: String, _ tracker: Tracker
  ) throws -> TrackFinderOptions {
    let first = stations[0].front
    let next = stations.first { $0.front.z > first.z }?.front
    let slope = next.map { (1 / ($0.z - first.z)) * ($0 - first) } ?? .zero
    var members: [JSON.Member] = [
      .init("at", .string(at)), .init("x_mm", .number(first.x)), .init("y_mm", .number(first.y)),
      .init("tx", .number(slope.x)), .init("ty", .number(slope.y)), .init("x_spread_mm", 100),
      .init("tx_spread", 0.005), .init("width", 32),
    ]
    if let json {
      guard case .object(let own) = json else {
        throw HermeticError(.configuration, "\(path).search must be an object {…}, not \(json.text).")
      }
      if own.contains(where: { $0.key == "at" }) {
        throw HermeticError(.configuration, "\(path).search.at: give \"at\" beside \"search\".")
      }
      members = members.filter { member in !own.contains { $0.key == member.key } } + own
    }
    do { return try TrackFinderOptions(json: .object(members), tracker: tracker) } catch let error
      as HermeticError
    { throw HermeticError(error.code, "\(path).search: \(error.message)") }
  }
}
