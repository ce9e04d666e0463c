import Core
import Matter
import Numerics
import Testing

@testable import Electromagnetic

/// Mean losses and their ingredients.
struct MuonEnergyLossTests {
  /// PROPOSAL 7.6.2: BremsKelnerKokoulinPetrukhin, EpairKelnerKokoulinPetrukhin, IonizBetheBlochRossi,
  /// PhotoAbramowiczLevinLevyMaor97 with ShadowButkevichMikheyev; MeV cm²/g without cuts.
  struct Row {
    let material: String
    let energy: Double
    let bremsstrahlung: Double
    let pair: Double
    let ionisation: Double
    let photonuclear: Double
  }
  static let rows = [
    Row(
      material: "Pb", energy: 10, bremsstrahlung: 0.0331831, pair: 0.0379217, ionisation: 1.6126371,
      photonuclear: 0.00431365),
    Row(
      material: "Pb", energy: 100, bremsstrahlung: 0.5376117, pair: 0.7867992, ionisation: 1.8586998,
      photonuclear: 0.03530859),
    Row(
      material: "Pb", energy: 160, bremsstrahlung: 0.9192910, pair: 1.3603671, ionisation: 1.8989449,
      photonuclear: 0.05526698),
    Row(
      material: "Fe", energy: 10, bremsstrahlung: 0.01400409, pair: 0.01464436, ionisation: 1.9399563,
      photonuclear: 0.00450636),
    Row(
      material: "Fe", energy: 160, bremsstrahlung: 0.3824116, pair: 0.54697399, ionisation: 2.2500343,
      photonuclear: 0.06062806),
  ]

  /// Same formulas, so constants (α, A, mean nucleon mass) and quadratures are what may differ: 0.5 %.
  /// Ionisation: density-effect parameters are the same table's, 0.2 %.
  @Test(arguments: rows) func agreesWithPROPOSAL(_ row: Row) throws {
    let material = try MaterialCatalogue.builtin(row.material)
    let loss = MuonEnergyLoss(material: material)
    func massStopping(_ process: MuonEnergyLoss.Process) -> Double {
      loss.stoppingPower_GeV_per_mm(process, totalEnergy_GeV: row.energy) * 1e4 / material.density_g_cm3
    }
    let pairs: [(MuonEnergyLoss.Process, Double, Double)] = [
      (.bremsstrahlung, row.bremsstrahlung, 5e-3), (.pair, row.pair, 6e-3),
      (.ionisation, row.ionisation, 2e-3), (.photonuclear, row.photonuclear, 6e-3),
    ]
    for (process, expected, tolerance) in pairs {
      let found = massStopping(process)
      print("\(row.material) \(row.energy) GeV \(process): \(found) / \(expected) = \(found / expected)")
      #expect((found / expected - 1).magnitude < tolerance, "\(process)")
    }
  }

  /// A tighter quadrature moves the pair cross section by less than 1e-4.
  @Test func pairQuadratureHasConverged() throws {
    let lead = try ElementTable.element(symbol: "Pb")
    let pair = MuonPairProduction(element: lead)
    let fine = MuonPairProduction(element: lead, quadrature: GaussLegendre(count: 64))
    for energy in [1.0, 10, 160] {
      for v in [1e-3, 1e-2, 0.1, 0.5, 0.9] {
        let a = pair(totalEnergy_GeV: energy, fraction: v)
        let b = fine(totalEnergy_GeV: energy, fraction: v)
        #expect((a - b).magnitude <= 2e-4 * b)
      }
    }
  }

  @Test func nothingOutsideTheKinematicLimits() throws {
    for element in try ["H", "C", "Fe", "Pb", "U"].map(ElementTable.element(symbol:)) {
      let brems = MuonBremsstrahlung(element: element)
      let pair = MuonPairProduction(element: element)
      let nuclear = MuonPhotonuclear(element: element)
      for energy in [0.2, 1, 10, 160, 250] {
        for v in [-1, 0, 1, 2, 1 - 1e-6] {
          #expect(brems(totalEnergy_GeV: energy, fraction: v) == 0)
          #expect(pair(totalEnergy_GeV: energy, fraction: v) == 0)
          #expect(nuclear(totalEnergy_GeV: energy, fraction: v) == 0)
        }
        #expect(pair(totalEnergy_GeV: energy, fraction: 3.99 * Constants.electronMass_GeV / energy) == 0)
        #expect(nuclear(totalEnergy_GeV: energy, fraction: 0.139 / energy) == 0)
        for v in [1e-4, 1e-2, 0.1, 0.5, 0.9] {
          #expect(brems(totalEnergy_GeV: energy, fraction: v) >= 0)
          #expect(pair(totalEnergy_GeV: energy, fraction: v) >= 0)
          #expect(nuclear(totalEnergy_GeV: energy, fraction: v) >= 0)
        }
      }
    }
  }

  /// Losses below two cuts add up, and a cut beyond the end changes nothing.
  @Test func restrictedLossesAreMonotonic() throws {
    let loss = MuonEnergyLoss(material: try MaterialCatalogue.builtin("Fe"))
    for process in MuonEnergyLoss.Process.allCases {
      var previous = 0.0
      for cut in [1e-3, 1e-2, 0.1, 1, 10, 100, 1000] {
        let value = loss.stoppingPower_GeV_per_mm(process, totalEnergy_GeV: 100, cut_GeV: cut)
        #expect(value >= previous * (1 - 1e-6))
        previous = value
      }
      let all = loss.stoppingPower_GeV_per_mm(process, totalEnergy_GeV: 100)
      #expect((previous / all - 1).magnitude < 1e-3)
    }
  }

  /// The knock-on spectrum carries what the restricted losses differ by.
  @Test func knockOnElectronsCarryTheRest() throws {
    let ionisation = MuonIonisation(material: try MaterialCatalogue.builtin("Pb"))
    for (energy, low, high) in [(1.0, 1e-3, 0.05), (100.0, 0.01, 10.0), (160.0, 0.1, 50.0)] {
      let carried = GaussLegendre(count: 32).integrate(log(low), log(high), panels: 4) {
        let w = exp($0)
        return w * w * ionisation.knockOn_per_mm_GeV(totalEnergy_GeV: energy, transfer_GeV: w)
      }
      let difference =
        ionisation.stoppingPower_GeV_per_mm(totalEnergy_GeV: energy, cut_GeV: high)
        - ionisation.stoppingPower_GeV_per_mm(totalEnergy_GeV: energy, cut_GeV: low)
      #expect((carried / difference - 1).magnitude < 2e-3)
    }
  }

  /// Photoproduction limit: σ(γp) = 4π²α F₂/Q² at Q² → 0 against the fit of Bezrukov and Bugaev, to 6 %.
  @Test(arguments: [20.0, 50, 100, 200]) func photoproductionLimit(_ nu: Double) {
    let q2 = 1e-7
    let mass = 0.938272
    let f2 = ProtonStructureFunction.f2(q2: q2, w2MinusMass2: 2 * mass * nu - q2, x: q2 / (2 * mass * nu))
    let sigma_ub =
      4 * Double.pi * Double.pi * Constants.fineStructure * f2 / q2 * Constants.hbarcSquared_GeV2pb * 1e-6
    let fit = 112.2 * (0.609 * pow(nu, 0.0988) + 1.037 * pow(nu, -0.5944))
    print("σ(γp) at \(nu) GeV: \(sigma_ub) µb, fit \(fit)")
    #expect((sigma_ub / fit - 1).magnitude < 0.06)
  }

  @Test func shadowingIsBoundedAndContinuous() throws {
    let lead = NuclearShadowing(element: try ElementTable.element(symbol: "Pb"))
    #expect(
      NuclearShadowing(element: try ElementTable.element(symbol: "H"))(x: 0.01, energyTransfer_GeV: 10) == 1)
    for nu in [1.0, 10, 100] {
      var previous = lead(x: 1e-5, energyTransfer_GeV: nu)
      for step in 1...200 {
        let x = 1e-5 * pow(0.29 / 1e-5, Double(step) / 200)
        let value = lead(x: x, energyTransfer_GeV: nu)
        #expect(value > 0.2 && value < 1.2 && (value - previous).magnitude < 0.05)
        previous = value
      }
    }
  }
}
