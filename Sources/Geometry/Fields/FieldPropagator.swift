import Numerics

/// Takes charged particles through the fields of a world, in vacuum, to planes across z: what a track fit needs.
///
/// Keeps the field alive. Matter and volumes play no part. `propagate` gives the state, `propagateWithJacobian` also its derivatives.
public struct FieldPropagator {
  public let field: MagneticField
  /// Largest error per step of numerical integration (`FieldStepper`).
  public var tolerance_mm = 1e-6
  /// A path longer than this does not reach the plane.
  public var longestPath_mm = 1e7

  var stepScale = 1.0

  public init(field: MagneticField) { self.field = field }

  var stepper: FieldStepper {
    var stepper = FieldStepper(field: field.view)
    stepper.tolerance_mm = tolerance_mm
    stepper.sagitta_mm = 0.1
    stepper.stepScale = stepScale
    return stepper
  }

  /// The state at the plane; a plane that lies behind is reached against the direction of flight.
  ///
  /// - Returns: nil if the particle turns round before the plane, or flies along it.
  public func propagate(_ start: FieldTrajectory, toZ plane_mm: Double) -> (
    state: FieldTrajectory, path_mm: Double
  )? {
    follow(start, toZ: plane_mm) { _, _ in }
  }

  /// Walks to the plane and shows each step; the last one ends on the plane.
  func follow(
    _ start: FieldTrajectory, toZ plane_mm: Double, _ visit: (FieldTrajectory, FieldStep) -> Void
  ) -> (state: FieldTrajectory, path_mm: Double)? {
    let distance = plane_mm - start.position.z
    if distance == 0 { return (start, 0) }
    guard start.direction.z != 0 else { return nil }
    let isBackward = distance * start.direction.z < 0
    var state = isBackward ? start.reversed : start
    var stepper = self.stepper
    let sign = distance > 0 ? 1.0 : -1.0
    var path = 0.0
    while true {
      let left = sign * (plane_mm - state.position.z)
      if left <= 0 { break }
      guard path < longestPath_mm else { return nil }
      let ahead = sign * state.direction.z
      // Straight on the plane is left/ahead away; a curved step is cut afterwards.
      var step = stepper.step(state, atMost: ahead > 1e-9 ? left / ahead * 1.5 : longestPath_mm)
      let isStraight = step.region.isEmpty || state.bending == 0
      if isStraight && ahead <= 0 && step.crossedElement < 0 { return nil }
      let beyond = sign * (plane_mm - step.end.position.z)
      if beyond < 0 {
        step.length_mm = isStraight ? left / ahead : pathToPlane(plane_mm, state, step, stepper)
        step.end = stepper.point(step.length_mm, from: state, in: step.region)
        step.end.position.z = plane_mm
        step.crossedElement = -1
      }
      visit(state, step)
      path += step.length_mm
      state = step.end
    }
    return (isBackward ? state.reversed : state, isBackward ? -path : path)
  }

  /// Where within a step the plane is met, to 1e-11 mm.
  private func pathToPlane(
    _ plane_mm: Double, _ start: FieldTrajectory, _ step: FieldStep, _ stepper: FieldStepper
  ) -> Double {
    let finder = BrentRootFinder(relativeTolerance: 0, absoluteTolerance: 1e-11)
    let path = finder.root(
      between: 0, valued: start.position.z - plane_mm, and: step.length_mm,
      valued: step.end.position.z - plane_mm
    ) { stepper.point($0, from: start, in: step.region).position.z - plane_mm }
    return path ?? step.length_mm
  }
}
