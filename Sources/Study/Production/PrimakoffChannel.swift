import Numerics
import Signal
import Transport

/// γN → aN along the flights of a photon, which is gone; the nucleus keeps its recoil.
struct PrimakoffChannel: AbsorbingChannel {
  private let tables: [PrimakoffTable]

  init(productions: [PrimakoffProduction], lowestEnergy_GeV: Double, highestEnergy_GeV: Double) throws {
    tables = try productions.map {
      try PrimakoffTable($0, lowestEnergy_GeV: lowestEnergy_GeV, highestEnergy_GeV: highestEnergy_GeV)
    }
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    tables[element].crossSection_pb(photonEnergy_GeV: step.kineticEnergy_GeV)
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    let energy = step.kineticEnergy_GeV
    let production = tables[element].production
    guard let sampler = try? PrimakoffSampler(production, totalEnergy_GeV: energy) else {
      return ProducedBoson(
        energy_GeV: energy, direction: step.direction, outcome: .absorbed(deposit_GeV: 0))
    }
    let (boson, recoil) = sampler.emission(direction: step.direction, &rng)
    let momentum = boson.momentum.squaredLength.squareRoot()
    return ProducedBoson(
      energy_GeV: boson.energy,
      direction: momentum > 0 ? (1 / momentum) * boson.momentum : step.direction,
      outcome: .absorbed(deposit_GeV: recoil))
  }
}
