import Core
import Testing

@testable import Limits

/// Against pyhf 0.7.6 and against tables made with its conventions.
@Suite struct AsymptoticReferenceTests {
  private func limits(_ model: WorkspaceModel, _ level: Double) throws -> [Double] {
    let limit = try model.limit(["confidence_level": .number(level), "method": "asymptotic"])
    return [limit.value] + limit.expected
  }

  /// n observed, b, its relative error, that of the efficiency, CL → observed and five expected limits. The
  /// table is as precise as the optimiser that made it.
  @Test func table() throws {
    guard let rows = try ReferenceFile.rows("asymptotic_cls.json") else { return }
    var worst = 0.0
    for row in rows {
      let model = try WorkspaceFixture.oneBin(
        observed: row[0], background: row[1], relativeBackgroundError: row[2],
        relativeEfficiencyError: row[3])
      for (value, reference) in zip(try limits(model, row[4]), row[5...]) {
        worst = max(worst, abs(value / reference - 1))
      }
    }
    print("asymptotic table, \(rows.count) rows: worst relative difference \(worst)")
    #expect(rows.count == 60)
    #expect(worst < 1e-6)
  }

  /// Three channels, shared nuisances, nothing observed; numbers of pyhf 0.7.6 (code 4 and 4p).
  @Test func threeBins() throws {
    guard let json = try ReferenceFile.json("workspace_na64_3bin_zerobkg.json"),
      let reference = try ReferenceFile.json("pyhf_na64_3bin_zerobkg.json"),
      let results = reference["results"]?["na64_3bin_zerobkg"]
    else { return }
    func numbers(_ key: String) -> [Double] {
      guard case .array(let items)? = results[key] else { return [] }
      return items.map { if case .number(let value) = $0 { value } else { .nan } }
    }
    func number(_ key: String) -> Double {
      if case .number(let value)? = results[key] { value } else { .nan }
    }
    let model = try WorkspaceModel(json: json)
    for (level, key) in [(0.9, "asym_0.9"), (0.95, "asym_0.95")] {
      for (value, expected) in zip(try limits(model, level), numbers(key)) {
        #expect(abs(value / expected - 1) < 1e-4)
      }
    }
    // −2 ln L: a minimum can only be at or below what another optimiser found.
    for (strength, key) in [(0.0, "twice_nll_mu0.0"), (0.5, "twice_nll_mu0.5"), (2, "twice_nll_mu2.0")] {
      let fit = try model.fit(["fixed": ["mu": .number(strength)]])
      guard case .number(let value)? = fit["twice_nll"] else { throw HermeticError(.inside, "twice_nll") }
      #expect(value <= number(key) + 1e-8)
      #expect(value >= number(key) - 1e-6)
    }
  }

  /// n = 0 without background: q = q_A = 2μ, so 2(1 − Φ(√2μ)) = 1 − CL: 1.353, 41 % too strong.
  @Test func zeroEventsAreFlagged() throws {
    let model = try WorkspaceFixture.oneBin(
      observed: 0, background: 1e-9, relativeBackgroundError: 0, relativeEfficiencyError: 0)
    let limit = try model.limit(["confidence_level": 0.9, "method": "asymptotic"])
    #expect(abs(limit.value - 1.352771727) < 1e-6)
    #expect(limit.warnings.contains { $0.contains("not valid") })
    let large = try WorkspaceFixture.oneBin(
      observed: 100, background: 100, relativeBackgroundError: 0.1, relativeEfficiencyError: 0)
    #expect(try large.limit(["method": "asymptotic"]).warnings.isEmpty)
  }
}
