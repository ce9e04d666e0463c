import Core
import Matter
import Numerics
import Testing

@testable import Signal

/// Laws the cross sections must obey whatever the numbers are.
@Suite struct LeptonBremsstrahlungRelationTests {
  private func process(
    _ mass: Double, _ kind: BosonKind = .vector, lepton: Double = Constants.electronMass_GeV,
    element: Element = lead
  ) throws -> LeptonBremsstrahlung {
    try LeptonBremsstrahlung(
      boson: kind, bosonMass_GeV: mass, leptonMass_GeV: lepton, element: element)
  }

  @Test(arguments: BosonKind.allCases) func positiveAndFiniteEverywhere(kind: BosonKind) throws {
    for mass in [1e-4, 1e-3, 0.1, 1, 3] {
      for lepton in [Constants.electronMass_GeV, Constants.muonMass_GeV] {
        for element in [hydrogen, lead] {
          let p = try process(mass, kind, lepton: lepton, element: element)
          for energy in [5.0, 20, 150] {
            guard let limits = p.energyFractionLimits(leptonEnergy_GeV: energy) else { continue }
            for y in [1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999, 0.999999] {
              let x = limits.lowest + y * (limits.highest - limits.lowest)
              let value = p.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x)
              #expect(
                value > 0 && value.isFinite, "\(kind) \(mass) \(lepton) \(element.symbol) \(energy) \(x)")
            }
            #expect(p.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: limits.lowest * 0.999) == 0)
            #expect(p.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: limits.highest * 1.0001) == 0)
          }
        }
      }
    }
  }

  /// Two nuclei that differ in Z alone differ by Z² once screening plays no part.
  @Test func proportionalToChargeSquared() throws {
    let light = Element(atomicNumber: 40, symbol: "x", atomicMass: 200)
    let heavy = Element(atomicNumber: 80, symbol: "y", atomicMass: 200)
    let a = try process(1, element: light).totalCrossSection_pb(leptonEnergy_GeV: 100)
    let b = try process(1, element: heavy).totalCrossSection_pb(leptonEnergy_GeV: 100)
    #expect(abs(b / a / 4 - 1) < 1e-4)
  }

  @Test func proportionalToAlphaCubed() throws {
    let a = try LeptonBremsstrahlung(
      bosonMass_GeV: 0.1, leptonMass_GeV: 0.000511, element: lead, fineStructure: 0.01)
    let b = try LeptonBremsstrahlung(
      bosonMass_GeV: 0.1, leptonMass_GeV: 0.000511, element: lead, fineStructure: 0.02)
    let ratio =
      b.totalCrossSection_pb(leptonEnergy_GeV: 100) / a.totalCrossSection_pb(leptonEnergy_GeV: 100)
    #expect(abs(ratio - 8) < 1e-12)
    #expect(try DarkPhoton(mass_GeV: 0.1, epsilon: 1e-4).couplingSquared == 1e-4 * 1e-4)
  }

  @Test func fallsWithMassAndRisesWithEnergy() throws {
    var previous = Double.infinity
    for mass in [0.001, 0.01, 0.1, 0.5, 1, 2, 4] {
      let p = try process(mass)
      let low = p.totalCrossSection_pb(leptonEnergy_GeV: 50)
      let high = p.totalCrossSection_pb(leptonEnergy_GeV: 100)
      #expect(high > low)
      #expect(high < previous)
      previous = high
    }
  }

  @Test func vanishesTowardsThreshold() throws {
    for element in [hydrogen, lead] {
      let p = try process(0.5, element: element)
      let threshold = p.thresholdEnergy_GeV
      let m = Constants.electronMass_GeV
      let nucleus = element.atomicMass * Constants.atomicMassUnit_GeV
      // s at the threshold against (m + m_X + M)².
      let s = m * m + nucleus * nucleus + 2 * nucleus * threshold
      #expect(abs(s.squareRoot() - (m + 0.5 + nucleus)) < 1e-12 * s)
      #expect(p.totalCrossSection_pb(leptonEnergy_GeV: threshold) == 0)
      #expect(p.totalCrossSection_pb(leptonEnergy_GeV: 0.99 * threshold) == 0)
      #expect(p.energyFractionLimits(leptonEnergy_GeV: threshold) == nil)
      var previous = 0.0
      for excess in [1e-4, 1e-3, 1e-2, 0.1, 1] {
        let sigma = p.totalCrossSection_pb(leptonEnergy_GeV: threshold * (1 + excess))
        #expect(sigma > previous)
        previous = sigma
      }
      #expect(throws: HermeticError.self) { try p.requireOpen(leptonEnergy_GeV: threshold * 0.9) }
      #expect(throws: Never.self) { try p.requireOpen(leptonEnergy_GeV: threshold * 1.1) }
    }
  }

  /// The double differential cross section integrates to dσ/dx.
  @Test func angleIntegratesToSpectrum() throws {
    let rule = GaussLegendre(count: 20)
    for (mass, x) in [(0.001, 0.3), (0.0167, 0.9), (0.1, 0.99), (1.0, 0.9)] {
      let p = try process(mass)
      let integral = rule.integrate(log(1e-9), log(3), panels: 12) { logTheta in
        let theta = exp(logTheta)
        return theta
          * p.differentialCrossSection_pb(leptonEnergy_GeV: 100, x: x, theta: theta)
      }
      let direct = p.differentialCrossSection_pb(leptonEnergy_GeV: 100, x: x)
      #expect(abs(integral / direct - 1) < 1e-3, "\(mass) \(x): \(integral / direct - 1)")
    }
  }

  /// Pseudoscalar and scalar differ only through the lepton's mass.
  @Test func chiralityOnlyMattersForLightBosons() throws {
    let s = try process(1, .scalar).totalCrossSection_pb(leptonEnergy_GeV: 100)
    let p = try process(1, .pseudoscalar).totalCrossSection_pb(leptonEnergy_GeV: 100)
    #expect(abs(s / p - 1) < 1e-5)
    let v = try process(1, .vector).totalCrossSection_pb(leptonEnergy_GeV: 100)
    let a = try process(1, .axialVector).totalCrossSection_pb(leptonEnergy_GeV: 100)
    #expect(abs(v / a - 1) < 1e-5)
  }

  @Test func refusesImpossibleInput() {
    for mass in [0, -1, Double.nan, .infinity] {
      #expect(throws: HermeticError.self) { try process(mass) }
      #expect(throws: HermeticError.self) { try process(0.1, lepton: mass) }
      #expect(throws: HermeticError.self) { try DarkPhoton(mass_GeV: mass) }
      #expect(throws: HermeticError.self) { try DarkPhoton(mass_GeV: 0.1, epsilon: mass) }
    }
    #expect(throws: HermeticError.self) { try process(1e-7) }
    #expect(throws: HermeticError.self) {
      try process(0.1, element: Element(atomicNumber: 0, symbol: "none", atomicMass: 1))
    }
  }

  @Test func oddArgumentsGiveZeroNotATrap() throws {
    let p = try process(0.1)
    for energy in [Double.nan, -1, 0, .infinity] {
      #expect(p.totalCrossSection_pb(leptonEnergy_GeV: energy) == 0)
      #expect(p.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: 0.5) == 0)
    }
    for x in [Double.nan, -1, 0, 1, 2, .infinity] {
      #expect(p.differentialCrossSection_pb(leptonEnergy_GeV: 100, x: x) == 0)
    }
    #expect(p.differentialCrossSection_pb(leptonEnergy_GeV: 100, x: 0.5, theta: .nan) == 0)
    #expect(p.totalCrossSection_pb(leptonEnergy_GeV: 100, minimumBosonEnergy_GeV: 100) == 0)
  }
}
