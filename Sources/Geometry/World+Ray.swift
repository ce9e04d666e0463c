import Core
import Matter
import Numerics

/// One stretch of a straight line inside one volume or slab.
public struct RaySegment: Equatable, Sendable {
  public let volumeName: String
  public let location: Location
  /// Index into `World.materials`.
  public let material: Int
  public let length_mm: Double
}

extension World {
  /// Follows a particle that does not interact (a "geantino") from a point to the edge of the world; from
  /// outside it first goes to where it enters. World's frame.
  ///
  /// - Throws: for a direction or a position that is not finite; `.inside` if the walk does not end, which
  ///   would be a defect.
  public func ray(from position: Vector3, direction: Vector3) throws -> [RaySegment] {
    let length = direction.length
    guard position.isFinite, length.isFinite, length > 1e-150 else {
      throw HermeticError(
        .argument,
        "ray from (\(position.x), \(position.y), \(position.z)) along (\(direction.x), \(direction.y), "
          + "\(direction.z)) has no direction (both must be finite, the direction not zero).")
    }
    var d = (1 / length) * direction
    let toWorld = view.volumes[0].solid.distanceToEnter(position, d, lean: view.volumes[0].lean)
    guard toWorld.isFinite else { return [] }
    var p = position + toWorld * d
    var at = view.locate(p, direction: d)
    p = view.toLocal(p, volume: at.volume)
    d = view.directionToLocal(d, volume: at.volume)
    var segments: [RaySegment] = []
    var standing = 0
    while !at.isOutside {
      let boundary = view.distanceToBoundary(at, p, d)
      standing = boundary.distance_mm > 0 ? 0 : standing + 1
      guard standing < 100 else {
        throw HermeticError(
          .inside, "a ray does not leave the surface of \"\(volumeNames[Int(at.volume)])\".")
      }
      if boundary.distance_mm > 0 {
        segments.append(
          RaySegment(
            volumeName: volumeNames[Int(at.volume)], location: at, material: view.materialIndex(at),
            length_mm: boundary.distance_mm))
      }
      p = p + boundary.distance_mm * d
      view.cross(&at, &p, &d, boundary)
    }
    return segments
  }

  /// Radiation lengths along a straight line to the edge of the world: the material budget.
  public func radiationLengths(from position: Vector3, direction: Vector3) throws -> Double {
    try ray(from: position, direction: direction).reduce(0) {
      $0 + $1.length_mm / materials[$1.material].radiationLength_mm
    }
  }
}
