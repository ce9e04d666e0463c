import Numerics

extension Solid {
  /// The two crossings with the cylinder r = R are t₀ ± √((R² − ρ²)/a), where ρ is the ray's closest
  /// approach to the axis, t₀ the distance to it and a = dx² + dy². In this form (and not as roots of
  /// a t² + 2bt + c) nothing cancels for rays that start far away.
  @inlinable static func halfChord(_ radius: Double, _ rho: Double, _ a: Double) -> Double {
    let square = (radius - rho) * (radius + rho)
    return square > 0 ? (square / a).squareRoot() : 0
  }

  @inlinable func distanceToLeaveTube(_ p: Vector3, _ d: Vector3) -> Double {
    var distance = Solid.leaveSlab(halfZ, p.z, d.z)
    let a = d.x * d.x + d.y * d.y
    if a > Tolerance.parallel * Tolerance.parallel {
      let middle = -(p.x * d.x + p.y * d.y) / a
      let rho = (p.x * d.y - p.y * d.x).magnitude / a.squareRoot()
      distance = Swift.min(distance, middle + Solid.halfChord(outerRadius, rho, a))
      // The hole counts only when it is met by more than the skin: see `Tolerance`.
      if middle > 0, rho < innerRadius - Tolerance.skin {
        distance = Swift.min(distance, middle - Solid.halfChord(innerRadius, rho, a))
      }
    }
    return Swift.max(0, distance)
  }

  @inlinable func distanceToEnterTube(_ p: Vector3, _ d: Vector3, lean: Vector3) -> Double {
    var whole = RayInterval()
    guard whole.cut(half: halfZ, p.z, d.z, lean: lean.z) else { return .infinity }
    let a = d.x * d.x + d.y * d.y
    guard a > Tolerance.parallel * Tolerance.parallel else {
      let x = p.x + lean.x
      let y = p.y + lean.y
      let square = x * x + y * y
      guard square < outerRadius * outerRadius, square >= innerRadius * innerRadius, whole.isAhead
      else { return .infinity }
      return Swift.max(0, whole.start)
    }
    let middle = -(p.x * d.x + p.y * d.y) / a
    let rho = (p.x * d.y - p.y * d.x).magnitude / a.squareRoot()
    guard rho < outerRadius - Tolerance.skin else { return .infinity }
    let outer = Solid.halfChord(outerRadius, rho, a)
    let outerShrunk = Solid.halfChord(outerRadius - Tolerance.skin, rho, a)
    whole.start = Swift.max(whole.start, middle - outer)
    whole.end = Swift.min(whole.end, middle + outer)
    whole.shrunkStart = Swift.max(whole.shrunkStart, middle - outerShrunk)
    whole.shrunkEnd = Swift.min(whole.shrunkEnd, middle + outerShrunk)
    guard innerRadius > 0, rho < innerRadius + Tolerance.skin else {
      return whole.isAhead ? Swift.max(0, whole.start) : .infinity
    }
    // The hole divides the ray in two; the shrunk tube has the wider hole.
    let hole = Solid.halfChord(innerRadius, rho, a)
    let wideHole = Solid.halfChord(innerRadius + Tolerance.skin, rho, a)
    var before = whole
    before.shrunkEnd = Swift.min(before.shrunkEnd, middle - wideHole)
    if before.isAhead { return Swift.max(0, whole.start) }
    var behind = whole
    behind.shrunkStart = Swift.max(behind.shrunkStart, middle + wideHole)
    guard behind.isAhead else { return .infinity }
    return Swift.max(0, rho < innerRadius ? Swift.max(whole.start, middle + hole) : whole.start)
  }
}
