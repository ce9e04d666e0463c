import Events
import Geometry
import Numerics

/// Weights of tracks: splitting by depth and roulette (`Splitting`).
extension ShowerTransport {
  /// A new track in hand: its weight, and what sensors see of it.
  @inline(__always)
  mutating func weigh(_ track: Track) {
    tally.trackWeight = track.weight
    tally.visibleWeight = track.weight
    guard hasVisibility else { return }
    if !isSeenByItself(track.particle) { return }
    if settings.hadrons.timeWindow_ns > 0, isLate(track) {
      tally.visibleWeight = 0
    } else if settings.hadrons.birks_mm_per_MeV > 0 {
      tally.visibleWeight = track.weight * electronsSeen
    }
  }

  /// Electrons, photons and muons: their deposits are quenched as a whole. Hadrons do it step by step.
  @inline(__always)
  private func isSeenByItself(_ particle: Particle) -> Bool {
    particle.rawValue <= Particle.muonPlus.rawValue
  }

  /// Divides a hadron that has passed planes of splitting since it was last looked at.
  @inline(never)
  mutating func split(_ track: inout Track, _ children: inout UInt64) {
    let z = world.toGlobal(track.position, volume: track.location.volume).z
    let level = settings.splitting.level(z)
    guard level > track.level else { return }
    var copies = 1
    for _ in track.level..<level where copies < 4096 { copies *= settings.splitting.factor }
    track.level = level
    guard copies > 1 else { return }
    track.weight /= Double(copies)
    tally.trackWeight = track.weight
    tally.visibleWeight = track.weight
    for _ in 1..<copies {
      var copy = track
      copy.lineage = Track.childLineage(parent: track.lineage, index: children | 1 << 62)
      children &+= 1
      stack.push(copy)
    }
  }

  /// A secondary below the threshold of roulette.
  @inline(never)
  mutating func roulette(_ secondary: Secondary, from track: Track, _ lineage: UInt64) {
    var rng = RandomStream(
      sameEventAs: base, trackBase: trackBase, track: Track.childLineage(parent: lineage, index: 1 << 61))
    let energy =
      track.weight
      * secondary.particle.availableEnergy_GeV(kineticEnergy_GeV: secondary.kineticEnergy_GeV)
    let survival = settings.splitting.survival
    // Who has survived once is not asked again.
    guard !track.hasSurvived else {
      stack.push(
        Track(
          particle: secondary.particle, kineticEnergy_GeV: secondary.kineticEnergy_GeV,
          position: track.position, direction: secondary.direction, location: track.location,
          lineage: lineage, time_ns: track.time_ns, weight: track.weight, level: track.level,
          hasSurvived: true))
      return
    }
    if rng.uniform() >= survival {
      tally.roulette_GeV += energy
      return
    }
    tally.roulette_GeV -= energy * (1 / survival - 1)
    stack.push(
      Track(
        particle: secondary.particle, kineticEnergy_GeV: secondary.kineticEnergy_GeV,
        position: track.position, direction: secondary.direction, location: track.location,
        lineage: lineage, time_ns: track.time_ns, weight: track.weight / survival, level: track.level,
        hasSurvived: true))
  }
}

extension ShowerTransport {
  /// Another value of a constant of the hadron cascade, for studies of the model's error; false for an unknown name.
  public mutating func setCascade(_ name: String, _ value: Double) -> Bool {
    cascade.parameters.set(name, value)
  }
}
