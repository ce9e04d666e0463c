import Core
import Matter
import Testing

@testable import Signal

@Suite struct AnnihilationTableTests {
  func process(mass: Double, alphaD: Double, _ motion: ResonantAnnihilation.ElectronMotion) throws
    -> ResonantAnnihilation
  {
    try ResonantAnnihilation(
      mediator: .darkPhoton(
        mass_GeV: mass, epsilon: 1e-4,
        darkMatter: DarkMatter(kind: .dirac, mass_GeV: mass / 3, couplingStrength: alphaD)),
      mode: .darkMatter, element: MaterialCatalogue.builtin("Pb").components[0].element,
      electronMotion: motion)
  }

  /// Steps of 0.3 GeV everywhere and the whole range, against the integral itself. Within one cell of the table
  /// the cubic is an interpolation (worst seen 5e-4, where the line's wing bends most). Far from a line of 1e-12 of
  /// its energy the difference of two integrals has their rounding, 1e-15 of the line.
  @Test(arguments: [
    (0.25, 0.1, ResonantAnnihilation.ElectronMotion.slater), (0.25, 1e-6, .slater), (0.25, 1e-6, .rest),
    (0.2, 0.1, .rest), (0.3, 0.5, .slater), (0.21, 1e-11, .rest),
  ])
  func averagesAreIntegrals(
    mass: Double, alphaD: Double, motion: ResonantAnnihilation.ElectronMotion
  ) throws {
    let process = try process(mass: mass, alphaD: alphaD, motion)
    let table = try AnnihilationTable([process], lowestEnergy_GeV: 20, highestEnergy_GeV: 101)
    var worst = 0.0
    let exactWhole = process.integratedCrossSection_pbGeV(from: 20, to: 100)
    for index in 0..<60 {
      let energy = 20.5 + 1.3 * Double(index)
      let exact = process.integratedCrossSection_pbGeV(from: energy, to: energy + 0.3)
      let mine = 0.3 * table.averageCrossSection_pb(from: energy + 0.3, to: energy)
      if exact > 0 { worst = max(worst, ((mine - exact).magnitude - 1e-15 * exactWhole) / exact) }
    }
    let whole = 80 * table.averageCrossSection_pb(from: 100, to: 20)
    print("m \(mass) α_D \(alphaD) \(motion): steps \(worst), whole \(whole / exactWhole - 1)")
    #expect(worst < 2e-3)
    #expect((whole / exactWhole - 1).magnitude < 1e-6)
  }

  /// A line of 1e-12 of its energy: the area, and where it is.
  @Test func narrowLine() throws {
    let process = try process(mass: 0.21, alphaD: 1e-11, .rest)
    let table = try AnnihilationTable([process], lowestEnergy_GeV: 20, highestEnergy_GeV: 101)
    let centre = process.resonantEnergy_GeV
    let squared = 0.21 * 0.21
    let area =
      82 * .pi * process.numerator(squared)
      / (2 * Constants.electronMass_GeV * 0.21 * process.totalWidth_GeV)
    let over = 2e-3 * table.averageCrossSection_pb(from: centre + 1e-3, to: centre - 1e-3)
    #expect((over / area - 1).magnitude < 1e-4)
    let beside = 2e-3 * table.averageCrossSection_pb(from: centre + 3e-3, to: centre + 1e-3)
    #expect(beside < 1e-4 * area)
  }

  @Test func noLossMeansTheCrossSection() throws {
    let process = try process(mass: 0.25, alphaD: 0.1, .slater)
    let table = try AnnihilationTable([process], lowestEnergy_GeV: 20, highestEnergy_GeV: 101)
    for energy in [25.0, 40, 55, 60, 61.15, 62, 70, 99] {
      let exact = process.totalCrossSection_pb(totalEnergy_GeV: energy)
      #expect((table.averageCrossSection_pb(from: energy, to: energy) / exact - 1).magnitude < 1e-2)
    }
    #expect(table.averageCrossSection_pb(from: 19, to: 18) == 0)
  }

  @Test func primakoffTable() throws {
    let lead = try MaterialCatalogue.builtin("Pb").components[0].element
    for mass in [1e-3, 0.1, 1] {
      let production = try PrimakoffProduction(mass_GeV: mass, coupling_per_GeV: 1, element: lead)
      let table = try PrimakoffTable(production, lowestEnergy_GeV: 0.5, highestEnergy_GeV: 100)
      for energy in [0.6, 1.5, 3, 17.7, 45, 99.9] {
        let exact = production.totalCrossSection_pb(totalEnergy_GeV: energy)
        let mine = table.crossSection_pb(photonEnergy_GeV: energy)
        if exact > 0 { #expect((mine / exact - 1).magnitude < 1e-4, "m \(mass) E \(energy)") }
      }
      #expect(table.crossSection_pb(photonEnergy_GeV: 0.4) == 0)
    }
  }
}
