import Core

/// A condition on event columns, such as "ecal.total_GeV < 50 and hcal.total_GeV < 1".
///
/// Parsed once into a flat program for a stack machine, which then runs over batches of events; see
/// `Expression+Parsing.swift` for the language and `Expression+Evaluation.swift` for the machine.
public struct Expression: Sendable {
  enum Operation: UInt8, Sendable {
    case constant, column
    case add, subtract, multiply, divide, negate, absolute, minimum, maximum
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case and, or, not
  }

  struct Instruction: Sendable {
    var operation: Operation
    /// Of a constant.
    var value = 0.0
    /// Of a column: index in `columns`.
    var index = 0
  }

  public let text: String
  /// The columns it reads, in order of appearance.
  public let columns: [String]
  let columnPositions: [Int]
  let program: [Instruction]
  /// Values that the program keeps at once.
  let depth: Int

  /// Words of the language, not available as column names.
  static let words: Set<String> = ["and", "or", "not", "true", "false", "abs", "min", "max"]

  /// - Throws: `.parse` with the position of the mistake
  public init(_ text: String) throws {
    var parser = ExpressionParser(text)
    try parser.parse()
    self.text = text
    columns = parser.columns
    columnPositions = parser.columnPositions
    program = parser.program
    depth = parser.largestDepth
  }

  public static func isColumnName(_ name: String) -> Bool {
    guard let first = name.utf8.first, ExpressionParser.isLetter(first), !words.contains(name) else {
      return false
    }
    return name.utf8.allSatisfy { ExpressionParser.isLetter($0) || ExpressionParser.isDigit($0) || $0 == 46 }
  }

  /// "expression "…": problem at column n (near "…")."
  static func failure(_ text: String, at position: Int, _ problem: String, code: HermeticError.Code = .parse)
    -> HermeticError
  {
    let bytes = Array(text.utf8)
    // Columns count characters as an editor does, not bytes.
    let column = String(decoding: bytes.prefix(position), as: UTF8.self).count + 1
    let near = String(decoding: bytes.dropFirst(position).prefix(16), as: UTF8.self)
    let place = near.isEmpty ? "at the end" : "at column \(column), near \"\(near)\""
    return HermeticError(code, "expression \"\(text)\": \(problem) \(place).")
  }
}
