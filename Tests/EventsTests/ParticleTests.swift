import Core
import Events
import Numerics
import Testing

@Suite struct ParticleTests {
  @Test func tableIsInTheOrderOfTheRawValues() {
    for particle in Particle.allCases {
      #expect(Particle(pdg: particle.pdg) == particle)
      #expect(Particle(name: particle.name) == particle)
      #expect(Particle(rawValue: particle.rawValue) == particle)
    }
    #expect(Particle.kaonShort.name == "K0S" && Particle.lambda.pdg == 3122 && Particle.tauPlus.pdg == -15)
    #expect(Particle.tauAntineutrino.rawValue == UInt8(Particle.count - 1))
  }

  @Test func antiparticlesMirror() {
    for particle in Particle.allCases where particle.charge != 0 || particle.baryonNumber != 0 {
      guard let anti = Particle(pdg: -particle.pdg) else {
        Issue.record("\(particle.name) has no antiparticle")
        continue
      }
      #expect(anti.mass_GeV == particle.mass_GeV && anti.meanLife_ns == particle.meanLife_ns)
      #expect(anti.charge == -particle.charge && anti.baryonNumber == -particle.baryonNumber)
    }
  }

  /// The sum of available energies is conserved: μ⁻ → e⁻νν̄ at rest frees m_μ − mₑ, γ → μ⁺μ⁻ its energy,
  /// n → p e⁻ ν̄ the mass difference, p p̄ → γγ two proton masses.
  @Test func availableEnergyIsConserved() {
    let electron = Constants.electronMass_GeV
    let muon = Particle.muonMinus.availableEnergy_GeV(kineticEnergy_GeV: 0)
    #expect(abs(muon - (Constants.muonMass_GeV - electron)) < 1e-15)
    let pair = muon + Particle.muonPlus.availableEnergy_GeV(kineticEnergy_GeV: 0)
    #expect(abs(pair - 2 * Constants.muonMass_GeV) < 1e-15)
    #expect(Particle.positron.availableEnergy_GeV(kineticEnergy_GeV: 1) == 1 + 2 * electron)
    #expect(abs(Particle.proton.availableEnergy_GeV(kineticEnergy_GeV: 2) - 2) < 1e-12)
    let neutron = Particle.neutron.availableEnergy_GeV(kineticEnergy_GeV: 0)
    #expect(abs(neutron - (0.93956542052 - 0.93827208816 - electron)) < 1e-12)
    let antiproton = Particle.antiproton.availableEnergy_GeV(kineticEnergy_GeV: 0)
    #expect(abs(antiproton - 2 * Constants.protonMass_GeV) < 1e-12)
  }

  @Test func finalStateGrowsAndSums() {
    var state = FinalState(capacity: 1)
    defer { state.free() }
    for _ in 0..<5 {
      state.add(.positron, kineticEnergy_GeV: 1, direction: Vector3(0, 0, 1))
    }
    state.localDeposit_GeV = 0.5
    state.nuclearLoss_GeV = 0.25
    #expect(state.count == 5)
    #expect(abs(state.availableEnergy_GeV - (5.75 + 10 * Constants.electronMass_GeV)) < 1e-12)
    state.removeAll()
    #expect(state.count == 0 && state.availableEnergy_GeV == 0)
  }
}
