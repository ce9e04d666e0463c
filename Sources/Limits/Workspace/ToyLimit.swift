import Core
import Numerics

extension ToyTest {
  /// Limits by toys: CL_s at `points` strengths around the asymptotic ones, then two more at the observed
  /// limit. ln CL_s is interpolated; the error is that of CL_s over the slope.
  func limit(level: Double, points: Int) throws -> WorkspaceLimit {
    let guide = try AsymptoticTest(profile.layout, statistic)
    let around = try guide.limit(level: level, limit)
    let target = log(1 - level)
    let values = (around.expected + [around.value]).filter { $0 > 0 }
    var low = 0.75 * (values.min() ?? 1)
    var high = 1.4 * (values.max() ?? 1)
    var scan: [Point] = []
    for index in 0..<points {
      let share = points == 1 ? 0.5 : Double(index) / Double(points - 1)
      scan.append(try point(low * pow(high / low, share)))
    }
    // The scan must bracket all six limits; small counts move them up to 1.7 times the asymptotic ones.
    var tries = 0
    func largest(_ point: Point) -> Double { max(point.expected.max()!, observedLevel(point)) }
    while largest(scan.last!) > 1 - level, tries < 12 {
      high *= 1.5
      scan.append(try point(high))
      tries += 1
    }
    while min(scan[0].expected.min()!, observedLevel(scan[0])) < 1 - level, tries < 24 {
      low *= 0.6
      scan.insert(try point(low), at: 0)
      tries += 1
    }
    func curve(_ which: Int?) -> [(Double, Double, Double)] {
      scan.map { point in
        let value = which.map { point.expected[$0] } ?? observedLevel(point)
        let error = which.map { point.expectedLogErrors[$0] } ?? point.logError
        return (point.strength, log(max(value, 0.1 / Double(options.toys))) - target, error)
      }
    }
    for _ in 0..<2 {
      guard let here = ToyTest.crossing(curve(nil)), !scan.contains(where: { $0.strength == here.value })
      else { break }
      scan.append(try point(here.value))
      scan.sort { $0.strength < $1.strength }
    }
    guard let observed = ToyTest.crossing(curve(nil)) else {
      throw HermeticError(
        .numerics,
        "toys: CLs does not cross 1 − CL between μ = \(low) and \(high). Throw more toys or lower the level.")
    }
    let expected = (0..<5).map { ToyTest.crossing(curve($0)) ?? (value: 0, error: 0) }
    let nearest = scan.min {
      ($0.strength - observed.value).magnitude < ($1.strength - observed.value).magnitude
    }!
    let kindName = limit == .cls ? "CLs" : "CLs+b"
    let failures = scan.reduce(0) { $0 + $1.failures }
    var warnings: [String] = []
    if failures > 0 { warnings.append("\(failures) toy fits found no minimum and were left out.") }
    if kind == .frequentist, around.effectiveBackground < 5 {
      warnings.append(
        "toys with fluctuated auxiliary data smear the discreteness of small counts: at n = 0 they can exclude "
          + "less than 2.303 events at 90 %. The hybrid method does not.")
    }
    let relative = observed.error / observed.value
    return WorkspaceLimit(
      value: observed.value, expected: expected.map(\.value), confidenceLevel: level, statistic: limit,
      testStatistic: statistic,
      method: (kind == .hybrid ? "hybrid toys" : "frequentist toys") + " \(kindName), \(statistic.rawValue)",
      status: relative > 0.05 ? .limitedPrecision : .converged, error: observed.error,
      expectedErrors: expected.map(\.error), signalPlusBackgroundConfidence: nearest.signalPlusBackground,
      backgroundConfidence: nearest.background, bestFitStrength: profile.bestStrength,
      effectiveBackground: around.effectiveBackground, warnings: warnings,
      details: [
        .init("toys", .number(Double(options.toys))), .init("seed", .number(Double(options.seed))),
        .init("points", .numbers(scan.map(\.strength))),
        .init("asymptotic", .number(around.value)), .init("failed_fits", .number(Double(failures))),
      ])
  }

  private func observedLevel(_ point: Point) -> Double {
    limit == .cls
      ? (point.background > 0 ? point.signalPlusBackground / point.background : 1)
      : point.signalPlusBackground
  }

  /// Where a falling curve (μ, value, error of the value) crosses 0, and the error of that μ.
  private static func crossing(_ curve: [(Double, Double, Double)]) -> (value: Double, error: Double)? {
    for index in curve.indices.dropFirst() {
      let (x0, y0, e0) = curve[index - 1]
      let (x1, y1, e1) = curve[index]
      guard y0 >= 0, y1 < 0 else { continue }
      let share = y0 / (y0 - y1)
      let slope = (y0 - y1) / (x1 - x0)
      let error = ((1 - share) * (1 - share) * e0 * e0 + share * share * e1 * e1).squareRoot()
      return (x0 + share * (x1 - x0), error / slope)
    }
    return nil
  }
}
