import Core
import Numerics

/// Kalman filter and smoother about a reference track.
///
/// The reference is carried through field and matter once; deviations from it are linear, and what is
/// known of them is a square root of information (`SquareRootInformation`). One filter runs downstream,
/// one upstream; at each plane the two are put together (two-filter smoother [1]). The estimate becomes
/// the next reference until it stays within a hundredth of its error. At convergence this is the least
/// squares solution with all correlations of multiple scattering.
///
/// Not to be shared between threads: it owns its working memory.
///
/// - Checked by: `KalmanFilterTests`.
///
/// [1] Fraser, Potter, IEEE Trans. Autom. Control 14 (1969) 387; Frühwirth, Nucl. Instrum. Meth. A262
///     (1987) 444
public final class KalmanFilter {
  public let tracker: Tracker
  private let nominal: TrackPath
  private let hasNominal: Bool
  private let path: TrackPath
  private let forwardInformation: UnsafeMutablePointer<TrackInformation>
  private let backwardInformation: UnsafeMutablePointer<TrackInformation>
  /// 1/σ of each axis; 0 where there is no hit or it was rejected.
  private let weights: UnsafeMutablePointer<Double>
  private let values: UnsafeMutablePointer<Double>
  private let variances: UnsafeMutablePointer<Double>
  /// (measured − fitted without this hit)/σ of the difference, of hits that were taken out too; NaN where
  /// there is none.
  public let pulls: UnsafeMutablePointer<Double>
  private let first: Int
  private let last: Int
  private let firstPlane: Int
  /// Of electrons in matter: what photons do to the momentum. Its last posterior is that of the last fit.
  private let radiation: RadiationPosterior?

  /// Relative to the errors; a reference this near changes the linear answer by its square.
  private static let converged = 0.01

  public init(tracker: Tracker) {
    self.tracker = tracker
    let planes = tracker.planes.count
    let axes = tracker.axes.count
    first = tracker.nodeOfPlane.min()!
    last = tracker.nodeOfPlane.max()!
    firstPlane = tracker.nodes[first].plane
    nominal = TrackPath(planeCount: planes)
    path = TrackPath(planeCount: planes)
    radiation = RadiationPosterior(tracker: tracker, first: first, last: last)
    forwardInformation = .allocate(capacity: planes)
    backwardInformation = .allocate(capacity: planes)
    weights = .allocate(capacity: axes + 1)
    values = .allocate(capacity: axes + 1)
    variances = .allocate(capacity: axes + 1)
    pulls = .allocate(capacity: axes + 1)
    forwardInformation.initialize(repeating: TrackInformation(), count: planes)
    backwardInformation.initialize(repeating: TrackInformation(), count: planes)
    weights.initialize(repeating: 0, count: axes + 1)
    values.initialize(repeating: 0, count: axes + 1)
    variances.initialize(repeating: 0, count: axes + 1)
    pulls.initialize(repeating: .nan, count: axes + 1)
    let start = TrackState(
      x: 0, y: 0, tx: 0, ty: 0, qOverP: tracker.charge / tracker.momentum_GeV, z: tracker.nodes[first].z)
    hasNominal = tracker.record(start, fromNode: first, toNode: last, in: nominal)
  }

  deinit {
    forwardInformation.deallocate()
    backwardInformation.deallocate()
    weights.deallocate()
    values.deallocate()
    variances.deallocate()
    pulls.deallocate()
  }

  /// - Parameters:
  ///   - plane: where the state is wanted
  ///   - seed: the first reference, at the first plane; nil takes the nominal track
  ///   - outlierPull: hits that are further off than this are taken out, the worst first
  ///   - wantsPulls: fills `pulls`
  public func fit(
    _ hits: TrackHits, at plane: Int, seed: TrackState? = nil, outlierPull: Double? = nil,
    wantsPulls: Bool = false
  ) -> TrackFit {
    var result = TrackFit()
    radiation?.clear()
    for axis in tracker.axes.indices {
      let value = hits.values[axis]
      let resolution = hits.resolutions_mm?[axis] ?? tracker.axes[axis].resolution_mm
      let isUsed = value == value && resolution == resolution
      values[axis] = isUsed ? value + tracker.axes[axis].offset_mm : 0
      weights[axis] = isUsed ? 1 / resolution : 0
      variances[axis] = isUsed ? resolution * resolution : 0
      pulls[axis] = .nan
      if isUsed { result.used += 1 }
    }
    result.ndf = result.used + (tracker.momentumSpread == nil ? 0 : 1) - 5
    if result.ndf < 0 { return result }
    var reference = seed
    var current = nominal
    let hasOutliers = outlierPull != nil
    while true {
      guard let start = converge(&reference, &current, &result) else { return result }
      let needsForward = plane != firstPlane || wantsPulls || hasOutliers
      if needsForward { filterForward(current) }
      if wantsPulls || hasOutliers { findPulls(current) }
      if let cut = outlierPull, let worst = worstHit(above: cut), result.ndf >= 1,
        result.rejected < result.used
      {
        weights[worst] = 0
        result.rejected += 1
        result.used -= 1
        result.ndf -= 1
        // The reference stays: the next round starts from where this one ended.
        reference = start
        continue
      }
      let smoothed = information(at: plane, current)
      guard let delta = smoothed.solution else {
        result.status = .undetermined
        return result
      }
      result.state = current.states[plane].displaced(by: delta)
      result.covariance = smoothed.covariance
      result.chi2 = smoothed.chi2
      radiation?.refine(
        &result, at: plane, path: current, constraint: constraintRow(current), weights: weights,
        values: values)
      return result
    }
  }

  /// Moves the reference until it is the estimate. Leaves the upstream filter's information at each
  /// plane; nil when the fit failed (its status says how).
  private func converge(_ reference: inout TrackState?, _ current: inout TrackPath, _ result: inout TrackFit)
    -> TrackState?
  {
    for iteration in 1...tracker.iterations {
      if let start = reference {
        guard tracker.record(start, fromNode: first, toNode: last, in: path) else {
          result.status = .lost
          return nil
        }
        current = path
      } else if !hasNominal {
        result.status = .lost
        return nil
      } else {
        current = nominal
      }
      result.iterations += 1
      filterBackward(current)
      forwardInformation[firstPlane] = constraint(current)
      let smoothed = information(at: firstPlane, current)
      guard let delta = smoothed.solution else {
        result.status = .undetermined
        return nil
      }
      let start = current.states[firstPlane].displaced(by: delta)
      guard start.isFinite, start.tx.magnitude < TrackBend.steepest, start.ty.magnitude < TrackBend.steepest
      else {
        result.status = .lost
        return nil
      }
      if isSmall(delta, smoothed) {
        result.status = .converged
        return start
      }
      if iteration == tracker.iterations {
        result.status = .notConverged
        return start
      }
      reference = start
    }
    return nil
  }

  /// Probability that q/p is below `value`, given the hits of the last fit, which was `fit`.
  public func cumulative(_ fit: TrackFit, _ value: Double) -> Double {
    if let radiation, !radiation.components.isEmpty { return radiation.cumulative(value) }
    return SpecialFunctions.normalCumulative((value - fit.state.qOverP) / fit.covariance[4, 4].squareRoot())
  }

  private func isSmall(_ delta: InlineArray<5, Double>, _ information: TrackInformation) -> Bool {
    // |R δ|² is δᵀ C⁻¹ δ.
    var sum = 0.0
    for i in 0..<5 { sum += information.z(i) * information.z(i) }
    return sum < Self.converged * Self.converged
  }

  private func constraint(_ path: TrackPath) -> TrackInformation {
    var result = TrackInformation()
    if let known = constraintRow(path) {
      var row = TrackInformation.Row(repeating: 0)
      row[4] = known.weight
      row[5] = known.value
      result.absorb(row, from: 4)
    }
    return result
  }

  /// weight · δqp = value ± 1 at the first plane.
  private func constraintRow(_ path: TrackPath) -> (weight: Double, value: Double)? {
    guard let spread = tracker.momentumSpread else { return nil }
    let centre = tracker.charge / tracker.momentum_GeV
    let weight = 1 / (spread * centre.magnitude)
    return (weight, weight * (centre - path.states[firstPlane].qOverP))
  }

  @inline(__always)
  private func measure(_ plane: Int, _ reference: TrackState, _ information: inout TrackInformation) {
    for axis in tracker.planes[plane].axes {
      let weight = weights[axis]
      if weight == 0 { continue }
      let measured = tracker.axes[axis]
      var row = TrackInformation.Row(repeating: 0)
      row[0] = weight * measured.cosine
      row[1] = weight * measured.sine
      row[5] =
        weight * (values[axis] - measured.cosine * reference.x - measured.sine * reference.y)
      information.absorb(row)
    }
  }

  /// Everything that is known at one plane.
  private func information(at plane: Int, _ path: TrackPath) -> TrackInformation {
    var result = backwardInformation[plane]
    measure(plane, path.states[plane], &result)
    result.absorb(forwardInformation[plane])
    return result
  }

  /// Downstream hits seen from each plane.
  private func filterBackward(_ path: TrackPath) {
    var information = TrackInformation()
    var index = path.count - 1
    while index >= 0 {
      let step = path.steps[index]
      if step.kind == .measure {
        backwardInformation[step.index] = information
        measure(step.index, path.states[step.index], &information)
      } else {
        information.retreat(step, path)
      }
      index &-= 1
    }
  }

  /// Upstream hits seen from each plane.
  private func filterForward(_ path: TrackPath) {
    var information = constraint(path)
    for index in 0..<path.count {
      let step = path.steps[index]
      if step.kind == .measure {
        forwardInformation[step.index] = information
        measure(step.index, path.states[step.index], &information)
      } else {
        information.advance(step, path)
      }
    }
  }

  /// Residual of each hit against the track without it, in units of its error. With the smoothed track,
  /// which has the hit: r/√(σ² − hᵀCh), the same number; r/√(σ² + hᵀCh) for a hit that was taken out.
  private func findPulls(_ path: TrackPath) {
    for (plane, detector) in tracker.planes.enumerated() where !detector.axes.isEmpty {
      let smoothed = information(at: plane, path)
      guard let delta = smoothed.solution else { continue }
      let state = path.states[plane].displaced(by: delta)
      for axis in detector.axes {
        let measured = tracker.axes[axis]
        let residual = values[axis] - measured.cosine * state.x - measured.sine * state.y
        var h = InlineArray<5, Double>(repeating: 0)
        h[0] = measured.cosine
        h[1] = measured.sine
        let known = smoothed.variance(h)
        let sigma2 = variances[axis]
        if sigma2 == 0 { continue }
        let rest = weights[axis] == 0 ? sigma2 + known : sigma2 - known
        // A hit without which the track is not determined has no pull.
        pulls[axis] = rest > 1e-9 * sigma2 ? residual / rest.squareRoot() : .nan
      }
    }
  }

  private func worstHit(above cut: Double) -> Int? {
    var worst: Int?
    var largest = cut
    for axis in tracker.axes.indices where weights[axis] != 0 && pulls[axis].magnitude > largest {
      largest = pulls[axis].magnitude
      worst = axis
    }
    return worst
  }
}
