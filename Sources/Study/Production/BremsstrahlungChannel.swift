import Core
import Events
import Matter
import Numerics
import Signal
import Transport

/// ℓN → ℓNX along the steps of electrons, positrons and muons; v = x = E_X/E, σ at the start of the step.
struct BremsstrahlungChannel: ProductionChannel {
  /// One lepton's table over all elements, with samplers of its final states.
  private struct Lepton {
    let table: BremsstrahlungTable
    let samplers: [BremsstrahlungFinalStateSampler]
  }

  private let electron: Lepton?
  private let muon: Lepton?

  /// - Parameters: processes: of each element; nil for a lepton that does not radiate
  init(
    electrons: [BremsstrahlungProcess]?, muons: [BremsstrahlungProcess]?, minimumBosonEnergy_GeV: Double,
    highestEnergy_GeV: Double
  ) throws {
    func lepton(_ processes: [BremsstrahlungProcess]?) throws -> Lepton? {
      guard let processes else { return nil }
      return Lepton(
        table: try BremsstrahlungTable(
          processes: processes, lowestEnergy_GeV: minimumBosonEnergy_GeV,
          highestEnergy_GeV: highestEnergy_GeV, minimumBosonEnergy_GeV: minimumBosonEnergy_GeV),
        samplers: processes.map { BremsstrahlungFinalStateSampler($0.bremsstrahlung) })
    }
    electron = try lepton(electrons)
    muon = try lepton(muons)
  }

  private func lepton(_ particle: Particle) -> Lepton? {
    particle == .electron || particle == .positron ? electron : muon
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    lepton(step.particle)?.table.crossSection_pb(
      leptonEnergy_GeV: step.totalEnergy_GeV, elementIndex: element) ?? 0
  }

  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double {
    lepton(step.particle)?.table.x(
      quantile: quantile, leptonEnergy_GeV: step.totalEnergy_GeV, elementIndex: element) ?? 0
  }

  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double {
    lepton(step.particle)?.table.differentialCrossSection_pb(
      leptonEnergy_GeV: step.totalEnergy_GeV, elementIndex: element, x: variable) ?? 0
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    guard let lepton = lepton(step.particle) else { return .none(step) }
    let final = lepton.samplers[element](
      leptonEnergy_GeV: step.totalEnergy_GeV, x: variable, direction: step.direction, &rng)
    return ProducedBoson(final)
  }
}
