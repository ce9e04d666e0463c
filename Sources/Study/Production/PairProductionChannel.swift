import Numerics
import Signal
import Transport

/// ℓN → ℓN Q Q̄ along the steps of electrons, positrons and muons; v = x, the pair's share of the energy. The pair leaves.
struct PairProductionChannel: ProductionChannel {
  private let electrons: [MillichargedProduction]?
  private let muons: [MillichargedProduction]?

  init(electrons: [MillichargedProduction]?, muons: [MillichargedProduction]?) {
    self.electrons = electrons
    self.muons = muons
  }

  private func production(_ step: EmissionCandidate, _ element: Int) -> MillichargedProduction? {
    (step.particle.isElectronOrPositron ? electrons : muons)?[element]
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    production(step, element)?.crossSection_pb(leptonEnergy_GeV: step.totalEnergy_GeV) ?? 0
  }

  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double {
    production(step, element)?.x(quantile: quantile, leptonEnergy_GeV: step.totalEnergy_GeV) ?? 0
  }

  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double {
    production(step, element)?.differentialCrossSection_pb(
      leptonEnergy_GeV: step.totalEnergy_GeV, x: variable) ?? 0
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    guard
      let made = production(step, element)?.emission(
        leptonEnergy_GeV: step.totalEnergy_GeV, x: variable, direction: step.direction, &rng)
    else { return .none(step) }
    return ProducedBoson(made.emission)
  }
}
