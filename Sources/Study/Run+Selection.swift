import Core
import Reconstruction

extension Run {
  /// Weighted cut flow over the finished events of a selection card, of {"preset": name} or of {"experiment": name}.
  ///
  /// - Parameter weight: a column; nil = the events' own weights where some are not 1 (`Biasing`)
  public func select(_ card: JSON, weight: String? = nil) throws -> CutFlow {
    try apply(try Run.selection(card, path: "selection"), weight: weight)
  }

  func apply(_ selection: Selection, weight: String?) throws -> CutFlow {
    guard eventsDone > 0 else {
      throw HermeticError(.state, "the run has no events yet. Call hermetic_run_slice() first.")
    }
    let weights =
      try weight.map(column) ?? (column("weight").contains { $0 != 1 } ? try column("weight") : nil)
    let table = try EventColumns(
      names: columnNames, views: try columnNames.map(column), weights: weights)
    return try selection.apply(table)
  }

  static func selection(_ card: JSON, path: String) throws -> Selection {
    if let experiment = card["experiment"] {
      var reader = try Card(card, path: path)
      _ = reader.optional("experiment")
      try reader.finish()
      return try Selection(
        json: try ExperimentCard(json: experiment, path: path + ".experiment").selection(), path: path)
    }
    guard let name = card["preset"] else { return try Selection(json: card, path: path) }
    var reader = try Card(card, path: path)
    guard case .string(let text)? = reader.optional("preset") else {
      throw HermeticError(.configuration, "\(path).preset must be a name, not \(name.text).")
    }
    try reader.finish()
    return try Selection(json: try Presets.card(kind: "selection", name: text), path: text)
  }
}
