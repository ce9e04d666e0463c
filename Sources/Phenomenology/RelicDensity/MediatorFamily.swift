import Core
import Signal

/// Which boson stands between dark matter and the Standard Model, with the Standard Model's couplings in
/// proportion to one number.
public enum MediatorFamily: String, CaseIterable, Sendable {
  /// ε e times the electric charge: e, μ, τ and hadrons through R(s).
  case darkPhoton = "dark_photon"
  /// The Z′ of L_μ − L_τ: μ, τ and two neutrinos at tree level.
  case muonMinusTau = "l_mu_minus_l_tau"
  /// The gauge boson of B − L: e, μ, τ, three left-handed neutrinos, hadrons.
  case baryonMinusLepton = "b_minus_l"

  public init(named name: String, path: String) throws {
    guard let family = MediatorFamily(rawValue: name) else {
      throw HermeticError.notFound(path, name, known: MediatorFamily.allCases.map(\.rawValue))
    }
    self = family
  }

  /// The boson with coupling 1: ε = 1 for a dark photon, g = 1 for the others.
  func mediator(mass_GeV: Double, darkMatter: DarkMatter) throws -> Mediator {
    switch self {
    case .darkPhoton: return try .darkPhoton(mass_GeV: mass_GeV, epsilon: 1, darkMatter: darkMatter)
    case .baryonMinusLepton:
      return try .baryonMinusLepton(mass_GeV: mass_GeV, coupling: 1, darkMatter: darkMatter)
    case .muonMinusTau:
      return try Mediator(
        kind: .vector, mass_GeV: mass_GeV, muonCoupling: 1, tauCoupling: 1, neutrinoCouplingSquared: 2,
        darkMatter: darkMatter)
    }
  }

  /// Width of the mediator at virtuality s into everything but dark matter, for coupling 1, GeV; hadrons with the
  /// calibrated R(s).
  static func visibleWidth_GeV(_ mediator: Mediator, squaredMass s: Double) -> Double {
    var sum = 0.0
    for mode in [DecayMode.electrons, .muons, .taus, .neutrinos] {
      sum += mediator.partialWidth_GeV(mode, squaredMass: s)
    }
    guard let quarks = mediator.quarks else { return sum }
    let rootS = s.squareRoot()
    return sum + rootS / (12 * .pi) * HadronicRatio(quarks: quarks).calibrated(rootS)
  }

  /// Energies √s at which something opens or resonates, with the width over which it happens [GeV].
  var landmarks: [(rootS: Double, width: Double)] {
    let leptons = [Constants.electronMass_GeV, Constants.muonMass_GeV, Constants.tauMass_GeV].map {
      (rootS: 2 * $0, width: 1e-3 * $0)
    }
    // Pion threshold, ω, K⁺K⁻ threshold and φ, J/ψ and its window, ψ(2S) and its window; see `HadronicRatio`.
    let hadrons = [
      (0.27914, 3e-3), (0.42, 0.1), (0.62, 0.1), (0.78266, 4e-3), (0.9, 0.05), (0.98735, 5e-3),
      (1.019461, 2e-3),
      (1.03, 0.05), (1.0447, 0.05), (3.0469, 5e-3), (3.0969, 5e-5), (3.1469, 5e-3), (3.636097, 5e-3),
      (3.686097, 1.5e-4), (3.736097, 5e-3),
    ].map { (rootS: $0.0, width: $0.1) }
    switch self {
    case .darkPhoton, .baryonMinusLepton: return leptons + hadrons
    case .muonMinusTau: return Array(leptons.dropFirst())
    }
  }
}
