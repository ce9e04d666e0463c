import Numerics

extension Clash {
  /// Of a daughter out of its mother; the mother's frame. Exact in a box, and in a tube for boxes and for
  /// tubes with a parallel axis; for a tilted tube in a tube, rims and holes are sampled.
  static func protrusion(of solid: Solid, in mother: Solid, _ placement: Placement) -> Clash? {
    var worst = Clash(point: .zero, depth: 0)
    func look(_ point: Vector3, _ depth: Double) {
      if depth > worst.depth { worst = Clash(point: point, depth: depth) }
    }
    func lookAlong(_ n: Vector3, _ half: Double) {
      for normal in [n, -n] {
        let point = placement.outward(solid.farthest(along: placement.directionInward(normal)))
        look(point, point.dot(normal) - half)
      }
    }
    lookAlong(Vector3(0, 0, 1), mother.halfZ)
    if mother.shape != .tube {
      lookAlong(Vector3(1, 0, 0), mother.halfX)
      lookAlong(Vector3(0, 1, 0), mother.halfY)
    } else {
      for point in outline(of: solid, placement) {
        look(point, (point.x * point.x + point.y * point.y).squareRoot() - mother.outerRadius)
      }
      if mother.innerRadius > 0 {
        // What must stay free is a plug in the hole, longer than anything that could reach it.
        let plug = Solid.tube(
          innerRadius: 0, outerRadius: mother.innerRadius,
          halfZ: 4 * (mother.halfZ + solid.boundingRadius))
        if let inside = between(plug, solid, bInA: placement) {
          look(inside.point, min(inside.depth, mother.innerRadius))
        }
      }
    }
    return worst.depth > Tolerance.overlap ? worst : nil
  }

  /// Points among which the one farthest from the mother's axis is found.
  private static func outline(of solid: Solid, _ placement: Placement) -> [Vector3] {
    guard solid.shape == .tube else { return solid.corners.map { placement.outward($0) } }
    let centre = placement.translation
    let radius = (centre.x * centre.x + centre.y * centre.y).squareRoot()
    if isAxis(placement.directionOutward(Vector3(0, 0, 1)), 2) {
      let u = radius > 0 ? Vector3(centre.x / radius, centre.y / radius, 0) : Vector3(1, 0, 0)
      return [centre + solid.outerRadius * u]
    }
    return (0..<2880).flatMap { step -> [Vector3] in
      let (s, c) = sincosTurns(Double(step) / 2880)
      return [-solid.halfZ, solid.halfZ].map {
        placement.outward(Vector3(solid.outerRadius * c, solid.outerRadius * s, $0))
      }
    }
  }
}
