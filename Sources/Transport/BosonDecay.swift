import Events
import Geometry
import Numerics

/// What a boson that decays inside the world turns into, and where: two particles in the world's frame.
public struct BosonDecay: Sendable {
  public var position: Vector3
  /// From its production to its decay.
  public var delay_ns: Double
  public var first: Secondary
  public var second: Secondary

  public init(position: Vector3, delay_ns: Double, first: Secondary, second: Secondary) {
    self.position = position
    self.delay_ns = delay_ns
    self.first = first
    self.second = second
  }
}

extension ShowerTransport {
  /// What the armed emission of a track leaves besides the track: the recoil of the nucleus on the spot, the products
  /// of the reaction and those of a boson that decays inside the world, which are followed as any other particle.
  @inline(never)
  mutating func leaveEmission(of track: Track, at location: Location, _ position: Vector3) {
    let outcome = emission.outcome
    tally.deposit(outcome.nucleusKineticEnergy_GeV, at: location, position, in: world)
    // Numbers that no child of an interaction has: the rest of the shower keeps its random numbers.
    if let decay = emission.decay {
      leave(decay.first, at: decay.position, after_ns: decay.delay_ns, from: track, child: .max)
      leave(decay.second, at: decay.position, after_ns: decay.delay_ns, from: track, child: .max - 1)
    }
    guard !outcome.products.isEmpty else { return }
    tally.nuclearLoss_GeV += outcome.nuclearLoss_GeV
    var source = track
    source.location = location
    source.position = position
    for (index, product) in outcome.products.enumerated() {
      let child = UInt64.max - 2 - UInt64(index)
      if let nucleus = product.nucleus {
        breakUp(nucleus, by: product.secondary, of: source, child: child)
      } else {
        leave(
          inLocalFrame: product.secondary, displaced: product.displacement_mm, after_ns: product.delay_ns,
          from: source, child: child)
      }
    }
  }

  /// Hadrons of a virtual photon, as those that muons make; what is too soft to make any is deposited on the spot.
  private mutating func breakUp(
    _ nucleus: (atomicNumber: Int, atomicMass: Double), by photon: Secondary, of track: Track, child: UInt64
  ) {
    guard photon.kineticEnergy_GeV > Self.photonuclearThreshold_GeV else {
      tally.deposit(photon.kineticEnergy_GeV, at: track.location, track.position, in: world)
      return
    }
    var source = track
    source.particle = .photon
    source.kineticEnergy_GeV = photon.kineticEnergy_GeV
    source.direction = photon.direction
    source.lineage = Track.childLineage(parent: track.lineage, index: child)
    var rng = RandomStream(sameEventAs: base, trackBase: trackBase, track: source.lineage)
    var children: UInt64 = 0
    cascade(
      source, nucleus, hadronTables() + world.materialIndex(track.location), &rng, &children)
  }

  private mutating func leave(
    inLocalFrame product: Secondary, displaced displacement: Vector3, after_ns delay: Double,
    from track: Track, child: UInt64
  ) {
    let volume = track.location.volume
    guard displacement.squaredLength > 0 else {
      stack.push(
        Track(
          particle: product.particle, kineticEnergy_GeV: product.kineticEnergy_GeV, position: track.position,
          direction: product.direction, location: track.location,
          lineage: Track.childLineage(parent: track.lineage, index: child), time_ns: track.time_ns,
          weight: track.weight, level: track.level, hasSurvived: track.hasSurvived))
      return
    }
    var turned = product
    turned.direction = world.directionToGlobal(product.direction, volume: volume)
    leave(
      turned, at: world.toGlobal(track.position + displacement, volume: volume), after_ns: delay, from: track,
      child: child)
  }

  /// A product that begins at a point of the world's frame.
  private mutating func leave(
    _ product: Secondary, at position: Vector3, after_ns delay: Double, from track: Track, child: UInt64
  ) {
    let place = world.locate(position, direction: product.direction)
    guard place.volume >= 0 else {
      tally.escaped_GeV +=
        track.weight * product.particle.availableEnergy_GeV(kineticEnergy_GeV: product.kineticEnergy_GeV)
      return
    }
    stack.push(
      Track(
        particle: product.particle, kineticEnergy_GeV: product.kineticEnergy_GeV,
        position: world.toLocal(position, volume: place.volume),
        direction: world.directionToLocal(product.direction, volume: place.volume), location: place,
        lineage: Track.childLineage(parent: track.lineage, index: child),
        time_ns: track.time_ns + delay, weight: track.weight, level: track.level,
        hasSurvived: track.hasSurvived))
  }
}
