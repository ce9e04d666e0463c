import Core
import Numerics

/// A maximum-likelihood fit with its status and covariance.
public struct ProfileFit: Sendable {
  public var status: FitStatus
  /// −ln L with all constants.
  public var negativeLogLikelihood: Double
  /// In the workspace's order, see `parameterNames`.
  public var values: [Double]
  /// Standard deviations from the inverse Hessian; 0 for parameters that are fixed or at a bound.
  public var errors: [Double]
  public var covariance: [[Double]]
  /// Whether the Hessian of the free parameters is positive definite.
  public var covarianceIsValid: Bool
  public var atBound: [Bool]
}

extension LikelihoodEvaluator {
  /// Packs `current`, a minimum, into a result.
  func result(_ status: FitStatus) -> ProfileFit {
    evaluate(current, derivatives: true)
    var atBound = [Bool](repeating: false, count: count)
    for index in 0..<count {
      let x = current.x[index]
      let range = upper[index] - lower[index]
      let isAtBound = x - lower[index] <= 1e-12 * range || upper[index] - x <= 1e-12 * range
      atBound[layout.externalIndex[index]] = isAtBound && !isFixed[index]
      isFree[index] = !isFixed[index] && !isAtBound
    }
    var covariance = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    let isValid = factorise(current, damping: 0)
    if isValid {
      let column = UnsafeMutablePointer<Double>.allocate(capacity: count + 1)
      defer { column.deallocate() }
      for index in 0..<count where isFree[index] {
        for k in 0..<count { column[k] = k == index ? 1 : 0 }
        solveFactorised(column)
        let row = layout.externalIndex[index]
        for k in 0..<count where isFree[k] { covariance[row][layout.externalIndex[k]] = column[k] }
      }
    }
    var values = [Double](repeating: 0, count: count)
    for index in 0..<count { values[layout.externalIndex[index]] = current.x[index] }
    return ProfileFit(
      status: status, negativeLogLikelihood: current.value + constant(), values: values,
      errors: covariance.indices.map { max(0, covariance[$0][$0]).squareRoot() }, covariance: covariance,
      covarianceIsValid: isValid, atBound: atBound)
  }
}
