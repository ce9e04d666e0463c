import Electromagnetic
import Events
import Geometry
import Numerics

extension ShowerTransport {
  /// Follows an electron or positron to its end.
  ///
  /// One step: choose its length s (interaction, range, scattering, boundary); go to a uniformly random
  /// point of it, the hinge; turn by one multiple-scattering angle that belongs to all of s; go the
  /// rest. The random hinge gives lateral displacement and mean path correction to first order without
  /// any formula of its own (Fernández-Varea, Mayol, Baró, Salvat, NIM B 73 (1993) 447), and a boundary
  /// that cuts the step short leaves the mean deflection per path unchanged. The loss along the step is
  /// deposited at the hinge, a random point of the path.
  ///
  /// Discrete interactions use an upper bound of the rate along the step and are thinned at its end, so
  /// that the loss of energy on the way is accounted for exactly.
  mutating func follow(charged initial: Track) {
    var track = initial
    var rng = RandomStream(sameEventAs: base, trackBase: trackBase, track: track.lineage)
    var children: UInt64 = 0
    var step: UInt32 = 0
    var lengthsLeft = rng.exponential()
    let tables = track.particle == .electron ? physics.electrons : physics.positrons
    let world = self.world
    let physics = self.physics

    while true {
      tally.steps &+= 1
      if emission.isArmed, emission.apply(to: &track, step: step) {
        tally.deposit(
          emission.forcedNucleusKineticEnergy_GeV, at: track.location, track.position, in: world)
      }
      let energy = track.kineticEnergy_GeV
      if energy < handOverThreshold_GeV, handOver(track, &rng, &children) { return }
      if energy <= settings.lowestKineticEnergy_GeV {
        stop(track, &rng, &children)
        return
      }
      let material = world.materialIndex(track.location)
      if physics.isVacuum[material] {
        let boundary = world.distanceToBoundary(track.location, track.position, track.direction)
        track.position = track.position + boundary.distance_mm * track.direction
        if !cross(&track, boundary) { return }
        step &+= 1
        continue
      }
      let view = tables + material
      let logEnergy = log(energy)
      if energy < settings.rangeRejection_GeV,
        view.pointee.range_mm(logKineticEnergy: logEnergy)
          <= world.safety_mm(track.location, track.position)
      {
        stop(track, &rng, &children)
        return
      }
      let boundary = world.distanceToBoundary(track.location, track.position, track.direction)
      let data = view.pointee.stepData(logKineticEnergy: logEnergy)
      let bound = data.rateBound_per_mm
      let stopping = data.stoppingPower_GeV_per_mm
      var length = min(lengthsLeft / bound, boundary.distance_mm)
      length = min(
        length,
        max(
          settings.scatteringFraction / data.inverseTransportMeanFreePath_per_mm, 1e-6))
      // The range is looked up only where it can limit the step: it is never below ½ T/S(T), the value of
      // a loss that falls like 1/T (SteppingTests).
      if length * stopping > 0.5 * settings.rangeFraction * energy {
        let range = view.pointee.range_mm(logKineticEnergy: logEnergy)
        length = min(length, min(range, max(settings.rangeFraction * range, settings.finalRange_mm)))
      }
      let start = (position: track.position, direction: track.direction)

      // The mean loss over the whole step fixes the energy at which it scatters.
      let halfLoss = min(0.5 * stopping * length, 0.5 * energy)
      let x = halfLoss / energy
      let logMiddle = logEnergy - x * (1 + x * (0.5 + x * (1.0 / 3)))
      let hinge = length * rng.uniform()
      track.position = track.position + hinge * track.direction
      let hingePosition = track.position
      let oneMinusCosine = view.pointee.sampleMultipleScatteringCosine(
        kineticEnergy_GeV: energy - halfLoss, logKineticEnergy: logMiddle, step_mm: length, &rng)
      let (sinPhi, cosPhi) = sincosTurns(rng.uniform())
      let cosine = 1 - oneMinusCosine
      let sine = max(0, oneMinusCosine * (2 - oneMinusCosine)).squareRoot()
      track.direction = track.direction.rotated(
        cosTheta: cosine, sinTheta: sine, cosPhi: cosPhi, sinPhi: sinPhi)
      let second = world.distanceToBoundary(track.location, track.position, track.direction)
      var rest = length - hinge
      let crosses = rest >= second.distance_mm
      if crosses { rest = second.distance_mm }
      let path = hinge + rest
      track.position = track.position + rest * track.direction
      if emission.isRecording {
        emission.record(
          track, from: start, step: step, kineticEnergy_GeV: energy, length_mm: path,
          material: material)
      }

      trackLengths?.add(path, track.particle, material: material, logEnergy: logMiddle)
      let meanLoss = view.pointee.meanLoss_GeV(
        kineticEnergy_GeV: energy, logKineticEnergy: logEnergy, step_mm: path, data)
      let loss = view.pointee.sampleLoss(
        kineticEnergy_GeV: energy, meanLoss_GeV: meanLoss, step_mm: path, data, &rng)
      tally.deposit(loss, at: track.location, hingePosition, in: world)
      track.kineticEnergy_GeV = energy - loss
      lengthsLeft -= path * bound
      step &+= 1

      if crosses {
        if !cross(&track, second) { return }
        continue
      }
      if track.kineticEnergy_GeV <= settings.lowestKineticEnergy_GeV {
        stop(track, &rng, &children)
        return
      }
      if lengthsLeft > 1e-9 { continue }
      lengthsLeft = rng.exponential()
      let rate = view.pointee.interactionRate_per_mm(logKineticEnergy: log(track.kineticEnergy_GeV))
      if rng.uniform() * bound >= rate { continue }
      let interaction = view.pointee.interact(
        kineticEnergy_GeV: track.kineticEnergy_GeV, direction: track.direction, &rng)
      if interaction.localDeposit_GeV > 0 {
        tally.deposit(interaction.localDeposit_GeV, at: track.location, track.position, in: world)
      }
      push(interaction, from: track, children: &children)
      if !interaction.survives { return }
      track.kineticEnergy_GeV = interaction.kineticEnergy_GeV
      track.direction = interaction.direction
    }
  }

  /// Ends a charged track where it is: its kinetic energy is deposited, a positron annihilates.
  mutating func stop(_ track: Track, _ rng: inout RandomStream, _ children: inout UInt64) {
    tally.deposit(track.kineticEnergy_GeV, at: track.location, track.position, in: world)
    if track.particle == .positron {
      let pair = PositronAtRest.annihilate(&rng)
      push(pair, from: track, children: &children)
    }
  }
}
