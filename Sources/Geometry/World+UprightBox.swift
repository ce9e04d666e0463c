import Numerics

extension World {
  /// Centre and half sides, in the world's frame, of a box whose sides are along the world's axes; nil for other
  /// solids and for turned ones.
  public func uprightBox(volume index: Int) -> (centre: Vector3, half: Vector3)? {
    let solid = descriptions[index].solid
    guard solid.shape != .tube,
      view.directionToGlobal(Vector3(1, 0, 0), volume: Int32(index)) == Vector3(1, 0, 0),
      view.directionToGlobal(Vector3(0, 0, 1), volume: Int32(index)) == Vector3(0, 0, 1)
    else { return nil }
    return (view.toGlobal(.zero, volume: Int32(index)), Vector3(solid.halfX, solid.halfY, solid.halfZ))
  }
}
