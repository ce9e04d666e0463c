import Core
import Reconstruction

/// The periods of data taking that a limit combines.
struct AnalysisCard {
  struct Period {
    let name: String
    let eot: Double
    let selection: Selection
    let background: Double
    let backgroundError: Double
    let observed: Int
    let signalUncertainties: [String: Double]
  }

  let name: String
  let confidenceLevel: Double
  let periods: [Period]

  init(json: JSON) throws {
    var source = json
    var path = "analysis"
    if json["preset"] != nil {
      var reader = try Card(json, path: path)
      let preset = try reader.string("preset")
      try reader.finish()
      source = try Presets.card(kind: "analysis", name: preset)
      path = preset
    }
    if let experiment = json["experiment"] { source = try AnalysisCard.periods(of: experiment, json) }
    var card = try Card(source, path: path)
    name = try card.string("name", default: "analysis")
    confidenceLevel = try card.number("confidence_level", default: 0.9, in: 0.5...0.9999)
    let items = try card.array("periods")
    guard !items.isEmpty, items.count <= 64 else {
      throw HermeticError(
        .configuration, "\(path).periods must list 1 … 64 periods, not \(items.count).")
    }
    periods = try items.enumerated().map { index, item in
      try AnalysisCard.period(item, path: "\(path).periods[\(index)]", index: index)
    }
    try card.finish()
  }

  /// {"experiment": name or card, …} as an analysis of one period.
  private static func periods(of experiment: JSON, _ json: JSON) throws -> JSON {
    var reader = try Card(json, path: "analysis")
    for key in [
      "experiment", "eot", "background", "background_error", "observed", "selection", "signal_uncertainties",
    ] {
      _ = reader.optional(key)
    }
    var members: [JSON.Member] = []
    for key in ["name", "confidence_level"] {
      if let value = reader.optional(key) { members.append(JSON.Member(key, value)) }
    }
    try reader.finish()
    let period = try ExperimentCard(json: experiment, path: "analysis.experiment").period(json)
    return .object(members + [JSON.Member("periods", [period])])
  }

  private static func period(_ json: JSON, path: String, index: Int) throws -> Period {
    var card = try Card(json, path: path)
    var uncertainties: [String: Double] = [:]
    if let inner = card.optional("signal_uncertainties") {
      guard case .object(let members) = inner else {
        throw HermeticError(.configuration, "\(path).signal_uncertainties must be an object {…}.")
      }
      var reader = try Card(inner, path: path + ".signal_uncertainties")
      for member in members {
        uncertainties[member.key] = try reader.number(member.key, in: 0...2)
      }
    }
    let period = Period(
      name: try card.string("name", default: "period \(index)"),
      eot: try card.number("eot", in: 1...1e20),
      selection: try Run.selection(try card.required("selection"), path: path + ".selection"),
      background: try card.number("background", in: 0...1e4),
      backgroundError: try card.number("background_error", default: 0, in: 0...1e4),
      observed: try card.integer("observed", in: 0...10_000), signalUncertainties: uncertainties)
    try card.finish()
    return period
  }
}
