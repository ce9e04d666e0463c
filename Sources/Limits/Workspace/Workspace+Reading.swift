import Core

extension Workspace {
  /// Reads pyhf workspace JSON 1.0.0; whatever is wrong is named by its path in the file.
  public init(json: JSON) throws {
    var card = try Card(json, path: "")
    channels = try Workspace.list(&card, "channels").map(Workspace.channel)
    observations = try Workspace.list(&card, "observations").map(Workspace.observation)
    measurements = try Workspace.list(&card, "measurements").map(Workspace.measurement)
    let version = try card.string("version")
    guard version == "1.0.0" else {
      throw HermeticError(
        .configuration, "version \"\(version)\" is not known (this library reads \"1.0.0\").")
    }
    try card.finish()
    try validate()
  }

  private static let largest = 1e12

  /// The items of a list that must not be empty, with their paths.
  private static func list(_ card: inout Card, _ key: String) throws -> [(JSON, String)] {
    let items = try card.array(key)
    guard !items.isEmpty else {
      throw HermeticError(.configuration, "\(card.pathOf(key)) is empty. Give at least one.")
    }
    let path = card.pathOf(key)
    return items.enumerated().map { ($1, "\(path)[\($0)]") }
  }

  private static func numbers(_ card: inout Card, _ key: String, in range: ClosedRange<Double>) throws
    -> [Double]
  {
    let values = try card.numbers(key, in: range)
    guard !values.isEmpty else {
      throw HermeticError(.configuration, "\(card.pathOf(key)) is empty. Give one number per bin.")
    }
    return values
  }

  private static func channel(_ json: JSON, path: String) throws -> Channel {
    var card = try Card(json, path: path)
    let name = try card.string("name")
    let samples = try list(&card, "samples").map(sample)
    try card.finish()
    return Channel(name: name, samples: samples)
  }

  private static func sample(_ json: JSON, path: String) throws -> Sample {
    var card = try Card(json, path: path)
    let name = try card.string("name")
    let data = try numbers(&card, "data", in: 0...largest)
    let modifiers = try card.array("modifiers").enumerated().map {
      try modifier($1, path: "\(path).modifiers[\($0)]", bins: data.count)
    }
    try card.finish()
    return Sample(name: name, data: data, modifiers: modifiers)
  }

  private static func modifier(_ json: JSON, path: String, bins: Int) throws -> Modifier {
    var card = try Card(json, path: path)
    let name = try card.string("name")
    let kind = try card.string("type")
    let effect: Effect
    switch kind {
    case "normfactor": effect = .normfactor
    case "lumi": effect = .lumi
    case "shapefactor": effect = .shapefactor
    case "normsys":
      var data = try Card(try card.required("data"), path: card.pathOf("data"))
      effect = .normsys(
        high: try data.number("hi", in: 1e-10...1e10), low: try data.number("lo", in: 1e-10...1e10))
      try data.finish()
    case "histosys":
      var data = try Card(try card.required("data"), path: card.pathOf("data"))
      effect = .histosys(
        high: try data.numbers("hi_data", count: bins, in: -largest...largest),
        low: try data.numbers("lo_data", count: bins, in: -largest...largest))
      try data.finish()
    case "shapesys": effect = .shapesys(try card.numbers("data", count: bins, in: 0...largest))
    case "staterror": effect = .staterror(try card.numbers("data", count: bins, in: 0...largest))
    default:
      let error = HermeticError.notFound("modifier", kind, known: Effect.kinds)
      throw HermeticError(error.code, "\(path).type: \(error.message)")
    }
    switch effect {
    case .normfactor, .lumi, .shapefactor:
      if let data = card.optional("data") {
        throw HermeticError(
          .configuration, "\(path).data must be null for a \(kind), not \(data.text.prefix(40)).")
      }
    default: break
    }
    try card.finish()
    return Modifier(name: name, effect: effect)
  }

  private static func observation(_ json: JSON, path: String) throws -> Observation {
    var card = try Card(json, path: path)
    let result = Observation(
      name: try card.string("name"), data: try numbers(&card, "data", in: 0...largest))
    try card.finish()
    return result
  }

  private static func measurement(_ json: JSON, path: String) throws -> Measurement {
    var card = try Card(json, path: path)
    let name = try card.string("name")
    var config = try Card(try card.required("config"), path: card.pathOf("config"))
    let poi = try config.string("poi")
    let parameters = try config.array("parameters").enumerated().map {
      try settings($1, path: config.pathOf("parameters") + "[\($0)]")
    }
    try config.finish()
    try card.finish()
    return Measurement(name: name, parameterOfInterest: poi, parameters: parameters)
  }

  private static func settings(_ json: JSON, path: String) throws -> ParameterSettings {
    var card = try Card(json, path: path)
    let all = -largest...largest
    func values(_ key: String, _ range: ClosedRange<Double>) throws -> [Double]? {
      card.optional(key) == nil ? nil : try card.numbers(key, in: range)
    }
    var bounds: [[Double]]?
    if card.optional("bounds") != nil {
      bounds = try card.array("bounds").enumerated().map { index, item in
        var pair = try Card(.object([.init("bounds", item)]), path: path)
        let edges = try pair.numbers("bounds", count: 2, in: all)
        guard edges[0] < edges[1] else {
          throw HermeticError(
            .range, "\(path).bounds[\(index)] = [\(edges[0]), \(edges[1])] is not allowed (low < high).")
        }
        return edges
      }
    }
    let fixed = card.optional("fixed") == nil ? nil : try card.bool("fixed", default: false)
    let result = ParameterSettings(
      name: try card.string("name"), inits: try values("inits", all), bounds: bounds,
      auxdata: try values("auxdata", all), factors: try values("factors", 1e-30...1e30),
      sigmas: try values("sigmas", 1e-30...1e30), fixed: fixed)
    try card.finish()
    return result
  }
}
