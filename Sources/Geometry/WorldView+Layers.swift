import Numerics

/// Layered calorimeters: slabs by arithmetic. For Woodcock tracking the slabs can be ignored until a
/// collision is tried: `distanceToEnvelope` and `slabAtZ`.
extension WorldView {
  @inlinable public func isLayered(_ volume: Int32) -> Bool {
    volume >= 0 && volumes[Int(volume)].solid.shape == .layered
  }
  @inlinable public func slabCount(_ volume: Int32) -> Int { Int(volumes[Int(volume)].slabCount) }
  @inlinable public func slabsPerLayer(_ volume: Int32) -> Int {
    Int(volumes[Int(volume)].slabsPerLayer)
  }

  /// Thickness of one layer; only of a layered volume.
  @inlinable public func layerThickness_mm(_ volume: Int32) -> Double {
    1 / volumes[Int(volume)].inverseLayerThickness
  }

  /// Distance to leave the volume's outer solid, slabs and daughters ignored; local coordinates.
  @inlinable public func distanceToEnvelope(_ volume: Int32, _ p: Vector3, _ d: Vector3) -> Double {
    volume < 0 ? .infinity : volumes[Int(volume)].solid.distanceToLeave(p, d)
  }

  /// The slab k with planes[k] ≤ z < planes[k+1]; beyond the ends the first or the last; 0 in a volume
  /// without layers.
  @inlinable public func slabAtZ(_ volume: Int32, _ z: Double) -> Int32 {
    guard volume >= 0 else { return 0 }
    let record = volumes + Int(volume)
    guard record.pointee.solid.shape == .layered else { return 0 }
    let plane = planes + Int(record.pointee.firstPlane)
    let last = record.pointee.slabCount &- 1
    let u = (z + record.pointee.solid.halfZ) * record.pointee.inverseLayerThickness
    guard u > 0 else { return 0 }
    guard u < Double(record.pointee.layerCount) else { return last }
    let perLayer = record.pointee.slabsPerLayer
    var slab = Int32(u) &* perLayer
    // Rounding of u can put a z on a layer's face one layer off; then the slabs inside the layer.
    if z < plane[Int(slab)], slab > 0 { return slab &- 1 }
    while slab < last, z >= plane[Int(slab) &+ 1] { slab &+= 1 }
    return slab
  }

  /// As above, but a z on a plane (within the skin) belongs to the side that the direction points into.
  @inlinable public func slab(_ volume: Int32, _ z: Double, directionZ: Double) -> Int32 {
    guard isLayered(volume) else { return 0 }
    let slab = slabAtZ(volume, z)
    let plane = planes + Int(volumes[Int(volume)].firstPlane)
    if directionZ < -Tolerance.parallel, slab > 0, z - plane[Int(slab)] <= Tolerance.skin {
      return slab &- 1
    }
    if directionZ > Tolerance.parallel, slab &+ 1 < volumes[Int(volume)].slabCount,
      plane[Int(slab) &+ 1] - z <= Tolerance.skin
    {
      return slab &+ 1
    }
    return slab
  }

  /// The plane through which a particle with this direction comes into the slab; local z, mm.
  @inlinable public func planeZ(of volume: Int32, entering slab: Int32, directionZ: Double) -> Double {
    let first = Int(volumes[Int(volume)].firstPlane &+ slab)
    return directionZ > 0 ? planes[first] : planes[first &+ 1]
  }

  @inlinable func distanceToSlabBoundary(
    _ record: UnsafeMutablePointer<VolumeRecord>, _ slab: Int32, _ p: Vector3, _ d: Vector3
  ) -> BoundaryDistance {
    let plane = planes + Int(record.pointee.firstPlane &+ slab)
    var along = Double.infinity
    var next: Int32 = -1
    if d.z > Tolerance.parallel {
      along = (plane[1] - p.z) / d.z
      next = slab &+ 1
    } else if d.z < -Tolerance.parallel {
      along = (plane[0] - p.z) / d.z
      next = slab &- 1
    }
    // One division for most steps: the sides matter only if the crossing of the plane is beyond them.
    let x = p.x + along * d.x
    let y = p.y + along * d.y
    if x.magnitude < record.pointee.solid.halfX, y.magnitude < record.pointee.solid.halfY {
      return BoundaryDistance(
        distance_mm: Swift.max(0, along), nextSlab: next < record.pointee.slabCount ? next : -1)
    }
    let side = Swift.min(
      Solid.leaveSlab(record.pointee.solid.halfX, p.x, d.x),
      Solid.leaveSlab(record.pointee.solid.halfY, p.y, d.y))
    if side < along { return BoundaryDistance(distance_mm: Swift.max(0, side)) }
    return BoundaryDistance(
      distance_mm: Swift.max(0, along), nextSlab: next < record.pointee.slabCount ? next : -1)
  }
}
