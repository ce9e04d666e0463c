import Core
import Matter

/// {"kind": "flavour_conversion", "operator": "V_LL", "quark": "u", "outgoing": "tau"}: μ → τ, e → τ,
/// μ → e, e → μ in deep-inelastic scattering. See docs/physics/rare_processes.md.
public struct FlavourConversionModel: FixedMassModel {
  public static let kind = "flavour_conversion"
  public let interaction: ConversionOperator
  public let flavour: QuarkFlavour
  public let outgoing: String
  public let scale_GeV: Double
  public let coupling: Double
  public let minimumQ2_GeV2: Double
  public let minimumW_GeV: Double

  private static let outgoingMasses = [
    "tau": TauDecayChannel.tauMass_GeV, "mu": Constants.muonMass_GeV, "e": Constants.electronMass_GeV,
  ]

  public init(card: inout Card) throws {
    let name = try card.string("operator")
    guard let interaction = ConversionOperator(rawValue: name) else {
      throw HermeticError.notFound(
        "operator", name, known: ConversionOperator.allCases.map(\.rawValue))
    }
    let quark = try card.string("quark")
    guard let flavour = QuarkFlavour(rawValue: quark) else {
      throw HermeticError.notFound("quark", quark, known: QuarkFlavour.allCases.map(\.rawValue))
    }
    let outgoing = try card.string("outgoing", default: "tau")
    guard Self.outgoingMasses[outgoing] != nil else {
      throw HermeticError.notFound("outgoing lepton", outgoing, known: Self.outgoingMasses.keys.sorted())
    }
    self.interaction = interaction
    self.flavour = flavour
    self.outgoing = outgoing
    scale_GeV = try card.number(
      "scale_GeV", default: 1000, in: 1...1e9, dimension: "energy",
      hint: "The scale of the operator: cross sections fall as its fourth power.")
    coupling = try card.number("coupling", default: 1, in: 0...1e6)
    minimumQ2_GeV2 = try card.number("minimum_Q2_GeV2", default: 0, in: 0...1e4)
    minimumW_GeV = try card.number("minimum_W_GeV", default: 0, in: 0...100)
  }

  public var parameters: JSON {
    [
      "operator": .string(interaction.rawValue), "quark": .string(flavour.rawValue),
      "outgoing": .string(outgoing), "scale_GeV": .number(scale_GeV), "coupling": .number(coupling),
      "minimum_Q2_GeV2": .number(minimumQ2_GeV2), "minimum_W_GeV": .number(minimumW_GeV),
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
        name: "conversion", beams: beams, variables: ["y", "Q2", "xi,Q2"],
        finalState: ["lepton", "hadrons"],
        approximation:
          "leading order, parton densities frozen at 2 GeV2 (toy set: 20 % in size), free nucleons at rest")
    ]
  }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    try conversion(beam: beam, element: element)
  }

  public func conversion(beam: Int32, element: Element) throws -> FlavourConversionProcess {
    FlavourConversionProcess(
      try FlavourConversion(
        interaction, flavour: flavour, outgoingMass_GeV: Self.outgoingMasses[outgoing]!,
        scale_GeV: scale_GeV, antilepton: beam < 0, minimumQ2_GeV2: minimumQ2_GeV2,
        minimumW_GeV: minimumW_GeV),
      incomingMass_GeV: beam.magnitude == 11 ? Constants.electronMass_GeV : Constants.muonMass_GeV,
      element: element, coupling: coupling)
  }

  /// Decays of the τ that the operator makes, with its polarisation (for a τ⁻ along its flight; a τ⁺ from an
  /// antilepton beam has the opposite helicity and the same spectra).
  public func decays() throws -> [DecayChannel] {
    guard outgoing == "tau" else { return [] }
    let cTau_mm = TauDecayChannel.tauLifetime_s * Constants.lightSpeed_mm_per_ns * 1e9
    let width = Constants.hbarc_GeVmm / cTau_mm
    func channel(_ name: String, _ ratio: Double, _ products: [String], _ sampler: TauDecaySampler?)
      -> DecayChannel
    {
      DecayChannel(
        name: name, parent: "tau", parentMass_GeV: TauDecayChannel.tauMass_GeV,
        partialWidth_GeV: ratio * width, products: products, sampler: sampler)
    }
    var channels: [DecayChannel] = []
    var rest = 1.0
    for decay in TauDecayChannel.allCases {
      rest -= decay.branchingRatio
      channels.append(
        channel(
          decay.rawValue, decay.branchingRatio, [decay.rawValue, "neutrinos"],
          try TauDecaySampler(decay, polarization: interaction.outgoingHelicity)))
    }
    channels.append(channel("other", rest, [], nil))
    return channels
  }
}

extension FlavourConversionModel {
  public func trackBeams(_ process: TrackProcess) -> [Int32] {
    process == .conversion ? beams : []
  }

  public var fixedMass_GeV: Double? { Self.outgoingMasses[outgoing] }
  public var changesFlavour: Bool { true }
  public var rateParameter: RateParameter? { RateParameter(name: "coupling", value: coupling) }
}
