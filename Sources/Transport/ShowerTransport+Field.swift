import Core
import Electromagnetic
import Events
import Geometry
import Numerics

/// How a curved flight through one volume ended.
struct CurvedFlight {
  var length_mm: Double
  /// What lies ahead if `crosses`; the distance is that of the whole flight.
  var boundary: BoundaryDistance
  var crosses: Bool
  /// Turned too often in vacuum to be followed on.
  var isTrapped = false

  /// A boundary this near is gone to: a step of no length, on a surface, must still cross it.
  static var leastGap_mm: Double { 1e-5 }
}

extension ShowerTransport {
  /// A particle that has turned by this much in vacuum circles in a field without getting anywhere; rad.
  private static var mostTurns: Double { 100 * 2 * Double.pi }

  /// Whether a field reaches into the volume of a track.
  @inline(__always)
  func isBent(_ location: Location) -> Bool { !field.isZero(volume: location.volume) }

  /// How far a track flies on its curve before it meets a boundary, `length` at most. The track stays where it
  /// is, and radiates nothing.
  @inline(never)
  func lookAhead(_ track: Track, along length_mm: Double, atEnergy_GeV: Double) -> CurvedFlight {
    var middle = track
    middle.kineticEnergy_GeV = atEnergy_GeV
    var walk = CurvedWalk(middle, world: world, field: field, sagitta_mm: settings.fieldSagitta_mm)
    var done = 0.0
    while done < length_mm {
      let step = walk.next(atMost: length_mm - done, world)
      walk.take(step, world)
      done += step.length_mm
      guard step.crosses else { continue }
      var boundary = step.boundary
      boundary.distance_mm = done
      return CurvedFlight(length_mm: done, boundary: boundary, crosses: true)
    }
    return CurvedFlight(length_mm: done, boundary: BoundaryDistance(distance_mm: .infinity), crosses: false)
  }

  /// Moves a charged track along its curve by a length, or to the boundary that it meets first: exact helices and
  /// Runge–Kutta steps (`FieldStepper`), boundaries to 1e-6 mm (`CurvedWalk`). On the way it emits synchrotron
  /// photons and loses their energy; the field itself leaves the energy as it is.
  ///
  /// - Parameter atEnergy_GeV: the kinetic energy that the curve belongs to, that of the middle of a step
  @inline(never)
  mutating func bend(
    _ track: inout Track, along length_mm: Double, atEnergy_GeV: Double, isVacuum: Bool = false,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) -> CurvedFlight {
    if isVacuum, turningLineage != track.lineage {
      turningLineage = track.lineage
      turned = 0
    }
    var middle = track
    middle.kineticEnergy_GeV = atEnergy_GeV
    var walk = CurvedWalk(middle, world: world, field: field, sagitta_mm: settings.fieldSagitta_mm)
    let emitter = SynchrotronEmitter(track, minimumEnergy_GeV: settings.synchrotronMinimumEnergy_GeV)
    var toPhoton = emitter.isOn ? exponentials.exponential(rng.next()) : .infinity
    var done = 0.0
    while done < length_mm {
      var step = walk.next(atMost: length_mm - done, world)
      var emits = false
      if emitter.isOn, !step.region.isEmpty {
        let photons = emitter.photons(walk.state, step, field)
        emits = photons >= toPhoton
        if emits {
          walk.shorten(&step, to: step.length_mm * toPhoton / photons)
        } else {
          toPhoton -= photons
        }
      }
      if isVacuum { turned += (step.end.direction - walk.state.direction).length }
      walk.take(step, world)
      done += step.length_mm
      if emits {
        radiate(&track, &walk, emitter, &rng, &children)
        toPhoton = exponentials.exponential(rng.next())
      }
      let isTrapped = isVacuum && turned > Self.mostTurns
      if step.crosses || isTrapped {
        walk.finish(&track)
        var boundary = step.boundary
        boundary.distance_mm = done
        return CurvedFlight(
          length_mm: done, boundary: boundary, crosses: step.crosses, isTrapped: isTrapped && !step.crosses)
      }
    }
    walk.finish(&track)
    return CurvedFlight(length_mm: done, boundary: BoundaryDistance(distance_mm: .infinity), crosses: false)
  }

  /// One synchrotron photon: it leaves at an angle of about 1/γ to the bending plane, and the track loses its energy.
  private mutating func radiate(
    _ track: inout Track, _ walk: inout CurvedWalk, _ emitter: SynchrotronEmitter, _ rng: inout RandomStream,
    _ children: inout UInt64
  ) {
    let b = field.B(walk.state.position)
    guard
      let photon = emitter.emit(
        kineticEnergy_GeV: track.kineticEnergy_GeV, direction: walk.state.direction, field_T: b, &rng)
    else { return }
    track.kineticEnergy_GeV -= photon.kineticEnergy_GeV
    walk.setEnergy(walk.kineticEnergy_GeV - photon.kineticEnergy_GeV, track.particle)
    var here = track
    walk.finish(&here)
    push(
      Secondary(
        particle: .photon, kineticEnergy_GeV: photon.kineticEnergy_GeV,
        direction: world.directionToLocal(photon.direction, volume: track.location.volume)),
      from: here, children: &children)
  }

  /// As above; a boundary that is at most `closingGap_mm` beyond the end, or that is known to be met at the end, is
  /// gone to.
  mutating func bend(
    _ track: inout Track, along length_mm: Double, closingGap_mm: Double = 0, crossing: Bool = false,
    atEnergy_GeV: Double, _ rng: inout RandomStream, _ children: inout UInt64
  ) -> CurvedFlight {
    var isMet = crossing
    var length = length_mm
    if closingGap_mm > 0 {
      let ahead = lookAhead(track, along: length_mm + closingGap_mm, atEnergy_GeV: atEnergy_GeV)
      isMet = ahead.crosses
      if isMet { length = ahead.length_mm }
    }
    // Rounding must not leave the track in front of the boundary.
    return bend(&track, along: isMet ? length + 1e-6 : length, atEnergy_GeV: atEnergy_GeV, &rng, &children)
  }

  /// Through vacuum with a field: on to the boundary. A particle that is trapped ends where it is.
  @inline(never)
  mutating func glideInField(
    _ track: inout Track, _ boundary: inout BoundaryDistance, _ rng: inout RandomStream,
    _ children: inout UInt64
  ) -> StepEnd {
    let flight = bend(
      &track, along: 1e7, atEnergy_GeV: track.kineticEnergy_GeV, isVacuum: true, &rng, &children)
    boundary = flight.boundary
    return flight.crosses ? .crosses : .ends
  }

  /// Goes on after the hinge of a condensed step, unless the first part has met a boundary already.
  mutating func bendOn(
    _ track: inout Track, _ curve: inout CurvedFlight, along length_mm: Double, closingGap_mm: Double,
    atEnergy_GeV: Double, _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    if curve.crosses {
      curve.length_mm = 0
    } else {
      curve = bend(
        &track, along: length_mm, closingGap_mm: closingGap_mm, atEnergy_GeV: atEnergy_GeV, &rng, &children)
    }
  }

  /// All steps of an electron or positron in one volume with a field, and on to the next volume.
  ///
  /// - Returns: false when the particle has found its end.
  @inline(never)
  mutating func crossField(
    _ track: inout Track, _ flights: FlightTableView, _ view: UnsafeMutablePointer<ElectronTableView>,
    _ material: Int, _ step: inout UInt32, _ rng: inout RandomStream, _ children: inout UInt64
  ) -> Bool {
    let room = world.room(track.location)
    let place = tally.place(track.location, in: world)
    let threshold = handOverThreshold_GeV
    let lowest = settings.lowestKineticEnergy_GeV
    var boundary = BoundaryDistance(distance_mm: 0)
    while true {
      guard begin(&track, step, threshold, lowest, &rng, &children) else { return false }
      let end: StepEnd
      if tables.isVacuum[material] {
        end = glideInField(&track, &boundary, &rng, &children)
        if end == .ends { stop(track, &rng, &children) }
      } else if track.kineticEnergy_GeV < flights.highestEnergy_GeV {
        end = fly(
          &track, flights, view, room, place, material, step, &boundary, &rng, &children, isBent: true)
      } else {
        end = stepCondensed(
          &track, flights, view, room, place, material, step, &boundary, &rng, &children, isBent: true)
      }
      step &+= 1
      if end == .ends { return false }
      if end == .crosses { return cross(&track, boundary) }
    }
  }
}
