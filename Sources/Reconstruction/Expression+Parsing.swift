import Core

/// Recursive descent over the grammar
///
///     or         = and {("or" | "||") and}
///     and        = not {("and" | "&&") not}
///     not        = ("not" | "!") not | comparison
///     comparison = sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
///     sum        = product {("+" | "-") product}
///     product    = sign {("*" | "/") sign}
///     sign       = ("-" | "+") sign | primary
///     primary    = number | column | "true" | "false" | "(" or ")"
///                | "abs(" or ")" | ("min" | "max") "(" or {"," or} ")"
///
/// Numbers and truth values are different kinds: mixing them is an error with its position, so that
/// `a < b < c` or `ecal and hcal` cannot silently mean something else.
struct ExpressionParser {
  enum Kind { case number, truth }

  private(set) var program: [Expression.Instruction] = []
  private(set) var columns: [String] = []
  private(set) var columnPositions: [Int] = []
  private(set) var largestDepth = 0
  private let text: String
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var nesting = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  mutating func parse() throws {
    guard bytes.count <= 10_000 else {
      throw HermeticError(.parse, "an expression of \(bytes.count) bytes is too long (limit 10000).")
    }
    skipSpace()
    guard position < bytes.count else {
      throw HermeticError(
        .parse, "the expression is empty. Write a condition such as \"ecal.total_GeV < 50\".")
    }
    let start = position
    let kind = try or()
    guard position == bytes.count else { throw failure("unexpected text") }
    try demand(kind, .truth, at: start)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private func failure(_ problem: String, at place: Int? = nil) -> HermeticError {
    Expression.failure(text, at: place ?? position, problem)
  }

  private func demand(_ kind: Kind, _ wanted: Kind, at place: Int) throws {
    guard kind != wanted else { return }
    throw failure(
      wanted == .truth
        ? "a condition is needed here, not a number; compare it with something,"
        : "a number is needed here, not a condition (write \"a < b and b < c\" for a < b < c)",
      at: place)
  }

  private mutating func emit(
    _ operation: Expression.Operation, taking operands: Int, value: Double = 0, index: Int = 0
  ) {
    program.append(.init(operation: operation, value: value, index: index))
    depth += 1 - operands
    largestDepth = max(largestDepth, depth)
  }

  private mutating func skipSpace() {
    while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
  }

  /// Consumes a symbol; "<" does not match the beginning of "<=".
  private mutating func accept(_ symbol: String) -> Bool {
    let wanted = Array(symbol.utf8)
    guard bytes[position...].starts(with: wanted) else { return false }
    let end = position + wanted.count
    if Self.isLetter(wanted[0]) {
      if end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) || bytes[end] == 46 {
        return false
      }
    } else if end < bytes.count, bytes[end] == UInt8(ascii: "="), "<>!".contains(symbol) {
      return false
    }
    position = end
    skipSpace()
    return true
  }

  private mutating func or() throws -> Kind {
    try chain(["or", "||"], .or) { try $0.and() }
  }

  private mutating func and() throws -> Kind {
    try chain(["and", "&&"], .and) { try $0.not() }
  }

  private mutating func chain(
    _ symbols: [String], _ operation: Expression.Operation,
    _ next: (inout ExpressionParser) throws -> Kind
  ) throws -> Kind {
    let start = position
    let kind = try next(&self)
    while accept(symbols[0]) || accept(symbols[1]) {
      try demand(kind, .truth, at: start)
      let right = position
      try demand(try next(&self), .truth, at: right)
      emit(operation, taking: 2)
    }
    return kind
  }

  private mutating func not() throws -> Kind {
    guard accept("not") || accept("!") else { return try comparison() }
    let start = position
    try enter()
    try demand(try not(), .truth, at: start)
    nesting -= 1
    emit(.not, taking: 1)
    return .truth
  }

  private static let comparisons: [(String, Expression.Operation)] = [
    ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("==", .equal), ("!=", .notEqual), ("<", .less),
    (">", .greater),
  ]

  private mutating func acceptComparison() -> Expression.Operation? {
    for (symbol, operation) in Self.comparisons where accept(symbol) { return operation }
    return nil
  }

  private mutating func comparison() throws -> Kind {
    let start = position
    let kind = try sum()
    guard let operation = acceptComparison() else {
      if position < bytes.count, bytes[position] == UInt8(ascii: "=") {
        throw failure("\"=\" is not a comparison; write \"==\"")
      }
      return kind
    }
    try demand(kind, .number, at: start)
    let right = position
    try demand(try sum(), .number, at: right)
    emit(operation, taking: 2)
    let place = position
    if acceptComparison() != nil {
      throw failure("comparisons cannot be chained (write \"a < b and b < c\")", at: place)
    }
    return .truth
  }

  private mutating func sum() throws -> Kind {
    try arithmetic([("+", .add), ("-", .subtract)]) { try $0.product() }
  }

  private mutating func product() throws -> Kind {
    try arithmetic([("*", .multiply), ("/", .divide)]) { try $0.sign() }
  }

  private mutating func arithmetic(
    _ symbols: [(String, Expression.Operation)], _ next: (inout ExpressionParser) throws -> Kind
  ) throws -> Kind {
    let start = position
    let kind = try next(&self)
    while let (_, operation) = symbols.first(where: { accept($0.0) }) {
      try demand(kind, .number, at: start)
      let right = position
      try demand(try next(&self), .number, at: right)
      emit(operation, taking: 2)
    }
    return kind
  }

  private mutating func sign() throws -> Kind {
    let isNegative = accept("-")
    guard isNegative || accept("+") else { return try primary() }
    let start = position
    try enter()
    try demand(try sign(), .number, at: start)
    nesting -= 1
    if isNegative { emit(.negate, taking: 1) }
    return .number
  }

  /// Bounds the recursion: an expression from outside must not exhaust the stack.
  private mutating func enter() throws {
    nesting += 1
    guard nesting <= 64 else { throw failure("nesting deeper than 64") }
  }

  private mutating func primary() throws -> Kind {
    guard position < bytes.count else { throw failure("a number, a column or \"(\" is missing") }
    let start = position
    if accept("(") {
      try enter()
      let kind = try or()
      nesting -= 1
      guard accept(")") else { throw failure("\")\" is missing") }
      return kind
    }
    if accept("true") || accept("false") {
      emit(.constant, taking: 0, value: bytes[start] == UInt8(ascii: "t") ? 1 : 0)
      return .truth
    }
    if accept("abs") { return try function("abs", .absolute, at: start) }
    if accept("min") { return try function("min", .minimum, at: start) }
    if accept("max") { return try function("max", .maximum, at: start) }
    if Self.isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".") { return try number() }
    guard Self.isLetter(bytes[position]) else { throw failure("a number, a column or \"(\" is needed") }
    return try column()
  }

  private mutating func function(_ name: String, _ operation: Expression.Operation, at start: Int) throws
    -> Kind
  {
    guard accept("(") else { throw failure("\(name) needs \"(\"") }
    try enter()
    var arguments = 0
    repeat {
      let place = position
      try demand(try or(), .number, at: place)
      arguments += 1
      if arguments > 1, operation != .absolute { emit(operation, taking: 2) }
    } while accept(",")
    nesting -= 1
    guard accept(")") else { throw failure("\")\" is missing") }
    let isAbsolute = operation == .absolute
    guard isAbsolute ? arguments == 1 : arguments >= 2 else {
      throw failure(
        "\(name) takes \(isAbsolute ? "one argument" : "two or more arguments"), not \(arguments),", at: start
      )
    }
    if isAbsolute { emit(.absolute, taking: 1) }
    return .number
  }

  private mutating func number() throws -> Kind {
    let start = position
    var end = position
    while end < bytes.count {
      let byte = bytes[end]
      let isExponentSign =
        (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")) && end > start
        && (bytes[end - 1] | 32) == UInt8(ascii: "e")
      guard Self.isDigit(byte) || byte == 46 || Self.isLetter(byte) || isExponentSign else { break }
      end += 1
    }
    let digits = bytes[start..<end]
    // Only the letter e: Swift would read "0x10" and "1p3" as well.
    guard digits.allSatisfy({ !Self.isLetter($0) || ($0 | 32) == UInt8(ascii: "e") }),
      let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite
    else {
      throw failure("not a number (units are part of the column's name)")
    }
    position = end
    skipSpace()
    emit(.constant, taking: 0, value: value)
    return .number
  }

  private mutating func column() throws -> Kind {
    let start = position
    while position < bytes.count,
      Self.isLetter(bytes[position]) || Self.isDigit(bytes[position]) || bytes[position] == 46
    {
      position += 1
    }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    if Expression.words.contains(name) { throw failure("\"\(name)\" cannot stand here", at: start) }
    skipSpace()
    if position < bytes.count, bytes[position] == UInt8(ascii: "(") {
      throw failure("unknown function \"\(name)\" (known: abs, min, max)", at: start)
    }
    var index = columns.firstIndex(of: name)
    if index == nil {
      index = columns.count
      columns.append(name)
      columnPositions.append(start)
    }
    emit(.column, taking: 0, index: index!)
    return .number
  }
}
