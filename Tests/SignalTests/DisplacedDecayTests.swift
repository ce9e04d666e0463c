import Core
import Foundation
import Numerics
import Testing

@testable import Signal

@Suite struct DisplacedDecayTests {
  /// shared/reference/rare_signal/alp.json, `islands_Nlim_2p302585`: four closed-form cases, two of them empty.
  @Test func islands() throws {
    guard let data = referenceData("rare_signal/alp.json") as? [String: Any],
      let rows = data["islands_Nlim_2p302585"] as? [[String: Any]]
    else { return }
    #expect(rows.count >= 2)
    for row in rows {
      func number(_ key: String) -> Double? { (row[key] as? NSNumber)?.doubleValue }
      let island = try CouplingIsland(
        eventsAtUnitCoupling: number("n")!, pathAtUnitCoupling: number("l0_m")!,
        firstPlane: number("L1")!, secondPlane: number("L2")!)
      let best = island.best
      #expect(abs(best.coupling / number("g_at_max")! - 1) < 1e-6)
      #expect(abs(best.events / number("N_max")! - 1) < 1e-6)
      let edges = island.edges(limit: 2.302585)
      if let low = number("g_low"), let high = number("g_high") {
        let found = try #require(edges)
        print("island: low \(found.low / low - 1), high \(found.high / high - 1)")
        #expect(abs(found.low / low - 1) < 1e-6)
        #expect(abs(found.high / high - 1) < 1e-6)
        #expect(abs(island.events(coupling: found.low) / 2.302585 - 1) < 1e-9)
        #expect(abs(island.events(coupling: found.high) / 2.302585 - 1) < 1e-9)
      } else {
        #expect(edges == nil)
      }
    }
  }

  /// Lengths of ALPs at 50 GeV for g = 1e-4/GeV, same file.
  @Test func meanPath() throws {
    guard let data = referenceData("rare_signal/alp.json") as? [String: Any],
      let rows = data["decays"] as? [[String: Any]]
    else { return }
    for row in rows {
      func number(_ key: String) -> Double { (row[key] as! NSNumber).doubleValue }
      let alp = try Mediator(
        kind: .pseudoscalar, mass_GeV: number("m_GeV"), photonCoupling_per_GeV: 1e-4)
      #expect(abs(alp.properDecayLength_m / number("ctau_m_g1e_4") - 1) < 1e-6)
      let decay = try DisplacedDecay(
        properLength: alp.properDecayLength_m, mass_GeV: number("m_GeV"), totalEnergy_GeV: 50)
      #expect(abs(decay.meanPath / number("lab_length_m_E50_g1e_4") - 1) < 1e-6)
    }
  }

  /// Closed forms and extremes: tiny and huge paths keep their relative accuracy, and windows add up.
  @Test func probabilities() throws {
    let decay = try DisplacedDecay(meanPath: 3)
    #expect(
      abs(decay.probability(from: 1, to: 4) - (Foundation.exp(-1.0 / 3) - Foundation.exp(-4.0 / 3))) < 1e-15)
    #expect(abs(decay.probability(from: 0, to: 2) + decay.survival(to: 2) - 1) < 1e-15)
    let stable = try DisplacedDecay(meanPath: 1e20)
    #expect(abs(stable.probability(from: 10, to: 15) * 1e20 / 5 - 1) < 1e-12)
    #expect(try DisplacedDecay(meanPath: .infinity).probability(from: 1, to: 2) == 0)
    let prompt = try DisplacedDecay(meanPath: 0)
    #expect(prompt.probability(from: 0, to: 1) == 1 && prompt.probability(from: 1, to: 2) == 0)
    #expect(decay.probability(from: 4, to: 1) == 0)
    for path in [1e-3, 0.5, 7, 1e9] {
      let decay = try DisplacedDecay(meanPath: path)
      let parts = (0..<10).reduce(0) { $0 + decay.probability(from: Double($1), to: Double($1 + 1)) }
      #expect(abs(parts - decay.probability(from: 0, to: 10)) <= 1e-14 * parts)
    }
    #expect(throws: HermeticError.self) { try DisplacedDecay(meanPath: -1) }
    #expect(throws: HermeticError.self) {
      try DisplacedDecay(properLength: 1, mass_GeV: 1, totalEnergy_GeV: 0.5)
    }
  }

  /// Positions in a window against the truncated exponential (χ²), at short and long paths; a flat density must
  /// fail where the path is short.
  @Test(arguments: [0.5, 3, 1e15])
  func positions(path: Double) throws {
    let decay = try DisplacedDecay(meanPath: path)
    var rng = RandomStream(seed: 6, event: 6)
    let count = draws(100_000)
    let bins = 30
    var seen = [Double](repeating: 0, count: bins)
    for _ in 0..<count {
      let z = decay.samplePosition(from: 2, to: 5, &rng)
      #expect(z >= 2 && z <= 5)
      seen[min(bins - 1, Int((z - 2) / 0.1))] += 1
    }
    var chi2 = 0.0
    var flat = 0.0
    var degrees = -1
    for (bin, number) in seen.enumerated() {
      let z = 2 + 0.1 * Double(bin)
      let mean =
        Double(count) * decay.probability(from: z, to: z + 0.1) / decay.probability(from: 2, to: 5)
      guard mean > 5 else { continue }
      chi2 += (number - mean) * (number - mean) / mean
      let level = Double(count) / Double(bins)
      flat += (number - level) * (number - level) / level
      degrees += 1
    }
    let p = chiSquareProbability(chi2, degrees: degrees)
    print("decay positions, path \(path): p \(p), flat \(chiSquareProbability(flat, degrees: degrees))")
    #expect(p > 0.01 / 3)
    if path < 10, count >= 100_000 { #expect(chiSquareProbability(flat, degrees: degrees) < 1e-6) }
  }
}
