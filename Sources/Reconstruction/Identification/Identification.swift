import Core

/// Columns that say what a particle was, computed from the reported cells and times of an event.
///
///     {"cells": ["ecal", "hcal0"], "position": ["ecal"],
///      "tags": {"srd": {"sensors": ["srd0", "srd1", "srd2"], "range_GeV": [0.001, 0.08], "window_ns": 2}},
///      "shower": {"library": {…}}}
public struct Identification: Sendable {
  /// Sensors of one kind whose energies and times must lie in a range: synchrotron radiation, minimum
  /// ionising particles.
  public struct Tag: Sendable, Equatable {
    public let name: String
    public let sensors: [Int]
    public let lowest_GeV: Double
    public let highest_GeV: Double
    /// Times may differ from the sensors' expected one by this much; 0 = any.
    public let window_ns: Double
    /// So many sensors make the tag.
    public let required: Int
  }

  public let grids: [ChannelGrid]
  public let cells: [Int]
  public let positions: [Int]
  public let tags: [Tag]
  public let shower: ShowerShapeLibrary?
  private let showerSensor: Int

  public init(json: JSON, path: String, grids: [ChannelGrid]) throws {
    self.grids = grids
    var card = try Card(json, path: path)
    func sensors(_ items: [JSON], _ where_: String) throws -> [Int] {
      try items.map { item in
        guard case .string(let name) = item, let index = grids.firstIndex(where: { $0.name == name }) else {
          let error = HermeticError.notFound("sensor", item.text, known: grids.map(\.name))
          throw HermeticError(error.code, "\(where_): \(error.message)")
        }
        return index
      }
    }
    cells = try sensors(try card.array("cells", default: []), card.pathOf("cells"))
    positions = try sensors(try card.array("position", default: []), card.pathOf("position"))
    var tags: [Tag] = []
    if let entries = card.optional("tags") {
      guard case .object(let members) = entries else {
        throw HermeticError(.configuration, "\(card.pathOf("tags")) must be an object {name: {…}}.")
      }
      for member in members {
        var inner = try Card(member.value, path: "\(card.pathOf("tags")).\(member.key)")
        let list = try sensors(try inner.array("sensors"), inner.pathOf("sensors"))
        guard !list.isEmpty else {
          throw HermeticError(
            .configuration, "\(inner.pathOf("sensors")) is empty (nothing could be tagged).")
        }
        let range = try inner.numbers("range_GeV", count: 2, in: 0...1e4)
        guard range[0] < range[1] else {
          throw HermeticError.range(inner.pathOf("range_GeV") + "[1]", range[1], allowed: "above \(range[0])")
        }
        let window = try inner.number("window_ns", default: 0, in: 0...1e6)
        let required = try inner.integer("required", default: list.count, in: 1...list.count)
        _ = try inner.string("source", default: "")
        try inner.finish()
        tags.append(
          Tag(
            name: member.key, sensors: list, lowest_GeV: range[0], highest_GeV: range[1], window_ns: window,
            required: required))
      }
    }
    self.tags = tags
    var library: ShowerShapeLibrary?
    if var inner = try card.card("shower") {
      library = try ShowerShapeLibrary(
        json: try inner.required("library"), path: inner.pathOf("library"))
      try inner.finish()
    }
    shower = library
    showerSensor =
      try library.map { library in
        guard let index = grids.firstIndex(where: { $0.name == library.sensor }) else {
          throw HermeticError.notFound("sensor", library.sensor, known: grids.map(\.name))
        }
        guard grids[index].sectionCount == library.sectionCount else {
          throw HermeticError(
            .configuration,
            "\(path).shower.library was made with \(library.sectionCount) sections of \(library.sensor), the "
              + "set-up has \(grids[index].sectionCount). Make it from this set-up.")
        }
        return index
      } ?? -1
    try card.finish()
  }

  public var json: JSON {
    func names(_ list: [Int]) -> JSON { .array(list.map { .string(grids[$0].name) }) }
    return .object([
      JSON.Member("cells", names(cells)), JSON.Member("position", names(positions)),
      JSON.Member(
        "tags",
        .object(
          tags.map {
            JSON.Member(
              $0.name,
              [
                "sensors": names($0.sensors), "range_GeV": [.number($0.lowest_GeV), .number($0.highest_GeV)],
                "window_ns": .number($0.window_ns), "required": .number(Double($0.required)),
              ])
          })), JSON.Member("shower", shower.map { ["library": $0.json] } ?? .null),
    ])
  }

  /// Names of the columns, in the order in which `evaluate` gives their values.
  public var columnNames: [String] {
    var names: [String] = []
    for index in cells {
      let sensor = grids[index].name
      names += [
        "max_cell_x", "max_cell_y", "centre_GeV", "periphery_GeV", "max_peripheral_cell_GeV", "R",
      ].map { "\(sensor).\($0)" }
    }
    for index in positions {
      names += ["x_mm", "y_mm", "radius_mm"].map { "\(grids[index].name).\($0)" }
    }
    for tag in tags {
      names += ["\(tag.name).count_in_range", "\(tag.name).count_in_time", "\(tag.name).tag"]
    }
    if let shower { names += ["\(shower.sensor).shower_chi2", "\(shower.sensor).shower_limit"] }
    return names
  }

  /// - Parameters:
  ///   - energies: calibrated energies of all channels
  ///   - times_ns: per sensor; nil when the run has no times (then everything is in time)
  public func evaluate(
    _ energies: UnsafePointer<Double>, times_ns: [Double]?, _ set: (_ column: Int, _ value: Double) -> Void
  ) {
    var column = 0
    func put(_ value: Double) {
      set(column, value)
      column += 1
    }
    for index in cells {
      let shape = CellShape(energies + grids[index].offset, grids[index])
      put(Double(shape.largestX))
      put(Double(shape.largestY))
      put(shape.centre)
      put(shape.periphery)
      put(shape.largestPeripheral)
      put(shape.spread)
    }
    for index in positions {
      let shape = CellShape(energies + grids[index].offset, grids[index], positions: true)
      put(shape.x_mm)
      put(shape.y_mm)
      put(shape.radius_mm)
    }
    for tag in tags {
      var inRange = 0
      var inTime = 0
      for index in tag.sensors {
        var energy = 0.0
        for channel in 0..<grids[index].channelCount { energy += energies[grids[index].offset + channel] }
        guard energy >= tag.lowest_GeV, energy <= tag.highest_GeV else { continue }
        inRange += 1
        if tag.window_ns == 0 || times_ns == nil || times_ns![index].magnitude <= tag.window_ns {
          inTime += 1
        }
      }
      put(Double(inRange))
      put(Double(inTime))
      put(inTime >= tag.required ? 1 : 0)
    }
    if let shower {
      let answer = shower.distance(energies + grids[showerSensor].offset, grids[showerSensor])
      put(answer.chi2)
      put(answer.limit)
    }
  }
}
