import Core
import Matter
import Testing

@testable import Signal

@Suite struct WeizsaeckerWilliamsTests {
  struct Row: Sendable {
    let lepton: Double
    let energy: Double
    let mass: Double
    let kind: BosonKind
    let wwEnergy: Double
    let wwMasses: Double
    let improved: Double
  }

  /// ε = 1e-4, α = 1/137, lead: from shared/reference/signal/ref_e_Pb_V_100, ref_e_Pb_SPA_100 and
  /// ref_mu_Pb_160 (an independent quadrature of the same formulas).
  static let rows = [
    Row(
      lepton: 0.510999e-3, energy: 100, mass: 0.001, kind: .vector, wwEnergy: 346723.1,
      wwMasses: 171283.2, improved: 165822.5),
    Row(
      lepton: 0.510999e-3, energy: 100, mass: 0.1, kind: .vector, wwEnergy: 139.5165,
      wwMasses: 138.5914, improved: 173.67),
    Row(
      lepton: 0.510999e-3, energy: 100, mass: 1, kind: .vector, wwEnergy: 0.272531,
      wwMasses: 0.2725287, improved: 0.5288085),
    Row(
      lepton: 0.510999e-3, energy: 100, mass: 0.001, kind: .axialVector, wwEnergy: 498276.5,
      wwMasses: 246152.3, improved: 238303),
    Row(
      lepton: 0.510999e-3, energy: 100, mass: 0.001, kind: .scalar, wwEnergy: 103819.8,
      wwMasses: 51278.51, improved: 49661.58),
    Row(
      lepton: 0.105658, energy: 160, mass: 0.1, kind: .vector, wwEnergy: 9.529873,
      wwMasses: 9.507261, improved: 15.72553),
    Row(
      lepton: 0.105658, energy: 160, mass: 0.01, kind: .pseudoscalar, wwEnergy: 3.927714,
      wwMasses: 3.904085, improved: 5.006518),
  ]

  @Test(arguments: rows) func reference(row: Row) throws {
    let p = try LeptonBremsstrahlung(
      boson: row.kind, bosonMass_GeV: row.mass, leptonMass_GeV: row.lepton, element: lead,
      fineStructure: referenceFineStructure)
    let a = p.weizsaeckerWilliamsCrossSection_pb(leptonEnergy_GeV: row.energy) * referenceScale
    let b =
      p.weizsaeckerWilliamsCrossSection_pb(
        leptonEnergy_GeV: row.energy, fluxLimit: .massesSquared) * referenceScale
    let c =
      p.improvedWeizsaeckerWilliamsCrossSection_pb(leptonEnergy_GeV: row.energy) * referenceScale
    // The references take slightly different ends of the x range (1 − m/E): 3e-3 where the spectrum
    // piles up there, 1e-3 elsewhere.
    #expect(abs(a / row.wwEnergy - 1) < 1e-3, "\(a) \(row.wwEnergy)")
    #expect(abs(b / row.wwMasses - 1) < 1e-3, "\(b) \(row.wwMasses)")
    #expect(abs(c / row.improved - 1) < 3e-3, "\(c) \(row.improved)")
  }

  /// Muons are heavy enough for the approximation: within 1 % of exact tree level.
  @Test(arguments: BosonKind.allCases) func exactForMuons(kind: BosonKind) throws {
    for mass in [0.001, 0.1, 1] {
      let p = try LeptonBremsstrahlung(
        boson: kind, bosonMass_GeV: mass, leptonMass_GeV: Constants.muonMass_GeV, element: lead)
      let ratio =
        p.weizsaeckerWilliamsCrossSection_pb(leptonEnergy_GeV: 160)
        / p.totalCrossSection_pb(leptonEnergy_GeV: 160)
      #expect(ratio > 1 && ratio < 1.011, "\(kind) \(mass) \(ratio)")
    }
  }

  /// For m → 0 the improved form is the one of arXiv:0906.0580, Eq. (A14).
  @Test func masslessLeptonLimit() throws {
    let p = try LeptonBremsstrahlung(bosonMass_GeV: 0.1, leptonMass_GeV: 1e-9, element: lead)
    let q = try LeptonBremsstrahlung(
      boson: .scalar, bosonMass_GeV: 0.1, leptonMass_GeV: 1e-9, element: lead)
    let root = 0.01 / 200
    let flux = p.formFactorSquared.elasticPhotonFlux(from: root * root, to: 0.01)
    let alpha = Constants.fineStructure
    for x in [0.1, 0.5, 0.9, 0.99] {
      let beta = (1 - (0.001 / x) * (0.001 / x)).squareRoot()
      let common =
        alpha * alpha * alpha * Constants.hbarcSquared_GeV2pb * flux * beta / 0.01 / (1 - x)
      let vector = 4 * common * x * (1 - x + x * x / 3)
      let scalar = common * x * x * x * 2 / 3
      let ours = p.improvedWeizsaeckerWilliamsDifferentialCrossSection_pb(leptonEnergy_GeV: 100, x: x)
      #expect(abs(ours / vector - 1) < 1e-10)
      let s = q.improvedWeizsaeckerWilliamsDifferentialCrossSection_pb(leptonEnergy_GeV: 100, x: x)
      #expect(abs(s / scalar - 1) < 1e-10)
    }
  }

  /// How far the improved form overestimates for electrons: 1.67 at 100 MeV and 2.82 at 1 GeV.
  @Test func improvedFormOverestimatesForElectrons() throws {
    for (mass, expected) in [(0.1, 1.6725), (1.0, 2.8181)] {
      let p = try LeptonBremsstrahlung(
        bosonMass_GeV: mass, leptonMass_GeV: Constants.electronMass_GeV, element: lead)
      let ratio =
        p.improvedWeizsaeckerWilliamsCrossSection_pb(leptonEnergy_GeV: 100)
        / p.totalCrossSection_pb(leptonEnergy_GeV: 100)
      #expect(abs(ratio / expected - 1) < 3e-3)
    }
  }
}
