import Core
import Events
import Matter
import Numerics
import Testing

@testable import Electromagnetic

struct MuonTableTests {
  static func table(_ material: String, cut: Double = 0.01) throws -> MuonTable {
    MuonTable(
      material: try MaterialCatalogue.builtin(material),
      cuts: ProductionCuts(photon_GeV: cut, electron_GeV: cut, positron_GeV: cut), highestEnergy_GeV: 250)
  }

  /// Mean of the discrete losses plus the loss below the cuts is the whole mean loss.
  @Test(arguments: [1.0, 10, 160]) func sampledLossesCarryTheMean(_ energy: Double) throws {
    let table = try Self.table("Pb")
    let kinetic = energy - Constants.muonMass_GeV
    let row = table.row(logKineticEnergy: log(kinetic))
    var rng = RandomStream(seed: 7, event: UInt64(energy))
    var sum = 0.0
    var squares = 0.0
    let draws = 200_000
    for _ in 0..<draws {
      let state = table.interact(kineticEnergy_GeV: kinetic, direction: Vector3(0, 0, 1), &rng)
      let loss = kinetic - state.kineticEnergy_GeV
      sum += loss
      squares += loss * loss
      var out = state.kineticEnergy_GeV + state.localDeposit_GeV
      for (index, secondary) in [state.first, state.second].enumerated() where index < state.secondaryCount {
        out += secondary.kineticEnergy_GeV
        #expect(secondary.kineticEnergy_GeV >= 0)
      }
      if state.secondaryCount == 2 { out += 2 * Constants.electronMass_GeV }
      #expect((out - kinetic).magnitude < 1e-12 * kinetic)
    }
    let mean = sum / Double(draws)
    let error = ((squares / Double(draws) - mean * mean) / Double(draws)).squareRoot()
    let expected = MuonEnergyLoss.Process.allCases.reduce(-row.stoppingPower) {
      $0 + table.loss.stoppingPower_GeV_per_mm($1, totalEnergy_GeV: energy)
    }
    print("\(energy) GeV: sampled \(row.rate * mean) ± \(row.rate * error), expected \(expected) GeV/mm")
    // 0.3 %: linear interpolation between energies, and the part of the spectrum above T.
    #expect((row.rate * mean - expected).magnitude < 4 * row.rate * error + 3e-3 * expected)
  }

  /// Tables are made from tabulated spectra (`RadiativeSpectrum`): rates and mean losses above the cut against
  /// integrals of the formulas, at energies of the grid.
  @Test(arguments: ["Pb", "Fe", "polystyrene", "air"])
  func ratesAndMeansAreThoseOfTheFormulas(_ name: String) throws {
    let table = try Self.table(name, cut: 1e-3)
    let rule = GaussLegendre(count: 48)
    for process in [MuonEnergyLoss.Process.bremsstrahlung, .pair, .photonuclear] {
      let spectrum =
        process == .bremsstrahlung
        ? table.bremsstrahlung : process == .pair ? table.pairs : table.photonuclear
      var worstRate = 0.0
      var worstMean = 0.0
      for node in 0..<spectrum.grid.count {
        let kinetic = spectrum.grid.point(node)
        if kinetic < 2 { continue }
        let energy = kinetic + Constants.muonMass_GeV
        let whole = rule.integrate(log(spectrum.cut_GeV / energy), 0, panels: 8) { logV -> SIMD3<Double> in
          let v = exp(logV)
          let density = v * table.loss.density_per_mm(process, totalEnergy_GeV: energy, fraction: v)
          return SIMD3(density, density * v, 0)
        }
        let rate = spectrum.rate_per_mm(logKineticEnergy: spectrum.grid.logPoint(node))
        worstRate = max(worstRate, (rate / whole.x - 1).magnitude)
        let mean = spectrum.mean_GeV(atNode: node)
        worstMean = max(worstMean, (mean / (energy * whole.y / whole.x) - 1).magnitude)
      }
      print("\(name) \(process): rate within \(worstRate), mean loss within \(worstMean)")
      // One cell holds the end of the spectrum of bremsstrahlung, where it does not vanish.
      #expect(worstRate < 1e-3)
      #expect(worstMean < (process == .bremsstrahlung ? 6e-3 : 1e-3))
    }
  }

  /// χ² of sampled losses of each process against its own density; the planted one is sampled 3 % too soft.
  @Test func spectraFollowTheirDensities() throws {
    let table = try Self.table("Fe", cut: 0.05)
    let energy = 120.0
    let kinetic = energy - Constants.muonMass_GeV
    let cases: [(MuonEnergyLoss.Process, LossSpectrumTable)] = [
      (.bremsstrahlung, table.bremsstrahlung), (.pair, table.pairs), (.photonuclear, table.photonuclear),
    ]
    for (process, spectrum) in cases {
      for planted in [false, true] {
        var rng = RandomStream(seed: 11, event: 3)
        let bins = 30
        let low = log(spectrum.cut_GeV)
        let high = log(kinetic)
        var counts = [Double](repeating: 0, count: bins)
        let draws = 300_000
        for _ in 0..<draws {
          var w = spectrum.sample_GeV(kineticEnergy_GeV: kinetic, logKineticEnergy: log(kinetic), &rng)
          if planted { w = spectrum.cut_GeV * pow(w / spectrum.cut_GeV, 0.97) }
          counts[min(bins - 1, Int((log(w) - low) / (high - low) * Double(bins)))] += 1
        }
        let rule = GaussLegendre(count: 16)
        let areas = (0..<bins).map { i in
          rule.integrate(
            low + (high - low) * Double(i) / Double(bins), low + (high - low) * Double(i + 1) / Double(bins),
            panels: 2
          ) { logW in
            let v = exp(logW) / energy
            return v * table.loss.density_per_mm(process, totalEnergy_GeV: energy, fraction: v)
          }
        }
        let total = areas.reduce(0, +)
        var chi2 = 0.0
        var degrees = -1
        for (count, area) in zip(counts, areas) {
          let expected = Double(draws) * area / total
          if expected < 20 { continue }
          // 1 % per bin in quadrature: the table is linear within 96 cells and between energies.
          let variance = expected + 1e-4 * expected * expected
          chi2 += (count - expected) * (count - expected) / variance
          degrees += 1
        }
        let p = SpecialFunctions.regularizedGammaQ(0.5 * Double(degrees), 0.5 * chi2)
        print("\(process)\(planted ? ", planted" : ""): χ² = \(chi2) for \(degrees), p = \(p)")
        #expect(planted ? p < 1e-4 : p > 1e-3)
      }
    }
  }

  /// χ² of the knock-on energies, and the bound of the rejection.
  @Test func knockOnEnergiesFollowTheirDensity() throws {
    let ionisation = MuonIonisation(material: try MaterialCatalogue.builtin("Pb"))
    for energy in [1.0, 160] {
      let wMax = MuonIonisation.largestTransfer_GeV(totalEnergy_GeV: energy)
      let cut = 1e-3
      var rng = RandomStream(seed: 5, event: UInt64(energy))
      let bins = 25
      var counts = [Double](repeating: 0, count: bins)
      let draws = 200_000
      for _ in 0..<draws {
        let w = MuonIonisation.sampleTransfer_GeV(totalEnergy_GeV: energy, cut_GeV: cut, &rng)!
        #expect(w >= cut && w <= wMax)
        counts[min(bins - 1, Int(log(w / cut) / log(wMax / cut) * Double(bins)))] += 1
      }
      let rate = ionisation.knockOnRate_per_mm(totalEnergy_GeV: energy, cut_GeV: cut)
      var chi2 = 0.0
      var degrees = -1
      for i in 0..<bins {
        let width = log(wMax / cut) / Double(bins)
        let area = GaussLegendre(count: 24).integrate(
          log(cut) + Double(i) * width, log(cut) + Double(i + 1) * width
        ) {
          let w = exp($0)
          return w * ionisation.knockOn_per_mm_GeV(totalEnergy_GeV: energy, transfer_GeV: w)
        }
        let expected = Double(draws) * area / rate
        if expected < 10 { continue }
        chi2 += (counts[i] - expected) * (counts[i] - expected) / expected
        degrees += 1
      }
      let p = SpecialFunctions.regularizedGammaQ(0.5 * Double(degrees), 0.5 * chi2)
      print("knock-on at \(energy) GeV: χ² = \(chi2) for \(degrees), p = \(p)")
      #expect(p > 1e-3)
    }
  }

  /// The rejection's bound holds everywhere.
  @Test func pairAsymmetryStaysBelowItsBound() throws {
    for symbol in ["H", "C", "Pb"] {
      let pair = MuonPairProduction(element: try ElementTable.element(symbol: symbol))
      for energy in [1.0, 10, 160, 250] {
        for v in [0.003, 0.01, 0.1, 0.5, 0.9] {
          guard let lowest = pair.lowestLogRemainder(energy, v) else { continue }
          let bound = pair.asymmetryBound(energy, v, lowest)
          for step in 0...200 {
            #expect(pair.density(logRemainder: lowest * Double(step) / 200, energy, v) <= bound)
          }
        }
      }
    }
  }
}

extension LossSpectrumTable {
  /// The mean that sampling at a node has: by its cells, straight lines in ln w, no random numbers.
  fileprivate func mean_GeV(atNode node: Int) -> Double {
    var shares = [Double](repeating: 0, count: cells)
    for i in 0..<cells {
      let cell = bins[node * cells + i]
      shares[i] += Double(cell.stay)
      shares[Int(cell.alias)] += 1 - Double(cell.stay)
    }
    let width = log(grid.point(node) / cut_GeV) / Double(cells)
    let rule = GaussLegendre(count: 4)
    return (0..<cells).reduce(0) { sum, i in
      let slope = Double(bins[node * cells + i].slope)
      return sum + shares[i] / Double(cells)
        * rule.integrate(0, 1) { (1 + slope * (2 * $0 - 1)) * cut_GeV * exp((Double(i) + $0) * width) }
    }
  }
}
