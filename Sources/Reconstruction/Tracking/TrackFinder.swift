import Core
import Numerics

/// Finds tracks among hits, noise and the hits of other particles.
///
/// Candidates grow plane by plane with a Kalman filter about the nominal track (`TrackGains`). At each axis a
/// candidate takes one of the hits within the gate, or none; the best ones by likelihood ratio go on [1]:
///
///     hit   ln ε − χ²/2 − ½ ln(2π S) − ln ρ      S: variance of the residual, ρ: hits per mm of the axis
///     none  ln(1 − ε)
///
/// so that a crowded plane counts less than an empty one. What is left is fitted, and candidates that share
/// more than `sharedHits` hits with a better one are dropped. Of two whole tracks the variants of one can crowd out the other:
/// while enough axes have hits that no track has taken, these are searched again.
///
/// Not to be shared between threads: it owns its working memory.
///
/// - Valid: momenta above 1/σ(q/p) of the seed; deviations from the nominal track for which it is linear.
/// - Checked by: `TrackFinderTests`.
///
/// [1] Reid, IEEE Trans. Autom. Control 24 (1979) 843; Mankel, Rep. Prog. Phys. 67 (2004) 553, section 4
public final class TrackFinder {
  public struct Candidate: Sendable {
    /// Index of the hit on each axis, −1 for none.
    public var hits: [Int32]
    public var fit: TrackFit
    /// Logarithm of the likelihood ratio against noise.
    public var score: Double
  }

  private struct Branch: BitwiseCopyable {
    /// Estimate of the deviation from the nominal track.
    var deviation: InlineArray<5, Double>
    var chi2: Double
    var score: Double
    var count: Int
    /// Which axes have a hit, a node of `gains`.
    var pattern: Int
    /// Index in `links`, −1 at the root.
    var link: Int
  }

  private struct Link: BitwiseCopyable {
    let parent: Int
    let axis: Int
    let hit: Int32
  }

  /// What a branch may become at an axis.
  private struct Offer: BitwiseCopyable {
    var score: Double
    var branch: Int32
    /// −1 for none.
    var hit: Int32
    var residual: Double
    var variance: Double
  }

  public let tracker: Tracker
  private let options: TrackFinderOptions
  private let filter: KalmanFilter
  private let gains: TrackGains
  // Working memory of one thread: no need to check each access.
  @exclusivity(unchecked) private var links = ScratchBuffer<Link>()
  @exclusivity(unchecked) private var branches = ScratchBuffer<Branch>()
  @exclusivity(unchecked) private var next = ScratchBuffer<Branch>()
  @exclusivity(unchecked) private var offers = ScratchBuffer<Offer>(capacity: 256)
  @exclusivity(unchecked) private var scores = ScratchBuffer<Double>(capacity: 256)
  private var values: [Double]
  @exclusivity(unchecked) private var chosen: [Int32]
  /// χ² above which a branch with so many hits is no track; NaN until it is asked for.
  @exclusivity(unchecked) private var largestChi2: [Double]
  @exclusivity(unchecked) private var hitsOfAxis: [[Int32]]
  /// Number of hits of each axis, taken ones as well.
  @exclusivity(unchecked) private var crowds: [Int]

  public convenience init(tracker: Tracker, options: TrackFinderOptions) throws {
    self.init(options: options, gains: try TrackGains(tracker: tracker, options: options), tracker: tracker)
  }

  /// For another thread, with working memory of its own.
  convenience init(like other: TrackFinder) {
    self.init(options: other.options, gains: TrackGains(like: other.gains), tracker: other.tracker)
  }

  private init(options: TrackFinderOptions, gains: TrackGains, tracker: Tracker) {
    self.tracker = tracker
    self.options = options
    self.gains = gains
    filter = KalmanFilter(tracker: tracker)
    values = [Double](repeating: .nan, count: tracker.axes.count)
    chosen = [Int32](repeating: -1, count: tracker.axes.count)
    largestChi2 = [Double](repeating: .nan, count: tracker.axes.count + 1)
    hitsOfAxis = [[Int32]](repeating: [], count: tracker.axes.count)
    crowds = [Int](repeating: 0, count: tracker.axes.count)
  }

  deinit {
    links.free()
    branches.free()
    next.free()
    offers.free()
    scores.free()
  }

  /// - Parameters:
  ///   - axes: axis of each hit
  ///   - hits: coordinates in the frames of the planes, mm
  /// - Returns: tracks, best first
  public func find(axes: UnsafeBufferPointer<Int32>, hits: UnsafeBufferPointer<Double>) -> [Candidate] {
    for axis in hitsOfAxis.indices { hitsOfAxis[axis].removeAll(keepingCapacity: true) }
    for (index, axis) in axes.enumerated() where hits[index] == hits[index] {
      hitsOfAxis[Int(axis)].append(Int32(index))
    }
    for axis in hitsOfAxis.indices { crowds[axis] = hitsOfAxis[axis].count }
    var tracks: [Candidate] = []
    repeat {
      links.removeAll()
      branches.removeAll()
      branches.append(
        Branch(deviation: gains.seed, chi2: 0, score: 0, count: 0, pattern: gains.root(), link: -1))
      for position in gains.stops.indices { grow(position, hits) }
      let known = tracks.count
      choose(hits, &tracks)
      if tracks.count == known || tracks.count == options.mostTracks { break }
      for track in tracks[known...] {
        for axis in hitsOfAxis.indices { hitsOfAxis[axis].removeAll { $0 == track.hits[axis] } }
      }
    } while hitsOfAxis.count(where: { !$0.isEmpty }) >= options.leastHits
    return tracks.sorted { $0.score > $1.score }
  }

  /// One axis: each branch with each hit in its gate, and without one. Scores first: most of these never become branches.
  private func grow(_ position: Int, _ hits: UnsafeBufferPointer<Double>) {
    let stop = gains.stops[position]
    let axis = stop.axis
    let measured = tracker.axes[axis]
    let plane = tracker.planes[measured.plane]
    let sigma2 = measured.resolution_mm * measured.resolution_mm
    let efficiency = min(max(plane.efficiency, 0.01), 0.999)
    let width = 2 * min(plane.halfSize_mm, options.xSpread_mm)
    let density = max(1, Double(crowds[axis])) / width
    let hitScore = log(efficiency) - log(density)
    let missScore = log(1 - efficiency)
    let axesLeft = gains.stops.count - position - 1
    let own = hitsOfAxis[axis]
    let gate = options.gate
    offers.removeAll()
    for index in 0..<branches.count {
      let branch = branches.pointer + index
      stop.advance(&branch.pointee.deviation)
      let score = branch.pointee.score
      if !own.isEmpty {
        let pattern = branch.pointee.pattern
        let variance = sigma2 + gains.variance(pattern)
        let base = score + hitScore + gains.logDensity(pattern)
        let predicted =
          stop.here + measured.cosine * branch.pointee.deviation[unchecked: 0]
          + measured.sine * branch.pointee.deviation[unchecked: 1] - measured.offset_mm
        for hit in own {
          let residual = hits[Int(hit)] - predicted
          let chi2 = residual * residual / variance
          if !(chi2 <= gate) { continue }
          offers.append(
            Offer(
              score: base - 0.5 * chi2, branch: Int32(index), hit: hit, residual: residual, variance: variance
            ))
        }
      }
      // Who has missed too often can't have enough hits any more.
      if branch.pointee.count + axesLeft < options.leastHits { continue }
      offers.append(Offer(score: score + missScore, branch: Int32(index), hit: -1, residual: 0, variance: 1))
    }
    var threshold = -Double.infinity
    if offers.count > options.width {
      scores.removeAll()
      for index in 0..<offers.count { scores.append(offers[index].score) }
      threshold = scores.largest(options.width)
    }
    // The best ones, in the order in which they were made.
    next.removeAll()
    for index in 0..<offers.count where offers[index].score >= threshold {
      let offer = offers[index]
      var grown = branches[Int(offer.branch)]
      grown.score = offer.score
      grown.pattern = gains.child(of: grown.pattern, at: position, withHit: offer.hit >= 0)
      if offer.hit >= 0 {
        gains.update(&grown.deviation, branches[Int(offer.branch)].pattern, offer.residual / offer.variance)
        grown.chi2 += offer.residual * offer.residual / offer.variance
        grown.count += 1
        links.append(Link(parent: grown.link, axis: axis, hit: offer.hit))
        grown.link = links.count - 1
      }
      next.append(grown)
    }
    swap(&branches, &next)
  }

  /// Adds the tracks among the branches, best first.
  private func choose(_ hits: UnsafeBufferPointer<Double>, _ result: inout [Candidate]) {
    var branches = UnsafeMutableBufferPointer(start: branches.pointer, count: branches.count)
    branches.sort { ($0.score, $1.link) > ($1.score, $0.link) }
    for branch in branches {
      if result.count == options.mostTracks { break }
      if branch.count < options.leastHits { continue }
      // The filter's own χ² is near that of the fit, and free.
      if largestChi2[branch.count].isNaN {
        largestChi2[branch.count] = Self.chi2(
          probability: 0.01 * options.leastPValue, ndf: max(1, branch.count - 5))
      }
      if branch.chi2 > largestChi2[branch.count] { continue }
      for axis in chosen.indices { chosen[axis] = -1 }
      var link = branch.link
      while link >= 0 {
        chosen[links[link].axis] = links[link].hit
        link = links[link].parent
      }
      let isNew = result.allSatisfy { better in
        var shared = 0
        for axis in chosen.indices where chosen[axis] >= 0 && chosen[axis] == better.hits[axis] {
          shared += 1
        }
        return shared <= options.sharedHits
      }
      if !isNew { continue }
      for axis in chosen.indices { values[axis] = chosen[axis] < 0 ? .nan : hits[Int(chosen[axis])] }
      let fit = values.withUnsafeBufferPointer { buffer in
        filter.fit(TrackHits(values: buffer.baseAddress!), at: options.plane)
      }
      guard fit.status == .converged, fit.pValue >= options.leastPValue,
        fit.state.qOverP.magnitude <= options.largestQOverP
      else { continue }
      result.append(Candidate(hits: chosen, fit: fit, score: branch.score))
    }
  }

  /// χ² that is exceeded with `probability`.
  private static func chi2(probability: Double, ndf: Int) -> Double {
    if probability <= 0 { return .infinity }
    var low = 0.0
    var high = 1e4
    for _ in 0..<45 {
      let middle = 0.5 * (low + high)
      if SpecialFunctions.regularizedGammaQ(0.5 * Double(ndf), 0.5 * middle) < probability {
        high = middle
      } else {
        low = middle
      }
    }
    return high
  }
}
