import Core
import Events
import Foundation
import Matter
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct BremsstrahlungTests {
  /// ∫ k dσ is the radiative stopping power of ESTAR for T ≤ 1 GeV.
  @Test func lossIsThatOfESTAR() {
    for z in [1, 6, 13, 29, 74, 82, 92] {
      let element = BremsstrahlungCrossSection(atomicNumber: z)
      for t in [1e-5, 1e-4, 3e-4, 1e-3, 5e-3, 0.02, 0.1, 0.5, 1.0] {
        let rule = GaussLegendre(count: 20)
        let loss = rule.integrate(0, t, panels: 8) {
          $0 * element.differential_barn_per_GeV(kineticEnergy_GeV: t, photonEnergy_GeV: $0)
        }
        let table = BremsstrahlungCrossSection.radiativeLoss_GeVbarn(
          atomicNumber: z, kineticEnergy_GeV: t)
        #expect(abs(loss / table - 1) < 0.01, "Z = \(z), T = \(t): \(loss / table)")
      }
    }
  }

  /// High energy, soft photon: Tsai's complete screening, 4αr_e² (4/3)[Z²(L_rad − f_c) + Z L'_rad] + small
  /// term; his radiation length follows.
  @Test func completeScreeningIsTsai() {
    for z in [6, 29, 82] {
      let element = BremsstrahlungCrossSection(atomicNumber: z)
      let t = 100.0
      let k = 1e-4
      let zd = Double(z)
      let re = Constants.classicalElectronRadius_mm
      let unit = 4 * Constants.fineStructure * re * re / Constants.barn_mm2
      let fc = BremsstrahlungShape.coulombCorrection(atomicNumber: z)
      let elastic = Foundation.log(184.15) - Foundation.log(zd) / 3 - fc
      let inelastic = Foundation.log(1194) - 2 * Foundation.log(zd) / 3
      let tsai =
        unit * ((4.0 / 3) * (zd * zd * elastic + zd * inelastic) + (zd * zd + zd) / 9)
      let ours = k * element.differential_barn_per_GeV(kineticEnergy_GeV: t, photonEnergy_GeV: k)
      #expect(abs(ours / tsai - 1) < 3e-3, "Z = \(z): \(ours / tsai)")
    }
    // Known value: f_c(82) = 0.3129 by Davies, Bethe and Maximon's sum.
    let a2 = 0.35808  // (82 α)²
    var sum = 0.0
    for n in 1...100_000 { sum += 1 / (Double(n) * (Double(n * n) + a2)) }
    #expect(abs(BremsstrahlungShape.coulombCorrection(atomicNumber: 82) / (a2 * sum) - 1) < 2e-3)
  }

  /// Outside 0 < k < T nothing; inside positive and finite, positrons below electrons.
  @Test func limitsAndSigns() {
    for z in [1, 6, 29, 82] {
      let electron = BremsstrahlungCrossSection(atomicNumber: z)
      let positron = BremsstrahlungCrossSection(atomicNumber: z, isPositron: true)
      for t in [1e-6, 1e-5, 1e-3, 0.1, 10, 1000.0] {
        for x in [-0.1, 0.0, 1.0, 1.5] {
          #expect(electron.differential_barn_per_GeV(kineticEnergy_GeV: t, photonEnergy_GeV: x * t) == 0)
        }
        for x in [1e-9, 1e-4, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9] {
          let e = electron.differential_barn_per_GeV(kineticEnergy_GeV: t, photonEnergy_GeV: x * t)
          let p = positron.differential_barn_per_GeV(kineticEnergy_GeV: t, photonEnergy_GeV: x * t)
          #expect(e.isFinite && e >= 0 && p.isFinite && p >= 0 && p <= e * (1 + 1e-9))
          if x < 0.99 { #expect(e > 0, "Z = \(z), T = \(t), x = \(x)") }
        }
      }
    }
    // Kim's ratio tends to one at high T/Z² and suppresses strongly at low.
    #expect(BremsstrahlungCrossSection.positronRatio(atomicNumber: 1, kineticEnergy_GeV: 1) > 0.99)
    #expect(BremsstrahlungCrossSection.positronRatio(atomicNumber: 82, kineticEnergy_GeV: 1e-4) < 0.4)
  }

  /// Migdal's functions: φ → 6s, G → 12πs² for s → 0, 1 for s → ∞; joints within 0.5 %.
  @Test func migdalFunctions() {
    let small = MediumSuppression.migdal(1e-4)
    #expect(abs(small.phi / 6e-4 - 1) < 1e-3)
    #expect(abs(small.g / (12 * .pi * 1e-8) - 1) < 0.02)
    let large = MediumSuppression.migdal(50)
    #expect(abs(large.phi - 1) < 1e-6 && abs(large.g - 1) < 1e-6)
    for joint in [0.710390, 0.904912, 1.54954] {
      let a = MediumSuppression.migdal(joint * (1 - 1e-9))
      let b = MediumSuppression.migdal(joint * (1 + 1e-9))
      #expect(abs(a.phi - b.phi) < 5e-3 && abs(a.g - b.g) < 5e-3)
    }
    #expect(MediumSuppression.xi(1.5, atomicNumber: 82) == 1)
    #expect(MediumSuppression.xi(1e-6, atomicNumber: 82) == 2)
  }

  /// E_LPM of lead is 4.3 TeV (PDG: 7.7 TeV/cm × 0.5612 cm), ħω_p 61.07 eV; slopes of the suppressed
  /// spectrum: k dσ/dk ∝ √k in the LPM regime, ∝ k² in the dielectric one.
  @Test func suppressionLimits() throws {
    let lead = try MaterialCatalogue.builtin("lead")
    let medium = MediumSuppression(material: lead)
    #expect(abs(medium.lpmEnergy_GeV / 4321 - 1) < 0.02)
    #expect(abs(medium.plasmaEnergySquared_GeV2.squareRoot() / 61.07e-9 - 1) < 2e-3)
    let main = BremsstrahlungShape.Terms(main: 1, rest: 0)
    let dilute = MediumSuppression(radiationLength_mm: 1e-3, electronDensity_per_mm3: 0)
    func lpm(_ k: Double) -> Double {
      dilute.apply(to: main, atomicNumber: 82, totalEnergy_GeV: 1000, photonEnergy_GeV: k)
    }
    #expect(abs(Foundation.log(lpm(4e-5) / lpm(1e-5)) / Foundation.log(4.0) - 0.5) < 0.03)
    func dielectric(_ k: Double) -> Double {
      medium.apply(to: main, atomicNumber: 82, totalEnergy_GeV: 10, photonEnergy_GeV: k)
    }
    #expect(abs(Foundation.log(dielectric(4e-6) / dielectric(1e-6)) / Foundation.log(4.0) - 2) < 0.01)
    #expect(
      medium.apply(to: main, atomicNumber: 82, totalEnergy_GeV: 0.01, photonEnergy_GeV: 0.005) > 0.999999)
    for e in [0.1, 1, 10, 100.0] {
      for k in [1e-6, 1e-4, 1e-2, 0.05] {
        let value = medium.apply(to: main, atomicNumber: 82, totalEnergy_GeV: e, photonEnergy_GeV: k)
        #expect(value > 0 && value <= 1)
      }
    }
  }

  /// Sampled photon energies against the spectrum; a sampler with a wrong cut fails.
  @Test func photonSpectrum() throws {
    let cuts = ProductionCuts(photon_GeV: 1e-4, electron_GeV: 1e-3, positron_GeV: 1e-3)
    var values: [Double] = []
    for (name, particle) in [("lead", Particle.electron), ("polystyrene", .electron), ("lead", .positron)] {
      let material = try MaterialCatalogue.builtin(name)
      let table = ElectronTable(
        material: material, cuts: cuts, particle: particle, highestEnergy_GeV: 200)
      defer { withExtendedLifetime(table) {} }
      let view = table.view
      let spectrum = MaterialBremsstrahlung(material: material, isPositron: particle == .positron)
      for t in [1.5e-4, 1e-3, 0.0137, 0.4, 7.7, 150.0] {
        let p = Self.spectrumPValue(spectrum, t, cut: 1e-4, event: UInt64(values.count)) { rng in
          view.samplePhotonEnergy_GeV(
            kineticEnergy_GeV: t, logKineticEnergy: Foundation.log(t), &rng)
        }
        values.append(p)
      }
    }
    print("bremsstrahlung spectra, p:", values.map { String(format: "%.3f", $0) })
    let limit = ElectronTestStatistics.sidak(values.count)
    for p in values { #expect(p > limit) }

    let lead = try MaterialCatalogue.builtin("lead")
    let spectrum = MaterialBremsstrahlung(material: lead, isPositron: false)
    let wrong = Self.spectrumPValue(spectrum, 1, cut: 1e-4, event: 99) { rng in
      1e-4 * Foundation.pow(1e4, rng.uniform())
    }
    #expect(wrong < 1e-10, "dk/k must not pass")
  }

  static func spectrumPValue(
    _ spectrum: MaterialBremsstrahlung, _ t: Double, cut: Double, event: UInt64,
    _ draw: (inout RandomStream) -> Double
  ) -> Double {
    let bins = 40
    var counts = [Int](repeating: 0, count: bins)
    var rng = RandomStream(seed: 5, event: event)
    let width = Foundation.log(t / cut) / Double(bins)
    for _ in 0..<100_000 {
      let k = draw(&rng)
      let u = Foundation.log(k / cut) / width
      counts[min(max(Int(u), 0), bins - 1)] += 1
    }
    let at = spectrum.spectrum(kineticEnergy_GeV: t)
    let rule = GaussLegendre(count: 12)
    let probabilities = (0..<bins).map { i in
      rule.integrate(Double(i) * width, Double(i + 1) * width) {
        at(photonEnergy_GeV: cut * Foundation.exp($0))
      }
    }
    return ElectronTestStatistics.pValue(counts: counts, probabilities: probabilities)
  }

  /// Energy is conserved exactly, transverse momentum to rounding; ⟨(Eθ/m)²⟩ is that of boosted dipole
  /// radiation below 100 m/E: density (3/4)(1 + y⁴)/(1 + y²)⁴ dy², median y² = 1.
  @Test func finalState() {
    var rng = RandomStream(seed: 8, event: 1)
    let direction = Vector3(0.6, 0, 0.8)
    for t in [1e-3, 0.1, 10, 100.0] {
      var below = 0
      var worst = 0.0
      let n = 20_000
      for i in 0..<n {
        let k = t * (Double(i) + 0.5) / Double(n)
        let result = BremsstrahlungFinalState.make(
          kineticEnergy_GeV: t, photonEnergy_GeV: k, direction: direction, &rng)
        #expect(result.secondaryCount == 1 && result.survives)
        #expect(abs(result.kineticEnergy_GeV + result.first.kineticEnergy_GeV - t) <= 1e-15 * t)
        #expect(abs(result.direction.squaredLength - 1) < 1e-12)
        let m = Constants.electronMass_GeV
        let pAfter = (result.kineticEnergy_GeV * (result.kineticEnergy_GeV + 2 * m)).squareRoot()
        let sum =
          pAfter * result.direction + result.first.kineticEnergy_GeV * result.first.direction
        let transverse = sum - sum.dot(direction) * direction
        let side0 = result.first.direction - result.first.direction.dot(direction) * direction
        // A slow electron cannot balance the photon; it then keeps its direction.
        if pAfter > 1.0001 * result.first.kineticEnergy_GeV * side0.length {
          worst = max(worst, transverse.length / t)
        }
        let cosine = result.first.direction.dot(direction)
        // θ of the photon: y = γθ.
        let side = result.first.direction - cosine * direction
        let sine = side.length
        let gamma = 1 + t / m
        if gamma * sine < 1, cosine > 0 { below += 1 }
      }
      #expect(worst < 1e-12, "T = \(t): transverse momentum off by \(worst) T")
      if t >= 0.1 { #expect(abs(Double(below) / Double(n) - 0.5) < 0.02, "T = \(t): \(below)") }
    }
  }
}
