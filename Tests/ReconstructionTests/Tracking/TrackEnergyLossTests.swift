import Core
import Electromagnetic
import Matter
import Numerics
import Testing

@testable import Reconstruction

@Suite("Energy loss of tracks")
struct TrackEnergyLossTests {
  /// 1 m of iron: the walk against dE/dx of `MuonEnergyLoss`, integrated in a thousand steps.
  @Test func muonInIron() throws {
    let tracker = try TrackPropagationTests.tracker(
      volumes: [["from_mm": 0, "to_mm": 1000, "material": "Fe"]], more: [.init("particle", "mu-")])
    let loss = MuonEnergyLoss(material: try MaterialCatalogue.builtin("Fe"))
    for p in [5.0, 50, 160] {
      var s = TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: -1 / p, z: 0)
      var nothing: TrackMatrix?
      #expect(tracker.propagate(&s, to: 1000, covariance: &nothing))
      let m = Constants.muonMass_GeV
      var energy = (p * p + m * m).squareRoot()
      let before = energy
      for _ in 0..<200 {
        energy -=
          5
          * MuonEnergyLoss.Process.allCases.reduce(0) {
            $0 + loss.stoppingPower_GeV_per_mm($1, totalEnergy_GeV: energy)
          }
      }
      let after = (1 / (s.qOverP * s.qOverP) + m * m).squareRoot()
      print("1 m Fe, \(p) GeV: \(before - after) GeV, integrated \(before - energy)")
      // Table of 2 points per octave, linear: 0.5 %.
      #expect(((before - after) / (before - energy) - 1).magnitude < 5e-3)
    }
  }

  /// Radiation of electrons: E exp(−t), with the variance of Bethe and Heitler.
  @Test func electronInLead() throws {
    let lead = try MaterialCatalogue.builtin("Pb")
    let tracker = try TrackPropagationTests.tracker(more: [
      .init("particle", "e-"),
      .init("layers", [["z_mm": 0, "thickness_X0": 0.1]]), .init("scattering", "none"),
    ])
    var s = TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: -0.01, z: -1)
    var c: TrackMatrix? = TrackMatrix()
    #expect(tracker.propagate(&s, to: 1, covariance: &c))
    #expect((1 / s.qOverP.magnitude / (100 * exp(-0.1)) - 1).magnitude < 1e-9)
    // σ(q/p) = σ(E')/E'²; mean of z² = 3^(−t/ln 2 · …): exp(−t ln 3/ln 2)
    let spread = exp(-0.1 * log(3) / log(2)) - exp(-0.2)
    #expect((c![4, 4].squareRoot() / (spread.squareRoot() * 100 * s.qOverP * s.qOverP) - 1).magnitude < 1e-6)
    #expect(lead.radiationLength_mm > 5)
  }

  /// Electrons in 4 m of 1.75 T lose 0.155 GeV at 100 GeV and four times that at 200 GeV; 0.0885 E⁴/ρ² MeV per turn, in closed
  /// form; back again exactly. Muons lose nothing to speak of.
  @Test(arguments: [(100.0, 0.1547), (200.0, 0.6178)])
  func synchrotronRadiation(energy: Double, loss: Double) throws {
    func card(_ particle: String) -> JSON {
      [
        "planes": [
          ["name": "a", "z_mm": -3000, "resolution_mm": 0.1],
          ["name": "b", "z_mm": 3000, "resolution_mm": 0.1],
        ],
        "fields": [
          [
            "kind": "dipole", "position_mm": [0, 0, 0], "length_mm": 4000, "aperture_mm": [1e4, 1e4],
            "field_T": 1.75,
          ]
        ], "particle": .string(particle), "momentum_GeV": .number(energy),
      ]
    }
    let tracker = try Tracker(json: card("e-"))
    let start = TrackState(x: 1, y: 2, tx: 1e-3, ty: -1e-3, qOverP: -1 / energy, z: -3000)
    var state = start
    var covariance: TrackMatrix? = TrackMatrix()
    #expect(tracker.propagate(&state, to: 3000, covariance: &covariance))
    let lost = energy - 1 / state.qOverP.magnitude
    // C_γ E⁴/ρ per turn, 2πρ long: the share of 4 m; E changes by a per mille.
    let rho = energy / (0.299792458 * 1.75)
    let closed = 8.8463e-5 * energy * energy * energy * energy / rho * 4 / (2 * .pi * rho)
    print(
      "lost \(lost) GeV, closed form \(closed), spread \((covariance![4, 4]).squareRoot() * energy * energy)")
    #expect((lost / closed - 1).magnitude < 0.005)
    #expect((lost / loss - 1).magnitude < 0.005)
    var none: TrackMatrix?
    #expect(tracker.propagate(&state, to: -3000, covariance: &none))
    // tolerance_mm
    #expect((state.qOverP / start.qOverP - 1).magnitude < 1e-12 && (state.x - 1).magnitude < 1e-6)
    var muon = start
    #expect(try Tracker(json: card("mu-")).propagate(&muon, to: 3000, covariance: &none))
    #expect(muon.qOverP == start.qOverP)
  }
}
