import Core
import Numerics

/// Straggling of a heavy charged particle's loss in collisions with electrons below a cut, in layers of any
/// thickness.
///
///     dN/dW = ξ (1 − β² W/W_max)/W²,   ξ = 2π r_e² m n_e s/β²    (Landau's ξ)
///
/// Collisions above W₁ = ξ/2 are drawn one by one: in 1/W they are a Poisson process of constant rate ξ, thinned by
/// 1 − β²W/W_max; there are two of them on average, fewer below a cut. The rest, many and small, is a gamma
/// distribution with the right mean, variance and third moment (`ThreeMomentGamma`). The mean is the one given.
/// So a thin layer has Landau's peak and his tail up to the cut, a thick one tends to Vavilov's and Gauss's.
///
/// - Approximation: electrons are free; W₁ is at least the mean excitation energy. Layers whose ξ is below the
///   binding energies of the inner shells are somewhat broader in nature (by some per cent in millimetres of lead).
/// - Checked by: `CollisionStragglingTests` (Landau's most probable value and width, Vavilov's moments).
///
/// Landau, J. Phys. USSR 8 (1944) 201; Vavilov, JETP 5 (1957) 749.
@frozen public struct CollisionStraggling: Sendable {
  /// ξ β² per path.
  public let strength_GeV_per_mm: Double
  public let excitation_GeV: Double

  public init(strength_GeV_per_mm: Double, excitation_GeV: Double) {
    self.strength_GeV_per_mm = strength_GeV_per_mm
    self.excitation_GeV = excitation_GeV
  }

  /// - Parameters: `second`, `third`: moments of other small losses in the step, ∫W²dN and ∫W³dN
  /// - Returns: the loss [GeV], ≥ 0
  @inlinable @inline(__always) public func sample_GeV(
    mean_GeV: Double, step_mm: Double, beta2: Double, largestTransfer_GeV: Double, cut_GeV: Double,
    second: Double, third: Double, _ rng: inout RandomStream, _ exponentials: ExponentialTable
  ) -> Double {
    let xi = strength_GeV_per_mm * step_mm / beta2
    let top = Swift.min(cut_GeV, largestTransfer_GeV)
    let slope = beta2 / largestTransfer_GeV
    let split = Swift.min(top, Swift.max(0.5 * xi, excitation_GeV))
    var single = 0.0
    var mean = mean_GeV
    if split < top {
      mean -= xi * (log(top / split) - slope * (top - split))
      var inverse = 1 / top
      let last = 1 / split
      let rate = 1 / xi
      while true {
        inverse += rate * exponentials.exponential(rng.next())
        if inverse >= last { break }
        let transfer = 1 / inverse
        if slope * transfer < 1e-3 || rng.uniform() >= slope * transfer { single += transfer }
      }
    }
    let soft2 = xi * split * (1 - 0.5 * slope * split) + second
    let soft3 = xi * split * split * (0.5 - slope * split * (1.0 / 3)) + third
    return ThreeMomentGamma.sample(mean: mean, second: soft2, third: soft3, &rng) + single
  }
}
