import Core
import Foundation
import Testing

@testable import Phenomenology

struct DarkSectorCouplingsTests {
  @Test func everyConversionComesBack() throws {
    let couplings = try DarkSectorCouplings(alphaD: 0.07, massRatio: 2.5)
    for from in DarkSectorCouplings.Quantity.allCases {
      for to in DarkSectorCouplings.Quantity.allCases {
        for value in [1e-14, 3e-5, 0.2] {
          let back = couplings.convert(couplings.convert(value, from: from, to: to), from: to, to: from)
          #expect(distance(back, value) < 1e-14)
        }
      }
    }
  }

  /// y/ε² = 0.1/81 for the usual benchmark, and its powers of each argument.
  @Test func definitions() throws {
    let usual = try DarkSectorCouplings(alphaD: 0.1, massRatio: 3)
    #expect(distance(usual.convert(1e-4, from: .epsilon, to: .y), 1e-8 * 0.1 / 81) < 1e-14)
    #expect(distance(usual.convert(1, from: .epsilon, to: .coupling), 0.30282212) < 1e-8)
    let gChi = (4 * Double.pi * 0.1).squareRoot()
    #expect(
      distance(usual.convert(5e-4, from: .coupling, to: .yOfCouplings), pow(gChi * 5e-4, 2) / 81) < 1e-14)
    let other = try DarkSectorCouplings(alphaD: 0.2, massRatio: 6)
    #expect(distance(other.convert(1e-4, from: .epsilon, to: .y), 1e-8 * 0.1 / 81 / 8) < 1e-14)
    #expect(
      distance(DarkSectorCouplings.alphaD(y: 1e-8 * 0.1 / 81, epsilon: 1e-4, massRatio: 3), 0.1) < 1e-14)
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e9]) func refuses(_ value: Double) {
    #expect(throws: HermeticError.self) { try DarkSectorCouplings(alphaD: value, massRatio: 3) }
    #expect(throws: HermeticError.self) { try DarkSectorCouplings(alphaD: 0.1, massRatio: value) }
  }
}
