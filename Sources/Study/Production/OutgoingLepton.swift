import Core
import Events
import Hadronic
import Numerics
import Signal
import Transport

/// The lepton that a flavour-changing process leaves: electrons and muons fly on, a τ decays.
///
/// τ: flight by its lifetime, modes and momenta from `DecaySampler`, oriented by the polarisation P along its flight with
/// the weight 1 + P h cos θ,
///
///     hadrons  h = (m_τ² − 2m²)/(m_τ² + 2m²), m their mass; one π or K: h = 1        θ of the hadrons' sum
///     leptons  h = (1 − 2z)/(3 − 2z), z = 2E/m_τ                                     θ of the charged lepton
///
/// - Approximation: all systems of two and more pions are of spin 1 and transverse and longitudinal parts are added up, as
///   in an inclusive measurement of their sum; the τ's ionisation (some MeV) is left out.
/// - Checked by: `RareProductionTests`.
struct OutgoingLepton {
  let particle: Particle
  let polarization: Double

  /// - Parameters: name: "tau", "mu" or "e" as in cards; of the charge of `incoming`
  init(_ name: String, of incoming: Particle, polarization: Double) {
    let isNegative = incoming.charge < 0
    switch name {
    case "tau": particle = isNegative ? .tauMinus : .tauPlus
    case "mu": particle = isNegative ? .muonMinus : .muonPlus
    default: particle = isNegative ? .electron : .positron
    }
    self.polarization = polarization
  }

  /// - Parameters: momentum: in a frame with z along `axis`
  func products(_ momentum: FourMomentum, zAlong axis: Vector3, _ rng: inout RandomStream)
    -> [EmissionProduct]
  {
    let lepton = Secondary(particle, momentum, zAlong: axis)
    guard particle == .tauMinus || particle == .tauPlus else { return [EmissionProduct(lepton)] }
    let mass = particle.mass_GeV
    let length = momentum.momentum.length
    let flight = -log(max(rng.uniform(), 1e-300)) * particle.meanLife_ns * Constants.lightSpeed_mm_per_ns
    let path = flight * length / mass
    let delay = flight * momentum.energy / mass / Constants.lightSpeed_mm_per_ns
    let frame = FourMomentum(
      mass: mass, kineticEnergy: lepton.kineticEnergy_GeV, direction: Vector3(0, 0, 1))
    return decayAtRest(&rng).map { product, atRest in
      EmissionProduct(
        Secondary(product, atRest.boosted(by: frame, mass: mass), zAlong: lepton.direction),
        displacement_mm: path * lepton.direction, delay_ns: delay)
    }
  }

  /// Products with the spin along z.
  private func decayAtRest(_ rng: inout RandomStream) -> [(Particle, FourMomentum)] {
    var final = FinalState(capacity: 8)
    defer { final.free() }
    while true {
      final.removeAll()
      DecaySampler.shared.decay(
        particle, kineticEnergy_GeV: 0, direction: Vector3(0, 0, 1), &rng, into: &final)
      let products = (0..<final.count).map { index -> (Particle, FourMomentum) in
        let one = final.secondaries[index]
        return (
          one.particle,
          FourMomentum(
            mass: one.particle.mass_GeV, kineticEnergy: one.kineticEnergy_GeV, direction: one.direction)
        )
      }
      if 2 * rng.uniform() < 1 + polarization * analyser(products) { return products }
    }
  }

  /// h cos θ.
  private func analyser(_ products: [(Particle, FourMomentum)]) -> Double {
    let visible = products.filter { !$0.0.isNeutrino }
    var sum = FourMomentum.zero
    for (_, p) in visible { sum = sum + p }
    let length = sum.momentum.length
    guard length > 0 else { return 0 }
    let cosine = sum.momentum.z / length
    if visible.count == 1, let (lepton, p) = visible.first, lepton.isMuon || lepton.isElectronOrPositron {
      let z = 2 * p.energy / particle.mass_GeV
      return (1 - 2 * z) / (3 - 2 * z) * cosine
    }
    guard visible.count > 1 else { return cosine }
    let squaredMass = sum.energy * sum.energy - sum.momentum.squaredLength
    let tau = particle.mass_GeV * particle.mass_GeV
    return (tau - 2 * squaredMass) / (tau + 2 * squaredMass) * cosine
  }
}
