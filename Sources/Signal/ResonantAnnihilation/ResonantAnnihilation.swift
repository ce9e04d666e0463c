import Core
import Matter
import Numerics

/// Annihilation of a positron with an atomic electron into a mediator, e⁺e⁻ → X → final state.
///
///     σ(s) = (2J+1) 4π/β_e² × Γ_e(s) Γ_f(s) / [(s − M²)² + M²Γ²]        per electron
///     s    = 2m² + 2E(m − p_z)                                         E positron, p_z electron
///
/// Γ_e and Γ_f are the partial widths at virtuality s, Γ the total width at M, J the spin, β_e the velocity of
/// the electrons in the centre of mass. For a vector and a Dirac pair this is
/// 4πα ε² α_D (q/√s)(s − 4q²/3)/[…] × (1 + 2m²/s)/β_e, and M → 0 gives the QED cross section.
///
/// - Approximation: s channel only: for ℓℓ final states no interference with photon exchange (it changes sign
///   at the pole) and, for e⁺e⁻, no t channel; for an axial vector the spin-0 part of its propagator,
///   suppressed by (m_e m_χ/M²)², is left out. Width not running.
/// - Valid: any mass with M > 2m_e; energies above 1 MeV or so.
/// - Parameters: totalEnergy of the positron [GeV]
/// - Returns: [pb per atom]
/// - Checked by: `ResonantAnnihilationTests` (reference `signal/other_ref.json`,
///   `rare_signal/annihilation_atomic_motion.json`; QED and narrow-width limits).
public struct ResonantAnnihilation: Sendable {
  /// What is assumed about the electrons of the atom.
  public enum ElectronMotion: String, CaseIterable, Sendable {
    /// At rest.
    case rest
    /// Slater profiles, σ(s(p_z)) integrated over p_z.
    case slater
    /// Slater profiles in closed form: the numerator of σ taken at s of an electron at rest.
    case slaterClosedForm = "slater_closed_form"
  }

  public let mediator: Mediator
  public let mode: DecayMode
  public let element: Element
  public let electronMotion: ElectronMotion
  public let totalWidth_GeV: Double
  public let orbitals: AtomicOrbitals

  static let electronMass = Constants.electronMass_GeV
  /// Faster electrons than this opposing the positron are not considered: beyond the K shell of uranium.
  static let largestElectronMomentum = 3 * electronMass

  public init(
    mediator: Mediator, mode: DecayMode, element: Element, electronMotion: ElectronMotion = .slater
  ) throws {
    guard mediator.couplesToElectrons else {
      throw HermeticError(
        .configuration,
        "the mediator does not couple to electrons (e⁺e⁻ cannot make it). Give it an electron coupling.")
    }
    let m = mediator.mass_GeV
    let width = mediator.totalWidth_GeV
    guard m > 2 * Self.electronMass else {
      throw HermeticError.range(
        "mediator mass_GeV", m, allowed: "above 2 m_e = \(2 * Self.electronMass) for e⁺e⁻ → X")
    }
    guard width > 0, mediator.partialWidth_GeV(mode, squaredMass: 1e12) > 0 else {
      throw HermeticError(
        .configuration,
        "the mediator has no coupling to the final state \"\(mode.rawValue)\". "
          + "Choose another, or give the model that coupling.")
    }
    self.mediator = mediator
    self.mode = mode
    self.element = element
    self.electronMotion = electronMotion
    totalWidth_GeV = width
    orbitals = AtomicOrbitals(element: element)
  }

  /// Lowest s of the final state.
  public var thresholdSquaredMass_GeV2: Double {
    let least: Double
    switch mode {
    case .darkMatter: least = mediator.darkMatter!.pairThreshold_GeV
    case .hadrons: least = 2 * HadronicRatio.pionMass_GeV
    case .neutrinos, .photons: least = 0
    case .electrons, .muons, .taus: least = 2 * mode.leptonMass_GeV!
    }
    let open = max(least, 2 * Self.electronMass)
    return open * open
  }

  /// Lowest positron energy: that of an electron at rest, a quarter of it where electrons move (they are
  /// followed up to 3 m_e against the positron).
  public var thresholdEnergy_GeV: Double {
    let m = Self.electronMass
    let fastest = electronMotion == .rest ? 0 : Self.largestElectronMomentum
    return max(m, (thresholdSquaredMass_GeV2 - 2 * m * m) / (2 * (m + fastest)))
  }

  /// Energy at which an electron at rest gives s = M².
  public var resonantEnergy_GeV: Double {
    let m = Self.electronMass
    return (mediator.mass_GeV * mediator.mass_GeV - 2 * m * m) / (2 * m)
  }

  /// Numerator of σ, (2J+1) 4π/β_e² Γ_e Γ_f in pb GeV⁴.
  @inline(__always) func numerator(_ s: Double) -> Double {
    let m = Self.electronMass
    let betaSquared = 1 - 4 * m * m / s
    guard betaSquared > 0 else { return 0 }
    let states: Double = mediator.kind == .vector || mediator.kind == .axialVector ? 3 : 1
    return states * 4 * .pi / betaSquared * Constants.hbarcSquared_GeV2pb
      * mediator.partialWidth_GeV(.electrons, squaredMass: s)
      * mediator.partialWidth_GeV(mode, squaredMass: s)
  }

  /// σ(s) for one electron, pb.
  public func crossSectionPerElectron_pb(squaredMass s: Double) -> Double {
    guard s > thresholdSquaredMass_GeV2 else { return 0 }
    let squared = mediator.mass_GeV * mediator.mass_GeV
    let distance = s - squared
    return numerator(s) / (distance * distance + squared * totalWidth_GeV * totalWidth_GeV)
  }

  public func totalCrossSection_pb(totalEnergy_GeV energy: Double) -> Double {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return 0 }
    switch electronMotion {
    case .rest:
      return Double(element.atomicNumber)
        * crossSectionPerElectron_pb(squaredMass: squaredMassAtRest_GeV2(energy))
    case .slater: return motionAverage(totalEnergy_GeV: energy) { _ in 1 }
    case .slaterClosedForm: return closedFormMotionAverage_pb(totalEnergy_GeV: energy)
    }
  }

  /// s of a positron and an electron at rest.
  public func squaredMassAtRest_GeV2(_ energy: Double) -> Double {
    let m = Self.electronMass
    return 2 * m * m + 2 * energy * m
  }

  /// dσ/dcos θ of the first final-state particle against the positron, in the centre of mass.
  public func differentialCrossSection_pb(totalEnergy_GeV energy: Double, cosTheta: Double) -> Double {
    guard cosTheta >= -1, cosTheta <= 1, energy > thresholdEnergy_GeV else { return 0 }
    switch electronMotion {
    case .rest:
      let s = squaredMassAtRest_GeV2(energy)
      return Double(element.atomicNumber) * crossSectionPerElectron_pb(squaredMass: s)
        * angularDensity(squaredMass: s)(cosTheta)
    case .slater, .slaterClosedForm:
      return motionAverage(totalEnergy_GeV: energy) {
        angularDensity(squaredMass: $0)(cosTheta)
      }
    }
  }

  /// dσ/ds with moving electrons, pb/GeV²; 0 at rest, where s is fixed.
  public func differentialCrossSection_pb(totalEnergy_GeV energy: Double, squaredMass s: Double) -> Double {
    guard electronMotion != .rest, energy > thresholdEnergy_GeV, s > thresholdSquaredMass_GeV2 else {
      return 0
    }
    let shape = lineShape(energy)
    let delta = (shape.squaredMass - s) / (2 * energy)
    guard delta > shape.lowest, delta < shape.highest else { return 0 }
    return density(shape, delta) / (2 * energy)
  }

  /// Angular distribution of the final state at given s.
  ///
  ///     vector, axial  w_T [(1+c²) + x(1−c²)] + w_L [(1−c²) + x c²],  x = 4m_e²/s (vector), 0 (axial)
  ///     w_L/w_T        (m₁+m₂)²/s for vector currents, 0 for axial, neutrinos and Majorana; scalars w_T = 0
  ///     S, P           isotropic
  ///
  /// For two Dirac pairs it is the QED form 1 + x + y + (1−x)(1−y) c².
  func angularDensity(squaredMass s: Double) -> AngularDensity {
    guard mediator.kind == .vector || mediator.kind == .axialVector, mode != .hadrons else {
      return .isotropic
    }
    let x = mediator.kind == .vector ? 4 * Self.electronMass * Self.electronMass / s : 0
    var transverse = 1.0
    var longitudinal = 0.0
    if mode == .darkMatter, let matter = mediator.darkMatter {
      switch matter.kind {
      case .complexScalar: (transverse, longitudinal) = (0, 1)
      case .majorana: break
      case .dirac, .pseudoDirac:
        if mediator.kind == .vector {
          longitudinal = matter.pairThreshold_GeV * matter.pairThreshold_GeV / s
        }
      }
    } else if let m = mode.leptonMass_GeV, mediator.kind == .vector {
      longitudinal = 4 * m * m / s
    }
    return AngularDensity(
      constant: transverse * (1 + x) + longitudinal,
      quadratic: transverse * (1 - x) + longitudinal * (x - 1))
  }
}
