import Core
import Matter
import Numerics

/// Charge exchange π⁻ p → M⁰ n, K⁻ p → K̄⁰ n (π⁺, K⁺ on neutrons), on a free nucleon and on nuclei.
///
///     dσ/d|t| = N (1 + g c |t|) e^(−c|t|),   X = s/10 GeV²,   c = c₀ + c₁ ln X,   g = g₀ + g₁ ln X     [1]
///     ∫ = N (1+g)/c;   N = A X^−p (or A X^−p c/(1+g), …: `ChargeExchangeNormalization`)
///     kaons: ∫ = 56.3 µb (p/10 GeV)^−1.6 for K̄⁰, half of it K_S and half K_L
///     nuclei: × Z^(2/3) (N^(2/3) for π⁺, K⁺), pions also × A^(−0.0108 ln A) for absorption on the way out
///
/// - Note: **uncertain by a factor 2 to 7**: the meaning of the constant is doubtful and no data have been
///   compared. Use it for orders of magnitude and for ratios between detectors, and quote the
///   normalisation.
/// - Valid: 10–100 GeV; f₂ only to 50 GeV: above, g < 0, dσ/dt would turn negative at large t (here it
///   stops at 0) and the total falls to 0 at 100 GeV, where g is held at −1.
/// - Numerics: the total is over all t ≥ 0, as parametrised; restricting t to its kinematic limits changes
///   it by < 0.1 % for π⁰, η and by up to 2 % for f₂ at 10 GeV.
/// - Checked by: `ChargeExchangeTests` (formula to 1e-6).
///
/// [1] As coded in Geant4 11.4 `G4ChargeExchangeXS`, there credited to V. Lyubovitskij.
public struct ChargeExchange: Sendable {
  public let meson: NeutralMeson
  public let normalization: ChargeExchangeNormalization
  /// Mass of the beam particle.
  public let beamMass_GeV: Double
  public let targetMass_GeV: Double
  public let recoilMass_GeV: Double

  public static let chargedPionMass_GeV = 0.13957039
  public static let chargedKaonMass_GeV = 0.493677
  public static let neutronMass_GeV = 0.93956542052
  /// The energies for which the parametrisation was made.
  public static let validEnergies_GeV = 5.0...200.0

  /// - Parameter positiveBeam: π⁺ or K⁺, which exchange their charge with neutrons.
  public init(
    meson: NeutralMeson, normalization: ChargeExchangeNormalization, positiveBeam: Bool = false
  ) throws {
    guard normalization != .isospinAndOpticalTheorem || meson == .pi0 else {
      throw HermeticError(
        .configuration,
        "normalisation \"\(normalization.rawValue)\" cannot be used for \(meson.rawValue) (the isospin "
          + "relation holds for pi0). Use \"as_published_in_geant4\" or \"integrated_interpretation\".")
    }
    self.meson = meson
    self.normalization = normalization
    beamMass_GeV = meson.isKaon ? Self.chargedKaonMass_GeV : Self.chargedPionMass_GeV
    targetMass_GeV = positiveBeam ? Self.neutronMass_GeV : Constants.protonMass_GeV
    recoilMass_GeV = positiveBeam ? Constants.protonMass_GeV : Self.neutronMass_GeV
  }

  /// The forward shape at one energy: dσ/d|t| = forward (1 + g c |t|) e^(−c|t|).
  public struct Shape: Equatable, Sendable {
    /// GeV⁻².
    public let slope: Double
    public let dip: Double
    /// dσ/d|t| at t = 0, pb/GeV².
    public let forward_pb: Double
    /// ∫ dσ/d|t| as the parametrisation writes it, pb.
    public let total_pb: Double

    /// 0 where a negative g would make it negative.
    public func differential_pb(_ t: Double) -> Double {
      t >= 0 ? forward_pb * max(0, 1 + dip * slope * t) * exp(-slope * t) : 0
    }

    /// ∫ dσ/d|t| from 0 to t.
    func cumulative_pb(_ t: Double) -> Double {
      guard t > 0 else { return 0 }
      let y = slope * (dip < 0 ? min(t, -1 / (dip * slope)) : t)
      return forward_pb / slope * (-(1 + dip) * expm1(-y) - dip * y * exp(-y))
    }
  }

  /// s for a nucleon at rest.
  public func squaredCentreOfMassEnergy(beamEnergy_GeV energy: Double) -> Double {
    beamMass_GeV * beamMass_GeV + targetMass_GeV * targetMass_GeV + 2 * targetMass_GeV * energy
  }

  /// - Parameter beamEnergy_GeV: total energy of the pion or kaon
  public func shape(beamEnergy_GeV energy: Double) -> Shape {
    let s = squaredCentreOfMassEnergy(beamEnergy_GeV: energy)
    let constants = meson.constants
    let logX = log(s / 10)
    let slope = constants.c0 + constants.c1 * logX
    let dip = max(-1, constants.g0 + constants.g1 * logX)
    let microbarn_pb = 1e6
    let strength = constants.a * exp(-constants.p * logX) * microbarn_pb
    func integrated(_ total: Double) -> Shape {
      // ∫ of the shape: (1+g)/c, or up to its zero at |t| = 1/(|g|c).
      let integral = dip >= 0 ? 1 + dip : 1 + dip * (1 - exp(1 / dip))
      return Shape(
        slope: slope, dip: dip, forward_pb: total * slope / integral, total_pb: total)
    }
    func forward(_ value: Double) -> Shape {
      Shape(slope: slope, dip: dip, forward_pb: value, total_pb: value * (1 + dip) / slope)
    }
    if meson.isKaon {
      let momentum = max(0, (energy - beamMass_GeV) * (energy + beamMass_GeV)).squareRoot()
      return integrated(
        momentum > 0 ? 0.5 * 56.3 * exp(-1.6 * log(momentum / 10)) * microbarn_pb : 0)
    }
    switch normalization {
    case .asPublishedInGeant4: return forward(strength)
    case .integratedInterpretation: return integrated(strength)
    case .isospinAndOpticalTheorem:
      let difference_mb = 3.534 * exp(-0.5486 * log(s / 10.23))
      let millibarn_pb = 1e9
      let square = difference_mb * difference_mb * millibarn_pb * millibarn_pb
      let trajectory = 1 - 0.5486  // Δσ ∝ s^(α−1)
      let tangent = tan(.pi * trajectory / 2)
      return forward(
        square / (32 * .pi * Constants.hbarcSquared_GeV2pb) * (1 + tangent * tangent))
    }
  }

  /// Factor from a free nucleon to the nucleus.
  public func nuclearFactor(_ element: Element, absorption: Bool) -> Double {
    let a = element.atomicMass
    let z = Double(element.atomicNumber)
    let partners = targetMass_GeV == Constants.protonMass_GeV ? z : max(0, a - z)
    guard partners > 0 else { return 0 }
    let surface = exp(log(partners) * 2 / 3)
    // As coded, one of the two logarithms is that of the integer mass number (an effect of 1e-4).
    return absorption && !meson.isKaon
      ? surface * exp(-0.0108 * log(a) * log(a.rounded())) : surface
  }

  /// Lowest total energy of the beam particle that makes the meson.
  public var thresholdEnergy_GeV: Double {
    let sum = meson.mass_GeV + recoilMass_GeV
    let threshold =
      (sum * sum - beamMass_GeV * beamMass_GeV - targetMass_GeV * targetMass_GeV)
      / (2 * targetMass_GeV)
    return max(beamMass_GeV, threshold)
  }

  /// Kinematic limits of |t| = −(p_beam − p_meson)²; nil below threshold. The lower limit is negative where
  /// the final state is lighter than the initial one (π⁻ p → π⁰ n, −2e-7 GeV²).
  public func transferLimits(beamEnergy_GeV energy: Double) -> (lowest: Double, highest: Double)? {
    let s = squaredCentreOfMassEnergy(beamEnergy_GeV: energy)
    guard energy > thresholdEnergy_GeV, s.isFinite else { return nil }
    let rootS = s.squareRoot()
    let initial = twoBodyMomentum(rootS, beamMass_GeV, targetMass_GeV)
    let final = twoBodyMomentum(rootS, meson.mass_GeV, recoilMass_GeV)
    guard initial > 0, final > 0 else { return nil }
    // |t| = 2(E₁E₃ − q₁q₃) − m₁² − m₃², the difference expanded.
    let m1 = beamMass_GeV
    let m3 = meson.mass_GeV
    let e1 = (m1 * m1 + initial * initial).squareRoot()
    let e3 = (m3 * m3 + final * final).squareRoot()
    let numerator =
      m1 * m1 * final * final + m3 * m3 * initial * initial + m1 * m1 * m3 * m3
    let lowest = 2 * numerator / (e1 * e3 + initial * final) - m1 * m1 - m3 * m3
    return (lowest, lowest + 4 * initial * final)
  }
}
