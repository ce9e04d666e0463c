import Core
import Numerics

/// Free and conditional fits of one data set, and the test statistics made of them. One thread's.
final class ProfileLikelihood {
  let evaluator: LikelihoodEvaluator
  let layout: LikelihoodLayout
  /// Internal index of μ.
  let interest: Int
  /// "the observed data", for messages.
  var dataName = "the observed data"
  private(set) var minimum = 0.0
  private(set) var bestStrength = 0.0
  private var warmStart: [Double]?
  private(set) var fits = 0
  /// Points from which every conditional fit is tried as well.
  var anchors: [[Double]] = []

  init(_ layout: LikelihoodLayout) throws {
    guard let interest = layout.interest else {
      throw HermeticError(
        .configuration,
        "measurement \"\(layout.measurement.name)\" names no parameter of interest (config.poi is \"\"). "
          + "Choose another measurement.")
    }
    self.layout = layout
    self.interest = interest
    evaluator = LikelihoodEvaluator(layout)
    // A limit is not cut off by a scan range: only the test statistic bounds μ.
    evaluator.upper[interest] = 1e12
    evaluator.isFixed[interest] = false
  }

  /// Starting points to both sides of the initial values, for likelihoods with several minima.
  private var spreadStarts: [[Double]] { [evaluator.spreadStart(0.7), evaluator.spreadStart(-0.7)] }

  /// The lower bound of μ̂.
  func setLowerBound(_ statistic: TestStatistic) {
    evaluator.lower[interest] =
      statistic == .qMuTilde ? max(0, layout.lower[interest]) : layout.lower[interest]
  }

  func failure(_ status: FitStatus, _ what: String) -> HermeticError {
    HermeticError(
      .numerics,
      "the \(what) of \(dataName) ended as \"\(status.rawValue)\" (no minimum of −ln L was found). Look at "
        + "the workspace's fit, widen bounds, or fix parameters that nothing constrains.")
  }

  /// Maximum likelihood over all parameters; remembers the minimum and μ̂.
  func freeFit(tolerance: Double = 1e-11) throws {
    evaluator.isFixed[interest] = layout.isFixed[interest]
    fits += 1
    let status = evaluator.minimiseFromSeveral(
      [layout.initial] + spreadStarts + (warmStart.map { [$0] } ?? []), initial: layout.initial,
      tolerance: tolerance)
    guard status.isGood else { throw failure(status, "free fit") }
    minimum = evaluator.current.value
    bestStrength = evaluator.current.x[interest]
    if warmStart == nil { warmStart = evaluator.current.parameters }
    anchors.append(evaluator.current.parameters)
  }

  /// min over θ of −ln L at fixed μ, and its derivative with respect to μ (envelope theorem).
  func conditional(_ strength: Double, tolerance: Double = 1e-11) throws -> (value: Double, slope: Double) {
    evaluator.isFixed[interest] = true
    let (low, high) = (evaluator.lower[interest], evaluator.upper[interest])
    evaluator.lower[interest] = -.infinity
    defer { (evaluator.lower[interest], evaluator.upper[interest]) = (low, high) }
    fits += 1
    var initial = layout.initial
    initial[interest] = strength
    let starts = ([warmStart ?? initial] + (anchors.isEmpty ? spreadStarts : anchors)).map { start in
      var start = start
      start[interest] = strength
      return start
    }
    let status = evaluator.minimiseFromSeveral(starts, initial: initial, tolerance: tolerance)
    guard status.isGood else { throw failure(status, "fit at μ = \(strength)") }
    warmStart = evaluator.current.parameters
    return (evaluator.current.value, evaluator.current.gradient[interest])
  }

  /// 2 (min at μ − global minimum). A conditional fit below the free one shows that the latter stopped in
  /// a local minimum: it is repeated from there.
  func deviance(_ strength: Double) throws -> Double {
    let value = try conditional(strength).value
    if value < minimum - 1e-9 * (1 + value.magnitude) {
      try freeFit()
    }
    return max(0, 2 * (value - minimum))
  }

  /// q_μ or q̃_μ (by the lower bound): 0 when μ̂ > μ.
  func upperStatistic(_ strength: Double) throws -> Double {
    strength <= bestStrength ? 0 : try deviance(strength)
  }

  /// q₀: 0 when μ̂ < 0.
  func discoveryStatistic() throws -> Double { bestStrength <= 0 ? 0 : try deviance(0) }

  /// The Asimov data of strength μ: what the model expects at the conditional fit to the present data.
  func asimov(_ strength: Double) throws -> (counts: [Double], auxiliary: [Double], parameters: [Double]) {
    _ = try conditional(strength)
    let parameters = evaluator.current.parameters
    let counts = evaluator.expectedRates()
    for (bin, count) in counts.enumerated() where !(count >= 0) {
      throw HermeticError(
        .numerics,
        "the fit at μ = \(strength) expects \(count) events in bin \(bin) (a shape extrapolates below zero). "
          + "Reduce its variation.")
    }
    return (counts, auxiliary(expectedAt: parameters), parameters)
  }

  func auxiliary(expectedAt parameters: [Double]) -> [Double] {
    var auxiliary = layout.auxiliary
    for constraint in layout.constraints {
      let value = parameters[constraint.parameter]
      auxiliary[constraint.parameter] = constraint.isPoisson ? constraint.scale * value : value
    }
    return auxiliary
  }

  func setWarmStart(_ parameters: [Double]) { warmStart = parameters }
}
