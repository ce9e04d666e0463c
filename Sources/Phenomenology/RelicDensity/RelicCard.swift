import Core
import Signal

/// A question about relic density as a card, and its answer.
///
///     {"dark_matter": "majorana", "m_chi_GeV": [0.01, 0.1], "mass_ratio": 3, "alpha_D": 0.1}
///
/// `find` says what is asked for: "coupling" (the default: what leaves Ωh²), "density" (what a coupling leaves) or
/// "alpha_D" (what makes a coupling leave Ωh²).
public struct RelicCard: Sendable {
  public enum Aim: String, CaseIterable, Sendable {
    case coupling
    case density
    case alphaD = "alpha_D"
  }

  public let aim: Aim
  public let omega: Double
  /// ε or g; needed but for `Aim.coupling`.
  public let coupling: Double?
  public let scenarios: [RelicScenario]
  private let resolved: [JSON.Member]

  static let kindNames: [String: DarkMatter.Kind] = [
    "majorana": .majorana, "dirac": .dirac, "pseudo_dirac": .pseudoDirac, "complex_scalar": .complexScalar,
    "scalar": .complexScalar,
  ]

  public init(json: JSON) throws {
    var card = try Card(json, path: "")
    let kind = try Self.choice(&card, "dark_matter", nil, Self.kindNames)
    let family = try Self.choice(&card, "mediator", MediatorFamily.darkPhoton)
    let average = try Self.choice(&card, "thermal_average", ThermalAverage.relativistic)
    let degrees = try Self.choice(
      &card, "degrees_of_freedom", RelativisticDegreesOfFreedom.Source.saikawaShirai)
    let aim = try Self.choice(&card, "find", Aim.coupling)
    let omega = try card.number("omega_h2", default: 0.12, in: 1e-6...1e6)
    let splitting = try card.number("splitting", default: 0, in: 0...1)
    let alphaD = try Self.darkCoupling(&card)
    let masses = try Self.masses(&card)
    let mediatorMass = try Self.mediatorMass(&card)
    let name = family == .darkPhoton ? "epsilon" : "coupling"
    var coupling: Double?
    if aim == .coupling {
      if card.optional(name) != nil {
        throw HermeticError(
          .configuration,
          "\(name) is what find = \"coupling\" looks for. Leave it out, or ask for find = \"density\" or \"alpha_D\"."
        )
      }
    } else {
      coupling = try card.number(name, in: 1e-15...10)
    }
    try card.finish()
    scenarios = try masses.map { mass in
      try RelicScenario(
        family: family,
        darkMatter: DarkMatter(kind: kind, mass_GeV: mass, splitting: splitting, couplingStrength: alphaD),
        mediatorMass_GeV: mediatorMass.isRatio ? mediatorMass.value * mass : mediatorMass.value,
        average: average,
        degreesOfFreedom: degrees)
    }
    self.aim = aim
    self.omega = omega
    self.coupling = coupling
    resolved = [
      JSON.Member("find", .string(aim.rawValue)), JSON.Member("dark_matter", .string(kind.rawValue)),
      JSON.Member("mediator", .string(family.rawValue)), JSON.Member("splitting", .number(splitting)),
      JSON.Member("thermal_average", .string(average.rawValue)),
      JSON.Member("degrees_of_freedom", .string(degrees.rawValue)), JSON.Member("omega_h2", .number(omega)),
    ]
  }

  /// {…the card with its defaults…, "rows": [one object per mass]}
  public func answer() throws -> JSON {
    let rows = try scenarios.map { scenario -> JSON in
      switch aim {
      case .coupling: return try scenario.target(omega: omega).json
      case .density: return try scenario.density(coupling: coupling!).json
      case .alphaD: return try scenario.couplingStrength(coupling: coupling!, omega: omega).json
      }
    }
    return .object(resolved + [JSON.Member("rows", .array(rows))])
  }

  private static func masses(_ card: inout Card) throws -> [Double] {
    let range = RelicScenario.massRange_GeV
    if case .array(let items)? = card.optional("m_chi_GeV") {
      guard (1...10_000).contains(items.count) else {
        throw HermeticError(.configuration, "m_chi_GeV holds \(items.count) masses. Give 1 to 10000.")
      }
      return try card.numbers("m_chi_GeV", in: range)
    }
    return [
      try card.number("m_chi_GeV", in: range, dimension: "energy", hint: "Masses are in GeV: 10 MeV is 0.01.")
    ]
  }

  private static func mediatorMass(_ card: inout Card) throws -> (value: Double, isRatio: Bool) {
    if card.optional("mediator_mass_GeV") != nil {
      if card.optional("mass_ratio") != nil {
        throw HermeticError(.configuration, "mediator_mass_GeV and mass_ratio are both given. Give one.")
      }
      return (try card.number("mediator_mass_GeV", in: 1e-6...1e4, dimension: "energy"), false)
    }
    return (try card.number("mass_ratio", default: 3, in: RelicScenario.massRatioRange), true)
  }

  /// α_D, or g_χ under the name dark_coupling.
  private static func darkCoupling(_ card: inout Card) throws -> Double {
    if card.optional("dark_coupling") != nil {
      if card.optional("alpha_D") != nil {
        throw HermeticError(
          .configuration, "alpha_D and dark_coupling are both given (α_D = g²/4π). Give one.")
      }
      let g = try card.number("dark_coupling", in: 1e-10...4 * .pi)
      return g * g / (4 * .pi)
    }
    return try card.number(
      "alpha_D", default: 0.1, in: 1e-20...4 * .pi, hint: "α_D = g_D²/4π; 0.1 and 0.5 are usual.")
  }

  private static func choice<T>(_ card: inout Card, _ key: String, _ fallback: T?, _ known: [String: T])
    throws -> T
  {
    if fallback != nil, card.optional(key) == nil { return fallback! }
    let name = try card.string(key)
    guard let value = known[name] else {
      throw HermeticError.notFound(card.pathOf(key), name, known: known.keys.sorted())
    }
    return value
  }

  private static func choice<T: RawRepresentable & CaseIterable>(
    _ card: inout Card, _ key: String, _ fallback: T
  )
    throws -> T where T.RawValue == String
  {
    try choice(&card, key, fallback, Dictionary(uniqueKeysWithValues: T.allCases.map { ($0.rawValue, $0) }))
  }
}
