import Numerics
import Testing

@Suite struct EllipticIntegralTests {
  static func cel(_ k: Double, _ p: Double, _ a: Double, _ b: Double) -> Double {
    SpecialFunctions.completeElliptic(k, p, a, b)
  }

  /// The midpoint rule, which converges like a power of e for periodic functions.
  @Test(arguments: [0.1, 0.4, 0.9, 1, 3]) func againstQuadrature(_ k: Double) {
    let count = 2000
    for (p, a, b) in [(1.0, 1.0, 1.0), (1, 1, k * k), (0.3, 1, -1), (k * k, -1, 1), (2, 0.7, 5)] {
      var sum = 0.0
      var size = 0.0
      for index in 0..<count {
        let phi = 0.5 * Double.pi * (Double(index) + 0.5) / Double(count)
        let (c, s) = (cos(phi) * cos(phi), sin(phi) * sin(phi))
        let weight = 1 / ((c + p * s) * (c + k * k * s).squareRoot())
        sum += (a * c + b * s) * weight
        size += (a.magnitude * c + b.magnitude * s) * weight
      }
      let step = 0.5 * Double.pi / Double(count)
      #expect((Self.cel(k, p, a, b) - step * sum).magnitude < 1e-13 * step * size)
    }
  }

  /// E K′ + E′ K − K K′ = π/2, also next to k = 1.
  @Test(arguments: [1e-8, 1e-4, 0.03, 0.5, 0.999]) func legendre(_ k: Double) {
    let other = (1 - k * k).squareRoot()
    let (bigK, bigE) = (Self.cel(k, 1, 1, 1), Self.cel(k, 1, 1, k * k))
    let (dualK, dualE) = (Self.cel(other, 1, 1, 1), Self.cel(other, 1, 1, other * other))
    #expect((bigE * dualK + dualE * bigK - bigK * dualK - 0.5 * Double.pi).magnitude < 1e-12)
  }
}
