import Core

extension Workspace {
  /// pyhf workspace JSON 1.0.0. Reading it back gives an equal workspace.
  public var json: JSON {
    [
      "channels": .array(
        channels.map { channel in
          ["name": .string(channel.name), "samples": .array(channel.samples.map(\.json))]
        }),
      "observations": .array(
        observations.map { ["name": .string($0.name), "data": .numbers($0.data)] }),
      "measurements": .array(measurements.map(\.json)),
      "version": "1.0.0",
    ]
  }
}

extension Workspace.Sample {
  fileprivate var json: JSON {
    [
      "name": .string(name), "data": .numbers(data), "modifiers": .array(modifiers.map(\.json)),
    ]
  }
}

extension Workspace.Modifier {
  fileprivate var json: JSON {
    ["name": .string(name), "type": .string(effect.kind), "data": effect.json]
  }
}

extension Workspace.Effect {
  fileprivate var json: JSON {
    switch self {
    case .normfactor, .lumi, .shapefactor: .null
    case .normsys(let high, let low): ["hi": .number(high), "lo": .number(low)]
    case .histosys(let high, let low): ["hi_data": .numbers(high), "lo_data": .numbers(low)]
    case .shapesys(let errors), .staterror(let errors): .numbers(errors)
    }
  }
}

extension Workspace.Measurement {
  fileprivate var json: JSON {
    [
      "name": .string(name),
      "config": [
        "poi": .string(parameterOfInterest), "parameters": .array(parameters.map(\.json)),
      ],
    ]
  }
}

extension Workspace.ParameterSettings {
  fileprivate var json: JSON {
    var members: [JSON.Member] = [.init("name", .string(name))]
    func add(_ key: String, _ values: [Double]?) {
      if let values { members.append(.init(key, .numbers(values))) }
    }
    add("inits", inits)
    if let bounds { members.append(.init("bounds", .array(bounds.map { .numbers($0) }))) }
    add("auxdata", auxdata)
    add("factors", factors)
    add("sigmas", sigmas)
    if let fixed { members.append(.init("fixed", .bool(fixed))) }
    return .object(members)
  }
}

extension JSON {
  static func numbers(_ values: [Double]) -> JSON { .array(values.map { .number($0) }) }
}
