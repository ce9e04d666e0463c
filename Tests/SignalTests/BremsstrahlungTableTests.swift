import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct BremsstrahlungTableTests {
  static let elements = [hydrogen, carbon, lead]

  private func table(
    _ mass: Double, minimum: Double, lowest: Double = 40, highest: Double = 100,
    lepton: Double = Constants.electronMass_GeV, elements: [Element] = Self.elements
  ) throws -> BremsstrahlungTable {
    try BremsstrahlungTable(
      bosonMass_GeV: mass, leptonMass_GeV: lepton, elements: elements, lowestEnergy_GeV: lowest,
      highestEnergy_GeV: highest, minimumBosonEnergy_GeV: minimum, formFactor: .elastic)
  }

  /// Interpolated totals within 1e-3, densities within 5e-3 of the exact ones, off the grid points.
  @Test(arguments: thinned([0.001, 0.01, 0.0167, 0.1, 1, 3], every: 3), [0.0, 50])
  func matchesTheExactFunctions(mass: Double, minimum: Double) throws {
    let table = try table(mass, minimum: minimum)
    var worst = (total: 0.0, density: 0.0)
    for (index, element) in Self.elements.enumerated() {
      let process = try LeptonBremsstrahlung(
        bosonMass_GeV: mass, leptonMass_GeV: Constants.electronMass_GeV, element: element)
      for energy in thinned([40.5, 50.02, 50.5, 53, 61.7, 77.7, 99.9], every: 3) {
        let exact = process.totalCrossSection_pb(
          leptonEnergy_GeV: energy, minimumBosonEnergy_GeV: minimum)
        let ours = table.crossSection_pb(leptonEnergy_GeV: energy, elementIndex: index)
        if exact == 0 {
          #expect(ours == 0)
          continue
        }
        worst.total = max(worst.total, abs(ours / exact - 1))
        #expect(abs(ours / exact - 1) < 1e-3, "\(element.symbol) \(energy)")
        for x in [0.1, 0.3, 0.51, 0.7, 0.9, 0.98, 0.99, 0.998, 0.999, 0.9995, 0.9999, 0.99998] {
          let ours = table.differentialCrossSection_pb(
            leptonEnergy_GeV: energy, elementIndex: index, x: x)
          guard x * energy > minimum else {
            #expect(ours == 0)
            continue
          }
          let exact = process.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x)
          guard exact > 0 else {  // beyond the kinematic limit on this nucleus
            #expect(ours == 0)
            continue
          }
          worst.density = max(worst.density, abs(ours / exact - 1))
          #expect(abs(ours / exact - 1) < 5e-3, "\(element.symbol) \(energy) \(x)")
        }
      }
    }
    print("table \(mass) GeV, cut \(minimum): worst total \(worst.total), density \(worst.density)")
  }

  /// Muons and a wide range of energies.
  @Test func wideEnergyRangeForMuons() throws {
    let table = try table(
      0.1, minimum: 0, lowest: 5, highest: 200, lepton: Constants.muonMass_GeV, elements: [lead])
    let process = try LeptonBremsstrahlung(
      bosonMass_GeV: 0.1, leptonMass_GeV: Constants.muonMass_GeV, element: lead)
    for energy in [5.1, 11, 37, 90, 160, 199] {
      let exact = process.totalCrossSection_pb(leptonEnergy_GeV: energy)
      let ours = table.crossSection_pb(leptonEnergy_GeV: energy, elementIndex: 0)
      #expect(abs(ours / exact - 1) < 1e-3)
    }
  }

  @Test func zeroWhereNothingCanBeMade() throws {
    let table = try table(0.1, minimum: 50)
    var rng = RandomStream(seed: 1, event: 1)
    for energy in [Double.nan, -5, 0, 39, 49.9, 50.0] {
      #expect(table.crossSection_pb(leptonEnergy_GeV: energy, elementIndex: 2) == 0)
      #expect(table.differentialCrossSection_pb(leptonEnergy_GeV: energy, elementIndex: 2, x: 0.9) == 0)
      #expect(table.sampleX(leptonEnergy_GeV: energy, elementIndex: 2, &rng) == 0)
    }
    #expect(table.crossSection_pb(leptonEnergy_GeV: 50.1, elementIndex: 2) > 0)
    for x in [Double.nan, -1, 0, 0.49, 1, 1.5] {
      #expect(table.differentialCrossSection_pb(leptonEnergy_GeV: 100, elementIndex: 2, x: x) == 0)
    }
    // Rises from the cut without a step.
    var previous = 0.0
    for energy in stride(from: 50.005, to: 100, by: 0.25) {
      let sigma = table.crossSection_pb(leptonEnergy_GeV: energy, elementIndex: 2)
      #expect(sigma > previous)
      previous = sigma
    }
  }

  /// 1e5 draws against the exact density (quadrature per bin, not the table), and a wrong density that
  /// must be rejected: improved Weizsäcker–Williams.
  @Test(arguments: [(0.001, 0.0), (0.0167, 50.0), (1.0, 50.0)])
  func sampledSpectrum(mass: Double, minimum: Double) throws {
    let table = try table(mass, minimum: minimum)
    let process = try LeptonBremsstrahlung(
      bosonMass_GeV: mass, leptonMass_GeV: Constants.electronMass_GeV, element: lead)
    let energy = 91.0
    let count = 100_000
    // Bins equidistant in −ln(1 − x).
    let first = max(minimum / energy, 1e-3)
    let bins = 40
    let edges = (0...bins).map { i -> Double in
      1
        - Foundation.exp(
          Foundation.log(1 - first) * (1 - Double(i) / Double(bins))
            + Foundation.log(1e-5) * Double(i) / Double(bins))
    }
    var observed = [Double](repeating: 0, count: bins)
    var rng = RandomStream(seed: 20, event: 5)
    for _ in 0..<count {
      let x = table.sampleX(leptonEnergy_GeV: energy, elementIndex: 2, &rng)
      #expect(x >= minimum / energy && x < 1)
      if x < first || x >= edges[bins] { continue }
      let bin = edges.lastIndex { $0 <= x }!
      observed[min(bins - 1, bin)] += 1
    }
    func probability(_ density: (Double) -> Double) -> Double {
      let rule = GaussLegendre(count: 8)
      let expected = (0..<bins).map { rule.integrate(edges[$0], edges[$0 + 1], panels: 2, density) }
      let norm = observed.reduce(0, +) / expected.reduce(0, +)
      var chi2 = 0.0
      var used = 0
      for bin in 0..<bins where expected[bin] * norm > 10 {
        let mean = expected[bin] * norm
        chi2 += (observed[bin] - mean) * (observed[bin] - mean) / mean
        used += 1
      }
      return chiSquareProbability(chi2, degrees: used - 1)
    }
    let right = probability {
      process.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: $0)
    }
    let wrong = probability {
      process.improvedWeizsaeckerWilliamsDifferentialCrossSection_pb(leptonEnergy_GeV: energy, x: $0)
    }
    print("x of \(mass) GeV, cut \(minimum): p = \(right), improved WW p = \(wrong)")
    #expect(right > 0.01 / 3)  // Šidák for three tests at 1 %
    #expect(wrong < 1e-6)
  }

  /// Pure functions: two tables built at the same time are equal to the bit.
  @Test func buildsConcurrently() async throws {
    let results = try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let table = try BremsstrahlungTable(
            bosonMass_GeV: 0.05, leptonMass_GeV: Constants.electronMass_GeV, elements: [lead],
            lowestEnergy_GeV: 50, highestEnergy_GeV: 100, minimumBosonEnergy_GeV: 50)
          return [60.0, 77, 99].map {
            table.crossSection_pb(leptonEnergy_GeV: $0, elementIndex: 0)
          }
        }
      }
      return try await group.reduce(into: [[Double]]()) { $0.append($1) }
    }
    #expect(results.count == 4)
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test func refusesImpossibleInput() {
    #expect(throws: HermeticError.self) { try table(0.1, minimum: 0, elements: []) }
    #expect(throws: HermeticError.self) { try table(0.1, minimum: 100) }
    #expect(throws: HermeticError.self) { try table(0.1, minimum: -1) }
    #expect(throws: HermeticError.self) { try table(0.1, minimum: .nan) }
    #expect(throws: HermeticError.self) { try table(0.1, minimum: 0, lowest: 100, highest: 50) }
    #expect(throws: HermeticError.self) { try table(0.1, minimum: 0, highest: .nan) }
    #expect(throws: HermeticError.self) { try table(-0.1, minimum: 0) }
    #expect(throws: HermeticError.self) { try table(0.1, minimum: 0, highest: 100_000_000) }
    // Heavier than the energy allows: a kinematics error.
    let error = #expect(throws: HermeticError.self) { try table(120, minimum: 0) }
    #expect(error?.code == .kinematics)
  }
}
