import Electromagnetic
import Events
import Geometry
import Numerics

extension ShowerTransport {
  /// One condensed step of a fast electron or positron.
  ///
  /// Choose its length s (interaction, scattering, loss, boundary); go to a uniformly random point of it, the
  /// hinge; turn by one multiple-scattering angle that belongs to all of s; go the rest. The random hinge
  /// gives lateral displacement and mean path correction to first order without any formula of its own
  /// (Fernández-Varea, Mayol, Baró, Salvat, NIM B 73 (1993) 447). The loss along the step is deposited at
  /// the hinge, a random point of the path.
  ///
  /// Discrete interactions use an upper bound of the rate along the step and are thinned at its end, so
  /// that the loss of energy on the way is accounted for exactly.
  @inline(__always)
  mutating func stepCondensed(
    _ track: inout Track, _ flights: FlightTableView, _ view: UnsafeMutablePointer<ElectronTableView>,
    _ room: Room, _ place: DepositPlace, _ material: Int, _ step: UInt32,
    _ boundary: inout BoundaryDistance, _ rng: inout RandomStream, _ children: inout UInt64,
    isBent: Bool = false
  ) -> StepEnd {
    let energy = track.kineticEnergy_GeV
    let logEnergy = logarithm(energy)
    if !isBent { boundary = distanceToBoundary(track, room) }
    let data = view.pointee.stepData(logKineticEnergy: logEnergy)
    let bound = data.rateBound_per_mm
    let stopping = data.stoppingPower_GeV_per_mm
    // Two blocks serve a step: interaction; hinge, azimuth and part of the scattering; scattering; loss.
    let random = (rng.pair(), rng.pair())
    let toInteraction = exponentials.exponential(random.0.0) / bound
    var length = min(
      toInteraction,
      max(settings.scatteringFraction / data.inverseTransportMeanFreePath_per_mm, 1e-6))
    length = min(length, settings.rangeFraction * 0.5 * energy / stopping)
    var interacts = length == toInteraction
    if isBent { boundary = lookAhead(track, along: length, atEnergy_GeV: energy).boundary }
    if length >= boundary.distance_mm {
      length = boundary.distance_mm
      interacts = false
    }
    let start = (position: track.position, direction: track.direction)

    // The mean loss over the whole step fixes the energy at which it scatters.
    let halfLoss = min(0.5 * stopping * length, 0.5 * energy)
    let x = halfLoss / energy
    let logMiddle = logEnergy - x * (1 + x * (0.5 + x * (1.0 / 3)))
    let hinge = length * ((Double(Int64(random.0.1 & 0xff_ffff)) + 0.5) * 0x1p-24)
    var curve = CurvedFlight(length_mm: 0, boundary: boundary, crosses: false)
    if isBent {
      curve = bend(&track, along: hinge, atEnergy_GeV: energy - halfLoss, &rng, &children)
    } else {
      track.position = track.position + hinge * track.direction
    }
    let hingePosition = track.position
    let oneMinusCosine = view.pointee.sampleMultipleScatteringCosine(
      logKineticEnergy: logMiddle, step_mm: length,
      choice: (Double(Int64(random.0.1 >> 24 & 0xf_ffff)) + 0.5) * 0x1p-20, random.1.0)
    let (sinPhi, cosPhi) = azimuths(UInt32(truncatingIfNeeded: random.0.1 >> 32) & 0xffff_f000)
    let cosine = 1 - oneMinusCosine
    let sine = max(0, oneMinusCosine * (2 - oneMinusCosine)).squareRoot()
    track.direction = track.direction.rotated(
      cosTheta: cosine, sinTheta: sine, cosPhi: cosPhi, sinPhi: sinPhi)
    var rest = length - hinge
    let crosses: Bool
    if isBent {
      bendOn(
        &track, &curve, along: rest, closingGap_mm: max(0.05 * length, CurvedFlight.leastGap_mm),
        atEnergy_GeV: energy - halfLoss, &rng,
        &children)
      rest = curve.length_mm
      boundary = curve.boundary
      crosses = curve.crosses
    } else {
      boundary = distanceToBoundary(track, room)
      // A gap of a few per cent of the step is closed rather than stepped into.
      crosses = rest + 0.05 * length >= boundary.distance_mm
      if crosses { rest = boundary.distance_mm }
      track.position = track.position + rest * track.direction
    }
    let path = hinge + rest
    trackLengths?.add(path, track.particle, material: material, logEnergy: logMiddle)
    let meanLoss = view.pointee.meanLoss_GeV(
      kineticEnergy_GeV: energy, logKineticEnergy: logEnergy, step_mm: path, data)
    var loss = view.pointee.sampleLoss(
      kineticEnergy_GeV: energy, meanLoss_GeV: meanLoss, step_mm: path, data, random.1.1,
      &rng)
    // What was radiated on the way is gone already.
    let left = isBent ? track.kineticEnergy_GeV : energy
    if isBent { loss = min(loss, left) }
    tally.deposit(loss, in: place, at: track.location, hingePosition, in: world)
    track.kineticEnergy_GeV = left - loss
    if emission.isRecording {
      emission.record(
        track, from: start, step: step, kineticEnergy_GeV: energy,
        endKineticEnergy_GeV: track.kineticEnergy_GeV, length_mm: path, material: material)
    }
    if crosses { return .crosses }
    if !interacts { return .goesOn }
    if track.kineticEnergy_GeV <= settings.lowestKineticEnergy_GeV { return .goesOn }
    let logAfter = logarithm(track.kineticEnergy_GeV)
    let rate = view.pointee.interactionRate_per_mm(logKineticEnergy: logAfter)
    if rng.uniform() * bound >= rate { return .goesOn }
    return interact(&track, view, logKineticEnergy: logAfter, &rng, &children) ? .goesOn : .ends
  }
}
