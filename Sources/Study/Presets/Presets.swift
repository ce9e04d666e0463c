import Core
import Matter

/// The built-in cards. Every experiment number lives here, each with its citation; `[assumption]` marks
/// what no public source states.
public enum Presets {
  struct Entry {
    let name: String
    let title: String
    let text: String
  }

  public static let kinds = [
    "setup", "selection", "analysis", "material", "published", "coupling", "response", "experiment",
    "trackers",
  ]

  private static func entries(kind: String) -> [Entry] {
    switch kind {
    case "setup": return setups
    case "selection": return selections + trackSelections
    case "analysis": return analyses
    case "published": return published + publishedIslands
    case "coupling": return couplings
    case "response": return responses
    case "experiment": return experiments + trackerExperiments
    case "trackers": return trackers
    default: return []
    }
  }

  private static func check(kind: String) throws {
    guard kinds.contains(kind) else {
      throw HermeticError.notFound("kind of preset", kind, known: kinds)
    }
  }

  /// [{"name", "title"}]
  public static func names(kind: String) throws -> JSON {
    try check(kind: kind)
    if kind == "material" {
      return .array(
        MaterialCatalogue.names.map { ["name": .string($0), "title": .string($0)] })
    }
    return .array(
      entries(kind: kind).map { ["name": .string($0.name), "title": .string($0.title)] })
  }

  public static func card(kind: String, name: String) throws -> JSON {
    try check(kind: kind)
    if kind == "material" { return MaterialDescription.json(of: try MaterialCatalogue.builtin(name)) }
    let list = entries(kind: kind)
    guard let entry = list.first(where: { $0.name == name }) else {
      throw HermeticError.notFound("\(kind) preset", name, known: list.map(\.name))
    }
    return try JSON.parse(entry.text)
  }

  /// {"preset": name} becomes that preset's card; anything else stays as it is.
  static func resolve(_ json: JSON, kind: String, path: String) throws -> JSON {
    guard json["preset"] != nil else { return json }
    var reader = try Card(json, path: path)
    let name = try reader.string("preset")
    try reader.finish()
    return try card(kind: kind, name: name)
  }
}
