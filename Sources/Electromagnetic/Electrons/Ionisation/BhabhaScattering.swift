import Core
import Numerics

/// Bhabha scattering e⁺e⁻ → e⁺e⁻ on a free electron at rest, per electron.
///
///     dσ/dε = (2π r_e²/(γ−1)) [ 1/(β²ε²) − B1/ε + B2 − B3 ε + B4 ε² ],   W_cut/T ≤ ε ≤ 1
///     y = 1/(γ+1), B1 = 2 − y², B2 = (1−2y)(3+y²), B4 = (1−2y)³, B3 = B4 + (1−2y)²  [1]
///
/// - Valid: W far above atomic binding; 0 below the threshold T = W_cut.
/// - Checked by: `MollerBhabhaTests`.
///
/// [1] Bhabha, Proc. R. Soc. A 154 (1936) 195; Messel, Crawford (1970).
public enum BhabhaScattering {
  @inlinable static func coefficients(gamma: Double) -> (Double, Double, Double, Double) {
    let y = 1 / (gamma + 1)
    let z = 1 - 2 * y
    let b4 = z * z * z
    return (2 - y * y, z * (3 + y * y), b4 + z * z, b4)
  }

  /// dσ/dW [mm²/GeV].
  public static func differential_mm2_per_GeV(kineticEnergy_GeV: Double, transfer_GeV: Double) -> Double {
    let epsilon = transfer_GeV / kineticEnergy_GeV
    guard epsilon > 0, epsilon <= 1 else { return 0 }
    let (strength, gamma) = MollerScattering.strength(kineticEnergy_GeV)
    let beta2 = 1 - 1 / (gamma * gamma)
    let (b1, b2, b3, b4) = coefficients(gamma: gamma)
    let bracket =
      1 / (epsilon * epsilon) + beta2 * (-b1 / epsilon + b2 + epsilon * (-b3 + epsilon * b4))
    return strength / (kineticEnergy_GeV * kineticEnergy_GeV) * bracket
  }

  /// σ(W > cut) [mm²].
  public static func crossSection_mm2(kineticEnergy_GeV: Double, cut_GeV: Double) -> Double {
    let x = cut_GeV / kineticEnergy_GeV
    guard x < 1 else { return 0 }
    let (strength, gamma) = MollerScattering.strength(kineticEnergy_GeV)
    let beta2 = 1 - 1 / (gamma * gamma)
    let (b1, b2, b3, b4) = coefficients(gamma: gamma)
    let x2 = x * x
    return strength / kineticEnergy_GeV
      * (1 / x - 1
        + beta2 * (b1 * log(x) + b2 * (1 - x) - 0.5 * b3 * (1 - x2) + b4 * (1 - x * x2) / 3))
  }

  /// ∫₀^{min(cut, T)} W^n dσ for n = 2 and 3 [mm²·GeVⁿ].
  public static func softMoments(kineticEnergy_GeV: Double, cut_GeV: Double) -> (
    second: Double, third: Double
  ) {
    let x = min(cut_GeV / kineticEnergy_GeV, 1)
    let (strength, gamma) = MollerScattering.strength(kineticEnergy_GeV)
    let beta2 = 1 - 1 / (gamma * gamma)
    let (b1, b2, b3, b4) = coefficients(gamma: gamma)
    let second = x * (1 + beta2 * x * (-b1 / 2 + x * (b2 / 3 + x * (-b3 / 4 + x * b4 / 5))))
    let third = x * x * (0.5 + beta2 * x * (-b1 / 3 + x * (b2 / 4 + x * (-b3 / 5 + x * b4 / 6))))
    return (strength * kineticEnergy_GeV * second, strength * kineticEnergy_GeV * kineticEnergy_GeV * third)
  }

  /// Samples ε above x = W_cut/T < 1: proposals 1/ε², accepted with ε² times the bracket, which is at
  /// most 1 (at high energy it is (1 − ε + ε²)²).
  @inlinable public static func sampleFraction(gamma: Double, lowest x: Double, _ rng: inout RandomStream)
    -> Double
  {
    let beta2 = 1 - 1 / (gamma * gamma)
    let (b1, b2, b3, b4) = coefficients(gamma: gamma)
    let low = 1 / x
    while true {
      let epsilon = 1 / (low - rng.uniform() * (low - 1))
      let accept =
        1 - beta2 * epsilon * (b1 - epsilon * (b2 - epsilon * (b3 - epsilon * b4)))
      if rng.uniform() < accept { return epsilon }
    }
  }
}
