import Core
import Events
import Foundation
import Matter
import Testing

@testable import Electromagnetic

/// Every cross section and stopping power of e⁻ and e⁺ against Geant4 11.4.1 (Møller and Bhabha; Seltzer–Berger
/// below 1 GeV, Tsai with LPM above), 0.1 MeV – 160 GeV. The largest deviations are printed; docs/physics/
/// electrons.md quotes them.
@Suite struct PeerComparisonTests {
  static let materials = [
    ("G4_Pb", "lead"), ("G4_Cu", "copper"), ("G4_C", "carbon"), ("G4_POLYSTYRENE", "polystyrene"),
  ]

  /// Largest |ratio − 1| below and above 10 MeV.
  struct Worst: CustomStringConvertible {
    var low = 0.0
    var lowAt = 0.0
    var high = 0.0
    var highAt = 0.0

    mutating func add(_ ours: Double, _ theirs: Double, at t: Double) {
      guard theirs > 0 else { return }
      let d = ours / theirs - 1
      if t < 0.0099 {
        if abs(d) > abs(low) { (low, lowAt) = (d, t) }
      } else if abs(d) > abs(high) {
        (high, highAt) = (d, t)
      }
    }

    var description: String {
      String(
        format: "%+.2f%% (%.3g MeV) below, %+.2f%% (%.4g MeV) above 10 MeV", 100 * low, lowAt * 1e3,
        100 * high,
        highAt * 1e3)
    }
  }

  @Test(arguments: ["e-", "e+"]) func againstGeant4(_ particle: String) throws {
    guard let peer = PeerData.shared else { return }
    let positron = particle == "e+"
    for (theirs, name) in Self.materials {
      let material = try MaterialCatalogue.builtin(name)
      let collision = CollisionStoppingPower(material: material, isPositron: positron)
      let radiation = MaterialBremsstrahlung(material: material, isPositron: positron)
      let electronCut = try #require(peer.cut_GeV(theirs, "e-"))
      let photonCut = try #require(peer.cut_GeV(theirs, "gamma"))
      var worst: [String: Worst] = [:]
      for i in peer.energies_GeV.indices where peer.energies_GeV[i] >= 0.99e-4 {
        let t = peer.energies_GeV[i]
        func compare(_ key: String, _ column: String, _ value: Double) {
          guard let reference = peer.column(theirs, particle + column) else { return }
          worst[key, default: Worst()].add(value, reference[i], at: t)
        }
        // GeV/mm → MeV/cm: 1e4; 1/mm → 1/cm: 10.
        func ionisation(_ cut: Double) -> Double { collision(kineticEnergy_GeV: t, cut_GeV: cut) * 1e4 }
        func soft(_ cut: Double) -> Double {
          radiation.softMoments(kineticEnergy_GeV: t, cut_GeV: cut).loss * 1e4
        }
        compare("ionisation total", "_dedx_ioni_total", ionisation(.infinity))
        compare("ionisation < 1 MeV", "_dedx_ioni_restricted_1MeV", ionisation(1e-3))
        compare("ionisation < range cut", "_dedx_ioni_restricted_rangecut", ionisation(electronCut))
        compare("radiation total", "_dedx_brem_total", soft(.infinity))
        compare("radiation < 1 MeV", "_dedx_brem_restricted_1MeV", soft(1e-3))
        compare("radiation < range cut", "_dedx_brem_restricted_rangecut", soft(photonCut))
        func column(_ suffix: String) -> Double { peer.column(theirs, particle + suffix)?[i] ?? 0 }
        worst["dE/dx total", default: Worst()].add(
          ionisation(.infinity) + soft(.infinity), column("_dedx_ioni_total") + column("_dedx_brem_total"),
          at: t)
        worst["dE/dx < 1 MeV", default: Worst()].add(
          ionisation(1e-3) + soft(1e-3),
          column("_dedx_ioni_restricted_1MeV") + column("_dedx_brem_restricted_1MeV"), at: t)
        worst["dE/dx < range cuts", default: Worst()].add(
          ionisation(electronCut) + soft(photonCut),
          column("_dedx_ioni_restricted_rangecut") + column("_dedx_brem_restricted_rangecut"), at: t)
        if t > 1.5e-3 {  // the threshold bin itself is a question of grids
          compare(
            "σ bremsstrahlung > 1 MeV", "_eBrem_per_cm_kgt_gcut",
            radiation.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: 1e-3) * 10)
          if positron, material.components.count == 1 {
            compare(
              "σ bremsstrahlung > 1 MeV", "_eBrem_barn_kgt_gcut",
              radiation.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: 1e-3)
                / (material.components[0].atomDensity_per_mm3 * Constants.barn_mm2))
          }
        }
        if t > 1.5 {
          compare(
            "σ bremsstrahlung > 1 GeV", "_eBrem_per_cm_kgt_1GeV",
            radiation.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: 1) * 10)
        }
        if material.components.count == 1 {
          let z = Double(material.components[0].element.atomicNumber)
          let knockOn =
            positron
            ? BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: 1e-3)
            : MollerScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: 1e-3)
          compare("σ knock-on > 1 MeV", "_eIoni_barn_Tgt_ecut", knockOn * z / Constants.barn_mm2)
          compare(
            "σ annihilation", "_annihil_barn",
            AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: t) * z / Constants.barn_mm2)
        }
      }
      let light = theirs == "G4_C" || theirs == "G4_POLYSTYRENE"
      for (key, value) in worst.sorted(by: { $0.key < $1.key }) {
        print("Geant4 \(theirs) \(particle) \(key): \(value)")
        // ±5 % below, ±2 % above 10 MeV. Exceptions, explained in docs/physics/electrons.md: the soft end of the
        // spectrum, where Geant4 interpolates between k = 0 and k = T/40 of the Seltzer–Berger tables and we
        // follow screening theory (at most 0.4 % of the restricted loss), its share of σ in light elements,
        // and the tip just above 1 GeV, where Geant4 takes screening as complete.
        var low = 0.05
        var high = 0.02
        if key == "radiation < 1 MeV" || key == "radiation < range cut" {
          low = light ? 0.16 : 0.075
          high = light ? 0.19 : 0.06
        }
        if key == "σ bremsstrahlung > 1 MeV", light { high = 0.055 }
        if key == "σ bremsstrahlung > 1 GeV" { high = 0.04 }
        #expect(abs(value.low) < low && abs(value.high) < high, "\(theirs) \(particle) \(key): \(value)")
      }
    }
  }
}
