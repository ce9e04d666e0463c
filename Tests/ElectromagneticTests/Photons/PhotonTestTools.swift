import Foundation
import Numerics

/// Shared by the tests of the photon processes.
enum PhotonTestTools {
  /// Probability that χ² with n degrees of freedom exceeds the value: the regularised upper incomplete gamma
  /// function Q(n/2, χ²/2), by series or continued fraction.
  static func pValue(chiSquare: Double, degreesOfFreedom n: Int) -> Double {
    let a = 0.5 * Double(n)
    let x = 0.5 * chiSquare
    if x <= 0 { return 1 }
    let front = Foundation.exp(a * Foundation.log(x) - x - lgamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      var k = a
      while term > 1e-16 * sum {
        k += 1
        term *= x / k
        sum += term
      }
      return 1 - front * sum
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1...10_000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = 1 / (an * d + b)
      c = b + an / c
      h *= c * d
      if (c * d - 1).magnitude < 1e-15 { break }
    }
    return front * h
  }

  /// χ² probability of draws in [low, high] against a density, in equal bins; bins that expect fewer than 10
  /// are merged with their neighbour.
  static func pValue(
    draws: Int, low: Double, high: Double, bins: Int, density: (Double) -> Double,
    sample: () -> Double
  ) -> Double {
    let rule = GaussLegendre(count: 16)
    let width = (high - low) / Double(bins)
    var expected = (0..<bins).map {
      rule.integrate(low + Double($0) * width, low + Double($0 + 1) * width, panels: 4, density)
    }
    let norm = Double(draws) / expected.reduce(0, +)
    expected = expected.map { $0 * norm }
    var counts = [Double](repeating: 0, count: bins)
    for _ in 0..<draws {
      counts[max(0, min(bins - 1, Int((sample() - low) / width)))] += 1
    }
    var chiSquare = 0.0
    var used = 0
    var e = 0.0
    var n = 0.0
    for i in 0..<bins {
      e += expected[i]
      n += counts[i]
      if e >= 10 {
        chiSquare += (n - e) * (n - e) / e
        used += 1
        (e, n) = (0, 0)
      }
    }
    return pValue(chiSquare: chiSquare, degreesOfFreedom: max(1, used - 1))
  }

  /// ../shared/reference beside the repository, or nil.
  static func geant4CrossSections() -> [String: Any]? {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let file = root.deletingLastPathComponent()
      .appendingPathComponent("shared/reference/geant4/cross_sections.json")
    guard let data = try? Data(contentsOf: file),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else {
      print("skipped: \(file.path) is not there")
      return nil
    }
    return object
  }
}
