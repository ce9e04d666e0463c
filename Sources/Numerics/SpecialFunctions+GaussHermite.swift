/// Gauss–Hermite quadrature for an average over the standard normal distribution,
///
///     E[f] = ∫ φ(z) f(z) dz ≈ Σ wᵢ f(zᵢ),   exact for polynomials up to degree 2n−1.
///
/// Nodes: zeros of the orthonormal Heₙ, each found between two zeros of Heₙ₋₁ (they interlace), by
/// Newton's method kept inside its bracket. wᵢ = 1/(n hₙ₋₁(zᵢ)²). Cost n³; meant for n ≤ 100.
public struct GaussHermite: Sendable {
  public let nodes: [Double]
  public let weights: [Double]

  public init(count n: Int) {
    precondition(n >= 1 && n <= 200)
    var zeros = [0.0]
    if n > 1 {
      for degree in 2...n {
        // |z| < 2√n bounds all zeros.
        let edge = 2 * Double(degree).squareRoot()
        let brackets = [-edge] + zeros + [edge]
        zeros = (0..<degree).map {
          GaussHermite.zero(ofDegree: degree, between: brackets[$0], and: brackets[$0 + 1])
        }
      }
    }
    nodes = zeros
    weights = zeros.map {
      let previous = GaussHermite.polynomials(n, at: $0).previous
      return 1 / (Double(n) * previous * previous)
    }
  }

  /// Average of f over the standard normal distribution.
  public func average(_ f: (Double) -> Double) -> Double {
    var sum = 0.0
    for i in nodes.indices { sum += weights[i] * f(nodes[i]) }
    return sum
  }

  /// Orthonormal polynomials hₙ and hₙ₋₁ at z: hₖ₊₁ = (z hₖ − √k hₖ₋₁)/√(k+1).
  private static func polynomials(_ n: Int, at z: Double) -> (last: Double, previous: Double) {
    var previous = 0.0
    var last = 1.0
    for k in 0..<n {
      let next = (z * last - Double(k).squareRoot() * previous) / Double(k + 1).squareRoot()
      (previous, last) = (last, next)
    }
    return (last, previous)
  }

  private static func zero(ofDegree n: Int, between a: Double, and b: Double) -> Double {
    var low = a
    var high = b
    let lowSign = polynomials(n, at: low).last < 0
    var z = 0.5 * (low + high)
    for _ in 0..<100 {
      let (value, previous) = polynomials(n, at: z)
      if value == 0 { return z }
      if (value < 0) == lowSign { low = z } else { high = z }
      let newton = z - value / (Double(n).squareRoot() * previous)
      let next = newton > low && newton < high ? newton : 0.5 * (low + high)
      if (next - z).magnitude <= 2e-16 * max(1, z.magnitude) { return next }
      z = next
    }
    return z
  }
}
