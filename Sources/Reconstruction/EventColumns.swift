import Core

/// Named columns of equal length, one row per event, and the weight of each event.
public struct EventColumns {
  public let names: [String]
  public let count: Int
  private let views: [UnsafeBufferPointer<Double>]
  private let weightView: UnsafeBufferPointer<Double>?
  /// Keeps copied columns alive; nil for views of the caller's memory.
  private let owner: ColumnStorage?

  /// Copies the columns.
  ///
  /// - Parameter weights: nil takes the column "weight" if there is one, else 1 for every event
  public init(names: [String], values: [[Double]], weights: [Double]? = nil) throws {
    guard names.count == values.count else {
      throw HermeticError(
        .argument, "\(names.count) names for \(values.count) columns (each column needs one name).")
    }
    let storage = ColumnStorage(values + (weights.map { [$0] } ?? []))
    try self.init(
      names: names, views: Array(storage.views.prefix(values.count)),
      weights: weights == nil ? nil : storage.views.last, owner: storage)
  }

  /// Views of memory that the caller keeps alive and unchanged while the columns are in use.
  public init(
    names: [String], views: [UnsafeBufferPointer<Double>], weights: UnsafeBufferPointer<Double>? = nil
  ) throws {
    try self.init(names: names, views: views, weights: weights, owner: nil)
  }

  private init(
    names: [String], views: [UnsafeBufferPointer<Double>], weights: UnsafeBufferPointer<Double>?,
    owner: ColumnStorage?
  ) throws {
    guard names.count == views.count else {
      throw HermeticError(
        .argument, "\(names.count) names for \(views.count) columns (each column needs one name).")
    }
    guard let length = (weights ?? views.first)?.count else {
      throw HermeticError(.argument, "the event table has no columns (there is nothing to select on).")
    }
    var seen: Set<String> = []
    for (name, view) in zip(names, views) {
      guard Expression.isColumnName(name) else {
        throw HermeticError(
          .argument,
          "column name \"\(name)\" cannot be used in an expression. Use letters, digits, _ and ., "
            + "beginning with a letter, and none of the words \(Expression.words.sorted().joined(separator: ", "))."
        )
      }
      guard seen.insert(name).inserted else {
        throw HermeticError(
          .argument, "column \"\(name)\" is given twice (a cut could mean either). Rename one.")
      }
      guard view.count == length else {
        throw HermeticError(
          .argument, "column \"\(name)\" has \(view.count) events, the others have \(length).")
      }
    }
    self.names = names
    self.views = views
    self.owner = owner
    count = length
    weightView = weights ?? names.firstIndex(of: "weight").map { views[$0] }
    if let weightView {
      for (event, weight) in weightView.enumerated() where !(weight >= 0 && weight < .infinity) {
        throw HermeticError.range(
          "the weight of event \(event)", weight, allowed: "finite and not negative")
      }
    }
  }

  /// nil when there is no such column.
  func view(_ name: String) -> UnsafeBufferPointer<Double>? {
    names.firstIndex(of: name).map { views[$0] }
  }

  func weight(_ event: Int) -> Double { weightView.map { $0[event] } ?? 1 }

  /// Runs the body while copied columns are sure to live.
  func withColumns<Result>(_ body: () throws -> Result) rethrows -> Result {
    try withExtendedLifetime(owner) { try body() }
  }
}

/// Memory of copied columns.
private final class ColumnStorage {
  let views: [UnsafeBufferPointer<Double>]

  init(_ columns: [[Double]]) {
    views = columns.map { column in
      let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: column.count)
      _ = memory.initialize(from: column)
      return UnsafeBufferPointer(memory)
    }
  }

  deinit { for view in views { view.deallocate() } }
}
