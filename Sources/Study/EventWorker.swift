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
  }

  /// The event in hand.
  private struct Current {
    let row: Int
    let primary: ParticleState
    var invisible_GeV = 0.0
    var stepsOfChains: UInt64 = 0
  }

  private var transport: ShowerTransport
  private unowned let run: Run
  private var current: Current?
  private(set) var finished: [Finished] = []
  private var cells: [Double]
  private let yields: UnsafeMutablePointer<Double>
  private let weights: UnsafeMutablePointer<Double>

  init(run: Run) {
    self.run = run
    let world = run.card.setup.world
    transport = ShowerTransport(world: world, physics: run.physics)
    let largest = world.sensors.map { $0.cellsX * $0.cellsY }.max() ?? 1
    cells = [Double](repeating: 0, count: largest)
    yields = .allocate(capacity: max(1, run.layout.massCount))
    weights = .allocate(capacity: max(1, run.layout.massCount))
  }

  func free() {
    transport.free()
    yields.deallocate()
    weights.deallocate()
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
    var current = Current(row: row, primary: primary)
    transport.emission.disarm()
    let subevent = emit(&current, event: event)
    transport.start(primary, seed: card.seed, event: event, subevent: subevent)
    self.current = current
  }

  /// Goes on with the event in hand; true when it is finished.
  func advance(untilSeconds deadline: Double) -> Bool {
    guard transport.advance(untilSeconds: deadline) else { return false }
    if let current { finish(current) }
    current = nil
    return true
  }

  /// With a signal: follows the chains of leading particles, chooses an emission and arms it.
  ///
  /// - Returns: the chain that the shower replays.
  private func emit(_ current: inout Current, event: UInt64) -> UInt64 {
    guard let production = run.production else { return 0 }
    let card = run.card
    let layout = run.layout
    let columns = run.columns
    transport.emission.clearCandidates()
    for chain in 0..<production.card.chainsPerEvent {
      transport.emission.startRecording(
        threshold_GeV: production.card.minimumBosonEnergy_GeV, subevent: UInt32(chain))
      transport.simulate(current.primary, seed: card.seed, event: event, subevent: UInt64(chain))
      current.stepsOfChains += transport.tally.steps
    }
    transport.emission.disarm()
    let candidates = UnsafeBufferPointer(
      start: transport.emission.candidates, count: transport.emission.candidateCount)
    let emission = production.choose(
      candidates, seed: card.seed, event: event, yields: yields, weights: weights)
    for m in 0..<layout.massCount {
      columns.set(layout.firstWeight + m, row: current.row, weights[m])
      columns.set(layout.firstYield + m, row: current.row, yields[m])
    }
    var vertexZ = 0.0
    if let emission {
      let candidate = emission.candidate
      vertexZ = card.setup.world.toGlobal(candidate.position, volume: candidate.volume).z
      current.invisible_GeV = emission.bosonEnergy_GeV
      transport.emission.arm(
        candidate, recoilKineticEnergy_GeV: emission.final.leptonKineticEnergy_GeV,
        recoilDirection: emission.final.leptonDirection,
        nucleusKineticEnergy_GeV: emission.final.nucleusKineticEnergy_GeV)
    }
    columns.set(layout.bosonEnergy, row: current.row, current.invisible_GeV)
    columns.set(layout.productionZ, row: current.row, vertexZ)
    return emission.map { UInt64($0.candidate.subevent) } ?? 0
  }

  /// Writes the row and the sums of a finished shower.
  private func finish(_ current: Current) {
    let layout = run.layout
    let columns = run.columns
    let row = current.row
    let tally = transport.tally
    let incoming = EventTally.carriedEnergy(
      current.primary.particle, current.primary.kineticEnergy_GeV)
    let deposited = tally.deposited_GeV
    let balance = deposited + tally.escaped_GeV + current.invisible_GeV - incoming
    let steps = current.stepsOfChains + tally.steps
    columns.set(layout.weight, row: row, 1)
    columns.set(layout.beamEnergy, row: row, current.primary.kineticEnergy_GeV)
    columns.set(layout.deposited, row: row, deposited)
    columns.set(layout.escaped, row: row, tally.escaped_GeV)
    columns.set(layout.steps, row: row, Double(steps))
    fillSensors(row: row)
    finished.append(
      Finished(
        row: row, steps: steps, imbalance: balance.magnitude / incoming,
        slabs: ExactSums.units(tally.slabs, count: tally.slabCount)))
  }

  private func fillSensors(row: Int) {
    let setup = run.card.setup
    let layout = run.layout
    let columns = run.columns
    var calibrated = [Double](repeating: 0, count: setup.world.sensors.count)
    for (index, sensor) in setup.world.sensors.enumerated() {
      let channels = transport.tally.channels + transport.tally.channelOffset(index)
      let cellCount = sensor.cellsX * sensor.cellsY
      for cell in 0..<cellCount { cells[cell] = 0 }
      var visible = 0.0
      for section in 0..<sensor.sectionCount {
        var sum = 0.0
        for cell in 0..<cellCount {
          let energy = channels[section * cellCount + cell]
          sum += energy
          cells[cell] += energy
        }
        visible += sum
        if sensor.sectionCount > 1 {
          columns.set(
            layout.sensorFirstSection[index] + section, row: row, sum / setup.calibration[index])
        }
      }
      calibrated[index] = visible / setup.calibration[index]
      columns.set(layout.sensorVisible[index], row: row, visible)
      columns.set(layout.sensorTotal[index], row: row, calibrated[index])
      if layout.sensorMaxCell[index] >= 0 {
        let (largest, block) = largestCell(sensor)
        columns.set(layout.sensorMaxCell[index], row: row, largest / setup.calibration[index])
        columns.set(layout.sensorThreeByThree[index], row: row, block / setup.calibration[index])
      }
    }
    for (index, group) in setup.groups.enumerated() {
      columns.set(
        layout.groupTotal[index], row: row, group.sensors.reduce(0) { $0 + calibrated[$1] })
    }
  }

  /// Energy of the cell with most energy and of the 3×3 block around it (fewer cells at the rim).
  private func largestCell(_ sensor: Sensor) -> (Double, Double) {
    var best = 0
    for cell in 0..<sensor.cellsX * sensor.cellsY where cells[cell] > cells[best] { best = cell }
    let (bx, by) = (best / sensor.cellsY, best % sensor.cellsY)
    var block = 0.0
    for ix in max(0, bx - 1)...min(sensor.cellsX - 1, bx + 1) {
      for iy in max(0, by - 1)...min(sensor.cellsY - 1, by + 1) {
        block += cells[ix * sensor.cellsY + iy]
      }
    }
    return (cells[best], block)
  }
}
