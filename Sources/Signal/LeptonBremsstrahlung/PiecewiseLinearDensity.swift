import Numerics

/// An unnormalised density that is linear between equidistant points: a proposal for rejection sampling.
struct PiecewiseLinearDensity {
  let low: Double
  let width: Double
  private let values: [Double]
  private var cumulative: [Double]

  /// Samples `density` at `panels` + 1 points from `low` to `high`.
  init(from low: Double, to high: Double, panels: Int, _ density: (Double) -> Double) {
    self.low = low
    width = (high - low) / Double(panels)
    var values = [Double](repeating: 0, count: panels + 1)
    var cumulative = values
    for i in 0...panels {
      values[i] = max(0, density(low + Double(i) * width))
      if i > 0 { cumulative[i] = cumulative[i - 1] + 0.5 * width * (values[i - 1] + values[i]) }
    }
    self.values = values
    self.cumulative = cumulative
  }

  var integral: Double { cumulative[cumulative.count - 1] }

  /// A point and the density there.
  func sample(_ rng: inout RandomStream) -> (point: Double, density: Double) {
    let target = rng.uniform() * integral
    var first = 0
    var last = values.count - 1
    while last - first > 1 {
      let middle = (first + last) / 2
      if cumulative[middle] <= target { first = middle } else { last = middle }
    }
    let left = values[first]
    let right = values[first + 1]
    let area = (target - cumulative[first]) / width
    // left y + (right − left) y²/2 = area, in the form that is stable for left ≈ right.
    let root = max(0, left * left + 2 * (right - left) * area).squareRoot()
    let fraction = left + root > 0 ? min(1, 2 * area / (left + root)) : 0
    return (low + (Double(first) + fraction) * width, left + fraction * (right - left))
  }
}
