import Events
import Numerics
import Signal
import Transport

/// ℓN → ℓNa by photon fusion along the steps of electrons, positrons and muons; v = x = ω/E, σ at the start of the step.
struct PhotonFusionChannel: ProductionChannel {
  private let electrons: [PhotonFusionTable]?
  private let muons: [PhotonFusionTable]?

  /// - Parameters: productions: of each element; nil for a lepton that is not in the showers
  init(
    electrons: [PhotonFusion]?, muons: [PhotonFusion]?, minimumBosonEnergy_GeV: Double,
    highestEnergy_GeV: Double
  ) throws {
    func tables(_ productions: [PhotonFusion]?) throws -> [PhotonFusionTable]? {
      try productions?.map {
        try PhotonFusionTable(
          $0, lowestEnergy_GeV: minimumBosonEnergy_GeV, highestEnergy_GeV: highestEnergy_GeV,
          minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
      }
    }
    self.electrons = try tables(electrons)
    self.muons = try tables(muons)
  }

  private func table(_ step: EmissionCandidate, _ element: Int) -> PhotonFusionTable? {
    (step.particle.isElectronOrPositron ? electrons : muons)?[element]
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    table(step, element)?.crossSection_pb(leptonEnergy_GeV: step.totalEnergy_GeV) ?? 0
  }

  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double {
    table(step, element)?.x(quantile: quantile, leptonEnergy_GeV: step.totalEnergy_GeV) ?? 0
  }

  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double {
    table(step, element)?.differentialCrossSection_pb(leptonEnergy_GeV: step.totalEnergy_GeV, x: variable)
      ?? 0
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    guard
      let final = table(step, element)?.production.emission(
        leptonEnergy_GeV: step.totalEnergy_GeV, x: variable, direction: step.direction, &rng)
    else { return .none(step) }
    return ProducedBoson(final)
  }
}
