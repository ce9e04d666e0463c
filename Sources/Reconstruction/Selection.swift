import Core

/// Named cuts in order.
public struct Selection: Sendable {
  public let name: String
  public let cuts: [Cut]

  public init(name: String, cuts: [Cut]) throws {
    guard !name.isEmpty else { throw HermeticError(.configuration, "the selection's name is empty.") }
    guard cuts.count <= 1000 else {
      throw HermeticError.range("the number of cuts", Double(cuts.count), allowed: "at most 1000")
    }
    var names: Set<String> = []
    for cut in cuts where !names.insert(cut.name).inserted {
      throw HermeticError(
        .configuration,
        "two cuts of \"\(name)\" are named \"\(cut.name)\" (rows of the cut-flow). Rename one.")
    }
    self.name = name
    self.cuts = cuts
  }

  /// Reads `{"name":…, "cuts":[{"name":…,"expression":…}, {"name":…,"efficiency":0.98,"error":0.01,
  /// "source":…}]}`.
  public init(json: JSON, path: String = "selection") throws {
    var card = try Card(json, path: path)
    let name = try card.string("name")
    let items = try card.array("cuts")
    let cuts = try items.enumerated().map { index, item in
      try Selection.cut(item, path: card.pathOf("cuts") + "[\(index)]")
    }
    try card.finish()
    try self.init(name: name, cuts: cuts)
  }

  private static func cut(_ json: JSON, path: String) throws -> Cut {
    var card = try Card(json, path: path)
    let name = try card.string("name")
    let isExpression = card.optional("expression") != nil
    guard isExpression != (card.optional("efficiency") != nil) else {
      throw HermeticError(
        .configuration,
        "\(path) needs either \"expression\" or \"efficiency\" (\(isExpression ? "both are" : "neither is") given)."
      )
    }
    do {
      let cut: Cut
      if isExpression {
        // "error" is asked for only with an efficiency, so that one beside an expression is an unknown key.
        cut = try Cut(
          name: name, expression: try card.string("expression"),
          source: try card.string("source", default: ""))
      } else {
        cut = try Cut(
          name: name, efficiency: try card.number("efficiency", in: -1e9...1e9),
          error: try card.number("error", in: -1e9...1e9), source: try card.string("source", default: ""))
      }
      try card.finish()
      return cut
    } catch let error as HermeticError {
      throw HermeticError(
        error.code, error.message.hasPrefix(path) ? error.message : "\(path): \(error.message)")
    }
  }

  public var json: JSON { ["name": .string(name), "cuts": .array(cuts.map(\.json))] }

  /// The columns that the cuts read.
  public var columns: [String] {
    var result: [String] = []
    for cut in cuts {
      if case .condition(let expression) = cut.action {
        for column in expression.columns where !result.contains(column) { result.append(column) }
      }
    }
    return result
  }

  public func apply(_ table: EventColumns) throws -> CutFlow {
    var flow = CutFlow(selection: name, table: table)
    for cut in cuts { try flow.apply(cut, to: table) }
    return flow
  }
}
