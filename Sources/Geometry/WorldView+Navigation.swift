import Numerics

/// Finding the volume, the next boundary, and the other side of it. `Tolerance` explains why walks always
/// make progress.
extension WorldView {
  @inlinable public func toLocal(_ p: Vector3, volume: Int32) -> Vector3 {
    volume < 0 ? p : volumes[Int(volume)].globalPlacement.inward(p)
  }
  @inlinable public func toGlobal(_ p: Vector3, volume: Int32) -> Vector3 {
    volume < 0 ? p : volumes[Int(volume)].globalPlacement.outward(p)
  }
  @inlinable public func directionToLocal(_ d: Vector3, volume: Int32) -> Vector3 {
    volume < 0 ? d : volumes[Int(volume)].globalPlacement.directionInward(d)
  }
  @inlinable public func directionToGlobal(_ d: Vector3, volume: Int32) -> Vector3 {
    volume < 0 ? d : volumes[Int(volume)].globalPlacement.directionOutward(d)
  }

  /// The volume and slab at a point of the world's frame. A point on a boundary belongs to the side that
  /// the direction points into.
  public func locate(_ position: Vector3, direction: Vector3) -> Location {
    var p = position
    var d = direction
    var at = Location.outside
    guard volumes[0].solid.distanceToEnter(p, d, lean: volumes[0].lean) <= Tolerance.skin else {
      return at
    }
    at.volume = 0
    descend(&at, &p, &d)
    return at
  }

  /// The other side of a surface through which a particle has left `volume`: position and direction in the
  /// world's frame. Never the volume that was left.
  public func crossAfterLeaving(_ volume: Int32, _ position: Vector3, direction: Vector3) -> Location {
    var at = Location(volume: volume)
    var p = toLocal(position, volume: volume)
    var d = directionToLocal(direction, volume: volume)
    cross(&at, &p, &d, BoundaryDistance(distance_mm: 0))
    return at
  }

  /// Distance to the next boundary from a point that is in `at`; local coordinates.
  ///
  /// A daughter is found through its own solid, a slab by one division. Always ≥ 0; 0 only if the direction
  /// has turned on a surface, or for a point that is outside of `at` by rounding.
  @inlinable public func distanceToBoundary(_ at: Location, _ p: Vector3, _ d: Vector3)
    -> BoundaryDistance
  {
    guard at.volume >= 0 else { return BoundaryDistance(distance_mm: .infinity) }
    let record = volumes + Int(at.volume)
    if record.pointee.solid.shape == .layered { return distanceToSlabBoundary(record, at.slab, p, d) }
    var result = BoundaryDistance(distance_mm: record.pointee.solid.distanceToLeave(p, d))
    let first = daughters + Int(record.pointee.firstDaughter)
    for i in 0..<Int(record.pointee.daughterCount) {
      let daughter = volumes + Int(first[i])
      // The sphere about the daughter: behind, beyond the best so far, or passed by?
      let away = daughter.pointee.placement.translation - p
      let along = away.dot(d)
      let radius = daughter.pointee.boundingRadius + Tolerance.overlap
      if along < -radius || along - radius > result.distance_mm { continue }
      if away.squaredLength - along * along > radius * radius { continue }
      let distance = daughter.pointee.solid.distanceToEnter(
        daughter.pointee.placement.inward(p), daughter.pointee.placement.directionInward(d),
        lean: daughter.pointee.lean)
      if distance < result.distance_mm {
        result.distance_mm = distance
        result.nextVolume = first[i]
      }
    }
    return result
  }

  /// Goes to the other side of the boundary that `distanceToBoundary` has announced: on entry `p` has been
  /// moved there and is local to `at`; on return all three are those of the new volume (of the world's
  /// frame when it is left).
  @inlinable public func cross(
    _ at: inout Location, _ p: inout Vector3, _ d: inout Vector3, _ boundary: BoundaryDistance
  ) {
    if boundary.nextSlab >= 0 {
      at.slab = boundary.nextSlab
      p.z = planeZ(of: at.volume, entering: at.slab, directionZ: d.z)
      return
    }
    crossVolume(&at, &p, &d, boundary.nextVolume)
  }

  @usableFromInline func crossVolume(
    _ at: inout Location, _ p: inout Vector3, _ d: inout Vector3, _ daughter: Int32
  ) {
    guard at.volume >= 0 else { return }
    if daughter >= 0 {
      enter(daughter, &at, &p, &d)
    } else {
      // Faces of mother and daughter may coincide: climb until there is a way to go.
      repeat {
        let record = volumes + Int(at.volume)
        p = record.pointee.placement.outward(p)
        d = record.pointee.placement.directionOutward(d)
        at.volume = record.pointee.mother
        if at.volume < 0 {
          at = .outside
          return
        }
      } while volumes[Int(at.volume)].solid.distanceToLeave(p, d) <= Tolerance.skin
    }
    descend(&at, &p, &d)
  }

  /// Into the daughters that the ray occupies, as deep as it goes; then the slab.
  @usableFromInline func descend(_ at: inout Location, _ p: inout Vector3, _ d: inout Vector3) {
    while let daughter = daughterAhead(at.volume, p, d) { enter(daughter, &at, &p, &d) }
    at.slab = slab(at.volume, p.z, directionZ: d.z)
  }

  @usableFromInline func enter(
    _ daughter: Int32, _ at: inout Location, _ p: inout Vector3, _ d: inout Vector3
  ) {
    let placement = volumes[Int(daughter)].placement
    p = placement.inward(p)
    d = placement.directionInward(d)
    at.volume = daughter
  }

  @usableFromInline func daughterAhead(_ volume: Int32, _ p: Vector3, _ d: Vector3) -> Int32? {
    let record = volumes + Int(volume)
    let first = daughters + Int(record.pointee.firstDaughter)
    for i in 0..<Int(record.pointee.daughterCount) {
      let daughter = volumes + Int(first[i])
      let radius = daughter.pointee.boundingRadius + Tolerance.overlap
      if (daughter.pointee.placement.translation - p).squaredLength > radius * radius { continue }
      let distance = daughter.pointee.solid.distanceToEnter(
        daughter.pointee.placement.inward(p), daughter.pointee.placement.directionInward(d),
        lean: daughter.pointee.lean)
      if distance <= Tolerance.skin { return first[i] }
    }
    return nil
  }

  /// A lower bound of the distance to any boundary in any direction: surface, daughters, slab planes.
  @inlinable public func safety_mm(_ at: Location, _ p: Vector3) -> Double {
    guard at.volume >= 0 else { return 0 }
    let record = volumes + Int(at.volume)
    var result = record.pointee.solid.depth(p)
    if record.pointee.solid.shape == .layered {
      let plane = planes + Int(record.pointee.firstPlane &+ at.slab)
      result = Swift.min(result, Swift.min(p.z - plane[0], plane[1] - p.z))
      return Swift.max(0, result)
    }
    let first = daughters + Int(record.pointee.firstDaughter)
    for i in 0..<Int(record.pointee.daughterCount) {
      let daughter = volumes + Int(first[i])
      // Outside of the sphere at this range: cannot be nearer than what is known.
      let away = daughter.pointee.placement.translation - p
      let reach = result + daughter.pointee.boundingRadius
      if away.squaredLength > reach * reach { continue }
      result = Swift.min(
        result,
        daughter.pointee.solid.distanceFromOutside(daughter.pointee.placement.inward(p)))
    }
    return Swift.max(0, result)
  }
}
