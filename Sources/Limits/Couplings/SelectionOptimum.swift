import Core
import Numerics

/// Which of several selections expects the strongest limit.
public enum SelectionOptimum {
  /// {"confidence_level", "statistic", "ordering", "power": 2, "selections": [{"name" | "cut", "channels": […]}]}
  ///
  /// Figure of merit: the mean expected limit on μ; `coupling_factor` is its 1/power-th root relative to the
  /// best, the price of a selection in the coupling.
  public static func answer(json: JSON) throws -> JSON {
    var card = try Card(json, path: "")
    let power = try card.number("power", default: 2, in: 0.5...8)
    let items = try card.array("selections")
    guard !items.isEmpty, items.count <= 10_000 else {
      throw HermeticError(.configuration, "selections holds \(items.count) entries (1 … 10000 are allowed).")
    }
    var shared: [JSON.Member] = []
    for key in ["confidence_level", "statistic", "ordering"] {
      if let value = card.optional(key) { shared.append(JSON.Member(key, value)) }
    }
    try card.finish()
    var rows: [(label: JSON, median: Double, mean: Double)] = []
    for (index, item) in items.enumerated() {
      let path = "selections[\(index)]"
      var entry = try Card(item, path: path)
      let label = entry.optional("cut") ?? entry.optional("name") ?? .number(Double(index))
      _ = entry.optional("name")
      let channels = try entry.required("channels")
      try entry.finish()
      do {
        let model = try CountingModel(
          json: .object(shared + [JSON.Member("channels", channels)]), path: "")
        rows.append((label, try model.upperLimit().expectedMedian, try model.meanExpectedLimit()))
      } catch let error as HermeticError {
        throw HermeticError(error.code, "\(path): \(error.message)")
      }
    }
    let best = rows.indices.min { rows[$0].mean < rows[$1].mean }!
    return [
      "best": .number(Double(best)), "best_selection": rows[best].label,
      "figure_of_merit": "mean expected limit on mu",
      "rows": .array(
        rows.map {
          [
            "selection": $0.label, "expected_median": .number($0.median), "expected_mean": .number($0.mean),
            "coupling_factor": .number(pow($0.mean / rows[best].mean, 1 / power)),
          ]
        }),
    ]
  }
}
