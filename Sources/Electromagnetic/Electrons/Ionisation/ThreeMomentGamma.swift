import Core
import Numerics

/// Straggling of the restricted energy loss: the "three-moment gamma" model.
///
///     loss = shift + Gamma(k, θ),   θ = M3/(2 M2),   k = M2/θ²,   shift = mean − kθ
///
/// M2 = s n ∫ W² dσ and M3 = s n ∫ W³ dσ over the collisions below the cut (and bremsstrahlung below its
/// cut): the exact variance and third central moment of a compound Poisson loss, whatever the length s.
/// For dσ ∝ 1/W² it is k = 16 ξ/W_c, θ = W_c/4, kθ = 4ξ. Thick steps tend to a Gaussian, as they must;
/// thin ones keep the hard edge on the left and the tail to the right that Landau's density has.
///
/// - Approximation: moments beyond the third, and the shape at k ≪ 1, are the gamma distribution's.
/// - Mean, variance and skewness exact while shift ≥ 0. When mean < kθ (thin gas, very low energy) the
///   shift is 0 and the gamma keeps mean and variance. A loss is never negative.
public enum ThreeMomentGamma {
  @inlinable public static func sample(
    mean: Double, second: Double, third: Double, _ rng: inout RandomStream
  ) -> Double {
    guard mean > 0, second > 0, third > 0 else { return mean > 0 ? mean : 0 }
    var theta = 0.5 * third / second
    var shape = second / (theta * theta)
    var shift = mean - shape * theta
    if shift < 0 {
      shift = 0
      theta = second / mean
      shape = mean / theta
    }
    return shift + theta * gamma(shape: shape, &rng)
  }

  /// A gamma variate of unit scale: Marsaglia and Tsang, ACM TOMS 26 (2000) 363, exact for every shape;
  /// shapes below 1 through Γ(k) = Γ(k+1) U^{1/k}.
  @inlinable public static func gamma(shape: Double, _ rng: inout RandomStream) -> Double {
    let raised = shape < 1 ? shape + 1 : shape
    let d = raised - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    var value = 0.0
    while true {
      let x = rng.normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = rng.uniform()
      let x2 = x * x
      if u < 1 - 0.0331 * x2 * x2 || log(u) < 0.5 * x2 + d * (1 - v + log(v)) {
        value = d * v
        break
      }
    }
    return shape < 1 ? value * pow(rng.uniform(), 1 / shape) : value
  }
}
