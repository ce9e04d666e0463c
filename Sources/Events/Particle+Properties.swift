import Core

/// Names, masses, charges and mean lives: PDG 2024, "Summary Tables"; ħ = 6.582119569e-25 GeV s where only a
/// width is measured.
struct ParticleProperties: Sendable {
  let name: String
  let pdg: Int32
  let mass_GeV: Double
  let charge: Int
  let baryonNumber: Int
  let meanLife_ns: Double

  var availableRestEnergy_GeV: Double {
    mass_GeV + Double(charge) * Constants.electronMass_GeV
      - Double(baryonNumber) * (Constants.protonMass_GeV + Constants.electronMass_GeV)
  }

  init(
    _ name: String, _ pdg: Int32, _ mass_GeV: Double, charge: Int = 0, baryon: Int = 0,
    life_ns: Double = .infinity
  ) {
    self.name = name
    self.pdg = pdg
    self.mass_GeV = mass_GeV
    self.charge = charge
    baryonNumber = baryon
    meanLife_ns = life_ns
  }
}

extension Particle {
  var properties: ParticleProperties { Particle.table[Int(rawValue)] }

  /// In the order of the raw values.
  private static let table: [ParticleProperties] = [
    ParticleProperties("gamma", 22, 0),
    ParticleProperties("e-", 11, Constants.electronMass_GeV, charge: -1),
    ParticleProperties("e+", -11, Constants.electronMass_GeV, charge: 1),
    ParticleProperties("mu-", 13, Constants.muonMass_GeV, charge: -1, life_ns: 2196.9811),
    ParticleProperties("mu+", -13, Constants.muonMass_GeV, charge: 1, life_ns: 2196.9811),
    ParticleProperties("pi+", 211, 0.13957039, charge: 1, life_ns: 26.033),
    ParticleProperties("pi-", -211, 0.13957039, charge: -1, life_ns: 26.033),
    ParticleProperties("K+", 321, 0.493677, charge: 1, life_ns: 12.380),
    ParticleProperties("K-", -321, 0.493677, charge: -1, life_ns: 12.380),
    ParticleProperties("K0S", 310, 0.497611, life_ns: 0.08954),
    ParticleProperties("K0L", 130, 0.497611, life_ns: 51.16),
    ParticleProperties("p", 2212, Constants.protonMass_GeV, charge: 1, baryon: 1),
    ParticleProperties("pbar", -2212, Constants.protonMass_GeV, charge: -1, baryon: -1),
    ParticleProperties("n", 2112, 0.93956542052, baryon: 1, life_ns: 878.4e9),
    ParticleProperties("nbar", -2112, 0.93956542052, baryon: -1, life_ns: 878.4e9),
    ParticleProperties("Lambda", 3122, 1.115683, baryon: 1, life_ns: 0.2617),
    ParticleProperties("Lambdabar", -3122, 1.115683, baryon: -1, life_ns: 0.2617),
    ParticleProperties("pi0", 111, 0.1349768, life_ns: 8.43e-8),
    ParticleProperties("eta", 221, 0.547862, life_ns: 6.582119569e-16 / 1.31e-6),
    ParticleProperties("eta'", 331, 0.95778, life_ns: 6.582119569e-16 / 0.188e-3),
    ParticleProperties("tau-", 15, Constants.tauMass_GeV, charge: -1, life_ns: 290.3e-6),
    ParticleProperties("tau+", -15, Constants.tauMass_GeV, charge: 1, life_ns: 290.3e-6),
    ParticleProperties("nu_e", 12, 0),
    ParticleProperties("nu_e_bar", -12, 0),
    ParticleProperties("nu_mu", 14, 0),
    ParticleProperties("nu_mu_bar", -14, 0),
    ParticleProperties("nu_tau", 16, 0),
    ParticleProperties("nu_tau_bar", -16, 0),
  ]
}
