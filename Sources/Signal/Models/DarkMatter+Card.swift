import Core

extension DarkMatter {
  /// "dark_matter": {"kind": "dirac", "mass_ratio": 0.333 | "mass_GeV": …, "alpha_D": 0.1, "splitting": 0.4}.
  ///
  /// mass_ratio is m_χ/m_X; splitting (m₂ − m₁)/m₁ belongs to pseudo_dirac.
  static func fromCard(_ card: inout Card, mediatorMass_GeV: Double) throws -> DarkMatter? {
    guard var part = try card.card("dark_matter") else { return nil }
    let name = try part.string("kind", default: Kind.dirac.rawValue)
    guard let kind = Kind(rawValue: name) else {
      throw HermeticError.notFound("dark matter", name, known: Kind.allCases.map(\.rawValue))
    }
    let ratio = part.optional("mass_ratio")
    let absolute = part.optional("mass_GeV")
    guard ratio == nil || absolute == nil else {
      throw HermeticError(
        .configuration,
        "\(part.path) has both mass_ratio and mass_GeV (they say the same). Give one of them.")
    }
    let mass =
      absolute == nil
      ? mediatorMass_GeV * (try part.number("mass_ratio", default: 1.0 / 3, in: 1e-9...1e6))
      : try part.number("mass_GeV", in: 1e-12...1e6, dimension: "energy")
    let alpha = try part.number("alpha_D", default: 0.1, in: 1e-30...(4 * .pi))
    let splitting =
      kind == .pseudoDirac ? try part.number("splitting", default: 0.1, in: 0...100) : 0
    try part.finish()
    return try DarkMatter(kind: kind, mass_GeV: mass, splitting: splitting, couplingStrength: alpha)
  }

  var json: JSON {
    var members: [JSON.Member] = [
      JSON.Member("kind", .string(kind.rawValue)), JSON.Member("mass_GeV", .number(mass_GeV)),
      JSON.Member("alpha_D", .number(couplingStrength)),
    ]
    if kind == .pseudoDirac {
      members.append(JSON.Member("splitting", .number(heavierMass_GeV / mass_GeV - 1)))
    }
    return .object(members)
  }

  /// Names of the two particles of a pair.
  var pairNames: [String] {
    switch kind {
    case .dirac: return ["chi", "anti_chi"]
    case .complexScalar: return ["phi", "anti_phi"]
    case .majorana: return ["chi", "chi_2"]
    case .pseudoDirac: return ["chi1", "chi2"]
    }
  }
}
