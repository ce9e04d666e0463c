import Core
import Electromagnetic
import Events
import Geometry
import Matter
import Numerics
import Signal
import Testing

@testable import Transport

/// γ → μ⁺μ⁻ and e⁺e⁻ → μ⁺μ⁻ in the stepping loop.
struct MuonPairTransportTests {
  /// Photons on a thin lead plate: the share that becomes muons, for two factors, against the cross section.
  @Test func rateIsTheCrossSections() throws {
    let world = try MuonEndTests.block("Pb", length_mm: 5)
    let energy = 50.0
    let lead = try MaterialCatalogue.builtin("Pb")
    let pairs = MuonPairPhysics(material: lead, highestEnergy_GeV: 200)
    let formula = try PhotonToMuonPair(element: lead.components[0].element)
    let exact =
      lead.components[0].atomDensity_per_mm3 * Constants.pb_mm2
      * formula.totalCrossSection_pb(photonEnergy_GeV: energy)
    #expect((pairs.photonRate_per_mm(logEnergy: log(energy)) / exact - 1).magnitude < 1e-3)
    for factor in [200.0, 3000] {
      var transport = try MuonEndTests.transport(world, biasing: ["gamma_to_muons": .number(factor)])
      defer { transport.free() }
      let events = 6000
      var sum = 0.0
      var squares = 0.0
      var weights = 0.0
      var firsts = 0.0
      let photon = ParticleState(
        particle: .photon, kineticEnergy_GeV: energy, position: Vector3(0, 0, -1), direction: Vector3(0, 0, 1)
      )
      for event in 0..<events {
        transport.simulate(photon, seed: 5, event: UInt64(event))
        let weight = transport.tally.weight
        weights += weight
        // Pairs of the primary only: nothing else has its whole energy.
        if transport.tally.muonPairEnergy_GeV == energy {
          firsts += 1
          sum += weight
          squares += weight * weight
        }
        let outgoing = transport.tally.deposited_GeV + transport.tally.escaped_GeV
        #expect((outgoing - energy).magnitude < 1e-12 * energy)
      }
      let n = Double(events)
      let attenuation = PhotonTable(material: lead, highestEnergy_GeV: 200)
        .view.attenuation_per_mm(logEnergy: log(energy))
      let expected = exact / attenuation * (1 - exp(-attenuation * 5))
      let rate = sum / n
      let error = (squares / n).squareRoot() / n.squareRoot()
      print(
        "γ → μμ × \(factor): \(rate) ± \(error), expected \(expected) (\(firsts) pairs), ⟨w⟩ \(weights / n)")
      #expect((rate - expected).magnitude < 4 * error)
      #expect((weights / n - 1).magnitude < 0.02)
    }
  }

  /// Sharing and angles between the nodes of the table against a sampler made for that very energy.
  @Test func statesBetweenNodesAreThoseOfTheAmplitude() throws {
    let lead = try MaterialCatalogue.builtin("Pb")
    let pairs = MuonPairPhysics(material: lead, highestEnergy_GeV: 200)
    for energy in [3.1, 37.0] {
      let own = try PhotonToMuonPairProcess(element: lead.components[0].element, formFactor: .elastic)
        .sampler(totalEnergy_GeV: energy)
      var rng = RandomStream(seed: 8, event: 1)
      let out = UnsafeMutablePointer<Double>.allocate(capacity: 12)
      defer { out.deallocate() }
      var columns: [[[Double]]] = [[[], [], []], [[], [], []]]
      for _ in 0..<20_000 {
        own.sample(into: out, &rng)
        let minus = Vector3(out[1], out[2], out[3])
        let plus = Vector3(out[5], out[6], out[7])
        columns[0][0].append(out[0] / energy)
        columns[0][1].append((minus.x * minus.x + minus.y * minus.y).squareRoot() / minus.length)
        columns[0][2].append(minus.normalized.dot(plus.normalized))
        let pair = try #require(pairs.sample(photonEnergy_GeV: energy, &rng))
        let d = pair.minusDirection
        columns[1][0].append(pair.minusEnergy_GeV / energy)
        columns[1][1].append((d.x * d.x + d.y * d.y).squareRoot())
        columns[1][2].append(d.dot(pair.plusDirection))
      }
      for (index, name) in ["x", "sine of the μ⁻", "cosine of the pair"].enumerated() {
        let x = columns[0][index].sorted()
        let y = columns[1][index].sorted()
        var i = 0
        var j = 0
        var d = 0.0
        while i < x.count, j < y.count {
          if x[i] <= y[j] { i += 1 } else { j += 1 }
          d = max(d, Double(abs(i - j)) / Double(x.count))
        }
        print("\(energy) GeV, \(name): D = \(d)")
        // 1.95 √(2/N): p = 1e-3.
        #expect(d < 1.95 * (2 / Double(x.count)).squareRoot())
      }
    }
  }

  /// Positrons above threshold: rate and balance.
  @Test func positrons() throws {
    let world = try MuonEndTests.block("Pb", length_mm: 2)
    var transport = try MuonEndTests.transport(world, biasing: ["positron_to_muons": 3e4])
    defer { transport.free() }
    let kinetic = 100.0
    let beam = ParticleState(
      particle: .positron, kineticEnergy_GeV: kinetic, position: Vector3(0, 0, -1),
      direction: Vector3(0, 0, 1))
    let incoming = Particle.positron.availableEnergy_GeV(kineticEnergy_GeV: kinetic)
    var pairs = 0
    for event in 0..<3000 {
      transport.simulate(beam, seed: 12, event: UInt64(event))
      pairs += transport.tally.muonPairs
      let outgoing = transport.tally.deposited_GeV + transport.tally.escaped_GeV
      #expect((outgoing - incoming).magnitude < 1e-12 * incoming)
    }
    print("\(pairs) pairs of positrons")
    #expect(pairs > 20)
  }
}
