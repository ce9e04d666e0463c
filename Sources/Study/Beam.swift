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
  /// nil: `particle` alone.
  public var mixture: BeamMixture?
  public var halo: BeamHalo?

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
    mixture = try card.optional("composition").map {
      try BeamMixture(json: $0, path: path + ".composition")
    }
    halo = try card.optional("halo").map { try BeamHalo(json: $0, path: path + ".halo") }
    try card.finish()
  }

  /// More than one kind of particle can come: events then have a column `beam.pdg`.
  public var isMixed: Bool { mixture != nil || halo?.mixture != nil }

  public var json: JSON {
    func list(_ values: Double...) -> JSON { .array(values.map(JSON.number)) }
    var members: [JSON.Member] = [
      JSON.Member("particle", .string(particle.name)),
      JSON.Member("energy_GeV", .number(kineticEnergy_GeV)),
      JSON.Member("position_mm", list(position_mm.x, position_mm.y, position_mm.z)),
      JSON.Member("direction", list(direction.x, direction.y, direction.z)),
      JSON.Member("spot_sigma_mm", list(spotSigma_mm.x, spotSigma_mm.y)),
      JSON.Member("divergence_rad", list(divergence_rad.x, divergence_rad.y)),
      JSON.Member("momentum_spread", .number(momentumSpread)),
    ]
    if let mixture { members.append(JSON.Member("composition", mixture.json)) }
    if let halo { members.append(JSON.Member("halo", halo.json)) }
    return .object(members)
  }

  /// The primary of one event.
  public func primary(seed: UInt64, event: UInt64) -> ParticleState {
    var particle = self.particle
    var spot = spotSigma_mm
    var divergence = divergence_rad
    if mixture != nil || halo != nil {
      // A stream of its own: a beam's spot stays the same when its composition is given.
      var choice = RandomStream(seed: seed, event: event, track: 1, purpose: .beam)
      var mixture = self.mixture
      if let halo, choice.uniform() < halo.fraction {
        spot = (halo.spotSigmaX_mm, halo.spotSigmaY_mm)
        divergence = (halo.divergenceX_rad, halo.divergenceY_rad)
        mixture = halo.mixture ?? mixture
      }
      if let mixture { particle = mixture.draw(&choice) }
    }
    var state = ParticleState(
      particle: particle, kineticEnergy_GeV: kineticEnergy(of: particle), position: position_mm,
      direction: direction)
    var rng = RandomStream(seed: seed, event: event, purpose: .beam)
    if momentumSpread > 0 {
      let factor = max(0.5, 1 + momentumSpread * rng.normal())
      state.kineticEnergy_GeV =
        particle.isLight
        ? state.kineticEnergy_GeV * factor
        : particle.kineticEnergy_GeV(
          momentum_GeV: factor * particle.momentum_GeV(kineticEnergy_GeV: state.kineticEnergy_GeV))
    }
    if spot.x > 0 || spot.y > 0 {
      state.position.x += spot.x * rng.normal()
      state.position.y += spot.y * rng.normal()
    }
    if divergence.x > 0 || divergence.y > 0 {
      let dx = divergence.x * rng.normal()
      let dy = divergence.y * rng.normal()
      state.direction = (direction + Vector3(dx, dy, 0)).normalized
    }
    return state
  }

  /// Of another particle with the beam's momentum.
  private func kineticEnergy(of other: Particle) -> Double {
    if other == particle { return kineticEnergy_GeV }
    let mass = particle.mass_GeV
    let momentum = (kineticEnergy_GeV * (kineticEnergy_GeV + 2 * mass)).squareRoot()
    let m = other.mass_GeV
    return momentum * momentum / ((momentum * momentum + m * m).squareRoot() + m)
  }
}
