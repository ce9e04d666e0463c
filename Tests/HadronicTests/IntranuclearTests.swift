import Events
import Hadronic
import Numerics
import Testing

/// Collisions of a few GeV and the slow part of an interaction.
struct IntranuclearTests {
  static func events(
    _ beam: Particle, _ kinetic: Double, _ z: Int, _ a: Double, _ count: Int,
    _ body: (HadronicCascade, FinalState) -> Void
  ) {
    var cascade = HadronicCascade()
    var final = FinalState()
    defer {
      cascade.free()
      final.free()
    }
    for event in 0..<count {
      var rng = RandomStream(seed: 21, event: UInt64(event))
      cascade.interact(
        beam, kineticEnergy_GeV: kinetic, direction: Vector3(0, 0, 1), atomicNumber: z, atomicMass: a, &rng,
        into: &final)
      body(cascade, final)
    }
  }

  /// Charged particles of inelastic pp collisions: 0.88 + 0.44 ln s + 0.118 ln² s (Thomé et al., Nucl. Phys. B 129 (1977) 365),
  /// a fit to data that scatter by 5 % here. 10 %: the step from isobars to several pions at 1 to 2 GeV is not in it.
  @Test(arguments: [(1.5, 2.11), (3.0, 2.43), (4.0, 2.62), (12.0, 3.57), (19.0, 4.08)])
  func chargedMultiplicity(_ kinetic: Double, _ measured: Double) {
    var charged = 0
    let count = 4000
    Self.events(.proton, kinetic, 1, 1.008, count) { _, final in
      for i in 0..<final.count where final.secondaries[i].particle.charge != 0 { charged += 1 }
    }
    let mean = Double(charged) / Double(count)
    print("pp \(kinetic) GeV: \(mean) charged (\(measured))")
    #expect((mean / measured - 1).magnitude < 0.1)
  }

  /// π⁻p at 205 GeV/c: 7.99 ± 0.06 charged particles per inelastic interaction and 171.3 ± 15.3 mb of photons with 21.0 mb inelastic,
  /// 8.16 ± 0.75 of them (Ljung et al., Phys. Rev. D 15 (1977) 3163). 5 %; photons, half of which come
  /// from η, two of their errors.
  @Test func chargedAndNeutral() {
    var charged = 0.0
    var photons = 0.0
    let count = 10_000
    Self.events(.pionMinus, 205 - 0.14, 1, 1.008, count) { _, final in
      for i in 0..<final.count {
        switch final.secondaries[i].particle {
        case .pionZero: photons += 2
        // 0.39 γγ, 0.33 3π⁰, 0.23 π⁺π⁻π⁰.
        case .eta: photons += 3.2
        case let particle where particle.charge != 0: charged += 1
        default: break
        }
      }
    }
    charged /= Double(count)
    photons /= Double(count)
    print("pi- p 205 GeV/c: \(charged) charged (7.99), \(photons) photons (8.16)")
    #expect((charged / 7.99 - 1).magnitude < 0.05)
    #expect((photons - 8.16).magnitude < 1.5)
  }

  /// Clusters and isobars conserve energy and momentum without a nucleus to help.
  @Test(arguments: [
    (Particle.proton, 0.8), (.proton, 3), (.pionMinus, 0.6), (.pionMinus, 1.5), (.kaonPlus, 2),
  ])
  func momentum(_ beam: Particle, _ kinetic: Double) {
    let m = beam.mass_GeV
    let before = (kinetic * (kinetic + 2 * m)).squareRoot()
    var worst = 0.0
    Self.events(beam, kinetic, 1, 1.008, 2000) { _, final in
      var sum = before * Vector3(0, 0, 1)
      for i in 0..<final.count {
        let s = final.secondaries[i]
        let k = s.kineticEnergy_GeV
        sum = sum - (k * (k + 2 * s.particle.mass_GeV)).squareRoot() * s.direction
      }
      worst = max(worst, sum.length)
    }
    print("\(beam.name) \(kinetic) GeV: \(worst) GeV/c")
    #expect(worst < 5e-6)
  }

  /// Neutrons between the Fermi energy and twice that do collide.
  @Test(arguments: [(26, 55.845), (82, 207.2)]) func slowNeutronsInteract(_ z: Int, _ a: Double) {
    var unchanged = 0
    Self.events(.neutron, 0.05, z, a, 2000) { _, final in
      if final.count == 1, final.secondaries[0].particle == .neutron,
        (final.secondaries[0].kineticEnergy_GeV - 0.05).magnitude < 1e-3
      {
        unchanged += 1
      }
    }
    print("Z = \(z): \(unchanged) of 2000 unchanged")
    #expect(unchanged < 20)
  }

  /// Heavily ionising tracks (β < 0.7) in emulsion loaded with Cr and W, 300 GeV protons at Fermilab: 7.2 ± 0.7 and 12.9 ± 1.2 in
  /// 39 and 51 events; the number does not depend on the energy from 30 GeV on. Three of these errors.
  @Test(arguments: [(24, 51.996, 7.2, 2.1), (74, 183.84, 12.9, 3.6)])
  func heavyTracks(_ z: Int, _ a: Double, _ measured: Double, _ allowance: Double) {
    var tracks = 0
    let count = 1500
    Self.events(.proton, 100, z, a, count) { cascade, final in
      tracks += cascade.fragmentCount
      for i in 0..<final.count {
        let s = final.secondaries[i]
        if s.particle.charge != 0, s.kineticEnergy_GeV < 0.4 * s.particle.mass_GeV { tracks += 1 }
      }
    }
    let mean = Double(tracks) / Double(count)
    print("Z = \(z): \(mean) heavy tracks (\(measured))")
    #expect((mean - measured).magnitude < allowance)
  }

  /// Spallation of lead grows from 0.8 to 1.6 GeV, makes more neutrons than protons, and pays for them: more than 5 MeV each.
  @Test func spallation() {
    var last = 0.0
    for kinetic in [0.8, 1.6] {
      var neutrons = 0
      var loss = 0.0
      Self.events(.proton, kinetic, 82, 207.2, 1000) { _, final in
        loss += final.nuclearLoss_GeV
        for i in 0..<final.count where final.secondaries[i].particle == .neutron { neutrons += 1 }
      }
      let mean = Double(neutrons) / 1000
      print("p + Pb \(kinetic) GeV: \(mean) neutrons, \(loss) MeV")
      #expect(mean > last && mean > 10 && loss > 5 * mean)
      last = mean
    }
  }
}
