import Core
import Numerics

// What walks from plane to plane (track fits) need of a field that belongs to no world.

extension MagneticField {
  /// From the list `fields` of a card (docs/fields.md).
  public convenience init(cards: [JSON], path: String) throws {
    try self.init(cards: cards, path: path, volumes: [], placements: [])
  }
}

extension MagneticFieldView {
  /// The field [T] and its changes at a point of the world's frame.
  public func fieldAndGradient(_ position: Vector3) -> (field: Vector3, gradient: FieldGradient) {
    var sum = Vector3.zero
    var gradient = FieldGradient.zero
    for index in 0..<count where elements[index].depthOutside(position) <= 0 {
      let (field, change) = elements[index].fieldAndGradient(position)
      sum = sum + field
      gradient.add(change)
    }
    return (sum, gradient)
  }
}

extension FieldElement {
  /// Smallest and largest z of the box, world's frame.
  public var extent_mm: (low: Double, high: Double) {
    var lowest = Double.infinity
    var highest = -Double.infinity
    for x in [low.x, high.x] {
      for y in [low.y, high.y] {
        for z in [low.z, high.z] {
          let corner = placement.outward(Vector3(x, y, z)).z
          lowest = min(lowest, corner)
          highest = max(highest, corner)
        }
      }
    }
    return (lowest, highest)
  }

  /// Its ends are not across the z axis.
  public var isTilted: Bool { placement.directionOutward(Vector3(0, 0, 1)).z.magnitude < 1 - 1e-15 }
}
