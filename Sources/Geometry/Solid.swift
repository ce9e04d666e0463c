import Numerics

/// A solid centred on its local origin, axis along z.
///
/// - `box`: |x| ≤ halfX, |y| ≤ halfY, |z| ≤ halfZ
/// - `tube`: innerRadius ≤ √(x²+y²) ≤ outerRadius, |z| ≤ halfZ
/// - `layered`: a box that navigation divides into slabs across z
///
/// Distances are along unit directions; `Tolerance` says what happens on surfaces.
@frozen public struct Solid: Equatable, Sendable {
  @frozen public enum Shape: UInt8, Sendable {
    case box
    case tube
    case layered
  }

  public var shape: Shape
  public var halfX: Double
  public var halfY: Double
  public var halfZ: Double
  public var innerRadius: Double
  public var outerRadius: Double

  public static func box(halfX: Double, halfY: Double, halfZ: Double, layered: Bool = false) -> Solid {
    Solid(
      shape: layered ? .layered : .box, halfX: halfX, halfY: halfY, halfZ: halfZ, innerRadius: 0,
      outerRadius: 0)
  }

  public static func tube(innerRadius: Double, outerRadius: Double, halfZ: Double) -> Solid {
    Solid(
      shape: .tube, halfX: outerRadius, halfY: outerRadius, halfZ: halfZ, innerRadius: innerRadius,
      outerRadius: outerRadius)
  }

  /// mm³.
  public var volume_mm3: Double {
    shape == .tube
      ? 2 * .pi * halfZ * (outerRadius - innerRadius) * (outerRadius + innerRadius)
      : 8 * halfX * halfY * halfZ
  }

  /// Radius of the sphere about the centre that holds the solid.
  public var boundingRadius: Double {
    shape == .tube
      ? (outerRadius * outerRadius + halfZ * halfZ).squareRoot()
      : (halfX * halfX + halfY * halfY + halfZ * halfZ).squareRoot()
  }

  /// Distance along d to the surface, for a point inside (or on the surface); ≥ 0.
  @inlinable public func distanceToLeave(_ p: Vector3, _ d: Vector3) -> Double {
    shape == .tube ? distanceToLeaveTube(p, d) : distanceToLeaveBox(p, d)
  }

  /// Distance along d to where the solid is entered; 0 for a point that is inside and stays there,
  /// infinite when the ray misses or only clips the skin.
  ///
  /// - Parameter lean: the generic displacement in local coordinates, of length about `skin`.
  @inlinable public func distanceToEnter(_ p: Vector3, _ d: Vector3, lean: Vector3) -> Double {
    shape == .tube ? distanceToEnterTube(p, d, lean: lean) : distanceToEnterBox(p, d, lean: lean)
  }

  /// Distance from an inside point to the surface in any direction; negative outside, where its size is
  /// a lower bound of the distance.
  @inlinable public func depth(_ p: Vector3) -> Double {
    let z = halfZ - p.z.magnitude
    if shape == .tube {
      let radius = (p.x * p.x + p.y * p.y).squareRoot()
      let r = Swift.min(outerRadius - radius, innerRadius > 0 ? radius - innerRadius : .infinity)
      return Swift.min(z, r)
    }
    return Swift.min(z, Swift.min(halfX - p.x.magnitude, halfY - p.y.magnitude))
  }

  /// Distance from an outside point to the solid; 0 inside.
  @inlinable public func distanceFromOutside(_ p: Vector3) -> Double {
    let z = Swift.max(0, p.z.magnitude - halfZ)
    if shape == .tube {
      let radius = (p.x * p.x + p.y * p.y).squareRoot()
      let r = Swift.max(0, Swift.max(radius - outerRadius, innerRadius - radius))
      return (r * r + z * z).squareRoot()
    }
    let x = Swift.max(0, p.x.magnitude - halfX)
    let y = Swift.max(0, p.y.magnitude - halfY)
    return (x * x + y * y + z * z).squareRoot()
  }
}
