import Numerics

/// Straggling of the restricted energy loss in a step that holds few large collisions: a continuous part and
/// single jumps W with density ∝ 1/W² over one decade, as `FlightTable` has them.
///
///     largest = 2 M3/(1.1 M2),   smallest = largest/10,   N = 10 M2/largest²,   ⟨W⟩ = ln(10) largest/9
///
/// M2 and M3 as in `ThreeMomentGamma`: variance and third central moment of the compound Poisson loss are
/// exact, and a step without a jump, the usual one, costs one comparison.
///
/// - Valid: any step; meant for N below 2. Where the jumps would take more than the mean, it is not: the
///   caller uses the gamma distribution.
/// - Checked by: `StragglingTests`.
@frozen public struct ThinStepStraggling {
  @usableFromInline let largest: Double
  /// Expected number of jumps.
  @usableFromInline let number: Double
  @usableFromInline let continuous: Double

  /// nil where the gamma distribution has to serve.
  @inlinable @inline(__always) public init?(mean: Double, second: Double, third: Double) {
    guard third > 0 else { return nil }
    largest = (2 / 1.1) * third / second
    number = 10 * second / (largest * largest)
    // ln(10)/9
    continuous = mean - number * largest * 0.25584278811044955
    guard number < 2, continuous >= 0 else { return nil }
  }

  /// - Parameter random: 64 random bits; more come from `rng` when there is a jump
  @inlinable @inline(__always) public func sample(
    _ random: UInt64, _ exponentials: ExponentialTable, _ rng: inout RandomStream
  ) -> Double {
    var loss = continuous
    var next = exponentials.exponential(random)
    while next < number {
      let more = rng.pair()
      loss += largest / (10 - 9 * RandomStream.uniform(more.0))
      next += exponentials.exponential(more.1)
    }
    return loss
  }
}
