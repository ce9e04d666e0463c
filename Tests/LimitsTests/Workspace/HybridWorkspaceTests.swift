import Core
import Numerics
import Testing

@testable import Limits

@Suite struct HybridWorkspaceTests {
  /// One bin: every ranking is that of the count, so the counting module's exact sums are the answer. Its
  /// nuisance averages are exact, this one's are those of a lattice, whose stated error must cover them.
  @Test(arguments: [
    (0, 0.1, 0.0, 0.0), (0, 0.1, 0.0, 0.15), (0, 0.5, 0.3, 0.15), (1, 0.5, 1.0, 0.3), (3, 1.0, 0.3, 0.1),
    (4, 0.7, 0.0, 0.0),
  ])
  func oneBinAgreesWithTheCountingModule(n: Int, b: Double, db: Double, de: Double) throws {
    let exact = try CountingLimit.events(
      observed: n, background: b, backgroundError: b * db, efficiencyError: de, confidenceLevel: 0.9)
    let model = try WorkspaceFixture.oneBin(
      observed: Double(n), background: b, relativeBackgroundError: db, relativeEfficiencyError: de)
    let limit = try model.limit(["method": "hybrid"])
    #expect(limit.method == (db + de > 0 ? "hybrid CLs, exact counting" : "exact Poisson CLs"))
    #expect(abs(limit.value / exact.value - 1) < 3e-5)
    for (value, expected) in zip(limit.expected, exact.expected) { #expect(abs(value / expected - 1) < 3e-5) }
    if db + de == 0 { #expect(abs(limit.value / exact.value - 1) < 1e-7) }
  }

  /// Three bins without nuisances: the ranking is ln Q, as in the counting module.
  @Test func severalBinsWithoutNuisances() throws {
    let model = try WorkspaceFixture.model(
      """
      {"channels":[{"name":"a","samples":[
      {"name":"s","data":[1.2,0.6,0.3],"modifiers":[{"name":"mu","type":"normfactor","data":null}]},
      {"name":"b","data":[0.2,0.5,1.1],"modifiers":[]}]}],
      "observations":[{"name":"a","data":[1,0,2]}],
      "measurements":[{"name":"m","config":{"poi":"mu","parameters":[]}}],"version":"1.0.0"}
      """)
    let counting = try CountingModel(channels: [
      .init(
        name: "1", signal: 1.2, background: 0.2, backgroundError: 0, observed: 1, signalUncertainties: [:]),
      .init(
        name: "2", signal: 0.6, background: 0.5, backgroundError: 0, observed: 0, signalUncertainties: [:]),
      .init(
        name: "3", signal: 0.3, background: 1.1, backgroundError: 0, observed: 2, signalUncertainties: [:]),
    ]).upperLimit()
    let limit = try model.limit(["method": "hybrid"])
    #expect(abs(limit.value / counting.value - 1) < 1e-6)
    #expect(abs(limit.expected[2] / counting.expectedMedian - 1) < 1e-6)
  }

  /// No events at all: CL_s = ⟨exp(−μ Σ s e)⟩ for every background.
  @Test func nothingObserved() throws {
    guard let json = try ReferenceFile.json("workspace_na64_3bin_zerobkg.json") else { return }
    let limit = try WorkspaceModel(json: json).limit(["confidence_level": 0.9])
    #expect(limit.method == "hybrid CLs, exact counting")  // chosen by itself: 0.14 effective events
    // Common causes 10 and 5 %, 8 % in two bins, 15 % in the third: a small average over Gauss–Hermite points.
    let hermite = GaussHermite(count: 24)
    let value = BrentRootFinder(relativeTolerance: 1e-10).root(between: 0.1, and: 2) { mu in
      hermite.average { common in
        let factor = exp(common * (log(1.1) * log(1.1) + log(1.05) * log(1.05)).squareRoot())
        return hermite.average { a in
          hermite.average { b in
            exp(-mu * factor * (2.8 * exp(a * log(1.08)) + 1.1 * exp(b * log(1.15))))
          }
        }
      } - 0.1
    }!
    print("three empty bins: \(limit.value) ± \(limit.error), closed form \(value)")
    #expect(abs(limit.value / value - 1) < 5e-5)  // code 4 differs from exp by 1e-5 below one sigma
  }

  @Test func aFreeNuisanceHasNoPrior() throws {
    let model = try WorkspaceFixture.model(
      """
      {"channels":[{"name":"a","samples":[
      {"name":"s","data":[1],"modifiers":[{"name":"mu","type":"normfactor","data":null}]},
      {"name":"b","data":[0.2],"modifiers":[{"name":"k","type":"normfactor","data":null}]}]},
      {"name":"c","samples":[{"name":"b","data":[4],"modifiers":[{"name":"k","type":"normfactor","data":null}]}]}],
      "observations":[{"name":"a","data":[0]},{"name":"c","data":[5]}],
      "measurements":[{"name":"m","config":{"poi":"mu","parameters":[]}}],"version":"1.0.0"}
      """)
    #expect(throws: HermeticError.self) { try model.limit(["method": "hybrid"]) }
    let limit = try model.limit(["toys": 2000, "points": 5])
    #expect(limit.method.hasPrefix("frequentist toys"))
    #expect(limit.warnings.contains { $0.contains("\"k\"") })
  }
}
