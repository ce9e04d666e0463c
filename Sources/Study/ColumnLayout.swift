import Core
import Reconstruction

/// Which columns a run has and where they stand.
struct ColumnLayout {
  let names: [String]
  let weight: Int
  let firstWeight: Int
  let firstYield: Int
  let massCount: Int
  let bosonEnergy: Int
  let productionZ: Int
  let beamEnergy: Int
  let deposited: Int
  let escaped: Int
  let steps: Int
  /// Per sensor: calibrated total, visible, largest cell, 3×3 around it; −1 where there are no cells.
  let sensorTotal: [Int]
  let sensorVisible: [Int]
  let sensorMaxCell: [Int]
  let sensorThreeByThree: [Int]
  let sensorFirstSection: [Int]
  let groupTotal: [Int]
  /// The first of a plane's columns (`PlaneCard.columns`).
  let planeFirst: [Int]

  init(setup: Setup, signal: SignalCard?) {
    var names: [String] = []
    func add(_ name: String) -> Int {
      names.append(name)
      return names.count - 1
    }
    weight = add("weight")
    massCount = signal?.masses_GeV.count ?? 0
    firstWeight = names.count
    for m in 0..<massCount { _ = add("signal.weight_\(m)") }
    firstYield = names.count
    for m in 0..<massCount { _ = add("signal.yield_\(m)") }
    bosonEnergy = massCount > 0 ? add("truth.boson_energy_GeV") : -1
    productionZ = massCount > 0 ? add("truth.production_z_mm") : -1
    beamEnergy = add("beam.kinetic_energy_GeV")
    var total: [Int] = []
    var visible: [Int] = []
    var maxCell: [Int] = []
    var block: [Int] = []
    var section: [Int] = []
    for (index, sensor) in setup.world.sensors.enumerated() {
      total.append(add("\(sensor.name).total_GeV"))
      visible.append(add("\(sensor.name).visible_GeV"))
      let hasCells = sensor.cellsX * sensor.cellsY > 1
      maxCell.append(hasCells ? add("\(sensor.name).max_cell_GeV") : -1)
      block.append(hasCells ? add("\(sensor.name).3x3_GeV") : -1)
      section.append(names.count)
      if sensor.sectionCount > 1 {
        for name in setup.sectionNames[index] { _ = add("\(sensor.name).\(name)_GeV") }
      }
    }
    sensorTotal = total
    sensorVisible = visible
    sensorMaxCell = maxCell
    sensorThreeByThree = block
    sensorFirstSection = section
    var groups: [Int] = []
    for group in setup.groups { groups.append(add("\(group.name).total_GeV")) }
    groupTotal = groups
    var planes: [Int] = []
    for plane in setup.planes {
      planes.append(names.count)
      for column in PlaneCard.columns { _ = add("\(plane.name).\(column)") }
    }
    planeFirst = planes
    deposited = add("deposited_GeV")
    escaped = add("escaped_GeV")
    steps = add("steps")
    self.names = names
  }

  /// Every column must have a name of its own that a cut can use: better said before the first event than
  /// after the last.
  func validate() throws {
    var seen: Set<String> = []
    for name in names {
      guard Expression.isColumnName(name) else {
        throw HermeticError(
          .configuration,
          "the set-up makes a column \"\(name)\", which no cut could name. Use letters, digits, _ and ., "
            + "beginning with a letter, in the names of sensors, sections, groups and planes.")
      }
      guard seen.insert(name).inserted else {
        throw HermeticError(
          .configuration,
          "the set-up makes two columns \"\(name)\" (a cut could mean either). Rename the sensor, section, "
            + "group or plane behind one of them.")
      }
    }
  }
}
