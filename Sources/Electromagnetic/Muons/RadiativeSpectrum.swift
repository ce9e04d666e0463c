import Core
import Numerics

/// v dΣ/dv of a radiative process of muons in one material at one energy [1/mm], tabulated per element.
///
/// The formulas of pairs and photonuclear losses are integrals themselves; tables ask for them hundreds of times per
/// energy. Kept are the values at equal steps of x with
///
///     ln v = ln v_min + sin²(πx/2) ln(v_max/v_min),
///
/// in which the ends of a spectrum, a root at v_min and a straight line at v_max, are parabolas, times
/// (1 + 50 v)², which takes out the fall ∝ v⁻² of pairs; between them the cubic through four neighbours.
///
/// - Returns: 0 outside of the limits
/// - Checked by: `MuonTableTests` (rates and means to 1e-4, densities to 2 % of their largest at the ends)
struct RadiativeSpectrum {
  private struct Part {
    let atomDensity_per_mm3: Double
    let logLowest: Double
    let inverseWidth: Double
    let values: [Double]
  }
  private var parts: [Part] = []

  /// Adds an element's spectrum.
  ///
  /// - Parameter density: v dσ/dv per atom [mm²]
  mutating func add(
    atomDensity_per_mm3: Double, lowest: Double, highest: Double, points: Int, _ density: (Double) -> Double
  ) {
    guard lowest > 0, highest > lowest else { return }
    let width = log(highest / lowest)
    var values = [Double](repeating: 0, count: points + 1)
    for i in 1..<points {
      let (sine, _) = sincosTurns(0.25 * Double(i) / Double(points))
      let v = lowest * exp(width * sine * sine)
      values[i] = density(v) * Self.flattening(v)
    }
    parts.append(
      Part(
        atomDensity_per_mm3: atomDensity_per_mm3, logLowest: log(lowest), inverseWidth: 1 / width,
        values: values))
  }

  private static func flattening(_ v: Double) -> Double { (1 + 50 * v) * (1 + 50 * v) }

  func callAsFunction(logFraction: Double) -> Double {
    var sum = 0.0
    for part in parts {
      let u = (logFraction - part.logLowest) * part.inverseWidth
      guard u > 0, u < 1 else { continue }
      let intervals = part.values.count - 1
      let x = 2 / Double.pi * atan2(u.squareRoot(), (1 - u).squareRoot()) * Double(intervals)
      let i = min(max(Int(x), 1), intervals - 2)
      let s = x - Double(i)
      let (before, after, beyond) = (s + 1, s - 1, s - 2)
      let low = -s * after * beyond / 6 * part.values[i - 1] + before * after * beyond / 2 * part.values[i]
      let high = -before * s * beyond / 2 * part.values[i + 1] + before * s * after / 6 * part.values[i + 2]
      sum += part.atomDensity_per_mm3 * max(low + high, 0)
    }
    return sum / Self.flattening(exp(logFraction))
  }
}
