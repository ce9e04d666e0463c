import Core
import Events
import Geometry
import Numerics
import Reconstruction
import Transport

/// A run card at work: simulates events in slices and keeps their columns.
public final class Run: @unchecked Sendable {
  public let card: RunCard
  let physics: TransportPhysics
  let production: SignalProduction?
  let fast: FastShowers?
  let columns: ColumnStore
  let layout: ColumnLayout
  let grids: [ChannelGrid]
  let cells: CellStore
  let hits: HitStore
  let pileUp: SimulatedPileUp?
  var slabSums: ExactSums
  var tallySums: ExactSums
  public private(set) var eventsDone: UInt64 = 0
  public private(set) var stepsDone: UInt64 = 0
  public private(set) var worstImbalance = 0.0
  private var workers: [EventWorker] = []
  /// The next row to be handed out; rows from `eventsDone` to here are in hand or finished early.
  private var nextRow: UInt64 = 0
  /// Events that were finished before an earlier one: they count when that one is done.
  private var waiting: [Int: EventWorker.Finished] = [:]

  public init(json: JSON) throws {
    card = try RunCard(json: json)
    let world = card.setup.world
    let beam = card.beam
    layout = ColumnLayout(
      setup: card.setup, beam: card.beam, signal: card.signal, response: card.response,
      identification: card.identification, trackers: card.trackers,
      biasing: card.transport.biasing,
      withHadrons: beam.particle.isHadron
        || (beam.mixture?.particles.contains { $0.isHadron } ?? false) || card.transport.hadrons.photonuclear
        || card.transport.splitting.isActive || card.signal?.makesHadrons ?? false)
    try layout.validate()
    physics = TransportPhysics(
      materials: world.materials, settings: card.transport, highestEnergy_GeV: Run.highestEnergy_GeV(card))
    let physics = self.physics
    let seed = card.seed
    production = try card.signal.map {
      try SignalProduction(
        card: $0, world: world, physics: physics, beam: beam, seed: seed, threads: Threads.processorCount)
    }
    let transport = card.transport
    fast = try card.fast.map { fast in
      try FastShowers(
        world: world, volumes: fast.volumes.map { world.volumeNames.firstIndex(of: $0)! },
        physics: LibraryPhysics(materials: world.materials, transport: transport), settings: fast.library,
        threshold_GeV: fast.threshold_GeV, threads: Threads.processorCount)
    }
    columns = ColumnStore(names: layout.names)
    grids = card.setup.channelGrids
    cells = CellStore(sensors: card.cells, grids: grids, hasResponse: card.response != nil)
    hits = HitStore(trackers: card.trackers)
    pileUp = SimulatedPileUp(card, physics: physics, fast: fast)
    slabSums = ExactSums(count: world.totalSlabCount)
    tallySums = ExactSums(count: card.tallies.reduce(0) { $0 + $1.binCount })
  }

  /// One event of another run alone, with its tables: for looking at it again. All its cells are kept.
  init(replaying other: Run, row: UInt64) {
    card = other.card.replaying(row: row)
    physics = other.physics
    production = other.production
    fast = other.fast
    layout = other.layout
    columns = ColumnStore(names: layout.names)
    grids = other.grids
    cells = CellStore(sensors: Array(grids.indices), grids: grids, hasResponse: card.response != nil)
    hits = HitStore(trackers: card.trackers, keepsHits: false)
    pileUp = other.pileUp
    slabSums = ExactSums(count: other.slabSums.count)
    tallySums = ExactSums(count: other.tallySums.count)
  }

  /// Simulates the one event of a replay.
  func simulateOne(recording recorder: UnsafeMutablePointer<TrackRecorder>) {
    columns.reserve(1, keeping: 0)
    cells.reserve(1, keeping: 0)
    let worker = EventWorker(run: self)
    worker.record(to: recorder)
    worker.begin(row: 0)
    _ = worker.advance(untilSeconds: .infinity)
    worker.free()
    eventsDone = 1
  }

  /// What the tables of a run must reach.
  static func highestEnergy_GeV(_ card: RunCard) -> Double {
    [card.beam, card.pileUpBeam].reduce(10) {
      max($0, $1.kineticEnergy_GeV * (1 + 6 * $1.momentumSpread) * 1.01)
    }
  }

  deinit { for worker in workers { worker.free() } }

  public var isFinished: Bool { eventsDone == card.events }

  /// Simulates until `maxEvents` more events are done or `maxSeconds` are over (0 = no limit). An event in
  /// the middle of its shower is kept and continued by the next call.
  public func slice(maxEvents: UInt64, maxSeconds: Double, threads: Int) {
    let deadline = maxSeconds > 0 ? monotonicSeconds() + maxSeconds : .infinity
    // A worker holds a tally of every slab: no more of them than there are events left.
    let left = card.events - eventsDone
    let wanted = min(threads > 0 ? threads : Threads.processorCount, Int(max(1, left)))
    let last = maxEvents > 0 ? eventsDone + min(left, maxEvents) : card.events
    while workers.count < wanted { workers.append(EventWorker(run: self)) }
    var first = true
    while eventsDone < last, first || monotonicSeconds() < deadline {
      first = false
      // Columns grow between batches only, while no thread writes. Finished events keep their slabs until
      // the end of the batch, so that its length has a bound in memory.
      let batchEnd = max(nextRow, min(last, nextRow + batchLength(threads: wanted)))
      columns.reserve(Int(batchEnd), keeping: Int(nextRow))
      cells.reserve(Int(batchEnd), keeping: Int(nextRow))
      hits.reserve(Int(batchEnd))
      let work = SharedCounter(from: nextRow, to: batchEnd)
      let inHand = workers.lazy.filter { $0.row != nil }.count
      let active = max(1, min(wanted, inHand + Int(min(batchEnd - nextRow, 1024))))
      Threads.run(count: active) { self.work($0, of: active, rows: work, deadline: deadline) }
      nextRow = work.position
      collect()
    }
  }

  /// Events between two collections: about 32 MB of slab sums, but enough of them for every thread.
  private func batchLength(threads: Int) -> UInt64 {
    let bySize = 4_000_000 / max(1, card.setup.world.totalSlabCount + tallySums.count)
    return min(max(1024, nextRow / 2), UInt64(max(16 * threads, bySize)))
  }

  /// One thread of a slice: first the events that were paused, then new ones.
  private func work(_ index: Int, of active: Int, rows: SharedCounter, deadline: Double) {
    var goesOn = false  // Every call gets on, however short its time.
    for position in stride(from: index, to: workers.count, by: active)
    where workers[position].row != nil {
      if !workers[position].advance(untilSeconds: deadline) { return }
      goesOn = true
    }
    let worker = workers[index]
    while !goesOn || monotonicSeconds() < deadline, let row = rows.next() {
      goesOn = true
      worker.begin(row: Int(row))
      if !worker.advance(untilSeconds: deadline) { return }
    }
  }

  /// Counts the finished events that have no unfinished one before them, in their order.
  private func collect() {
    for worker in workers {
      for event in worker.takeFinished() { waiting[event.row] = event }
    }
    while let event = waiting.removeValue(forKey: Int(eventsDone)) {
      slabSums.add(event.slabs)
      tallySums.add(event.tallies)
      stepsDone += event.steps
      worstImbalance = max(worstImbalance, event.imbalance)
      eventsDone += 1
    }
  }

  /// True while a slice that ended by time has left events behind the finished ones.
  var hasEventsInHand: Bool { nextRow != eventsDone }

  /// Counts events that came from elsewhere; their rows and sums are in place.
  func count(events: UInt64, steps: UInt64, imbalance: Double) {
    eventsDone += events
    nextRow = eventsDone
    stepsDone += steps
    worstImbalance = max(worstImbalance, imbalance)
  }

  /// Mean visible energy per layer of a sensor.
  public func profile(sensor name: String) throws -> [(mean: Double, error: Double)] {
    let world = card.setup.world
    guard let index = world.sensors.firstIndex(where: { $0.name == name }) else {
      throw HermeticError.notFound("sensor", name, known: world.sensors.map(\.name))
    }
    return world.slabs(ofSensor: index).map { slabSums.mean($0, events: eventsDone) }
  }

  /// The resolved card with what was done: a result without one is not a result.
  public func record(version: String, abi: Int) -> JSON {
    var statistics: [JSON.Member] = [
      JSON.Member("events", .number(Double(eventsDone))),
      JSON.Member("steps", .number(Double(stepsDone))),
      JSON.Member("worst_energy_imbalance", .number(worstImbalance)),
    ]
    if let production {
      statistics.append(
        JSON.Member("production_elements", .array(production.elements.map { .string($0.symbol) })))
    }
    if let fast {
      statistics.append(
        JSON.Member(
          "fast_libraries",
          .array(
            fast.libraries.map {
              [
                "showers": .number(Double($0.showerCount)), "spots": .number(Double($0.spotCount)),
                "bytes": .number(Double($0.bytes)),
              ]
            })))
    }
    let trackers = card.trackers.map { JSON.Member($0.name, $0.tracker.card) }
    return .object([
      JSON.Member("hermetic_version", .string(version)), JSON.Member("abi", .number(Double(abi))),
      JSON.Member("card", card.json), JSON.Member("trackers", .object(trackers)),
      JSON.Member("statistics", .object(statistics)),
    ])
  }
}
