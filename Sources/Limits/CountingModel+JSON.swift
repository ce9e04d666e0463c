import Core

extension CountingModel {
  /// Reads `{"channels":[{"name":…,"signal":…,"background":…,"background_error":…,"observed":…,
  /// "signal_uncertainties":{…}}],"confidence_level":0.9,"statistic":"cls","ordering":…}`.
  public init(json: JSON, path: String = "limit") throws {
    var card = try Card(json, path: path)
    let items = try card.array("channels")
    let channels = try items.enumerated().map { index, item in
      try CountingModel.channel(item, path: card.pathOf("channels") + "[\(index)]")
    }
    let level = try card.number("confidence_level", default: 0.9, in: 0...100)
    let statistic = try CountingModel.named(
      LimitStatistic.self, try card.string("statistic", default: LimitStatistic.cls.rawValue), "statistic")
    let ordering = try CountingModel.named(
      CountOrdering.self, try card.string("ordering", default: CountOrdering.likelihoodRatio.rawValue),
      "ordering")
    try card.finish()
    try CountingModel.validate(confidenceLevel: level, name: card.pathOf("confidence_level"))
    self = try CountingModel(channels: channels)
    confidenceLevel = level
    self.statistic = statistic
    self.ordering = ordering
  }

  private static func channel(_ json: JSON, path: String) throws -> CountingChannel {
    var card = try Card(json, path: path)
    let largest = Double(CountingChannel.largestCount)
    let channel = CountingChannel(
      name: try card.string("name"),
      signal: try card.number("signal", in: 0...1e30),
      background: try card.number("background", in: 0...largest),
      backgroundError: try card.number("background_error", default: 0, in: 0...largest),
      observed: try card.integer("observed", in: 0...CountingChannel.largestCount),
      signalUncertainties: try uncertainties(card.optional("signal_uncertainties"), path: path))
    try card.finish()
    try channel.validate(path: path)
    return channel
  }

  static func uncertainties(_ json: JSON?, path: String) throws -> [String: Double] {
    guard let json else { return [:] }
    guard case .object(let members) = json else {
      throw HermeticError(
        .configuration, "\(path).signal_uncertainties must be an object such as {\"eot\": 0.05}.")
    }
    var result: [String: Double] = [:]
    for member in members {
      guard case .number(let value) = member.value else {
        throw HermeticError(
          .configuration,
          "\(path).signal_uncertainties.\(member.key) must be a number, not \(member.value.text).")
      }
      result[member.key] = value
    }
    return result
  }

  private static func named<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, _ text: String, _ kind: String
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      throw HermeticError.notFound(kind, text, known: Choice.allCases.map(\.rawValue))
    }
    return choice
  }

  static func validate(confidenceLevel level: Double, name: String) throws {
    guard level > 0.5, level < 0.9999 else {
      throw HermeticError.range(
        name, level, allowed: "between 0.5 and 0.9999",
        hint: level >= 1 ? "Write 0.9 for 90 %." : "")
    }
  }
}
