import Numerics

/// A track at a plane across z, as fits use it: position [mm], slopes dx/dz and dy/dz, charge over momentum
/// [1/GeV].
@frozen public struct PlaneState: Equatable, Sendable {
  public var x_mm: Double
  public var y_mm: Double
  public var tx: Double
  public var ty: Double
  public var chargeOverMomentum: Double

  public init(x_mm: Double, y_mm: Double, tx: Double, ty: Double, chargeOverMomentum: Double) {
    self.x_mm = x_mm
    self.y_mm = y_mm
    self.tx = tx
    self.ty = ty
    self.chargeOverMomentum = chargeOverMomentum
  }

  /// - Parameter forward: flies towards +z
  public func trajectory(z_mm: Double, forward: Bool = true) -> FieldTrajectory {
    let sign = forward ? 1.0 : -1.0
    return FieldTrajectory(
      position: Vector3(x_mm, y_mm, z_mm), direction: (sign * Vector3(tx, ty, 1)).normalized,
      charge: chargeOverMomentum, momentum_GeV: 1)
  }

  init(_ t: FieldTrajectory) {
    x_mm = t.position.x
    y_mm = t.position.y
    tx = t.direction.x / t.direction.z
    ty = t.direction.y / t.direction.z
    chargeOverMomentum = t.bending / FieldTrajectory.bendingOfUnitMomentum
  }
}

/// A small change of a trajectory: of position, direction and κ.
struct TrajectoryChange {
  var r: Vector3
  var u: Vector3
  var bending: Double
}

extension FieldPropagator {
  /// A track that flies towards +z, taken to another plane, and the 5 × 5 matrix of derivatives
  /// ∂(x, y, tx, ty, q/p)/∂(x, y, tx, ty, q/p at the start), row by row.
  ///
  /// The derivatives are exact: closed forms in uniform fields, the linearised equations of motion elsewhere, and
  /// the jump of the field at faces of its elements (a face that is met δs later adds κ u × (B − B′) δs to the
  /// direction), which is the edge focusing of a dipole.
  ///
  /// - Checked by: `FieldJacobianTests` against differences of propagated states
  public func propagateWithJacobian(_ start: PlaneState, fromZ z_mm: Double, toZ plane_mm: Double) -> (
    state: PlaneState, jacobian: [Double], path_mm: Double
  )? {
    let first = start.trajectory(z_mm: z_mm)
    let isBackward = plane_mm < z_mm
    // On the reversed path the direction and κ have the other sign, and so have their changes.
    let sign = isBackward ? -1.0 : 1.0
    let norm = 1 / (1 + start.tx * start.tx + start.ty * start.ty).squareRoot()
    func slope(_ axis: Vector3, _ t: Double) -> Vector3 {
      sign * norm * (axis - (t * norm) * first.direction)
    }
    var changes = [
      TrajectoryChange(r: Vector3(1, 0, 0), u: .zero, bending: 0),
      TrajectoryChange(r: Vector3(0, 1, 0), u: .zero, bending: 0),
      TrajectoryChange(r: .zero, u: slope(Vector3(1, 0, 0), start.tx), bending: 0),
      TrajectoryChange(r: .zero, u: slope(Vector3(0, 1, 0), start.ty), bending: 0),
      TrajectoryChange(r: .zero, u: .zero, bending: sign * FieldTrajectory.bendingOfUnitMomentum),
    ]
    guard
      let (end, path) = follow(
        first, toZ: plane_mm, { start, step in transport(&changes, start, step) })
    else { return nil }
    // Along the trajectory until the plane is met again.
    let u = isBackward ? -end.direction : end.direction
    let bending = sign * end.bending
    let turn =
      bending
      * u.cross(field.view.value(end.position, in: field.view.region(at: end.position, direction: -u)))
    var jacobian = [Double](repeating: 0, count: 25)
    for (column, change) in changes.enumerated() {
      let ds = -change.r.z / u.z
      let r = change.r + ds * u
      let du = change.u + ds * turn
      jacobian[column] = r.x
      jacobian[5 + column] = r.y
      jacobian[10 + column] = (du.x - u.x / u.z * du.z) / u.z
      jacobian[15 + column] = (du.y - u.y / u.z * du.z) / u.z
    }
    jacobian[24] = 1
    return (PlaneState(end), jacobian, path)
  }

  private func transport(_ changes: inout [TrajectoryChange], _ start: FieldTrajectory, _ step: FieldStep) {
    let s = step.length_mm
    if step.region.isUniform {
      let b = step.region.uniformField_T
      let helix = Helix(b, bending: start.bending, length: s)
      let (displacement, direction) = helix.apply(start.direction)
      let perBendingU = s * direction.cross(b)
      // (s u₁ − Δr)/κ, or the first terms of its series where the difference would lose digits.
      let across = start.direction.cross(b)
      let perBendingR =
        (start.bending * b.length * s).magnitude < 1e-4
        ? (0.5 * s * s) * across + (start.bending * s * s * s / 3) * across.cross(b)
        : (1 / start.bending) * (s * direction - displacement)
      for index in changes.indices {
        let (along, turned) = helix.apply(changes[index].u)
        changes[index].r = changes[index].r + along + changes[index].bending * perBendingR
        changes[index].u = turned + changes[index].bending * perBendingU
      }
    } else {
      let method = LinearisedStep(field: field.view, region: step.region, start: start, length_mm: s)
      for index in changes.indices { method.apply(&changes[index]) }
    }
    guard step.crossedElement >= 0 else { return }
    let end = step.end
    let field = self.field.view
    let next = field.region(at: end.position, direction: end.direction)
    let jump = field.value(end.position, in: step.region) - field.value(end.position, in: next)
    let normal = field.elements[step.crossedElement].nearestNormal(end.position)
    let across = normal.dot(end.direction)
    guard jump != .zero, across.magnitude > 1e-9 else { return }
    let kick = end.bending * end.direction.cross(jump)
    for index in changes.indices {
      let later = -normal.dot(changes[index].r) / across
      changes[index].u = changes[index].u + later * kick
    }
  }
}

/// The linearised equations of motion over one step, with the stages of `DormandPrince` (fifth order).
private struct LinearisedStep {
  private struct Stage {
    var u = Vector3.zero
    var field = Vector3.zero
    var gradient = FieldGradient.zero
  }

  private static let weights: [[Double]] = [
    [],
    [1.0 / 5],
    [3.0 / 40, 9.0 / 40],
    [44.0 / 45, -56.0 / 15, 32.0 / 9],
    [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
    [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
  ]

  private let bending: Double
  private let h: Double
  private var stages: [Stage] = []

  init(field: MagneticFieldView, region: FieldRegion, start: FieldTrajectory, length_mm: Double) {
    bending = start.bending
    h = length_mm
    var slopes: [Vector3] = []
    for row in Self.weights {
      var r = start.position
      var u = start.direction
      for (weight, (stage, slope)) in zip(row, zip(stages, slopes)) {
        r = r + (h * weight) * stage.u
        u = u + (h * weight) * slope
      }
      let (b, gradient) = field.fieldAndGradient(r, in: region)
      stages.append(Stage(u: u, field: b, gradient: gradient))
      slopes.append(bending * u.cross(b))
    }
  }

  func apply(_ change: inout TrajectoryChange) {
    var slopesR: [Vector3] = []
    var slopesU: [Vector3] = []
    for (row, stage) in zip(Self.weights, stages) {
      var r = change.r
      var u = change.u
      for (index, weight) in row.enumerated() {
        r = r + (h * weight) * slopesR[index]
        u = u + (h * weight) * slopesU[index]
      }
      slopesR.append(u)
      let turned = u.cross(stage.field) + stage.u.cross(stage.gradient.change(over: r))
      slopesU.append(bending * turned + change.bending * stage.u.cross(stage.field))
    }
    func sum(_ k: [Vector3]) -> Vector3 { DormandPrince.fifth(k[0], k[2], k[3], k[4], k[5]) }
    change.r = change.r + h * sum(slopesR)
    change.u = change.u + h * sum(slopesU)
  }
}

extension FieldElement {
  /// The normal of the face that is nearest to a point; world's frame.
  func nearestNormal(_ position: Vector3) -> Vector3 {
    let p = placement.inward(position)
    let distances = [
      (p.x - low.x).magnitude, (high.x - p.x).magnitude, (p.y - low.y).magnitude,
      (high.y - p.y).magnitude, (p.z - low.z).magnitude, (high.z - p.z).magnitude,
    ]
    var nearest = 0
    for index in 1..<6 where distances[index] < distances[nearest] { nearest = index }
    let axes = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
    return placement.directionOutward(axes[nearest / 2])
  }
}
