import Core
import Events
import Matter
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct PhotonTableTests {
  private func direct(_ material: Material, _ e: Double) -> Double {
    material.components.reduce(0.0) { sum, c in
      let data = XCOMCrossSection(atomicNumber: c.element.atomicNumber)
      return sum
        + c.atomDensity_per_mm3 * Constants.barn_mm2
        * (data.incoherent_barn(e) + data.photoelectric_barn(e)
          + PairProduction.crossSection_barn(
            photonEnergy_GeV: e, element: c.element, material: material))
    }
  }

  @Test(arguments: ["Pb", "polystyrene", "LYSO", "concrete", "C"])
  func interpolation(name: String) throws {
    let material = try MaterialCatalogue.builtin(name)
    let table = PhotonTable(material: material, highestEnergy_GeV: 200)
    var worst = (0.0, 0.0)
    var e = 1.0000001e-6
    while e < 200 {
      let ratio = table.view.attenuation_per_mm(logEnergy: log(e)) / direct(material, e)
      // Within 0.2 eV of an edge XCOM has a slope instead of a jump.
      let atEdge = material.components.contains { c in
        XCOMCrossSection(atomicNumber: c.element.atomicNumber).edges.contains {
          (e - $0.energy_GeV).magnitude < 2e-10
        }
      }
      if !atEdge, (ratio - 1).magnitude > worst.0 { worst = ((ratio - 1).magnitude, e) }
      e *= 1.00137
    }
    print("\(name): largest interpolation error \(worst.0) at \(worst.1) GeV")
    #expect(worst.0 < 1e-3)
  }

  /// Both sides of every edge, a part in 10⁴ away.
  @Test func edgesStayWhereTheyAre() throws {
    for name in ["Pb", "LYSO", "U"] {
      let material = try MaterialCatalogue.builtin(name)
      let view = PhotonTable(material: material, highestEnergy_GeV: 100)
      for c in material.components {
        for edge in XCOMCrossSection(atomicNumber: c.element.atomicNumber).edges
        where edge.energy_GeV > 1.01e-6 {
          for e in [edge.energy_GeV * (1 - 2e-4), edge.energy_GeV * (1 + 1e-6)] {
            let ratio = view.view.attenuation_per_mm(logEnergy: log(e)) / direct(material, e)
            #expect((ratio - 1).magnitude < 1.5e-3, "\(name), \(e) GeV: \(ratio)")
          }
        }
      }
    }
  }

  /// Frequencies of processes and of elements against the cross sections; polystyrene at 20 keV, lead at
  /// 4 MeV.
  @Test func processesAreChosenInProportion() throws {
    for (name, energy) in [("polystyrene", 2e-5), ("Pb", 4e-3), ("Pb", 100e-6), ("concrete", 1e-5)] {
      let material = try MaterialCatalogue.builtin(name)
      let table = PhotonTable(material: material, highestEnergy_GeV: 1)
      var expected = [0.0, 0.0, 0.0]
      for c in material.components {
        let n = c.atomDensity_per_mm3
        expected[0] += n * ComptonScattering.crossSection_barn(photonEnergy_GeV: energy, element: c.element)
        expected[1] += n * PairProduction.crossSection_barn(photonEnergy_GeV: energy, element: c.element)
        expected[2] += n * PhotoelectricEffect.crossSection_barn(photonEnergy_GeV: energy, element: c.element)
      }
      let draws = 200_000.0
      let sum = expected.reduce(0, +)
      var counts = [0.0, 0.0, 0.0]
      var rng = RandomStream(seed: 21, event: 1)
      for _ in 0..<Int(draws) {
        let r = table.view.interact(
          kineticEnergy_GeV: energy, direction: Vector3(0, 0, 1), &rng)
        counts[r.survives ? 0 : r.secondaryCount == 2 ? 1 : 2] += 1
      }
      var chiSquare = 0.0
      var used = -1
      for i in 0..<3 where expected[i] > 0 {
        let e = expected[i] / sum * draws
        chiSquare += (counts[i] - e) * (counts[i] - e) / e
        used += 1
      }
      let p = PhotonTestTools.pValue(chiSquare: chiSquare, degreesOfFreedom: used)
      print("process choice, \(name) at \(energy) GeV: p =", p, counts)
      #expect(p > 2e-3)
    }
  }

  @Test func borders() throws {
    let vacuum = PhotonTable(material: .vacuum, highestEnergy_GeV: 200)
    #expect(vacuum.view.attenuation_per_mm(logEnergy: log(0.01)) == 0)
    let lead = PhotonTable(material: try MaterialCatalogue.builtin("Pb"), highestEnergy_GeV: 200)
    let view = lead.view
    let top = view.attenuation_per_mm(logEnergy: log(200))
    #expect(view.attenuation_per_mm(logEnergy: log(1e9)) == top)
    let bottom = view.attenuation_per_mm(logEnergy: log(1e-6))
    #expect(view.attenuation_per_mm(logEnergy: log(1e-9)) == bottom && bottom > 0)
    #expect(view.attenuation_per_mm(logEnergy: -.infinity) == bottom)
    // Attenuation of 100 GeV photons: 7/9 per X0 within a few per cent.
    let perX0 = view.attenuation_per_mm(logEnergy: log(100)) * lead.material.radiationLength_mm
    print("pairs per X0 at 100 GeV in lead:", perX0)
    #expect((perX0 / (7.0 / 9) - 1).magnitude < 0.03)
    var rng = RandomStream(seed: 22, event: 1)
    let dead = view.interact(kineticEnergy_GeV: 1e-6, direction: Vector3(0, 0, 1), &rng)
    #expect(!dead.survives && dead.localDeposit_GeV == 1e-6 && dead.secondaryCount == 0)
    for bad in [Double.nan, -1, .infinity, 0] {
      let table = PhotonTable(material: lead.material, highestEnergy_GeV: bad)
      #expect(table.view.attenuation_per_mm(logEnergy: log(1e-3)) > 0)
    }
  }
}
