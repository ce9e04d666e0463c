import Core
import Numerics

extension YieldComponent {
  static let kinds = ["production", "decay", "resonant"]

  /// {"kind": "production", "per_exposure": …, "power": 2},
  /// {"kind": "decay", "per_exposure": …, "width": "vector_ee" | […], "window_mm": [a, b|null], "energy_GeV": […],
  ///  "production_mm": […], "weights": […] or [[…], …]},
  /// {"kind": "resonant", "energy_GeV": […], "track_length_mm_per_GeV": […], "electron_density_per_mm3": …,
  ///  "dark_matter": "dirac", "alpha_D": 0.1, "mass_ratio": 3, "minimum_energy_GeV": 50}
  init(json: JSON, path: String, masses: [Double]) throws {
    var card = try Card(json, path: path)
    let kind = try card.string("kind", default: "production")
    switch kind {
    case "production", "decay":
      let source = Source.table(try YieldComponent.table(&card, masses: masses))
      let power = try card.number("power", default: 2, in: 0.5...8)
      self.init(
        source: source, power: power,
        window: kind == "decay" ? try DecayWindow(card: &card, masses: masses) : nil)
    case "resonant": self.init(source: .resonant(try ResonantYield(card: &card)))
    default: throw HermeticError.notFound(card.pathOf("kind"), kind, known: YieldComponent.kinds)
    }
    try card.finish()
  }

  /// "per_exposure" on the model's masses, or on its own "mass_GeV", interpolated in log-log.
  private static func table(_ card: inout Card, masses: [Double]) throws -> [Double] {
    guard card.optional("mass_GeV") != nil else {
      return try CouplingModel.perMass(&card, "per_exposure", masses: masses, in: 0...1e30)
    }
    let own = try card.numbers("mass_GeV", in: 1e-12...1e6)
    try CouplingModel.requireAscending(own, card.pathOf("mass_GeV"), atLeast: 2)
    let values = try card.numbers("per_exposure", in: 0...1e30)
    guard values.count == own.count else {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("per_exposure")) holds \(values.count) numbers for \(own.count) masses. Give one each."
      )
    }
    return try masses.map { mass in
      guard mass >= own[0] * (1 - 1e-9), mass <= own[own.count - 1] * (1 + 1e-9) else {
        throw HermeticError.range(
          "the mass \(mass) GeV of the model, for \(card.pathOf("mass_GeV"))", mass,
          allowed: "in \(own[0]) … \(own[own.count - 1])", hint: "Yields are not extrapolated.")
      }
      var k = 0
      while k + 2 < own.count, own[k + 1] < mass { k += 1 }
      let t = log(mass / own[k]) / log(own[k + 1] / own[k])
      guard values[k] > 0, values[k + 1] > 0 else { return t < 0.5 ? values[k] : values[k + 1] }
      return exp(log(values[k]) + t * log(values[k + 1] / values[k]))
    }
  }
}

extension DecayWindow {
  init(card: inout Card, masses: [Double]) throws {
    switch card.optional("width") {
    case .string(let name)?:
      do { width = try DecayWidth(name: name) } catch let error as HermeticError {
        throw HermeticError(error.code, "\(card.pathOf("width")): \(error.message)")
      }
    case .array?:
      let values = try card.numbers("width", in: 0...1e6)
      guard values.count == masses.count else {
        throw HermeticError(
          .configuration,
          "\(card.pathOf("width")) holds \(values.count) numbers for \(masses.count) masses. Give one each.")
      }
      width = .table(values)
    default:
      throw HermeticError(
        .configuration,
        "\(card.pathOf("width")) must be a name (\(DecayWidth.names.joined(separator: ", "))) or a list in GeV."
      )
    }
    guard case .array(let ends)? = card.optional("window_mm"), ends.count == 2,
      case .number(let start) = ends[0]
    else {
      throw HermeticError(
        .configuration, "\(card.pathOf("window_mm")) must be [start, end], end null for no end.")
    }
    start_mm = start
    switch ends[1] {
    case .number(let end): end_mm = end
    case .null: end_mm = .infinity
    default:
      throw HermeticError(.configuration, "\(card.pathOf("window_mm"))[1] must be a number or null.")
    }
    guard start_mm >= 0, start_mm < 1e12 else {
      throw HermeticError.range("\(card.pathOf("window_mm"))[0]", start_mm, allowed: "in 0 … 1e12")
    }
    guard end_mm > start_mm else {
      throw HermeticError.range(
        "\(card.pathOf("window_mm"))[1]", end_mm, allowed: "above the start, \(start_mm)")
    }
    energies_GeV = try card.numbers("energy_GeV", in: 1e-9...1e6)
    guard !energies_GeV.isEmpty else {
      throw HermeticError(.configuration, "\(card.pathOf("energy_GeV")) is empty. Give the energies.")
    }
    productions_mm = []
    if card.optional("production_mm") != nil {
      productions_mm = try card.numbers("production_mm", count: energies_GeV.count, in: -1e12...1e12)
    }
    weights = try DecayWindow.weights(&card, energies: energies_GeV.count, masses: masses.count)
  }

  private static func weights(_ card: inout Card, energies: Int, masses: Int) throws -> [[Double]] {
    let path = card.pathOf("weights")
    let items = try card.array(
      "weights", default: .init(repeating: .number(1 / Double(energies)), count: energies))
    var rows = [items]
    if case .array? = items.first {
      rows = try items.enumerated().map { index, item in
        guard case .array(let row) = item else {
          throw HermeticError(.configuration, "\(path)[\(index)] must be a list of \(energies) numbers.")
        }
        return row
      }
      guard rows.count == masses else {
        throw HermeticError(.configuration, "\(path) holds \(rows.count) lists for \(masses) masses.")
      }
    }
    return try rows.enumerated().map { index, row in
      let place = rows.count > 1 ? "\(path)[\(index)]" : path
      guard row.count == energies else {
        throw HermeticError(.configuration, "\(place) holds \(row.count) numbers for \(energies) energies.")
      }
      return try row.enumerated().map { k, item in
        guard case .number(let value) = item, value >= 0, value <= 1e30 else {
          throw HermeticError(.range, "\(place)[\(k)] = \(item.text) is not allowed (must be in 0 … 1e30).")
        }
        return value
      }
    }
  }
}

extension ResonantYield {
  init(card: inout Card) throws {
    energies_GeV = try card.numbers("energy_GeV", in: 0...1e6)
    try CouplingModel.requireAscending(energies_GeV, card.pathOf("energy_GeV"), atLeast: 2)
    trackLength_mm_per_GeV = try card.numbers(
      "track_length_mm_per_GeV", count: energies_GeV.count, in: 0...1e12)
    electronDensity_per_mm3 = try card.number("electron_density_per_mm3", in: 0...1e24)
    minimumEnergy_GeV = try card.number("minimum_energy_GeV", default: 0, in: 0...1e6)
    darkMatter = try CountingObservation.named(
      DarkMatter.self, try card.string("dark_matter", default: "dirac"), card.pathOf("dark_matter"))
    alphaD = try card.number("alpha_D", in: 1e-9...12.566370614359172)
    massRatio = try card.number(
      "mass_ratio", default: 3, in: 2.0000001...1e6, hint: "It is m_A'/m_chi, usually 3.")
  }
}
