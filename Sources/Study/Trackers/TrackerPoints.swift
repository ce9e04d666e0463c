import Numerics
import Reconstruction
import Transport

/// Particles on the stations of a tracker in one event.
struct TrackerPoints {
  /// Station after station.
  private(set) var points: [[TrackPoint]]
  private var lineages: [UInt64] = []

  init(stations: Int) { points = (0..<stations).map { _ in [] } }

  /// Particles on the planes of the front faces; who comes through a side is carried there straight.
  mutating func fill(_ log: CrossingLog, firstPlane: Int, _ tracker: Tracker) {
    for plane in points.indices { points[plane].removeAll(keepingCapacity: true) }
    lineages.removeAll(keepingCapacity: true)
    for number in 0..<log.count {
      let crossing = log.crossings[number]
      let plane = Int(crossing.plane) - firstPlane
      guard points.indices.contains(plane) else { continue }
      let track: Int
      if let known = lineages.firstIndex(of: crossing.lineage) {
        track = known
      } else {
        track = lineages.count
        lineages.append(crossing.lineage)
      }
      let d = crossing.direction
      let shift =
        d.z.magnitude > 1e-3 ? (tracker.planes[plane].z_mm - crossing.position.z) / d.z : 0
      points[plane].append(
        TrackPoint(
          x_mm: crossing.position.x + shift * d.x, y_mm: crossing.position.y + shift * d.y,
          pdg: Int32(crossing.particle.pdg), momentum_GeV: crossing.momentum_GeV,
          track: Int32(track)))
    }
  }

  /// Those of another beam particle, the `number`-th one of the event, from 1 on.
  mutating func overlay(_ other: TrackerPoints, number: Int, earlier_ns: Double) {
    let base = Int32(clamping: number) &* TrackPoint.tracksPerBeamParticle
    for plane in points.indices {
      for point in other.points[plane] {
        points[plane].append(
          TrackPoint(
            x_mm: point.x_mm, y_mm: point.y_mm, pdg: point.pdg, momentum_GeV: point.momentum_GeV,
            track: base &+ point.track, earlier_ns: earlier_ns))
      }
    }
  }
}
