import Core
import Foundation
import Matter
import Testing

@testable import Signal

/// Against an independent calculation of the same 2 → 3 matrix element: own quadrature in other
/// variables, amplitudes checked with explicit Dirac traces, ε = 1e-4, α = 1/137, A = 207. It states
/// 3e-5 for its integrals, ours are good to 2e-4; hence 1e-3 everywhere.
@Suite struct LeptonBremsstrahlungReferenceTests {
  struct Row {
    let mass_MeV: Double
    let sigma_pb: Double
    let meanX: Double
    let fractionAboveHalf: Double
  }

  /// Vector, electrons of 100 GeV on lead: from shared/reference/signal/ref_e_Pb_V_100.json.
  static let electron100 = [
    Row(mass_MeV: 1, sigma_pb: 213747, meanX: 0.673540, fractionAboveHalf: 0.745413),
    Row(mass_MeV: 10, sigma_pb: 8381.786, meanX: 0.850651, fractionAboveHalf: 0.913034),
    Row(mass_MeV: 16.7, sigma_pb: 3542.931, meanX: 0.870147, fractionAboveHalf: 0.927046),
    Row(mass_MeV: 100, sigma_pb: 103.8377, meanX: 0.912373, fractionAboveHalf: 0.957544),
    Row(mass_MeV: 1000, sigma_pb: 0.1876471, meanX: 0.940116, fractionAboveHalf: 0.983115),
  ]

  private func compare(
    _ process: LeptonBremsstrahlung, energy: Double, _ row: Row, _ worst: inout (Double, Double)
  ) {
    let total = process.totalCrossSection_pb(leptonEnergy_GeV: energy)
    let mean = process.integrateOverFraction(leptonEnergy_GeV: energy) { $0 } / total
    let above =
      process.totalCrossSection_pb(
        leptonEnergy_GeV: energy, minimumBosonEnergy_GeV: 0.5 * energy) / total
    let ratio = total * referenceScale / row.sigma_pb - 1
    let label = "\(process.boson) \(row.mass_MeV) MeV at \(energy) GeV"
    #expect(abs(ratio) < 1e-3, "total, \(label)")
    #expect(abs(mean - row.meanX) < 1e-3, "mean x, \(label)")
    #expect(abs(above - row.fractionAboveHalf) < 1e-3, "fraction, \(label)")
    worst.0 = max(worst.0, abs(ratio))
    worst.1 = max(worst.1, max(abs(mean - row.meanX), abs(above - row.fractionAboveHalf)))
  }

  @Test func vectorFromElectronsOnLead() throws {
    var worst = (0.0, 0.0)
    for row in Self.electron100 {
      let process = try LeptonBremsstrahlung(
        bosonMass_GeV: row.mass_MeV * 1e-3, leptonMass_GeV: 0.510999e-3, element: lead,
        fineStructure: referenceFineStructure)
      compare(process, energy: 100, row, &worst)
    }
    print("e 100 GeV V: worst total \(worst.0), mean x and fraction \(worst.1)")
  }

  /// All tables: V at 20, 50, 100 GeV; V, S, P, A; 1 keV to 1 GeV; muons of 160 GeV.
  @Test(arguments: [
    "ref_e_Pb_V_20", "ref_e_Pb_V_50", "ref_e_Pb_V_100", "ref_e_Pb_lowmass_100", "ref_e_Pb_SPA_100",
    "ref_mu_Pb_160",
  ])
  func wholeTable(name: String) throws {
    guard let rows = referenceData("signal/\(name).json") as? [[String: Any]] else { return }
    #expect(rows.count > 5)
    var worst = (0.0, 0.0)
    for row in thinned(rows, every: 5) {
      guard let letter = row["kind"] as? String, let beam = row["beam"] as? String,
        let energy = (row["E_GeV"] as? NSNumber)?.doubleValue,
        let mass = (row["m_MeV"] as? NSNumber)?.doubleValue,
        let sigma = (row["etl_el_pb"] as? NSNumber)?.doubleValue,
        let mean = (row["mean_x_etl"] as? NSNumber)?.doubleValue,
        let above = (row["frac_x_gt_0.5_etl"] as? NSNumber)?.doubleValue
      else {
        Issue.record("unexpected row \(row)")
        continue
      }
      let process = try LeptonBremsstrahlung(
        boson: kind(letter), bosonMass_GeV: mass * 1e-3,
        leptonMass_GeV: beam == "e" ? 0.510999e-3 : 0.105658, element: lead,
        fineStructure: referenceFineStructure)
      compare(
        process, energy: energy,
        Row(mass_MeV: mass, sigma_pb: sigma, meanX: mean, fractionAboveHalf: above), &worst)
    }
    print("\(name): worst total \(worst.0), mean x and fraction \(worst.1)")
  }

  /// Inelastic over elastic with the nucleon factor to the first power:
  /// from shared/reference/rare_signal/inelastic_form_factor.json, column ratio_unsquared.
  @Test(arguments: [
    (0.000511, 100.0, "Pb", 0.001, 1.013569), (0.000511, 100.0, "Pb", 1.0, 1.030306),
    (0.000511, 100.0, "Pb", 3.0, 1.29702), (0.000511, 20.0, "Pb", 1.0, 1.107958),
    (0.000511, 20.0, "W", 2.0, 2.677364), (0.10566, 160.0, "Pb", 0.1, 1.017979),
    (0.10566, 160.0, "W", 1.0, 1.039556),
  ])
  func inelasticRatio(
    leptonMass: Double, energy: Double, target: String, mass: Double, ratio: Double
  ) throws {
    let element = target == "Pb" ? lead : tungsten
    func total(_ formFactor: NuclearFormFactor) throws -> Double {
      try LeptonBremsstrahlung(
        bosonMass_GeV: mass, leptonMass_GeV: leptonMass, element: element, formFactor: formFactor
      ).totalCrossSection_pb(leptonEnergy_GeV: energy)
    }
    let ours = try total(.elasticPlusInelastic) / total(.elastic)
    #expect(abs(ours / ratio - 1) < 1e-3)
  }

  /// Elastic totals off lead: pb at ε = 1, α = 1/137, same file (`elastic_pb`, tungsten).
  @Test(arguments: [(0.001, 17546920000000.0), (0.1, 8491389400.0), (1.0, 15697428.0), (3, 59705.324)])
  func tungsten100(mass: Double, sigma: Double) throws {
    let process = try LeptonBremsstrahlung(
      bosonMass_GeV: mass, leptonMass_GeV: 0.510999e-3, element: tungsten,
      fineStructure: referenceFineStructure)
    let ours = process.totalCrossSection_pb(leptonEnergy_GeV: 100) * referenceScale * 1e8
    #expect(abs(ours / sigma - 1) < 1e-3)
  }
}
