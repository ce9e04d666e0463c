import Core
import Foundation
import Testing

@testable import Signal

@Suite struct WidthTests {
  /// shared/reference/signal/other_ref.json, `decay_widths_GeV`: ε = 1e-4, α = 1/137.
  @Test func closedFormsAgainstReference() throws {
    guard let data = referenceData("signal/other_ref.json") as? [String: Any],
      let rows = data["decay_widths_GeV"] as? [[String: Any]]
    else { return }
    #expect(rows.count >= 4)
    let g = 1e-4 * Mediator.electricCharge(fineStructure: referenceFineStructure)
    var worst = 0.0
    for row in rows {
      func number(_ key: String) -> Double? { (row[key] as? NSNumber)?.doubleValue }
      let mass = number("m_GeV")!
      for (key, kind, mode) in [
        ("A_ee", BosonKind.vector, DecayMode.electrons), ("S_ee", .scalar, .electrons),
        ("P_ee", .pseudoscalar, .electrons), ("Ax_ee", .axialVector, .electrons),
        ("A_mumu", .vector, .muons),
      ] {
        guard let wanted = number(key) else { continue }
        let x = try Mediator(
          kind: kind, mass_GeV: mass, electronCoupling: g, muonCoupling: g, tauCoupling: g)
        worst = max(worst, abs(x.partialWidth_GeV(mode) / wanted - 1))
        if let length = number(key + "_ctau_m") {
          worst = max(worst, abs(Constants.hbarc_GeVmm * 1e-3 / x.partialWidth_GeV(mode) / length - 1))
        }
      }
      let alp = try Mediator(kind: .pseudoscalar, mass_GeV: mass, photonCoupling_per_GeV: 1e-4)
      worst = max(worst, abs(alp.partialWidth_GeV(.photons) / number("ALP_gg_g1em4")! - 1))
      let zPrime = try Mediator(kind: .vector, mass_GeV: mass, neutrinoCouplingSquared: 2 * g * g)
      worst = max(worst, abs(zPrime.partialWidth_GeV(.neutrinos) / number("Zp_nunu_2flav")! - 1))
    }
    print("widths: worst relative deviation \(worst)")
    #expect(worst < 1e-6)
  }

  /// shared/reference/rare_signal/b_minus_l_protophobic.json, g = 1.
  @Test func baryonMinusLepton() throws {
    guard let data = referenceData("rare_signal/b_minus_l_protophobic.json") as? [String: Any],
      let rows = data["rows"] as? [[String: Any]]
    else { return }
    for row in rows {
      func number(_ key: String) -> Double { (row[key] as! NSNumber).doubleValue }
      let x = try Mediator.baryonMinusLepton(mass_GeV: number("M_GeV"), coupling: 1)
      let electrons = x.partialWidth_GeV(.electrons)
      #expect(abs(electrons - number("ee")) <= 1e-6 * number("ee"))
      #expect(abs(x.partialWidth_GeV(.neutrinos) / number("nunu_3LH") - 1) < 1e-6)
      #expect(abs(x.branchingRatio(.neutrinos) / number("BR_inv") - 1) < 1e-6)
      #expect(abs(x.properDecayLength_m * 1e8 / number("ctau_m_g1e_4") - 1) < 1e-6)
      let dirac = try Mediator.baryonMinusLepton(
        mass_GeV: number("M_GeV"), coupling: 1, diracNeutrinos: true)
      #expect(abs(dirac.partialWidth_GeV(.neutrinos) / x.partialWidth_GeV(.neutrinos) - 2) < 1e-12)
    }
  }

  /// A protophobic boson has no proton charge and three times the opposite of its u charge on the neutron.
  @Test func protophobicCharges() throws {
    let x = try Mediator.protophobic(mass_GeV: 0.0167, electronCharge: 1e-3, neutronCharge: 4e-3)
    let quarks = try #require(x.quarks)
    let e = Mediator.electricCharge()
    #expect(abs(2 * quarks.up + quarks.down) < 1e-18)
    #expect(abs(quarks.up + 2 * quarks.down - 4e-3 * e) < 1e-16)
    #expect(abs(x.branchingRatio(.electrons) - 1) < 1e-15)
    let photon = try Mediator.darkPhoton(mass_GeV: 0.0167, epsilon: 1e-3)
    #expect(abs(x.totalWidth_GeV / photon.totalWidth_GeV - 1) < 1e-12)
  }

  /// Closed forms of the equal-mass widths, with r = m²/M².
  @Test(arguments: [0.01, 0.1, 0.3, 0.45, 0.4999])
  func darkMatterClosedForms(ratio: Double) throws {
    let m = 0.8
    let r = ratio * ratio
    let root = (1 - 4 * r).squareRoot()
    let alpha = 0.3
    func width(_ kind: DarkMatter.Kind, _ mediator: BosonKind) throws -> Double {
      try DarkMatter(kind: kind, mass_GeV: ratio * m, couplingStrength: alpha)
        .width_GeV(of: mediator, squaredMass: m * m, mediatorMass_GeV: m)
    }
    func expect(_ value: Double, _ wanted: Double) {
      #expect(abs(value / wanted - 1) < 1e-10)
    }
    expect(try width(.dirac, .vector), alpha * m / 3 * (1 + 2 * r) * root)
    expect(try width(.pseudoDirac, .vector), alpha * m / 3 * (1 + 2 * r) * root)
    expect(try width(.complexScalar, .vector), alpha * m / 12 * root * root * root)
    expect(try width(.majorana, .vector), alpha * m / 6 * root * root * root)
    expect(try width(.dirac, .axialVector), alpha * m / 3 * root * root * root)
    expect(try width(.dirac, .scalar), alpha * m / 2 * root * root * root)
    expect(try width(.dirac, .pseudoscalar), alpha * m / 2 * root)
    expect(try width(.complexScalar, .scalar), alpha * m / 4 * root)
    // A Majorana particle has half the width of a Dirac one with the same amplitude.
    expect(try width(.majorana, .scalar), try width(.dirac, .scalar) / 2)
    expect(try width(.majorana, .pseudoscalar), try width(.dirac, .pseudoscalar) / 2)
    // The Dirac width into leptons of unit charge is the same formula.
    let lepton = Mediator.leptonPairWidth_GeV(
      .vector, couplingSquared: 4 * .pi * alpha, leptonMass_GeV: ratio * m, squaredMass: m * m)
    expect(lepton, try width(.dirac, .vector))
  }

  /// Branching ratios add up to 1, and channels open at their thresholds, for masses on a grid.
  @Test func unitarityAndThresholds() throws {
    let matter = try DarkMatter(kind: .dirac, mass_GeV: 0.04, couplingStrength: 1e-6)
    for index in 0..<60 {
      let mass = 1.1e-3 * Foundation.pow(3 / 1.1e-3, Double(index) / 59)
      for x in [
        try Mediator.darkPhoton(mass_GeV: mass, epsilon: 1e-3, darkMatter: matter),
        try Mediator.baryonMinusLepton(mass_GeV: mass, coupling: 1e-4, darkMatter: matter),
        try Mediator(
          kind: .scalar, mass_GeV: mass, electronCoupling: 1e-4, muonCoupling: 1e-3, darkMatter: matter),
        try Mediator(
          kind: .pseudoscalar, mass_GeV: mass, electronCoupling: 1e-5, photonCoupling_per_GeV: 1e-3,
          darkMatter: matter),
      ] {
        let sum = DecayMode.allCases.reduce(0) { $0 + x.branchingRatio($1) }
        #expect(abs(sum - 1) < 1e-12)
        for mode in DecayMode.allCases {
          #expect(x.partialWidth_GeV(mode) >= 0)
          if let m = mode.leptonMass_GeV, mass < 2 * m { #expect(x.partialWidth_GeV(mode) == 0) }
        }
        if mass < 0.08 { #expect(x.partialWidth_GeV(.darkMatter) == 0) }
      }
    }
  }

  @Test func badInput() {
    func code(_ body: () throws -> Void) -> HermeticError.Code? {
      do {
        try body()
        return nil
      } catch { return (error as? HermeticError)?.code }
    }
    #expect(code { _ = try Mediator(kind: .vector, mass_GeV: 0) } == .range)
    #expect(code { _ = try Mediator(kind: .vector, mass_GeV: .nan) } == .range)
    #expect(code { _ = try Mediator(kind: .scalar, mass_GeV: 1, electronCoupling: -1) } == .range)
    #expect(code { _ = try DarkMatter(kind: .dirac, mass_GeV: -1, couplingStrength: 0.1) } == .range)
    #expect(code { _ = try DarkMatter(kind: .dirac, mass_GeV: 1, couplingStrength: 0) } == .range)
    #expect(
      code { _ = try DarkMatter(kind: .dirac, mass_GeV: 1, splitting: 0.1, couplingStrength: 1) }
        == .range)
    #expect(
      code {
        let scalar = try DarkMatter(kind: .complexScalar, mass_GeV: 0.1, couplingStrength: 1)
        _ = try Mediator(kind: .pseudoscalar, mass_GeV: 1, darkMatter: scalar)
      } == .configuration)
  }
}
