import Core
import Events
import Numerics

/// How kaons see a nucleus. The two differ by 28 % in iron at 100 GeV, which is e^{−0.28 L/λ} in a kaon's
/// chance to pass: carry both as a systematic.
public enum KaonModel: String, CaseIterable, Sendable {
  /// Inelastic screening included: total K⁰_L cross sections grow as A^0.86 (measured 0.84 ± 0.01 at 30–150 GeV,
  /// Gsponer et al., Phys. Rev. Lett. 42 (1979) 9).
  case screened
  /// Plain Glauber–Gribov with a large radius: A^0.92.
  case glauberGribov = "glauber_gribov"
}

/// Inelastic and elastic cross sections of hadrons on nuclei.
///
/// Glauber–Gribov form of Grichine [1], with constants of our own:
///
///     σ_inel = (2πR²/c) ln(1 + c x),   σ_tot = 2πR² ln(1 + x),   x = A s(p)/(2πR²),   σ_el = σ_tot − σ_inel
///     R = r₀ A^{1/3} (1 + r₁ A^{−2/3})
///
/// r₀, r₁, c and the effective hadron–nucleon cross section s(p) = s₀ + s₁ (p/GeV)^{−n} + s₂ ln²(p/20 GeV) are
/// fitted per hadron. Below 1 GeV nucleons follow the energy dependence of Letaw, Silberberg, Tsao [2], pions have
/// the Δ(1232) in s(p), antinucleons and K⁻ rise as 1/p.
///
/// - Valid: kinetic energy 0.05–200 GeV, A ≥ 4; on hydrogen the hadron–nucleon cross section itself.
/// - Accuracy: within 8 % of the tables that the fit saw (C to Pb, 1–150 GeV/c), elastic 25 %. Low energies are not fitted.
/// - Checked by: `HadronCrossSectionTests`.
///
/// [1] Grichine, Nucl. Instrum. Methods B 267 (2009) 2460. [2] Letaw et al., Astrophys. J. Suppl. 51 (1983) 271.
public struct HadronCrossSection: Equatable, Sendable {
  public var kaons = KaonModel.screened

  public init(kaons: KaonModel = .screened) { self.kaons = kaons }

  struct Fit {
    let r0_fm: Double
    let r1: Double
    let c: Double
    let s0: Double
    let s1: Double
    let n: Double
    let s2: Double

    func effective_mb(_ p: Double) -> Double {
      let l = log(p / 20)
      return s0 + s1 * exp(-n * log(p)) + s2 * l * l
    }
  }

  static let pion = Fit(r0_fm: 0.922, r1: 2.088, c: 2.782, s0: 22.62, s1: 16.02, n: 0.501, s2: 0.318)
  static let nucleon = Fit(r0_fm: 0.850, r1: 2.60, c: 2.435, s0: 37.9, s1: 13.0, n: 0.6, s2: 0.05)
  static let antinucleon = Fit(r0_fm: 0.774, r1: 2.632, c: 2.367, s0: 22.41, s1: 49.17, n: 0.2, s2: 0.556)
  static let kaonPlusScreened = Fit(r0_fm: 0.898, r1: 4, c: 2.893, s0: 15.93, s1: 1.03, n: 0.34, s2: 0.215)
  static let kaonMinusScreened = Fit(r0_fm: 0.922, r1: 4, c: 2.742, s0: 15.44, s1: 21.79, n: 0.572, s2: 0)
  static let kaonPlusGribov = Fit(
    r0_fm: 1.316, r1: -0.015, c: 2.222, s0: 18.27, s1: -3.73, n: 0.568, s2: 0.34)
  static let kaonMinusGribov = Fit(r0_fm: 1.281, r1: 0.054, c: 2.178, s0: 20.66, s1: 40.11, n: 2.471, s2: 0)

  /// Both at once [mb per atom].
  ///
  /// - Parameters: kineticEnergy_GeV; atomicMass in u (1.008 is hydrogen).
  public func perAtom_mb(
    _ particle: Particle, kineticEnergy_GeV t: Double, atomicNumber: Int, atomicMass: Double
  ) -> (inelastic: Double, elastic: Double) {
    switch particle {
    case .pionPlus, .pionMinus:
      return evaluate(Self.pion, particle, t, atomicNumber, atomicMass)
    case .proton, .neutron:
      return evaluate(Self.nucleon, particle, t, atomicNumber, atomicMass)
    case .lambda:
      let (i, e) = evaluate(Self.nucleon, .neutron, t, atomicNumber, atomicMass)
      return (0.9 * i, 0.9 * e)
    case .antiproton, .antineutron:
      return evaluate(Self.antinucleon, particle, t, atomicNumber, atomicMass)
    case .antilambda:
      let (i, e) = evaluate(Self.antinucleon, .antineutron, t, atomicNumber, atomicMass)
      return (0.9 * i, 0.9 * e)
    case .kaonPlus:
      let fit = kaons == .screened ? Self.kaonPlusScreened : Self.kaonPlusGribov
      return evaluate(fit, particle, t, atomicNumber, atomicMass)
    case .kaonMinus:
      let fit = kaons == .screened ? Self.kaonMinusScreened : Self.kaonMinusGribov
      return evaluate(fit, particle, t, atomicNumber, atomicMass)
    case .kaonLong, .kaonShort:
      let a = perAtom_mb(.kaonPlus, kineticEnergy_GeV: t, atomicNumber: atomicNumber, atomicMass: atomicMass)
      let b = perAtom_mb(.kaonMinus, kineticEnergy_GeV: t, atomicNumber: atomicNumber, atomicMass: atomicMass)
      return (0.5 * (a.inelastic + b.inelastic), 0.5 * (a.elastic + b.elastic))
    default:
      return (0, 0)
    }
  }

  private func evaluate(
    _ fit: Fit, _ particle: Particle, _ kinetic: Double, _ atomicNumber: Int, _ mass: Double
  ) -> (inelastic: Double, elastic: Double) {
    let table = ParticleTable.shared
    let m = table.mass(particle)
    let isNucleon = particle == .proton || particle == .neutron
    // Nucleons below 0.4 GeV: the shape of Letaw et al. times the value at high energies, as it is meant; from there to 1 GeV the
    // rise of s(p) sets in.
    let t = isNucleon ? max(kinetic, 1) : max(kinetic, 1e-4)
    let p = (t * (t + 2 * m)).squareRoot()
    var s = HadronNucleon.effective_mb(fit, particle, momentum_GeV: p)
    if atomicNumber == 1 { return HadronNucleon.onHydrogen_mb(particle, kineticEnergy_GeV: kinetic) }
    if isNucleon, kinetic < 1 {
      let plateau = HadronNucleon.effective_mb(fit, particle, momentum_GeV: 20)
      s = plateau + (s - plateau) * max(0, (kinetic - 0.4) / 0.6)
    }
    let cube = exp(log(mass) / 3)
    let radius = fit.r0_fm * cube * (1 + fit.r1 / (cube * cube))
    let k = 20 * Double.pi * radius * radius
    let x = mass * s / k
    var inelastic = k / fit.c * log1p(fit.c * x)
    var elastic = k * log1p(x) - inelastic
    if isNucleon, kinetic < 1 {
      let shape = Self.letaw(kinetic) / Self.letaw(1)
      inelastic *= shape
      // Total cross sections of slow nucleons grow towards the geometric 2π(R + ƛ)²: elastic takes the rest.
      elastic *= 1 + 1.2 * exp(-kinetic / 0.15)
    }
    if table.charge(particle) > 0, kinetic < 0.2 {
      // Coulomb barrier of the nucleus, 1.44 MeV fm Z/(r_c A^{1/3} + 1.2 fm).
      let barrier = 1.44e-3 * Double(atomicNumber) / (1.3 * cube + 1.2)
      inelastic *= max(0, 1 - barrier / max(kinetic, 1e-9))
    }
    return (inelastic, max(0, elastic))
  }

  /// 1 − 0.62 e^{−E/200} sin(10.9 E^{−0.28}), E in MeV [2].
  static func letaw(_ kineticEnergy_GeV: Double) -> Double {
    let e = max(1e3 * kineticEnergy_GeV, 8)
    return max(0.05, 1 - 0.62 * exp(-e / 200) * sin(10.9 * exp(-0.28 * log(e))))
  }
}
