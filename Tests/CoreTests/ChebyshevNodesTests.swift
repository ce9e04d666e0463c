import Numerics
import Testing

@Suite struct ChebyshevNodesTests {
  @Test func exactForPolynomials() {
    let nodes = ChebyshevNodes(from: -1, to: 3, count: 6)
    func f(_ x: Double) -> Double { 1 + x * (2 - x * (0.5 + x * (0.25 - 0.125 * x * x))) }
    let values = nodes.points.map(f)
    for x in [-1, -0.3, 0, 1.7, 3] { #expect(abs(nodes.interpolate(values, at: x) - f(x)) < 1e-12) }
    #expect(nodes.interpolate(values, at: nodes.points[2]) == values[2])
  }

  @Test func geometricConvergence() {
    // 1/(1 + x²) on [−1, 1]: poles at ±i, error ~ (1 + √2)^−n.
    func worst(_ count: Int) -> Double {
      let nodes = ChebyshevNodes(from: -1, to: 1, count: count)
      let values = nodes.points.map { 1 / (1 + $0 * $0) }
      return (0...50).map { i in
        let x = -1 + 0.04 * Double(i)
        return (nodes.interpolate(values, at: x) - 1 / (1 + x * x)).magnitude
      }.max()!
    }
    #expect(worst(10) < 1e-3)
    #expect(worst(20) < 1e-7)
    #expect(worst(40) < 1e-14)
  }

  @Test func weightsAddUpToOne() {
    let nodes = ChebyshevNodes(from: 2, to: 5, count: 9)
    for x in [2.0, 2.5, 4.99] {
      #expect(abs(nodes.weights(at: x).reduce(0, +) - 1) < 1e-13)
    }
  }
}
