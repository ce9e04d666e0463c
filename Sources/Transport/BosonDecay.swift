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
  /// What the armed emission of a track leaves besides the track: the recoil of the nucleus on the spot, and the
  /// products of a boson that decays inside the world, which are followed as any other particle.
  @inline(never)
  mutating func leaveEmission(of track: Track, at location: Location, _ position: Vector3) {
    tally.deposit(emission.outcome.nucleusKineticEnergy_GeV, at: location, position, in: world)
    guard let decay = emission.decay else { return }
    // Numbers that no child of an interaction has: the rest of the shower keeps its random numbers.
    leave(decay.first, of: decay, from: track, child: .max)
    leave(decay.second, of: decay, from: track, child: .max - 1)
  }

  private mutating func leave(_ product: Secondary, of decay: BosonDecay, from track: Track, child: UInt64) {
    let place = world.locate(decay.position, direction: product.direction)
    guard place.volume >= 0 else {
      tally.escaped_GeV +=
        track.weight * product.particle.availableEnergy_GeV(kineticEnergy_GeV: product.kineticEnergy_GeV)
      return
    }
    stack.push(
      Track(
        particle: product.particle, kineticEnergy_GeV: product.kineticEnergy_GeV,
        position: world.toLocal(decay.position, volume: place.volume),
        direction: world.directionToLocal(product.direction, volume: place.volume), location: place,
        lineage: Track.childLineage(parent: track.lineage, index: child),
        time_ns: track.time_ns + decay.delay_ns, weight: track.weight, level: track.level,
        hasSurvived: track.hasSurvived))
  }
}
