import Core
import Reconstruction
import Transport

/// Everything that determines a run: same card, same bits.
public struct RunCard {
  public let name: String
  public let setup: Setup
  public let beam: Beam
  public let transport: TransportSettings
  public let signal: SignalCard?
  /// nil = full fidelity.
  public let fast: FastCard?
  public let tallies: [TallyCard]
  /// nil: sensors report what was deposited in them.
  public let response: DetectorResponse?
  /// Where the particles of pile-up come from.
  public let pileUpBeam: Beam
  public let identification: Identification?
  public let trackers: [TrackerCard]
  /// Sensors whose cells are kept event by event.
  public let cells: [Int]
  public private(set) var events: UInt64
  public private(set) var firstEvent: UInt64
  public let seed: UInt64

  public init(json: JSON) throws {
    let json =
      try json["experiment"].map { try ExperimentCard(json: $0, path: "experiment").completing(json) } ?? json
    var card = try Card(json, path: "")
    name = try card.string("name", default: "run")
    setup = try Setup(json: try card.required("setup"))
    beam = try card.optional("beam").map { try Beam(json: $0, path: "beam") } ?? Beam()
    transport =
      try card.optional("physics").map { try TransportSettings(json: $0, path: "physics") }
      ?? TransportSettings()
    let beam = self.beam
    let world = setup.world
    signal = try card.optional("signal").map {
      try SignalCard(json: $0, path: "signal", beam: beam, world: world)
    }
    let setup = self.setup
    let signal = self.signal
    guard signal == nil || !transport.biasing.isOn else {
      throw HermeticError(
        .configuration,
        "physics.biasing is given with a signal (yields are means over chains that carry no weights). "
          + "Leave one of them out; run the background apart.")
    }
    guard signal == nil || !transport.splitting.isActive else {
      throw HermeticError(
        .configuration,
        "physics.splitting is given with a signal (its particle is one of the copies). Leave one of them out."
      )
    }
    let fidelity = try card.string("fidelity", default: "full")
    switch fidelity {
    case "full":
      fast = nil
      guard card.optional("fast") == nil else {
        throw HermeticError(
          .configuration,
          "fast is given, but fidelity is \"full\". Set fidelity to \"fast\" or leave fast out.")
      }
    case "fast":
      fast = try FastCard(
        json: card.optional("fast"), path: "fast", beam: beam, setup: setup, signal: signal)
    default:
      throw HermeticError.notFound("fidelity", fidelity, known: ["full", "fast"])
    }
    tallies = try TallyCard.read(
      card.optional("tallies"), path: "tallies", setup: setup, fidelityIsFast: fast != nil)
    let response = try card.optional("response").map {
      try DetectorResponse(
        json: try Presets.resolve($0, kind: "response", path: "response"), path: "response",
        grids: setup.channelGrids)
    }
    var pileUpBeam =
      try response?.pileUp?.beam.map { try Beam(json: $0, path: "response.pile_up.beam") } ?? beam
    if let composition = response?.pileUp?.composition {
      pileUpBeam.mixture = try BeamMixture(json: composition, path: "response.pile_up.composition")
    }
    self.pileUpBeam = pileUpBeam
    self.response = pileUpBeam.mixture.map { response?.pilingUp(shares: $0.shares) } ?? response
    identification = try card.optional("identification").map {
      try Identification(json: $0, path: "identification", grids: setup.channelGrids)
    }
    trackers = try TrackerCard.read(card.optional("trackers"), path: "trackers", setup: setup)
    for tracker in trackers { try tracker.check(pileUp: self.response?.pileUp) }
    guard trackers.isEmpty || !transport.splitting.isActive else {
      throw HermeticError(
        .configuration,
        "physics.splitting is given with trackers (copies of a particle would make hits of their own). "
          + "Leave one of them out.")
    }
    cells = try card.array("cells", default: []).map { item in
      guard case .string(let name) = item,
        let index = setup.world.sensors.firstIndex(where: { $0.name == name })
      else {
        let error = HermeticError.notFound(
          "sensor", item.text, known: setup.world.sensors.map(\.name))
        throw HermeticError(error.code, "cells: \(error.message)")
      }
      return index
    }
    events = UInt64(try card.integer("events", in: 1...100_000_000))
    firstEvent = UInt64(try card.integer("first_event", default: 0, in: 0...(1 << 52)))
    seed = UInt64(try card.integer("seed", default: 1, in: 0...(1 << 52)))
    try card.finish()
  }

  /// The same with one event alone.
  func replaying(row: UInt64) -> RunCard {
    var card = self
    card.firstEvent = firstEvent + row
    card.events = 1
    return card
  }

  /// The card with every default written out.
  public var json: JSON {
    .object([
      JSON.Member("name", .string(name)), JSON.Member("setup", setup.card),
      JSON.Member("beam", beam.json), JSON.Member("physics", transport.json),
      JSON.Member("signal", signal?.json ?? .null),
      JSON.Member("fidelity", .string(fast == nil ? "full" : "fast")),
      JSON.Member("fast", fast?.json ?? .null),
      JSON.Member("tallies", .object(tallies.map { JSON.Member($0.name, $0.json(setup.world)) })),
      JSON.Member("response", response?.json ?? .null),
      JSON.Member("identification", identification?.json ?? .null),
      JSON.Member("trackers", .object(trackers.map { JSON.Member($0.name, $0.json) })),
      JSON.Member("cells", .array(cells.map { .string(setup.world.sensors[$0].name) })),
      JSON.Member("events", .number(Double(events))),
      JSON.Member("first_event", .number(Double(firstEvent))), JSON.Member("seed", .number(Double(seed))),
    ])
  }
}
