import Core
import Electromagnetic
import Events
import Geometry
import Matter
import Numerics
import Testing

@testable import Transport

/// How muons end, and the weights of biased ends.
struct MuonEndTests {
  static func block(_ material: String, length_mm: Double) throws -> World {
    try World(
      json: JSON.parse(
        """
        {"world": {"material": "vacuum", "size_mm": [40000, 40000, \(2.2 * length_mm + 100)]},
         "volumes": [{"name": "block", "shape": "box", "material": "\(material)",
           "size_mm": [30000, 30000, \(length_mm)], "position_mm": [0, 0, \(length_mm / 2)]}]}
        """), path: "", materialNamed: MaterialCatalogue.builtin)
  }

  static func transport(_ world: World, biasing json: JSON = [:]) throws -> ShowerTransport {
    let settings = try TransportSettings(json: ["biasing": json], path: "physics")
    let physics = TransportPhysics(materials: world.materials, settings: settings, highestEnergy_GeV: 200)
    return ShowerTransport(
      world: world, physics: physics,
      planes: [CrossingPlane(volume: 1, sense: .exit, particles: [.muonMinus, .muonPlus])])
  }

  static func muon(_ kinetic: Double, _ particle: Particle = .muonMinus, z: Double = -1) -> ParticleState {
    ParticleState(
      particle: particle, kineticEnergy_GeV: kinetic, position: Vector3(0, 0, z), direction: Vector3(0, 0, 1))
  }

  /// exp(−L m/(p c τ)) of all come through, with lives as they are and shortened with weights.
  @Test(arguments: [1.0, 40]) func decaysInFlight(_ factor: Double) throws {
    let length = 10_000.0
    let world = try Self.block("vacuum", length_mm: length)
    var transport = try Self.transport(world, biasing: ["muon_decay": .number(factor)])
    defer { transport.free() }
    let kinetic = 0.3
    let events = 20_000
    var weights = 0.0
    var squares = 0.0
    var all = 0.0
    var allSquares = 0.0
    var decays = 0
    for event in 0..<events {
      transport.simulate(Self.muon(kinetic, z: 0.001), seed: 9, event: UInt64(event))
      let weight = transport.tally.weight
      all += weight
      allSquares += weight * weight
      if transport.crossings.count == 0 {
        weights += weight
        squares += weight * weight
        decays += 1
      }
      let incoming = Particle.muonMinus.availableEnergy_GeV(kineticEnergy_GeV: kinetic)
      #expect(
        (transport.tally.deposited_GeV + transport.tally.escaped_GeV - incoming).magnitude < 1e-12 * incoming)
    }
    let n = Double(events)
    let momentum = Particle.muonMinus.momentum_GeV(kineticEnergy_GeV: kinetic)
    let expected = 1 - exp(-length * Constants.muonMass_GeV / (momentum * 2196.9811 * 299.792458))
    let rate = weights / n
    let error = (squares / n - rate * rate).squareRoot() / n.squareRoot()
    let mean = all / n
    let meanError = max(1e-12, (allSquares / n - mean * mean) / n).squareRoot()
    print(
      "decays × \(factor): \(rate) ± \(error) (\(decays) of \(events)), expected \(expected); ⟨w⟩ = \(mean) ± \(meanError), effective events \(weights * weights / squares)"
    )
    #expect((rate - expected).magnitude < 4 * error)
    #expect((mean - 1).magnitude < 4.5 * meanError)
  }

  /// Slow muons get through 12 % (at 1 GeV 8 %) less iron than PUMAS's CSDA range, and not through 8 % more: ranges
  /// straggle by 3.5 % at 100 MeV, and scattering makes depths a few per cent shorter than paths.
  @Test(arguments: [100.0, 1000]) func stopsAfterItsRange(_ mev: Double) throws {
    guard let reference = PumasTable.range_g_cm2(kineticEnergy_MeV: mev) else { return }
    let density = try MaterialCatalogue.builtin("Fe").density_g_cm3
    for (share, through) in [(mev < 500 ? 0.88 : 0.92, true), (1.08, false)] {
      let world = try Self.block("Fe", length_mm: share * reference / density * 10)
      var transport = try Self.transport(world)
      defer { transport.free() }
      let events = mev < 500 ? 400 : 200
      var passed = 0
      let kinetic = mev * 1e-3
      let incoming = Particle.muonPlus.availableEnergy_GeV(kineticEnergy_GeV: kinetic)
      for event in 0..<events {
        transport.simulate(Self.muon(kinetic, .muonPlus), seed: 4, event: UInt64(event))
        passed += transport.crossings.count > 0 ? 1 : 0
        #expect(
          (transport.tally.deposited_GeV + transport.tally.escaped_GeV - incoming).magnitude < 1e-12)
      }
      print("\(mev) MeV: \(passed) of \(events) through \(share) × \(reference) g/cm²")
      #expect(through ? passed > events * 95 / 100 : passed < events * 5 / 100)
    }
  }

  /// μ± that stop in a thin plate: the time of those electrons that come out is exponential with the mean life in the
  /// atom, and the share that is captured is Λ_c/Λ; μ⁺ are free.
  @Test(arguments: [
    ("C", Particle.muonMinus, 2026.3, 0.0777), ("Fe", .muonMinus, 206.0, 0.9086),
    ("Pb", .muonMinus, 74.9, 0.9712),
    ("Fe", .muonPlus, 2196.98, 0),
  ])
  func endsAtRest(_ material: String, _ particle: Particle, _ life: Double, _ captured: Double) throws {
    let settings = try TransportSettings(json: [:], path: "physics")
    let world = try Self.block(material, length_mm: 4)
    let physics = TransportPhysics(materials: world.materials, settings: settings, highestEnergy_GeV: 1)
    var transport = ShowerTransport(
      world: world, physics: physics,
      planes: [CrossingPlane(volume: 1, sense: .exit, particles: [.electron, .positron])])
    defer { transport.free() }
    let events = material == "C" ? 6000 : 20_000
    var captures = 0
    var times: [Double] = []
    let incoming = particle.availableEnergy_GeV(kineticEnergy_GeV: 0.0011)
    for event in 0..<events {
      transport.simulate(
        ParticleState(
          particle: particle, kineticEnergy_GeV: 0.0011, position: Vector3(0, 0, 2),
          direction: Vector3(0, 0, 1)),
        seed: 13, event: UInt64(event))
      let tally = transport.tally
      #expect(
        (tally.deposited_GeV + tally.escaped_GeV + tally.nuclearLoss_GeV - incoming).magnitude < 1e-12)
      if tally.nuclearLoss_GeV.magnitude > 1e-9 {
        captures += 1
      } else if let electron = transport.crossings.leading(plane: 0), electron.kineticEnergy_GeV > 0.01 {
        times.append(electron.time_ns)
      }
    }
    let share = Double(captures) / Double(events)
    let error = max(1 / Double(events), (captured * (1 - captured) / Double(events)).squareRoot())
    let n = Double(times.count)
    let mean = times.reduce(0, +) / n
    // Kolmogorov's distance from the exponential law; the planted law is 10 % off.
    func distance(_ life: Double) -> Double {
      let sorted = times.sorted()
      var largest = 0.0
      for (index, time) in sorted.enumerated() {
        let expected = 1 - exp(-time / life)
        largest = max(
          largest, (Double(index + 1) / n - expected).magnitude, (Double(index) / n - expected).magnitude)
      }
      return largest * n.squareRoot()
    }
    print(
      "\(particle.name) in \(material): captured \(share) ± \(error) (\(captured)); \(times.count) electrons, mean \(mean) ns (\(life)), √n D = \(distance(life)), for 1.15 τ \(distance(1.15 * life))"
    )
    #expect((share - captured).magnitude < 4 * error)
    #expect((mean / life - 1).magnitude < 4 / n.squareRoot())
    // 1.95: p = 0.001
    #expect(distance(life) < 1.95)
    if n > 2000 { #expect(distance(1.15 * life) > 1.95) }
  }

  /// P(loss > 2 GeV) of 160 GeV muons in lead with photonuclear interactions 30 times as frequent and weights.
  @Test func biasedPhotonuclearIsAnalogue() throws {
    let world = try Self.block("Pb", length_mm: 225)
    var results: [(rate: Double, error: Double)] = []
    for factor in [1.0, 30] {
      var transport = try Self.transport(world, biasing: ["muon_photonuclear": .number(factor)])
      defer { transport.free() }
      let events = 4000
      var sum = 0.0
      var squares = 0.0
      var weights = 0.0
      for event in 0..<events {
        transport.simulate(Self.muon(160), seed: 6, event: UInt64(event))
        let weight = transport.tally.weight
        weights += weight
        guard let muon = transport.crossings.leading(plane: 0), 160 - muon.kineticEnergy_GeV > 2 else {
          continue
        }
        sum += weight
        squares += weight * weight
      }
      let n = Double(events)
      let rate = sum / n
      let error = (squares / n - rate * rate).squareRoot() / n.squareRoot()
      print("photonuclear × \(factor): P = \(rate) ± \(error), ⟨w⟩ = \(weights / n)")
      results.append((rate, error))
      #expect((weights / n - 1).magnitude < 0.1)
    }
    let error =
      (results[0].error * results[0].error + results[1].error * results[1].error).squareRoot()
    #expect((results[0].rate - results[1].rate).magnitude < 4 * error)
  }
}
