import Core
import Events
import Geometry
import Numerics
import Signal
import Transport

/// What one thread needs to turn an event number into a row of the columns. An event can be paused and
/// continued in a later slice.
final class EventWorker {
  /// What a finished event adds to the run besides its row.
  struct Finished {
    let row: Int
    let steps: UInt64
    let imbalance: Double
    let slabs: [Int64]
    let tallies: [Int64]
  }

  /// The event in hand.
  private struct Current {
    let row: Int
    let event: UInt64
    let primary: ParticleState
    /// The chain of leading particles in hand; nil when the full shower is.
    var chain: Int?
    var invisible_GeV = 0.0
    var stepsOfChains: UInt64 = 0
  }

  private var transport: ShowerTransport
  private let tallies: TallyScorer?
  private unowned let run: Run
  private var current: Current?
  private(set) var finished: [Finished] = []
  private let reader: SensorReader
  private let trackReaders: [TrackReader]
  private let hub: DepositHub?
  private var recorder: UnsafeMutablePointer<TrackRecorder>?

  init(run: Run) {
    self.run = run
    let world = run.card.setup.world
    transport = ShowerTransport(
      world: world, physics: run.physics,
      planes: run.card.setup.planes.map(\.plane) + run.card.trackers.flatMap(\.planes))
    transport.use(run.fast)
    tallies = TallyScorer(run.card.tallies, world: world, beam: run.card.beam)
    tallies?.attach(to: &transport)
    reader = SensorReader(run: run)
    var firstPlane = run.card.setup.planes.count
    trackReaders = run.card.trackers.enumerated().map { index, tracker in
      defer { firstPlane += tracker.planes.count }
      return TrackReader(
        run: run, index: index, firstPlane: firstPlane, firstColumn: run.layout.trackerFirst[index])
    }
    reader.attach(to: &transport)
    hub = tallies.flatMap { tallies in tallies.needsDeposits ? DepositHub { tallies.add($0) } : nil }
    hub?.attach(to: &transport)
  }

  func free() {
    transport.free()
    tallies?.free()
    hub?.free()
  }

  /// The full shower's tracks are written here; those of the chains before it are forgotten.
  func record(to recorder: UnsafeMutablePointer<TrackRecorder>) {
    self.recorder = recorder
    transport.recordTracks(to: recorder)
  }

  /// The row in hand, if any.
  var row: Int? { current?.row }

  /// Hands over the events finished since the last call.
  func takeFinished() -> [Finished] {
    defer { finished.removeAll(keepingCapacity: true) }
    return finished
  }

  func begin(row: Int) {
    let card = run.card
    let event = card.firstEvent + UInt64(row)
    let primary = card.beam.primary(seed: card.seed, event: event)
    current = Current(row: row, event: event, primary: primary)
    transport.emission.disarm()
    transport.emission.clearCandidates()
    if run.production == nil { start(subevent: 0) } else { start(chain: 0) }
  }

  private func start(subevent: UInt64) {
    guard let current else { return }
    tallies?.reset()
    reader.reset()
    hub?.clear()
    recorder?.pointee.clear()
    transport.start(
      current.primary, seed: run.card.seed, event: current.event, subevent: subevent)
  }

  private func start(chain: Int) {
    guard let production = run.production else { return }
    current?.chain = chain
    transport.emission.startRecording(
      threshold_GeV: production.card.minimumBosonEnergy_GeV, subevent: UInt32(chain),
      particles: production.card.recorded)
    start(subevent: UInt64(chain))
  }

  /// Goes on with the event in hand; true when it is finished.
  func advance(untilSeconds deadline: Double) -> Bool {
    while transport.advance(untilSeconds: deadline) {
      guard var current else { return true }
      guard let chain = current.chain, let production = run.production else {
        finish(current)
        self.current = nil
        return true
      }
      current.stepsOfChains += transport.tally.steps
      if chain + 1 < production.card.chainsPerEvent {
        self.current = current
        start(chain: chain + 1)
      } else {
        current.chain = nil
        let subevent = emit(&current, production)
        self.current = current
        start(subevent: subevent)
      }
      // Chains are short: the shower's own look at the clock may not come round in one.
      if monotonicSeconds() >= deadline { return false }
    }
    return false
  }

  /// Chooses an emission from the chains of leading particles and arms it.
  ///
  /// - Returns: the chain that the shower replays.
  private func emit(_ current: inout Current, _ production: SignalProduction) -> UInt64 {
    let card = run.card
    let layout = run.layout
    let columns = run.columns
    transport.emission.disarm()
    let candidates = UnsafeBufferPointer(
      start: transport.emission.candidates, count: transport.emission.candidateCount)
    let choice = production.choose(candidates, seed: card.seed, event: current.event)
    for m in 0..<layout.massCount {
      columns.set(layout.firstWeight + m, row: current.row, choice.weights[m])
      columns.set(layout.firstYield + m, row: current.row, choice.yields[m])
    }
    if layout.firstProcessYield >= 0 {
      for (index, amount) in choice.yieldsByProcess.enumerated() {
        columns.set(layout.firstProcessYield + index, row: current.row, amount)
      }
      columns.set(layout.process, row: current.row, Double(choice.emission?.process ?? -1))
    }
    var vertexZ = 0.0
    var bosonEnergy = 0.0
    if let emission = choice.emission {
      let candidate = emission.candidate
      vertexZ = card.setup.world.view.toGlobal(candidate.position, volume: candidate.volume).z
      bosonEnergy = emission.boson.energy_GeV
      current.invisible_GeV = emission.fate?.decay == nil ? bosonEnergy : 0
      transport.emission.arm(candidate, outcome: emission.boson.outcome, decay: emission.fate?.decay)
    }
    if layout.decay >= 0 {
      for (index, value) in ColumnLayout.decayValues(choice.emission).enumerated() {
        columns.set(layout.decay + index, row: current.row, value)
      }
    }
    columns.set(layout.bosonEnergy, row: current.row, bosonEnergy)
    columns.set(layout.productionZ, row: current.row, vertexZ)
    return choice.emission.map { UInt64($0.candidate.subevent) } ?? 0
  }

  /// Writes the row and the sums of a finished shower.
  private func finish(_ current: Current) {
    let layout = run.layout
    let columns = run.columns
    let row = current.row
    let tally = transport.tally
    let incoming = current.primary.particle.availableEnergy_GeV(
      kineticEnergy_GeV: current.primary.kineticEnergy_GeV)
    let deposited = tally.deposited_GeV
    let balance =
      deposited + tally.escaped_GeV + current.invisible_GeV + tally.nuclearLoss_GeV + tally.roulette_GeV
      - incoming
    let steps = current.stepsOfChains + tally.steps
    columns.set(layout.weight, row: row, tally.weight)
    columns.set(layout.beamEnergy, row: row, current.primary.kineticEnergy_GeV)
    if layout.beamParticle >= 0 {
      columns.set(layout.beamParticle, row: row, Double(current.primary.particle.pdg))
    }
    columns.set(layout.deposited, row: row, deposited)
    columns.set(layout.escaped, row: row, tally.escaped_GeV)
    columns.set(layout.steps, row: row, Double(steps))
    if layout.nuclearLoss >= 0 {
      columns.set(layout.nuclearLoss, row: row, tally.nuclearLoss_GeV)
      columns.set(layout.nuclearLoss + 1, row: row, tally.neutrinos_GeV)
      columns.set(layout.nuclearLoss + 2, row: row, tally.electromagnetic_GeV)
      columns.set(layout.nuclearLoss + 3, row: row, tally.roulette_GeV)
    }
    hub?.flush()
    reader.fill(row: row, event: current.event, tally: tally)
    if layout.muonPairs >= 0 {
      columns.set(layout.muonPairs, row: row, Double(tally.muonPairs))
      columns.set(layout.muonPairs + 1, row: row, tally.muonPairEnergy_GeV)
      columns.set(layout.muonPairs + 2, row: row, tally.muonPairPosition.z)
    }
    fillPlanes(row: row)
    for tracks in trackReaders { tracks.fill(row: row, event: current.event, crossings: transport.crossings) }
    finished.append(
      Finished(
        row: row, steps: steps, imbalance: balance.magnitude / incoming,
        slabs: ExactSums.units(tally.slabs, count: tally.slabCount, weight: tally.weight),
        tallies: tallies?.take(weight: tally.weight) ?? []))
  }

  private func fillPlanes(row: Int) {
    for (index, first) in run.layout.planeFirst.enumerated() {
      let values = PlaneCard.values(transport.crossings, plane: index)
      for (offset, value) in values.enumerated() { run.columns.set(first + offset, row: row, value) }
    }
  }
}
