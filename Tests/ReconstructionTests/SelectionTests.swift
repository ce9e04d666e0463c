import Core
import Dispatch
import Testing

@testable import Reconstruction

@Suite struct SelectionTests {
  static let card = """
    {"name":"na64e_invisible_2016","cuts":[
      {"name":"E_ECAL","expression":"ecal.total_GeV < 50"},
      {"name":"SRD","efficiency":0.98,"error":0.01,"source":"Phys. Rev. Lett. 123 (2019) 121801"},
      {"name":"HCAL","expression":"hcal.total_GeV < 1 and veto.total_GeV < 0.01"}]}
    """

  private func table(weights: [Double]? = nil) throws -> EventColumns {
    try EventColumns(
      names: ["ecal.total_GeV", "hcal.total_GeV", "veto.total_GeV"],
      values: [[10, 60, 20, 49.9, 50, 30], [0, 0, 3, 0.5, 0, 0.2], [0, 0, 0, 0.001, 0, .nan]],
      weights: weights)
  }

  @Test func cutFlowByHand() throws {
    let selection = try Selection(json: try JSON.parse(SelectionTests.card))
    let flow = try selection.apply(try table())
    #expect(flow.rows.map(\.name) == ["all events", "E_ECAL", "SRD", "HCAL"])
    #expect(flow.rows.map(\.entries) == [6, 4, 4, 2])
    #expect(flow.mask == [true, false, false, true, false, false])
    for (row, want) in zip(flow.rows, [6, 4, 3.92, 1.96]) { #expect(abs(row.weight - want) < 1e-14) }
    #expect(abs(flow.rows[3].weightError - 0.98 * 2.0.squareRoot()) < 1e-14)
    #expect(abs(flow.rows[3].stepEfficiency - 0.5) < 1e-14)
    #expect(abs(flow.efficiency - 1.96 / 6) < 1e-14)
    #expect(flow.rows.map(\.undefinedEntries) == [0, 0, 0, 1])
    #expect(abs(flow.rows[3].citedRelativeError - 0.01 / 0.98) < 1e-14)
    #expect(flow.rows[1].stepInterval == (try BinomialInterval.clopperPearson(passed: 4, total: 6)))
    #expect(abs(flow.rows[2].stepInterval.lowerBound - 0.97) < 1e-14)
    // Binomial √(p(1−p)/n) with p = 1/3, and the citation, in quadrature.
    let statistical = 0.98 * (2.0 / 9 / 6).squareRoot()
    let cited = flow.efficiency * 0.01 / 0.98
    #expect(abs(flow.efficiencyError - (statistical * statistical + cited * cited).squareRoot()) < 1e-14)
    #expect(abs(flow.effectiveEntries - 2) < 1e-12)
  }

  @Test func weightsAreSummedNotCounted() throws {
    let weights = [0.5, 2, 1, 3, 0.25, 1]
    let flow = try Selection(json: try JSON.parse(SelectionTests.card)).apply(try table(weights: weights))
    for (row, want) in zip(flow.rows, [7.75, 5.5, 5.39, 3.43]) { #expect(abs(row.weight - want) < 1e-13) }
    #expect(abs(flow.rows[3].weightError - 0.98 * (0.25 + 9).squareRoot()) < 1e-13)
    #expect(abs(flow.effectiveEntries - 3.5 * 3.5 / 9.25) < 1e-12)
    // A common factor on the weights changes no efficiency and no interval.
    let scaled = try Selection(json: try JSON.parse(SelectionTests.card)).apply(
      try table(weights: weights.map { $0 * 0x1p-40 }))
    for (a, b) in zip(flow.rows, scaled.rows) {
      #expect(abs(a.stepEfficiency - b.stepEfficiency) < 1e-14)
      #expect(abs(a.stepInterval.lowerBound - b.stepInterval.lowerBound) < 1e-9)
    }
    // A column named "weight" is used when no weights are given.
    let named = try EventColumns(names: ["x", "weight"], values: [[1, 2], [5, 7]])
    let cut = try Selection(name: "s", cuts: [try Cut(name: "c", expression: "x > 1 and weight > 6")])
    #expect(try cut.apply(named).weight == 7)
  }

  /// The order of cuts moves the rows but not the end.
  @Test func orderDoesNotMatterAtTheEnd() throws {
    let selection = try Selection(json: try JSON.parse(SelectionTests.card))
    let reversed = try Selection(name: "reversed", cuts: selection.cuts.reversed())
    let weights = [0.5, 2, 1, 3, 0.25, 1]
    let a = try selection.apply(try table(weights: weights))
    let b = try reversed.apply(try table(weights: weights))
    #expect(a.mask == b.mask)
    #expect(abs(a.weight - b.weight) < 1e-14)
    #expect(abs(a.efficiencyError - b.efficiencyError) < 1e-14)
  }

  /// The efficiency's error against the spread over independent tables of weighted events.
  @Test func errorMatchesTheSpread() throws {
    let selection = try Selection(name: "s", cuts: [try Cut(name: "c", expression: "x < 0.3")])
    var state: UInt64 = 7
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var efficiencies: [Double] = []
    var stated = 0.0
    for _ in 0..<400 {
      let x = (0..<500).map { _ in uniform() }
      let w = (0..<500).map { _ in uniform() * uniform() * 3 }
      let flow = try selection.apply(try EventColumns(names: ["x"], values: [x], weights: w))
      efficiencies.append(flow.efficiency)
      stated += flow.efficiencyError / 400
    }
    let mean = efficiencies.reduce(0, +) / 400
    let spread = (efficiencies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399).squareRoot()
    print("efficiency \(mean), stated error \(stated), spread \(spread)")
    #expect(abs(mean - 0.3) < 4 * spread / 20)
    // The spread of 400 tables is known to 3.5 %.
    #expect(abs(stated / spread - 1) < 0.14)
  }

  /// Factors of arXiv:1906.00176 for 2016: the product of the cited efficiencies and of their errors.
  @Test func citedEfficienciesMultiply() throws {
    let factors = [0.98, 0.98, 0.95, 0.80, 0.94, 0.96, 0.97, 0.96]
    let cuts = try factors.enumerated().map { index, value in
      try Cut(name: "f\(index)", efficiency: value, error: 0.02, source: "arXiv:1906.00176")
    }
    let flow = try Selection(name: "2016", cuts: cuts).apply(
      try EventColumns(names: ["x"], values: [[1, 2]]))
    #expect(abs(flow.efficiency - 0.613) < 5e-4)
    #expect(abs(flow.citedEfficiency - flow.efficiency) < 1e-15)
    let relative = factors.reduce(0) { $0 + (0.02 / $1) * (0.02 / $1) }.squareRoot()
    #expect(abs(flow.efficiencyError / flow.efficiency - relative) < 1e-12)
  }

  @Test func nothingLeftAndNothingAtAll() throws {
    let selection = try Selection(
      name: "s",
      cuts: [try Cut(name: "none", expression: "x > 9"), try Cut(name: "more", expression: "x > 10")])
    let flow = try selection.apply(try EventColumns(names: ["x"], values: [[1, 2]]))
    #expect(flow.efficiency == 0 && flow.weight == 0 && flow.effectiveEntries == 0)
    #expect(flow.rows[2].stepEfficiency.isNaN && flow.rows[2].stepInterval == 0...1)
    #expect(try JSON.parse(flow.json.text)["rows"] != nil)
    let empty = try selection.apply(try EventColumns(names: ["x"], values: [[]]))
    #expect(empty.rows.count == 3 && empty.efficiency.isNaN && empty.mask.isEmpty)
    #expect(try Selection(name: "no cuts", cuts: []).apply(try table()).efficiency == 1)
  }

  @Test func viewsOfForeignMemory() throws {
    let x = [1.0, 2, 3, 4]
    let w = [0.5, 0.5, 2, 2]
    try x.withUnsafeBufferPointer { x in
      try w.withUnsafeBufferPointer { w in
        let table = try EventColumns(names: ["x"], views: [x], weights: w)
        let flow = try Selection(name: "s", cuts: [try Cut(name: "c", expression: "x >= 2")]).apply(table)
        #expect(flow.weight == 4.5)
      }
    }
  }

  @Test func cardsPrintBack() throws {
    let json = try JSON.parse(SelectionTests.card)
    let selection = try Selection(json: json)
    #expect(selection.json == json)
    #expect(selection.columns == ["ecal.total_GeV", "hcal.total_GeV", "veto.total_GeV"])
  }

  /// Prints the speed; asserts only the answer (the machine is shared).
  @Test func speedIsReported() throws {
    let count = 1_000_000
    let x = (0..<count).map { Double($0 % 1000) }
    let table = try EventColumns(names: ["x", "y"], values: [x, x])
    let selection = try Selection(
      name: "s", cuts: [try Cut(name: "c", expression: "x < 500 and abs(y - 100) > 1")])
    let start = DispatchTime.now().uptimeNanoseconds
    let flow = try selection.apply(table)
    print(
      "selection: \(Double(DispatchTime.now().uptimeNanoseconds - start) / Double(count)) ns per event and cut"
    )
    #expect(flow.rows[1].entries == 497_000)
  }

  static let badCards: [(String, String)] = [
    ("{}", "name is missing"), ("[]", "must be an object"), ("{\"name\":\"\",\"cuts\":[]}", "empty"),
    ("{\"name\":\"s\"}", "cuts is missing"), ("{\"name\":\"s\",\"cuts\":{}}", "must be a list"),
    ("{\"name\":\"s\",\"cuts\":[3]}", "selection.cuts[0] must be an object"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\"}]}", "neither is"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"expression\":\"x<1\",\"efficiency\":1}]}", "both are"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"expression\":\"x<1\",\"error\":1}]}", "unknown key"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"expression\":\"x<\"}]}", "selection.cuts[0]"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"\",\"expression\":\"x<1\"}]}", "empty name"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"expression\":5}]}", "must be a text"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"expresion\":\"x<1\"}]}", "neither is"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"efficiency\":0,\"error\":0,\"source\":\"b\"}]}", "not 0"),
    (
      "{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"efficiency\":98,\"error\":0,\"source\":\"b\"}]}",
      "0.98 for 98 %"
    ),
    (
      "{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"efficiency\":0.9,\"error\":-1,\"source\":\"b\"}]}", "error"
    ),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"efficiency\":0.9,\"source\":\"b\"}]}", "error is missing"),
    ("{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"efficiency\":0.9,\"error\":0.1}]}", "needs a citation"),
    (
      "{\"name\":\"s\",\"cuts\":[{\"name\":\"a\",\"expression\":\"x<1\"},{\"name\":\"a\",\"expression\":\"x<2\"}]}",
      "two cuts"
    ),
    ("{\"name\":\"s\",\"cuts\":[],\"cut\":1}", "unknown key"),
  ]

  @Test(arguments: badCards) func badCardsExplainThemselves(_ text: String, _ message: String) throws {
    let json = try JSON.parse(text)
    let error = #expect(throws: HermeticError.self) { try Selection(json: json) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "none")")
  }

  @Test func badTables() {
    let attempts: [() throws -> EventColumns] = [
      { try EventColumns(names: [], values: []) },
      { try EventColumns(names: ["a"], values: []) },
      { try EventColumns(names: ["a", "a"], values: [[1], [1]]) },
      { try EventColumns(names: ["a", "b"], values: [[1], [1, 2]]) },
      { try EventColumns(names: ["a"], values: [[1]], weights: [1, 2]) },
      { try EventColumns(names: ["a"], values: [[1]], weights: [.nan]) },
      { try EventColumns(names: ["a"], values: [[1]], weights: [-1]) },
      { try EventColumns(names: ["weight"], values: [[.infinity]]) },
      { try EventColumns(names: ["a b"], values: [[1]]) },
      { try EventColumns(names: ["and"], values: [[1]]) },
      { try EventColumns(names: ["1a"], values: [[1]]) },
      { try EventColumns(names: [""], values: [[1]]) },
    ]
    for (index, attempt) in attempts.enumerated() {
      #expect(throws: HermeticError.self, "case \(index)") { try attempt() }
    }
  }
}
