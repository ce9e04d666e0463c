import Core

extension CouplingModel {
  /// Reads the card of docs/couplings.md.
  public init(json: JSON) throws {
    var card = try Card(json, path: "")
    name = try card.string("name", default: "")
    couplingName = try card.string("coupling", default: "epsilon")
    masses_GeV = try card.numbers("mass_GeV", in: 1e-12...1e6)
    try CouplingModel.requireAscending(masses_GeV, "mass_GeV", atLeast: 1)
    confidenceLevel = try card.number("confidence_level", default: 0.9, in: 0...100)
    try CouplingModel.checkLevel(confidenceLevel)
    statistic = try CountingObservation.named(
      LimitStatistic.self, try card.string("statistic", default: LimitStatistic.cls.rawValue), "statistic")
    ordering = try CountingObservation.named(
      CountOrdering.self, try card.string("ordering", default: CountOrdering.likelihoodRatio.rawValue),
      "ordering")
    let range = try card.numbers("coupling_range", default: [1e-8, 1], count: 2, in: 1e-30...1e30)
    guard range[0] < range[1] else {
      throw HermeticError.range(
        "coupling_range[1]", range[1], allowed: "above coupling_range[0] = \(range[0])")
    }
    couplingRange = range[0]...range[1]
    pointsPerDecade = try card.integer("points_per_decade", default: 16, in: 2...1000)
    wantsBands = try card.bool("bands", default: true)
    let items = try card.array("channels")
    guard !items.isEmpty, items.count <= 64 else {
      throw HermeticError(
        .configuration, "channels holds \(items.count) channels (1 … 64 are allowed).")
    }
    channels = []
    for (index, item) in items.enumerated() {
      channels.append(try CouplingModel.channel(item, path: "channels[\(index)]", masses: masses_GeV))
    }
    if var projection = try card.card("projection") {
      projectionFactors = try projection.numbers("exposure_factors", in: 1e-6...1e9)
      let background = try projection.string("background", default: "proportional")
      guard ["proportional", "fixed"].contains(background) else {
        throw HermeticError.notFound("projection.background", background, known: ["proportional", "fixed"])
      }
      projectionScalesBackground = background == "proportional"
      try projection.finish()
    }
    if var plane = try card.card("plane") { self.plane = try CouplingPlane(card: &plane) }
    try card.finish()
    // Names, counts and errors once more as counting channels, so that messages name their place.
    for (index, channel) in channels.enumerated() {
      let counting = CountingChannel(
        name: channel.name, signal: 1, background: channel.background,
        backgroundError: channel.backgroundError, observed: channel.observed,
        signalUncertainties: channel.signalUncertainties)
      try counting.validate(path: "channels[\(index)]")
      if channels[..<index].contains(where: { $0.name == channel.name }) {
        throw HermeticError(
          .configuration, "channels[\(index)].name \"\(channel.name)\" is used twice. Rename one.")
      }
    }
  }

  static func checkLevel(_ level: Double) throws {
    try CountingModel.validate(confidenceLevel: level, name: "confidence_level")
  }

  static func requireAscending(_ values: [Double], _ path: String, atLeast count: Int) throws {
    guard values.count >= count, values.count <= 100_000 else {
      throw HermeticError(
        .configuration, "\(path) holds \(values.count) numbers (\(count) … 100000 are allowed).")
    }
    for k in values.indices.dropFirst() where values[k] <= values[k - 1] {
      throw HermeticError.range(
        "\(path)[\(k)]", values[k], allowed: "above \(path)[\(k - 1)] = \(values[k - 1])",
        hint: "Sort the list in ascending order.")
    }
  }

  private static func channel(_ json: JSON, path: String, masses: [Double]) throws -> CouplingChannel {
    var card = try Card(json, path: path)
    let largest = Double(CountingChannel.largestCount)
    var uncertainties: [String: Double] = [:]
    if let json = card.optional("signal_uncertainties") {
      uncertainties = try CountingModel.uncertainties(json, path: path)
    }
    let items = try card.array("yields")
    guard !items.isEmpty else {
      throw HermeticError(.configuration, "\(path).yields is empty (a channel needs a source of signal).")
    }
    let channel = CouplingChannel(
      name: try card.string("name"),
      exposure: try card.number("exposure", default: 1, in: 0...1e30),
      efficiency: try perMass(&card, "efficiency", default: 1, masses: masses, in: 0...1),
      background: try card.number("background", in: 0...largest),
      backgroundError: try card.number("background_error", default: 0, in: 0...largest),
      observed: try card.integer("observed", in: 0...CountingChannel.largestCount),
      signalUncertainties: uncertainties,
      components: try items.enumerated().map { index, item in
        try YieldComponent(json: item, path: "\(path).yields[\(index)]", masses: masses)
      })
    try card.finish()
    return channel
  }

  /// A number for all masses, or one per mass.
  static func perMass(
    _ card: inout Card, _ key: String, default fallback: Double? = nil, masses: [Double],
    in range: ClosedRange<Double>
  ) throws -> [Double] {
    if case .array? = card.optional(key) {
      let values = try card.numbers(key, in: range)
      guard values.count == masses.count else {
        throw HermeticError(
          .configuration,
          "\(card.pathOf(key)) holds \(values.count) numbers for \(masses.count) masses. Give one each.")
      }
      return values
    }
    let value = try card.number(key, default: fallback, in: range)
    return .init(repeating: value, count: masses.count)
  }
}
