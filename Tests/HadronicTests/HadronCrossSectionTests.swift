import Core
import Events
import Hadronic
import Numerics
import Testing

struct HadronCrossSectionTests {
  /// Inelastic cross sections at 100 GeV/c: Carroll et al., Phys. Lett. B 80 (1979) 319, absorption at 60–280 GeV (C, Al, Cu,
  /// Pb within 3 %), rounded; 10 % is what the module promises.
  @Test func measuredAbsorption() {
    let sigma = HadronCrossSection()
    let cases: [(Particle, Int, Double, Double)] = [
      (.pionPlus, 6, 12.011, 175), (.pionPlus, 13, 26.98, 335), (.pionPlus, 29, 63.55, 628),
      (.pionPlus, 82, 207.2, 1530), (.proton, 6, 12.011, 222 + 26), (.proton, 29, 63.55, 785),
      (.proton, 82, 207.2, 1800),
    ]
    for (particle, z, a, expected) in cases {
      let value = sigma.perAtom_mb(particle, kineticEnergy_GeV: 100, atomicNumber: z, atomicMass: a).inelastic
      #expect((value / expected - 1).magnitude < 0.10, "\(particle.name) Z = \(z): \(value) mb")
    }
  }

  /// Protons of 1 GeV/c: 220, 413, 715, 1733 mb in Barashenkov's evaluation (of Geant4 11.4.1's tables); no steps where the
  /// formulas change.
  @Test func nucleonsBelowOneGeV() {
    let sigma = HadronCrossSection()
    func inelastic(_ kinetic: Double, _ z: Int, _ a: Double) -> Double {
      sigma.perAtom_mb(.proton, kineticEnergy_GeV: kinetic, atomicNumber: z, atomicMass: a).inelastic
    }
    for (z, a, expected) in [(6, 12.011, 220.0), (13, 26.98, 413), (26, 55.845, 715), (82, 207.2, 1733)] {
      let value = inelastic(0.433, z, a)
      #expect((value / expected - 1).magnitude < 0.1, "Z = \(z): \(value) mb")
      for edge in [0.4, 1.0] {
        #expect((inelastic(edge + 1e-6, z, a) / inelastic(edge - 1e-6, z, a) - 1).magnitude < 1e-4)
      }
    }
  }

  /// The total K⁰_L cross section grows as A^0.84 ± 0.01 at 30–150 GeV (Gsponer et al. 1979); unscreened as A^0.92.
  @Test func kaonScreening() {
    func exponent(_ model: KaonModel) -> Double {
      let sigma = HadronCrossSection(kaons: model)
      let c = sigma.perAtom_mb(.kaonLong, kineticEnergy_GeV: 60, atomicNumber: 6, atomicMass: 12.011)
      let pb = sigma.perAtom_mb(.kaonLong, kineticEnergy_GeV: 60, atomicNumber: 82, atomicMass: 207.2)
      return log((pb.inelastic + pb.elastic) / (c.inelastic + c.elastic)) / log(207.2 / 12.011)
    }
    #expect((exponent(.screened) - 0.85).magnitude < 0.03)
    #expect(exponent(.glauberGribov) > 0.90)
  }

  @Test func growsWithMassNumberAndStaysFinite() {
    let sigma = HadronCrossSection()
    for particle in [
      Particle.pionPlus, .pionMinus, .kaonPlus, .kaonMinus, .kaonLong, .proton, .neutron, .antiproton,
      .lambda,
    ] {
      for energy in [0.05, 0.2, 0.7, 1, 3, 10, 50, 200] {
        var last = 0.0
        for (z, a) in [(6, 12.011), (26, 55.845), (82, 207.2)] {
          let value = sigma.perAtom_mb(particle, kineticEnergy_GeV: energy, atomicNumber: z, atomicMass: a)
          #expect(value.inelastic >= last && value.inelastic < 6000 && value.elastic >= 0)
          last = value.inelastic
        }
      }
    }
  }

  /// Per nucleon lead and carbon differ by shadowing, 0.75 at 100 GeV; σ(γp) = 0.115 mb there.
  @Test func photonuclear() {
    let lead = PhotonuclearCrossSection.perAtom_mb(energy_GeV: 100, atomicNumber: 82, atomicMass: 207.2)
    let carbon = PhotonuclearCrossSection.perAtom_mb(energy_GeV: 100, atomicNumber: 6, atomicMass: 12.011)
    #expect((lead / 14.7 - 1).magnitude < 0.15 && (carbon / 1.14 - 1).magnitude < 0.15)
    #expect((lead / 207.2 / (carbon / 12.011) - 0.78).magnitude < 0.05)
    let proton = PhotonuclearCrossSection.perAtom_mb(energy_GeV: 100, atomicNumber: 1, atomicMass: 1.008)
    #expect((proton / 0.1155 - 1).magnitude < 0.05)
  }
}
