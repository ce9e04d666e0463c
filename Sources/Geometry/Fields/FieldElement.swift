import Numerics

/// One magnet or field map, placed in the world: its field is zero outside of the box `low … high` of its own
/// frame. Fields of elements that overlap add up.
@frozen public struct FieldElement: @unchecked Sendable {
  @frozen public enum Kind: UInt8, Sendable {
    /// The same vector everywhere in the box: hard edges.
    case uniform
    /// A dipole whose ends fall as `EngeEdge` says.
    case enge
    /// Interpolated between the points of a grid.
    case map
    /// `QuadrupoleField`
    case quadrupole
    /// `SolenoidField`
    case solenoid
  }

  public let kind: Kind
  /// From the element's frame to the world's.
  public let placement: Placement
  public let low: Vector3
  public let high: Vector3
  /// Uniform field, or the field in the middle of the dipole; element's frame, T.
  public let field_T: Vector3
  public let edge: EngeEdge
  public let grid: FieldGrid?
  public let quadrupole: QuadrupoleField
  public let solenoid: SolenoidField
  /// Size of the structures of maps and of the dipole's edge: steps are not longer.
  private let structure_mm: Double
  /// Of lenses, T/mm: steps are short against the focal length, also where the track itself sees no field.
  public let focusing_T_mm: Double
  /// Of solenoids, T: steps are short against the radius of gyration, also along the axis.
  let gyration_T: Double

  /// Uniform field: the world's frame, ready to use.
  let globalField_T: Vector3

  init(
    _ description: FieldDescription, grid: FieldGrid?, structure_mm: Double
  ) {
    kind = description.kind
    placement = description.placement
    low = description.low
    high = description.high
    field_T = description.field_T
    edge = description.edge
    quadrupole = description.quadrupole
    solenoid = description.solenoid
    focusing_T_mm = kind == .quadrupole ? quadrupole.gradient_T_mm.magnitude : 0
    gyration_T = kind == .solenoid ? solenoid.fieldOfSheet_T.magnitude : 0
    self.grid = grid
    self.structure_mm = structure_mm
    globalField_T = placement.directionOutward(field_T)
  }

  /// The field jumps at its ends.
  public var hasHardEnds: Bool { kind == .uniform || (kind == .quadrupole && quadrupole.fall_per_mm == 0) }

  /// Steps of numerical integration from a point (world's frame) are not longer: smaller structures would be stepped
  /// over, by tracks that see no field on their way or by the derivatives of others.
  func longestStep_mm(at position: Vector3) -> Double {
    switch kind {
    case .uniform, .enge, .map: return structure_mm
    case .quadrupole: return quadrupole.longestStep_mm(z: placement.inward(position).z)
    case .solenoid: return solenoid.longestStep_mm(z: placement.inward(position).z)
    }
  }

  /// How far a point (world's frame) is outside of the box, measured across its faces; negative inside.
  func depthOutside(_ position: Vector3) -> Double {
    let p = placement.inward(position)
    let x = max(low.x - p.x, p.x - high.x)
    let y = max(low.y - p.y, p.y - high.y)
    let z = max(low.z - p.z, p.z - high.z)
    return max(x, max(y, z))
  }

  /// The stretch of a straight line inside of the box: distances along d where it enters and leaves.
  func chord(_ position: Vector3, _ direction: Vector3) -> (enter: Double, leave: Double)? {
    let p = placement.inward(position)
    let d = placement.directionInward(direction)
    var enter = -Double.infinity
    var leave = Double.infinity
    func cut(_ p: Double, _ d: Double, _ low: Double, _ high: Double) -> Bool {
      if d.magnitude < Tolerance.parallel { return p >= low && p <= high }
      let a = (low - p) / d
      let b = (high - p) / d
      enter = max(enter, min(a, b))
      leave = min(leave, max(a, b))
      return true
    }
    guard cut(p.x, d.x, low.x, high.x), cut(p.y, d.y, low.y, high.y), cut(p.z, d.z, low.z, high.z),
      enter < leave, leave > 0
    else { return nil }
    return (enter, leave)
  }

  /// The field [T] in the world's frame, continued beyond the box.
  func field(_ position: Vector3) -> Vector3 {
    switch kind {
    case .uniform: return globalField_T
    case .enge:
      let p = placement.inward(position)
      let strength = field_T.length
      let b = (1 / strength) * field_T
      let profile = edge.profile(z: p.z, b: p.dot(b)).value
      return placement.directionOutward(
        profile.re * field_T + Vector3(0, 0, strength * profile.im))
    case .map: return placement.directionOutward(grid!.field(placement.inward(position)))
    case .quadrupole: return placement.directionOutward(quadrupole.field(placement.inward(position)))
    case .solenoid: return placement.directionOutward(solenoid.field(placement.inward(position)))
    }
  }

  /// The field and how it changes from place to place; world's frame.
  func fieldAndGradient(_ position: Vector3) -> (field: Vector3, gradient: FieldGradient) {
    let p = placement.inward(position)
    switch kind {
    case .uniform: return (globalField_T, .zero)
    case .enge:
      let strength = field_T.length
      let b = (1 / strength) * field_T
      let (value, slope) = edge.profile(z: p.z, b: p.dot(b))
      // dB/dζ with ζ = z + i b: along z the slope itself, along b i times it.
      let alongZ = slope.re * field_T + Vector3(0, 0, strength * slope.im)
      let alongB = (-slope.im) * field_T + Vector3(0, 0, strength * slope.re)
      return outward(
        value.re * field_T + Vector3(0, 0, strength * value.im),
        FieldGradient(alongX: b.x * alongB, alongY: b.y * alongB, alongZ: alongZ))
    case .map:
      let (field, gradient) = grid!.fieldAndGradient(p)
      return outward(field, gradient)
    case .quadrupole: return outward(quadrupole.field(p), quadrupole.slope(p))
    case .solenoid: return outward(solenoid.field(p), solenoid.slope(p))
    }
  }

  private func outward(_ field: Vector3, _ local: FieldGradient) -> (Vector3, FieldGradient) {
    guard placement.isRotated else { return (field, local) }
    let r = placement.rotation
    func along(_ axis: Vector3) -> Vector3 { r.apply(local.change(over: r.applyInverse(axis))) }
    return (
      r.apply(field),
      FieldGradient(
        alongX: along(Vector3(1, 0, 0)), alongY: along(Vector3(0, 1, 0)), alongZ: along(Vector3(0, 0, 1)))
    )
  }
}
