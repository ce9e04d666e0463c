import Core
import Numerics
import Testing

@testable import Limits

@Suite struct SidebandTests {
  static let edges = (0...8).map { 50 + 5 * Double($0) }

  static func expected(_ rate: (Double) -> Double, scale: Double) -> [Double] {
    (0..<8).map { bin in
      (0..<100).reduce(0) { $0 + scale * rate(edges[bin] + 5 * (Double($1) + 0.5) / 100) * 0.05 }
    }
  }

  /// Exact expectations give the exact integral, and the error is that of the information matrix.
  @Test func asimov() throws {
    let counts = Self.expected({ exp(0.1 * $0) }, scale: 1)
    let fit = try SidebandFit(.exponential, edges: Self.edges, counts: counts, region: (0, 50))
    let truth = 10 * (exp(5.0) - 1)
    #expect((fit.integral / truth - 1).magnitude < 1e-4)
    #expect(fit.deviance < 1e-4 && fit.pValue > 0.999)
    // Doubling all counts divides the relative error by √2.
    let twice = try SidebandFit(
      .exponential, edges: Self.edges, counts: counts.map { 2 * $0 }, region: (0, 50))
    #expect(
      (twice.error / twice.integral / (fit.error / fit.integral) * 2.0.squareRoot() - 1).magnitude < 1e-3)
  }

  /// Toys: the pull of the extrapolated integral is standard normal within its errors; p-values are uniform; a planted
  /// wrong slope is seen.
  @Test func pulls() throws {
    let mean = Self.expected({ exp(0.08 * ($0 - 90)) }, scale: 60)
    let truth = 60 * (exp(0.08 * -40) - exp(0.08 * -90)) / 0.08
    var (n, sum, squares, low) = (0.0, 0.0, 0.0, 0.0)
    for toy in 0..<600 {
      var rng = RandomStream(seed: 11, event: UInt64(toy), purpose: .toys)
      let counts = mean.map { rng.poisson(mean: $0) }
      let fit = try SidebandFit(.exponential, edges: Self.edges, counts: counts, region: (0, 50))
      // The integral is log-normal for large errors: pulls of its logarithm.
      let pull = log(fit.integral / truth) / (fit.error / fit.integral)
      n += 1
      sum += pull
      squares += pull * pull
      if fit.pValue < 0.1 { low += 1 }
    }
    let m = sum / n
    let width = (squares / n - m * m).squareRoot()
    print("side-band pulls: mean \(m) ± \(1 / n.squareRoot()), width \(width); p < 0.1 in \(low / n)")
    #expect(m.magnitude < 4 / n.squareRoot())
    #expect((width - 1).magnitude < 4 / (2 * n).squareRoot())
    #expect((low / n - 0.1).magnitude < 4 * (0.09 / n).squareRoot() + 0.02)
    #expect((log(truth * 1.2 / truth)).magnitude > 0.1)
  }

  func answer(_ text: String) throws -> JSON { try BackgroundEstimate.answer(json: JSON.parse(text)) }

  func number(_ json: JSON, _ key: String) -> Double {
    guard case .number(let value)? = json[key] else { return .nan }
    return value
  }

  @Test func envelope() throws {
    let result = try answer(
      """
      {"kind": "sideband", "edges": [50, 60, 70, 80, 90], "counts": [3, 9, 30, 95], "region": [0, 50]}
      """)
    let total = number(result, "error")
    let statistical = number(result, "statistical_error")
    let systematic = number(result, "systematic_error")
    #expect((total * total - statistical * statistical - systematic * systematic).magnitude < 1e-9)
    #expect(systematic > 0)
    guard case .array(let rows)? = result["functions"] else { return #expect(Bool(false)) }
    #expect(rows.count == 4)
  }

  /// Data over simulation: 921 of 1000 ± 12.
  @Test func ratio() throws {
    let result = try answer(
      "{\"kind\": \"ratio\", \"data\": 921, \"simulation\": 1000, \"simulation_error\": 12}")
    #expect(number(result, "correction") == 0.921)
    #expect((number(result, "error") - 0.921 * (1.0 / 921 + 1.44e-4).squareRoot()).magnitude < 1e-12)
  }

  /// M. Kirsanov, PhiPsi 2019: about 1e2 kaons by one method, 1.5e2 by the other; consistent.
  @Test func kaons() throws {
    let result = try answer(
      """
      {"kind": "neutral_kaons", "hadronic": {"events": 1000, "kaon_share": 0.1, "kaon_share_error": 0.03},
       "electromagnetic": {"events": 45, "kaon_share": 1, "efficiency": 0.3, "efficiency_error": 0.05},
       "probability": 5e-4, "probability_error": 1e-4}
      """)
    #expect(
      (number(result, "difference_in_sigma") - 50 / (30.1664 * 30.1664 + 33.541 * 33.541).squareRoot())
        .magnitude < 0.02)
    #expect(number(result, "kaons") > 100 && number(result, "kaons") < 150)
    let expected = number(result, "expected")
    #expect((expected - number(result, "kaons") * 5e-4).magnitude < 1e-12)
    #expect(number(result, "error") > 0.2 * expected)
  }

  @Test(arguments: [
    ("{\"kind\": \"sidebands\"}", "sideband"),
    ("{\"kind\": \"sideband\", \"edges\": [1, 2], \"counts\": [1, 2], \"region\": [0, 1]}", "edges"),
    ("{\"kind\": \"sideband\", \"edges\": [3, 2, 1], \"counts\": [1, 2], \"region\": [0, 1]}", "edges"),
    ("{\"kind\": \"sideband\", \"edges\": [1, 2, 3], \"counts\": [0, 0], \"region\": [0, 1]}", "counts"),
    (
      "{\"kind\": \"sideband\", \"edges\": [1, 2, 3], \"counts\": [1, 2], \"region\": [0, 1], \"functions\": [\"line\"]}",
      "line"
    ),
    ("{\"kind\": \"ratio\", \"data\": 0, \"simulation\": 1}", "data"),
    ("{\"kind\": \"neutral_kaons\", \"probability\": 1}", "hadronic"),
  ])
  func badCards(text: String, mentions: String) {
    let error = #expect(throws: HermeticError.self) { try answer(text) }
    #expect(error?.message.contains(mentions) == true)
  }
}
