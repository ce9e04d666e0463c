import Core

extension WorkspaceModel {
  /// How p-values are obtained.
  public enum Method: String, Sendable, CaseIterable {
    /// Asymptotic above an effective background of 5 events; up to there hybrid, or toys when a nuisance parameter
    /// has no auxiliary measurement to be averaged over.
    case automatic
    case asymptotic
    /// Sums over all outcomes, nuisances averaged before counting; toys of that kind when the outcomes are too
    /// many to be listed.
    case hybrid
    case hybridToys = "hybrid_toys"
    /// Frequentist toys: auxiliary data fluctuate, nuisances at their conditional fit.
    case toys
  }

  /// The keys that limits and tests have in common.
  struct Question {
    var level: Double
    var statistic: LimitStatistic
    var testStatistic: TestStatistic
    var method: Method

    init(_ card: inout Card) throws {
      level = try card.number("confidence_level", default: 0.9, in: 0...100)
      statistic = try Question.named(&card, "statistic", LimitStatistic.cls)
      testStatistic = try Question.named(&card, "test_statistic", TestStatistic.qMuTilde)
      method = try Question.named(&card, "method", Method.automatic)
      try CountingModel.validate(confidenceLevel: level, name: card.pathOf("confidence_level"))
    }

    static func named<Choice: RawRepresentable & CaseIterable>(
      _ card: inout Card, _ key: String, _ fallback: Choice
    ) throws -> Choice where Choice.RawValue == String {
      let text = try card.string(key, default: fallback.rawValue)
      guard let choice = Choice(rawValue: text) else {
        let error = HermeticError.notFound(key, text, known: Choice.allCases.map(\.rawValue))
        throw error
      }
      return choice
    }
  }

  /// An upper limit as a card asks for it:
  ///
  ///     {"confidence_level": 0.9, "method": "automatic", "statistic": "cls", "test_statistic": "q_mu_tilde",
  ///      "toys": 10000, "seed": 1, "threads": 1, "points": 9}
  public func limit(_ json: JSON) throws -> WorkspaceLimit {
    var card = try Card(json, path: "")
    let question = try Question(&card)
    let options = try ToyTest.Options(&card)
    let points = try card.integer("points", default: 9, in: 2...200)
    try card.finish()
    let guide = try AsymptoticTest(layout, question.testStatistic).limit(
      level: question.level, question.statistic)
    let free = NuisancePrior.freeParameter(layout)
    func toys(_ kind: ToyGenerator.Kind) throws -> WorkspaceLimit {
      try ToyTest(layout, question.testStatistic, kind, question.statistic, options).limit(
        level: question.level, points: points)
    }
    switch question.method {
    case .asymptotic: return guide
    case .toys: return try toys(.frequentist)
    case .hybridToys: return try toys(.hybrid)
    case .hybrid, .automatic:
      let isAutomatic = question.method == .automatic
      if isAutomatic, guide.effectiveBackground > 5.000001 { return guide }
      if isAutomatic, let free {
        var limit = try toys(.frequentist)
        limit.warnings.append(
          "frequentist toys instead of the hybrid method: \"\(free)\" has no auxiliary measurement to be averaged over."
        )
        return limit
      }
      try NuisancePrior.requirePriors(layout)
      let top = 1.3 * max(guide.expected[4], guide.value)
      let outcomes = HybridCounting.extent(layout, top: top).count
      if outcomes <= Double(HybridCounting.largestOutcomeCount) {
        return try HybridCounting.limit(layout, level: question.level, question.statistic, guide: guide)
      }
      return try toys(.hybrid)
    }
  }

  /// p-values and CL_s at given strengths: `{"mu": [0.5, 1], "method": "asymptotic"}`, otherwise as `limit`.
  public func test(_ json: JSON) throws -> JSON {
    var card = try Card(json, path: "")
    let strengths: [Double]
    if case .number = card.optional("mu") {
      strengths = [try card.number("mu", in: 0...1e9)]
    } else {
      strengths = try card.numbers("mu", in: 0...1e9)
    }
    guard !strengths.isEmpty, strengths.count <= 10_000 else {
      throw HermeticError(.configuration, "mu must hold 1 to 10000 strengths.")
    }
    let question = try Question(&card)
    let options = try ToyTest.Options(&card)
    try card.finish()
    let kind: ToyGenerator.Kind
    switch question.method {
    case .automatic, .asymptotic: return try asymptoticTest(strengths, question)
    case .toys: kind = .frequentist
    case .hybrid, .hybridToys: kind = .hybrid
    }
    let test = try ToyTest(layout, question.testStatistic, kind, question.statistic, options)
    let rows: [JSON] = try strengths.map { strength in
      let point = try test.point(strength)
      return [
        "mu": .number(strength), "q": .number(point.statistic),
        "cl_s_plus_b": .number(point.signalPlusBackground), "cl_b": .number(point.background),
        "cl_s": .number(point.background > 0 ? point.signalPlusBackground / point.background : 1),
        "relative_error": .number(point.logError), "expected": .numbers(point.expected),
        "expected_relative_errors": .numbers(point.expectedLogErrors),
        "failed_fits": .number(Double(point.failures)),
      ]
    }
    return [
      "method": .string(
        (kind == .hybrid ? "hybrid" : "frequentist") + " toys, \(question.testStatistic.rawValue)"),
      "mu_hat": .number(test.profile.bestStrength), "toys": .number(Double(options.toys)),
      "tests": .array(rows),
    ]
  }

  private func asymptoticTest(_ strengths: [Double], _ question: Question) throws -> JSON {
    let test = try AsymptoticTest(layout, question.testStatistic)
    let rows: [JSON] = try strengths.map { strength in
      let confidence = try test.confidence(strength)
      let root = confidence.asimovStatistic.squareRoot()
      return [
        "mu": .number(strength), "q": .number(confidence.statistic),
        "q_asimov": .number(confidence.asimovStatistic),
        "cl_s_plus_b": .number(confidence.signalPlusBackground), "cl_b": .number(confidence.background),
        "cl_s": .number(confidence.signal),
        "expected": .numbers(
          [-2.0, -1, 0, 1, 2].map { AsymptoticTest.expected(root, $0, question.statistic) }),
      ]
    }
    return [
      "method": .string("asymptotic, \(question.testStatistic.rawValue)"),
      "mu_hat": .number(test.observed.bestStrength), "tests": .array(rows),
    ]
  }
}
