import Core

extension CountingObservation {
  /// Answers {"method": …, "observed": …, "background": …, "background_error": …, "efficiency_error": …,
  /// "sideband": {"count", "ratio"}, "confidence_level": 0.9, "bounds": …}.
  public static func interval(json: JSON) throws -> CountingInterval {
    var card = try Card(json, path: "")
    let method = try named(IntervalMethod.self, try card.string("method", default: "cls"), "method")
    let level = try card.number("confidence_level", default: 0.9, in: 0...100)
    var bounds: IntervalBounds?
    if card.optional("bounds") != nil {
      bounds = try named(IntervalBounds.self, try card.string("bounds"), "bounds")
    }
    if let bounds, method != .bayes, method != .profile {
      throw HermeticError(
        .configuration,
        "bounds = \"\(bounds.rawValue)\" has no meaning for \(method.rawValue). Remove it.")
    }
    let observation = try CountingObservation(card: &card)
    try card.finish()
    return try observation.interval(method, confidenceLevel: level, bounds: bounds)
  }

  init(card: inout Card) throws {
    let largest = Double(CountingChannel.largestCount)
    let sideband = try card.card("sideband")
    var model = BackgroundModel.gaussian
    var background = 0.0
    var backgroundError = 0.0
    if var sideband {
      model = .sideband(
        count: try sideband.integer("count", in: 0...100_000_000),
        ratio: try sideband.number("ratio", in: 1e-8...1e8))
      try sideband.finish()
    } else {
      background = try card.number("background", in: 0...largest)
      backgroundError = try card.number("background_error", default: 0, in: 0...largest)
    }
    self.init(
      observed: try card.integer("observed", in: 0...CountingChannel.largestCount),
      background: background, backgroundError: backgroundError,
      efficiencyError: try card.number("efficiency_error", default: 0, in: 0...2),
      backgroundModel: model)
  }

  static func named<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, _ text: String, _ kind: String
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      throw HermeticError.notFound(kind, text, known: Choice.allCases.map(\.rawValue))
    }
    return choice
  }
}
