import Numerics

/// The surroundings of a particle between two crossings. Where they are a box whose faces are the only
/// boundaries — a slab of a layered calorimeter, or a box without daughters — distances come from six
/// numbers.
@frozen public struct Room {
  public let isBox: Bool
  @usableFromInline let halfX: Double
  @usableFromInline let halfY: Double
  @usableFromInline let lowZ: Double
  @usableFromInline let highZ: Double
  /// The slabs behind the two planes; −1 outside the volume.
  @usableFromInline let slabBelow: Int32
  @usableFromInline let slabAbove: Int32

  @inlinable @inline(__always) init(_ world: WorldView, _ at: Location) {
    let record = world.volumes + Int(at.volume)
    halfX = record.pointee.solid.halfX
    halfY = record.pointee.solid.halfY
    if record.pointee.solid.shape == .layered {
      isBox = true
      let plane = world.planes + Int(record.pointee.firstPlane &+ at.slab)
      lowZ = plane[0]
      highZ = plane[1]
      slabBelow = at.slab &- 1
      slabAbove = at.slab &+ 1 < record.pointee.slabCount ? at.slab &+ 1 : -1
    } else {
      isBox = record.pointee.solid.shape == .box && record.pointee.daughterCount == 0
      highZ = record.pointee.solid.halfZ
      lowZ = -highZ
      slabBelow = -1
      slabAbove = -1
    }
  }

  /// As `WorldView.safety_mm`; only if `isBox`.
  @inlinable @inline(__always) public func safety_mm(_ p: Vector3) -> Double {
    let z = Swift.min(p.z - lowZ, highZ - p.z)
    let side = Swift.min(halfX - p.x.magnitude, halfY - p.y.magnitude)
    return Swift.max(0, Swift.min(z, side))
  }

  /// As `WorldView.distanceToBoundary`; only if `isBox`.
  @inlinable @inline(__always) public func distanceToBoundary(_ p: Vector3, _ d: Vector3)
    -> BoundaryDistance
  {
    let rises = d.z > 0
    let along =
      d.z.magnitude > Tolerance.parallel ? ((rises ? highZ : lowZ) - p.z) / d.z : .infinity
    let next = rises ? slabAbove : slabBelow
    // One division for most steps: the sides matter only if the crossing of the plane is beyond them.
    if (p.x + along * d.x).magnitude < halfX, (p.y + along * d.y).magnitude < halfY {
      return BoundaryDistance(distance_mm: Swift.max(0, along), nextSlab: next)
    }
    let side = Swift.min(Solid.leaveSlab(halfX, p.x, d.x), Solid.leaveSlab(halfY, p.y, d.y))
    if side < along { return BoundaryDistance(distance_mm: Swift.max(0, side)) }
    return BoundaryDistance(distance_mm: Swift.max(0, along), nextSlab: next)
  }
}

extension WorldView {
  /// - Parameter at: inside the world
  @inlinable @inline(__always) public func room(_ at: Location) -> Room { Room(self, at) }
}
