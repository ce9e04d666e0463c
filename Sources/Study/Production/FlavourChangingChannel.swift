import Core
import Events
import Numerics
import Signal
import Transport

/// ℓ₁N → ℓ₂Nφ along the steps of leptons of the beam's flavour; v = x = E_φ/E. φ leaves; ℓ₂ flies on or decays.
struct FlavourChangingChannel: ProductionChannel {
  private let productions: [FlavourChangingProduction]
  private let outgoing: String

  /// - Parameters: of each element
  init(_ productions: [FlavourChangingProduction], outgoing: String) {
    self.productions = productions
    self.outgoing = outgoing
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    productions[element].crossSection_pb(leptonEnergy_GeV: step.totalEnergy_GeV)
  }

  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double {
    productions[element].x(quantile: quantile, leptonEnergy_GeV: step.totalEnergy_GeV)
  }

  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double {
    productions[element].differentialCrossSection_pb(leptonEnergy_GeV: step.totalEnergy_GeV, x: variable)
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    guard
      let (boson, lepton, nucleus) = productions[element].products(
        leptonEnergy_GeV: step.totalEnergy_GeV, x: variable, &rng)
    else { return .none(step) }
    let mass = productions[element].nucleusMass_GeV
    // (1 or iγ₅) makes both helicities alike.
    let products = OutgoingLepton(outgoing, of: step.particle, polarization: 0).products(
      lepton, zAlong: step.direction, &rng)
    return ProducedBoson(
      energy_GeV: boson.energy,
      direction: Secondary(.photon, boson, zAlong: step.direction).direction,
      outcome: .absorbed(deposit_GeV: max(0, nucleus.energy - mass), leaving: products))
  }
}

/// ℓ₁A → ℓ₂X along the steps of leptons of the beam's flavour: no particle leaves unseen but the neutrinos of ℓ₂. The
/// hadrons have what ℓ₂ does not take, as those of a virtual photon of that energy.
struct ConversionChannel: AbsorbingChannel {
  private let negative: [ConversionProduction]
  private let positive: [ConversionProduction]
  private let nuclei: [(atomicNumber: Int, atomicMass: Double)]
  private let outgoing: String
  private let helicity: Double

  init(
    negative: [ConversionProduction], positive: [ConversionProduction],
    nuclei: [(atomicNumber: Int, atomicMass: Double)], outgoing: String, helicity: Double
  ) {
    self.negative = negative
    self.positive = positive
    self.nuclei = nuclei
    self.outgoing = outgoing
    self.helicity = helicity
  }

  private func production(_ step: EmissionCandidate, _ element: Int) -> ConversionProduction {
    (step.particle.charge < 0 ? negative : positive)[element]
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    production(step, element).crossSection_pb(leptonEnergy_GeV: step.totalEnergy_GeV)
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    guard
      let (lepton, hadrons) = production(step, element).products(
        leptonEnergy_GeV: step.totalEnergy_GeV, &rng)
    else { return .none(step) }
    let products = OutgoingLepton(outgoing, of: step.particle, polarization: helicity).products(
      lepton, zAlong: step.direction, &rng)
    let transfer = Secondary(.photon, hadrons, zAlong: step.direction)
    let jet = EmissionProduct.hadrons(
      energy_GeV: step.totalEnergy_GeV - lepton.energy, direction: transfer.direction,
      nucleus: nuclei[element])
    return ProducedBoson(
      energy_GeV: 0, direction: step.direction, outcome: .absorbed(deposit_GeV: 0, leaving: products + [jet]))
  }
}
