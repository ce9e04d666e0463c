/// Chebyshev points of the first kind on an interval, and polynomial interpolation through them in the
/// barycentric form, which is stable for any number of points.
///
/// Berrut, Trefethen, SIAM Rev. 46 (2004) 501.
public struct ChebyshevNodes: Sendable {
  public let points: [Double]
  private let barycentric: [Double]

  public init(from low: Double, to high: Double, count: Int) {
    precondition(count >= 1 && high > low)
    var points = [Double](repeating: 0, count: count)
    var barycentric = points
    for i in 0..<count {
      // In turns: (2i + 1)/(4n); the sine of the angle is the barycentric weight.
      let (s, c) = sincosTurns((2 * Double(i) + 1) / (4 * Double(count)))
      points[i] = 0.5 * (low + high) - 0.5 * (high - low) * c
      barycentric[i] = i % 2 == 0 ? s : -s
    }
    self.points = points
    self.barycentric = barycentric
  }

  /// Weights w with f(x) ≈ Σ wᵢ f(xᵢ); they add up to 1.
  public func weights(at x: Double) -> [Double] {
    var weights = [Double](repeating: 0, count: points.count)
    var sum = 0.0
    for i in points.indices {
      let distance = x - points[i]
      if distance == 0 {
        weights = [Double](repeating: 0, count: points.count)
        weights[i] = 1
        return weights
      }
      weights[i] = barycentric[i] / distance
      sum += weights[i]
    }
    for i in points.indices { weights[i] /= sum }
    return weights
  }

  /// The interpolating polynomial of `values` at x.
  public func interpolate(_ values: [Double], at x: Double) -> Double {
    var sum = 0.0
    for (weight, value) in zip(weights(at: x), values) { sum += weight * value }
    return sum
  }
}
