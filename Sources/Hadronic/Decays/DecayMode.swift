import Events

/// How the momenta of a decay mode are distributed.
public enum DecaySpectrum: UInt8, Sendable {
  /// Two bodies, or phase space of three (flat in the Dalitz plot).
  case phaseSpace
  /// K → πℓν: products in the order π, ℓ, ν; V−A with linear form factors.
  case semileptonicKaon
  /// K → 3π and η → 3π: 1 + g u + h u², third product the odd pion.
  case threePions
  /// P → e⁺e⁻γ: products e⁺, e⁻, γ; Kroll–Wada.
  case dalitz
  /// ℓ → ℓ′ ν ν̄: products ℓ′, ν̄ of ℓ′, ν of ℓ; V−A.
  case leptonic
  /// P → π⁺π⁻γ: E_γ³-like weight of a magnetic transition (and ρ for η′).
  case radiative
  /// τ → P P′ ν through a vector meson: products P, P′, ν; V−A with the form factor of ρ or K*.
  case vectorCurrent
}

/// One way to decay. `slope` is g (threePions) or λ₊ (semileptonicKaon), `curvature` h (threePions).
public struct DecayMode: Sendable {
  public let fraction: Double
  public let products: [Particle]
  public let spectrum: DecaySpectrum
  public let slope: Double
  public let curvature: Double

  init(
    _ fraction: Double, _ products: [Particle], _ spectrum: DecaySpectrum = .phaseSpace, slope: Double = 0,
    curvature: Double = 0
  ) {
    self.fraction = fraction
    self.products = products
    self.spectrum = spectrum
    self.slope = slope
    self.curvature = curvature
  }

  /// The mode of the antiparticle.
  var conjugate: DecayMode {
    DecayMode(fraction, products.map(\.conjugate), spectrum, slope: slope, curvature: curvature)
  }
}

extension Particle {
  /// Antiparticle; neutral mesons and K_S, K_L are their own here.
  public var conjugate: Particle { Particle(pdg: -pdg) ?? self }
}

/// Decay modes with measured branching fractions: PDG 2024, Particle Listings; modes below 10⁻³ of a calorimeter's
/// interest are left out and the rest normalised, so that fractions are right within 0.5 % of themselves.
public enum DecayModes {
  public static func of(_ particle: Particle) -> [DecayMode] {
    switch particle {
    case .muonMinus: return [DecayMode(1, [.electron, .electronAntineutrino, .muonNeutrino], .leptonic)]
    case .pionPlus:
      return [
        DecayMode(0.999877, [.muonPlus, .muonNeutrino]), DecayMode(1.23e-4, [.positron, .electronNeutrino]),
      ]
    case .kaonPlus: return kaonPlus
    case .kaonShort: return kaonShort
    case .kaonLong: return kaonLong
    case .pionZero:
      return [
        DecayMode(0.98823, [.photon, .photon]), DecayMode(0.01174, [.positron, .electron, .photon], .dalitz),
      ]
    case .eta: return eta
    case .etaPrime: return etaPrime
    case .lambda:
      return [DecayMode(0.641, [.proton, .pionMinus]), DecayMode(0.359, [.neutron, .pionZero])]
    case .tauMinus: return tauMinus
    case .muonPlus, .pionMinus, .kaonMinus, .antilambda, .tauPlus:
      return of(particle.conjugate).map(\.conjugate)
    default: return []
    }
  }

  /// λ₊ in units of 1/m_π², linear: PDG, K± 0.0297 (e) and K⁰ 0.0282; g, h of K → 3π: PDG "Dalitz plot parameters".
  private static let kaonPlus = [
    DecayMode(0.6356, [.muonPlus, .muonNeutrino]),
    DecayMode(0.2067, [.pionPlus, .pionZero]),
    DecayMode(0.05583, [.pionPlus, .pionPlus, .pionMinus], .threePions, slope: -0.2113, curvature: 0.0185),
    DecayMode(0.0507, [.pionZero, .positron, .electronNeutrino], .semileptonicKaon, slope: 0.0297),
    DecayMode(0.03352, [.pionZero, .muonPlus, .muonNeutrino], .semileptonicKaon, slope: 0.0296),
    DecayMode(0.01760, [.pionZero, .pionZero, .pionPlus], .threePions, slope: 0.626, curvature: 0.052),
  ]

  private static let kaonShort = [
    DecayMode(0.6920, [.pionPlus, .pionMinus]), DecayMode(0.3069, [.pionZero, .pionZero]),
    DecayMode(3.52e-4, [.pionMinus, .positron, .electronNeutrino], .semileptonicKaon, slope: 0.0282),
    DecayMode(3.52e-4, [.pionPlus, .electron, .electronAntineutrino], .semileptonicKaon, slope: 0.0282),
    DecayMode(2.28e-4, [.pionMinus, .muonPlus, .muonNeutrino], .semileptonicKaon, slope: 0.0282),
    DecayMode(2.28e-4, [.pionPlus, .muonMinus, .muonAntineutrino], .semileptonicKaon, slope: 0.0282),
  ]

  private static let kaonLong = [
    DecayMode(0.20275, [.pionMinus, .positron, .electronNeutrino], .semileptonicKaon, slope: 0.0282),
    DecayMode(0.20275, [.pionPlus, .electron, .electronAntineutrino], .semileptonicKaon, slope: 0.0282),
    DecayMode(0.1352, [.pionMinus, .muonPlus, .muonNeutrino], .semileptonicKaon, slope: 0.0282),
    DecayMode(0.1352, [.pionPlus, .muonMinus, .muonAntineutrino], .semileptonicKaon, slope: 0.0282),
    DecayMode(0.1952, [.pionZero, .pionZero, .pionZero]),
    DecayMode(0.1254, [.pionPlus, .pionMinus, .pionZero], .threePions, slope: 0.678, curvature: 0.076),
    DecayMode(1.967e-3, [.pionPlus, .pionMinus]), DecayMode(8.64e-4, [.pionZero, .pionZero]),
    DecayMode(5.47e-4, [.photon, .photon]),
  ]

  /// π⁺π⁻π⁰: 1 − 1.095 Y + 0.145 Y², Y = 3 T₀/Q − 1 (KLOE-2, JHEP 05 (2016) 019), written in u.
  private static let eta = [
    DecayMode(0.3936, [.photon, .photon]), DecayMode(0.3257, [.pionZero, .pionZero, .pionZero]),
    DecayMode(0.2302, [.pionPlus, .pionMinus, .pionZero], .threePions, slope: 0.456, curvature: 0.0244),
    DecayMode(0.0428, [.pionPlus, .pionMinus, .photon], .radiative),
    DecayMode(6.9e-3, [.positron, .electron, .photon], .dalitz),
    DecayMode(3.1e-4, [.muonPlus, .muonMinus, .photon], .dalitz),
  ]

  private static let etaPrime = [
    DecayMode(0.425, [.pionPlus, .pionMinus, .eta]), DecayMode(0.224, [.pionZero, .pionZero, .eta]),
    DecayMode(0.295, [.pionPlus, .pionMinus, .photon], .radiative), DecayMode(0.02307, [.photon, .photon]),
    DecayMode(0.0252, [.pionPlus, .pionMinus, .pionZero, .photon]),
    DecayMode(2.5e-3, [.pionZero, .pionZero, .pionZero]),
  ]

  /// Kaons that are neutral are K_S or K_L, half of them each. What is not listed, 1.2 % in three pions with two π⁰, five
  /// pions and kaons with more pions, is counted with three pions and a π⁰, so that the others are exact.
  private static let tauMinus = [
    DecayMode(0.1782, [.electron, .electronAntineutrino, .tauNeutrino], .leptonic),
    DecayMode(0.1739, [.muonMinus, .muonAntineutrino, .tauNeutrino], .leptonic),
    DecayMode(0.1082, [.pionMinus, .tauNeutrino]), DecayMode(0.00696, [.kaonMinus, .tauNeutrino]),
    DecayMode(0.2549, [.pionMinus, .pionZero, .tauNeutrino], .vectorCurrent),
    DecayMode(0.0926, [.pionMinus, .pionZero, .pionZero, .tauNeutrino]),
    DecayMode(0.0902, [.pionMinus, .pionMinus, .pionPlus, .tauNeutrino]),
    DecayMode(0.05756, [.pionMinus, .pionMinus, .pionPlus, .pionZero, .tauNeutrino]),
    DecayMode(0.0115, [.pionMinus, .pionZero, .pionZero, .pionZero, .tauNeutrino]),
    DecayMode(0.00433, [.kaonMinus, .pionZero, .tauNeutrino], .vectorCurrent),
    DecayMode(0.00419, [.pionMinus, .kaonShort, .tauNeutrino], .vectorCurrent),
    DecayMode(0.00419, [.pionMinus, .kaonLong, .tauNeutrino], .vectorCurrent),
    DecayMode(0.00074, [.kaonMinus, .kaonShort, .tauNeutrino]),
    DecayMode(0.00074, [.kaonMinus, .kaonLong, .tauNeutrino]),
    DecayMode(0.00191, [.pionMinus, .kaonShort, .pionZero, .tauNeutrino]),
    DecayMode(0.00191, [.pionMinus, .kaonLong, .pionZero, .tauNeutrino]),
    DecayMode(0.00293, [.kaonMinus, .pionPlus, .pionMinus, .tauNeutrino]),
    DecayMode(0.00144, [.kaonMinus, .kaonPlus, .pionMinus, .tauNeutrino]),
    DecayMode(0.00155, [.pionMinus, .kaonShort, .kaonLong, .tauNeutrino]),
    DecayMode(0.00065, [.kaonMinus, .pionZero, .pionZero, .tauNeutrino]),
    DecayMode(0.00139, [.eta, .pionMinus, .pionZero, .tauNeutrino]),
  ]
}
