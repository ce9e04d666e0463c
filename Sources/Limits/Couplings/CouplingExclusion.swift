import Core
import Numerics

/// Which couplings are excluded at one mass. Never a NaN: where nothing is excluded, that is the answer.
public enum CouplingExclusion: Sendable {
  /// A piece of the coupling axis. `upper` nil: everything above `lower`, for yields that only grow.
  public struct Interval: Sendable {
    public var lower: Double
    public var upper: Double?
    /// The search range ended here while still excluded: the true edge lies beyond.
    public var lowerAtRangeEdge = false
    public var upperAtRangeEdge = false
  }

  case excluded([Interval])
  /// The signal stays below the limit at every coupling; how near it came, and where.
  case none(largestStrength: Double, at: Double)

  public var intervals: [Interval] {
    if case .excluded(let list) = self { return list }
    return []
  }

  public var json: JSON {
    switch self {
    case .excluded(let list):
      return [
        "status": "excluded",
        "intervals": .array(
          list.map {
            [
              "lower": .number($0.lower), "upper": $0.upper.map { .number($0) } ?? .null,
              "lower_at_range_edge": .bool($0.lowerAtRangeEdge),
              "upper_at_range_edge": .bool($0.upperAtRangeEdge),
            ]
          }),
      ]
    case .none(let strength, let coupling):
      return [
        "status": "no_exclusion", "intervals": .array([]), "largest_strength": .number(strength),
        "at_coupling": .number(coupling),
      ]
    }
  }
}

/// The exclusions of one mass: observed, and those expected without a signal.
public struct CouplingResult: Sendable {
  public static let names = ["observed", "minus2", "minus1", "median", "plus1", "plus2"]

  public var mass_GeV: Double
  /// In the order of `names`; observed alone when no bands are wanted.
  public var exclusions: [CouplingExclusion]
  public var method: String
  /// Of the coupling, from the limit's nuisance average; 0 where nothing could be excluded.
  public var relativeError: Double

  public var observed: CouplingExclusion { exclusions[0] }
}

extension CouplingScanner {
  /// The excluded couplings of one mass.
  ///
  /// Yields that are one power of g: g_lim = (μ_lim)^{1/p}, at once. Otherwise the strength 1/μ_lim(g) is scanned
  /// on a logarithmic grid; sign changes of its logarithm are closed in on by Brent's method, and maxima that
  /// stay below 1 on the grid by golden section, so that an island narrower than the grid is found too.
  ///
  /// - Numerics: edges 1e-7 relative, islands narrower than about 1e-4 of ln g may be missed.
  public mutating func exclusion(mass index: Int) throws -> CouplingResult {
    let count = model.wantsBands ? 6 : 1
    var result = CouplingResult(
      mass_GeV: model.masses_GeV[index], exclusions: [], method: "", relativeError: 0)
    if let power = model.power {
      guard let (limit, scale) = try limit(signals(mass: index, coupling: 1)) else {
        result.exclusions = .init(
          repeating: .none(largestStrength: 0, at: model.couplingRange.upperBound), count: count)
        result.method = "no signal is expected"
        return result
      }
      result.method = limit.method
      result.relativeError = limit.relativeError / power
      result.exclusions = ([limit.value] + limit.expected).prefix(count).map {
        .excluded([.init(lower: pow($0 * scale, 1 / power), upper: nil)])
      }
      return result
    }
    let low = log(model.couplingRange.lowerBound)
    let high = log(model.couplingRange.upperBound)
    let steps = max(8, Int((Double(model.pointsPerDecade) * (high - low) / log(10)).rounded(.up)))
    let logs = (0...steps).map { low + (high - low) * Double($0) / Double(steps) }
    let table = try logs.map { try strengths(mass: index, coupling: exp($0)) }
    for q in 0..<count {
      result.exclusions.append(try region(mass: index, quantity: q, logs, table.map { $0[q] }))
    }
    result.method = try methodName(mass: index, at: logs[steps / 2])
    return result
  }

  private mutating func methodName(mass index: Int, at logCoupling: Double) throws -> String {
    try limit(signals(mass: index, coupling: exp(logCoupling)))?.limit.method ?? ""
  }

  /// From strengths on the grid to intervals.
  private mutating func region(
    mass index: Int, quantity q: Int, _ logs: [Double], _ strengths: [Double]
  ) throws -> CouplingExclusion {
    var points = zip(logs, strengths).map { ($0, $1) }
    var best = points.max { $0.1 < $1.1 }!
    // Peaks below 1 between the grid points.
    for k in strengths.indices where strengths[k] < 1 && strengths[k] > 0.02 {
      let before = k > 0 ? strengths[k - 1] : 0
      let after = k + 1 < strengths.count ? strengths[k + 1] : 0
      guard strengths[k] >= before, strengths[k] >= after else { continue }
      let peak = try peak(
        mass: index, quantity: q, from: logs[max(0, k - 1)], to: logs[min(logs.count - 1, k + 1)])
      points.append(peak)
      if peak.1 > best.1 { best = peak }
    }
    guard best.1 >= 1 else { return .none(largestStrength: best.1, at: exp(best.0)) }
    points.sort { $0.0 < $1.0 }
    var intervals: [CouplingExclusion.Interval] = []
    var isInside = false
    for (k, point) in points.enumerated() {
      if point.1 >= 1, !isInside {
        let edge = try k == 0 ? point.0 : crossing(mass: index, quantity: q, points[k - 1], point)
        intervals.append(.init(lower: exp(edge), upper: nil, lowerAtRangeEdge: k == 0))
        isInside = true
      } else if point.1 < 1, isInside {
        intervals[intervals.count - 1].upper =
          exp(try crossing(mass: index, quantity: q, points[k - 1], point))
        isInside = false
      }
    }
    if isInside {
      intervals[intervals.count - 1].upper = exp(points.last!.0)
      intervals[intervals.count - 1].upperAtRangeEdge = true
    }
    return .excluded(intervals)
  }

  private mutating func logStrength(_ index: Int, _ q: Int, _ logCoupling: Double) throws -> Double {
    let value = try strengths(mass: index, coupling: exp(logCoupling))[q]
    return value > 0 ? log(value) : -700
  }

  private mutating func crossing(
    mass index: Int, quantity q: Int, _ a: (Double, Double), _ b: (Double, Double)
  ) throws -> Double {
    var failure: Error?
    var copy = self
    let value = BrentRootFinder(relativeTolerance: 1e-9).root(
      between: a.0, valued: a.1 > 0 ? log(a.1) : -700, and: b.0, valued: b.1 > 0 ? log(b.1) : -700
    ) {
      do { return try copy.logStrength(index, q, $0) } catch {
        failure = error
        return .nan
      }
    }
    if let failure { throw failure }
    guard let value else {
      throw HermeticError(.numerics, "the strength is not a number near coupling \(exp(a.0)).")
    }
    return value
  }

  private mutating func peak(mass index: Int, quantity q: Int, from a: Double, to b: Double) throws -> (
    Double, Double
  ) {
    var (low, high) = (a, b)
    let ratio = 0.6180339887498949
    var x = high - ratio * (high - low)
    var y = low + ratio * (high - low)
    var fx = try logStrength(index, q, x)
    var fy = try logStrength(index, q, y)
    for _ in 0..<24 {
      if fx > fy {
        (high, y, fy) = (y, x, fx)
        x = high - ratio * (high - low)
        fx = try logStrength(index, q, x)
      } else {
        (low, x, fx) = (x, y, fy)
        y = low + ratio * (high - low)
        fy = try logStrength(index, q, y)
      }
    }
    return fx > fy ? (x, exp(fx)) : (y, exp(fy))
  }
}
