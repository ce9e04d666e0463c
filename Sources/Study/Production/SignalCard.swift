import Core
import Events
import Geometry
import Signal
import Transport

/// What is produced, by which processes, and the declared biasing of its production.
public struct SignalCard: Sendable {
  public let kind: String
  /// One model for each mass.
  public let models: [any TrackProductionModel]
  /// Every event contributes to each of these masses with its own weight.
  public let masses_GeV: [Double]
  public let processes: [TrackProcess]
  /// Only bosons above it are produced: the yield columns count those alone.
  public let minimumBosonEnergy_GeV: Double
  /// Chains of leading particles per event over which the production probability is averaged.
  public let chainsPerEvent: Int
  /// Where bosons are made; nil = everywhere.
  public let volumes: [String]?
  /// The line shape of annihilation is that at this multiple of the model's coupling.
  public let lineShapeCoupling: Double
  public let visibleDecays: VisibleDecays
  /// Given if and only if decays are simulated.
  public let decay: DecayCard?

  /// What becomes of a boson that can decay visibly.
  public enum VisibleDecays: String, CaseIterable, Sendable {
    /// It decays at once, and visible decays are no signal: yields hold the invisible branching ratio.
    case vetoed
    /// It leaves the detector first: yields hold every boson.
    case unseen
    /// It flies and decays, and its products are followed (`DecayCard`).
    case simulated
  }

  public init(json: JSON, path: String, beam: Beam, world: World) throws {
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
    let fixed = try Self.fixedModel(description, path: path)
    masses_GeV = try Self.masses(&card, kind: kind, fixed: fixed?.fixedMass_GeV, path: path)
    for (index, mass) in masses_GeV.enumerated() where fixed == nil && mass > min(limit, 3) {
      throw HermeticError(
        .kinematics,
        "\(path).masses_GeV[\(index)] = \(mass) is too heavy: the largest mass is "
          + "\(min(limit, 3)) GeV for bosons above \(minimumBosonEnergy_GeV) GeV. Masses are in GeV.")
    }
    beamParticle = beam.particle
    models =
      try fixed.map { [$0] } ?? masses_GeV.map { try Self.model(description, mass_GeV: $0, path: path) }
    if let matter = description["dark_matter"], matter["mass_GeV"] == nil {
      if case .number(let ratio)? = matter["mass_ratio"] {
        darkMatterRatio = ratio
      } else {
        darkMatterRatio = 1.0 / 3
      }
    } else {
      darkMatterRatio = nil
    }
    processes = try Self.processes(&card, models: models, beam: beam.particle)
    chainsPerEvent = try card.integer("chains_per_event", default: 20, in: 1...10_000)
    volumes = try Self.volumes(&card, world: world)
    lineShapeCoupling = try card.number("line_shape_coupling", default: 1e-4, in: 1e-12...1)
    let canDecay = models[0] is any BosonProductionModel
    let decays = try card.string("visible_decays", default: VisibleDecays.vetoed.rawValue)
    guard let visibleDecays = VisibleDecays(rawValue: decays) else {
      throw HermeticError.notFound(
        card.pathOf("visible_decays"), decays, known: VisibleDecays.allCases.map(\.rawValue))
    }
    guard canDecay || visibleDecays != .simulated else {
      throw HermeticError(
        .configuration,
        "\(path).visible_decays is \"simulated\", but nothing that \(kind) makes decays on the way. Leave it out."
      )
    }
    self.visibleDecays = visibleDecays
    decay = try Self.decay(&card, visibleDecays, processes)
    try card.finish()
  }

  /// The model of a card without a mass; nil where masses_GeV has it.
  private static func fixedModel(_ description: JSON, path: String) throws -> (any TrackProductionModel)? {
    guard case .string(let kind)? = description["kind"],
      try ModelRegistry.type(kind: kind) is any FixedMassModel.Type
    else { return nil }
    return try ModelRegistry.model(json: description, path: path + ".model") as? any TrackProductionModel
  }

  private static func masses(_ card: inout Card, kind: String, fixed: Double?, path: String) throws
    -> [Double]
  {
    guard let fixed else {
      let masses = try card.numbers("masses_GeV", in: 1e-4...1e3)
      guard !masses.isEmpty, masses.count <= 200 else {
        throw HermeticError(
          .configuration, "\(path).masses_GeV must hold 1 … 200 masses, not \(masses.count).")
      }
      return masses
    }
    let masses = try card.numbers("masses_GeV", default: [fixed], in: 1e-4...1e3)
    guard masses == [fixed] else {
      throw HermeticError(
        .configuration,
        "\(path).masses_GeV does not belong there: \(kind) has no mass to choose. Leave it out.")
    }
    return masses
  }

  private static func decay(_ card: inout Card, _ visible: VisibleDecays, _ processes: [TrackProcess]) throws
    -> DecayCard?
  {
    let path = card.pathOf("decay")
    guard let json = card.optional("decay") else {
      guard visible != .simulated else {
        throw HermeticError(
          .configuration,
          "\(path) is missing (a lifetime needs a coupling). Give it as {\"coupling\": …}, a multiple of the "
            + "model's.")
      }
      return nil
    }
    guard visible == .simulated else {
      throw HermeticError(
        .configuration,
        "\(path) is for decays inside the detector. Set \(card.pathOf("visible_decays")) to \"simulated\".")
    }
    guard !processes.contains(.annihilation) else {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("processes")): annihilation makes invisible final states alone, and visible_decays is "
          + "\"simulated\". Leave it out.")
    }
    return try DecayCard(json: json, path: path)
  }

  private static func volumes(_ card: inout Card, world: World) throws -> [String]? {
    guard card.optional("volumes") != nil else { return nil }
    let items = try card.array("volumes")
    guard !items.isEmpty else {
      throw HermeticError(
        .configuration, "\(card.pathOf("volumes")) is empty (nothing is made). Leave it out or name one.")
    }
    return try items.map {
      guard case .string(let name) = $0, world.volumeNames.contains(name) else {
        throw HermeticError.notFound("volume", $0.text, known: world.volumeNames)
      }
      return name
    }
  }

  /// The model at one mass; throws for kinds that nothing in a shower makes.
  private static func model(_ description: JSON, mass_GeV: Double, path: String) throws
    -> any TrackProductionModel
  {
    guard case .object(let members) = description else {
      throw HermeticError(.configuration, "\(path).model must be an object {…}.")
    }
    if case .string(let kind)? = description["kind"],
      !(try ModelRegistry.type(kind: kind) is any TrackProductionModel.Type)
    {
      throw HermeticError(
        .configuration,
        "\(path).model: \(kind) has no process that a run makes along tracks (muon pairs belong to its showers: "
          + "physics.muon_pairs). Sample its processes without a run, or use dark_photon, alp, millicharged, …"
      )
    }
    let model = try ModelRegistry.model(
      json: .object(members + [JSON.Member("mass_GeV", .number(mass_GeV))]), path: path + ".model")
    guard let track = model as? any TrackProductionModel else {
      throw HermeticError(.inside, "\(path).model: \(type(of: model).kind) makes no boson. Please report it.")
    }
    return track
  }

  /// "processes": those named, or what the beam's own shower does by default: bremsstrahlung, and for couplings to
  /// photons Primakoff production and photon fusion.
  private static func processes(
    _ card: inout Card, models: [any TrackProductionModel], beam: Particle
  ) throws -> [TrackProcess] {
    let path = card.pathOf("processes")
    let kind = type(of: models[0]).kind
    let changesFlavour = models[0].changesFlavour
    func offered(_ process: TrackProcess) -> [Int32] {
      models.lazy.map { $0.trackBeams(process) }.first { !$0.isEmpty } ?? []
    }
    guard card.optional("processes") != nil else {
      let chosen = Self.defaultProcesses.filter { process in
        offered(process).contains {
          Self.isInShowers($0, beam: beam) && (!changesFlavour || $0 == beam.pdg)
        }
      }
      guard !chosen.isEmpty else {
        throw HermeticError(
          .configuration,
          "\(card.pathOf("model")): \(kind) couples neither to the beam particle (pdg = \(beam.pdg)) nor to "
            + "what its showers are made of"
            + (Self.defaultProcesses.first { !offered($0).isEmpty }.map {
              "; its beams are " + offered($0).map(String.init).joined(separator: ", ") + "."
            } ?? "."))
      }
      return chosen
    }
    var chosen: [TrackProcess] = []
    for item in try card.array("processes") {
      guard case .string(let name) = item, let process = TrackProcess(rawValue: name) else {
        throw HermeticError.notFound(
          "process", item.text, known: TrackProcess.allCases.map(\.rawValue))
      }
      guard !chosen.contains(process) else {
        throw HermeticError(.configuration, "\(path) names \(name) twice.")
      }
      guard !offered(process).isEmpty else {
        let others = TrackProcess.allCases.filter { !offered($0).isEmpty }.map(\.rawValue)
        throw HermeticError(
          .configuration,
          "\(path): \(kind) has no \(name) with these couplings"
            + (process == .annihilation
              ? " (it makes what leaves no energy: give the model dark_matter)" : "")
            + ". It has " + (others.isEmpty ? "none" : others.joined(separator: ", ")) + ".")
      }
      guard
        offered(process).contains(where: {
          isInShowers($0, beam: beam) && (!changesFlavour || $0 == beam.pdg)
        })
      else {
        throw HermeticError(
          .configuration,
          "\(path): \(name) of \(kind) needs " + offered(process).map(String.init).joined(separator: ", ")
            + " (pdg), which showers of this beam (\(beam.pdg)) do not have.")
      }
      chosen.append(process)
    }
    guard !chosen.isEmpty else {
      throw HermeticError(.configuration, "\(path) is empty (nothing is made). Leave it out or name one.")
    }
    return chosen
  }

  private static let defaultProcesses: [TrackProcess] = [
    .bremsstrahlung, .primakoff, .photonFusion, .pairProduction, .conversion, .chargeExchange,
  ]

  /// Electrons, positrons and photons make each other; muons and hadrons come from the beam.
  static func isInShowers(_ pdg: Int32, beam: Particle) -> Bool {
    pdg == beam.pdg || [11, -11, 22].contains(pdg)
  }

  private let beamParticle: Particle
  /// m_χ/m_X where the model's dark matter is given by it.
  private let darkMatterRatio: Double?

  /// Mass of the heaviest particle whose steps may make bosons.
  var heaviestParticle_GeV: Double { max(beamParticle.mass_GeV, Constants.electronMass_GeV) }

  /// Whose tracks do a model's process: a hadron's shower has charged pions and kaons besides. Leptons of the beam's own
  /// flavour where it changes.
  func beams(of model: any TrackProductionModel, _ process: TrackProcess) -> [Int32] {
    model.trackBeams(process).filter {
      if model.changesFlavour, $0.magnitude != beamParticle.pdg.magnitude { return false }
      return Self.isInShowers($0, beam: beamParticle)
        || beamParticle.isHadron && [211, -211, 321, -321].contains($0)
    }
  }

  /// Whether elements count by their nucleons: what is made is made on single ones.
  var isIncoherent: Bool { processes.allSatisfy { $0 == .conversion || $0 == .chargeExchange } }

  /// Whether hadrons are made even where showers make none.
  var makesHadrons: Bool { processes.contains { $0 == .conversion || $0 == .chargeExchange } }

  /// Whose tracks make bosons by a process.
  func particles(_ process: TrackProcess) -> ParticleSet {
    var set: ParticleSet = []
    for model in models {
      for pdg in beams(of: model, process) {
        if let particle = Particle(pdg: pdg) { set.insert(ParticleSet(particle)) }
      }
    }
    return set
  }

  /// Whose steps are candidates.
  var recorded: ParticleSet { processes.reduce(into: []) { $0.formUnion(particles($1)) } }

  /// The model's own keys with their defaults; the mass stands in masses_GeV.
  private var modelMembers: [JSON.Member] {
    guard let first = models.first, case .object(let members) = first.parameters else { return [] }
    return [JSON.Member("kind", .string(kind))]
      + members.filter { $0.key != "mass_GeV" }.map {
        $0.key == "dark_matter" ? JSON.Member($0.key, ofAllMasses($0.value)) : $0
      }
  }

  /// A dark matter card whose mass follows the boson's, if it did.
  private func ofAllMasses(_ matter: JSON) -> JSON {
    guard let ratio = darkMatterRatio, case .object(let members) = matter else { return matter }
    return .object(
      members.map { $0.key == "mass_GeV" ? JSON.Member("mass_ratio", .number(ratio)) : $0 })
  }

  public var json: JSON {
    .object(
      [
        JSON.Member("model", .object(modelMembers)),
        JSON.Member("masses_GeV", .array(masses_GeV.map(JSON.number))),
        JSON.Member("processes", .array(processes.map { .string($0.rawValue) })),
        JSON.Member("minimum_boson_energy_GeV", .number(minimumBosonEnergy_GeV)),
        JSON.Member("chains_per_event", .number(Double(chainsPerEvent))),
        JSON.Member("volumes", volumes.map { .array($0.map(JSON.string)) } ?? .null),
        JSON.Member("line_shape_coupling", .number(lineShapeCoupling)),
        JSON.Member("visible_decays", .string(visibleDecays.rawValue)),
      ] + (decay.map { [JSON.Member("decay", $0.json)] } ?? []))
  }
}
