import Events
import Numerics
import Signal
import Transport

/// π⁻p → M⁰n along the flights of charged pions and kaons; v = |t|, σ in the middle of the flight. The meson leaves, the
/// nucleon is followed.
struct ChargeExchangeChannel: ProductionChannel {
  private let negative: [ChargeExchangeProduction]?
  private let positive: [ChargeExchangeProduction]?

  /// - Parameters: of each element, for beams of either charge; nil where they are not in the showers
  init(negative: [ChargeExchangeProduction]?, positive: [ChargeExchangeProduction]?) {
    self.negative = negative
    self.positive = positive
  }

  private func production(_ step: EmissionCandidate, _ element: Int) -> ChargeExchangeProduction? {
    (step.particle.charge < 0 ? negative : positive)?[element]
  }

  private func energy(_ step: EmissionCandidate) -> Double {
    0.5 * (step.totalEnergy_GeV + step.endTotalEnergy_GeV)
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    production(step, element)?.crossSection_pb(beamEnergy_GeV: energy(step)) ?? 0
  }

  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double {
    production(step, element)?.transfer_GeV2(quantile: quantile, beamEnergy_GeV: energy(step)) ?? 0
  }

  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double {
    production(step, element)?.differentialCrossSection_pb(
      beamEnergy_GeV: energy(step), transfer_GeV2: variable) ?? 0
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    guard let production = production(step, element),
      let (meson, nucleon) = production.products(
        beamEnergy_GeV: step.totalEnergy_GeV, transfer_GeV2: variable, &rng)
    else { return .none(step) }
    let recoil: Particle = step.particle.charge < 0 ? .neutron : .proton
    var outcome = EmissionOutcome.absorbed(
      deposit_GeV: 0, leaving: [EmissionProduct(Secondary(recoil, nucleon, zAlong: step.direction))])
    // A neutron of a nucleus brings its mass above that of hydrogen.
    if recoil == .proton {
      outcome.nuclearLoss_GeV = -Particle.neutron.availableEnergy_GeV(kineticEnergy_GeV: 0)
    }
    let flight = Secondary(.photon, meson, zAlong: step.direction)
    return ProducedBoson(energy_GeV: meson.energy, direction: flight.direction, outcome: outcome)
  }
}
