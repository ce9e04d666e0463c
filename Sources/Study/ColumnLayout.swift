import Core
import Reconstruction
import Signal
import Transport

/// Which columns a run has and where they stand.
struct ColumnLayout {
  let names: [String]
  let weight: Int
  let firstWeight: Int
  let firstYield: Int
  let massCount: Int
  /// Process by process, masses running fastest; −1 where there is one process alone.
  let firstProcessYield: Int
  let process: Int
  let bosonEnergy: Int
  let productionZ: Int
  /// The first of `decayColumns`; −1 unless bosons decay inside the detector.
  let decay: Int
  /// The first of three columns about muon pairs; −1 unless they are biased.
  let muonPairs: Int
  let beamEnergy: Int
  /// −1 for a beam of one kind.
  let beamParticle: Int
  let deposited: Int
  let escaped: Int
  let steps: Int
  /// The first of nuclear_loss_GeV, neutrino_GeV, truth.electromagnetic_GeV, roulette_GeV where hadrons are expected.
  let nuclearLoss: Int
  /// Places of the energies of all sensors, calibrated; −1 where a sensor has no cells.
  struct SensorColumns {
    var total: [Int] = []
    var maxCell: [Int] = []
    var threeByThree: [Int] = []
    var firstSection: [Int] = []
  }
  /// What the sensors report; without a response that is the truth.
  let reported: SensorColumns
  /// nil without a response.
  let truth: SensorColumns?
  let sensorVisible: [Int]
  let sensorTime: [Int]
  let sensorPileUp: [Int]
  let groupTotal: [Int]
  /// The first of a plane's columns (`PlaneCard.columns`).
  let planeFirst: [Int]
  let groupTruth: [Int]
  /// The first of a tracker's columns (`TrackerCard.columns`).
  let trackerFirst: [Int]
  let firstIdentification: Int

  init(
    setup: Setup, beam: Beam, signal: SignalCard?, response: DetectorResponse?,
    identification: Identification?, trackers: [TrackerCard],
    biasing: Biasing, withHadrons: Bool
  ) {
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
    let processes = signal?.processes ?? []
    firstProcessYield = processes.count > 1 ? names.count : -1
    if processes.count > 1 {
      for process in processes {
        for m in 0..<massCount { _ = add(ColumnLayout.yield(m, process)) }
      }
    }
    process = processes.count > 1 ? add("truth.process") : -1
    bosonEnergy = massCount > 0 ? add("truth.boson_energy_GeV") : -1
    productionZ = massCount > 0 ? add("truth.production_z_mm") : -1
    decay = signal?.decay == nil ? -1 : names.count
    if decay >= 0 { for name in ColumnLayout.decayColumns { _ = add(name) } }
    if biasing.gammaToMuons != 1 || biasing.positronToMuons != 1 {
      muonPairs = add("truth.muon_pairs")
      _ = add("truth.muon_pair_energy_GeV")
      _ = add("truth.muon_pair_z_mm")
    } else {
      muonPairs = -1
    }
    beamEnergy = add("beam.kinetic_energy_GeV")
    beamParticle = beam.isMixed ? add("beam.pdg") : -1
    var visible: [Int] = []
    var times: [Int] = []
    var pileUp: [Int] = []
    func place(_ columns: inout SensorColumns, _ index: Int, prefix: String, withVisible: Bool) {
      let sensor = setup.world.sensors[index]
      let name = prefix + sensor.name
      columns.total.append(add("\(name).total_GeV"))
      if withVisible { visible.append(add("\(name).visible_GeV")) }
      let hasCells = sensor.cellsX * sensor.cellsY > 1
      columns.maxCell.append(hasCells ? add("\(name).max_cell_GeV") : -1)
      columns.threeByThree.append(hasCells ? add("\(name).3x3_GeV") : -1)
      columns.firstSection.append(names.count)
      if sensor.sectionCount > 1 {
        for section in setup.sectionNames[index] { _ = add("\(name).\(section)_GeV") }
      }
    }
    var reported = SensorColumns()
    for index in setup.world.sensors.indices { place(&reported, index, prefix: "", withVisible: true) }
    self.reported = reported
    groupTotal = setup.groups.map { add("\($0.name).total_GeV") }
    var truth: SensorColumns?
    var groupTruth: [Int] = []
    if response != nil {
      var columns = SensorColumns()
      for (index, sensor) in setup.world.sensors.enumerated() {
        place(&columns, index, prefix: "truth.", withVisible: false)
        times.append(add("\(sensor.name).time_ns"))
        pileUp.append(add("\(sensor.name).pile_up_GeV"))
      }
      truth = columns
      groupTruth = setup.groups.map { add("truth.\($0.name).total_GeV") }
    }
    self.truth = truth
    self.groupTruth = groupTruth
    sensorVisible = visible
    sensorTime = times
    sensorPileUp = pileUp
    var planes: [Int] = []
    for plane in setup.planes {
      planes.append(names.count)
      for column in PlaneCard.columns { _ = add("\(plane.name).\(column)") }
    }
    planeFirst = planes
    var tracks: [Int] = []
    for tracker in trackers {
      tracks.append(names.count)
      names += tracker.columns
    }
    trackerFirst = tracks
    firstIdentification = names.count
    names += identification?.columnNames ?? []
    deposited = add("deposited_GeV")
    escaped = add("escaped_GeV")
    steps = add("steps")
    if withHadrons {
      nuclearLoss = add("nuclear_loss_GeV")
      _ = add("neutrino_GeV")
      _ = add("truth.electromagnetic_GeV")
      _ = add("roulette_GeV")
    } else {
      nuclearLoss = -1
    }
    self.names = names
  }

  /// Yield of one process: "signal.yield_3.annihilation".
  static func yield(_ mass: Int, _ process: TrackProcess) -> String {
    "signal.yield_\(mass).\(process.rawValue)"
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
            + "beginning with a letter, in the names of sensors, sections, groups, planes and trackers.")
      }
      guard seen.insert(name).inserted else {
        throw HermeticError(
          .configuration,
          "the set-up makes two columns \"\(name)\" (a cut could mean either). Rename the sensor, section, "
            + "group, plane or tracker behind one of them.")
      }
    }
  }
}
