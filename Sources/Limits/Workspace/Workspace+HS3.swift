import Core

extension Workspace {
  /// The version of the HEP Statistics Serialization Standard that `highEnergyStandard` follows.
  public static let highEnergyStandardVersion = "0.2.9"

  /// HS3 with one `histfactory_dist` per channel. The names of its fields still move between versions: the
  /// document says which one it follows. Export only; constraints stand with the modifiers.
  public func highEnergyStandard(_ parameters: [WorkspaceParameter]) -> JSON {
    var distributions: [JSON] = []
    var data: [JSON] = []
    for channel in channels {
      let bins = channel.samples[0].data.count
      let axes: JSON = [
        [
          "name": .string("obs_\(channel.name)"), "min": 0, "max": .number(Double(bins)),
          "nbins": .number(Double(bins)),
        ]
      ]
      distributions.append([
        "name": .string("model_\(channel.name)"), "type": "histfactory_dist", "axes": axes,
        "samples": .array(channel.samples.map { $0.standard(channel: channel.name) }),
      ])
      data.append([
        "name": .string("data_\(channel.name)"), "type": "binned", "axes": axes,
        "contents": .numbers(observations.first { $0.name == channel.name }!.data),
      ])
    }
    let interest = measurements.map { $0.parameterOfInterest }.filter { !$0.isEmpty }
    let numbers = parameters.flatMap { parameter in
      (0..<parameter.count).map {
        (parameter, $0, parameter.isScalar ? parameter.name : "\(parameter.name)_\($0)")
      }
    }
    let axes: [JSON] = numbers.map { parameter, k, name in
      ["name": .string(name), "min": .number(parameter.lower[k]), "max": .number(parameter.upper[k])]
    }
    let points: [JSON] = numbers.map { parameter, k, name in
      [
        "name": .string(name), "value": .number(parameter.inits[k]), "const": .bool(parameter.fixed[k]),
      ]
    }
    return [
      "metadata": [
        "hs3_version": .string(Workspace.highEnergyStandardVersion),
        "packages": [["name": "hermetic", "version": "0.2"]],
      ],
      "distributions": .array(distributions), "data": .array(data),
      "likelihoods": [
        [
          "name": "likelihood", "distributions": .array(channels.map { .string("model_\($0.name)") }),
          "data": .array(channels.map { .string("data_\($0.name)") }),
        ]
      ],
      "domains": [["name": "domain", "type": "product_domain", "axes": .array(axes)]],
      "parameter_points": [["name": "initial", "parameters": .array(points)]],
      "analyses": [
        [
          "name": .string(measurements[0].name), "likelihood": "likelihood", "domains": ["domain"],
          "init": "initial",
          "parameters_of_interest": .array(Array(Set(interest)).sorted().map { .string($0) }),
        ]
      ],
    ]
  }
}

extension Workspace.Sample {
  fileprivate func standard(channel: String) -> JSON {
    // HS3's staterror reads the errors of the sample itself.
    var errors: [Double]?
    for modifier in modifiers { if case .staterror(let own) = modifier.effect { errors = own } }
    return [
      "name": .string(name),
      "data": ["contents": .numbers(data), "errors": .numbers(errors ?? data.map { _ in 0 })],
      "modifiers": .array(modifiers.map { $0.standard(data, channel: channel) }),
    ]
  }
}

extension Workspace.Modifier {
  fileprivate func standard(_ data: [Double], channel: String) -> JSON {
    var members: [JSON.Member] = [
      .init("name", .string(name)),
      .init("type", .string(effect.kind == "lumi" ? "normfactor" : effect.kind)),
    ]
    func add(_ key: String, _ value: JSON) { members.append(.init(key, value)) }
    let perBin = data.indices.map { JSON.string("\(name)_\($0)") }
    switch effect {
    case .normfactor, .lumi: add("parameter", .string(name))
    case .normsys(let high, let low):
      add("parameter", .string(name))
      add("constraint", "Gauss")
      add("data", ["hi": .number(high), "lo": .number(low)])
    case .histosys(let high, let low):
      add("parameter", .string(name))
      add("constraint", "Gauss")
      add("data", ["hi": ["contents": .numbers(high)], "lo": ["contents": .numbers(low)]])
    case .shapesys(let errors):
      add("parameters", .array(perBin))
      add("constraint", "Poisson")
      add("data", ["vals": .numbers(errors)])
    case .staterror:
      add("parameters", .array(perBin))
      add("constraint", "Gauss")
    case .shapefactor: add("parameters", .array(perBin))
    }
    return .object(members)
  }
}
