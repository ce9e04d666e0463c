import Core

/// The parameters of one measurement, in pyhf's order: by kind of modifier, then as met in the
/// alphabetical walk through channels, samples and modifiers.
struct WorkspaceParameters {
  private(set) var list: [WorkspaceParameter] = []
  private var places: [String: Int] = [:]
  /// Bins of a per-bin parameter begin here, by "name/channel".
  private(set) var firstBin: [String: Int] = [:]

  subscript(name: String) -> WorkspaceParameter? { places[name].map { list[$0] } }

  private struct Use {
    let path: String
    let channel: Workspace.Channel
    let sample: Workspace.Sample
    let modifier: Workspace.Modifier
  }

  init(_ workspace: Workspace, measurementIndex: Int) throws {
    let uses = WorkspaceParameters.uses(workspace)
    for kind in Workspace.Effect.kinds {
      for use in uses where use.modifier.effect.kind == kind {
        if kind == "staterror" { continue }
        try add(try WorkspaceParameters.parameter(use), use)
      }
      if kind == "staterror" { try addStaterrors(uses) }
    }
    try configure(workspace.measurements[measurementIndex], path: "measurements[\(measurementIndex)]")
    guard !list.isEmpty else {
      throw HermeticError(.configuration, "channels: no sample has a modifier (nothing can be fitted).")
    }
    var offset = 0
    for index in list.indices {
      list[index].offset = offset
      offset += list[index].count
    }
  }

  private static func uses(_ workspace: Workspace) -> [Use] {
    var result: [Use] = []
    let channels = workspace.channels.enumerated().sorted { $0.element.name < $1.element.name }
    for (c, channel) in channels {
      let samples = channel.samples.enumerated().sorted { $0.element.name < $1.element.name }
      for (s, sample) in samples {
        let modifiers = sample.modifiers.enumerated().sorted { $0.element.name < $1.element.name }
        for (m, modifier) in modifiers {
          let path = "channels[\(c)].samples[\(s)].modifiers[\(m)]"
          result.append(Use(path: path, channel: channel, sample: sample, modifier: modifier))
        }
      }
    }
    return result
  }

  private static func parameter(_ use: Use) throws -> WorkspaceParameter {
    let name = use.modifier.name
    switch use.modifier.effect {
    case .normfactor, .normsys, .histosys: return .scalar(name, kind: use.modifier.effect.kind)
    case .lumi:
      guard name == "lumi" else {
        throw HermeticError(
          .configuration, "\(use.path).name = \"\(name)\": a lumi modifier is called \"lumi\". Rename it.")
      }
      var lumi = WorkspaceParameter.scalar(name, kind: "lumi")
      lumi.inits = [1]
      lumi.lower = [0]
      lumi.upper = [10]
      lumi.auxiliary = [1]
      lumi.constraint = .gaussian(sigmas: [])  // the measurement must give it
      return lumi
    case .shapefactor, .staterror:
      let bins = use.sample.data.count
      return .perBin(
        name, kind: "shapefactor", constraint: .free, auxiliary: [],
        fixed: [Bool](repeating: false, count: bins))
    case .shapesys(let errors):
      // τ = (b/δb)²; a bin without events or without error keeps γ = 1.
      let isUsed = zip(use.sample.data, errors).map { $0 > 0 && $1 > 0 }
      let rates = use.sample.data.indices.map { bin in
        let ratio = use.sample.data[bin] / errors[bin]
        return isUsed[bin] ? ratio * ratio : 1
      }
      return .perBin(
        name, kind: "shapesys", constraint: .poisson(rates: rates), auxiliary: rates,
        fixed: isUsed.map { !$0 })
    }
  }

  private mutating func add(_ parameter: WorkspaceParameter, _ use: Use) throws {
    let name = parameter.name
    guard let place = places[name] else {
      places[name] = list.count
      if !parameter.isScalar { firstBin[name + "/" + use.channel.name] = 0 }
      list.append(parameter)
      return
    }
    let known = list[place]
    let kind = parameter.kinds[0]
    if kind == "shapesys", known.kinds == ["shapesys"] {
      throw HermeticError(
        .configuration,
        "\(use.path): shapesys \"\(name)\" is used twice (its auxiliary counts belong to one sample). Rename one."
      )
    }
    // Same constraint and same starting point: nothing but a name in common is not enough.
    guard known.constraint == parameter.constraint, known.count == parameter.count,
      known.isScalar == parameter.isScalar, known.inits == parameter.inits
    else {
      throw HermeticError(
        .configuration,
        "\(use.path): \(kind) \"\(name)\" (\(parameter.constraintName), \(parameter.count) values) cannot share "
          + "its name with the \(known.kinds.joined(separator: ", ")) (\(known.constraintName), \(known.count) "
          + "values): one name is one parameter. Rename one.")
    }
    if !known.kinds.contains(kind) { list[place].kinds.append(kind) }
    if !parameter.isScalar { firstBin[name + "/" + use.channel.name] = 0 }
  }

  /// σ of γ_b: errors of the channel's samples in quadrature over the sum of their events.
  private mutating func addStaterrors(_ uses: [Use]) throws {
    let all = uses.filter { $0.modifier.effect.kind == "staterror" }
    var names: [String] = []
    for use in all where !names.contains(use.modifier.name) { names.append(use.modifier.name) }
    for name in names.sorted() {
      let own = all.filter { $0.modifier.name == name }
      guard places[name] == nil else {
        throw HermeticError(
          .configuration,
          "\(own[0].path): staterror \"\(name)\" cannot share its name with the "
            + "\(list[places[name]!].kinds.joined(separator: ", ")) (\(list[places[name]!].constraintName)): "
            + "one name is one parameter. Rename one.")
      }
      var sigmas: [Double] = []
      var channels: [String] = []
      for use in own where !channels.contains(use.channel.name) { channels.append(use.channel.name) }
      for channel in channels {
        let here = own.filter { $0.channel.name == channel }
        firstBin[name + "/" + channel] = sigmas.count
        for bin in here[0].sample.data.indices {
          var events = 0.0
          var square = 0.0
          for use in here {
            guard case .staterror(let errors) = use.modifier.effect else { continue }
            events += use.sample.data[bin]
            square += errors[bin] * errors[bin]
          }
          sigmas.append(events > 0 ? square.squareRoot() / events : 0)
        }
      }
      places[name] = list.count
      list.append(
        .perBin(
          name, kind: "staterror", constraint: .gaussian(sigmas: sigmas.map { $0 == 0 ? 1 : $0 }),
          auxiliary: sigmas.map { _ in 1 }, fixed: sigmas.map { $0 == 0 }))
    }
  }

  private mutating func configure(_ measurement: Workspace.Measurement, path: String) throws {
    let list = "\(path).config.parameters"
    var seen: Set<String> = []
    for (index, settings) in measurement.parameters.enumerated() {
      let path = "\(list)[\(index)]"
      guard seen.insert(settings.name).inserted else {
        throw HermeticError(
          .configuration, "\(path).name \"\(settings.name)\" is configured twice. Merge them.")
      }
      // Settings of parameters that no modifier uses are common and harmless.
      guard let place = places[settings.name] else { continue }
      self.list[place] = try settings.applied(to: self.list[place], path: path)
    }
    for parameter in self.list {
      if case .gaussian(let sigmas) = parameter.constraint, sigmas.isEmpty {
        throw HermeticError(
          .configuration,
          "\(list): lumi needs an entry {\"name\": \"lumi\", \"auxdata\": [1], \"sigmas\": [0.05]}.")
      }
    }
    let poi = measurement.parameterOfInterest
    guard poi.isEmpty || (places[poi].map { self.list[$0].isScalar } ?? false) else {
      let scalars = self.list.filter(\.isScalar).map(\.name)
      let error = HermeticError.notFound("parameter", poi, known: scalars)
      throw HermeticError(error.code, "\(path).config.poi: \(error.message)")
    }
  }
}

extension Workspace.ParameterSettings {
  func applied(to parameter: WorkspaceParameter, path: String) throws -> WorkspaceParameter {
    var result = parameter
    let kind = parameter.kinds[0]
    func require(_ values: [Any], _ key: String, allowed: Bool = true) throws {
      guard allowed else {
        throw HermeticError(
          .configuration, "\(path).\(key): a \(kind) parameter has none. Remove it.")
      }
      guard values.count == parameter.count else {
        throw HermeticError(
          .configuration,
          "\(path).\(key) holds \(values.count) values, \"\(name)\" has \(parameter.count).")
      }
    }
    if let auxdata {
      try require(auxdata, "auxdata", allowed: parameter.constraint != .free)
      result.auxiliary = auxdata
    }
    if let factors {
      try require(factors, "factors", allowed: kind == "shapesys")
      result.constraint = .poisson(rates: factors)
    }
    if let sigmas {
      try require(sigmas, "sigmas", allowed: kind == "lumi" || kind == "staterror")
      result.constraint = .gaussian(sigmas: sigmas)
    }
    if case .poisson = result.constraint, let low = result.auxiliary.first(where: { $0 < 0 }) {
      throw HermeticError.range("\(path).auxdata", low, allowed: "at least 0 (counts)")
    }
    if let bounds {
      try require(bounds, "bounds")
      result.lower = bounds.map { $0[0] }
      result.upper = bounds.map { $0[1] }
      result.hasGivenBounds = true
    }
    if let inits {
      try require(inits, "inits")
      result.inits = inits
    } else {
      result.inits = zip(result.inits, zip(result.lower, result.upper)).map { max($1.0, min($1.1, $0)) }
    }
    for index in result.inits.indices
    where result.inits[index] < result.lower[index] || result.inits[index] > result.upper[index] {
      throw HermeticError.range(
        "\(path).inits[\(index)]", result.inits[index],
        allowed: "in the parameter's bounds \(result.lower[index]) … \(result.upper[index])")
    }
    if let fixed { result.fixed = result.fixed.map { _ in fixed } }
    return result
  }
}
