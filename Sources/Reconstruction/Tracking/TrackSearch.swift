/// The tracks of one event: a fit where there is nothing to choose, pattern recognition otherwise.
///
/// An event with at most one hit on every axis, enough of them, is fitted at once, outliers taken out as the tracker's card says.
/// If the fit is bad, or an axis has two hits, `TrackFinder` looks.
///
/// Not to be shared between threads: it owns its working memory.
public final class TrackSearch {
  public let tracker: Tracker
  public let options: TrackFinderOptions
  private let finder: TrackFinder
  private let filter: KalmanFilter
  private var values: [Double]
  private var indices: [Int32]
  private let seed: TrackState

  public convenience init(tracker: Tracker, options: TrackFinderOptions) throws {
    self.init(finder: try TrackFinder(tracker: tracker, options: options), options: options)
  }

  /// For another thread, with working memory of its own.
  public convenience init(like other: TrackSearch) {
    self.init(finder: TrackFinder(like: other.finder), options: other.options)
  }

  private init(finder: TrackFinder, options: TrackFinderOptions) {
    let tracker = finder.tracker
    self.tracker = tracker
    self.options = options
    self.finder = finder
    filter = KalmanFilter(tracker: tracker)
    values = [Double](repeating: .nan, count: tracker.axes.count)
    indices = [Int32](repeating: -1, count: tracker.axes.count)
    seed = TrackState(
      x: options.x_mm, y: options.y_mm, tx: options.tx, ty: options.ty,
      qOverP: tracker.charge / tracker.momentum_GeV, z: tracker.planes[tracker.firstPlane].z_mm)
  }

  /// - Parameters: as `TrackFinder.find`
  /// - Returns: tracks, best first
  public func tracks(axes: UnsafeBufferPointer<Int32>, hits: UnsafeBufferPointer<Double>)
    -> [TrackFinder.Candidate]
  {
    if let track = direct(axes, hits) { return [track] }
    return axes.count < options.leastHits ? [] : finder.find(axes: axes, hits: hits)
  }

  private func direct(_ axes: UnsafeBufferPointer<Int32>, _ hits: UnsafeBufferPointer<Double>)
    -> TrackFinder.Candidate?
  {
    guard axes.count <= tracker.axes.count, axes.count >= options.leastHits else { return nil }
    for axis in values.indices {
      values[axis] = .nan
      indices[axis] = -1
    }
    for (index, axis) in axes.enumerated() {
      if indices[Int(axis)] >= 0 { return nil }
      indices[Int(axis)] = Int32(index)
      values[Int(axis)] = hits[index]
    }
    let fit = values.withUnsafeBufferPointer {
      filter.fit(
        TrackHits(values: $0.baseAddress!), at: options.plane, seed: seed, outlierPull: tracker.outlierPull)
    }
    guard fit.status == .converged, fit.used >= options.leastHits, fit.pValue >= options.leastPValue,
      fit.state.qOverP.magnitude <= options.largestQOverP
    else { return nil }
    return TrackFinder.Candidate(hits: indices, fit: fit, score: -0.5 * fit.chi2)
  }
}
