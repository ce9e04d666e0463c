import Core
import Numerics
import Signal
import Testing

@testable import Phenomenology

struct AnnihilationTests {
  static func spectrum(
    _ kind: DarkMatter.Kind, _ family: MediatorFamily = .darkPhoton, mass: Double = 0.01, ratio: Double = 3,
    splitting: Double = 0, alphaD: Double = 0.1
  ) throws -> AnnihilationSpectrum {
    try AnnihilationSpectrum(
      family: family,
      darkMatter: DarkMatter(kind: kind, mass_GeV: mass, splitting: splitting, couplingStrength: alphaD),
      mediatorMass_GeV: ratio * mass, smallestTemperature_GeV: mass / 1e4)
  }

  /// 8π²αε²α_D J F/(sβ[(s−M²)²+M²Γ²]) with the contracted currents, for one lepton and for the Z′.
  @Test(arguments: DarkMatter.Kind.allCases) func crossSectionFromTheCurrents(_ kind: DarkMatter.Kind) throws
  {
    for family in [MediatorFamily.darkPhoton, .muonMinusTau] {
      let m = 0.06
      let spectrum = try Self.spectrum(kind, family, mass: m)
      for rootS in [0.121, 0.13, 0.17, 0.18, 0.2, 0.25] {
        let s = rootS * rootS
        let beta = (1 - 4 * m * m / s).squareRoot()
        let j = kind == .dirac || kind == .pseudoDirac ? s + 2 * m * m : s - 4 * m * m
        var sum = family == .muonMinusTau ? 1.0 : 0
        for l in [Constants.electronMass_GeV, Constants.muonMass_GeV] where rootS > 2 * l {
          if family == .muonMinusTau, l < 0.01 { continue }
          sum += (1 + 2 * l * l / s) * (1 - 4 * l * l / s).squareRoot()
        }
        let f = s / (6 * .pi) * sum
        let width = spectrum.darkWidth_GeV
        let M = spectrum.mediatorMass_GeV
        let propagator = (s - M * M) * (s - M * M) + M * M * width * width
        let couplings = family == .darkPhoton ? 16 * .pi * .pi * Constants.fineStructure * 0.1 : 4 * .pi * 0.1
        let expected = couplings * j * f / (2 * s * beta * propagator)
        // Hadrons are far below threshold here.
        #expect(distance(spectrum.crossSection_perGeV2(rootS: rootS, width_GeV: width), expected) < 1e-10)
      }
    }
  }

  /// J of unequal masses: s − (m₁²+m₂²)/2 + 3m₁m₂ − (m₁²−m₂²)²/2s.
  @Test func crossSectionOfAPseudoDiracPair() throws {
    let spectrum = try Self.spectrum(.pseudoDirac, splitting: 0.3)
    let (m1, m2) = (0.01, 0.013)
    for rootS in [0.0231, 0.025, 0.04] {
      let s = rootS * rootS
      let lambda = (s - (m1 + m2) * (m1 + m2)) * (s - (m1 - m2) * (m1 - m2))
      let d = m1 * m1 - m2 * m2
      let j = s - (m1 * m1 + m2 * m2) / 2 + 3 * m1 * m2 - d * d / (2 * s)
      let l = Constants.electronMass_GeV
      let f = s / (6 * .pi) * (1 + 2 * l * l / s) * (1 - 4 * l * l / s).squareRoot()
      let away = s - 0.03 * 0.03
      let expected =
        16 * .pi * .pi * Constants.fineStructure * 0.1 * j * f / (2 * lambda.squareRoot() * away * away)
      #expect(distance(spectrum.crossSection_perGeV2(rootS: rootS, width_GeV: 0), expected) < 1e-10)
    }
  }

  /// The panels against adaptive quadrature of the cross section itself, off and on the pole.
  @Test(arguments: [1.7, 2.05, 2.3, 3.0, 8.0]) func thermalAverageByAdaptiveQuadrature(_ ratio: Double) throws
  {
    let spectrum = try Self.spectrum(.majorana, ratio: ratio)
    let m = 0.01
    let width = spectrum.darkWidth_GeV
    for x in [3.0, 15, 60] {
      let T = m / x
      func integrand(_ e: Double) -> Double {
        let w = 2 * m + e
        let s = w * w
        return spectrum.crossSection_perGeV2(rootS: w, width_GeV: width) * s * e * (w + 2 * m) * 2
          * SpecialFunctions.scaledBesselK1(w / T) * exp(-e / T)
      }
      // Pieces that halve towards the threshold and the pole.
      var edges = [0.0, 50 * T]
      for k in 0..<40 { edges.append(50 * T * pow(0.5, Double(k))) }
      let pole = (ratio - 2) * m
      if pole > 0 {
        for k in 0..<60 {
          edges += [pole - pole * pow(0.6, Double(k)), pole + pole * pow(0.6, Double(k))]
        }
        edges.append(pole)
      }
      edges = Array(Set(edges.filter { $0 >= 0 && $0 <= 50 * T })).sorted()
      let rule = GaussLegendre(count: 20)
      let sum = zip(edges, edges.dropFirst()).reduce(0) {
        $0 + rule.integrate($1.0, $1.1, panels: 4, integrand)
      }
      let k2 = SpecialFunctions.scaledBesselK2(x)
      let expected = sum / (8 * T * m * m * m * m * k2 * k2)
      let value = spectrum.thermalAverage_perGeV2(x: x, width_GeV: width, .relativistic)
      #expect(distance(value, expected) < 1e-5, "ratio \(ratio), x = \(x): \(value) \(expected)")
    }
  }

  /// Cold s-wave: ⟨σv⟩ → σv at rest; the expansion meets the exact average, first order in 1/x, and p-waves fall as 1/x.
  @Test func coldLimits() throws {
    let dirac = try Self.spectrum(.dirac)
    let expanded = dirac.thermalAverage_perGeV2(x: 2000, width_GeV: 0, .nonRelativisticExpansion)
    #expect(distance(dirac.thermalAverage_perGeV2(x: 2000, width_GeV: 0, .relativistic), expanded) < 1e-5)
    let majorana = try Self.spectrum(.majorana)
    let a = majorana.thermalAverage_perGeV2(x: 1000, width_GeV: 0, .relativistic)
    let b = majorana.thermalAverage_perGeV2(x: 2000, width_GeV: 0, .relativistic)
    #expect(distance(a, 2 * b) < 5e-3)
    #expect(
      distance(b, majorana.thermalAverage_perGeV2(x: 2000, width_GeV: 0, .nonRelativisticExpansion)) < 5e-3)
  }

  /// exp(x) K₁ and exp(x) K₂ from scipy.special.kve.
  @Test func besselFunctions() {
    for (x, first, second) in [
      (0.01, 1.0097864845824003e+02, 2.0200498385676550e+04),
      (0.5, 2.7310097082117855e+00, 1.2448148218621052e+01),
      (1.0, 1.6361534862632581e+00, 4.4167700523334110e+00),
      (1.999, 1.0338018208600286e+00, 1.8760791705393856e+00),
      (2.001, 1.0331521611403638e+00, 1.8740122160922947e+00),
      (3.0, 8.0656348012878698e-01, 1.2354705847963765e+00),
      (7.5, 4.7966893379102060e-01, 5.7843541478252114e-01),
      (20.0, 2.8542549694072644e-01, 3.0708742635125486e-01),
      (300.0, 7.2450481667258412e-02, 7.2813034950722361e-02),
      (100000.0, 3.9633421600369315e-03, 3.9634016103179560e-03),
    ] {
      #expect(distance(SpecialFunctions.scaledBesselK1(x), first) < 2e-14, "K1(\(x))")
      #expect(distance(SpecialFunctions.scaledBesselK2(x), second) < 2e-14, "K2(\(x))")
    }
  }
}
