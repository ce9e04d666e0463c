import Numerics

/// A rotation, then a translation: takes local coordinates to those of the mother (or of the world).
@frozen public struct Placement: Equatable, Sendable {
  public var translation: Vector3
  public var rotation: Rotation
  /// False for the identity: the common case skips nine multiplications and stays exact.
  public var isRotated: Bool

  public static let identity = Placement(translation: .zero, rotation: .identity)

  public init(translation: Vector3, rotation: Rotation) {
    self.translation = translation
    self.rotation = rotation
    isRotated = rotation != .identity
  }

  @inlinable public func outward(_ p: Vector3) -> Vector3 {
    isRotated ? rotation.apply(p) + translation : p + translation
  }
  @inlinable public func inward(_ p: Vector3) -> Vector3 {
    let q = p - translation
    return isRotated ? rotation.applyInverse(q) : q
  }
  @inlinable public func directionOutward(_ d: Vector3) -> Vector3 {
    isRotated ? rotation.apply(d) : d
  }
  @inlinable public func directionInward(_ d: Vector3) -> Vector3 {
    isRotated ? rotation.applyInverse(d) : d
  }

  /// First `inner`, then this placement: from the daughter's frame to the mother's mother.
  public func composed(after inner: Placement) -> Placement {
    Placement(
      translation: outward(inner.translation),
      rotation: isRotated || inner.isRotated
        ? rotation.composed(after: inner.rotation) : .identity)
  }

  /// From the frame of `self`'s inside to that of `other`'s inside, both placed in the same mother.
  func relative(to other: Placement) -> Placement {
    let r = other.rotation
    let transposed = Rotation(
      rowX: Vector3(r.rowX.x, r.rowY.x, r.rowZ.x), rowY: Vector3(r.rowX.y, r.rowY.y, r.rowZ.y),
      rowZ: Vector3(r.rowX.z, r.rowY.z, r.rowZ.z))
    return Placement(
      translation: other.inward(translation),
      rotation: transposed == rotation && rotation == .identity
        ? .identity : transposed.composed(after: rotation))
  }
}
