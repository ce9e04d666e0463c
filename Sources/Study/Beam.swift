import Core
import Events
import Numerics
import Transport

/// A beam of one kind of particle with Gaussian spot, divergence and momentum spread.
public struct Beam: Equatable, Sendable {
  public var particle = Particle.electron
  public var kineticEnergy_GeV = 100.0
  public var position_mm = Vector3(0, 0, -1000)
  public var direction = Vector3(0, 0, 1)
  public var spotSigma_mm = (x: 0.0, y: 0.0)
  public var divergence_rad = (x: 0.0, y: 0.0)
  public var momentumSpread = 0.0

  public static func == (a: Beam, b: Beam) -> Bool { a.json == b.json }

  public init() {}

  /// What transport can follow.
  private static let particles = Particle.allCases.filter(ShowerTransport.follows)

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    let name = try card.string("particle", default: "e-")
    guard let known = Beam.particles.first(where: { $0.name == name }) else {
      throw HermeticError.notFound("beam particle", name, known: Beam.particles.map(\.name))
    }
    particle = known
    kineticEnergy_GeV = try card.number(
      "energy_GeV", default: 100, in: 1e-6...250, dimension: "energy",
      hint: "Energies are in GeV; write \"100 MeV\" for another unit.")
    let p = try card.numbers("position_mm", default: [0, 0, -1000], count: 3, in: -1e6...1e6)
    // Adding 0 turns −0 into 0, as printing the card does: the printed card gives the same bits.
    position_mm = Vector3(p[0] + 0, p[1] + 0, p[2] + 0)
    let d = try card.numbers("direction", default: [0, 0, 1], count: 3, in: -1e6...1e6)
    let given = Vector3(d[0] + 0, d[1] + 0, d[2] + 0)
    guard given.length > 1e-150 else {
      throw HermeticError(
        .range, "\(card.pathOf("direction")) = \(d) has no direction. Use [0, 0, 1] for the beam axis.")
    }
    // A unit vector stays as it is, so that the card of a run's record gives the same bits.
    direction = (given.squaredLength - 1).magnitude < 1e-15 ? given : given.normalized
    let spot = try card.numbers("spot_sigma_mm", default: [0, 0], count: 2, in: 0...1000)
    spotSigma_mm = (spot[0], spot[1])
    let divergence = try card.numbers("divergence_rad", default: [0, 0], count: 2, in: 0...0.1)
    divergence_rad = (divergence[0], divergence[1])
    momentumSpread = try card.number("momentum_spread", default: 0, in: 0...0.2)
    try card.finish()
  }

  public var json: JSON {
    func list(_ values: Double...) -> JSON { .array(values.map(JSON.number)) }
    return [
      "particle": .string(particle.name),
      "energy_GeV": .number(kineticEnergy_GeV),
      "position_mm": list(position_mm.x, position_mm.y, position_mm.z),
      "direction": list(direction.x, direction.y, direction.z),
      "spot_sigma_mm": list(spotSigma_mm.x, spotSigma_mm.y),
      "divergence_rad": list(divergence_rad.x, divergence_rad.y),
      "momentum_spread": .number(momentumSpread),
    ]
  }

  /// The primary of one event.
  public func primary(seed: UInt64, event: UInt64) -> ParticleState {
    var state = ParticleState(
      particle: particle, kineticEnergy_GeV: kineticEnergy_GeV, position: position_mm,
      direction: direction)
    var rng = RandomStream(seed: seed, event: event, purpose: .beam)
    if momentumSpread > 0 {
      let factor = max(0.5, 1 + momentumSpread * rng.normal())
      state.kineticEnergy_GeV =
        particle.isLight
        ? kineticEnergy_GeV * factor
        : particle.kineticEnergy_GeV(
          momentum_GeV: factor * particle.momentum_GeV(kineticEnergy_GeV: kineticEnergy_GeV))
    }
    if spotSigma_mm.x > 0 || spotSigma_mm.y > 0 {
      state.position.x += spotSigma_mm.x * rng.normal()
      state.position.y += spotSigma_mm.y * rng.normal()
    }
    if divergence_rad.x > 0 || divergence_rad.y > 0 {
      let dx = divergence_rad.x * rng.normal()
      let dy = divergence_rad.y * rng.normal()
      state.direction = (direction + Vector3(dx, dy, 0)).normalized
    }
    return state
  }
}
