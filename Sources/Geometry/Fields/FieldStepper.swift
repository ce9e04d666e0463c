import Numerics

/// One stretch of a trajectory that lies in one region of the field.
public struct FieldStep {
  public var end: FieldTrajectory
  public var length_mm: Double
  public var region: FieldRegion
  /// The element whose face ends the step; −1 if none does.
  public var crossedElement: Int
}

/// Advances trajectories: straight where there is no field, on the exact helix where it is uniform, by
/// `DormandPrince` with error control elsewhere. A step never goes over the face of a field element, where the
/// field may jump.
public struct FieldStepper {
  public let field: MagneticFieldView
  /// Largest error of one step of numerical integration: of the position, and of the direction times 1 m.
  public var tolerance_mm = 1e-6
  /// The chord of a step stays this close to the curve.
  public var sagitta_mm = 0.01
  /// Times the longest steps that the elements of the field allow: tests of these.
  var stepScale = 1.0
  private var nextLength_mm = 100.0

  static let leverArm_mm = 1000.0

  public init(field: MagneticFieldView) { self.field = field }

  /// The point of a step's trajectory after a shorter path.
  public func point(_ s: Double, from start: FieldTrajectory, in region: FieldRegion) -> FieldTrajectory {
    if region.isUniform {
      if region.isEmpty {
        var end = start
        end.position = start.position + s * start.direction
        return end
      }
      return start.onHelix(s, field_T: region.uniformField_T)
    }
    return DormandPrince(field: field, region: region).step(start, s).end
  }

  /// One step, of at most `limit`. Always makes progress.
  public mutating func step(_ start: FieldTrajectory, atMost limit_mm: Double) -> FieldStep {
    let region = field.region(at: start.position, direction: start.direction)
    if region.isEmpty || start.bending == 0 { return straight(start, limit_mm, region) }
    var h = limit_mm
    var end: FieldTrajectory
    if region.isUniform {
      h = min(h, sagittaLength(start.bending, region.uniformField_T))
      end = start.onHelix(h, field_T: region.uniformField_T)
    } else {
      let here = field.value(start.position, in: region)
      h = min(
        min(h, sagittaLength(start.bending, here)),
        min(stepScale * region.longestStep_mm(bending: start.bending), nextLength_mm))
      (end, h) = integrate(start, h, region)
    }
    var step = FieldStep(end: end, length_mm: h, region: region, crossedElement: -1)
    stopAtFaces(start, &step)
    return step
  }

  /// Without a field: straight to the next face.
  private func straight(_ start: FieldTrajectory, _ limit_mm: Double, _ region: FieldRegion) -> FieldStep {
    var h = limit_mm
    var crossed = -1
    for index in 0..<field.count {
      guard let chord = field.elements[index].chord(start.position, start.direction) else { continue }
      let isInside = region.members & (1 << UInt64(index)) != 0
      let face = isInside ? chord.leave : chord.enter
      if isInside || face > 0, face < h {
        h = max(face, 2 * FieldRegion.skin)
        crossed = index
      }
    }
    var end = start
    h = min(h, limit_mm)
    end.position = start.position + h * start.direction
    return FieldStep(end: end, length_mm: h, region: region, crossedElement: crossed)
  }

  /// The length of an arc with the largest sagitta: κ B h²/8.
  private func sagittaLength(_ bending: Double, _ field_T: Vector3) -> Double {
    (8 * sagitta_mm / max(bending.magnitude * field_T.length, 1e-300)).squareRoot()
  }

  /// A step of numerical integration within the tolerance.
  private mutating func integrate(_ start: FieldTrajectory, _ longest: Double, _ region: FieldRegion) -> (
    FieldTrajectory, Double
  ) {
    let method = DormandPrince(field: field, region: region)
    var h = longest
    while true {
      let trial = method.step(start, h)
      let error = max(trial.positionError_mm, Self.leverArm_mm * trial.directionError) / tolerance_mm
      if error <= 1 || h < 1e-4 {
        // Order 5: the error goes with h⁵.
        let growth = error > 1e-4 ? 0.9 * exp(-0.2 * log(error)) : 5
        nextLength_mm = max(h * growth, nextLength_mm > h && longest == h ? nextLength_mm : 0)
        return (trial.end, h)
      }
      h *= max(0.2, 0.9 * exp(-0.2 * log(error)))
    }
  }

  /// Shortens a step that goes over a face of an element.
  private func stopAtFaces(_ start: FieldTrajectory, _ step: inout FieldStep) {
    for index in 0..<field.count {
      let element = field.elements + index
      let isInside = step.region.members & (1 << UInt64(index)) != 0
      let endDepth = element.pointee.depthOutside(step.end.position)
      var far = step.length_mm
      if isInside {
        if endDepth <= 0 { continue }
      } else if endDepth > 0 {
        // In and out again within the step?
        let along = step.end.position - start.position
        let distance = along.length
        guard distance > 0,
          let chord = element.pointee.chord(start.position, (1 / distance) * along),
          chord.enter > FieldRegion.skin, chord.enter < distance
        else { continue }
        far *= 0.5 * (chord.enter + min(chord.leave, distance)) / distance
        let middle = point(far, from: start, in: step.region).position
        guard element.pointee.depthOutside(middle) < 0 else { continue }
      }
      step.length_mm = face(of: element, start, far, step.region)
      step.end = point(step.length_mm, from: start, in: step.region)
      step.crossedElement = index
    }
  }

  /// The path after which a trajectory meets the box of an element, to 1e-11 mm.
  private func face(
    of element: UnsafePointer<FieldElement>, _ start: FieldTrajectory, _ far: Double, _ region: FieldRegion
  ) -> Double {
    let here = element.pointee.depthOutside(start.position)
    let there = element.pointee.depthOutside(point(far, from: start, in: region).position)
    // Already on the face, or past it by rounding: a micrometre of progress.
    let least = min(far, 1e-3)
    guard here * there < 0 else { return least }
    let finder = BrentRootFinder(relativeTolerance: 0, absoluteTolerance: 1e-11)
    let path =
      finder.root(between: 0, valued: here, and: far, valued: there) {
        element.pointee.depthOutside(point($0, from: start, in: region).position)
      } ?? far
    return path > 2 * FieldRegion.skin ? path : least
  }
}
