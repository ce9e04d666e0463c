import Core

/// Materials by name. Names and aliases ignore case: "Pb", "lead", "G4_Pb".
public enum MaterialCatalogue {
  /// Canonical names, in alphabetical order.
  public static let names: [String] = entries.map(\.name).sorted { $0.lowercased() < $1.lowercased() }

  /// A built-in material; also any element by its symbol ("Ti", "G4_Ti") at its normal density.
  public static func builtin(_ name: String) throws -> Material {
    let wanted = name.lowercased()
    if let index = indexByName[wanted] { return try entries[index].material() }
    let symbol = wanted.hasPrefix("g4_") ? String(name.dropFirst(3)) : name
    if let element = try? ElementTable.element(symbol: symbol) {
      return try Material(
        name: element.symbol,
        density_g_cm3: ElementTable.density_g_cm3(atomicNumber: element.atomicNumber),
        massFractions: [(element.symbol, 1)])
    }
    throw HermeticError.notFound("material", name, known: names)
  }

  /// Where density, composition, I and density effect of a built-in material come from.
  public static func source(_ name: String) throws -> String {
    guard let index = indexByName[name.lowercased()] else {
      throw HermeticError.notFound("material", name, known: names)
    }
    return entries[index].source
  }

  private static let indexByName: [String: Int] = {
    var result: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      for key in [entry.name] + entry.aliases { result[key.lowercased()] = index }
    }
    return result
  }()
}
