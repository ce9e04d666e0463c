import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite struct BinomialIntervalTests {
  /// scipy 1.17.1, binomtest(k, n).proportion_ci(level, "exact" | "wilson").
  @Test func agreesWithScipy() throws {
    let s = BinomialInterval.oneSigma
    let rows: [(Double, Double, Double, [Double])] = [
      (5, 10, 0.95, [0.1870860284474045, 0.8129139715525955, 0.236593090512564, 0.7634069094874361]),
      (0, 10, 0.95, [0, 0.30849710781876294, 0, 0.27753279986288926]),
      (10, 10, 0.95, [0.6915028921812371, 1, 0.7224672001371109, 1]),
      (1, 20, 0.9, [0.00256137877653028, 0.21610616420686987, 0.011234816850851648, 0.19600723677401638]),
      (98, 100, s, [0.954230036789737, 0.9929077171029399, 0.9605286448046351, 0.9899664047003154]),
      (613, 1000, s, [0.5969890277738314, 0.6287777791938949, 0.5974920893569502, 0.6282821364172755]),
    ]
    var worst = 0.0
    for (k, n, level, want) in rows {
      let exact = try BinomialInterval.clopperPearson(passed: k, total: n, confidenceLevel: level)
      let wilson = try BinomialInterval.wilson(passed: k, total: n, confidenceLevel: level)
      let got = [exact.lowerBound, exact.upperBound, wilson.lowerBound, wilson.upperBound]
      for (a, b) in zip(got, want) { worst = max(worst, abs(a - b)) }
    }
    print("binomial intervals against scipy: worst \(worst)")
    #expect(worst < 1e-12)
  }

  /// k = 0: 1 − (α/2)^{1/n}; the mirror image at k = n; [0, 1] without events.
  @Test func closedForms() throws {
    for n in [1.0, 4, 37, 5000] {
      let none = try BinomialInterval.clopperPearson(passed: 0, total: n, confidenceLevel: 0.9)
      #expect(abs(none.upperBound - (1 - pow(0.05, 1 / n))) < 1e-13)
      let all = try BinomialInterval.clopperPearson(passed: n, total: n, confidenceLevel: 0.9)
      #expect(abs(all.lowerBound - pow(0.05, 1 / n)) < 1e-13)
    }
    #expect(try BinomialInterval.clopperPearson(passed: 0, total: 0) == 0...1)
    #expect(try BinomialInterval.wilson(passed: 0, total: 0) == 0...1)
  }

  /// Clopper–Pearson never undercovers; summed over all outcomes, no toys.
  @Test func coverage() throws {
    let n = 12
    let intervals = try (0...n).map {
      try BinomialInterval.clopperPearson(passed: Double($0), total: Double(n), confidenceLevel: 0.9)
    }
    var smallest = 1.0
    for i in 1..<200 {
      let p = Double(i) / 200
      var probability = pow(1 - p, Double(n))
      var covered = 0.0
      for k in 0...n {
        if intervals[k].contains(p) { covered += probability }
        probability *= Double(n - k) / Double(k + 1) * p / (1 - p)
      }
      smallest = min(smallest, covered)
    }
    print("Clopper–Pearson 90 %, n = 12: smallest coverage \(smallest)")
    #expect(smallest >= 0.9 && smallest < 0.95)
  }

  @Test func badInput() {
    #expect(throws: HermeticError.self) { try BinomialInterval.wilson(passed: 3, total: 2) }
    #expect(throws: HermeticError.self) { try BinomialInterval.wilson(passed: -1, total: 2) }
    #expect(throws: HermeticError.self) { try BinomialInterval.clopperPearson(passed: .nan, total: 2) }
    #expect(throws: HermeticError.self) { try BinomialInterval.clopperPearson(passed: 1, total: .infinity) }
    #expect(throws: HermeticError.self) {
      try BinomialInterval.wilson(passed: 1, total: 2, confidenceLevel: 1)
    }
  }
}
