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
}
