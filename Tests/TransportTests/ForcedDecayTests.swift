import Core
import Events
import Geometry
import Matter
import Numerics
import Testing

@testable import Transport

/// Forced decays have the probabilities of nature, with weights.
struct ForcedDecayTests {
  static func transport(_ card: JSON, material: String = "vacuum") throws -> ShowerTransport {
    let world = try World(
      json: JSON.parse(
        """
        {"world": {"material": "vacuum", "size_mm": [4000, 4000, 40000]},
         "volumes": [{"name": "before", "shape": "box", "material": "\(material)", "size_mm": [2000, 2000, 1000],
           "position_mm": [0, 0, 500]},
          {"name": "tube", "shape": "box", "material": "vacuum", "size_mm": [2000, 2000, 3000],
           "position_mm": [0, 0, 3500]}]}
        """), path: "", materialNamed: MaterialCatalogue.builtin)
    let settings = try TransportSettings(json: ["biasing": card], path: "physics")
    let physics = TransportPhysics(materials: world.materials, settings: settings, highestEnergy_GeV: 200)
    return ShowerTransport(
      world: world, physics: physics,
      planes: [2, 2].enumerated().map {
        CrossingPlane(volume: $1, sense: $0 == 0 ? .entry : .exit, particles: Particle.allCases)
      })
  }

  struct Sums {
    var all = 0.0
    var decays = 0.0
    var squares = 0.0
    var allSquares = 0.0
    var count = 0
  }

  /// Weighted number of beam particles that enter the stretch z = 2 … 5 m and do not leave it.
  static func run(
    _ particle: Particle, _ energy: Double, _ card: JSON, material: String = "vacuum", events: Int
  ) throws -> Sums {
    var transport = try transport(card, material: material)
    defer { transport.free() }
    var sums = Sums()
    let incoming = particle.availableEnergy_GeV(kineticEnergy_GeV: energy)
    for event in 0..<events {
      transport.shoot(particle, energy, fromZ: 0.5, seed: 14, event: event)
      let weight = transport.tally.weight
      sums.all += weight
      sums.allSquares += weight * weight
      let tally = transport.tally
      #expect(
        (tally.deposited_GeV + tally.escaped_GeV + tally.nuclearLoss_GeV - incoming).magnitude
          < 1e-9 * max(1, incoming))
      let entered = transport.crossings.leading(plane: 0)?.particle == particle
      let left = transport.crossings.leading(plane: 1)?.particle == particle
      if entered, !left {
        sums.decays += weight
        sums.squares += weight * weight
        sums.count += 1
      }
    }
    return sums
  }

  static func card(_ particle: Particle, probability: Double = 0.5) -> JSON {
    [
      "forced_decay": [
        "particles": .array([.string(particle.name)]), "z_mm": [2000, 5000],
        "probability": .number(probability),
        "minimum_energy_GeV": 0.1,
      ]
    ]
  }

  /// In vacuum the closed form e^{−l₁/cτβγ} − e^{−l₂/cτβγ}, for lives long and short against the stretch.
  @Test(arguments: [
    (Particle.muonMinus, 100.0), (.pionMinus, 100), (.pionPlus, 2), (.kaonPlus, 100), (.kaonShort, 30),
    (.lambda, 50),
  ])
  func closedForm(_ particle: Particle, _ energy: Double) throws {
    let events = 4000
    let sums = try Self.run(particle, energy, Self.card(particle), events: events)
    let n = Double(events)
    let momentum = particle.momentum_GeV(kineticEnergy_GeV: energy)
    let length = momentum / particle.mass_GeV * particle.meanLife_ns * Constants.lightSpeed_mm_per_ns
    let expected = exp(-1999.5 / length) * -expm1(-3000 / length)
    let rate = sums.decays / n
    let error = (max(0, sums.squares / n - rate * rate) / n).squareRoot()
    let mean = sums.all / n
    let meanError = (max(0, sums.allSquares / n - mean * mean) / n).squareRoot()
    print(
      "\(particle.name) \(energy) GeV: \(rate) ± \(error), expected \(expected); \(sums.count) decays, ⟨w⟩ = \(mean) ± \(meanError)"
    )
    #expect((rate - expected).magnitude < 4 * error + 1e-12)
    #expect((mean - 1).magnitude < 4 * meanError + 1e-12)
    if expected < 0.4 { #expect(sums.count > events * 45 / 100) }
  }

  /// Behind a metre of iron, where pions are lost and slowed down: forced against analogue.
  @Test func behindMatterAsAnalogue() throws {
    let analogue = try Self.run(.kaonPlus, 2, [:], material: "C", events: 6000)
    let forced = try Self.run(
      .kaonPlus, 2, Self.card(.kaonPlus, probability: 0.8), material: "C", events: 3000)
    let rates = (analogue.decays / 6000, forced.decays / 3000)
    let errors = (
      (analogue.squares / 6000 - rates.0 * rates.0) / 6000, (forced.squares / 3000 - rates.1 * rates.1) / 3000
    )
    print(
      "K⁺ behind carbon: analogue \(rates.0) ± \(errors.0.squareRoot()) (\(analogue.count)), forced \(rates.1) ± \(errors.1.squareRoot()) (\(forced.count))"
    )
    #expect((rates.0 - rates.1).magnitude < 4 * (errors.0 + errors.1).squareRoot())
    #expect((forced.all / 3000 - 1).magnitude < 4 * (forced.allSquares / 3000 / 3000).squareRoot())
  }

  /// The drawn law itself: mean weight of a test function against its integral; planted: the weight left out.
  @Test func lawOfLives() throws {
    let forced = try ForcedDecay(
      json: ["particles": ["pi-"], "z_mm": [300, 900], "probability": 0.7], path: "f")
    var rng = RandomStream(seed: 2, event: 0, purpose: .user)
    let n = 200_000
    let mean = 1000.0
    var sums = (weighted: 0.0, squares: 0.0, plain: 0.0)
    for _ in 0..<n {
      let (life, weight) = try #require(
        forced.draw(z: 0, directionZ: 0.8, betaGamma: 2, mean: mean, &rng))
      // A power of the life feels every part of the law: ⟨l⟩ = τ.
      sums.weighted += weight * life
      sums.squares += weight * life * weight * life
      sums.plain += life
    }
    let value = sums.weighted / Double(n)
    let error = ((sums.squares / Double(n) - value * value) / Double(n)).squareRoot()
    print("mean life \(value) ± \(error) of \(mean); without weights \(sums.plain / Double(n))")
    #expect((value - mean).magnitude < 4 * error)
    #expect((sums.plain / Double(n) - mean).magnitude > 20 * error)
  }

  @Test func badCards() {
    for (card, word) in [
      (#"{"particles": [], "z_mm": [0, 1]}"#, "particles"), (#"{"particles": ["p"], "z_mm": [0, 1]}"#, "p"),
      (#"{"particles": ["pi-"], "z_mm": [1, 0]}"#, "rise"), (#"{"particles": ["pi-"], "z_mm": [0]}"#, "z_mm"),
      (#"{"particles": ["pi-"], "z_mm": [0, 1], "probability": 1}"#, "probability"),
    ] {
      do {
        _ = try ForcedDecay(json: JSON.parse(card), path: "forced_decay")
        Issue.record("accepted: \(card)")
      } catch { #expect("\(error)".contains(word), "\(error)") }
    }
  }
}
