import Core
import Numerics

/// An interval from the profile likelihood ("MINOS"): where −2 Δ ln L, minimised over all other
/// parameters, reaches level².
struct MinosInterval {
  let evaluator: LikelihoodEvaluator
  let best: [Double]
  let minimum: Double
  let level: Double

  enum EdgeStatus: String {
    case found
    /// The likelihood stays within the level up to the parameter's bound, which is returned.
    case atBound = "at_bound"
    case failed
  }

  struct Edge {
    var value: Double
    var status: EdgeStatus
  }

  struct Interval {
    var value: Double
    var low: Edge
    var high: Edge

    var json: JSON {
      [
        "value": .number(value), "low": .number(low.value), "high": .number(high.value),
        "low_status": .string(low.status.rawValue), "high_status": .string(high.status.rawValue),
      ]
    }
  }

  func interval(of index: Int) -> Interval {
    Interval(value: best[index], low: edge(index, -1), high: edge(index, 1))
  }

  private func edge(_ index: Int, _ direction: Double) -> Edge {
    let bound = direction < 0 ? evaluator.lower[index] : evaluator.upper[index]
    let start = best[index]
    if start == bound { return Edge(value: bound, status: .atBound) }
    let target = 0.5 * level * level
    var warm = best
    var failed = false
    let wasFixed = evaluator.isFixed[index]
    evaluator.isFixed[index] = true
    defer { evaluator.isFixed[index] = wasFixed }
    /// Δ(−ln L) − level²/2 and its derivative.
    func f(_ x: Double) -> Double {
      warm[index] = x
      evaluator.setParameters(warm)
      if !evaluator.minimise().isGood { failed = true }
      warm = evaluator.current.parameters
      return evaluator.current.value - minimum - target
    }
    // First guess: the curvature at the minimum.
    evaluator.setParameters(best)
    evaluator.evaluate(evaluator.current, derivatives: true)
    let curvature = evaluator.current.hessian[evaluator.rowStart[index] + index]
    var step = curvature > 0 ? level / curvature.squareRoot() : 0.1 * (1 + start.magnitude)
    var inside = start
    var fInside = -target
    for _ in 0..<100 {
      let next = direction < 0 ? max(bound, start - step) : min(bound, start + step)
      let value = f(next)
      if failed { return Edge(value: next, status: .failed) }
      if value >= 0 {
        let root = BrentRootFinder(relativeTolerance: 1e-10, absoluteTolerance: 1e-12).root(
          between: inside, valued: fInside, and: next, valued: value, f)
        guard let root, !failed else { return Edge(value: next, status: .failed) }
        return Edge(value: root, status: .found)
      }
      if next == bound { return Edge(value: bound, status: .atBound) }
      (inside, fInside) = (next, value)
      step *= 1.6
    }
    return Edge(value: inside, status: .failed)
  }
}
