import Core
import Numerics
import Reconstruction
import Transport

/// One thread's way from the deposits of an event to its sensor columns: light, response, identification.
final class SensorReader {
  private let collector: LightCollector?
  private let worker: ResponseWorker?
  private let grids: [ChannelGrid]
  private let slabTimes: [[(slab: Int, time_ns: Double)]]
  private var flightTimes: [Double]
  /// Calibrated true energies; what is reported where there is no response.
  private let trueEnergies: UnsafeMutablePointer<Double>
  private unowned let run: Run

  init(run: Run) {
    self.run = run
    let seen = run.physics.electronsSeen(in: run.card.setup.world)
    grids = run.grids.map { $0.calibrated(electronsSeen: seen) }
    let response = run.card.response
    collector = response.flatMap { LightCollector($0, world: run.card.setup.world) }
    worker = response.map {
      ResponseWorker($0, library: run.pileUp, electronsSeen: seen)
    }
    slabTimes = response == nil ? [] : run.card.setup.slabTimes
    flightTimes = [Double](repeating: .nan, count: grids.count)
    let count = max(1, grids.last.map { $0.offset + $0.channelCount } ?? 0)
    trueEnergies = .allocate(capacity: count)
    trueEnergies.initialize(repeating: 0, count: count)
  }

  deinit { trueEnergies.deallocate() }

  func attach(to transport: inout ShowerTransport) { collector?.attach(to: &transport) }

  func reset() { collector?.reset() }

  /// Energy-weighted time of the slabs of a sensor; NaN without energy.
  static func meanTime(_ slabs: [(slab: Int, time_ns: Double)], _ energies: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    var weighted = 0.0
    for (slab, time) in slabs {
      sum += energies[slab]
      weighted += energies[slab] * time
    }
    return sum > 0 ? weighted / sum : .nan
  }

  /// Writes the sensor columns of a finished event.
  func fill(row: Int, event: UInt64, tally: EventTally) {
    let visible = UnsafePointer(tally.channels)
    for grid in grids {
      for channel in grid.offset..<grid.offset + grid.channelCount {
        trueEnergies[channel] = visible[channel] / grid.visibleFraction
      }
    }
    var reported = UnsafePointer(trueEnergies)
    if let worker {
      for index in grids.indices {
        flightTimes[index] = SensorReader.meanTime(slabTimes[index], tally.slabs)
      }
      worker.measure(
        UnsafePointer(collector?.light ?? tally.channels), flightTimes_ns: flightTimes, seed: run.card.seed,
        event: event)
      reported = UnsafePointer(worker.measured)
    }
    writeColumns(row: row, visible: visible)
    run.cells.set(row: row, reported: reported, visible: visible, grids: grids)
    if let identification = run.card.identification {
      let first = run.layout.firstIdentification
      let columns = run.columns
      identification.evaluate(reported, times_ns: worker?.times_ns) {
        columns.set(first + $0, row: row, $1)
      }
    }
  }

  private func writeColumns(row: Int, visible: UnsafePointer<Double>) {
    let layout = run.layout
    let columns = run.columns
    for index in grids.indices {
      columns.set(layout.sensorVisible[index], row: row, sum(index, visible))
      guard let worker, let truth = layout.truth else {
        write(index, row, visible, divisor: grids[index].visibleFraction, layout.reported)
        continue
      }
      write(index, row, UnsafePointer(worker.measured), divisor: 1, layout.reported)
      write(index, row, visible, divisor: grids[index].visibleFraction, truth)
      columns.set(layout.sensorTime[index], row: row, worker.times_ns[index])
      columns.set(layout.sensorPileUp[index], row: row, worker.pileUp_GeV[index])
    }
    for (index, group) in run.card.setup.groups.enumerated() {
      let truth = group.sensors.reduce(0) { $0 + sum($1, visible) / grids[$1].visibleFraction }
      guard let worker else {
        columns.set(layout.groupTotal[index], row: row, truth)
        continue
      }
      columns.set(layout.groupTruth[index], row: row, truth)
      columns.set(
        layout.groupTotal[index], row: row,
        group.sensors.reduce(0) { $0 + sum($1, UnsafePointer(worker.measured)) })
    }
  }

  private func sum(_ sensor: Int, _ energies: UnsafePointer<Double>) -> Double {
    let grid = grids[sensor]
    return (0..<grid.sectionCount).reduce(0) { $0 + sectionSum($1, grid, energies) }
  }

  private func sectionSum(_ section: Int, _ grid: ChannelGrid, _ energies: UnsafePointer<Double>) -> Double {
    let first = energies + grid.offset + section * grid.cellCount
    var sum = 0.0
    for cell in 0..<grid.cellCount { sum += first[cell] }
    return sum
  }

  private func write(
    _ index: Int, _ row: Int, _ energies: UnsafePointer<Double>, divisor: Double,
    _ places: ColumnLayout.SensorColumns
  ) {
    let columns = run.columns
    let grid = grids[index]
    columns.set(places.total[index], row: row, sum(index, energies) / divisor)
    if grid.sectionCount > 1 {
      for section in 0..<grid.sectionCount {
        columns.set(
          places.firstSection[index] + section, row: row, sectionSum(section, grid, energies) / divisor)
      }
    }
    guard places.maxCell[index] >= 0 else { return }
    let shape = CellShape(energies + grid.offset, grid)
    columns.set(places.maxCell[index], row: row, shape.largest / divisor)
    columns.set(places.threeByThree[index], row: row, shape.threeByThree / divisor)
  }
}
