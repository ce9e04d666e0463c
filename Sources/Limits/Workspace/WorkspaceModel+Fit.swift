import Core
import Numerics

extension WorkspaceModel {
  /// A fit as a card asks for it:
  /// `{"fixed": {"mu": 1}, "initial": {"mu": 0.5}, "minos": ["mu"], "level": 1, "covariance": true}`.
  ///
  /// The status says whether a minimum was found; a fit that found none is returned, not hidden.
  public func fit(_ json: JSON) throws -> JSON {
    var card = try Card(json, path: "")
    let evaluator = LikelihoodEvaluator(layout)
    var start = layout.initial
    var hasFixed = false
    try values(card.optional("initial"), path: "initial") { index, value in start[index] = value }
    try values(card.optional("fixed"), path: "fixed") { index, value in
      start[index] = value
      evaluator.isFixed[index] = true
      hasFixed = true
    }
    let minos = try card.array("minos", default: []).enumerated().map { position, item in
      guard case .string(let name) = item else {
        throw HermeticError(.configuration, "minos[\(position)] must be a name, not \(item.text.prefix(40)).")
      }
      return (name, try index(name, path: "minos[\(position)]"))
    }
    let level = try card.number("level", default: 1, in: 0.01...10)
    let wantsCovariance = try card.bool("covariance", default: true)
    try card.finish()

    func kept(_ point: [Double]) -> [Double] {
      point.indices.map { evaluator.isFixed[$0] ? start[$0] : point[$0] }
    }
    var starts = [start, kept(evaluator.spreadStart(0.7)), kept(evaluator.spreadStart(-0.7))]
    if hasFixed {
      // Where the fit with nothing fixed ends is a good place to look, too.
      let free = LikelihoodEvaluator(layout)
      if free.minimiseFromSeveral([layout.initial], initial: layout.initial).isGood {
        starts.append(kept(free.current.parameters))
      }
    }
    let status = evaluator.minimiseFromSeveral(starts, initial: start)
    let best = evaluator.current.parameters
    let minimum = evaluator.current.value
    let fit = evaluator.result(status)
    let names = parameterNames
    let parameters: [JSON.Member] = names.indices.map { k in
      .init(
        names[k],
        [
          "value": .number(fit.values[k]), "error": .number(fit.errors[k]), "at_bound": .bool(fit.atBound[k]),
          "fixed": .bool(evaluator.isFixed[layout.internalIndex[k]]),
        ])
    }
    evaluator.setParameters(best)
    let rates = evaluator.expectedRates()
    let expected: [JSON.Member] = zip(workspace.channels, layout.channels).map { channel, record in
      .init(channel.name, .numbers(Array(rates[record.bin..<record.bin + record.bins])))
    }
    var intervals: [JSON.Member] = []
    for (name, index) in minos {
      if evaluator.isFixed[index] {
        throw HermeticError(.configuration, "minos: \"\(name)\" is fixed. Free it or leave it out.")
      }
      let search = MinosInterval(evaluator: evaluator, best: best, minimum: minimum, level: level)
      intervals.append(.init(name, status.isGood ? search.interval(of: index).json : .null))
    }
    var members: [JSON.Member] = [
      .init("status", .string(status.rawValue)), .init("nll", .number(fit.negativeLogLikelihood)),
      .init("twice_nll", .number(2 * fit.negativeLogLikelihood)), .init("parameters", .object(parameters)),
      .init("values", .numbers(fit.values)), .init("errors", .numbers(fit.errors)),
      .init("covariance_valid", .bool(fit.covarianceIsValid)),
    ]
    if wantsCovariance { members.append(.init("covariance", .array(fit.covariance.map { .numbers($0) }))) }
    members.append(.init("expected", .object(expected)))
    if !minos.isEmpty { members.append(.init("minos", .object(intervals))) }
    return .object(members)
  }

  /// Reads {"name": number}; checks the number against the parameter's bounds.
  func values(_ json: JSON?, path: String, _ body: (Int, Double) -> Void) throws {
    guard let json else { return }
    guard case .object(let members) = json else {
      throw HermeticError(.configuration, "\(path) must be an object such as {\"mu\": 1}.")
    }
    for member in members {
      let place = "\(path).\(member.key)"
      let index = try index(member.key, path: path)
      guard case .number(let value) = member.value else {
        throw HermeticError(.configuration, "\(place) must be a number, not \(member.value.text.prefix(40)).")
      }
      let isInterest = index == layout.interest
      guard value >= layout.lower[index], value <= layout.upper[index] || isInterest, value.magnitude <= 1e12
      else {
        throw HermeticError.range(
          place, value, allowed: "in the parameter's bounds \(layout.lower[index]) … \(layout.upper[index])")
      }
      body(index, value)
    }
  }
}
