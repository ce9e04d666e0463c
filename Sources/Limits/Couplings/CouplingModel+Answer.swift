import Core
import Numerics

extension CouplingModel {
  /// Exclusions of every mass, as JSON (docs/couplings.md).
  public func answer() throws -> JSON {
    let (rows, method) = try rows()
    let projections: [JSON] = try projectionFactors.map { factor in
      let model = scaled(by: factor, backgroundScales: projectionScalesBackground)
      return [
        "factor": .number(factor), "exposure": .number(model.totalExposure),
        "background": projectionScalesBackground ? "proportional" : "fixed",
        "rows": .array(try model.rows(expectedOnly: true).0),
      ]
    }
    return [
      "name": .string(name), "coupling": .string(couplingName),
      "confidence_level": .number(confidenceLevel), "statistic": .string(statistic.rawValue),
      "method": .string(method), "exposure": .number(totalExposure),
      "channels": .array(channels.map { .string($0.name) }),
      "axes": ["x": .string(plane.axes.x), "y": .string(plane.axes.y)],
      "rows": .array(rows), "projections": .array(projections),
    ]
  }

  private var totalExposure: Double { channels.reduce(0) { $0 + $1.exposure } }

  private func rows(expectedOnly: Bool = false) throws -> ([JSON], String) {
    var scanner = scanner()
    var rows: [JSON] = []
    var method = ""
    for index in masses_GeV.indices {
      let result = try scanner.exclusion(mass: index)
      if !result.observed.intervals.isEmpty || method.isEmpty { method = result.method }
      var members: [JSON.Member] = [JSON.Member("mass_GeV", .number(result.mass_GeV))]
      for (name, exclusion) in zip(CouplingResult.names, result.exclusions)
      where !(expectedOnly && name == "observed") {
        members.append(JSON.Member(name, exclusion.json))
      }
      if case .coupling = plane {
      } else {
        members.append(JSON.Member("plane", try planeRow(result)))
      }
      members.append(JSON.Member("method", .string(result.method)))
      members.append(JSON.Member("relative_error", .number(result.relativeError)))
      rows.append(.object(members))
    }
    return (rows, method)
  }

  /// {"x", "observed": [[lower, upper|null], …], …} in the plane; null where the plane has no value.
  private func planeRow(_ result: CouplingResult) throws -> JSON {
    var members: [JSON.Member] = [JSON.Member("x", .number(plane.x(mass: result.mass_GeV)))]
    for (name, exclusion) in zip(CouplingResult.names, result.exclusions) {
      let pieces: [JSON] = try exclusion.intervals.map { interval in
        if case .alphaD = plane {
          // A stronger limit on ε asks for a larger α_D: everything below is excluded.
          let upper = try selfConsistentAlphaD(
            mass: result.mass_GeV, lower: interval.lower, quantity: name)
          return .array([.null, upper.map { .number($0) } ?? .null])
        }
        let lower = plane.y(mass: result.mass_GeV, coupling: interval.lower)
        let upper = interval.upper.flatMap { plane.y(mass: result.mass_GeV, coupling: $0) }
        return .array([lower.map { .number($0) } ?? .null, upper.map { .number($0) } ?? .null])
      }
      members.append(JSON.Member(name, .array(pieces)))
    }
    return .object(members)
  }

  /// α_D = y_th R⁴/ε_lim²(α_D). Without a resonant component ε_lim does not depend on α_D and the first step is
  /// the answer; with one the width does, and the relation is iterated to 1e-6 (it contracts, for ε_lim changes
  /// with a root of α_D at most).
  private func selfConsistentAlphaD(mass: Double, lower: Double, quantity: String) throws -> Double? {
    guard var alpha = plane.y(mass: mass, coupling: lower) else { return nil }
    let isResonant = channels.contains { channel in
      channel.components.contains { if case .resonant = $0.source { true } else { false } }
    }
    guard isResonant, let index = masses_GeV.firstIndex(of: mass),
      let place = CouplingResult.names.firstIndex(of: quantity)
    else { return alpha }
    for _ in 0..<60 {
      var trial = self
      trial.alphaD = min(alpha, 12.566370614359172)
      var scanner = trial.scanner()
      let result = try scanner.exclusion(mass: index)
      guard let edge = result.exclusions[place].intervals.first,
        let next = plane.y(mass: mass, coupling: edge.lower)
      else { return nil }
      if (next / alpha - 1).magnitude < 1e-6 { return next }
      // The geometric mean damps an oscillation.
      alpha = (alpha * next).squareRoot()
    }
    throw HermeticError(
      .numerics, "alpha_D at mass \(mass) GeV does not settle (the limit depends on it too strongly).")
  }

  /// The same search with every exposure multiplied: expected limits only count.
  ///
  /// - Parameter backgroundScales: the expected background grows with the exposure, at the same relative error;
  ///   otherwise it stays as it is (a better detector)
  public func scaled(by factor: Double, backgroundScales: Bool) -> CouplingModel {
    var model = self
    for k in channels.indices {
      model.channels[k].exposure *= factor
      if backgroundScales {
        model.channels[k].background *= factor
        model.channels[k].backgroundError *= factor
      }
      model.channels[k].observed = Int(model.channels[k].background)
    }
    return model
  }
}
