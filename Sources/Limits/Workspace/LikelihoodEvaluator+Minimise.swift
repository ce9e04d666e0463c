import Numerics

/// How a minimisation ended.
public enum FitStatus: String, Sendable {
  case converged
  /// No further progress although the step predicted by the Hessian is not negligible.
  case stalled
  case tooManyIterations = "too_many_iterations"
  /// The likelihood is zero (−ln L infinite) at the starting point.
  case noLikelihood = "no_likelihood"

  public var isGood: Bool { self == .converged }
}

extension LikelihoodEvaluator {
  /// Minimum of −ln L over the parameters that are not fixed, within their bounds, from `current`.
  ///
  /// Newton's method with the exact Hessian and an active set: a parameter at a bound takes part only if
  /// the gradient points inwards (Bertsekas, SIAM J. Control Optim. 20 (1982) 221). Where the Hessian is not
  /// positive or a step does not lower −ln L, a multiple of the diagonal is added (Levenberg, Marquardt).
  ///
  /// - Parameter tolerance: of half the Newton decrement, in −ln L; what remains is of third order
  /// - Returns: the status; the minimum stands in `current`, with gradient and Hessian near it
  func minimise(tolerance: Double = 1e-11, maximumIterations: Int = 300) -> FitStatus {
    for index in 0..<count {
      current.x[index] = max(lower[index], min(upper[index], current.x[index]))
    }
    evaluate(current, derivatives: true)
    guard current.value < .infinity else { return .noLikelihood }
    var damping = 0.0
    for _ in 0..<maximumIterations {
      chooseFree()
      var decrease = solve(damping: &damping)
      // A singular Hessian (two names for one effect) keeps a small damping; its minimum is one, too.
      if decrease <= tolerance, damping <= 1e-3 {
        if damping == 0 { finish(decrease) }
        return .converged
      }
      // Rounding of the value: a step that changes it by less can't be judged by it.
      let noise = 1e-13 * (1 + current.value.magnitude)
      var tries = 0
      while true {
        var predicted = 0.0
        for index in 0..<count {
          let x = current.x[index]
          let moved = isFree[index] ? max(lower[index], min(upper[index], x + step[index])) : x
          predicted -= current.gradient[index] * (moved - x)
          trial.x[index] = moved
        }
        if predicted <= 0.1 * tolerance, tries > 0 {
          // Nothing is left to win along any damped direction.
          return decrease <= 1e-6 ? .converged : .stalled
        }
        evaluate(trial, derivatives: true)
        if trial.value <= current.value - 1e-4 * predicted + noise { break }
        damping = damping == 0 ? 1e-3 : damping * 8
        decrease = solve(damping: &damping)
        tries += 1
        if tries > 60 { return .stalled }
      }
      swap(&current, &trial)
      damping = tries == 0 ? (damping > 1e-6 ? damping * 0.1 : 0) : damping
    }
    return .tooManyIterations
  }

  /// The last Newton step: its gain is known to third order, so no evaluation is needed.
  private func finish(_ decrease: Double) {
    for index in 0..<count where isFree[index] {
      let moved = current.x[index] + step[index]
      if moved < lower[index] || moved > upper[index] { return }
    }
    for index in 0..<count where isFree[index] { current.x[index] += step[index] }
    current.value -= decrease
  }

  private func chooseFree() {
    for index in 0..<count {
      let slope = current.gradient[index]
      isFree[index] =
        !isFixed[index] && !(current.x[index] <= lower[index] && slope >= 0)
        && !(current.x[index] >= upper[index] && slope <= 0)
    }
  }

  /// step = −(H + damping·D)⁻¹ g on the free parameters; raises the damping until H is positive.
  /// - Returns: half the decrement, ½ gᵀ(H + damping·D)⁻¹g
  private func solve(damping: inout Double) -> Double {
    while !factorise(current, damping: damping) {
      damping = damping == 0 ? 1e-6 : damping * 10
      if damping > 1e30 { break }
    }
    for index in 0..<count { step[index] = isFree[index] ? -current.gradient[index] : 0 }
    solveFactorised(step)
    var decrease = 0.0
    for index in 0..<count { decrease -= 0.5 * step[index] * current.gradient[index] }
    return decrease
  }

  /// Cholesky factor of the free part of H + damping·D; the envelope of H is that of its factor.
  func factorise(_ point: LikelihoodPoint, damping: Double) -> Bool {
    let h = point.hessian
    let l = factorisation
    for i in 0..<count {
      let row = l + rowStart[i]
      let source = h + rowStart[i]
      let first = firstColumn[i]
      guard isFree[i] else {
        for j in first..<i { row[j] = 0 }
        row[i] = 1
        continue
      }
      for j in first..<i {
        guard isFree[j] else {
          row[j] = 0
          continue
        }
        let other = l + rowStart[j]
        var sum = source[j]
        for k in max(first, firstColumn[j])..<j { sum -= row[k] * other[k] }
        row[j] = sum * work[j]
      }
      var diagonal = source[i]
      let scale = max(diagonal.magnitude, point.gradient[i].magnitude / (1 + point.x[i].magnitude))
      if damping > 0 { diagonal += damping * max(scale, 1e-10) }
      let whole = diagonal
      for k in first..<i { diagonal -= row[k] * row[k] }
      guard diagonal > 1e-13 * whole.magnitude, diagonal > 0, diagonal < .infinity else {
        // A parameter that nothing depends on stays where it is.
        if source[i] == 0, point.gradient[i] == 0 {
          row[i] = 1
          work[i] = 1
          continue
        }
        return false
      }
      row[i] = diagonal.squareRoot()
      work[i] = 1 / row[i]
    }
    return true
  }

  /// Solves L Lᵀ y = v in place.
  func solveFactorised(_ v: UnsafeMutablePointer<Double>) {
    let l = factorisation
    for i in 0..<count where isFree[i] {
      let row = l + rowStart[i]
      var sum = v[i]
      for k in firstColumn[i]..<i { sum -= row[k] * v[k] }
      v[i] = sum / row[i]
    }
    for i in stride(from: count - 1, through: 0, by: -1) where isFree[i] {
      let row = l + rowStart[i]
      let value = v[i] / row[i]
      v[i] = value
      for k in firstColumn[i]..<i { v[k] -= row[k] * value }
    }
  }
}
