import Events
import Geometry
import Numerics

/// A stretch of a curved flight that ends on a boundary of the geometry, on a face of a field, or where it is told.
struct CurvedStep {
  var end: FieldTrajectory
  var length_mm: Double
  var region: FieldRegion
  var crosses = false
  var boundary = BoundaryDistance(distance_mm: .infinity)
  /// Of a crossing: the end in the frame of the volume, exactly on the boundary.
  var localEnd = Vector3.zero
}

/// A charged particle on its curve through one volume.
///
/// Boundaries are found along chords. The chord of a step stays within the sagitta of the curve (10 µm unless the
/// settings say otherwise): less than that can be clipped off a corner unseen. Where a chord meets a boundary the
/// step is bisected, regula falsi, until curve and chord agree to 1e-6 mm at the crossing.
struct CurvedWalk {
  private(set) var state: FieldTrajectory
  private(set) var kineticEnergy_GeV: Double
  private var stepper: FieldStepper
  private let location: Location
  private var localPosition: Vector3
  private var localDirection: Vector3

  /// Curve and chord agree to this at a crossing; mm.
  private static var agreement: Double { 1e-6 }
  /// A step that would end where it began goes on at least as far; mm.
  private static var leastProgress: Double { 1e-3 }

  init(_ track: Track, world: WorldView, field: MagneticFieldView, sagitta_mm: Double) {
    location = track.location
    localPosition = track.position
    localDirection = track.direction
    kineticEnergy_GeV = track.kineticEnergy_GeV
    state = FieldTrajectory(
      position: world.toGlobal(track.position, volume: track.location.volume),
      direction: world.directionToGlobal(track.direction, volume: track.location.volume),
      charge: track.particle.chargeNumber,
      momentum_GeV: track.particle.momentum_GeV(kineticEnergy_GeV: track.kineticEnergy_GeV))
    stepper = FieldStepper(field: field)
    stepper.sagitta_mm = sagitta_mm
  }

  mutating func setEnergy(_ kineticEnergy_GeV: Double, _ particle: Particle) {
    self.kineticEnergy_GeV = kineticEnergy_GeV
    state = FieldTrajectory(
      position: state.position, direction: state.direction, charge: particle.chargeNumber,
      momentum_GeV: particle.momentum_GeV(kineticEnergy_GeV: kineticEnergy_GeV))
  }

  /// Puts a track where the walk has come to.
  func finish(_ track: inout Track) {
    track.position = localPosition
    track.direction = localDirection
  }

  /// The next step, not yet taken.
  mutating func next(atMost limit_mm: Double, _ world: WorldView) -> CurvedStep {
    let found = stepper.step(state, atMost: limit_mm)
    var step = CurvedStep(end: found.end, length_mm: found.length_mm, region: found.region)
    cutAtBoundary(&step, world)
    return step
  }

  /// Ends a step earlier, before the boundary.
  func shorten(_ step: inout CurvedStep, to length_mm: Double) {
    step.length_mm = min(length_mm, step.length_mm)
    step.end = stepper.point(step.length_mm, from: state, in: step.region)
    step.crosses = false
  }

  mutating func take(_ step: CurvedStep, _ world: WorldView) {
    state = step.end
    localPosition =
      step.crosses ? step.localEnd : world.toLocal(step.end.position, volume: location.volume)
    localDirection = world.directionToLocal(step.end.direction, volume: location.volume)
  }

  private func local(_ position: Vector3, _ world: WorldView) -> Vector3 {
    world.toLocal(position, volume: location.volume)
  }

  /// The boundary along a chord; nil if none is met before its end.
  private func meets(_ a: Vector3, _ b: Vector3, _ world: WorldView) -> (BoundaryDistance, Vector3)? {
    let along = b - a
    let length = along.length
    guard length > 0 else { return nil }
    let direction = (1 / length) * along
    let boundary = world.distanceToBoundary(location, a, direction)
    return boundary.distance_mm <= length ? (boundary, direction) : nil
  }

  /// Looks for a boundary on the step and ends it there.
  private func cutAtBoundary(_ step: inout CurvedStep, _ world: WorldView) {
    var from = localPosition
    var to = local(step.end.position, world)
    guard var hit = meets(from, to, world) else { return }
    if step.region.isEmpty || state.bending == 0 {
      step.length_mm = hit.0.distance_mm
      finish(&step, hit, from)
      return
    }
    var low = 0.0
    var high = step.length_mm
    if hit.0.distance_mm < Self.agreement {
      // On a surface: does the curve itself leave, or only its chord?
      let tangent = world.distanceToBoundary(location, from, localDirection)
      if tangent.distance_mm < Self.agreement {
        step.length_mm = 0
        finish(&step, (tangent, localDirection), from)
        return
      }
      while hit.0.distance_mm < Self.agreement {
        high *= 0.5
        to = local(stepper.point(max(high, Self.leastProgress), from: state, in: step.region).position, world)
        guard high > Self.leastProgress, let nearer = meets(from, to, world) else {
          step.length_mm = max(high, Self.leastProgress)
          step.end = stepper.point(step.length_mm, from: state, in: step.region)
          return
        }
        hit = nearer
      }
    }
    for iteration in 0..<100 {
      let span = (to - from).length
      // Regula falsi; every third time the middle, should one end be slow to move.
      let share = iteration % 3 == 2 ? 0.5 : hit.0.distance_mm / span
      let s = low + share * (high - low)
      let point = local(stepper.point(s, from: state, in: step.region).position, world)
      let onChord = from + hit.0.distance_mm * hit.1
      if iteration % 3 != 2, (point - onChord).length < Self.agreement {
        step.length_mm = s
        step.end = stepper.point(s, from: state, in: step.region)
        finish(&step, hit, from)
        return
      }
      if let nearer = meets(from, point, world) {
        high = s
        to = point
        hit = nearer
      } else if let later = meets(point, to, world) {
        low = s
        from = point
        hit = later
      } else {
        // The chord had clipped what the curve passes by.
        step.length_mm = high
        step.end = stepper.point(high, from: state, in: step.region)
        return
      }
    }
    step.length_mm = low
    step.end = stepper.point(low, from: state, in: step.region)
    finish(&step, hit, from)
  }

  private func finish(_ step: inout CurvedStep, _ hit: (BoundaryDistance, Vector3), _ from: Vector3) {
    step.crosses = true
    step.boundary = hit.0
    step.localEnd = from + hit.0.distance_mm * hit.1
    if step.region.isEmpty || state.bending == 0 {
      step.end = stepper.point(step.length_mm, from: state, in: step.region)
    }
  }
}
