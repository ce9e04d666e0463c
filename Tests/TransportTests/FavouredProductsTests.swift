import Core
import Events
import Geometry
import Matter
import Numerics
import Testing

@testable import Transport

/// Favoured products have the probabilities of nature, with weights.
struct FavouredProductsTests {
  static let kaons: [Particle] = [.kaonShort, .kaonLong]

  /// A slab of iron, and a plane behind it.
  static func transport(_ biasing: JSON) throws -> ShowerTransport {
    let world = try World(
      json: JSON.parse(
        """
        {"world": {"material": "vacuum", "size_mm": [2000, 2000, 2000]},
         "volumes": [{"name": "target", "shape": "box", "material": "Fe", "size_mm": [500, 500, 200],
           "position_mm": [0, 0, 100]}]}
        """), path: "", materialNamed: MaterialCatalogue.builtin)
    // Soft secondaries do not matter here and cost nearly all of the time.
    let settings = try TransportSettings(
      json: [
        "biasing": biasing, "splitting": ["roulette_below_GeV": 4, "survival": 0.01],
        "hadrons": ["photonuclear": true],
      ], path: "physics")
    let physics = TransportPhysics(materials: world.materials, settings: settings, highestEnergy_GeV: 100)
    return ShowerTransport(
      world: world, physics: physics,
      planes: [CrossingPlane(volume: 0, sense: .exit, particles: kaons, minimumKineticEnergy_GeV: 10)])
  }

  struct Sums {
    var weight = 0.0
    var weightSquares = 0.0
    var found = 0.0
    var squares = 0.0
    var worst = 0.0

    func mean(_ n: Int) -> Double { found / Double(n) }
    func error(_ n: Int) -> Double { squares.squareRoot() / Double(n) }
    var effective: Double { squares > 0 ? found * found / squares : 0 }
  }

  static func run(_ particle: Particle, _ energy: Double, _ biasing: JSON, events: Int) throws -> Sums {
    var transport = try transport(biasing)
    defer { transport.free() }
    var sums = Sums()
    let incoming = particle.availableEnergy_GeV(kineticEnergy_GeV: energy)
    for event in 0..<events {
      transport.shoot(particle, energy, fromZ: -1, seed: 23, event: event)
      let tally = transport.tally
      sums.weight += tally.weight
      sums.weightSquares += tally.weight * tally.weight
      sums.worst = max(
        sums.worst,
        (tally.deposited_GeV + tally.escaped_GeV + tally.nuclearLoss_GeV + tally.roulette_GeV - incoming)
          .magnitude)
      guard transport.crossings.leading(plane: 0) != nil else { continue }
      sums.found += tally.weight
      sums.squares += tally.weight * tally.weight
    }
    return sums
  }

  @Test(arguments: [Particle.pionMinus, .photon])
  func favouredIsAnalogue(_ particle: Particle) throws {
    // Photons: interactions with nuclei are made frequent in both.
    let common: JSON =
      particle == .photon ? ["photonuclear": 1000, "photonuclear_minimum_energy_GeV": 10] : [:]
    guard case .object(let members) = common else { return }
    let favoured = JSON.object(
      members + [
        JSON.Member(
          "favoured_products",
          ["particles": ["K0S", "K0L"], "minimum_energy_GeV": 10, "draws": 20, "preference": 100])
      ])
    let events = (analogue: 6000, favoured: 700)
    let nature = try Self.run(particle, 50, common, events: events.analogue)
    let chosen = try Self.run(particle, 50, favoured, events: events.favoured)
    let a = (nature.mean(events.analogue), nature.error(events.analogue))
    let b = (chosen.mean(events.favoured), chosen.error(events.favoured))
    let pull = (a.0 - b.0) / (a.1 * a.1 + b.1 * b.1).squareRoot()
    print(
      "\(particle.name): \(a.0) ± \(a.1) (\(nature.effective) effective of \(events.analogue)), favoured "
        + "\(b.0) ± \(b.1) (\(chosen.effective) of \(events.favoured)), pull \(pull)")
    #expect(pull.magnitude < 4)
    #expect(max(nature.worst, chosen.worst) < 1e-8)
    #expect(
      chosen.effective / Double(events.favoured) > 3 * nature.effective / Double(events.analogue))
    let n = Double(events.favoured)
    let mean = chosen.weight / n
    let spread = (max(0, chosen.weightSquares / n - mean * mean) / n).squareRoot()
    #expect((mean - 1).magnitude < 5 * spread + 1e-9)
  }

  @Test func cardIsChecked() throws {
    for (text, mention) in [
      (#"{"favoured_products": {"particles": []}}"#, "empty"),
      (#"{"favoured_products": {"particles": ["pi0"]}}"#, "K0S"),
      (#"{"favoured_products": {"particles": ["K0S"], "draws": 1}}"#, "draws"),
      (#"{"favoured_products": {"particles": ["K0S"], "preference": 0.5}}"#, "preference"),
    ] {
      do {
        _ = try Biasing(json: JSON.parse(text), path: "biasing")
        Issue.record("\(text) was accepted")
      } catch let error as HermeticError {
        #expect(error.message.contains(mention), "\(error.message)")
      }
    }
    let card = try Biasing(
      json: JSON.parse(#"{"favoured_products": {"particles": ["K0S", "n"], "minimum_energy_GeV": 30}}"#),
      path: "biasing")
    #expect(try Biasing(json: card.json, path: "biasing") == card)
    #expect(card.isOn)
  }
}
