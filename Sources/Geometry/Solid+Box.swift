import Numerics

extension Solid {
  /// Distance to the far side of the slab |x| ≤ half.
  @inlinable static func leaveSlab(_ half: Double, _ x: Double, _ dx: Double) -> Double {
    if dx > Tolerance.parallel { return (half - x) / dx }
    if dx < -Tolerance.parallel { return (half + x) / -dx }
    return .infinity
  }

  @inlinable func distanceToLeaveBox(_ p: Vector3, _ d: Vector3) -> Double {
    let x = Solid.leaveSlab(halfX, p.x, d.x)
    let y = Solid.leaveSlab(halfY, p.y, d.y)
    let z = Solid.leaveSlab(halfZ, p.z, d.z)
    return Swift.max(0, Swift.min(x, Swift.min(y, z)))
  }

  @inlinable func distanceToEnterBox(_ p: Vector3, _ d: Vector3, lean: Vector3) -> Double {
    var interval = RayInterval()
    guard interval.cut(half: halfX, p.x, d.x, lean: lean.x),
      interval.cut(half: halfY, p.y, d.y, lean: lean.y),
      interval.cut(half: halfZ, p.z, d.z, lean: lean.z), interval.isAhead
    else { return .infinity }
    return Swift.max(0, interval.start)
  }
}

/// The part of a ray that lies in a convex solid: where it enters, and the stretch in the shrunk solid.
@frozen @usableFromInline struct RayInterval {
  @usableFromInline var start = -Double.infinity
  @usableFromInline var end = Double.infinity
  @usableFromInline var shrunkStart = -Double.infinity
  @usableFromInline var shrunkEnd = Double.infinity

  @inlinable init() {}

  /// Cuts with the slab |x| ≤ half. False if the ray is parallel to the slab and outside.
  @inlinable mutating func cut(half: Double, _ x: Double, _ dx: Double, lean: Double) -> Bool {
    guard dx.magnitude > Tolerance.parallel else {
      // The faces of touching neighbours meet here: half-open, so that exactly one of them owns it.
      let leaning = x + lean
      return leaning >= -half && leaning < half
    }
    let inverse = 1 / dx
    let width = inverse.magnitude
    let middle = -x * inverse
    start = Swift.max(start, middle - half * width)
    end = Swift.min(end, middle + half * width)
    shrunkStart = Swift.max(shrunkStart, middle - (half - Tolerance.skin) * width)
    shrunkEnd = Swift.min(shrunkEnd, middle + (half - Tolerance.skin) * width)
    return true
  }

  /// Whether some of the shrunk stretch is still to come.
  @inlinable var isAhead: Bool { shrunkEnd > shrunkStart && shrunkEnd > 0 }
}
