import Core
import Numerics

/// What is left of the events after each cut.
public struct CutFlow: Sendable {
  public struct Row: Sendable {
    public var name: String
    /// The expression, or the citation of an efficiency.
    public var description: String
    /// Events left, unweighted.
    public var entries: Int
    /// Σw and √Σw² of the events left, times the efficiencies put in so far.
    public var weight: Double
    public var weightError: Double
    /// Σw after / Σw before; NaN when nothing was left before.
    public var stepEfficiency: Double
    /// 68.27 % interval. Of a condition: Clopper–Pearson, on the effective counts (Σw)²/Σw² when events are
    /// weighted; of an efficiency put in: value ± error.
    public var stepInterval: ClosedRange<Double>
    /// Relative to the first row.
    public var cumulativeEfficiency: Double
    /// Relative error from the efficiencies put in so far, added in quadrature.
    public var citedRelativeError: Double
    /// Events that failed because a column (or 0/0) was NaN.
    public var undefinedEntries: Int
  }

  public let selection: String
  /// "all events", then one row per cut.
  public private(set) var rows: [Row]
  /// Which events pass all conditions.
  public private(set) var mask: [Bool]
  /// Product of the efficiencies put in: the factor on the weight of every passing event.
  public private(set) var citedEfficiency = 1.0

  init(selection: String, table: EventColumns) {
    self.selection = selection
    mask = [Bool](repeating: true, count: table.count)
    rows = []
    let (sum, squares, entries) = totals(table)
    rows.append(
      Row(
        name: "all events", description: "", entries: entries, weight: sum,
        weightError: squares.squareRoot(), stepEfficiency: 1, stepInterval: 1...1, cumulativeEfficiency: 1,
        citedRelativeError: 0, undefinedEntries: 0))
  }

  /// Σw after all cuts.
  public var weight: Double { rows[rows.count - 1].weight }
  /// Σw after all cuts / Σw before any.
  public var efficiency: Double { rows[rows.count - 1].cumulativeEfficiency }
  /// (Σw)²/Σw² of the passing events: how many unweighted events they are worth.
  public var effectiveEntries: Double {
    let last = rows[rows.count - 1]
    return last.weightError > 0 ? (last.weight / last.weightError) * (last.weight / last.weightError) : 0
  }
  /// Absolute error of `efficiency`: binomial of the effective counts, and of the efficiencies put in.
  public var efficiencyError: Double {
    let all = rows[0]
    guard all.weight > 0 else { return .nan }
    let counted = efficiency / citedEfficiency
    // Var(Σ_pass/Σ_all) with squares S: ((1−ε)² S_pass + ε² S_fail)/Σ_all².
    let last = rows[rows.count - 1]
    let passing = last.weightError / citedEfficiency
    let passed = passing * passing
    let failed = max(0, all.weightError * all.weightError - passed)
    let variance =
      ((1 - counted) * (1 - counted) * passed + counted * counted * failed) / (all.weight * all.weight)
    let statistical = citedEfficiency * variance.squareRoot()
    let cited = efficiency * last.citedRelativeError
    return (statistical * statistical + cited * cited).squareRoot()
  }

  private func totals(_ table: EventColumns) -> (sum: Double, squares: Double, entries: Int) {
    var sum = 0.0
    var squares = 0.0
    var entries = 0
    table.withColumns {
      for event in 0..<table.count where mask[event] {
        let weight = table.weight(event)
        sum += weight
        squares += weight * weight
        entries += 1
      }
    }
    return (sum, squares, entries)
  }

  mutating func apply(_ cut: Cut, to table: EventColumns) throws {
    let before = rows[rows.count - 1]
    var row = before
    row.name = cut.name
    row.undefinedEntries = 0
    switch cut.action {
    case .efficiency(let value, let error):
      citedEfficiency *= value
      row.description = cut.source
      row.weight *= value
      row.weightError *= value
      row.stepEfficiency = value
      row.stepInterval = max(0, value - error)...min(1, value + error)
      let relative = error / value
      row.citedRelativeError =
        (row.citedRelativeError * row.citedRelativeError + relative * relative).squareRoot()
    case .condition(let expression):
      row.description = expression.text
      var left = mask
      var undefined = 0
      try expression.evaluate(table) { event, passes, isDefined in
        if left[event], !isDefined { undefined += 1 }
        if !passes { left[event] = false }
      }
      mask = left
      let (sum, squares, entries) = totals(table)
      row.entries = entries
      row.weight = sum * citedEfficiency
      row.weightError = squares.squareRoot() * citedEfficiency
      row.undefinedEntries = undefined
      if before.weight > 0 {
        let efficiency = min(1, row.weight / before.weight)
        row.stepEfficiency = efficiency
        let effective = (before.weight / before.weightError) * (before.weight / before.weightError)
        // Unit weights: the exact counts rather than a ratio of sums with its rounding.
        let isUnweighted = before.weight == Double(before.entries) * citedEfficiency
        row.stepInterval = try BinomialInterval.clopperPearson(
          passed: isUnweighted ? Double(entries) : efficiency * effective,
          total: isUnweighted ? Double(before.entries) : effective)
      } else {
        row.stepEfficiency = .nan
        row.stepInterval = 0...1
      }
    }
    let all = rows[0].weight
    row.cumulativeEfficiency = all > 0 ? row.weight / all : .nan
    rows.append(row)
  }

  public var json: JSON {
    [
      "selection": .string(selection), "efficiency": .number(efficiency),
      "efficiency_error": .number(efficiencyError), "weight": .number(weight),
      "effective_entries": .number(effectiveEntries), "cited_efficiency": .number(citedEfficiency),
      "rows": .array(
        rows.map { row in
          [
            "name": .string(row.name), "description": .string(row.description),
            "entries": .number(Double(row.entries)), "weight": .number(row.weight),
            "weight_error": .number(row.weightError), "step_efficiency": .number(row.stepEfficiency),
            "step_interval": [.number(row.stepInterval.lowerBound), .number(row.stepInterval.upperBound)],
            "cumulative_efficiency": .number(row.cumulativeEfficiency),
            "cited_relative_error": .number(row.citedRelativeError),
            "undefined_entries": .number(Double(row.undefinedEntries)),
          ]
        }),
    ]
  }
}
