import Core

extension ShowerShapeLibrary {
  /// What `json` wrote.
  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    sensor = try card.string("sensor")
    let sections = try card.integer("sections", in: 1...1000)
    sectionCount = sections
    quantile = try card.number("quantile", in: 0...1)
    let items = try card.array("entries")
    _ = card.optional("made_from")
    try card.finish()
    guard !items.isEmpty, items.count <= 1000 else {
      throw HermeticError(
        .configuration, "\(path).entries holds \(items.count) energies (1 … 1000 are allowed).")
    }
    let n = ShowerFeatures.count(sections: sections)
    var entries: [Entry] = []
    for (index, item) in items.enumerated() {
      var inner = try Card(item, path: "\(path).entries[\(index)]")
      let energy = try inner.number("energy_GeV", in: 1e-6...1e6)
      if let last = entries.last, energy <= last.energy_GeV {
        throw HermeticError.range(
          inner.pathOf("energy_GeV"), energy, allowed: "above the one before, \(last.energy_GeV)")
      }
      entries.append(
        Entry(
          energy_GeV: energy, events: try inner.integer("events", in: 1...1_000_000_000),
          mean: try inner.numbers("mean", count: n, in: -10...10),
          inverseRoot: try inner.numbers("inverse_root", count: n * (n + 1) / 2, in: -1e9...1e9),
          limit: try inner.number("limit", in: 0...1e9)))
      try inner.finish()
    }
    self.entries = entries
  }

  public var json: JSON {
    [
      "sensor": .string(sensor), "sections": .number(Double(sectionCount)), "quantile": .number(quantile),
      "entries": .array(
        entries.map {
          [
            "energy_GeV": .number($0.energy_GeV), "events": .number(Double($0.events)),
            "mean": .array($0.mean.map(JSON.number)),
            "inverse_root": .array($0.inverseRoot.map(JSON.number)), "limit": .number($0.limit),
          ]
        }),
    ]
  }
}
