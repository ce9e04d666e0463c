import Core
import Numerics

/// The responses of all sensors of a set-up, and the pile-up in their gates.
public struct DetectorResponse: Sendable {
  public let grids: [ChannelGrid]
  /// nil: the sensor reports its true energies.
  public let sensors: [SensorResponse?]
  public private(set) var pileUp: PileUp?
  /// Names the draw of calibration errors: they belong to the detector, not to the run.
  public let calibrationSeed: UInt64
  /// 1 + calibration error, per channel.
  let gains: [Double]

  public var channelCount: Int { grids.last.map { $0.offset + $0.channelCount } ?? 0 }

  /// {"sensors": {name: {…}}, "pile_up": {…}, "calibration_seed": 1}
  public init(json: JSON, path: String, grids: [ChannelGrid]) throws {
    self.grids = grids
    var card = try Card(json, path: path)
    _ = try card.string("name", default: "")
    _ = try card.string("title", default: "")
    var sensors = [SensorResponse?](repeating: nil, count: grids.count)
    if let entries = card.optional("sensors") {
      guard case .object(let members) = entries else {
        throw HermeticError(
          .configuration, "\(card.pathOf("sensors")) must be an object {name: {…}}, not \(entries.text).")
      }
      for member in members {
        guard let index = grids.firstIndex(where: { $0.name == member.key }) else {
          let error = HermeticError.notFound("sensor", member.key, known: grids.map(\.name))
          throw HermeticError(error.code, "\(card.pathOf("sensors")): \(error.message)")
        }
        sensors[index] = try SensorResponse(json: member.value, path: "\(path).sensors.\(member.key)")
      }
    }
    self.sensors = sensors
    pileUp = try card.optional("pile_up").map { try PileUp(json: $0, path: path + ".pile_up") }
    calibrationSeed = UInt64(try card.integer("calibration_seed", default: 1, in: 0...(1 << 52)))
    try card.finish()
    var gains: [Double] = []
    for (index, grid) in grids.enumerated() {
      var rng = RandomStream(
        seed: calibrationSeed, event: .max, track: UInt64(index), purpose: .response)
      let spread = sensors[index]?.miscalibration ?? 0
      for _ in 0..<grid.channelCount { gains.append(max(0, 1 + spread * rng.normal())) }
    }
    self.gains = gains
  }

  public var json: JSON {
    .object([
      JSON.Member(
        "sensors",
        .object(
          zip(grids, sensors).compactMap { grid, sensor in sensor.map { JSON.Member(grid.name, $0.json) } })),
      JSON.Member("pile_up", pileUp?.json ?? .null),
      JSON.Member("calibration_seed", .number(Double(calibrationSeed))),
    ])
  }

  /// The same with pile-up of several kinds of particles, by share: the library of beam events then has as many parts.
  public func pilingUp(shares: [Double]) -> DetectorResponse {
    var changed = self
    changed.pileUp?.shares = shares
    return changed
  }

  /// True when some sensor weights its deposits with the place: the caller must then supply collected light.
  public var needsLight: Bool { sensors.contains { $0?.lightCollection != nil } }
}
