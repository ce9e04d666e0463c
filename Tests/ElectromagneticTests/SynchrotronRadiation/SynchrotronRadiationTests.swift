import Core
import Numerics
import Testing

@testable import Electromagnetic

struct SynchrotronRadiationTests {
  static let beam = SynchrotronRadiation(
    mass_GeV: Constants.electronMass_GeV, totalEnergy_GeV: 100, transverseField_T: 1.75)

  /// 100 GeV electrons in 1.75 T × 4 m: textbook numbers, to the last digit that they are quoted with.
  @Test func beamElectronsInTheSpectrometer() {
    let length = 4000.0
    #expect((Self.beam.curvature_per_mm * length - 0.02098).magnitude < 1e-5)
    #expect((Self.beam.photons_per_mm * length - 43.3).magnitude < 0.1)
    #expect((Self.beam.meanPhotonEnergy_GeV - 3.58e-3).magnitude < 0.01e-3)
    #expect((Self.beam.loss_GeV_per_mm * length - 0.155).magnitude < 5e-4)
  }

  /// Power from the invariant dE/ds = (2/3) α ħc γ⁴/ρ² (Larmor), an independent formula.
  @Test func meanLossIsLarmors() {
    for energy in [1.0, 10, 100, 160] {
      let radiation = SynchrotronRadiation(
        mass_GeV: Constants.electronMass_GeV, totalEnergy_GeV: energy, transverseField_T: 1.2)
      let gamma = energy / Constants.electronMass_GeV
      let curvature = radiation.curvature_per_mm
      let larmor =
        2.0 / 3 * Constants.fineStructure * Constants.hbarc_GeVmm * pow(gamma, 4) * curvature * curvature
      #expect((radiation.loss_GeV_per_mm / larmor - 1).magnitude < 1e-6)
    }
  }

  /// E²B²L for the loss, nothing from pions and muons: (m_e/m)⁴.
  @Test func scaling() {
    func loss(_ mass: Double, _ energy: Double, _ field: Double) -> Double {
      SynchrotronRadiation(mass_GeV: mass, totalEnergy_GeV: energy, transverseField_T: field).loss_GeV_per_mm
    }
    let m = Constants.electronMass_GeV
    #expect((loss(m, 100, 2) / loss(m, 50, 1) - 16).magnitude < 1e-6)
    let pion = 0.13957
    #expect((loss(pion, 100, 1.75) / loss(m, 100, 1.75) / pow(m / pion, 4) - 1).magnitude < 1e-5)
    #expect(4000 * loss(pion, 100, 1.75) < 1e-10)
    #expect(loss(m, 100, 0) == 0)
    #expect(SynchrotronRadiation(mass_GeV: m, totalEnergy_GeV: m, transverseField_T: 1).photons_per_mm == 0)
  }

  /// The spectrum is normalised, has its mean, and all but half of the power above E_c.
  @Test func spectrumMoments() {
    let rule = GaussLegendre(count: 32)
    func moment(_ power: Int, from: Double, to: Double) -> Double {
      rule.integrate(pow(from, 1.0 / 3), pow(to, 1.0 / 3), panels: 6) { z in
        let y = z * z * z
        return 3 * z * z * SynchrotronSpectrum.density(y) * (power == 1 ? y : 1)
      }
    }
    #expect((moment(0, from: 0, to: 40) - 1).magnitude < 1e-9)
    let mean = moment(1, from: 0, to: 40)
    #expect((mean - 8 / (15 * 3.0.squareRoot())).magnitude < 1e-9)
    // Half only nearly: 0.4999947 (the same integral by another route).
    #expect((moment(1, from: 1, to: 40) / mean - 0.4999947435).magnitude < 1e-8)
    #expect((SynchrotronSpectrum.fractionAbove(0.3) - moment(0, from: 0.3, to: 40)).magnitude < 1e-10)
  }

  /// KS test of 2 × 10⁵ photons; a planted spectrum with a critical energy 3 % off must fail.
  @Test func samplerFollowsTheSpectrum() {
    for scale in [1.0, 1.03] {
      var rng = RandomStream(seed: 4, event: 9)
      let count = 200_000
      let sorted = (0..<count).map { _ in scale * SynchrotronSpectrum.shared.sample(&rng) }.sorted()
      var distance = 0.0
      for index in stride(from: 0, to: count, by: 20) {
        let cdf = 1 - SynchrotronSpectrum.fractionAbove(sorted[index])
        distance = max(distance, (cdf - Double(index) / Double(count)).magnitude)
      }
      let lambda = distance * Double(count).squareRoot()
      var p = 0.0
      for k in 1...50 {
        p += (k % 2 == 1 ? 2 : -2) * exp(-2 * Double(k * k) * lambda * lambda)
      }
      print("synchrotron, scale \(scale): KS distance \(distance), p = \(p)")
      #expect(scale == 1 ? p > 0.01 : p < 1e-3)
    }
  }
}
