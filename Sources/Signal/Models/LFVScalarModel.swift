import Core
import Matter

/// {"kind": "lfv_scalar", "mass_GeV": 0.5, "outgoing": "tau"}: a light scalar or pseudoscalar that changes the
/// lepton's flavour when it is radiated. See docs/physics/rare_processes.md.
public struct LFVScalarModel: TrackProductionModel {
  public static let kind = "lfv_scalar"
  public let mass_GeV: Double
  public let parity: FlavourChangingScalar.Parity
  public let outgoing: String
  public let coupling: Double
  public let approximation: FlavourChangingScalar.Approximation
  public let formFactor: NuclearFormFactor

  private static let outgoingMasses = [
    "tau": TauDecayChannel.tauMass_GeV, "mu": Constants.muonMass_GeV, "e": Constants.electronMass_GeV,
  ]

  public init(card: inout Card) throws {
    mass_GeV = try card.number(
      "mass_GeV", in: 1e-6...10, dimension: "energy",
      hint: "Masses are in GeV; write \"10 MeV\" for another unit.")
    let parityName = try card.string("parity", default: "scalar")
    guard let parity = FlavourChangingScalar.Parity(rawValue: parityName) else {
      throw HermeticError.notFound(
        "parity", parityName, known: FlavourChangingScalar.Parity.allCases.map(\.rawValue))
    }
    outgoing = try card.string("outgoing", default: "tau")
    guard Self.outgoingMasses[outgoing] != nil else {
      throw HermeticError.notFound("outgoing lepton", outgoing, known: Self.outgoingMasses.keys.sorted())
    }
    coupling = try card.number("coupling", default: 1, in: 0...1e6)
    let name = try card.string("approximation", default: "exact")
    guard let approximation = FlavourChangingScalar.Approximation(rawValue: name) else {
      throw HermeticError.notFound(
        "approximation", name, known: FlavourChangingScalar.Approximation.allCases.map(\.rawValue))
    }
    self.parity = parity
    self.approximation = approximation
    formFactor = try NuclearFormFactor(
      cardName: try card.string("form_factor", default: "elastic"))
    guard approximation == .exactTreeLevel || formFactor == .elastic else {
      throw HermeticError(
        .configuration,
        "form_factor \"\(formFactor.cardName)\" does not go with approximation \"\(name)\" (its photon flux "
          + "is elastic). Use \"elastic\" or approximation \"exact\".")
    }
    // Only the muon can be heavier than what it turns into.
    if outgoing == "e" {
      _ = try FlavourChangingScalar(
        parity: parity, bosonMass_GeV: mass_GeV, incomingMass_GeV: Constants.muonMass_GeV,
        outgoingMass_GeV: Constants.electronMass_GeV, element: ElementTable.all[81])
    }
  }

  public var parameters: JSON {
    [
      "mass_GeV": .number(mass_GeV), "parity": .string(parity.rawValue), "outgoing": .string(outgoing),
      "coupling": .number(coupling), "approximation": .string(approximation.rawValue),
      "form_factor": .string(formFactor.cardName),
    ]
  }

  private var beams: [Int32] {
    switch outgoing {
    case "tau": return [11, -11, 13, -13]
    case "mu": return [11, -11]
    default: return [13, -13]
    }
  }

  public var processes: [SignalProcessDescription] {
    [
      SignalProcessDescription(
        name: "bremsstrahlung", beams: beams, variables: ["x"],
        finalState: ["boson", "lepton", "nucleus"],
        approximation: approximation == .exactTreeLevel
          ? "exact tree level" : "Weizsaecker-Williams spectrum, exact angles")
    ]
  }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    try emission(beam: beam, element: element)
  }

  public func emission(beam: Int32, element: Element) throws -> FlavourChangingScalarProcess {
    FlavourChangingScalarProcess(
      try FlavourChangingScalar(
        parity: parity, bosonMass_GeV: mass_GeV,
        incomingMass_GeV: beam.magnitude == 11 ? Constants.electronMass_GeV : Constants.muonMass_GeV,
        outgoingMass_GeV: Self.outgoingMasses[outgoing]!, element: element, formFactor: formFactor),
      approximation, coupling: coupling)
  }

  public func decays() throws -> [DecayChannel] { [] }
}

extension LFVScalarModel {
  public func trackBeams(_ process: TrackProcess) -> [Int32] { process == .bremsstrahlung ? beams : [] }

  public var changesFlavour: Bool { true }
  public var rateParameter: RateParameter? { RateParameter(name: "coupling", value: coupling) }
}
