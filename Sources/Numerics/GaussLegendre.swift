/// Gauss–Legendre quadrature with n points on [−1, 1], by Newton's method on the recurrence.
public struct GaussLegendre: Sendable {
  public let nodes: [Double]
  public let weights: [Double]

  public init(count n: Int) {
    precondition(n >= 1)
    var x = [Double](repeating: 0, count: n)
    var w = x
    for i in 0..<(n + 1) / 2 {
      var z = cos(.pi * (Double(i) + 0.75) / (Double(n) + 0.5))
      var derivative = 1.0
      for _ in 0..<100 {
        var p1 = 1.0
        var p2 = 0.0
        for j in 1...n {
          (p1, p2) = ((Double(2 * j - 1) * z * p1 - Double(j - 1) * p2) / Double(j), p1)
        }
        derivative = Double(n) * (z * p1 - p2) / (z * z - 1)
        let step = p1 / derivative
        z -= step
        if step.magnitude < 1e-16 { break }
      }
      x[i] = -z
      x[n - 1 - i] = z
      w[i] = 2 / ((1 - z * z) * derivative * derivative)
      w[n - 1 - i] = w[i]
    }
    if n % 2 == 1 { x[n / 2] = 0 }
    nodes = x
    weights = w
  }

  /// ∫ f from a to b.
  @inlinable public func integrate(_ a: Double, _ b: Double, _ f: (Double) -> Double) -> Double {
    let half = 0.5 * (b - a)
    let middle = 0.5 * (a + b)
    var sum = 0.0
    for i in nodes.indices { sum += weights[i] * f(middle + half * nodes[i]) }
    return half * sum
  }

  /// ∫ f from a to b split into equal panels.
  @inlinable public func integrate(
    _ a: Double, _ b: Double, panels: Int, _ f: (Double) -> Double
  ) -> Double {
    var sum = 0.0
    let width = (b - a) / Double(panels)
    for panel in 0..<panels {
      sum += integrate(a + Double(panel) * width, a + Double(panel + 1) * width, f)
    }
    return sum
  }

  /// Three integrals of functions that have their dear part in common, as `integrate`.
  @inlinable public func integrate(
    _ a: Double, _ b: Double, panels: Int, _ f: (Double) -> SIMD3<Double>
  ) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    let width = (b - a) / Double(panels)
    for panel in 0..<panels {
      let low = a + Double(panel) * width
      let high = a + Double(panel + 1) * width
      let half = 0.5 * (high - low)
      var part = SIMD3<Double>.zero
      for i in nodes.indices { part += weights[i] * f(0.5 * (low + high) + half * nodes[i]) }
      sum += half * part
    }
    return sum
  }
}
