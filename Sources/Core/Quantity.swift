/// Reads "100 GeV", "1.5 mm", "10 MeV": the form in which cards and bindings accept quantities.
public enum Quantity {
  private static let units: [String: [String: Double]] = [
    "energy": ["eV": 1e-9, "keV": 1e-6, "MeV": 1e-3, "GeV": 1, "TeV": 1e3],
    "length": ["um": 1e-3, "mm": 1, "cm": 10, "m": 1000],
    "angle": ["urad": 1e-6, "mrad": 1e-3, "rad": 1, "deg": 0.017453292519943295],
    "time": ["ps": 1e-3, "ns": 1, "us": 1e3],
  ]

  /// - Parameters: dimension: "energy", "length", "angle" or "time"
  /// - Returns: the value in GeV, mm, rad or ns
  public static func parse(_ text: String, dimension: String) throws -> Double {
    let known = units[dimension] ?? [:]
    let body = text.drop { $0 == " " }
    let digits = body.prefix { "+-.0123456789eE".contains($0) }
    // "1e" of "1 eV" must not eat the unit: back off until the number parses.
    var end = digits.endIndex
    while end > body.startIndex {
      if let number = Double(String(body[body.startIndex..<end])), number.isFinite {
        let unit = String(body[end...].filter { $0 != " " })
        guard let factor = known[unit] else {
          throw HermeticError(
            .parse,
            "\"\(text)\" has no \(dimension) unit that is known. "
              + "Use one of \(known.keys.sorted().joined(separator: ", ")), as in \"100 \(known.keys.sorted().first ?? "")\"."
          )
        }
        return number * factor
      }
      end = body.index(before: end)
    }
    throw HermeticError(.parse, "\"\(text)\" is not a number with a unit.")
  }
}
