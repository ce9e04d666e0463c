import Core
import Matter

/// {"kind": "alp"}: a pseudoscalar a that couples to two photons, L = −(g/4) a F F̃, and to electrons,
/// g_e a ē iγ⁵e, if asked to.
public struct AxionLikeModel: BosonProductionModel {
  public static let kind = "alp"
  public let mass_GeV: Double
  public let formFactor: NuclearFormFactor
  private let part: MediatorPart

  public init(card: inout Card) throws {
    mass_GeV = try card.number(
      "mass_GeV", in: 1e-9...10, dimension: "energy",
      hint: "Masses are in GeV; write \"10 MeV\" for another unit.")
    formFactor = try NuclearFormFactor(
      cardName: try card.string("form_factor", default: "elastic"))
    let photons = try card.number("photon_coupling_per_GeV", default: 1, in: 0...1e6)
    let electrons = try card.number("electron_coupling", default: 0, in: 0...1e3)
    guard photons > 0 || electrons > 0 else {
      throw HermeticError(
        .configuration,
        "\(card.path.isEmpty ? "alp" : card.path) has neither photon_coupling_per_GeV nor "
          + "electron_coupling (nothing can make it). Give one of them.")
    }
    let matter = try DarkMatter.fromCard(&card, mediatorMass_GeV: mass_GeV)
    part = try MediatorPart(
      name: "a",
      mediator: Mediator(
        kind: .pseudoscalar, mass_GeV: mass_GeV, electronCoupling: electrons,
        photonCoupling_per_GeV: photons, darkMatter: matter), couplingIsGiven: true, card: &card)
  }

  public var parameters: JSON {
    .object(
      [
        JSON.Member("mass_GeV", .number(mass_GeV)),
        JSON.Member("form_factor", .string(formFactor.cardName)),
        JSON.Member("photon_coupling_per_GeV", .number(part.mediator.photonCoupling_per_GeV)),
        JSON.Member("electron_coupling", .number(part.mediator.electronCoupling)),
      ] + part.parameters)
  }

  public var processes: [SignalProcessDescription] {
    var list: [SignalProcessDescription] = []
    if part.mediator.photonCoupling_per_GeV > 0 {
      list.append(
        SignalProcessDescription(
          name: "primakoff", beams: [22], variables: PrimakoffProcess.variables,
          finalState: ["alp", "nucleus"], approximation: "exact tree level"))
      list.append(
        SignalProcessDescription(
          name: "photon_fusion", beams: [11, -11, 13, -13], variables: PhotonFusionProcess.variables,
          finalState: ["alp", "lepton", "nucleus"], approximation: "exact tree level"))
    }
    if part.mediator.electronCoupling > 0, radiates {
      list.append(
        SignalProcessDescription(
          name: "bremsstrahlung", beams: [11, -11], variables: BremsstrahlungProcess.variables,
          finalState: BremsstrahlungProcess.finalState, approximation: "exact tree level"))
    }
    return list + part.processes
  }

  private var radiates: Bool { mass_GeV >= LeptonBremsstrahlung.lowestBosonMass_GeV }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    switch name {
    case "primakoff": return PrimakoffProcess(production: try primakoffProduction(element: element))
    case "photon_fusion":
      return PhotonFusionProcess(production: try photonFusion(beam: beam, element: element))
    case "bremsstrahlung": return try bremsstrahlungProcess(beam: beam, element: element)
    default:
      guard let process = try part.process(name, element: element) else {
        throw HermeticError.notFound("process of alp", name, known: processes.map(\.name))
      }
      return process
    }
  }

  public func decays() throws -> [DecayChannel] { try part.decays() }
}

extension AxionLikeModel {
  public var mediator: Mediator { part.mediator }
  public var electronMotion: ResonantAnnihilation.ElectronMotion { part.electronMotion }

  public func trackBeams(_ process: TrackProcess) -> [Int32] {
    let photons = mediator.photonCoupling_per_GeV > 0
    switch process {
    case .bremsstrahlung: return mediator.electronCoupling > 0 && radiates ? [11, -11] : []
    case .annihilation: return annihilatesInvisibly ? [-11] : []
    case .primakoff: return photons ? [22] : []
    case .photonFusion: return photons ? [11, -11, 13, -13] : []
    default: return []
    }
  }

  private func leptonMass(_ beam: Int32) -> Double {
    beam.magnitude == 13 ? Constants.muonMass_GeV : Constants.electronMass_GeV
  }

  public func primakoffProduction(element: Element) throws -> PrimakoffProduction {
    try PrimakoffProduction(
      mass_GeV: mass_GeV, coupling_per_GeV: mediator.photonCoupling_per_GeV, element: element,
      formFactor: formFactor)
  }

  public func photonFusion(beam: Int32, element: Element) throws -> PhotonFusion {
    try PhotonFusion(
      mass_GeV: mass_GeV, coupling_per_GeV: mediator.photonCoupling_per_GeV,
      leptonMass_GeV: leptonMass(beam), element: element, formFactor: formFactor)
  }

  public func bremsstrahlungProcess(beam: Int32, element: Element) throws -> BremsstrahlungProcess {
    // Cross sections of that process are for g = ε e with ε = 1.
    let epsilon = mediator.electronCoupling / Mediator.electricCharge()
    return BremsstrahlungProcess(
      try LeptonBremsstrahlung(
        boson: .pseudoscalar, bosonMass_GeV: mass_GeV, leptonMass_GeV: leptonMass(beam), element: element,
        formFactor: formFactor), couplingSquared: epsilon * epsilon)
  }
}
