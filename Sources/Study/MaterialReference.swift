import Core
import Geometry
import Matter

/// A material given by name or by a card.
public enum MaterialReference {
  /// - Parameters: text: a built-in name ("Pb"), or the JSON of {"name", "density_g_cm3", "elements", …}
  public static func material(_ text: String) throws -> Material {
    guard text.drop(while: \.isWhitespace).first == "{" else {
      return try MaterialCatalogue.builtin(text)
    }
    return try material(try JSON.parse(text))
  }

  public static func material(_ json: JSON) throws -> Material {
    if case .string(let name) = json { return try MaterialCatalogue.builtin(name) }
    guard case .object(let members) = json else {
      throw HermeticError(.configuration, "a material must be a name or an object {…}, not \(json.text).")
    }
    var name = "material"
    if case .string(let text)? = json["name"] { name = text }
    let body = JSON.object(members.filter { $0.key != "name" })
    let read = try MaterialsCard.read(.object([JSON.Member(name, body)]), path: "")
    return read[name]!
  }
}
