import Electromagnetic
import Events
import Geometry
import Numerics

/// How a photon's flight through one volume ended.
private enum Flight {
  case interacts
  case enteredVolume
  case leftWorld
  /// The armed emission has taken place.
  case converted
}

extension ShowerTransport {
  /// Follows a photon until it is absorbed or leaves the world.
  mutating func follow(photon initial: Track) {
    var track = initial
    var rng = RandomStream(sameEventAs: base, trackBase: trackBase, track: track.lineage)
    var children: UInt64 = 0
    let before = tally.steps
    defer { tally.photonSteps &+= tally.steps &- before }
    let world = self.world
    // Flight ends of a track that signal production watches.
    let isWatched = emission.watches(track)
    var step: UInt32 = 0

    while true {
      if track.kineticEnergy_GeV < handOverThreshold_GeV, handOver(track, &rng, &children) { return }
      let logEnergy = logarithm(track.kineticEnergy_GeV)
      let majorant = majorant_per_mm(track.location.volume, logEnergy)
      var choice: UInt32 = 0
      let flight =
        majorant > 0
        ? flyThroughLayers(&track, logEnergy, majorant, isWatched, &step, &choice, &rng)
        : flyToBoundary(&track, logEnergy, isWatched, &step, &choice, &rng)
      if flight == .leftWorld || flight == .converted { return }
      if flight == .enteredVolume { continue }
      if settings.hadrons.photonuclear, track.kineticEnergy_GeV > ShowerTransport.photonuclearThreshold_GeV,
        makesHadrons(
          photon: track,
          attenuation_per_mm: tables.photons[world.materialIndex(track.location)]
            .attenuation_per_mm(logEnergy: logEnergy), number: rng.position, children: &children)
      {
        return
      }
      if track.kineticEnergy_GeV > MuonPairPhysics.photonThreshold_GeV,
        makesMuonPair(
          photon: track,
          attenuation_per_mm: tables.photons[world.materialIndex(track.location)]
            .attenuation_per_mm(logEnergy: logEnergy), number: rng.position, children: &children)
      {
        return
      }
      let interaction = tables.photons[world.materialIndex(track.location)].interact(
        kineticEnergy_GeV: track.kineticEnergy_GeV, logEnergy: logEnergy, direction: track.direction,
        choice: RandomStream.uniform(choice), &rng)
      if interaction.localDeposit_GeV > 0 {
        tally.deposit(interaction.localDeposit_GeV, at: track.location, track.position, in: world)
      }
      push(interaction, from: track, children: &children)
      if !interaction.survives { return }
      track.kineticEnergy_GeV = interaction.kineticEnergy_GeV
      track.direction = interaction.direction
    }
  }

  /// The largest attenuation in the slabs of a layered volume, where Woodcock's method is used: not elsewhere,
  /// and not for photons so soft that most flights would be rejected before they reach the next slab.
  @inline(__always)
  private func majorant_per_mm(_ volume: Int32, _ logEnergy: Double) -> Double {
    guard settings.woodcockTracking, world.isLayered(volume) else { return 0 }
    let period = Int32(truncatingIfNeeded: world.slabsPerLayer(volume))
    var majorant = 0.0
    var slab: Int32 = 0
    while slab < period {
      let material = world.materialIndex(Location(volume: volume, slab: slab))
      majorant = max(majorant, tables.photons[material].attenuation_per_mm(logEnergy: logEnergy))
      slab &+= 1
    }
    return majorant * world.layerThickness_mm(volume) < 4 ? majorant : 0
  }

  /// Woodcock's method: flights with the largest attenuation of all slabs, of which the surplus is
  /// rejected. Exact, and no slab boundary is looked for. Woodcock et al., ANL-7050 (1965) 557.
  @inline(__always)
  private mutating func flyThroughLayers(
    _ track: inout Track, _ logEnergy: Double, _ majorant: Double, _ isWatched: Bool,
    _ step: inout UInt32, _ choice: inout UInt32, _ rng: inout RandomStream
  ) -> Flight {
    let volume = track.location.volume
    let toEnvelope = world.distanceToEnvelope(volume, track.position, track.direction)
    var flown = 0.0
    while true {
      tally.steps &+= 1
      let random = rng.pair()
      flown += exponentials.exponential(random.0) / majorant
      if flown >= toEnvelope {
        track.position = track.position + toEnvelope * track.direction
        return cross(&track, BoundaryDistance(distance_mm: toEnvelope)) ? .enteredVolume : .leftWorld
      }
      let position = track.position + flown * track.direction
      let here = Location(volume: volume, slab: world.slabAtZ(volume, position.z))
      let attenuation = tables.photons[world.materialIndex(here)]
        .attenuation_per_mm(logEnergy: logEnergy)
      trackLengths?.add(
        1 / majorant, .photon, material: world.materialIndex(here), logEnergy: logEnergy)
      if isWatched,
        converts(&track, &step, length_mm: 1 / majorant, at: here, position)
      {
        return .converted
      }
      if RandomStream.uniform(UInt32(truncatingIfNeeded: random.1)) * majorant < attenuation {
        track.position = position
        track.location = here
        choice = UInt32(truncatingIfNeeded: random.1 >> 32)
        return .interacts
      }
    }
  }

  /// Flight with boundary stops, for volumes of one material.
  @inline(__always)
  private mutating func flyToBoundary(
    _ track: inout Track, _ logEnergy: Double, _ isWatched: Bool, _ step: inout UInt32,
    _ choice: inout UInt32, _ rng: inout RandomStream
  ) -> Flight {
    let random = rng.pair()
    choice = UInt32(truncatingIfNeeded: random.1 >> 32)
    var lengths = exponentials.exponential(random.0)
    while true {
      tally.steps &+= 1
      let material = world.materialIndex(track.location)
      let attenuation = tables.photons[material].attenuation_per_mm(logEnergy: logEnergy)
      // By itself: an argument that is computed would make a copy of all of the transport.
      let room = world.room(track.location)
      let boundary = distanceToBoundary(track, room)
      let interacts = attenuation * boundary.distance_mm > lengths
      let length = interacts ? lengths / attenuation : boundary.distance_mm
      trackLengths?.add(length, .photon, material: material, logEnergy: logEnergy)
      if isWatched,
        converts(
          &track, &step, length_mm: length, at: track.location,
          track.position + (0.5 * length) * track.direction)
      {
        return .converted
      }
      track.position = track.position + length * track.direction
      if interacts { return .interacts }
      lengths -= attenuation * length
      let leavesVolume = boundary.nextSlab < 0
      if !cross(&track, boundary) { return .leftWorld }
      if leavesVolume { return .enteredVolume }
    }
  }

  /// Signal production at the end of a photon's flight: records it as a candidate, or carries out the armed
  /// emission.
  ///
  /// - Parameters: length_mm: its path, or Woodcock's expectation of it, 1/majorant at every flight end
  /// - Returns: true when the photon is gone.
  @inline(never)
  private mutating func converts(
    _ track: inout Track, _ step: inout UInt32, length_mm: Double, at location: Location,
    _ position: Vector3
  ) -> Bool {
    defer { step &+= 1 }
    if emission.isRecording {
      let energy = track.kineticEnergy_GeV
      emission.record(
        track, from: (position, track.direction), step: step, kineticEnergy_GeV: energy,
        endKineticEnergy_GeV: energy, length_mm: length_mm, material: world.materialIndex(location))
      return false
    }
    guard emission.isArmed, emission.apply(to: &track, step: step) else { return false }
    leaveEmission(of: track, at: location, position)
    return true
  }
}
