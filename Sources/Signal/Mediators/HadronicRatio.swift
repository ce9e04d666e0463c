import Core
import Numerics

/// R(√s) of a vector with quark couplings g_u, g_d (every generation): its width into hadrons is
/// √s/12π × R, and for a dark photon R = g² × σ(e⁺e⁻ → hadrons)/σ_point.
///
///     R = (β³/4) |F_π|² + R_ω + R_φ + R_continuum + R_J/ψ + R_ψ(2S)
///     F_π = { (g_u−g_d) [W_ρ + b W_ρ′] + 3(g_u+g_d) δ e^{iφ} (s/m_ω²) W_ρ W_ω } / (1 + b)
///     W_V = m²/(m² − s − i m Γ(k/k₀)³)                         k the pion momentum
///     R_V = 9 s Γ_ee Γ/(α² [(s − m²)² + m²Γ²])                 ω, φ, J/ψ, ψ(2S)
///     R_continuum = 2.2/(1 + e^{(1.426−E)/0.217}) + 0.82 e^{−((E−1.63)/0.1233)²/2},  E = √s/GeV
///
/// The ω (without its 2π mode) opens linearly between 0.42 and 0.62 GeV, the φ at the K⁺K⁻ threshold with a
/// slow tail, the continuum linearly over 0.9 … 1.045 GeV. Other vectors than the photon: the ρ couples to
/// g_u−g_d, the ω to g_u+g_d, the φ to g_s = g_d, the continuum to g_u²+g_d²+g_s², charmonium to g_c = g_u,
/// each normalised to the photon's.
///
/// - Approximation: fitted to the R compilation of PDG 2020; median deviation 1–3 % below 0.9 GeV and above
///   1.04 GeV, 5 % (in places 25 %) between. The split by quark couplings is vector-meson dominance.
/// - Valid: 2m_π to 3.7 GeV (above, open charm is missing); 0 below 2m_π, π⁰γ being neglected.
/// - Parameters: √s [GeV]
/// - Checked by: `HadronicRatioTests` (reference `rare_signal/hadronic_R.json`).
///
/// P.A. Zyla et al. (PDG), PTEP 2020, 083C01, "σ and R in e⁺e⁻ collisions".
public struct HadronicRatio: Sendable {
  /// Couplings relative to the photon's, in units that make them g for a dark photon.
  private let isovector: Double
  private let isoscalar: Double
  private let strange: Double
  private let light: Double
  private let charm: Double

  public init(quarks: Mediator.QuarkCouplings) {
    isovector = quarks.up - quarks.down
    isoscalar = 3 * (quarks.up + quarks.down)
    strange = 3 * quarks.down
    light = 1.5 * (quarks.up * quarks.up + 2 * quarks.down * quarks.down)
    charm = 1.5 * quarks.up
  }

  /// R of the photon.
  public static let photon = HadronicRatio(quarks: .init(up: 2.0 / 3, down: -1.0 / 3))

  static let pionMass_GeV = 0.13957039

  public func callAsFunction(_ rootS: Double) -> Double {
    guard rootS > 2 * Self.pionMass_GeV else { return 0 }
    let s = rootS * rootS
    var sum = twoPions(s)
    let omegaOpening = min(1, max(0, (rootS - 0.42) / 0.2))
    sum += isoscalar * isoscalar * 0.985 * omegaOpening * Self.omega(s)
    if rootS > 0.98735 {
      sum += strange * strange * exp(-max(0, rootS - 1.03) / 3) * Self.phi(s)
    }
    let continuumOpening = min(1, max(0, (rootS - 0.9) / 0.14469352504081523))
    if continuumOpening > 0 { sum += light * continuumOpening * Self.continuum(rootS) }
    // Narrow states count near their mass alone: their far tails are part of the continuum's fit.
    for state in Self.charmonium where (rootS - state.mass_GeV).magnitude < 0.05 {
      sum += charm * charm * state(s)
    }
    return sum
  }

  /// The π⁺π⁻ channel, with ρ–ω mixing.
  private func twoPions(_ s: Double) -> Double {
    let rho = Self.pWave(s, mass: 0.7782386557813568, width: 0.15442031664432293)
    let heavier = Self.pWave(s, mass: 1.5111324249905187, width: 0.26659531979913537)
    let b = -0.18246221902411777
    let omega = Self.omega.amplitude(s)
    let mixing =
      0.0014892703495084825 * s / (Self.omega.mass_GeV * Self.omega.mass_GeV) * isoscalar
    let (sinPhase, cosPhase) = sincosTurns(0.399999998859864 / (2 * .pi))
    let direct = Complex(isovector, 0) + mixing * (Complex(cosPhase, sinPhase) * omega)
    let form = (1 / (1 + b)) * (rho * direct + (b * isovector) * heavier)
    let betaSquared = 1 - 4 * Self.pionMass_GeV * Self.pionMass_GeV / s
    return betaSquared * betaSquared.squareRoot() / 4 * form.squaredModulus
  }

  private static func pWave(_ s: Double, mass: Double, width: Double) -> Complex {
    let threshold = 4 * pionMass_GeV * pionMass_GeV
    let ratio = ((s - threshold) / (mass * mass - threshold)).squareRoot()
    return Complex(mass * mass, 0)
      / Complex(mass * mass - s, -mass * width * ratio * ratio * ratio)
  }

  private static func continuum(_ rootS: Double) -> Double {
    let bump = (rootS - 1.63) / 0.12327132477569029
    return 2.2 / (1 + exp(-(rootS - 1.4261770026505713) / 0.2170616230807992))
      + 0.8200993277551504 * exp(-0.5 * bump * bump)
  }

  private static let omega = NarrowVector(
    mass_GeV: 0.78266, width_GeV: 0.00868, electronWidth_GeV: 0.6493463172985813e-6)
  private static let phi = NarrowVector(
    mass_GeV: 1.019461, width_GeV: 0.004249, electronWidth_GeV: 1.2193144974913057e-6)
  /// J/ψ and ψ(2S), PDG 2022.
  private static let charmonium = [
    NarrowVector(mass_GeV: 3.096900, width_GeV: 92.6e-6, electronWidth_GeV: 5.53e-6),
    NarrowVector(mass_GeV: 3.686097, width_GeV: 294e-6, electronWidth_GeV: 2.33e-6),
  ]
}

/// A vector meson as a Breit–Wigner resonance of e⁺e⁻.
private struct NarrowVector {
  let mass_GeV: Double
  let width_GeV: Double
  let electronWidth_GeV: Double

  func callAsFunction(_ s: Double) -> Double {
    let distance = s - mass_GeV * mass_GeV
    let alpha = Constants.fineStructure
    return 9 * s * electronWidth_GeV * width_GeV
      / (alpha * alpha * (distance * distance + mass_GeV * mass_GeV * width_GeV * width_GeV))
  }

  /// m²/(m² − s − i m Γ).
  func amplitude(_ s: Double) -> Complex {
    Complex(mass_GeV * mass_GeV, 0) / Complex(mass_GeV * mass_GeV - s, -mass_GeV * width_GeV)
  }
}
