import Core
import Events
import Geometry
import Numerics

/// Muon pairs of photons and positrons. Their random numbers are a stream of their own, so that showers without a
/// pair are those that they would be if there were no such process.
///
/// A pair takes the place of another interaction of the photon: its mean free path is that of the others alone, which
/// is right to 2e-5.
extension ShowerTransport {
  /// Whether this interaction of a photon makes a muon pair.
  ///
  /// - Returns: true when the photon is gone.
  @inline(never)
  mutating func makesMuonPair(
    photon track: Track, attenuation_per_mm: Double, number: UInt64, children: inout UInt64
  ) -> Bool {
    let pairs = physics.muonPairs[world.materialIndex(track.location)]
    let energy = track.kineticEnergy_GeV
    let probability = min(0.5, pairs.photonRate_per_mm(logEnergy: log(energy)) / attenuation_per_mm)
    var rng = pairStream(track, number)
    guard happens(probability, factor: settings.biasing.gammaToMuons, &rng),
      let pair = pairs.sample(photonEnergy_GeV: energy, &rng)
    else { return false }
    push(pair, plusEnergy_GeV: energy - pair.minusEnergy_GeV, from: track, &rng, &children)
    return true
  }

  /// Whether this interaction of a positron makes a muon pair.
  @inline(never)
  mutating func makesMuonPair(
    positron track: Track, rate_per_mm: Double, number: UInt64, children: inout UInt64
  ) -> Bool {
    let pairs = physics.muonPairs[world.materialIndex(track.location)]
    let energy = track.kineticEnergy_GeV + Constants.electronMass_GeV
    let probability = min(0.5, pairs.positronRate_per_mm(totalEnergy_GeV: energy) / rate_per_mm)
    var rng = pairStream(track, number)
    guard happens(probability, factor: settings.biasing.positronToMuons, &rng),
      let pair = pairs.samplePositron(totalEnergy_GeV: energy, &rng)
    else { return false }
    push(
      pair, plusEnergy_GeV: energy + Constants.electronMass_GeV - pair.minusEnergy_GeV, from: track, &rng,
      &children)
    return true
  }

  private func pairStream(_ track: Track, _ number: UInt64) -> RandomStream {
    RandomStream(
      sameEventAs: base, trackBase: trackBase,
      track: Track.childLineage(parent: track.lineage, index: number | 1 << 63))
  }

  /// Draws with probability factor · p, at most ½, and keeps the event's weight.
  mutating func happens(_ probability: Double, factor: Double, _ rng: inout RandomStream) -> Bool {
    let biased = min(0.5, factor * probability)
    if rng.uniform() < biased {
      if biased != probability { tally.weight *= probability / biased }
      return true
    }
    if biased != probability { tally.weight *= (1 - probability) / (1 - biased) }
    return false
  }

  private mutating func push(
    _ pair: MuonPairPhysics.Pair, plusEnergy_GeV: Double, from track: Track, _ rng: inout RandomStream,
    _ children: inout UInt64
  ) {
    let mass = Constants.muonMass_GeV
    let turn = sincosTurns(rng.uniform())
    func along(_ d: Vector3) -> Vector3 {
      let sine = (d.x * d.x + d.y * d.y).squareRoot()
      guard sine > 0 else { return track.direction }
      // The pair's frame turned by a random angle about the beam axis.
      let (cosPhi, sinPhi) = (d.x / sine, d.y / sine)
      return track.direction.rotated(
        cosTheta: d.z, sinTheta: sine, cosPhi: cosPhi * turn.cos - sinPhi * turn.sin,
        sinPhi: sinPhi * turn.cos + cosPhi * turn.sin)
    }
    tally.muonPairs += 1
    let energy = pair.minusEnergy_GeV + plusEnergy_GeV
    if energy > tally.muonPairEnergy_GeV {
      tally.muonPairEnergy_GeV = energy
      tally.muonPairPosition = world.toGlobal(track.position, volume: track.location.volume)
    }
    push(
      Secondary(
        particle: .muonMinus, kineticEnergy_GeV: max(0, pair.minusEnergy_GeV - mass),
        direction: along(pair.minusDirection)), from: track, children: &children)
    push(
      Secondary(
        particle: .muonPlus, kineticEnergy_GeV: max(0, plusEnergy_GeV - mass),
        direction: along(pair.plusDirection)), from: track, children: &children)
  }
}
