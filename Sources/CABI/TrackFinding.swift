import CHermetic
import Core
import Reconstruction

@_cdecl("hermetic_tracker_find") @implementation
public func hermetic_tracker_find(
  _ tracker: OpaquePointer!, _ options: UnsafePointer<CChar>!, _ offsets: UnsafePointer<UInt64>!,
  _ axes: UnsafePointer<Int32>!, _ hits: UnsafePointer<Double>!, _ n: Int,
  _ tracks: UnsafeMutablePointer<Double>!, _ events: UnsafeMutablePointer<UInt64>!,
  _ scores: UnsafeMutablePointer<Double>!, _ hitOfAxis: UnsafeMutablePointer<Int32>!, _ capacity: Int,
  _ found: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let tracker = try trackerObject(tracker)
    let options = try TrackFinderOptions(
      json: options == nil ? nil : try json(options, "options"), tracker: tracker)
    let needed = try count(n, times: options.mostTracks, "n")
    let found = try output(found, "count")
    guard n > 0 else {
      found.pointee = 0
      return
    }
    guard let offsets else {
      throw HermeticError(.argument, "offsets is NULL. Pass an array of \(n + 1) numbers.")
    }
    guard capacity >= needed else {
      throw HermeticError(
        .capacity,
        "capacity = \(capacity) tracks (n x most_tracks = \(needed) may be found). Give larger arrays.")
    }
    let total = try check(offsets, n)
    let tracks = try output(tracks, "tracks")
    let events = try output(events, "events")
    if total > 0 {
      _ = try uncheckedNumbers(hits, total, "hits")
      guard let axes else {
        throw HermeticError(.argument, "axes is NULL. Pass an array of \(total) numbers.")
      }
      for index in 0..<total where axes[index] < 0 || Int(axes[index]) >= tracker.axes.count {
        throw HermeticError.range(
          "axes[\(index)]", Double(axes[index]), allowed: "in 0 ... \(tracker.axes.count - 1)")
      }
    }
    let finder = try TrackFinder(tracker: tracker, options: options)
    var written = 0
    for event in 0..<n {
      let first = Int(offsets[event])
      let size = Int(offsets[event + 1]) - first
      let candidates = finder.find(
        axes: UnsafeBufferPointer(start: size == 0 ? nil : axes + first, count: size),
        hits: UnsafeBufferPointer(start: size == 0 ? nil : hits + first, count: size))
      for candidate in candidates {
        write(candidate.fit, to: tracks + written * trackSize)
        events[written] = UInt64(event)
        if let scores { scores[written] = candidate.score }
        if let hitOfAxis {
          for (axis, hit) in candidate.hits.enumerated() {
            hitOfAxis[written * tracker.axes.count + axis] = hit
          }
        }
        written += 1
      }
    }
    found.pointee = written
  }
}

/// - Returns: the number of hits
private func check(_ offsets: UnsafePointer<UInt64>, _ n: Int) throws -> Int {
  guard offsets[0] == 0 else {
    throw HermeticError(.range, "offsets[0] = \(offsets[0]) (the first event begins with hit 0).")
  }
  for index in 0..<n where offsets[index + 1] < offsets[index] || offsets[index + 1] >= 1 << 40 {
    throw HermeticError(
      .range,
      "offsets[\(index + 1)] = \(offsets[index + 1]) (offsets rise; the one before is \(offsets[index])).")
  }
  return Int(offsets[n])
}

@_cdecl("hermetic_tracker_vertex") @implementation
public func hermetic_tracker_vertex(
  _ tracker: OpaquePointer!, _ card: UnsafePointer<CChar>!, _ states: UnsafePointer<Double>!, _ k: Int,
  _ n: Int, _ vertices: UnsafeMutablePointer<Double>!, _ momenta: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let tracker = try trackerObject(tracker)
    let card = try json(card, "card")
    guard (2...100).contains(k) else {
      throw HermeticError.range("k", Double(k), allowed: "2 to 100 tracks", hint: "A vertex needs two.")
    }
    let options = try VertexOptions(json: card, tracks: k)
    let total = try count(n, times: k * stateSize, "n")
    guard n > 0 else { return }
    let states = try uncheckedNumbers(states, total, "states")
    let vertices = try output(vertices, "vertices")
    for index in 0..<n {
      let fit = tracker.vertex(
        (0..<k).map { readState(states + (index * k + $0) * stateSize, z: options.z_mm) }, options)
      let values =
        [fit.position.x, fit.position.y, fit.position.z] + fit.covariance
        + [
          fit.chi2, Double(fit.ndf), fit.pValue, fit.mass_GeV, fit.massError_GeV, Double(fit.status.rawValue),
        ]
      for (place, value) in values.enumerated() { vertices[index * values.count + place] = value }
      guard let momenta else { continue }
      for track in 0..<k {
        let p = track < fit.momenta_GeV.count ? fit.momenta_GeV[track] : .init(.nan, .nan, .nan)
        let row = momenta + 3 * (index * k + track)
        row[0] = p.x
        row[1] = p.y
        row[2] = p.z
      }
    }
  }
}
