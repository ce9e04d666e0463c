import Core
import Numerics

/// Gains of a Kalman filter about the nominal track, for every pattern of axes with and without a hit.
///
/// Covariances depend on the pattern alone, not on the hits: each is computed once, when it is first needed, and
/// serves all candidates of all events. A candidate is then five numbers.
///
/// Not to be shared between threads: the tree grows.
///
/// - Checked by: `TrackFinderTests` (χ² of candidates against the fit).
final class TrackGains {
  /// One axis in the order of z.
  struct Stop {
    let axis: Int
    /// u of the nominal track in the tracker's frame.
    let here: Double
    /// Deviations from the axis before to this one.
    let motion: Motion
    let steps: Range<Int>

    @inline(__always)
    func advance(_ d: inout InlineArray<5, Double>) {
      switch motion {
      case .none: return
      case .drift(let dz, let scale):
        d[unchecked: 0] += dz * d[unchecked: 2]
        d[unchecked: 1] += dz * d[unchecked: 3]
        d[unchecked: 4] *= scale
      case .transport(let matrix):
        let old = d
        for i in 0..<5 {
          var sum = 0.0
          for j in 0..<5 { sum += matrix[i &* 5 &+ j] * old[unchecked: j] }
          d[unchecked: i] = sum
        }
      }
    }
  }

  enum Motion {
    /// At the same plane.
    case none
    /// Nothing bends: dz, and what losses do to q/p.
    case drift(Double, Double)
    case transport(UnsafeMutablePointer<Double>)
  }

  struct Gain {
    /// C h, and hᵀ C h without the hit's own variance.
    var vector: InlineArray<5, Double>
    var variance: Double
    /// −½ ln(2π (σ² + variance)).
    var logDensity: Double
  }

  private struct Node {
    var information: TrackInformation
    var gain: Gain
    var withHit = -1
    var without = -1
  }

  /// Memory of the stops' matrices, shared by all that are made like this one.
  private final class Matrices {
    private var all: [UnsafeMutablePointer<Double>] = []

    func matrix() -> UnsafeMutablePointer<Double> {
      let new = UnsafeMutablePointer<Double>.allocate(capacity: 25)
      new.initialize(repeating: 0, count: 25)
      all.append(new)
      return new
    }

    deinit { for pointer in all { pointer.deallocate() } }
  }

  private let matrices: Matrices
  let stops: [Stop]
  /// Where candidates begin.
  let seed: InlineArray<5, Double>
  private let tracker: Tracker
  private let nominal: TrackPath
  // Checked exclusivity would cost as much as what it guards: nobody else sees it.
  @exclusivity(unchecked) private var nodes: [Node] = []
  private let prior: TrackInformation

  /// About 300 bytes each; with more of them the tree is planted anew at the next event.
  private static let mostNodes = 20_000

  init(tracker: Tracker, options: TrackFinderOptions) throws {
    self.tracker = tracker
    nominal = TrackPath(planeCount: tracker.planes.count)
    let first = tracker.nodeOfPlane.min()!
    let start = TrackState(
      x: options.x_mm, y: options.y_mm, tx: options.tx, ty: options.ty,
      qOverP: tracker.charge / tracker.momentum_GeV, z: tracker.nodes[first].z)
    guard tracker.record(start, fromNode: first, toNode: tracker.nodeOfPlane.max()!, in: nominal) else {
      throw HermeticError(
        .numerics,
        "the nominal track of \(tracker.momentum_GeV) GeV does not reach the last plane. "
          + "Raise momentum_GeV or shorten the magnet.")
    }
    let owner = Matrices()
    matrices = owner
    var stops: [Stop] = []
    var begin = 0
    for index in 0..<nominal.count where nominal.steps[index].kind == .measure {
      let plane = nominal.steps[index].index
      let state = nominal.states[plane]
      for axis in tracker.planes[plane].axes {
        let range = begin..<index
        stops.append(
          Stop(
            axis: axis, here: tracker.axes[axis].cosine * state.x + tracker.axes[axis].sine * state.y,
            motion: Self.motion(nominal, range, owner), steps: range))
        begin = index
      }
    }
    self.stops = stops
    let sigmas = [
      options.xSpread_mm, options.ySpread_mm, options.txSpread, options.tySpread, options.qOverPSpread,
    ]
    var prior = TrackInformation()
    for i in 0..<5 {
      var row = TrackInformation.Row(repeating: 0)
      row[i] = 1 / sigmas[i]
      prior.absorb(row, from: i)
    }
    self.prior = prior
    var seed = InlineArray<5, Double>(repeating: 0)
    // Both signs are equally likely unless the beam's momentum is known.
    if tracker.momentumSpread == nil { seed[4] = -start.qOverP }
    self.seed = seed
  }

  /// For another thread: the same nominal track, which nobody changes, and a tree of its own.
  init(like other: TrackGains) {
    tracker = other.tracker
    nominal = other.nominal
    stops = other.stops
    matrices = other.matrices
    seed = other.seed
    prior = other.prior
  }

  private static func motion(_ path: TrackPath, _ range: Range<Int>, _ owner: Matrices) -> Motion {
    var product: TrackMatrix?
    var length = 0.0
    var scale = 1.0
    var isStraight = true
    for index in range {
      let step = path.steps[index]
      var one = TrackMatrix.identity
      switch step.kind {
      case .drift:
        one[0, 2] = step.a
        one[1, 3] = step.a
        length += step.a
      case .field:
        one = path.matrices[step.index]
        isStraight = false
      case .loss:
        one[4, 4] = step.a
        scale *= step.a
      case .scatter, .thickScatter, .measure: continue
      }
      product = product.map { one.multiplied(by: $0) } ?? one
    }
    guard let product else { return .none }
    if isStraight { return .drift(length, scale) }
    let matrix = owner.matrix()
    for i in 0..<25 { matrix[i] = product.values[i] }
    return .transport(matrix)
  }

  /// The pattern without any axis yet.
  func root() -> Int {
    if nodes.isEmpty || nodes.count > Self.mostNodes {
      nodes.removeAll(keepingCapacity: true)
      add(prior, at: 0)
    }
    return 0
  }

  @inline(__always) func variance(_ pattern: Int) -> Double { nodes[pattern].gain.variance }
  @inline(__always) func logDensity(_ pattern: Int) -> Double { nodes[pattern].gain.logDensity }

  /// The estimate with a hit.
  @inline(__always)
  func update(_ deviation: inout InlineArray<5, Double>, _ pattern: Int, _ scale: Double) {
    for i in 0..<5 { deviation[unchecked: i] += scale * nodes[pattern].gain.vector[unchecked: i] }
  }

  /// - Parameter position: stop at which the hit is taken or not
  func child(of pattern: Int, at position: Int, withHit: Bool) -> Int {
    let known = withHit ? nodes[pattern].withHit : nodes[pattern].without
    if known >= 0 || position + 1 == stops.count { return known }
    var information = nodes[pattern].information
    if withHit {
      let axis = tracker.axes[stops[position].axis]
      var row = TrackInformation.Row(repeating: 0)
      row[0] = axis.cosine / axis.resolution_mm
      row[1] = axis.sine / axis.resolution_mm
      information.absorb(row)
    }
    add(information, at: position + 1)
    if withHit {
      nodes[pattern].withHit = nodes.count - 1
    } else {
      nodes[pattern].without = nodes.count - 1
    }
    return nodes.count - 1
  }

  private func add(_ before: TrackInformation, at position: Int) {
    var information = before
    let stop = stops[position]
    for index in stop.steps { information.advance(nominal.steps[index], nominal) }
    var h = InlineArray<5, Double>(repeating: 0)
    h[0] = tracker.axes[stop.axis].cosine
    h[1] = tracker.axes[stop.axis].sine
    let vector = information.covarianceTimes(h)
    let sigma = tracker.axes[stop.axis].resolution_mm
    let variance = h[0] * vector[0] + h[1] * vector[1]
    nodes.append(
      Node(
        information: information,
        gain: Gain(
          vector: vector, variance: variance,
          logDensity: -0.5 * log(2 * Double.pi * (sigma * sigma + variance)))))
  }
}
