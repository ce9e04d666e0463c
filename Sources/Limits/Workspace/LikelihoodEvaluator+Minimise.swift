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
  /// - Parameters:
  ///   - tolerance: of half the Newton decrement, in −ln L; what remains is of third order
  ///   - initialDamping: 1 for a cautious path downhill, 0 for Newton's step at once
  /// - Returns: the status; the minimum stands in `current`, with gradient and Hessian near it
  func minimise(
    tolerance: Double = 1e-11, initialDamping: Double = 0, maximumIterations: Int = 300
  ) -> FitStatus {
    for index in 0..<count {
      current.x[index] = max(lower[index], min(upper[index], current.x[index]))
    }
    evaluate(current, derivatives: true)
    guard current.value < .infinity else { return .noLikelihood }
    var damping = initialDamping
    for _ in 0..<maximumIterations {
      let here = current
      let there = trial
      var decrease = solve(here, damping: &damping)
      // A singular Hessian (two names for one effect) keeps a small damping; its minimum is one, too.
      if decrease <= tolerance, damping <= 1e-3 {
        if damping == 0 { finish(here, decrease) }
        return .converged
      }
      // Rounding of the value: a step that changes it by less can't be judged by it.
      let noise = 1e-13 * (1 + here.value.magnitude)
      var tries = 0
      while true {
        keepWithinBounds(here, damping: damping)
        var predicted = 0.0
        for index in 0..<count {
          let x = here.x[index]
          let moved = max(lower[index], min(upper[index], x + step[index]))
          predicted -= here.gradient[index] * (moved - x)
          there.x[index] = isFixed[index] ? x : moved
        }
        evaluate(there, derivatives: true)
        if there.value <= here.value - 1e-4 * max(0, predicted) + noise { break }
        // Along a strongly damped direction even the smallest step fails: rounding decides.
        if damping > 1e10 { return decrease <= 1e-6 ? .converged : .stalled }
        damping = damping == 0 ? 1e-3 : damping * 8
        decrease = min(decrease, solve(here, damping: &damping))
        tries += 1
      }
      current = there
      trial = here
      damping = tries == 0 ? (damping > 1e-6 ? damping * 0.1 : 0) : damping
    }
    return .tooManyIterations
  }

  /// The lowest of several minima: one found cautiously from the initial values, and those that Newton's
  /// method finds from each of `starts`. Nuisances of one-sided shapes have more than one minimum.
  /// - Returns: the status of the best; it stands in `current`
  func minimiseFromSeveral(_ starts: [[Double]], initial: [Double], tolerance: Double = 1e-11) -> FitStatus {
    setParameters(initial)
    var best = minimise(tolerance: tolerance, initialDamping: 1)
    for start in starts {
      let value = current.value
      let parameters = current.parameters
      setParameters(start)
      let status = minimise(tolerance: tolerance)
      if status.isGood, !best.isGood || current.value < value {
        best = status
      } else {
        setParameters(parameters)
        evaluate(current, derivatives: true)
        current.value = value
      }
    }
    return best
  }

  /// The initial values with every Gaussian nuisance moved by some of its standard deviations.
  func spreadStart(_ deviations: Double) -> [Double] {
    var start = layout.initial
    for constraint in layout.constraints where !constraint.isPoisson && !isFixed[constraint.parameter] {
      let index = constraint.parameter
      start[index] = max(lower[index], min(upper[index], start[index] + deviations / constraint.scale))
    }
    return start
  }

  /// The last Newton step: its gain is known to third order, so no evaluation is needed.
  private func finish(_ point: LikelihoodPoint, _ decrease: Double) {
    let x = point.x
    for index in 0..<count where isFree[index] {
      let moved = x[index] + step[index]
      if moved < lower[index] || moved > upper[index] { return }
    }
    for index in 0..<count where isFree[index] { x[index] += step[index] }
    point.value -= decrease
  }

  private func chooseFree(_ point: LikelihoodPoint) {
    let x = point.x
    for index in 0..<count {
      let slope = point.gradient[index]
      isFree[index] =
        !isFixed[index] && !(x[index] <= lower[index] && slope >= 0)
        && !(x[index] >= upper[index] && slope <= 0)
    }
  }

  /// step = −(H + damping·D)⁻¹ g on the free parameters; raises the damping until H is positive.
  /// - Returns: half the decrement, ½ gᵀ(H + damping·D)⁻¹g
  private func solve(_ point: LikelihoodPoint, damping: inout Double) -> Double {
    chooseFree(point)
    while !factorise(point, damping: damping) {
      damping = damping == 0 ? 1e-6 : damping * 10
      if damping > 1e30 { break }
    }
    let gradient = point.gradient
    for index in 0..<count { step[index] = isFree[index] ? -gradient[index] : 0 }
    solveFactorised(step)
    var decrease = 0.0
    for index in 0..<count { decrease -= 0.5 * step[index] * gradient[index] }
    return decrease
  }

  /// Parameters that the step would carry over a bound stop there, and the others are solved for again with
  /// that known: the minimum of the quadratic on the face, not a clipped corner of it.
  private func keepWithinBounds(_ point: LikelihoodPoint, damping: Double) {
    let x = point.x
    for _ in 0..<3 {
      var pinned = false
      for index in 0..<count where isFree[index] {
        let moved = x[index] + step[index]
        if moved < lower[index] {
          step[index] = lower[index] - x[index]
        } else if moved > upper[index] {
          step[index] = upper[index] - x[index]
        } else {
          continue
        }
        isFree[index] = false
        pinned = true
      }
      if !pinned { return }
      // Right-hand side −g − H·(pinned steps) for those that are still free.
      for j in 0..<count where isFree[j] { step[j] = -point.gradient[j] }
      for i in 0..<count where !isFree[i] && step[i] != 0 {
        for j in firstColumn[i]..<i where isFree[j] { step[j] -= point.hessian[rowStart[i] + j] * step[i] }
        for j in i + 1..<max(i + 1, count) where isFree[j] && firstColumn[j] <= i {
          step[j] -= point.hessian[rowStart[j] + i] * step[i]
        }
      }
      guard factorise(point, damping: damping) else { return }
      solveFactorised(step)
    }
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
