import Numerics

/// Makes the hits of one event from the particles that cross the stations of a tracker.
///
/// - Checked by: `HitMakerTests`.
public struct HitMaker: Sendable {
  public struct Station: Sendable {
    public let response: StationResponse
    /// Half sides of the active rectangle along x and y.
    public let halfX_mm: Double
    public let halfY_mm: Double

    public init(response: StationResponse, halfX_mm: Double, halfY_mm: Double) {
      self.response = response
      self.halfX_mm = halfX_mm
      self.halfY_mm = halfY_mm
    }
  }

  struct Cluster {
    var u: Double
    var low: Double
    var high: Double
    var size: Double
    /// Index of a point, −1 for noise.
    var source: Int
    var drift = Double.nan
    var wire = 0.0
  }

  let tracker: Tracker
  let stations: [Station]

  /// Of each axis; nil where strips have channels of their own.
  private let multiplexing: [StripMultiplexing?]

  /// - Parameter stations: one per plane of the tracker
  public init(tracker: Tracker, stations: [Station]) {
    self.tracker = tracker
    self.stations = stations
    multiplexing = tracker.axes.map { axis in
      let station = stations[axis.plane]
      if station.response.multiplexing == 1 { return nil }
      return StripMultiplexing(
        half: Self.half(station, axis), pitch_mm: station.response.pitch_mm,
        factor: station.response.multiplexing)
    }
  }

  /// Of the stretch that an axis covers.
  private static func half(_ station: Station, _ axis: MeasuredAxis) -> Double {
    station.halfX_mm * axis.cosine.magnitude + station.halfY_mm * axis.sine.magnitude
  }

  /// - Parameters:
  ///   - points: the particles on each plane
  ///   - base: the event's stream; each axis draws from one of its own, from `firstStream` on
  public func hits(_ points: [[TrackPoint]], base: RandomStream, firstStream: UInt64) -> [TrackerHit] {
    var result: [TrackerHit] = []
    for (plane, detector) in tracker.planes.enumerated() {
      let station = stations[plane]
      for index in detector.axes {
        let axis = tracker.axes[index]
        var rng = RandomStream(
          sameEventAs: base, trackBase: base.track, track: firstStream &+ UInt64(index))
        let half = Self.half(station, axis)
        let places = points[plane].map {
          $0.x_mm * axis.cosine + $0.y_mm * axis.sine - axis.offset_mm
        }
        let times = points[plane].map(\.earlier_ns)
        let response = station.response
        var found: [Cluster]
        switch response.kind {
        case .straw: found = Self.straws(places, times, response, half, &rng)
        case .hodoscope: found = Self.strips(places, times, response, half, &rng)
        case .micromegas, .gem:
          if let charges = response.charges {
            found = Self.chargedClusters(places, times, response, charges, half, &rng)
          } else {
            found = Self.clusters(places, times, response, half, &rng)
          }
        }
        if let map = multiplexing[index] { found = Self.demultiplex(found, response, map) }
        for cluster in found {
          let point = cluster.source < 0 ? nil : points[plane][cluster.source]
          let truth = cluster.source < 0 ? .nan : places[cluster.source]
          func hit(_ u: Double, _ drift: Double) -> TrackerHit {
            TrackerHit(
              axis: Int32(index), u_mm: u, size: cluster.size, drift_mm: drift, trueU_mm: truth,
              pdg: point?.pdg ?? 0, momentum_GeV: point?.momentum_GeV ?? 0, track: point?.track ?? -1)
          }
          if cluster.drift.isNaN {
            result.append(hit(cluster.u, .nan))
          } else {
            result.append(hit(cluster.wire - cluster.drift, -cluster.drift))
            result.append(hit(cluster.wire + cluster.drift, cluster.drift))
          }
        }
      }
    }
    return result
  }

  /// The error of one coordinate. The number of draws is the same for all, so that a particle more in front of
  /// another one's stream is all that changes its numbers.
  static func error(_ response: StationResponse, _ rng: inout RandomStream) -> Double {
    let isTail = rng.uniform() < response.tailFraction
    return (isTail ? response.tail_mm : response.resolution_mm) * rng.normal()
  }

  private static func clusters(
    _ places: [Double], _ times: [Double], _ response: StationResponse, _ half: Double,
    _ rng: inout RandomStream
  ) -> [Cluster] {
    var found: [Cluster] = []
    func add(_ u: Double, _ size: Double, _ source: Int) {
      let reach = 0.5 * size * response.pitch_mm
      found.append(Cluster(u: u, low: u - reach, high: u + reach, size: size, source: source))
    }
    for (index, place) in places.enumerated() {
      let isSeen = rng.uniform() < response.efficiency
      let error = error(response, &rng)
      let size = 1 + rng.poisson(mean: response.clusterSize - 1)
      if isSeen, response.isInGate(earlier_ns: times[index]), !response.isDead(place) {
        add(place + error, size, index)
      }
    }
    for _ in 0..<Int(rng.poisson(mean: response.noiseHits)) {
      let u = half * (2 * rng.uniform() - 1)
      let size = 1 + rng.poisson(mean: response.clusterSize - 1)
      if !response.isDead(u) { add(u, size, -1) }
    }
    if found.count < 2 { return found }
    found.sort { ($0.low, $0.source) < ($1.low, $1.source) }
    var merged: [Cluster] = []
    for cluster in found {
      guard var last = merged.last, cluster.low <= last.high else {
        merged.append(cluster)
        continue
      }
      // A particle's cluster keeps its name when noise joins it.
      if last.source < 0 { last.source = cluster.source }
      last.u = (last.u * last.size + cluster.u * cluster.size) / (last.size + cluster.size)
      last.high = max(last.high, cluster.high)
      last.size += cluster.size
      merged[merged.count - 1] = last
    }
    return merged
  }

  private static func strips(
    _ places: [Double], _ times: [Double], _ response: StationResponse, _ half: Double,
    _ rng: inout RandomStream
  ) -> [Cluster] {
    var found: [Cluster] = []
    func add(_ place: Double, _ source: Int) {
      let middle =
        response.offset_mm
        + ((place - response.offset_mm) / response.pitch_mm).rounded() * response.pitch_mm
      if response.isDead(place) || found.contains(where: { $0.u == middle }) { return }
      found.append(Cluster(u: middle, low: middle, high: middle, size: 1, source: source))
    }
    for (index, place) in places.enumerated() {
      let isSeen = rng.uniform() < response.efficiency
      if isSeen, response.isInGate(earlier_ns: times[index]) { add(place, index) }
    }
    for _ in 0..<Int(rng.poisson(mean: response.noiseHits)) {
      add(half * (2 * rng.uniform() - 1), -1)
    }
    return found
  }

  private static func straws(
    _ places: [Double], _ times: [Double], _ response: StationResponse, _ half: Double,
    _ rng: inout RandomStream
  ) -> [Cluster] {
    var found: [Cluster] = []
    func add(_ place: Double, _ error: Double, _ source: Int, _ earlier_ns: Double) {
      let wire =
        response.offset_mm
        + ((place - response.offset_mm) / response.pitch_mm).rounded() * response.pitch_mm
      let distance = (place - wire).magnitude
      if distance > 0.5 * response.strawDiameter_mm || response.isDead(place) { return }
      var drift = (distance + error).magnitude
      if earlier_ns != 0 {
        // The clock starts with the trigger.
        drift -= response.drift_mm_per_ns * earlier_ns
        if drift < 0 || drift > 0.5 * response.strawDiameter_mm { return }
      }
      let hit = Cluster(
        u: place, low: wire, high: wire, size: 1, source: source, drift: drift, wire: wire)
      if let known = found.firstIndex(where: { $0.wire == wire }) {
        if drift < found[known].drift { found[known] = hit }
      } else {
        found.append(hit)
      }
    }
    for (index, place) in places.enumerated() {
      let isSeen = rng.uniform() < response.efficiency
      let error = error(response, &rng)
      if isSeen { add(place, error, index, times[index]) }
    }
    for _ in 0..<Int(rng.poisson(mean: response.noiseHits)) {
      add(half * (2 * rng.uniform() - 1), 0, -1, 0)
    }
    return found
  }
}
