import Foundation
import Testing

@testable import Electromagnetic
import Core
import Events
import Matter
import Numerics

/// Cross sections and stopping powers of Geant4 11.4.1 (G4EmCalculator), kept beside the repository.
struct PeerData {
  let energies_GeV: [Double]
  private let materials: [String: [String: Any]]

  static let shared: PeerData? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let file = root.deletingLastPathComponent()
      .appendingPathComponent("shared/reference/geant4/cross_sections.json")
    guard let data = try? Data(contentsOf: file),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let energies = json["E_MeV"] as? [Double],
      let materials = json["materials"] as? [String: [String: Any]]
    else {
      print("skipped: no ../shared/reference/geant4/cross_sections.json")
      return nil
    }
    return PeerData(energies_GeV: energies.map { $0 * 1e-3 }, materials: materials)
  }()

  func column(_ material: String, _ name: String) -> [Double]? {
    (materials[material]?[name] as? [Any])?.map { ($0 as? NSNumber)?.doubleValue ?? 0 }
  }

  func cut_GeV(_ material: String, _ particle: String) -> Double? {
    ((materials[material]?["cutE_MeV_range_0.7mm"] as? [String: Any])?[particle] as? NSNumber)
      .map { $0.doubleValue * 1e-3 }
  }
}

@Suite struct PeerComparisonTests {
  static let materials = [
    ("G4_Pb", "lead"), ("G4_Cu", "copper"), ("G4_C", "graphite"), ("G4_POLYSTYRENE", "polystyrene"),
  ]

  @Test func survey() throws {
    guard let peer = PeerData.shared else { return }
    for (theirs, ours) in Self.materials {
      var material = try MaterialCatalogue.builtin(ours)
      if ours == "graphite" {
        material = try MaterialCatalogue.builtin("G4_C")
      }
      for particle in ["e-", "e+"] {
      let clock = ContinuousClock().now
      let table = ElectronTable(
        material: material, cuts: ProductionCuts(photon_GeV: 1e-3, electron_GeV: 1e-3, positron_GeV: 1e-3),
        particle: particle == "e+" ? .positron : .electron, highestEnergy_GeV: 200)
      let rc = ProductionCuts(photon_GeV: peer.cut_GeV(theirs, "gamma")!, electron_GeV: peer.cut_GeV(theirs, "e-")!, positron_GeV: peer.cut_GeV(theirs, "e+")!)
      let my = ProductionCuts(material: material, range_mm: 0.7)
      print(theirs, particle, "build", ContinuousClock().now - clock, "cuts MeV", my.photon_GeV*1e3, my.electron_GeV*1e3, my.positron_GeV*1e3, "ref", rc.photon_GeV*1e3, rc.electron_GeV*1e3, rc.positron_GeV*1e3)
      let br = MaterialBremsstrahlung(material: material, isPositron: particle == "e+")
      let co = CollisionStoppingPower(material: material, isPositron: particle == "e+")
      _ = table
      func f(_ x: Double) -> String { String(format: "%8.4f", x) }
      for i in stride(from: 12, to: peer.energies_GeV.count, by: 3) {
        let t = peer.energies_GeV[i]
        func p(_ s: String) -> Double { peer.column(theirs, particle + s)?[i] ?? .nan }
        let natoms = theirs == "G4_POLYSTYRENE" ? .nan : material.components[0].atomDensity_per_mm3 * 1e-22
        print(String(format: "%9.4g", t * 1e3), "ion tot", f(co(kineticEnergy_GeV: t, cut_GeV: .infinity) * 1e4 / p("_dedx_ioni_total")),
          "1MeV", f(co(kineticEnergy_GeV: t, cut_GeV: 1e-3) * 1e4 / p("_dedx_ioni_restricted_1MeV")),
          "rc", f(co(kineticEnergy_GeV: t, cut_GeV: rc.electron_GeV) * 1e4 / p("_dedx_ioni_restricted_rangecut")),
          "sig", f((particle == "e+" ? BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: 1e-3) : MollerScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: 1e-3)) * 1e22 * Double(material.components[0].element.atomicNumber) / p("_eIoni_barn_Tgt_ecut")),
          "| brem tot", f(br.softMoments(kineticEnergy_GeV: t, cut_GeV: 1e9).loss * 1e4 / p("_dedx_brem_total")),
          "1MeV", f(br.softMoments(kineticEnergy_GeV: t, cut_GeV: 1e-3).loss * 1e4 / p("_dedx_brem_restricted_1MeV")),
          "rc", f(br.softMoments(kineticEnergy_GeV: t, cut_GeV: rc.photon_GeV).loss * 1e4 / p("_dedx_brem_restricted_rangecut")),
          "sig", f(br.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: 1e-3) / natoms / p("_eBrem_barn_kgt_gcut")),
          "sigM", f(br.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: 1e-3)*10 / p("_eBrem_per_cm_kgt_gcut")), f(br.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: 1)*10 / p("_eBrem_per_cm_kgt_1GeV")),
          "ann", particle == "e+" ? f(AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: t) * 1e22 * Double(material.components[0].element.atomicNumber) / p("_annihil_barn")) : "")
      }
      }
    }
  }
}
