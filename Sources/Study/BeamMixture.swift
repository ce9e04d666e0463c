import Core
import Events
import Numerics
import Transport

/// Kinds of particles in a beam, by share: all have the momentum that the beam line selects.
public struct BeamMixture: Equatable, Sendable {
  public let particles: [Particle]
  /// Relative shares, not normalised.
  public let shares: [Double]

  /// {"e-": 0.99, "mu-": 0.01}
  init(json: JSON, path: String) throws {
    guard case .object(let members) = json, !members.isEmpty, members.count <= 32 else {
      throw HermeticError(
        .configuration, "\(path) must be an object {particle: share} of 1 … 32 particles, not \(json.text).")
    }
    var card = try Card(json, path: path)
    let known = Particle.allCases.filter(ShowerTransport.follows)
    particles = try members.map { member in
      guard let particle = known.first(where: { $0.name == member.key }) else {
        let error = HermeticError.notFound("beam particle", member.key, known: known.map(\.name))
        throw HermeticError(error.code, "\(path): \(error.message)")
      }
      return particle
    }
    shares = try members.map { try card.number($0.key, in: 0...1e12) }
    try card.finish()
    guard shares.contains(where: { $0 > 0 }) else {
      throw HermeticError(.configuration, "\(path) has no particle with a share above 0.")
    }
  }

  /// One kind alone.
  init(only particle: Particle) {
    particles = [particle]
    shares = [1]
  }

  var json: JSON { .object(zip(particles, shares).map { JSON.Member($0.name, .number($1)) }) }

  func draw(_ rng: inout RandomStream) -> Particle {
    var left = rng.uniform() * shares.reduce(0, +)
    for (particle, share) in zip(particles, shares) {
      left -= share
      if left < 0 { return particle }
    }
    return particles[shares.lastIndex { $0 > 0 }!]
  }
}

/// A wide part of the beam around the core: some of the particles, with a spot and divergence of their own.
public struct BeamHalo: Equatable, Sendable {
  /// Share of all particles.
  public let fraction: Double
  public let spotSigmaX_mm: Double
  public let spotSigmaY_mm: Double
  public let divergenceX_rad: Double
  public let divergenceY_rad: Double
  /// nil: the mixture of the core.
  public let mixture: BeamMixture?

  init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    fraction = try card.number("fraction", in: 0...1)
    let spot = try card.numbers("spot_sigma_mm", count: 2, in: 0...1e4)
    (spotSigmaX_mm, spotSigmaY_mm) = (spot[0], spot[1])
    let divergence = try card.numbers("divergence_rad", default: [0, 0], count: 2, in: 0...0.1)
    (divergenceX_rad, divergenceY_rad) = (divergence[0], divergence[1])
    mixture = try card.optional("composition").map {
      try BeamMixture(json: $0, path: path + ".composition")
    }
    try card.finish()
  }

  var json: JSON {
    [
      "fraction": .number(fraction), "spot_sigma_mm": [.number(spotSigmaX_mm), .number(spotSigmaY_mm)],
      "divergence_rad": [.number(divergenceX_rad), .number(divergenceY_rad)],
      "composition": mixture?.json ?? .null,
    ]
  }
}
