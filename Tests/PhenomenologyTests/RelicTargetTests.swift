import Core
import Numerics
import Signal
import Testing

@testable import Phenomenology

struct RelicTargetTests {
  static func scenario(
    _ kind: DarkMatter.Kind, _ mass: Double, ratio: Double = 3, alphaD: Double = 0.1, splitting: Double = 0,
    family: MediatorFamily = .darkPhoton, average: ThermalAverage = .relativistic,
    source: RelativisticDegreesOfFreedom.Source = .saikawaShirai
  ) throws -> RelicScenario {
    try RelicScenario(
      family: family,
      darkMatter: DarkMatter(kind: kind, mass_GeV: mass, splitting: splitting, couplingStrength: alphaD),
      mediatorMass_GeV: ratio * mass, average: average, degreesOfFreedom: source)
  }

  /// The project's reference table, two tables of g∗ (its `note`): 1 %. At 1 GeV it is the points of R(s) between 2
  /// and 2.3 GeV that decide.
  @Test(arguments: RelativisticDegreesOfFreedom.Source.allCases)
  func againstTheReference(_ source: RelativisticDegreesOfFreedom.Source) throws {
    guard let rows = try ReferenceFile.rows("statistics/thermal_targets.json") else { return }
    #expect(rows.count >= 42)
    var worst = (below: 0.0, at1GeV: 0.0)
    for row in rows {
      let kind: DarkMatter.Kind = row[0].name == "scalar" ? .complexScalar : .majorana
      let found = try Self.scenario(
        kind, row[3].double, ratio: row[2].double, alphaD: row[1].double, source: source
      ).target()
      let away = max(distance(found.y, row[4].double), distance(found.y, row[5].double))
      if row[3].double < 0.99 {
        worst.below = max(worst.below, away)
      } else {
        worst.at1GeV = max(worst.at1GeV, away)
      }
    }
    print("thermal targets, \(source): worst \(worst.below) below 1 GeV, \(worst.at1GeV) at 1 GeV")
    #expect(worst.below < 0.01)
    #expect(worst.at1GeV < 0.01)
  }

  /// Coupling squared for Ωh² = 0.12 from Tests/PhenomenologyTests/relic_reference.py, which shares nothing with the
  /// library; off and on the resonance, below it, with splittings, and for the Z′. Its own interpolations are good
  /// to 1e-4 or so.
  static let independent: [(DarkMatter.Kind, MediatorFamily, Double, Double, Double, Double, Double)] = [
    (.dirac, .darkPhoton, 0.01, 3, 0.1, 0, 4.397399e-10),
    (.complexScalar, .darkPhoton, 0.03, 5, 0.5, 0, 4.738811e-07),
    (.complexScalar, .darkPhoton, 0.01, 2.3, 0.1, 0, 9.258584e-12),
    (.majorana, .darkPhoton, 0.01, 2.05, 0.1, 0, 4.001523e-14),
    (.dirac, .darkPhoton, 0.005, 2.1, 0.01, 0, 1.549189e-13),
    (.majorana, .darkPhoton, 0.02, 1.9, 0.1, 0, 5.594097e-10),
    (.pseudoDirac, .darkPhoton, 0.01, 3, 0.1, 0.05, 7.116287e-10),
    (.pseudoDirac, .darkPhoton, 0.02, 3, 0.1, 0.2, 2.829900e-08),
    (.majorana, .muonMinusTau, 0.03, 3, 0.1, 0, 5.239881e-09),
    (.dirac, .muonMinusTau, 0.08, 3, 0.1, 0, 2.848278e-09),
    (.complexScalar, .muonMinusTau, 0.2, 2.5, 0.05, 0, 2.546576e-08),
  ]

  @Test func againstAnIndependentCalculation() throws {
    var worst = 0.0
    for (kind, family, mass, ratio, alphaD, splitting, expected) in Self.independent {
      let found = try Self.scenario(
        kind, mass, ratio: ratio, alphaD: alphaD, splitting: splitting, family: family, source: .idealGas
      ).target()
      worst = max(worst, distance(found.coupling * found.coupling, expected))
      #expect(
        distance(found.coupling * found.coupling, expected) < 4e-4, "\(kind) \(family) \(mass) \(ratio)")
    }
    print("relic density against an independent calculation: worst \(worst)")
  }

  /// y_scalar = 2 y_Majorana (1.97 … 2.00); a Dirac fermion, which annihilates in the s-wave, needs 20 to 35 times
  /// less; pseudo-Dirac without splitting is Dirac.
  @Test func theKindsOfDarkMatter() throws {
    for mass in [0.001, 0.01, 0.1] {
      let scalar = try Self.scenario(.complexScalar, mass).target().y
      let ratio = scalar / (try Self.scenario(.majorana, mass).target().y)
      #expect(ratio > 1.95 && ratio < 2.01)
      let dirac = try Self.scenario(.dirac, mass).target().y
      #expect(scalar / dirac > 20 && scalar / dirac < 36)
      #expect(distance(dirac, try Self.scenario(.pseudoDirac, mass).target().y) < 1e-12)
      #expect(try Self.scenario(.pseudoDirac, mass, splitting: 0.1).target().y > dirac)
    }
  }

  /// Far from the pole y does not know α_D; heavier mediators tend to a contact interaction.
  @Test func yIsTheRightVariable() throws {
    let y = try [0.001, 0.01, 0.1].map { try Self.scenario(.majorana, 0.01, ratio: 4, alphaD: $0).target().y }
    #expect(distance(y[0], y[1]) < 1e-3 && distance(y[0], y[2]) < 1e-2)
    let contact = try [30, 60].map { try Self.scenario(.majorana, 0.01, ratio: $0).target().y }
    #expect(distance(contact[0], contact[1]) < 0.02)
    // On the resonance far less is needed.
    #expect(try Self.scenario(.majorana, 0.01, ratio: 2.1).target().y < 1e-3 * contact[0])
  }

  @Test(arguments: DarkMatter.Kind.allCases) func theTargetHasItsDensity(_ kind: DarkMatter.Kind) throws {
    for family in MediatorFamily.allCases {
      for ratio in [1.9, 2.2, 3] {
        let scenario = try Self.scenario(kind, 0.02, ratio: ratio, family: family)
        let found = try scenario.target(omega: 0.05)
        #expect(distance(try scenario.density(coupling: found.coupling).omega, 0.05) < 1e-4)
        // More coupling, less dark matter.
        #expect(try scenario.density(coupling: 2 * found.coupling).omega < 0.05)
      }
    }
  }

  @Test func alphaDOfACoupling() throws {
    let found = try Self.scenario(.complexScalar, 0.01).couplingStrength(coupling: 1e-4)
    #expect(distance(found.omega, 0.12) < 1e-5)
    let target = try Self.scenario(.complexScalar, 0.01, alphaD: found.scenario.darkMatter.couplingStrength)
      .target()
    #expect(distance(target.coupling, 1e-4) < 1e-5)
  }

  /// The expansion is good to some per cent where nothing is near, and wrong by a factor on a resonance.
  @Test func theNamedAlternative() throws {
    func y(_ ratio: Double, _ average: ThermalAverage) throws -> Double {
      try Self.scenario(.dirac, 0.005, ratio: ratio, alphaD: 0.01, average: average).target().y
    }
    #expect(distance(try y(5, .nonRelativisticExpansion), try y(5, .relativistic)) < 0.05)
    #expect(try y(2.1, .nonRelativisticExpansion) > 5 * y(2.1, .relativistic))
  }

  /// Smooth along a line of masses but for thresholds; no NaN in corners.
  @Test func corners() throws {
    for kind in [DarkMatter.Kind.majorana, .dirac] {
      for family in MediatorFamily.allCases {
        for mass in [1e-4, 0.00051099895, 0.1056583755, 1.5484, 10] {
          for ratio in [1.1, 2, 2.000001, 1000] {
            guard let scenario = try? Self.scenario(kind, mass, ratio: ratio, family: family) else {
              continue
            }
            do {
              let found = try scenario.target()
              #expect(found.y > 0 && found.y.isFinite && found.mediatorWidth_GeV >= 0)
              #expect(distance(found.omega, 0.12) < 1e-4)
            } catch let error as HermeticError {
              #expect(error.code == .kinematics || error.code == .numerics)
              #expect(!error.message.isEmpty)
            }
          }
        }
      }
    }
  }

  @Test func notesSayWhatIsMissing() throws {
    #expect(try Self.scenario(.majorana, 0.01).target().notes.isEmpty)
    #expect(try Self.scenario(.majorana, 0.01, ratio: 1.2).target().notes.contains { $0.contains("XX") })
    #expect(
      try Self.scenario(.majorana, 0.01, ratio: 2.01).target().notes.contains { $0.contains("resonance") })
    #expect(try Self.scenario(.dirac, 3).target().notes.contains { $0.contains("charm") })
    #expect(
      try Self.scenario(.dirac, 0.01).density(coupling: 1e-9).notes.contains { $0.contains("equilibrium") })
  }
}
