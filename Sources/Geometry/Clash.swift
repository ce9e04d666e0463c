import Numerics

/// Space that two volumes share, or that a daughter has outside of its mother.
struct Clash {
  /// In the frame named by the function that found it.
  let point: Vector3
  /// mm; how far one of the two would have to move at least.
  let depth: Double

  /// Of two siblings, or nil if they share less than the tolerance; `a`'s frame.
  ///
  /// Exact for two boxes however rotated, and for tubes whose axis is parallel to the other's axis (or to
  /// one of the box's). Other pairs are sampled along the lines of `Solid.ruling`: shared space narrower
  /// than about a tenth of the smaller solid can go unseen there.
  static func between(_ a: Solid, _ b: Solid, bInA: Placement) -> Clash? {
    let found: Clash?
    switch (a.shape == .tube, b.shape == .tube) {
    case (false, false): found = boxes(a, b, bInA)
    case (true, true):
      found =
        isAxis(bInA.directionOutward(Vector3(0, 0, 1)), 2)
        ? parallelTubes(a, b, bInA.translation) : sampled(a, b, bInA)
    case (false, true): found = boxAndTube(a, b, bInA)
    case (true, false):
      let aInB = Placement.identity.relative(to: bInA)
      found = boxAndTube(b, a, aInB).map {
        Clash(point: bInA.outward($0.point), depth: $0.depth)
      }
    }
    guard let found, found.depth > Tolerance.overlap else { return nil }
    return found
  }

  static func isAxis(_ v: Vector3, _ axis: Int) -> Bool {
    let c = [v.x, v.y, v.z]
    return (0..<3).allSatisfy { $0 == axis || c[$0].magnitude < 1e-12 }
  }

  /// Separating axes (Gottschalk, Lin, Manocha, SIGGRAPH 96): two boxes are apart if and only if they are
  /// apart along a face normal of one, or along the product of an edge of each.
  private static func boxes(_ a: Solid, _ b: Solid, _ bInA: Placement) -> Clash? {
    let own = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
    let other = own.map { bInA.directionOutward($0) }
    var depth = Double.infinity
    func look(_ n: Vector3) -> Bool {
      let reach = a.halfExtent(along: n) + b.halfExtent(along: bInA.directionInward(n))
      depth = min(depth, reach - bInA.translation.dot(n).magnitude)
      return depth > Tolerance.overlap
    }
    for n in own + other { guard look(n) else { return nil } }
    for u in own {
      for v in other {
        let product = u.cross(v)
        // Any direction is a fair test; products of parallel edges are none.
        if product.squaredLength > 1e-20 { guard look(product.normalized) else { return nil } }
      }
    }
    return Clash(point: commonPoint(a, b, bInA), depth: depth)
  }

  /// By projecting on the one and the other in turn; ends between the two if they do not quite meet.
  private static func commonPoint(_ a: Solid, _ b: Solid, _ bInA: Placement) -> Vector3 {
    func clamp(_ p: Vector3, _ s: Solid) -> Vector3 {
      func one(_ x: Double, _ half: Double) -> Double { max(-half, min(half, x)) }
      return Vector3(one(p.x, s.halfX), one(p.y, s.halfY), one(p.z, s.halfZ))
    }
    var p = 0.5 * bInA.translation
    for _ in 0..<500 {
      p = clamp(p, a)
      p = bInA.outward(clamp(bInA.inward(p), b))
    }
    return p
  }

  private static func parallelTubes(_ a: Solid, _ b: Solid, _ centre: Vector3) -> Clash? {
    let apart = (centre.x * centre.x + centre.y * centre.y).squareRoot()
    let low = max(-a.halfZ, centre.z - b.halfZ)
    let high = min(a.halfZ, centre.z + b.halfZ)
    var depth = min(
      a.halfZ + b.halfZ - centre.z.magnitude, a.outerRadius + b.outerRadius - apart)
    // Either may lie in the other's hole.
    if a.innerRadius > 0 { depth = min(depth, apart + b.outerRadius - a.innerRadius) }
    if b.innerRadius > 0 { depth = min(depth, apart + a.outerRadius - b.innerRadius) }
    guard depth > Tolerance.overlap else { return nil }
    let u = apart > 0 ? Vector3(centre.x / apart, centre.y / apart, 0) : Vector3(1, 0, 0)
    let z = Vector3(0, 0, 0.5 * (low + high))
    // A point at distance s along the line of the two axes, if the rings meet there …
    var best = (length: 0.0, at: 0.0)
    for (from, to) in [(a.innerRadius, a.outerRadius), (-a.outerRadius, -a.innerRadius)] {
      for (start, end) in [(b.innerRadius, b.outerRadius), (-b.outerRadius, -b.innerRadius)] {
        let lower = max(from, apart + start)
        let upper = min(to, apart + end)
        if upper - lower > best.length { best = (upper - lower, 0.5 * (lower + upper)) }
      }
    }
    if best.length > 0 { return Clash(point: best.at * u + z, depth: depth) }
    // … or where the circles half-way through their walls cross.
    let ra = 0.5 * (a.innerRadius + a.outerRadius)
    let rb = 0.5 * (b.innerRadius + b.outerRadius)
    let s = (apart * apart + ra * ra - rb * rb) / (2 * apart)
    let across = max(0, ra * ra - s * s).squareRoot()
    return Clash(point: s * u + across * Vector3(-u.y, u.x, 0) + z, depth: depth)
  }

  private static func boxAndTube(_ box: Solid, _ tube: Solid, _ tubeInBox: Placement) -> Clash? {
    let axis = tubeInBox.directionOutward(Vector3(0, 0, 1))
    guard let k = (0..<3).first(where: { isAxis(axis, $0) }) else {
      return sampled(box, tube, tubeInBox)
    }
    let half = [box.halfX, box.halfY, box.halfZ]
    let centre = [tubeInBox.translation.x, tubeInBox.translation.y, tubeInBox.translation.z]
    let (i, j) = ((k + 1) % 3, (k + 2) % 3)
    let low = max(-half[k], centre[k] - tube.halfZ)
    let high = min(half[k], centre[k] + tube.halfZ)
    // Nearest and farthest points of the box's section as seen from the axis of the tube.
    let near = [max(-half[i], min(half[i], centre[i])), max(-half[j], min(half[j], centre[j]))]
    let far = [centre[i] > 0 ? -half[i] : half[i], centre[j] > 0 ? -half[j] : half[j]]
    func distance(_ t: Double) -> Double {
      let x = near[0] + t * (far[0] - near[0]) - centre[i]
      let y = near[1] + t * (far[1] - near[1]) - centre[j]
      return (x * x + y * y).squareRoot()
    }
    var depth = min(
      half[k] + tube.halfZ - centre[k].magnitude, tube.outerRadius - distance(0))
    if tube.innerRadius > 0 { depth = min(depth, distance(1) - tube.innerRadius) }
    guard depth > Tolerance.overlap else { return nil }
    let wanted = 0.5 * (max(distance(0), tube.innerRadius) + min(distance(1), tube.outerRadius))
    var (from, to) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = 0.5 * (from + to)
      if distance(middle) < wanted { from = middle } else { to = middle }
    }
    var point = [0.0, 0.0, 0.0]
    point[i] = near[0] + from * (far[0] - near[0])
    point[j] = near[1] + from * (far[1] - near[1])
    point[k] = 0.5 * (low + high)
    return Clash(point: Vector3(point[0], point[1], point[2]), depth: depth)
  }

  private static func sampled(_ a: Solid, _ b: Solid, _ bInA: Placement) -> Clash? {
    let fromA = deepest(of: b, along: a.ruling().map { (bInA.inward($0.from), bInA.inward($0.to)) })
    let fromB = deepest(of: a, along: b.ruling().map { (bInA.outward($0.from), bInA.outward($0.to)) })
    let first = fromA.map { Clash(point: bInA.outward($0.point), depth: $0.depth) }
    return [first, fromB].compactMap { $0 }.max { $0.depth < $1.depth }
  }

  /// The deepest sample inside `solid` on line segments; its frame.
  private static func deepest(of solid: Solid, along lines: [(from: Vector3, to: Vector3)]) -> Clash? {
    var best: Clash?
    for line in lines {
      let length = (line.to - line.from).length
      guard length > 0 else { continue }
      let d = (1 / length) * (line.to - line.from)
      for piece in solid.intervals(line.from, d) {
        let from = max(0, piece.from)
        let to = min(length, piece.to)
        guard from < to else { continue }
        for step in 0...8 {
          let p = line.from + (from + 0.125 * Double(step) * (to - from)) * d
          let depth = solid.depth(p)
          if depth > (best?.depth ?? Tolerance.overlap) { best = Clash(point: p, depth: depth) }
        }
      }
    }
    return best
  }
}
