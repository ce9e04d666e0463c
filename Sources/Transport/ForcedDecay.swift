import Core
import Events
import Geometry
import Numerics

/// Decays of chosen particles forced into a stretch of the beam line, z between two planes of the world's frame.
///
/// When such a particle is made, with proper lives l₁ … l₂ to its straight way through the stretch, its life l is drawn
/// with probability p′ from the exponential law within the stretch, and with 1 − p′ from the law outside of it. With
/// P = e^{−l₁/τ} − e^{−l₂/τ} the event's weight is multiplied by P/p′ or (1 − P)/(1 − p′): the ratio of the laws at the life
/// that was drawn, so that weighted means are those of nature whatever then becomes of the particle: fields, losses,
/// interactions. A particle whose natural chance is above p′ is left alone.
///
/// - Checked by: `ForcedDecayTests`
public struct ForcedDecay: Equatable, Sendable {
  /// Bits by `Particle.rawValue`.
  private var particles: UInt64 = 0
  public var low_mm = 0.0
  public var high_mm = 0.0
  public var probability = 0.5
  public var minimumEnergy_GeV = 1.0

  /// Those that can be named.
  static let allowed: [Particle] = [
    .muonMinus, .muonPlus, .pionPlus, .pionMinus, .kaonPlus, .kaonMinus, .kaonShort, .kaonLong, .lambda,
    .antilambda,
  ]

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    let names = try card.array("particles")
    guard !names.isEmpty else {
      throw HermeticError(
        .configuration, "\(path).particles is empty. Name at least one, or leave forced_decay out.")
    }
    for (index, item) in names.enumerated() {
      guard case .string(let name) = item else {
        throw HermeticError(.configuration, "\(path).particles[\(index)] must be a name, not \(item.text).")
      }
      guard let particle = Particle(name: name), Self.allowed.contains(particle) else {
        throw HermeticError.notFound(
          "particle that can be forced to decay", name, known: Self.allowed.map(\.name))
      }
      particles |= 1 << UInt64(particle.rawValue)
    }
    let z = try card.numbers("z_mm", count: 2, in: -1e6...1e6)
    guard z[0] < z[1] else {
      throw HermeticError(
        .configuration, "\(path).z_mm must rise: [\(z[0]), \(z[1])] is no stretch. Give its ends along z.")
    }
    (low_mm, high_mm) = (z[0], z[1])
    probability = try card.number("probability", default: 0.5, in: 1e-3...0.999)
    minimumEnergy_GeV = try card.number(
      "minimum_energy_GeV", default: 1, in: 0...1e4, dimension: "energy")
    try card.finish()
  }

  public var json: JSON {
    [
      "particles": .array(Self.allowed.filter(holds).map { .string($0.name) }),
      "z_mm": .array([.number(low_mm), .number(high_mm)]), "probability": .number(probability),
      "minimum_energy_GeV": .number(minimumEnergy_GeV),
    ]
  }

  @inline(__always) func holds(_ particle: Particle) -> Bool {
    particles & (1 << UInt64(particle.rawValue)) != 0
  }

  /// The life and the factor of the weight; nil where nature has its way.
  ///
  /// - Parameters: lives in the unit of `mean`; z and the direction's z of the particle; betaGamma
  func draw(z: Double, directionZ: Double, betaGamma: Double, mean: Double, _ rng: inout RandomStream) -> (
    life: Double, weight: Double
  )? {
    guard directionZ.magnitude > 1e-6 else { return nil }
    let a = (low_mm - z) / directionZ
    let b = (high_mm - z) / directionZ
    let first = max(0, min(a, b)) / betaGamma / mean
    let last = max(a, b) / betaGamma / mean
    guard last > first else { return nil }
    // e^{−l₁} and 1 − e^{−(l₂ − l₁)}: no cancellation for lives long against the stretch.
    let before = exp(-first)
    let within = -expm1(first - last)
    let chance = before * within
    guard chance > 0, chance < probability else { return nil }
    if rng.uniform() < probability {
      return (mean * (first - log1p(-within * rng.uniform())), chance / probability)
    }
    // Outside: before the stretch with 1 − e^{−l₁}, behind it with e^{−l₂}.
    let early = -expm1(-first)
    let u = rng.uniform() * (1 - chance)
    let life = u < early ? -log1p(-u) : last - log((1 - chance - u) / (1 - chance - early))
    return (mean * life, (1 - chance) / (1 - probability))
  }
}

extension ShowerTransport {
  /// The proper life [mm] of a particle that has just been made, where its decay is forced; its weight is kept.
  @inline(never)
  mutating func forcedLife_mm(_ track: Track, mean_mm: Double, _ rng: inout RandomStream) -> Double? {
    guard let forced = settings.biasing.forcedDecay, forced.holds(track.particle),
      track.kineticEnergy_GeV > forced.minimumEnergy_GeV
    else { return nil }
    let mass = kinds.mass(track.particle)
    let energy = track.kineticEnergy_GeV
    guard
      let (life, weight) = forced.draw(
        z: world.toGlobal(track.position, volume: track.location.volume).z,
        directionZ: world.directionToGlobal(track.direction, volume: track.location.volume).z,
        betaGamma: (energy * (energy + 2 * mass)).squareRoot() / mass, mean: mean_mm, &rng)
    else { return nil }
    weigh(bias: weight)
    return life
  }
}
