import Core
import Testing

@testable import Reconstruction

@Suite struct ExpressionTests {
  private func passes(_ text: String, _ columns: [String: Double]) throws -> Bool {
    let names = columns.keys.sorted()
    let table = try EventColumns(names: names, values: names.map { [columns[$0]!] })
    var result = false
    try Expression(text).evaluate(table) { _, passes, _ in result = passes }
    return result
  }

  @Test(arguments: [
    ("a < 3", true), ("a <= 2", true), ("a > 2", false), ("a >= 2", true), ("a == 2", true),
    ("a != 2", false), ("a + 1 < b", false), ("1 + 2 * 3 == 7", true), ("(1 + 2) * 3 == 9", true),
    ("8 / 4 / 2 == 1", true), ("8 - 4 - 2 == 2", true), ("-a + b == 1", true), ("--a == 2", true),
    ("+a == 2", true), ("a - -1 == b", true), ("abs(a - b) == 1", true), ("abs(-3) == 3", true),
    ("min(a, b) == 2", true), ("max(a, b, 7, 1) == 7", true), ("min(3, a*b, 5-4) == 1", true),
    ("a < 3 and b < 3", false), ("a < 3 or b < 3", true), ("not a < 3", false),
    ("not (a > 3) and b == 3", true),
    ("a > 9 or a < 9 and b > 9", false), ("(a > 9 or a < 9) and b == 3", true), ("not not true", true),
    ("a < 3 && !(b < 3)", true), ("a > 3 || b > 1", true), ("true and not false", true),
    ("1e2 == 100", true), (".5 + 5e-1 == 1.", true), ("2.5E+1 == 25", true), ("det1.x_GeV == 0.25", true),
    ("a<3 and b<4", true), ("  \n a < \t 3  ", true), ("andy == 11", true), ("1 == 1", true),
  ]) func truth(_ text: String, _ want: Bool) throws {
    let columns = ["a": 2.0, "b": 3.0, "det1.x_GeV": 0.25, "andy": 11]
    #expect(try passes(text, columns) == want)
  }

  @Test func manyEventsAcrossBatches() throws {
    let count = 1000
    let x = (0..<count).map { Double($0) }
    let y = (0..<count).map { Double(($0 * 7919) % 1000) }
    let table = try EventColumns(names: ["x", "y"], values: [x, y])
    var next = 0
    try Expression("x < 700 and (y * 2 >= x or min(x, y) < 10)").evaluate(table) { event, passes, _ in
      #expect(event == next)
      next += 1
      #expect(passes == (x[event] < 700 && (y[event] * 2 >= x[event] || min(x[event], y[event]) < 10)))
    }
    #expect(next == count)
  }

  /// Neither a missing measurement nor 0/0 passes, however the condition is phrased.
  @Test(arguments: [
    "x < 5", "not (x < 5)", "x != 5", "x == x", "a == 1 or x < 5", "min(x, 1) < 5", "max(1, x) > 0",
    "abs(x) > 0", "a - a == 0 and x > 0 or a == 1", "(a - a) / (a - a) < 1 or true", "not (0/0 > 1)",
  ]) func undefinedNeverPasses(_ text: String) throws {
    #expect(try passes(text, ["x": .nan, "a": 1]) == false)
  }

  /// (text, what the message must contain)
  static let bad: [(String, String)] = [
    ("", "empty"), ("   ", "empty"), ("a <", "is missing at the end"), ("a < < 3", "column 5"),
    ("a < 3 and", "is missing at the end"), ("(a < 3", "\")\" is missing"), ("a < 3)", "column 6"),
    ("a", "a condition is needed"), ("a + 1", "a condition is needed"), ("a and b < 3", "column 1"),
    ("a < 3 and b", "column 11"), ("0 < a < 3", "cannot be chained"),
    ("(a < 3) + 1 > 0", "a number is needed"),
    ("a < (b < c)", "a number is needed"), ("a = 3", "write \"==\""), ("not a", "a condition is needed"),
    ("abs() < 1", "is needed"), ("abs(a, b) < 1", "one argument"), ("min(a) < 1", "two or more"),
    ("sqrt(a) < 1", "unknown function \"sqrt\""), ("abs a < 1", "needs \"(\""),
    ("a < 50 GeV", "unexpected text"),
    ("a < 50GeV", "not a number"), ("a < 1e999", "not a number"), ("a < 1.2.3", "not a number"),
    ("a $ 3", "unexpected text at column 3"), ("a < é", "column 5"), ("a & b", "unexpected text"),
    ("and < 3", "cannot stand here"), ("a <> 3", "is needed"), ("-(a < 3)", "a number is needed"),
    ("a < .", "not a number"), ("a < 0x10", "not a number"), ("a<3and b<4", "not a number"),
    (String(repeating: "(", count: 5000) + "a", "nesting deeper than 64"),
    (String(repeating: "not ", count: 2000) + "a", "nesting deeper than 64"),
    (String(repeating: "-", count: 5000) + "a < 1", "nesting deeper than 64"),
    (String(repeating: "a+", count: 6000) + "a < 1", "too long"),
  ]

  @Test(arguments: bad) func badExpressionsExplainThemselves(_ text: String, _ message: String) {
    let error = #expect(throws: HermeticError.self) { try Expression(text) }
    #expect(error?.code == .parse)
    #expect(error?.message.contains(message) == true, "\(error?.message.prefix(200) ?? "none")")
  }

  @Test func unknownColumnSuggestsTheNearest() throws {
    let table = try EventColumns(names: ["ecal.total_GeV", "hcal.total_GeV"], values: [[1], [2]])
    let expression = try Expression("hcal.total_GeV < 1 and ecal.totl_GeV < 50")
    let error = #expect(throws: HermeticError.self) { try expression.evaluate(table) { _, _, _ in } }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("Did you mean \"ecal.total_GeV\"?") == true)
    #expect(error?.message.contains("column 24") == true, "\(error?.message ?? "")")
  }

  /// Random text from the language's own alphabet: an answer or a typed error, never a trap.
  @Test func randomTextNeverTraps() throws {
    let operands = [
      "a", "a", "b.c", "b.c", "1", "2e3", "a < 1", "a < 1", "(", "not", "-", "min(", "true", "é",
    ]
    let operators = ["<", "<=", "==", "!=", "and", "and", "or", "+", "*", "/", ")", ",", "=", "or", "<"]
    let table = try EventColumns(names: ["a", "b.c"], values: [[1, .nan], [.infinity, 0]])
    var state: UInt64 = 12345
    var valid = 0
    for _ in 0..<20_000 {
      var text = ""
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for piece in 0..<(3 + Int(state >> 33) % 9) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // Mostly in turn, so that some of it is valid.
        let choices = (piece % 2 == 0) == (state >> 60 != 0) ? operands : operators
        text += choices[Int(state >> 33) % choices.count] + " "
      }
      if let expression = try? Expression(text) {
        valid += 1
        try? expression.evaluate(table) { _, _, _ in }
      }
    }
    print("random expressions: \(valid) of 20000 valid")
    #expect(valid > 200 && valid < 10_000)
  }
}
