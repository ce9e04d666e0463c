import Core
import Events
import Geometry
import Numerics
import Signal
import Transport

/// What one thread needs to turn an event number into a row of the columns.
final class EventWorker {
  private var transport: ShowerTransport
  private unowned let run: Run
  private(set) var sums: ExactSums
  private(set) var steps: UInt64 = 0
  private(set) var worstImbalance = 0.0
  private var cells: [Double]
  private let yields: UnsafeMutablePointer<Double>
  private let weights: UnsafeMutablePointer<Double>

  init(run: Run) {
    self.run = run
    let world = run.card.setup.world
    transport = ShowerTransport(world: world, physics: run.physics)
    sums = ExactSums(count: world.totalSlabCount)
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

  func clear() {
    sums = ExactSums(count: sums.sums.count)
    steps = 0
    worstImbalance = 0
  }

  func process(row: Int) {
    let card = run.card
    let event = card.firstEvent + UInt64(row)
    let primary = card.beam.primary(seed: card.seed, event: event)
    let layout = run.layout
    let columns = run.columns
    var invisible = 0.0
    var eventSteps: UInt64 = 0
    var subevent: UInt64 = 0

    if let production = run.production {
      transport.emission.clearCandidates()
      for chain in 0..<production.card.chainsPerEvent {
        transport.emission.startRecording(
          threshold_GeV: production.card.minimumBosonEnergy_GeV, subevent: UInt32(chain))
        transport.simulate(primary, seed: card.seed, event: event, subevent: UInt64(chain))
        eventSteps += transport.tally.steps
      }
      let candidates = UnsafeBufferPointer(
        start: transport.emission.candidates, count: transport.emission.candidateCount)
      let emission = production.choose(
        candidates, seed: card.seed, event: event, yields: yields, weights: weights)
      for m in 0..<layout.massCount {
        columns.set(layout.firstWeight + m, row: row, weights[m])
        columns.set(layout.firstYield + m, row: row, yields[m])
      }
      if let emission {
        invisible = emission.bosonEnergy_GeV
        subevent = UInt64(emission.candidate.subevent)
        let world = card.setup.world
        let vertex = world.toGlobal(emission.candidate.position, volume: emission.candidate.volume)
        columns.set(layout.bosonEnergy, row: row, invisible)
        columns.set(layout.productionZ, row: row, vertex.z)
        transport.emission.arm(
          emission.candidate, recoilKineticEnergy_GeV: emission.final.leptonKineticEnergy_GeV,
          recoilDirection: emission.final.leptonDirection,
          nucleusKineticEnergy_GeV: emission.final.nucleusKineticEnergy_GeV)
      } else {
        columns.set(layout.bosonEnergy, row: row, 0)
        columns.set(layout.productionZ, row: row, 0)
        transport.emission.disarm()
      }
    }
    transport.simulate(primary, seed: card.seed, event: event, subevent: subevent)
    eventSteps += transport.tally.steps
    steps += eventSteps

    let incoming = EventTally.carriedEnergy(primary.particle, primary.kineticEnergy_GeV)
    let deposited = transport.tally.deposited_GeV
    let balance = deposited + transport.tally.escaped_GeV + invisible - incoming
    worstImbalance = max(worstImbalance, balance.magnitude / incoming)
    sums.add(transport.tally.slabs)
    columns.set(layout.weight, row: row, 1)
    columns.set(layout.beamEnergy, row: row, primary.kineticEnergy_GeV)
    columns.set(layout.deposited, row: row, deposited)
    columns.set(layout.escaped, row: row, transport.tally.escaped_GeV)
    columns.set(layout.steps, row: row, Double(eventSteps))
    fillSensors(row: row)
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
