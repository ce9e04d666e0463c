import Electromagnetic
import Events
import Geometry
import Numerics

/// How a step of a charged particle ended.
enum StepEnd {
  case goesOn
  case crosses
  /// The particle is gone.
  case ends
}

extension ShowerTransport {
  /// Follows an electron or positron to its end: flights between collective collisions at low energy
  /// (`fly`), condensed steps above (`stepCondensed`).
  mutating func follow(charged initial: Track) {
    var track = initial
    var rng = RandomStream(sameEventAs: base, trackBase: trackBase, track: track.lineage)
    var children: UInt64 = 0
    var step: UInt32 = 0
    let isElectron = track.particle == .electron
    let before = tally.steps
    defer { if !isElectron { tally.positronSteps &+= tally.steps &- before } }
    let views = isElectron ? tables.electrons : tables.positrons
    let flightTables = isElectron ? tables.electronFlights : tables.positronFlights
    let world = self.world
    let isVacuum = tables.isVacuum
    let threshold = handOverThreshold_GeV
    let lowest = settings.lowestKineticEnergy_GeV
    let hasField = field.count > 0

    while true {
      let material = world.materialIndex(track.location)
      if hasField, isBent(track.location) {
        if !crossField(&track, flightTables[material], views + material, material, &step, &rng, &children) {
          return
        }
        continue
      }
      let room = world.room(track.location)
      let place = tally.place(track.location, in: world)
      var boundary = BoundaryDistance(distance_mm: 0)
      var end = StepEnd.goesOn
      // All steps in one volume or slab.
      while end == .goesOn {
        guard begin(&track, step, threshold, lowest, &rng, &children) else { return }
        let flights = flightTables[material]
        if isVacuum[material] {
          boundary = world.distanceToBoundary(track.location, track.position, track.direction)
          track.position = track.position + boundary.distance_mm * track.direction
          end = .crosses
        } else if track.kineticEnergy_GeV < flights.highestEnergy_GeV {
          end = flyOn(
            &track, flights, views + material, room, place, material, threshold, lowest, &step,
            &boundary, &rng, &children)
          continue
        } else {
          end = stepCondensed(
            &track, flights, views + material, room, place, material, step, &boundary, &rng, &children)
        }
        step &+= 1
      }
      if end == .ends || !cross(&track, boundary) { return }
    }
  }

  /// What comes before every step.
  ///
  /// - Returns: false when the particle has found its end.
  @inline(__always)
  mutating func begin(
    _ track: inout Track, _ step: UInt32, _ threshold: Double, _ lowest: Double,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) -> Bool {
    tally.steps &+= 1
    if emission.isArmed, emission.apply(to: &track, step: step) {
      leaveEmission(of: track, at: track.location, track.position)
      if !emission.outcome.particleSurvives { return false }
    }
    if track.kineticEnergy_GeV < threshold, handOver(track, &rng, &children) { return false }
    if track.kineticEnergy_GeV <= lowest {
      stop(track, &rng, &children)
      return false
    }
    return true
  }

  /// Ends a charged track where it is: its kinetic energy is deposited, a positron annihilates.
  mutating func stop(_ track: Track, _ rng: inout RandomStream, _ children: inout UInt64) {
    tally.deposit(track.kineticEnergy_GeV, at: track.location, track.position, in: world)
    if track.particle == .positron {
      let pair = PositronAtRest.annihilate(&rng)
      push(pair, from: track, children: &children)
    }
  }

  /// A discrete interaction at the end of a step.
  ///
  /// - Returns: false when the particle is gone.
  @inline(__always)
  mutating func interact(
    _ track: inout Track, _ view: UnsafeMutablePointer<ElectronTableView>, logKineticEnergy: Double,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) -> Bool {
    if track.particle == .positron, track.kineticEnergy_GeV > MuonPairPhysics.positronThreshold_GeV,
      makesMuonPair(
        positron: track,
        rate_per_mm: view.pointee.interactionRate_per_mm(logKineticEnergy: log(track.kineticEnergy_GeV)),
        number: rng.position, children: &children)
    {
      return false
    }
    let interaction = view.pointee.interact(
      kineticEnergy_GeV: track.kineticEnergy_GeV, logKineticEnergy: logKineticEnergy,
      direction: track.direction, &rng)
    if interaction.localDeposit_GeV > 0 {
      tally.deposit(interaction.localDeposit_GeV, at: track.location, track.position, in: world)
    }
    push(interaction, from: track, children: &children)
    track.kineticEnergy_GeV = interaction.kineticEnergy_GeV
    track.direction = interaction.direction
    return interaction.survives
  }
}
