import Core
import Events
import Signal

/// What is produced, and the declared biasing of its production.
public struct SignalCard: Equatable, Sendable {
  public let kind: String
  /// Every event contributes to each of these masses with its own weight.
  public let masses_GeV: [Double]
  /// Only bosons above it are produced: the yield columns count those alone.
  public let minimumBosonEnergy_GeV: Double
  /// Chains of leading particles per event over which the production probability is averaged.
  public let chainsPerEvent: Int
  public let formFactor: NuclearFormFactor

  public init(json: JSON, path: String, beam: Beam) throws {
    var card = try Card(json, path: path)
    guard var model = try card.card("model") else {
      throw HermeticError(.configuration, "\(path).model is missing. Use {\"kind\": \"dark_photon\"}.")
    }
    kind = try model.string("kind")
    guard kind == "dark_photon" else {
      throw HermeticError.notFound("signal model", kind, known: ["dark_photon"])
    }
    let form = try model.string("form_factor", default: "elastic")
    switch form {
    case "elastic": formFactor = .elastic
    case "elastic_plus_inelastic": formFactor = .elasticPlusInelastic
    default:
      throw HermeticError.notFound("form factor", form, known: ["elastic", "elastic_plus_inelastic"])
    }
    try model.finish()
    guard beam.particle != .photon else {
      throw HermeticError(
        .configuration,
        "\(path) needs an electron or positron beam (photons emit nothing). Set beam.particle.")
    }
    minimumBosonEnergy_GeV = try card.number(
      "minimum_boson_energy_GeV", default: 0.45 * beam.kineticEnergy_GeV, in: 1e-3...1e3,
      dimension: "energy")
    guard minimumBosonEnergy_GeV < 0.999 * beam.kineticEnergy_GeV else {
      throw HermeticError(
        .kinematics,
        "\(path).minimum_boson_energy_GeV = \(minimumBosonEnergy_GeV) leaves no room below the beam energy "
          + "\(beam.kineticEnergy_GeV) GeV. Lower it.")
    }
    let limit = 0.9 * minimumBosonEnergy_GeV
    masses_GeV = try card.numbers("masses_GeV", in: 1e-4...1e3)
    guard !masses_GeV.isEmpty, masses_GeV.count <= 200 else {
      throw HermeticError(
        .configuration, "\(path).masses_GeV must hold 1 … 200 masses, not \(masses_GeV.count).")
    }
    for (index, mass) in masses_GeV.enumerated() where mass > min(limit, 3) {
      throw HermeticError(
        .kinematics,
        "\(path).masses_GeV[\(index)] = \(mass) is too heavy: the largest mass is "
          + "\(min(limit, 3)) GeV for bosons above \(minimumBosonEnergy_GeV) GeV. Masses are in GeV.")
    }
    chainsPerEvent = try card.integer("chains_per_event", default: 20, in: 1...10_000)
    try card.finish()
  }

  public var json: JSON {
    [
      "model": [
        "kind": .string(kind),
        "form_factor": .string(formFactor == .elastic ? "elastic" : "elastic_plus_inelastic"),
      ],
      "masses_GeV": .array(masses_GeV.map(JSON.number)),
      "minimum_boson_energy_GeV": .number(minimumBosonEnergy_GeV),
      "chains_per_event": .number(Double(chainsPerEvent)),
    ]
  }
}
