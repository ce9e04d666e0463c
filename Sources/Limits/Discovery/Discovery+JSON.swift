import Core

extension Discovery {
  /// Answers {"observed", "background", "background_error"}, {"observed", "sideband": {"count", "ratio"}} and
  /// {"signal", "background", "background_error"}; with both "observed" and "signal", both.
  public static func answer(json: JSON) throws -> JSON {
    var card = try Card(json, path: "")
    var members: [JSON.Member] = []
    let hasSignal = card.optional("signal") != nil
    let hasObserved = card.optional("observed") != nil
    guard hasSignal || hasObserved else {
      throw HermeticError(
        .configuration, "observed or signal is missing (observed: p-value of the count; signal: expected Z).")
    }
    let largest = Double(CountingChannel.largestCount)
    let sideband = try card.card("sideband")
    if var sideband {
      let off = try sideband.integer("count", in: 0...100_000_000)
      let ratio = try sideband.number("ratio", in: 1e-8...1e8)
      try sideband.finish()
      let on = try card.integer("observed", in: 0...CountingChannel.largestCount)
      guard !hasSignal else {
        throw HermeticError(
          .configuration, "signal needs background and background_error (not a sideband). Give them.")
      }
      try card.finish()
      members.append(JSON.Member("observed", onOff(on: on, off: off, ratio: ratio).json))
      return .object(members)
    }
    let background = try card.number("background", in: 0...largest)
    let error = try card.number("background_error", default: 0, in: 0...largest)
    guard error == 0 || background > 0 else {
      throw HermeticError(
        .configuration, "background = 0 with background_error = \(error). Give the mean of your belief.")
    }
    if hasObserved {
      let observed = try card.integer("observed", in: 0...CountingChannel.largestCount)
      members.append(
        JSON.Member(
          "observed", excess(observed: observed, background: background, backgroundError: error).json))
    }
    if hasSignal {
      let signal = try card.number("signal", in: 0...largest)
      guard background > 0 else {
        throw HermeticError.range(
          "background", background, allowed: "positive for an expected significance",
          hint: "Without background one event is a discovery.")
      }
      let median = expected(signal: signal, background: background, backgroundError: error)
      var answer = median.discovery.json
      if case .object(var list) = answer {
        list.append(JSON.Member("median_count", .number(Double(median.count))))
        list.append(
          JSON.Member(
            "asimov_significance",
            .number(asimov(signal: signal, background: background, backgroundError: error))))
        answer = .object(list)
      }
      members.append(JSON.Member("expected", answer))
    }
    try card.finish()
    return .object(members)
  }
}
