import Core
import Electromagnetic
import Events
import Matter
import Numerics
import Transport

/// Muons in a probe.
extension ProcessProbe {
  static let muonProcesses = MuonEnergyLoss.Process.allCases.map(\.rawValue)

  func muons() throws -> MuonTable {
    guard let muonTable else {
      throw HermeticError(.inside, "a table was asked for that this probe has not built. Please report it.")
    }
    return muonTable
  }

  private func muonProcess(_ name: String, of what: String, others: [String] = ["total"]) throws
    -> MuonEnergyLoss.Process
  {
    guard let process = MuonEnergyLoss.Process(rawValue: name) else {
      throw HermeticError.notFound(what, name, known: ProcessProbe.muonProcesses + others)
    }
    return process
  }

  /// Macroscopic cross section of losses above the cuts [1/mm].
  func muonCrossSection(_ name: String) throws -> (Double) -> Double {
    if name == "total" || name == "inverse_transport_mean_free_path" {
      let table = try muons()
      return name == "total"
        ? { table.row(logKineticEnergy: log($0)).rate }
        : { table.row(logKineticEnergy: log($0)).firstTransport }
    }
    let process = try muonProcess(
      name, of: "muon process", others: ["total", "inverse_transport_mean_free_path"])
    let loss = muonLoss!
    let electronCut = MuonTable.electronCut_GeV(cuts)
    let photonCut = MuonTable.photonCut_GeV(cuts)
    let mass = Constants.muonMass_GeV
    if process == .ionisation {
      return { loss.ionisation.knockOnRate_per_mm(totalEnergy_GeV: $0 + mass, cut_GeV: electronCut) }
    }
    return { loss.rate_per_mm(process, totalEnergy_GeV: $0 + mass, cut_GeV: photonCut) }
  }

  /// Mean loss [GeV/mm]; `isRestricted`: in single losses below the cuts.
  func muonStoppingPower(_ kind: String, isRestricted: Bool) throws -> (Double) -> Double {
    let loss = muonLoss!
    let mass = Constants.muonMass_GeV
    func one(_ process: MuonEnergyLoss.Process) -> (Double) -> Double {
      let cut = process == .ionisation ? MuonTable.electronCut_GeV(cuts) : MuonTable.photonCut_GeV(cuts)
      return {
        loss.stoppingPower_GeV_per_mm(
          process, totalEnergy_GeV: $0 + mass, cut_GeV: isRestricted ? cut : .infinity)
      }
    }
    if kind != "total" { return one(try muonProcess(kind, of: "stopping power")) }
    let all = MuonEnergyLoss.Process.allCases.map(one)
    return { energy in all.reduce(0) { $0 + $1(energy) } }
  }

  /// "range", "csda_range", "inverse_transport_mean_free_path" or "straggling" of muons.
  func muonTotal(_ name: String) throws -> (Double) -> Double {
    let table = try muons()
    switch name {
    case "range": return muonRange(try muonStoppingPower("total", isRestricted: true))
    case "csda_range": return muonRange(try muonStoppingPower("total", isRestricted: false))
    case "inverse_transport_mean_free_path":
      return { table.row(logKineticEnergy: log($0)).firstTransport }
    default:
      return { table.lossVariance_GeV2_per_mm(kineticEnergy_GeV: $0) }
    }
  }

  /// ∫ dT/S from 1 MeV on, plus what is left there: T/(1.8 S), S ∝ T^(−0.8).
  private func muonRange(_ loss: (Double) -> Double) -> (Double) -> Double {
    let grid = LogarithmicGrid(
      lowest: ProcessProbe.muonEnergies_GeV.lowerBound, highest: ProcessProbe.muonEnergies_GeV.upperBound,
      count: 174)
    let inverse = (0..<grid.count).map { grid.point($0) / loss(grid.point($0)) }
    var ranges = [inverse[0] / 1.8]
    for i in 1..<grid.count {
      ranges.append(
        ranges[i - 1] + ProcessProbe.powerLawIntegral(inverse[i - 1], inverse[i], width: grid.spacing))
    }
    return { energy in
      let cell = grid.cell(logX: log(energy))
      let a = inverse[cell.index]
      let here = a * exp(cell.fraction * log(inverse[cell.index + 1] / a))
      return ranges[cell.index]
        + ProcessProbe.powerLawIntegral(a, here, width: cell.fraction * grid.spacing)
    }
  }

  func muonSampler(_ process: String?, kineticEnergy_GeV energy: Double) throws -> InteractionSampler {
    let table = try muons()
    let along = Vector3(0, 0, 1)
    let particle = self.particle
    guard let process, process != "total" else {
      return { out, rng in
        ProcessProbe.store(
          table.interact(kineticEnergy_GeV: energy, direction: along, &rng), of: particle, out)
      }
    }
    let one = try muonProcess(process, of: "muon process")
    guard try muonCrossSection(process)(energy) > 0 else {
      throw HermeticError(
        .kinematics,
        "\(process) is not possible at \(energy) GeV in \(material.name) (below threshold or production cut). "
          + "Raise the energy or lower the cuts.")
    }
    return { out, rng in
      ProcessProbe.store(
        table.interact(one, kineticEnergy_GeV: energy, direction: along, &rng), of: particle, out)
    }
  }

  /// As `followPath`, with the steps of a muon.
  func followMuon(
    kineticEnergy_GeV: Double, path_mm: Double, settings: TransportSettings, _ rng: inout RandomStream
  ) throws -> PathEnd {
    let view = try muons().view
    var end = PathEnd()
    var energy = kineticEnergy_GeV
    var left = path_mm
    while left > 0, energy > MuonTable.lowestEnergy_GeV {
      let row = view.row(logKineticEnergy: log(energy))
      let step = min(
        left, settings.scatteringFraction / max(row.firstTransport, 1e-300),
        max(0.1 * energy / row.stoppingPower, 1e-3))
      let hinge = step * rng.uniform()
      end.position_mm = end.position_mm + hinge * end.direction
      let oneMinusCosine = view.sampleMultipleScatteringCosine(step_mm: step, row, &rng)
      let azimuth = sincosTurns(rng.uniform())
      end.direction = end.direction.rotated(
        cosTheta: 1 - oneMinusCosine, sinTheta: max(0, oneMinusCosine * (2 - oneMinusCosine)).squareRoot(),
        cosPhi: azimuth.cos, sinPhi: azimuth.sin)
      end.position_mm = end.position_mm + (step - hinge) * end.direction
      let mean = view.meanLoss_GeV(kineticEnergy_GeV: energy, step_mm: step, row)
      energy -= view.sampleLoss_GeV(
        kineticEnergy_GeV: energy, meanLoss_GeV: mean, step_mm: step, row, &rng, ExponentialTable.shared)
      left -= step
    }
    if energy <= MuonTable.lowestEnergy_GeV { energy = 0 }
    end.energyLoss_GeV = kineticEnergy_GeV - energy
    return end
  }
}
