import Core
import Events
import Signal

/// What is produced, and the declared biasing of its production.
public struct SignalCard: Sendable {
  public let kind: String
  /// One model for each mass.
  public let models: [any MediatorModel]
  /// Every event contributes to each of these masses with its own weight.
  public let masses_GeV: [Double]
  /// Only bosons above it are produced: the yield columns count those alone.
  public let minimumBosonEnergy_GeV: Double
  /// Chains of leading particles per event over which the production probability is averaged.
  public let chainsPerEvent: Int

  public init(json: JSON, path: String, beam: Beam) throws {
    var card = try Card(json, path: path)
    let description = try card.required("model")
    var model = try Card(description, path: card.pathOf("model"))
    kind = try model.string("kind")
    guard model.optional("mass_GeV") == nil else {
      throw HermeticError(
        .configuration,
        "\(path).model.mass_GeV does not belong there (every event serves all masses of a run). "
          + "Use \(path).masses_GeV.")
    }
    guard !beam.isMixed else {
      throw HermeticError(
        .configuration,
        "\(path) needs a beam of one kind of particle (yields are per particle of that kind). Leave out "
          + "composition.")
    }
    guard beam.particle.isElectronOrPositron else {
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
    let pdg = beam.particle.pdg
    models = try masses_GeV.map { try Self.model(description, mass_GeV: $0, beam: pdg, path: path) }
    chainsPerEvent = try card.integer("chains_per_event", default: 20, in: 1...10_000)
    try card.finish()
  }

  /// The model at one mass; throws for kinds that the beam's leptons do not radiate.
  private static func model(_ description: JSON, mass_GeV: Double, beam: Int32, path: String) throws
    -> any MediatorModel
  {
    guard case .object(let members) = description else {
      throw HermeticError(.configuration, "\(path).model must be an object {…}.")
    }
    if case .string(let kind)? = description["kind"],
      !(try ModelRegistry.type(kind: kind) is any MediatorModel.Type)
    {
      throw HermeticError(
        .configuration,
        "\(path).model: a run produces bosons by bremsstrahlung, and \(kind) has none. "
          + "Sample its processes without a run, or use dark_photon, b_minus_l, scalar, …")
    }
    let model = try ModelRegistry.model(
      json: .object(members + [JSON.Member("mass_GeV", .number(mass_GeV))]), path: path + ".model")
    guard let mediator = model as? any MediatorModel else {
      throw HermeticError(.inside, "\(path).model: \(type(of: model).kind) is no mediator. Please report it.")
    }
    guard mediator.radiatingBeams.contains(beam) else {
      throw HermeticError(
        .configuration,
        "\(path).model: \(type(of: model).kind) does not couple to the beam particle (pdg = \(beam)). "
          + "Its beams are "
          + mediator.radiatingBeams.map(String.init).joined(separator: ", ") + ".")
    }
    return mediator
  }

  /// The model's own keys with their defaults; the mass stands in masses_GeV.
  private var modelMembers: [JSON.Member] {
    guard let first = models.first, case .object(let members) = first.parameters else { return [] }
    return [JSON.Member("kind", .string(kind))] + members.filter { $0.key != "mass_GeV" }
  }

  public var json: JSON {
    [
      "model": .object(modelMembers),
      "masses_GeV": .array(masses_GeV.map(JSON.number)),
      "minimum_boson_energy_GeV": .number(minimumBosonEnergy_GeV),
      "chains_per_event": .number(Double(chainsPerEvent)),
    ]
  }
}
