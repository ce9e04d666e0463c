import Core
import Events
import Hadronic
import Numerics
import Testing

/// Energy, charge, baryon number and (away from nuclei) momentum of final states.
struct ConservationTests {
  static let beams: [(Particle, Double)] = [
    (.pionMinus, 100), (.pionMinus, 1), (.pionPlus, 0.2), (.proton, 100), (.proton, 0.4), (.neutron, 20),
    (.neutron, 0.005), (.kaonMinus, 50), (.kaonPlus, 5), (.kaonLong, 30), (.antiproton, 3), (.lambda, 20),
    (.photon, 30), (.photon, 0.3), (.neutron, 0.05), (.proton, 0.06),
  ]

  @Test(arguments: beams.indices)
  func energyChargeAndBaryonNumber(index: Int) {
    let (beam, kinetic) = Self.beams[index]
    var cascade = HadronicCascade()
    var final = FinalState()
    defer {
      cascade.free()
      final.free()
    }
    for (z, a) in [(1, 1.008), (6, 12.011), (26, 55.845), (82, 207.2)] {
      for event in 0..<400 {
        var rng = RandomStream(seed: 5, event: UInt64(event))
        cascade.interact(
          beam, kineticEnergy_GeV: kinetic, direction: Vector3(0, 0, 1), atomicNumber: z, atomicMass: a, &rng,
          into: &final)
        let before = beam.availableEnergy_GeV(kineticEnergy_GeV: kinetic)
        #expect((final.availableEnergy_GeV - before).magnitude < 1e-9 * max(1, before))
        var charge = beam.charge + z - cascade.residual.atomicNumber - cascade.fragments.atomicNumber
        var baryons =
          beam.baryonNumber + cascade.initialMassNumber - cascade.residual.massNumber
          - cascade.fragments.massNumber
        for i in 0..<final.count {
          charge -= final.secondaries[i].particle.charge
          baryons -= final.secondaries[i].particle.baryonNumber
          #expect(final.secondaries[i].kineticEnergy_GeV >= 0)
          #expect((final.secondaries[i].direction.squaredLength - 1).magnitude < 1e-9)
        }
        #expect(charge == 0 && baryons == 0)
      }
    }
  }

  /// The change of rest energy that the event reports is that of the nuclei, where no energy was lacking.
  @Test func nuclearLossIsBinding() {
    var cascade = HadronicCascade()
    var final = FinalState()
    defer {
      cascade.free()
      final.free()
    }
    var agree = 0
    for event in 0..<1000 {
      var rng = RandomStream(seed: 6, event: UInt64(event))
      cascade.interact(
        .pionMinus, kineticEnergy_GeV: 10, direction: Vector3(0, 0, 1), atomicNumber: 26, atomicMass: 55.845,
        &rng,
        into: &final)
      let change =
        cascade.residual.availableRest_GeV + cascade.fragmentsRest_GeV
        - Nucleus(massNumber: cascade.initialMassNumber, atomicNumber: 26).availableRest_GeV
      if (final.nuclearLoss_GeV - change).magnitude < 1e-9 { agree += 1 }
    }
    #expect(agree > 980)
  }

  @Test func momentumOnHydrogen() {
    var cascade = HadronicCascade()
    var final = FinalState()
    defer {
      cascade.free()
      final.free()
    }
    let direction = Vector3(0.6, 0, 0.8)
    for event in 0..<2000 {
      var rng = RandomStream(seed: 7, event: UInt64(event))
      cascade.interact(
        .pionMinus, kineticEnergy_GeV: 50, direction: direction, atomicNumber: 1, atomicMass: 1.008, &rng,
        into: &final)
      let m = Particle.pionMinus.mass_GeV
      var sum = (50 * (50 + 2 * m)).squareRoot() * direction
      for i in 0..<final.count {
        let s = final.secondaries[i]
        let k = s.kineticEnergy_GeV
        sum = sum - (k * (k + 2 * s.particle.mass_GeV)).squareRoot() * s.direction
      }
      #expect(sum.length < 1e-6)
    }
  }
}
