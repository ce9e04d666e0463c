import Core

extension WorkspaceModel {
  /// How p-values are obtained.
  public enum Method: String, Sendable, CaseIterable {
    case asymptotic
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
      method = try Question.named(&card, "method", Method.asymptotic)
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

  /// `{"confidence_level": 0.9, "method": "asymptotic", "statistic": "cls", "test_statistic": "q_mu_tilde"}`
  public func limit(_ json: JSON) throws -> WorkspaceLimit {
    var card = try Card(json, path: "")
    let question = try Question(&card)
    try card.finish()
    return try AsymptoticTest(layout, question.testStatistic).limit(
      level: question.level, question.statistic)
  }

  /// p-values and CL_s at given strengths: `{"mu": [0.5, 1], …}`, otherwise as `limit`.
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
    try card.finish()
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
