import Core
import Limits
import Reconstruction

extension Run {
  /// Coupling at which signal counts are quoted; the limit does not depend on it.
  private static let referenceEpsilon = 1e-4

  /// Upper limits on ε for every mass of the signal run.
  ///
  ///     s_p(m) = EOT_p ε² ⟨Y_m⟩ A_p(m) Π efficiencies_p,   A_p = Σ_passing w_m / Σ w_m
  ///
  /// ⟨Y_m⟩ is the expected number of bosons per primary at ε = 1, averaged over many chains of leading
  /// particles; the acceptance A_p comes from the weighted showers. The two statistical errors are added
  /// in quadrature; half of the sum is the relative error of ε.
  public func exclusion(_ json: JSON) throws -> JSON {
    guard let signal = card.signal else {
      throw HermeticError(
        .state, "the run has no signal, so there is nothing to exclude. Give the run card a \"signal\".")
    }
    guard signal.decay == nil else {
      throw HermeticError(
        .state,
        "acceptances of decays inside the detector depend on the coupling, so yields are not proportional to its "
          + "square. Weigh the events for each coupling: Run.signal_yield(coupling) in Python, or the columns "
          + "truth.decay_….")
    }
    guard eventsDone > 1 else {
      throw HermeticError(.state, "the run has fewer than 2 events. Call hermetic_run_slice() first.")
    }
    let analysis = try AnalysisCard(json: json)
    var rows: [JSON] = []
    var method = ""
    for index in signal.masses_GeV.indices {
      let row = try exclusionRow(mass: index, signal: signal, analysis: analysis)
      method = row.method
      rows.append(row.json)
    }
    let eot = analysis.periods.reduce(0) { $0 + $1.eot }
    return .object([
      JSON.Member("name", .string(analysis.name)),
      JSON.Member("confidence_level", .number(analysis.confidenceLevel)),
      JSON.Member("method", .string(method)), JSON.Member("eot", .number(eot)),
      JSON.Member("events", .number(Double(eventsDone))),
      JSON.Member("periods", .array(analysis.periods.map { .string($0.name) })),
      JSON.Member("rows", .array(rows)),
    ])
  }

  private func exclusionRow(mass index: Int, signal: SignalCard, analysis: AnalysisCard) throws
    -> (json: JSON, method: String)
  {
    let yield = try meanAndError("signal.yield_\(index)")
    var channels: [CountingChannel] = []
    var periods: [JSON] = []
    var totalSignal = 0.0
    var totalEot = 0.0
    var acceptance = 0.0
    var acceptanceError = 0.0
    var efficiency = 0.0
    for period in analysis.periods {
      let flow = try apply(period.selection, weight: "signal.weight_\(index)")
      let expected =
        period.eot * Run.referenceEpsilon * Run.referenceEpsilon * yield.mean * flow.efficiency
      let simulated = flow.citedEfficiency > 0 ? flow.efficiency / flow.citedEfficiency : 0
      channels.append(
        CountingChannel(
          name: period.name, signal: expected, background: period.background,
          backgroundError: period.backgroundError, observed: period.observed,
          signalUncertainties: period.signalUncertainties))
      periods.append([
        "name": .string(period.name), "eot": .number(period.eot), "acceptance": .number(simulated),
        "cited_efficiency": .number(flow.citedEfficiency), "efficiency": .number(flow.efficiency),
        "signal_at_epsilon_1e-4": .number(expected),
      ])
      totalSignal += expected
      totalEot += period.eot
      acceptance += period.eot * simulated
      efficiency += period.eot * flow.efficiency
      if flow.citedEfficiency > 0 {
        acceptanceError += period.eot * flow.efficiencyError / flow.citedEfficiency
      }
    }
    acceptance /= totalEot
    efficiency /= totalEot
    acceptanceError /= totalEot
    let relativeYield = yield.mean > 0 ? yield.error / yield.mean : 0
    let relativeAcceptance = acceptance > 0 ? acceptanceError / acceptance : 0
    let relative =
      (relativeYield * relativeYield + relativeAcceptance * relativeAcceptance).squareRoot()
    var members: [JSON.Member] = [
      JSON.Member("mass_GeV", .number(signal.masses_GeV[index])),
      JSON.Member("yield_per_eot", .number(yield.mean)),
      JSON.Member("yield_relative_error", .number(relativeYield)),
      JSON.Member("acceptance", .number(acceptance)),
      JSON.Member("acceptance_relative_error", .number(relativeAcceptance)),
      JSON.Member("efficiency", .number(efficiency)),
      JSON.Member("signal_at_epsilon_1e-4", .number(totalSignal)),
    ]
    if signal.processes.count > 1 {
      members.append(
        JSON.Member(
          "yield_per_eot_by_process",
          .object(
            try signal.processes.map {
              let part = try meanAndError(ColumnLayout.yield(index, $0))
              return JSON.Member(
                $0.rawValue, ["mean": .number(part.mean), "error": .number(part.error)])
            })))
    }
    guard totalSignal > 0 else {
      members.append(JSON.Member("epsilon", .null))
      return (.object(members + [JSON.Member("periods", .array(periods))]), "")
    }
    let limit = try CouplingLimit.epsilon(
      reference: Run.referenceEpsilon,
      limit: try CountingModel(channels: channels).upperLimit(
        confidenceLevel: analysis.confidenceLevel))
    members.append(
      JSON.Member("yield_limit_per_eot", .number(limit.value * limit.value * yield.mean)))
    if let parameter = signal.models[index].rateParameter {
      let scale = parameter.power == 1 ? limit.value * limit.value : limit.value
      members += [
        JSON.Member("parameter", .string(parameter.name)),
        JSON.Member("parameter_limit", .number(scale * parameter.value)),
      ]
    }
    members += [
      JSON.Member("epsilon", .number(limit.value)),
      JSON.Member("epsilon_relative_statistical_error", .number(0.5 * relative)),
      JSON.Member(
        "expected",
        [
          "minus2": .number(limit.expectedMinus2), "minus1": .number(limit.expectedMinus1),
          "median": .number(limit.expectedMedian), "plus1": .number(limit.expectedPlus1),
          "plus2": .number(limit.expectedPlus2),
        ]),
      JSON.Member("status", .string(limit.status.rawValue)),
      JSON.Member("periods", .array(periods)),
    ]
    return (.object(members), limit.method)
  }

  /// Mean of a column and its standard error.
  private func meanAndError(_ name: String) throws -> (mean: Double, error: Double) {
    let values = try column(name)
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (n - 1) / n).squareRoot())
  }
}
