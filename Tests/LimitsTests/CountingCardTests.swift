import Core
import Foundation
import Limits
import Testing

@Suite struct CountingCardTests {
  static let good = """
    {"channels":[{"name":"2016a","signal":3.1,"background":0.1,"background_error":0.05,"observed":0,
     "signal_uncertainties":{"eot":0.05}}],"confidence_level":0.95,"statistic":"cls"}
    """

  @Test func readsACardAndKeepsItsConfidenceLevel() throws {
    let model = try CountingModel(json: try JSON.parse(CountingCardTests.good), path: "limit")
    let limit = try model.upperLimit()
    #expect(limit.confidenceLevel == 0.95)
    #expect(limit.value * 3.1 > 2.9957 && limit.value * 3.1 < 3.02)
    // An explicit level wins.
    #expect(try model.upperLimit(confidenceLevel: 0.9).value < limit.value)
    let json = try JSON.parse(limit.json.text)
    #expect(json["method"] == "hybrid CLs, exact counting")
    #expect(json["status"] == "converged")
    #expect(json["value"] == .number(limit.value))
    #expect(json["expected"]?["median"] == .number(limit.expectedMedian))
  }

  /// (what is replaced, by what, what the message must say)
  static let bad: [(String, String, String)] = [
    ("\"background\":0.1", "\"background\":-0.1", "background"),
    ("\"signal\":3.1", "\"signal\":-1", "signal"),
    ("\"signal\":3.1", "\"signal\":0", "no signal"),
    ("\"signal\":3.1", "\"signal\":1e40", "signal"),
    ("\"signal\":3.1", "\"signal\":\"3\"", "must be a number"),
    ("\"signal\":3.1,", "", "missing"),
    ("\"observed\":0", "\"observed\":-1", "observed"),
    ("\"observed\":0", "\"observed\":0.5", "integer"),
    ("\"observed\":0", "\"observed\":1e18", "observed"),
    ("\"observed\":0", "\"observed\":null", "missing"),
    ("\"observed\":0", "\"obsrved\":0", "observed"),
    ("\"background_error\":0.05", "\"background_error\":-0.05", "background_error"),
    ("\"background_error\":0.05", "\"background_error\":5", "at most 10"),
    ("\"background\":0.1", "\"background\":0", "gamma distribution of mean 0"),
    ("\"background\":0.1", "\"background\":1e9", "background"),
    ("\"eot\":0.05", "\"eot\":-0.05", "eot"),
    ("\"eot\":0.05", "\"eot\":5", "relative"),
    ("\"eot\":0.05", "\"eot\":true", "must be a number"),
    ("\"eot\":0.05", "\"\":0.05", "without a name"),
    ("{\"eot\":0.05}", "[0.05]", "must be an object"),
    ("\"name\":\"2016a\"", "\"name\":\"\"", "empty"),
    ("\"name\":\"2016a\"", "\"name\":7", "must be a text"),
    ("\"confidence_level\":0.95", "\"confidence_level\":0.5", "between 0.5 and 0.9999"),
    ("\"confidence_level\":0.95", "\"confidence_level\":95", "0.9 for 90 %"),
    ("\"confidence_level\":0.95", "\"confidence_level\":0.9999", "between 0.5 and 0.9999"),
    ("\"confidence_level\":0.95", "\"confidence_level\":-1", "confidence_level"),
    ("\"statistic\":\"cls\"", "\"statistic\":\"cl_s\"", "Did you mean \"cls\"?"),
    ("\"statistic\":\"cls\"", "\"ordering\":\"best\"", "unknown ordering"),
    ("\"statistic\":\"cls\"", "\"statistik\":\"cls\"", "Did you mean"),
    ("\"observed\":0", "\"observed\":0,\"weight\":1", "unknown key"),
  ]

  @Test(arguments: bad) func badCardsExplainThemselves(_ from: String, _ to: String, _ message: String) throws
  {
    var text = CountingCardTests.good
    let range = try #require(text.range(of: from))
    text.replaceSubrange(range, with: to)
    let json = try JSON.parse(text)
    let error = #expect(throws: HermeticError.self) {
      try CountingModel(json: json, path: "limit")
    }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  }

  @Test func otherBadInput() throws {
    let channel = CountingChannel(name: "a", signal: 1, background: 1, observed: 1)
    let cases: [() throws -> Void] = [
      { _ = try CountingModel(channels: []) },
      { _ = try CountingModel(channels: [channel, channel]) },
      { _ = try CountingModel(channels: Array(repeating: channel, count: 65)) },
      { _ = try CountingModel(json: "text", path: "limit") },
      { _ = try CountingModel(json: ["channels": []], path: "limit") },
      { _ = try CountingLimit.events(observed: 1, background: .nan) },
      { _ = try CountingLimit.events(observed: 1, background: .infinity) },
      { _ = try CountingLimit.events(observed: 1, background: 1, backgroundError: .nan) },
      { _ = try CountingLimit.events(observed: 1, background: 1, efficiencyError: .nan) },
      { _ = try CountingLimit.events(observed: 1, background: 1, confidenceLevel: .nan) },
      { _ = try CountingLimit.events(observed: -1, background: 1) },
      { _ = try CountingLimit.events(observed: .max, background: 1) },
      {
        _ = try CountingModel(channels: [CountingChannel(name: "a", signal: .nan, background: 1, observed: 1)]
        )
      },
      {
        _ = try CountingModel(channels: [
          CountingChannel(name: "a", signal: 1e-40, background: 1, observed: 1)
        ])
      },
      { _ = try CouplingLimit.epsilon(reference: 0, signalStrength: 1) },
      { _ = try CouplingLimit.epsilon(reference: 1e-4, signalStrength: -1) },
      { _ = try CouplingLimit.epsilon(reference: 1e-4, signalStrength: .nan) },
      {
        _ = try CouplingLimit.epsilon(
          reference: 1, limit: try CountingLimit.events(observed: 0, background: 0))
      },
      { _ = try CouplingLimit.thermalVariable(epsilon: 1, darkFineStructure: 0, massRatio: 0.3) },
      { _ = try CouplingLimit.thermalVariable(epsilon: 1, darkFineStructure: 0.1, massRatio: 0.6) },
    ]
    for (index, attempt) in cases.enumerated() {
      #expect(throws: HermeticError.self, "case \(index)") { try attempt() }
    }
  }
}
