import Numerics

/// A normalised density in c = cos θ of the form a + b c², and exact draws from it.
@frozen public struct AngularDensity: Equatable, Sendable {
  public let constant: Double
  public let quadratic: Double
  /// Probability of the uniform part of the mixture that is drawn from.
  @usableFromInline let uniformShare: Double

  /// - Parameters: a, b up to a common factor, a ≥ 0 and a + b ≥ 0, not both zero
  @inlinable public init(constant a: Double, quadratic b: Double) {
    let norm = 2 * (a + b / 3)
    constant = a / norm
    quadratic = b / norm
    // b ≥ 0: a + b c²; b < 0: (a+b) + |b|(1 − c²).
    uniformShare = b >= 0 ? a / (a + b / 3) : (a + b) / (a + b / 3)
  }

  public static let isotropic = AngularDensity(constant: 1, quadratic: 0)

  @inlinable public func callAsFunction(_ c: Double) -> Double { constant + quadratic * c * c }

  /// Of three numbers uniform in (−1, 1) the largest in magnitude has density 3c²/2, the median
  /// 3(1 − c²)/4.
  @inlinable public func sample(_ rng: inout RandomStream) -> Double {
    let first = 2 * rng.uniform() - 1
    if uniformShare >= 1 || rng.uniform() < uniformShare { return first }
    let second = 2 * rng.uniform() - 1
    let third = 2 * rng.uniform() - 1
    if quadratic > 0 {
      var largest = first
      if second.magnitude > largest.magnitude { largest = second }
      if third.magnitude > largest.magnitude { largest = third }
      return largest
    }
    return max(min(first, second), min(max(first, second), third))
  }
}
