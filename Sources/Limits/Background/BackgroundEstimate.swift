import Core
import Numerics

/// Estimates of a background from data, by kind of card.
///
///     {"kind": "sideband", "edges": […], "counts": […], "region": [0, 50], "functions": ["exponential", …]}
///     {"kind": "ratio", "data": 921, "simulation": 1000, "simulation_error": 12}
///     {"kind": "neutral_kaons", "hadronic": {…}, "electromagnetic": {…}, "probability": 1e-3, "probability_error": 3e-4}
public enum BackgroundEstimate {
  public static let kinds = ["sideband", "ratio", "neutral_kaons"]

  public static func answer(json: JSON) throws -> JSON {
    var card = try Card(json, path: "")
    let kind = try card.string("kind")
    switch kind {
    case "sideband": return try sideband(&card)
    case "ratio": return try ratio(&card)
    case "neutral_kaons": return try neutralKaons(&card)
    default: throw HermeticError.notFound("kind of background estimate", kind, known: kinds)
    }
  }

  /// Central value: the first function that describes the side-band. Systematic error: the largest distance of
  /// another one that does.
  private static func sideband(_ card: inout Card) throws -> JSON {
    let edges = try card.numbers("edges", in: -1e9...1e9)
    let counts = try card.numbers("counts", in: 0...1e15)
    let region = try card.numbers("region", count: 2, in: -1e9...1e9)
    let smallest = try card.number("smallest_p_value", default: 0.05, in: 0...1)
    let names = try card.array(
      "functions", default: SidebandFunction.allCases.dropFirst().map { .string($0.rawValue) })
    let functions = try names.map { item in
      guard case .string(let name) = item, let function = SidebandFunction(rawValue: name) else {
        throw HermeticError.notFound(
          "function", item.text, known: SidebandFunction.allCases.map(\.rawValue))
      }
      return function
    }
    try card.finish()
    guard edges.count == counts.count + 1, counts.count >= 2, counts.count <= 10_000 else {
      throw HermeticError(
        .configuration,
        "edges must hold one number more than counts (2 … 10000), not \(edges.count) for \(counts.count).")
    }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw HermeticError(.configuration, "edges must rise.")
    }
    guard region[0] < region[1] else {
      throw HermeticError.range("region[1]", region[1], allowed: "above region[0] = \(region[0])")
    }
    guard !functions.isEmpty else {
      throw HermeticError(.configuration, "functions is empty. Leave it out for all of them.")
    }
    guard counts.reduce(0, +) > 0 else {
      throw HermeticError(.configuration, "counts are all 0 (there is nothing to extrapolate).")
    }
    var rows: [JSON] = []
    var accepted: [SidebandFit] = []
    for function in functions {
      if function.needsPositive, min(edges[0], region[0]) <= 0 {
        rows.append(skipped(function, "it needs edges and region above 0"))
        continue
      }
      if function.parameterCount > counts.count {
        rows.append(skipped(function, "it has more parameters than there are bins"))
        continue
      }
      do {
        let fit = try SidebandFit(function, edges: edges, counts: counts, region: (region[0], region[1]))
        if fit.pValue >= smallest { accepted.append(fit) }
        rows.append([
          "name": .string(function.rawValue), "parameters": .array(fit.parameters.map(JSON.number)),
          "yield": .number(fit.integral), "error": .number(fit.error), "deviance": .number(fit.deviance),
          "degrees_of_freedom": .number(Double(fit.degreesOfFreedom)), "p_value": .number(fit.pValue),
          "accepted": .bool(fit.pValue >= smallest),
        ])
      } catch let error as HermeticError where error.code == .numerics {
        rows.append(skipped(function, error.message))
      }
    }
    guard let central = accepted.first else {
      throw HermeticError(
        .numerics,
        "no function describes the side-band with a p-value of \(smallest) or more. Narrow it, or add functions."
      )
    }
    let spread = accepted.reduce(0) { max($0, ($1.integral - central.integral).magnitude) }
    return [
      "kind": "sideband", "expected": .number(central.integral),
      "function": .string(central.function.rawValue),
      "statistical_error": .number(central.error), "systematic_error": .number(spread),
      "error": .number((central.error * central.error + spread * spread).squareRoot()),
      "functions": .array(rows),
    ]
  }

  private static func skipped(_ function: SidebandFunction, _ reason: String) -> JSON {
    ["name": .string(function.rawValue), "accepted": false, "reason": .string(reason)]
  }

  /// Efficiency correction from a control sample: data over simulation. Poisson error of the data, given one of the
  /// simulation (√Σw²).
  private static func ratio(_ card: inout Card) throws -> JSON {
    let data = try card.number("data", in: 1...1e15)
    let simulation = try card.number("simulation", in: 1e-12...1e15)
    let error = try card.number("simulation_error", default: 0, in: 0...1e15)
    try card.finish()
    let ratio = data / simulation
    let relative = (1 / data + error * error / (simulation * simulation)).squareRoot()
    return [
      "kind": "ratio", "correction": .number(ratio), "error": .number(ratio * relative),
      "statistical_error": .number(ratio / data.squareRoot()),
      "simulation_error": .number(ratio * error / simulation),
    ]
  }

  /// Number of neutral kaons by two control samples, and what they leave in the signal box.
  ///
  /// I: fully neutral events without a cut on the HCAL, of which a share are kaons (n : K⁰ about 10 : 1).
  /// II: electromagnetic neutrals, of which a share come from K⁰_S → π⁰π⁰. N_K = events · share/efficiency each;
  /// weighted mean, error scaled by √χ² when the two differ by more than one standard deviation.
  private static func neutralKaons(_ card: inout Card) throws -> JSON {
    func method(_ key: String) throws -> (value: Double, error: Double) {
      guard var inner = try card.card(key) else {
        throw HermeticError(.configuration, "\(card.pathOf(key)) is missing.")
      }
      let events = try inner.number("events", in: 1...1e15)
      let share = try inner.number("kaon_share", in: 1e-9...1)
      let shareError = try inner.number("kaon_share_error", default: 0, in: 0...1)
      let efficiency = try inner.number("efficiency", default: 1, in: 1e-9...1)
      let efficiencyError = try inner.number("efficiency_error", default: 0, in: 0...1)
      try inner.finish()
      let value = events * share / efficiency
      let relative =
        1 / events + shareError * shareError / (share * share)
        + efficiencyError * efficiencyError / (efficiency * efficiency)
      return (value, value * relative.squareRoot())
    }
    let a = try method("hadronic")
    let b = try method("electromagnetic")
    let probability = try card.number("probability", in: 0...1)
    let probabilityError = try card.number("probability_error", default: 0, in: 0...1)
    try card.finish()
    let weights = (1 / (a.error * a.error), 1 / (b.error * b.error))
    let mean = (a.value * weights.0 + b.value * weights.1) / (weights.0 + weights.1)
    let chi2 = (a.value - b.value) * (a.value - b.value) / (a.error * a.error + b.error * b.error)
    let error = (1 / (weights.0 + weights.1)).squareRoot() * max(1, chi2.squareRoot())
    let background = mean * probability
    let first = error * probability
    let second = mean * probabilityError
    func pair(_ m: (value: Double, error: Double)) -> JSON {
      ["kaons": .number(m.value), "error": .number(m.error)]
    }
    return [
      "kind": "neutral_kaons", "hadronic": pair(a), "electromagnetic": pair(b), "kaons": .number(mean),
      "kaons_error": .number(error), "difference_in_sigma": .number(chi2.squareRoot()),
      "expected": .number(background), "error": .number((first * first + second * second).squareRoot()),
    ]
  }
}
