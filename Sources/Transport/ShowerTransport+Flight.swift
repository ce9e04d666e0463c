import Electromagnetic
import Events
import Geometry
import Numerics

extension ShowerTransport {
  /// Flights until the particle is gone or stands on a boundary. `begin` has been called for the first.
  @inline(never)
  mutating func flyOn(
    _ track: inout Track, _ flights: FlightTableView, _ view: UnsafeMutablePointer<ElectronTableView>,
    _ room: Room, _ place: DepositPlace, _ material: Int, _ threshold: Double, _ lowest: Double,
    _ step: inout UInt32, _ boundary: inout BoundaryDistance, _ rng: inout RandomStream,
    _ children: inout UInt64
  ) -> StepEnd {
    while true {
      let end = fly(
        &track, flights, view, room, place, material, step, &boundary, &rng, &children)
      step &+= 1
      if end != .goesOn { return end }
      guard begin(&track, step, threshold, lowest, &rng, &children) else { return .ends }
    }
  }

  /// One flight of a soft electron or positron: straight to the next collision or boundary.
  ///
  /// Elastic scattering is replaced by fewer, wider collisions: 1 − cosθ uniform on [0, 2t] at a rate of
  /// 1/(t λ1), so that the mean deflection per path is exact for any t, and with t = ¾ ∫x²dΣ/∫x dΣ the
  /// second moment too (the moment-preserving method: Franke, Prinja, Nucl. Sci. Eng. 149 (2005) 1). What
  /// is simulated is a transport equation with cross sections of its own and no step size, so that
  /// boundaries need no care and Fano's theorem holds whatever t is. t grows with the distance to the
  /// nearest boundary; a flight so widened pauses before it could cross one.
  ///
  /// Between collisions the loss is continuous but for jumps (`FlightTable.loss`); all rates follow the
  /// energy along the flight exactly.
  @inline(__always)
  mutating func fly(
    _ track: inout Track, _ flights: FlightTableView, _ view: UnsafeMutablePointer<ElectronTableView>,
    _ room: Room, _ place: DepositPlace, _ material: Int, _ step: UInt32,
    _ boundary: inout BoundaryDistance, _ rng: inout RandomStream, _ children: inout UInt64,
    isBent: Bool = false
  ) -> StepEnd {
    let energy = track.kineticEnergy_GeV
    let cell = flights.cell(energy)
    let safety =
      room.isBox ? room.safety_mm(track.position) : world.safety_mm(track.location, track.position)
    if energy < settings.rangeRejection_GeV, cell.pointee.reach_mm < safety {
      comeToRest(&track, flights, view, &rng, &children)
      return .ends
    }
    // Far from boundaries collisions are fewer and wider, up to isotropic ones a transport mean free path
    // apart.
    let fine = min(cell.pointee.finestTurn * settings.collisionGrouping, cell.pointee.widestTurn)
    let wide = min(
      1, settings.safetyFraction * safety * cell.pointee.inverseTransportMeanFreePath_per_mm)
    let isWide = wide > fine
    let turn = isWide ? wide : fine
    let turnWeight = 1 / turn
    let random = rng.pair()
    let flight = flights.flight(
      from: cell, energy_GeV: energy, turnWeight: turnWeight, number: exponentials.exponential(random.0))
    var length = flight.length_mm
    var after = flight.energy_GeV
    var crosses = false
    var pauses = false
    if isWide {
      // No boundary is nearer than the pause.
      pauses = length > safety
      if pauses { length = safety }
    } else {
      boundary =
        isBent
        ? lookAhead(track, along: length, atEnergy_GeV: 0.5 * (energy + flight.energy_GeV)).boundary
        : distanceToBoundary(track, room)
      crosses = length >= boundary.distance_mm
      if crosses { length = boundary.distance_mm }
    }
    if crosses || pauses {
      after = min(energy, flights.energy_GeV(from: cell, energy_GeV: energy, after: length))
    }
    let start = (position: track.position, direction: track.direction)
    var loss = energy - after
    if isBent {
      // The curve is that of the energy in the middle of the flight.
      let curve = bend(
        &track, along: length, crossing: crosses, atEnergy_GeV: 0.5 * (energy + flight.energy_GeV), &rng,
        &children)
      if curve.crosses { boundary = curve.boundary }
      crosses = curve.crosses
      loss = min(loss, track.kineticEnergy_GeV)
      after = track.kineticEnergy_GeV - loss
    } else {
      track.position = track.position + length * track.direction
    }
    if emission.isRecording {
      emission.record(
        track, from: start, step: step, kineticEnergy_GeV: energy, endKineticEnergy_GeV: after,
        length_mm: length, material: material)
    }
    if trackLengths != nil {
      trackLengths!.add(
        length, track.particle, material: material, logEnergy: logarithm(0.5 * (energy + after)))
    }
    tally.deposit(
      loss, in: place, at: track.location,
      isBent
        ? 0.5 * (start.position + track.position) : start.position + (0.5 * length) * start.direction,
      in: world)
    track.kineticEnergy_GeV = after
    if crosses { return .crosses }
    if flight.stops || pauses { return .goesOn }
    // What happened: the shares are constant in a cell of energy.
    let scattering = turnWeight * flight.cell.pointee.turnSlope
    let choice =
      RandomStream.uniform(UInt32(truncatingIfNeeded: random.1 >> 32))
      * (scattering + flight.cell.pointee.hardSlope)
    if choice < scattering {
      let x = 2 * turn * choice / scattering
      let (sinPhi, cosPhi) = azimuths(UInt32(truncatingIfNeeded: random.1))
      let sinTheta = max(0, x * (2 - x)).squareRoot()
      if turn == 1 {
        track.direction = Vector3(sinTheta * cosPhi, sinTheta * sinPhi, 1 - x)
      } else {
        track.direction = track.direction.rotated(
          cosTheta: 1 - x, sinTheta: sinTheta, cosPhi: cosPhi, sinPhi: sinPhi)
      }
      return .goesOn
    }
    let rest = (choice - scattering) / flight.cell.pointee.hardSlope
    if rest >= flight.cell.pointee.interactionShare {
      // Given that it is a jump, the number is uniform above the share.
      let share = flight.cell.pointee.interactionShare
      let u = (rest - share) / (1 - share)
      let smallest = flight.cell.pointee.smallestJump_GeV
      let largest = flight.cell.pointee.largestJump_GeV
      let jump = min(after, smallest * largest / (largest - u * (largest - smallest)))
      tally.deposit(jump, in: place, at: track.location, track.position, in: world)
      track.kineticEnergy_GeV = after - jump
      return .goesOn
    }
    return interact(&track, view, logKineticEnergy: logarithm(after), &rng, &children) ? .goesOn : .ends
  }

  /// The end of a particle that cannot leave its volume: it radiates, but its path is not followed.
  mutating func comeToRest(
    _ track: inout Track, _ flights: FlightTableView, _ view: UnsafeMutablePointer<ElectronTableView>,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    while true {
      let energy = track.kineticEnergy_GeV
      let cell = flights.cell(energy)
      let next = flights.nextInteraction(
        from: cell, energy_GeV: energy, number: exponentials.exponential(rng.pair().0))
      if next.energy_GeV <= settings.lowestKineticEnergy_GeV { break }
      tally.deposit(energy - next.energy_GeV, at: track.location, track.position, in: world)
      track.kineticEnergy_GeV = next.energy_GeV
      let depth =
        cell.pointee.turns - next.cell.pointee.turns
        + (energy - cell.pointee.lowerEdge_GeV) * cell.pointee.turnSlope
        - (next.energy_GeV - next.cell.pointee.lowerEdge_GeV) * next.cell.pointee.turnSlope
      if rng.uniform() > exp(-depth) {
        let cosTheta = 2 * rng.uniform() - 1
        let azimuth = azimuths(UInt32(truncatingIfNeeded: rng.next()))
        let sinTheta = ((1 - cosTheta) * (1 + cosTheta)).squareRoot()
        track.direction = Vector3(sinTheta * azimuth.cos, sinTheta * azimuth.sin, cosTheta)
      }
      if !interact(&track, view, logKineticEnergy: logarithm(track.kineticEnergy_GeV), &rng, &children) {
        return
      }
    }
    stop(track, &rng, &children)
  }
}

extension ShowerTransport {
  @inline(__always)
  func distanceToBoundary(_ track: Track, _ room: Room) -> BoundaryDistance {
    room.isBox
      ? room.distanceToBoundary(track.position, track.direction)
      : world.distanceToBoundary(track.location, track.position, track.direction)
  }
}
