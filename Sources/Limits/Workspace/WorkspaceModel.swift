import Core

/// A workspace with one of its measurements, ready for fits and limits. Immutable: calls may run at the
/// same time, each works on a copy of the numbers.
public final class WorkspaceModel: Sendable {
  public let workspace: Workspace
  let layout: LikelihoodLayout

  public init(_ workspace: Workspace, measurement: String? = nil) throws {
    self.workspace = workspace
    layout = try LikelihoodLayout(workspace, measurement: measurement)
  }

  public convenience init(json: JSON, measurement: String? = nil) throws {
    try self.init(try Workspace(json: json), measurement: measurement)
  }

  /// How many numbers `negativeLogLikelihood` takes.
  public var parameterCount: Int { layout.count }

  /// "mu", "stat[0]", "stat[1]", … in the order of all parameter lists.
  public var parameterNames: [String] {
    parametersInOrder.map { layout.name(internal: $0) }
  }

  private var parametersInOrder: [Int] { layout.internalIndex }

  /// −ln L of the observed data with all constants, at points in the order of `parameterNames`.
  ///
  /// +∞ where a bin with events expects none.
  public func negativeLogLikelihood(
    _ points: UnsafeBufferPointer<Double>, into values: UnsafeMutablePointer<Double>
  ) throws {
    let count = layout.count
    let evaluator = LikelihoodEvaluator(layout)
    let constant = evaluator.constant()
    for point in 0..<points.count / count {
      for (external, index) in layout.internalIndex.enumerated() {
        evaluator.current.x[index] = points[point * count + external]
      }
      evaluator.evaluate(evaluator.current, derivatives: false)
      values[point] = evaluator.current.value + constant
    }
  }

  public var description: JSON {
    let names = parameterNames
    let parameters: [JSON] = layout.parameters.map { parameter in
      var members: [JSON.Member] = [
        .init("name", .string(parameter.name)), .init("count", .number(Double(parameter.count))),
        .init("offset", .number(Double(parameter.offset))),
        .init("kinds", .array(parameter.kinds.map { .string($0) })),
        .init("constraint", .string(parameter.constraintKind)), .init("inits", .numbers(parameter.inits)),
        .init(
          "bounds",
          .array((0..<parameter.count).map { [.number(parameter.lower[$0]), .number(parameter.upper[$0])] })),
        .init("fixed", .array(parameter.fixed.map { .bool($0) })),
      ]
      if !parameter.auxiliary.isEmpty { members.append(.init("auxdata", .numbers(parameter.auxiliary))) }
      return .object(members)
    }
    let channels: [JSON] = workspace.channels.map { channel in
      [
        "name": .string(channel.name), "bins": .number(Double(channel.samples[0].data.count)),
        "samples": .array(channel.samples.map { .string($0.name) }),
      ]
    }
    return [
      "measurement": .string(layout.measurement.name), "poi": .string(layout.measurement.parameterOfInterest),
      "parameter_names": .array(names.map { .string($0) }), "parameters": .array(parameters),
      "channels": .array(channels), "bins": .number(Double(layout.binCount)),
      "measurements": .array(workspace.measurements.map { .string($0.name) }),
    ]
  }

  /// Internal index of "mu" or "stat[2]".
  func index(_ name: String, path: String) throws -> Int {
    if let external = parameterNames.firstIndex(of: name) { return layout.internalIndex[external] }
    let error = HermeticError.notFound("parameter", name, known: parameterNames)
    throw HermeticError(error.code, "\(path): \(error.message)")
  }
}

extension WorkspaceParameter {
  var constraintKind: String {
    switch constraint {
    case .free: "none"
    case .gaussian: "gaussian"
    case .poisson: "poisson"
    }
  }
}
