import Core
import Numerics
import Reconstruction
import Transport

/// One thread's way from the crossings of an event to the columns of one tracker: hits, tracks, vertex.
final class TrackReader {
  private let card: TrackerCard
  private let search: TrackSearch
  private let firstPlane: Int
  private let firstColumn: Int
  private let index: Int
  private let firstStream: UInt64
  private unowned let run: Run
  private var points: TrackerPoints
  /// Place among the trackers that see pile-up.
  private let pileUpIndex: Int?
  private var axes: [Int32] = []
  private var values: [Double] = []

  /// - Parameters:
  ///   - firstPlane: number of the first station in the log of crossings
  ///   - firstColumn: place of the tracker's columns
  init(run: Run, index: Int, firstPlane: Int, firstColumn: Int) {
    self.run = run
    self.index = index
    card = run.card.trackers[index]
    search = TrackSearch(like: card.trackSearch)
    self.firstPlane = firstPlane
    self.firstColumn = firstColumn
    firstStream = Self.firstStream(tracker: card.name)
    points = TrackerPoints(stations: card.planes.count)
    pileUpIndex = card.seesPileUp ? run.card.trackers[..<index].filter(\.seesPileUp).count : nil
  }

  /// Streams of random numbers of a tracker begin here: by its name, so that the order of a card's keys does not
  /// matter; those of sensors are far below.
  static func firstStream(tracker name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return (hash | 1 << 63) & ~0xffff
  }

  func fill(row: Int, event: UInt64, crossings: CrossingLog) {
    points.fill(crossings, firstPlane: firstPlane, card.tracker)
    let base = RandomStream(seed: run.card.seed, event: event, purpose: .response)
    let others = overlay(base)
    let hits = card.maker.hits(points.points, base: base, firstStream: firstStream)
    axes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    for hit in hits {
      axes.append(hit.axis)
      values.append(hit.u_mm)
    }
    let tracks = axes.withUnsafeBufferPointer { axes in
      values.withUnsafeBufferPointer { search.tracks(axes: axes, hits: $0) }
    }
    run.hits.set(row: row, tracker: index, hits)
    write(row: row, hits: hits.count, tracks)
    if let others {
      run.columns.set(firstColumn + card.columns.count - 1, row: row, Double(others))
    }
  }

  /// The beam particles that the calorimeters see as well, and those that only the gates of stations are wide enough for.
  ///
  /// - Returns: how many have come within the widest gate; nil when nobody asks for them
  private func overlay(_ base: RandomStream) -> Int? {
    guard let pileUpIndex, let response = run.card.response, let library = run.pileUp else { return nil }
    let gate = card.widestGate_ns
    var number = 0
    for other in ResponseWorker.others(response, base, gate_ns: gate)
    where other.earlier_ns <= gate[0] && other.earlier_ns >= -gate[1] {
      number += 1
      points.overlay(
        library.points(other.event, tracker: pileUpIndex), number: number, earlier_ns: other.earlier_ns)
    }
    return number
  }

  private func write(row: Int, hits: Int, _ tracks: [TrackFinder.Candidate]) {
    var column = firstColumn
    func add(_ value: Double) {
      run.columns.set(column, row: row, value)
      column += 1
    }
    add(Double(hits))
    add(Double(tracks.count))
    guard let best = tracks.first?.fit else {
      for _ in column..<firstColumn + card.columns.count - (card.seesPileUp ? 1 : 0) { add(.nan) }
      return
    }
    let state = best.state
    let error = max(0, best.covariance[4, 4]).squareRoot()
    add(1 / state.qOverP.magnitude)
    add(error / (state.qOverP * state.qOverP))
    add(state.qOverP < 0 ? -1 : 1)
    add(state.x)
    add(state.y)
    add(state.tx)
    add(state.ty)
    add(best.chi2)
    add(Double(best.ndf))
    add(best.pValue)
    for entry in card.entries {
      var there = state
      var covariance: TrackMatrix?
      let isReached = card.tracker.propagate(&there, to: entry.z_mm, covariance: &covariance)
      add(isReached ? there.x : .nan)
      add(isReached ? there.y : .nan)
    }
    if let options = card.vertex { write(pair(tracks), options, add) }
  }

  /// The best track and the best one of the other charge; without a field the two best ones.
  private func pair(_ tracks: [TrackFinder.Candidate]) -> [TrackFit]? {
    let first = tracks[0].fit
    if !card.tracker.seesField { return tracks.count < 2 ? nil : [first, tracks[1].fit] }
    guard let second = tracks.first(where: { $0.fit.state.qOverP * first.state.qOverP < 0 })?.fit else {
      return nil
    }
    // Masses belong to the negative one, then to the positive one.
    return first.state.qOverP < 0 ? [first, second] : [second, first]
  }

  private func write(_ pair: [TrackFit]?, _ options: VertexOptions, _ add: (Double) -> Void) {
    guard let pair else {
      for _ in TrackerCard.vertexColumns { add(.nan) }
      return
    }
    let fit = card.tracker.vertex(pair.map { ($0.state, $0.covariance) }, options)
    add(fit.position.x)
    add(fit.position.y)
    add(fit.position.z)
    add(max(0, fit.covariance[5]).squareRoot())
    add(fit.chi2)
    add(fit.mass_GeV)
    add(fit.massError_GeV)
  }
}
