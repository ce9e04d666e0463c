import Core
import Geometry
import Numerics

/// A geometry with the names and calibrations that turn deposits into event columns.
public final class Setup: @unchecked Sendable {
  public let world: World
  /// The card the set-up was made from, presets resolved.
  public let card: JSON
  /// Visible energy per unit of calibrated energy, one per sensor; 1 for uncalibrated ones.
  public let calibration: [Double]
  /// Names of the longitudinal sections of a sensor, e.g. preshower and main.
  public let sectionNames: [[String]]
  /// Sums of sensors, e.g. hcal = hcal0 + … + hcal3.
  public let groups: [(name: String, sensors: [Int])]

  /// Where crossings are recorded.
  public let planes: [PlaneCard]

  public init(json: JSON, path: String = "setup") throws {
    var card = try Card(json, path: path)
    if let preset = card.optional("preset") {
      guard case .string(let name) = preset else {
        throw HermeticError(.configuration, "\(path).preset must be a name.")
      }
      try card.finish()
      let resolved = try Presets.card(kind: "setup", name: name)
      self.card = resolved
      let parts = try Setup.parts(resolved, path: path)
      (world, calibration, sectionNames, groups, planes) = parts
    } else {
      self.card = json
      (world, calibration, sectionNames, groups, planes) = try Setup.parts(json, path: path)
    }
  }

  private static let ownKeys = [
    "name", "title", "citations", "calibration", "section_names", "groups", "planes",
  ]

  private static func parts(_ json: JSON, path: String) throws
    -> (World, [Double], [[String]], [(name: String, sensors: [Int])], [PlaneCard])
  {
    guard case .object(let members) = json else {
      throw HermeticError(.configuration, "\(path) must be an object {…} or {\"preset\": name}.")
    }
    let geometry = JSON.object(members.filter { !ownKeys.contains($0.key) })
    let world = try World(json: geometry, path: path)
    var card = try Card(JSON.object(members.filter { ownKeys.contains($0.key) }), path: path)
    _ = try card.string("name", default: "")
    _ = try card.string("title", default: "")
    _ = card.optional("citations")
    let names = world.sensors.map(\.name)

    var calibration = [Double](repeating: 1, count: names.count)
    if case .object(let entries)? = card.optional("calibration") {
      var inner = try Card(.object(entries), path: path + ".calibration")
      for entry in entries {
        guard let index = names.firstIndex(of: entry.key) else {
          throw HermeticError.notFound("sensor", entry.key, known: names)
        }
        calibration[index] = try inner.number(entry.key, in: 1e-6...10)
      }
    }
    var sections = world.sensors.map { sensor in (0..<sensor.sectionCount).map { "section\($0)" } }
    if case .object(let entries)? = card.optional("section_names") {
      for entry in entries {
        guard let index = names.firstIndex(of: entry.key) else {
          throw HermeticError.notFound("sensor", entry.key, known: names)
        }
        guard case .array(let items) = entry.value, items.count == sections[index].count else {
          throw HermeticError(
            .configuration,
            "\(path).section_names.\(entry.key) must list \(sections[index].count) names.")
        }
        sections[index] = try items.map {
          guard case .string(let text) = $0, !text.isEmpty else {
            throw HermeticError(.configuration, "\(path).section_names.\(entry.key) must list texts.")
          }
          return text
        }
      }
    }
    var groups: [(name: String, sensors: [Int])] = []
    if case .object(let entries)? = card.optional("groups") {
      for entry in entries {
        guard case .array(let items) = entry.value, !items.isEmpty else {
          throw HermeticError(
            .configuration, "\(path).groups.\(entry.key) must list sensor names.")
        }
        let members: [Int] = try items.map { item in
          guard case .string(let text) = item, let index = names.firstIndex(of: text) else {
            throw HermeticError.notFound("sensor", item.text, known: names)
          }
          return index
        }
        guard !names.contains(entry.key) else {
          throw HermeticError(
            .configuration, "\(path).groups.\(entry.key) has the name of a sensor. Choose another.")
        }
        groups.append((entry.key, members))
      }
    }
    let planes = try PlaneCard.read(card.optional("planes"), path: path + ".planes", world: world)
    try card.finish()
    return (world, calibration, sections, groups, planes)
  }
}
