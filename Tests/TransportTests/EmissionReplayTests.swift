import Events
import Numerics
import Testing

@testable import Transport

@Suite struct EmissionReplayTests {
  let primary = ParticleState(
    particle: .electron, kineticEnergy_GeV: 20, position: Vector3(0, 0, -1), direction: Vector3(0, 0, 1))

  /// An emission that takes nothing away must leave every bit of the shower in its place: the replay is
  /// the shower that the candidates were recorded in.
  @Test func emptyEmissionReproducesTheShower() throws {
    let calorimeter = try Calorimeter(layers: 60)
    var transport = ShowerTransport(world: calorimeter.world, physics: calorimeter.physics)
    defer { transport.free() }
    transport.emission.startRecording(threshold_GeV: 5, subevent: 3)
    transport.simulate(primary, seed: 7, event: 11, subevent: 3)
    let count = transport.emission.candidateCount
    try #require(count > 5)
    let candidate = transport.emission.candidates[count / 2]

    transport.emission.disarm()
    transport.simulate(primary, seed: 7, event: 11, subevent: 3)
    let plain = (0..<transport.tally.slabCount).map { transport.tally.slabs[$0] }

    transport.emission.arm(
      candidate,
      outcome: EmissionOutcome(
        recoilKineticEnergy_GeV: candidate.kineticEnergy_GeV, recoilDirection: candidate.direction,
        nucleusKineticEnergy_GeV: 0))
    transport.simulate(primary, seed: 7, event: 11, subevent: 3)
    #expect(!transport.emission.isArmed)
    let replayed = (0..<transport.tally.slabCount).map { transport.tally.slabs[$0] }
    #expect(plain == replayed)
    #expect(plain.reduce(0, +) > 1)
  }

  /// Recording follows exactly the leptons that a full shower has above the threshold.
  @Test func candidatesAreAllTracksAboveTheThreshold() throws {
    let calorimeter = try Calorimeter(layers: 60)
    var transport = ShowerTransport(world: calorimeter.world, physics: calorimeter.physics)
    defer { transport.free() }
    var recorded = 0.0
    for event in 0..<10 {
      transport.emission.clearCandidates()
      transport.emission.startRecording(threshold_GeV: 2, subevent: 0)
      transport.simulate(primary, seed: 3, event: UInt64(event))
      for index in 0..<transport.emission.candidateCount {
        recorded += transport.emission.candidates[index].length_mm
      }
    }
    transport.emission.disarm()
    transport.trackLengths = TrackLengthTally(materialCount: calorimeter.world.materials.count)
    for event in 0..<10 { transport.simulate(primary, seed: 3, event: UInt64(event)) }
    let lengths = transport.trackLengths!
    defer { lengths.free() }
    // 2 GeV is the lower edge of bin 86.02…: count whole bins above it, and bound the rest.
    func sum(from bin: Int) -> Double {
      var total = 0.0
      for material in calorimeter.world.materials.indices {
        for particle in [Particle.electron, .positron] {
          for index in bin..<TrackLengthTally.binCount {
            total += lengths.total_mm(particle, material: material, bin: index)
          }
        }
      }
      return total
    }
    #expect(recorded >= sum(from: 87) * (1 - 1e-9))
    #expect(recorded <= sum(from: 85) * (1 + 1e-9))
  }

  @Test func emissionTakesItsEnergy() throws {
    let calorimeter = try Calorimeter(layers: 60)
    var transport = ShowerTransport(world: calorimeter.world, physics: calorimeter.physics)
    defer { transport.free() }
    for event in 0..<5 {
      transport.emission.clearCandidates()
      transport.emission.startRecording(threshold_GeV: 8, subevent: 0)
      transport.simulate(primary, seed: 5, event: UInt64(event))
      let candidate = transport.emission.candidates[transport.emission.candidateCount / 3]
      let kinetic = candidate.kineticEnergy_GeV
      transport.emission.arm(
        candidate,
        outcome: EmissionOutcome(
          recoilKineticEnergy_GeV: 0.25 * kinetic, recoilDirection: candidate.direction,
          nucleusKineticEnergy_GeV: 1e-4))
      transport.simulate(primary, seed: 5, event: UInt64(event))
      let missing = 20 - transport.tally.deposited_GeV - transport.tally.escaped_GeV
      #expect((missing - (0.75 * kinetic - 1e-4)).magnitude < 20e-9)
    }
  }
}
