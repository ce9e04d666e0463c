import Core
import Events
import Geometry
import Numerics
import Transport

/// A run card at work: simulates events in slices and keeps their columns.
public final class Run: @unchecked Sendable {
  public let card: RunCard
  let physics: TransportPhysics
  let production: SignalProduction?
  let columns: ColumnStore
  let layout: ColumnLayout
  var slabSums: ExactSums
  public private(set) var eventsDone: UInt64 = 0
  public private(set) var stepsDone: UInt64 = 0
  public private(set) var worstImbalance = 0.0
  private var workers: [EventWorker] = []

  public init(json: JSON) throws {
    card = try RunCard(json: json)
    let world = card.setup.world
    let beam = card.beam
    physics = TransportPhysics(
      materials: world.materials, settings: card.transport,
      highestEnergy_GeV: max(10, beam.kineticEnergy_GeV * (1 + 6 * beam.momentumSpread) * 1.01))
    production = try card.signal.map {
      try SignalProduction(card: $0, world: world, beam: beam, threads: Threads.processorCount)
    }
    layout = ColumnLayout(setup: card.setup, signal: card.signal)
    columns = ColumnStore(names: layout.names)
    slabSums = ExactSums(count: world.totalSlabCount)
  }

  deinit { for worker in workers { worker.free() } }

  public var isFinished: Bool { eventsDone == card.events }

  /// Simulates until `maxEvents` more events are done or `maxSeconds` are over (0 = no limit). Every
  /// event that is begun is finished.
  public func slice(maxEvents: UInt64, maxSeconds: Double, threads: Int) {
    let start = monotonicSeconds()
    let deadline = maxSeconds > 0 ? start + maxSeconds : .infinity
    let wanted = threads > 0 ? threads : Threads.processorCount
    let last = maxEvents > 0 ? min(card.events, eventsDone &+ maxEvents) : card.events
    while workers.count < wanted { workers.append(EventWorker(run: self)) }
    var first = true
    while eventsDone < last, first || monotonicSeconds() < deadline {
      first = false
      // Columns grow between batches only, while no thread writes.
      let batchEnd = min(last, eventsDone + max(1024, eventsDone / 2))
      columns.reserve(Int(batchEnd), keeping: Int(eventsDone))
      let active = min(wanted, Int(min(batchEnd - eventsDone, UInt64(wanted))))
      let work = SharedCounter(from: eventsDone, to: batchEnd)
      Threads.run(count: active) { index in
        let worker = self.workers[index]
        // Every thread takes one event before it looks at the clock: a slice always gets on.
        repeat {
          guard let row = work.next() else { return }
          worker.process(row: Int(row))
        } while monotonicSeconds() < deadline
      }
      eventsDone = work.position
      for worker in workers {
        slabSums.merge(worker.sums)
        stepsDone += worker.steps
        worstImbalance = max(worstImbalance, worker.worstImbalance)
        worker.clear()
      }
    }
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
    return .object([
      JSON.Member("hermetic_version", .string(version)), JSON.Member("abi", .number(Double(abi))),
      JSON.Member("card", card.json), JSON.Member("statistics", .object(statistics)),
    ])
  }
}
