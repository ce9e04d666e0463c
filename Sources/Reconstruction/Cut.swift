import Core

/// One step of a selection.
public struct Cut: Sendable {
  public enum Action: Sendable {
    /// Keeps the events that fulfil it.
    case condition(Expression)
    /// Multiplies all weights: an efficiency measured elsewhere, with its absolute error.
    case efficiency(value: Double, error: Double)
  }

  public let name: String
  public let action: Action
  /// Where the threshold or the efficiency comes from; required for an efficiency.
  public let source: String

  public init(name: String, expression: String, source: String = "") throws {
    try self.init(name: name, action: .condition(try Expression(expression)), source: source)
  }

  public init(name: String, efficiency: Double, error: Double, source: String) throws {
    guard efficiency > 0, efficiency <= 1 else {
      throw HermeticError.range(
        "\(name).efficiency", efficiency, allowed: "in 0 … 1, not 0",
        hint: efficiency > 1 && efficiency <= 100 ? "Write 0.98 for 98 %." : "")
    }
    guard error >= 0, error <= 1 else {
      throw HermeticError.range(
        "\(name).error", error, allowed: "in 0 … 1", hint: "It is absolute, like the efficiency.")
    }
    guard !source.isEmpty else {
      throw HermeticError(
        .configuration,
        "\(name).source is empty (an efficiency that is put in by hand needs a citation). "
          + "Name the paper, table or study.")
    }
    try self.init(name: name, action: .efficiency(value: efficiency, error: error), source: source)
  }

  private init(name: String, action: Action, source: String) throws {
    guard !name.isEmpty else {
      throw HermeticError(.configuration, "a cut has an empty name (the cut-flow refers to it).")
    }
    self.name = name
    self.action = action
    self.source = source
  }

  var json: JSON {
    var members = [JSON.Member("name", .string(name))]
    switch action {
    case .condition(let expression): members.append(.init("expression", .string(expression.text)))
    case .efficiency(let value, let error):
      members.append(.init("efficiency", .number(value)))
      members.append(.init("error", .number(error)))
    }
    if !source.isEmpty { members.append(.init("source", .string(source))) }
    return .object(members)
  }
}
