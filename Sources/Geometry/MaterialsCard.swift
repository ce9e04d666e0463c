import Core
import Matter

/// Reads `materials`: mixtures of one's own, by mass fractions (`elements`) or by formula (`atoms`).
public enum MaterialsCard {
  public static func read(_ json: JSON, path: String) throws -> [String: Material] {
    guard case .object(let members) = json else {
      throw HermeticError(.configuration, "\(path) must be an object {…}.")
    }
    var result: [String: Material] = [:]
    for member in members {
      if (try? MaterialCatalogue.builtin(member.key)) != nil {
        throw HermeticError(
          .configuration,
          "\(path).\(member.key) is the name of a built-in material (two meanings of one name would be "
            + "confusing). Choose another name, such as \"my \(member.key)\".")
      }
      result[member.key] = try material(member, path: path)
    }
    return result
  }

  private static func material(_ member: JSON.Member, path: String) throws -> Material {
    var card = try Card(member.value, path: path.isEmpty ? member.key : path + "." + member.key)
    let density = try card.number("density_g_cm3", in: 1e-12...100)
    let excitation =
      card.optional("mean_excitation_energy_eV") == nil
      ? nil : try card.number("mean_excitation_energy_eV", in: 1...10_000)
    let elements = try shares(&card, "elements", in: 0...1.001)
    let atoms = try shares(&card, "atoms", in: 0...1e6)
    try card.finish()
    do {
      switch (elements, atoms) {
      case (let fractions?, nil):
        return try Material(
          name: member.key, density_g_cm3: density,
          massFractions: fractions.map { (symbol: $0.symbol, fraction: $0.amount) },
          meanExcitationEnergy_eV: excitation)
      case (nil, let counts?):
        return try Material(
          name: member.key, density_g_cm3: density,
          atomCounts: counts.map { (symbol: $0.symbol, count: $0.amount) },
          meanExcitationEnergy_eV: excitation)
      default:
        throw HermeticError(
          .configuration,
          "give either \"elements\" (mass fractions) or \"atoms\" (a formula), not both or none.")
      }
    } catch let error as HermeticError {
      throw HermeticError(error.code, "\(card.path): \(error.message)")
    }
  }

  private static func shares(_ card: inout Card, _ key: String, in range: ClosedRange<Double>) throws
    -> [(symbol: String, amount: Double)]?
  {
    guard let json = card.optional(key) else { return nil }
    guard case .object(let members) = json else {
      throw HermeticError(
        .configuration, "\(card.pathOf(key)) must be an object such as {\"Pb\": 0.5, \"Si\": 0.5}.")
    }
    var inner = try Card(json, path: card.pathOf(key))
    return try members.map { (symbol: $0.key, amount: try inner.number($0.key, in: range)) }
  }
}
