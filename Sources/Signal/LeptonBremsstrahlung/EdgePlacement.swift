import Numerics

/// Places the edges of bins on an interval so that a step function above f wastes least.
///
/// A bin of width w around a slope f′ stands ½|f′|w² above the curve; with N bins the sum is smallest for
/// w ∝ |f′|^(−½). A share of f itself is added to f′, so that flat stretches are divided too.
struct EdgePlacement {
  private let low: Double
  private let width: Double
  /// Wished-for number of bins up to each sample, unnormalised.
  private var wish: [Double]

  private static let flatShare = 0.5

  init(samples: Int, from low: Double, to high: Double, _ f: (Double) -> Double) {
    self.low = low
    width = (high - low) / Double(samples)
    wish = [Double](repeating: 0, count: samples + 1)
    var previous = max(0, f(low))
    var largest = previous
    var slopes = wish
    for i in 1...samples {
      let value = max(0, f(low + Double(i) * width))
      largest = max(largest, value)
      slopes[i] =
        (value - previous).magnitude * Double(samples) + Self.flatShare * 0.5 * (value + previous)
      previous = value
    }
    // A thousandth of the largest everywhere keeps bins finite where f vanishes.
    for i in 1...samples { wish[i] = wish[i - 1] + (slopes[i] + 1e-3 * largest).squareRoot() }
  }

  func fill(_ edges: UnsafeMutablePointer<Double>, bins: Int) {
    let total = wish[wish.count - 1]
    edges[0] = low
    edges[bins] = low + Double(wish.count - 1) * width
    var sample = 0
    for bin in 1..<bins {
      let target = Double(bin) / Double(bins) * total
      while sample + 2 < wish.count, wish[sample + 1] <= target { sample += 1 }
      let step = wish[sample + 1] - wish[sample]
      let fraction = step > 0 ? (target - wish[sample]) / step : Double(bin) / Double(bins)
      edges[bin] = low + (Double(sample) + min(1, max(0, fraction))) * width
    }
  }

  static func uniform(_ edges: UnsafeMutablePointer<Double>, bins: Int, to high: Double) {
    for bin in 0...bins { edges[bin] = Double(bin) / Double(bins) * high }
  }
}
