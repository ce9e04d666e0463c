import Core
import Numerics

extension WorkspaceModel {
  /// p-value of background alone, observed and expected for a signal of strength `mu`:
  /// `{"mu": 1, "method": "asymptotic" | "toys", "toys": 10000, "seed": 1, "threads": 1}`.
  ///
  ///     q₀ = −2 ln L(0, θ̂̂)/L(μ̂, θ̂), 0 for μ̂ < 0;  p = 1 − Φ(√q₀), Z = √q₀     (EPJ C 71 (2011) 1554, Eqs. 12, 53)
  ///
  /// The expected significance is √q₀ of the Asimov data of strength mu; for one bin without nuisances that
  /// is √(2((s+b) ln(1+s/b) − s)).
  public func discovery(_ json: JSON) throws -> JSON {
    var card = try Card(json, path: "")
    let strength = try card.number("mu", default: 1, in: 1e-9...1e9)
    let method = try Question.named(&card, "method", DiscoveryMethod.asymptotic)
    let options = try ToyTest.Options(&card)
    try card.finish()

    let observed = try ProfileLikelihood(layout)
    observed.setLowerBound(.qMuTilde)
    try observed.freeFit()
    let data = try observed.asimov(strength)
    let q = try observed.discoveryStatistic()
    let asimov = try ProfileLikelihood(layout)
    asimov.dataName = "the Asimov data of μ = \(strength)"
    asimov.evaluator.setData(counts: data.counts, auxiliary: data.auxiliary)
    asimov.setWarmStart(data.parameters)
    let expected = max(0, 2 * (try asimov.conditional(0).value)).squareRoot()
    let background = try observed.asimov(0).counts
    let effective = try SignalStrengthScale(observed, background: background).effectiveBackground

    var p = SpecialFunctions.normalCumulative(-q.squareRoot())
    var error = 0.0
    var warnings: [String] = []
    if method == .toys {
      let test = try ToyTest(layout, .qMuTilde, .frequentist, .clsPlusB, options)
      let values = toyStatistics(
        try test.generator(0, hypothesis: 0), strength: 0, statistic: .qMuTilde, count: options.toys,
        threads: options.threads, isDiscovery: true
      ).filter { !$0.isNaN }
      guard Double(values.count) >= 0.99 * Double(options.toys) else {
        throw HermeticError(
          .numerics, "more than 1 % of the toy fits found no minimum. Look at the workspace's fit.")
      }
      let n = Double(values.count)
      let beyond = Double(values.filter { $0 >= q - 1e-7 * (1 + q) }.count)
      p = beyond / n
      error = (max(beyond, 1) * (1 - min(p, 1 - 1 / n))).squareRoot() / n
      if beyond < 10 { warnings.append("only \(Int(beyond)) toys lie beyond the data. Throw more toys.") }
    } else if effective < 5 {
      warnings.append(
        "asymptotic formulae are not valid here: the effective background is \(rounded(effective)) events. Use method \"toys\"."
      )
    }
    return [
      "method": .string(method == .toys ? "frequentist toys, q_0" : "asymptotic, q_0"), "q0": .number(q),
      "p_value": .number(p), "p_value_error": .number(error),
      "significance": .number(
        p > 0 && p < 1 ? max(-8, -SpecialFunctions.normalQuantile(p)) : (p > 0 ? -8 : q.squareRoot())),
      "mu_hat": .number(observed.bestStrength), "expected_mu": .number(strength),
      "expected_significance": .number(expected),
      "expected_p_value": .number(SpecialFunctions.normalCumulative(-expected)),
      "effective_background": .number(effective), "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  enum DiscoveryMethod: String, CaseIterable {
    case asymptotic
    case toys
  }

  /// Test statistics of toys: `{"mu": 1, "true_mu": 0, "kind": "toys" | "hybrid_toys", "test_statistic": …,
  /// "toys": 10000, "seed": 1, "threads": 1}`. NaN where a fit found no minimum.
  public func toys(_ json: JSON) throws -> [Double] {
    var card = try Card(json, path: "")
    let strength = try card.number("mu", default: 1, in: 1e-9...1e9)
    let truth = try card.number("true_mu", default: 0, in: 0...1e9)
    let kind = try Question.named(&card, "kind", Method.toys)
    let statistic = try Question.named(&card, "test_statistic", TestStatistic.qMuTilde)
    let options = try ToyTest.Options(&card)
    try card.finish()
    guard kind == .toys || kind == .hybridToys else {
      throw HermeticError.notFound("kind", kind.rawValue, known: ["toys", "hybrid_toys"])
    }
    let test = try ToyTest(layout, statistic, kind == .toys ? .frequentist : .hybrid, .cls, options)
    return try test.statistics(strength, under: truth, stream: truth == 0 ? 0 : 1)
  }

  /// The workspace as "pyhf" (JSON 1.0.0) or "hs3".
  public func export(_ kind: String) throws -> JSON {
    switch kind {
    case "pyhf": return workspace.json
    case "hs3": return workspace.highEnergyStandard(layout.parameters)
    default: throw HermeticError.notFound("kind", kind, known: ["pyhf", "hs3"])
    }
  }
}
