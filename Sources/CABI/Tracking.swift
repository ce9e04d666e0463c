import CHermetic
import Core
import Reconstruction

let stateSize = 20
let trackSize = 26

func trackerObject(_ tracker: OpaquePointer?) throws -> Tracker {
  try Handle.object(tracker, "tracker", as: Tracker.self)
}

/// Hits and states may hold NaN, which says that there is none; only NULL and the length are checked.
func uncheckedNumbers(_ pointer: UnsafePointer<Double>?, _ count: Int, _ name: String) throws
  -> UnsafePointer<Double>
{
  guard let pointer else {
    throw HermeticError(.argument, "\(name) is NULL. Pass an array of \(count) numbers.")
  }
  return pointer
}

func write(_ state: TrackState, _ covariance: TrackMatrix, to out: UnsafeMutablePointer<Double>) {
  let values = [state.x, state.y, state.tx, state.ty, state.qOverP]
  for i in 0..<5 { out[i] = values[i] }
  var k = 5
  for i in 0..<5 {
    for j in 0...i {
      out[k] = covariance[i, j]
      k += 1
    }
  }
}

func readState(_ row: UnsafePointer<Double>, z: Double) -> (TrackState, TrackMatrix) {
  var covariance = TrackMatrix.identity
  var k = 5
  for i in 0..<5 {
    for j in 0...i {
      covariance[i, j] = row[k]
      covariance[j, i] = row[k]
      k += 1
    }
  }
  return (TrackState(x: row[0], y: row[1], tx: row[2], ty: row[3], qOverP: row[4], z: z), covariance)
}

func write(_ fit: TrackFit, to out: UnsafeMutablePointer<Double>) {
  let isKnown = fit.status == .converged || fit.status == .notConverged
  if isKnown {
    write(fit.state, fit.covariance, to: out)
  } else {
    for k in 0..<stateSize { out[k] = .nan }
  }
  out[20] = Double(fit.status.rawValue)
  out[21] = isKnown ? fit.chi2 : .nan
  out[22] = Double(fit.ndf)
  out[23] = isKnown ? fit.pValue : .nan
  out[24] = Double(fit.used)
  out[25] = Double(fit.rejected)
}

@_cdecl("hermetic_tracker_create") @implementation
public func hermetic_tracker_create(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    let out = try output(out, "out")
    out.pointee = Handle.make(try Tracker(json: card))
  }
}

@_cdecl("hermetic_tracker_free") @implementation
public func hermetic_tracker_free(_ tracker: OpaquePointer!) { Handle.free(tracker, as: Tracker.self) }

@_cdecl("hermetic_tracker_describe") @implementation
public func hermetic_tracker_describe(
  _ tracker: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let tracker = try trackerObject(tracker)
    _ = try output(out, "out")
    try answer(tracker.description, out)
  }
}

@_cdecl("hermetic_tracker_fit") @implementation
public func hermetic_tracker_fit(
  _ tracker: OpaquePointer!, _ options: UnsafePointer<CChar>!, _ hits: UnsafePointer<Double>!,
  _ resolutions: UnsafePointer<Double>!, _ n: Int, _ tracks: UnsafeMutablePointer<Double>!,
  _ pulls: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let tracker = try trackerObject(tracker)
    let axes = tracker.axes.count
    let options = try fitOptions(options, tracker)
    _ = try count(n, times: max(axes, trackSize), "n")
    guard n > 0 else { return }
    let hits = try uncheckedNumbers(hits, n * axes, "hits")
    let tracks = try output(tracks, "tracks")
    try checkResolutions(resolutions, n * axes)
    let filter = KalmanFilter(tracker: tracker)
    for index in 0..<n {
      let fit = filter.fit(
        trackHits(hits, resolutions, index * axes), at: options.plane, outlierPull: options.outlierPull,
        wantsPulls: pulls != nil)
      write(fit, to: tracks + index * trackSize)
      if let pulls { for axis in 0..<axes { pulls[index * axes + axis] = filter.pulls[axis] } }
    }
  }
}

private func fitOptions(_ options: UnsafePointer<CChar>?, _ tracker: Tracker) throws -> TrackFitOptions {
  try TrackFitOptions(json: options == nil ? nil : try json(options, "options"), tracker: tracker)
}

private func checkResolutions(_ resolutions: UnsafePointer<Double>?, _ count: Int) throws {
  guard let resolutions else { return }
  for index in 0..<count where resolutions[index] <= 0 || resolutions[index] == .infinity {
    throw HermeticError.range(
      "resolutions[\(index)]", resolutions[index], allowed: "above 0 and finite, or NaN for no hit")
  }
}

private func trackHits(
  _ hits: UnsafePointer<Double>, _ resolutions: UnsafePointer<Double>?, _ start: Int
) -> TrackHits {
  TrackHits(values: hits + start, resolutions_mm: resolutions.map { $0 + start })
}

@_cdecl("hermetic_tracker_cumulative") @implementation
public func hermetic_tracker_cumulative(
  _ tracker: OpaquePointer!, _ options: UnsafePointer<CChar>!, _ hits: UnsafePointer<Double>!,
  _ resolutions: UnsafePointer<Double>!, _ n: Int, _ qOverP: UnsafePointer<Double>!, _ m: Int,
  _ cumulative: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let tracker = try trackerObject(tracker)
    let axes = tracker.axes.count
    let options = try fitOptions(options, tracker)
    _ = try count(n, times: max(axes, trackSize), "n")
    _ = try count(m, times: max(1, n), "m")
    guard n > 0, m > 0 else { return }
    let hits = try uncheckedNumbers(hits, n * axes, "hits")
    let qOverP = try uncheckedNumbers(qOverP, n * m, "q_over_p")
    let cumulative = try output(cumulative, "cumulative")
    try checkResolutions(resolutions, n * axes)
    let filter = KalmanFilter(tracker: tracker)
    for index in 0..<n {
      let fit = filter.fit(
        trackHits(hits, resolutions, index * axes), at: options.plane, outlierPull: options.outlierPull)
      let isKnown = fit.status == .converged || fit.status == .notConverged
      for j in 0..<m {
        cumulative[index * m + j] = isKnown ? filter.cumulative(fit, qOverP[index * m + j]) : .nan
      }
    }
  }
}

@_cdecl("hermetic_tracker_propagate") @implementation
public func hermetic_tracker_propagate(
  _ tracker: OpaquePointer!, _ from: Double, _ to: Double, _ states: UnsafePointer<Double>!, _ n: Int,
  _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let tracker = try trackerObject(tracker)
    let from = try number(from, "from_mm", in: -1e6...1e6)
    let to = try number(to, "to_mm", in: -1e6...1e6)
    _ = try count(n, times: stateSize, "n")
    guard n > 0 else { return }
    let states = try uncheckedNumbers(states, n * stateSize, "states")
    let out = try output(out, "out")
    for index in 0..<n {
      var (state, covariance) = readState(states + index * stateSize, z: from)
      var carried: TrackMatrix? = covariance
      if tracker.propagate(&state, to: to, covariance: &carried), let carried {
        covariance = carried
        write(state, covariance, to: out + index * stateSize)
      } else {
        for k in 0..<stateSize { out[index * stateSize + k] = .nan }
      }
    }
  }
}
