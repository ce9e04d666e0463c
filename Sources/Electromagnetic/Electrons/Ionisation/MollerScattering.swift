import Core
import Numerics

/// Møller scattering e⁻e⁻ → e⁻e⁻ on a free electron at rest, per electron.
///
///     dσ/dε = (2π r_e²/(β² (γ−1))) [ (γ−1)²/γ² + 1/ε (1/ε − c) + 1/(1−ε) (1/(1−ε) − c) ],  c = (2γ−1)/γ²
///
/// ε = W/T is the kinetic energy of the slower electron, W_cut/T ≤ ε ≤ ½ [1].
///
/// - Valid: W far above atomic binding; 0 below the threshold T = 2 W_cut.
/// - Checked by: `MollerBhabhaTests`.
///
/// [1] Møller, Ann. Phys. 14 (1932) 531; Messel, Crawford, Electron-Photon Shower Distribution Function
/// (1970).
public enum MollerScattering {
  /// 2π r_e² m / β² in mm²·GeV.
  static func strength(_ kineticEnergy_GeV: Double) -> (strength: Double, gamma: Double) {
    let gamma = 1 + kineticEnergy_GeV / Constants.electronMass_GeV
    let beta2 = 1 - 1 / (gamma * gamma)
    let re = Constants.classicalElectronRadius_mm
    return (2 * Double.pi * re * re * Constants.electronMass_GeV / beta2, gamma)
  }

  /// dσ/dW [mm²/GeV].
  public static func differential_mm2_per_GeV(kineticEnergy_GeV: Double, transfer_GeV: Double) -> Double {
    let epsilon = transfer_GeV / kineticEnergy_GeV
    guard epsilon > 0, epsilon <= 0.5 else { return 0 }
    let (strength, gamma) = strength(kineticEnergy_GeV)
    let c = (2 * gamma - 1) / (gamma * gamma)
    let f = 1 / epsilon
    let g = 1 / (1 - epsilon)
    return strength / (kineticEnergy_GeV * kineticEnergy_GeV) * (1 - c + f * (f - c) + g * (g - c))
  }

  /// σ(W > cut) [mm²].
  public static func crossSection_mm2(kineticEnergy_GeV: Double, cut_GeV: Double) -> Double {
    let x = cut_GeV / kineticEnergy_GeV
    guard x < 0.5 else { return 0 }
    let (strength, gamma) = strength(kineticEnergy_GeV)
    let c = (2 * gamma - 1) / (gamma * gamma)
    return strength / kineticEnergy_GeV
      * ((1 - c) * (0.5 - x) + 1 / x - 1 / (1 - x) - c * log((1 - x) / x))
  }

  /// ∫₀^{min(cut, T/2)} W^n dσ for n = 2 and 3: the moments that straggling needs [mm²·GeVⁿ].
  public static func softMoments(kineticEnergy_GeV: Double, cut_GeV: Double) -> (
    second: Double, third: Double
  ) {
    let x = min(cut_GeV / kineticEnergy_GeV, 0.5)
    let (strength, gamma) = strength(kineticEnergy_GeV)
    let c = (2 * gamma - 1) / (gamma * gamma)
    // ∫ ε²/(1−ε)², ∫ ε²/(1−ε), ∫ ε³/(1−ε)², ∫ ε³/(1−ε); series where the closed forms cancel.
    var a = 0.0
    var b = 0.0
    var d = 0.0
    var e = 0.0
    if x < 0.05 {
      var power = x * x
      for n in 0..<12 {
        power *= x  // x^{n+3}
        let k = Double(n)
        a += (k + 1) * power / (k + 3)
        b += power / (k + 3)
        d += (k + 1) * power * x / (k + 4)
        e += power * x / (k + 4)
      }
    } else {
      let l = log1p(-x)
      let inverse = 1 / (1 - x)
      a = x + inverse - 1 + 2 * l
      b = -l - x - 0.5 * x * x
      d = 0.5 * x * x + 2 * x + inverse - 1 + 3 * l
      e = -l - x - 0.5 * x * x - x * x * x / 3
    }
    let x2 = x * x
    let second = (1 - c) * x * x2 / 3 + x - 0.5 * c * x2 + a - c * b
    let third = (1 - c) * x2 * x2 / 4 + 0.5 * x2 - c * x * x2 / 3 + d - c * e
    return (strength * kineticEnergy_GeV * second, strength * kineticEnergy_GeV * kineticEnergy_GeV * third)
  }

  /// Samples ε above x = W_cut/T < ½. Proposals 1/ε² + 1/(1−ε)², accepted with probability above 0.8
  /// except within a factor of 1.5 of the threshold.
  @inlinable public static func sampleFraction(gamma: Double, lowest x: Double, _ rng: inout RandomStream)
    -> Double
  {
    let c = (2 * gamma - 1) / (gamma * gamma)
    let bound = 1 + (1 - c) * 0.125
    let low = 1 / x
    let high = 1 / (1 - x)
    while true {
      var epsilon = 1 / (low - rng.uniform() * (low - high))
      if epsilon > 0.5 { epsilon = 1 - epsilon }
      let f = 1 / epsilon
      let g = 1 / (1 - epsilon)
      let proposal = f * f + g * g
      if rng.uniform() * bound * proposal < proposal - c * (f + g) + 1 - c { return epsilon }
    }
  }
}
