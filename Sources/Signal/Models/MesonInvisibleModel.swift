import Core
import Matter

/// {"kind": "meson_invisible", "meson": "eta"}: a neutral meson from charge exchange that decays to nothing
/// visible.
///
/// **The cross section is uncertain by a factor 2 to 7**: `ChargeExchangeNormalization` says why; every
/// result carries the name of the choice. See docs/physics/rare_processes.md.
public struct MesonInvisibleModel: FixedMassModel {
  public static let kind = "meson_invisible"
  public let meson: NeutralMeson
  public let normalization: ChargeExchangeNormalization
  public let absorption: Bool
  public let branchingRatio: Double

  public init(card: inout Card) throws {
    let name = try card.string("meson")
    guard let meson = NeutralMeson(rawValue: name) else {
      throw HermeticError.notFound("meson", name, known: NeutralMeson.allCases.map(\.rawValue))
    }
    let choice = try card.string(
      "normalization", default: ChargeExchangeNormalization.integratedInterpretation.rawValue)
    guard let normalization = ChargeExchangeNormalization(rawValue: choice) else {
      throw HermeticError.notFound(
        "normalization", choice, known: ChargeExchangeNormalization.allCases.map(\.rawValue))
    }
    self.meson = meson
    self.normalization = normalization
    absorption = try card.bool("absorption", default: true)
    branchingRatio = try card.number("invisible_branching_ratio", default: 1, in: 0...1)
    _ = try ChargeExchange(meson: meson, normalization: normalization)
  }

  public var parameters: JSON {
    [
      "meson": .string(meson.rawValue), "normalization": .string(normalization.rawValue),
      "absorption": .bool(absorption), "invisible_branching_ratio": .number(branchingRatio),
    ]
  }

  public var processes: [SignalProcessDescription] {
    [
      SignalProcessDescription(
        name: "charge_exchange", beams: meson.isKaon ? [-321, 321] : [-211, 211], variables: ["t"],
        finalState: ["meson", "nucleon"],
        approximation:
          "parametrisation with normalisation \"\(normalization.rawValue)\": the cross section is "
          + "uncertain by a factor 2 to 7; nucleon at rest"
          + (meson.isKaon ? "; shape in t borrowed from pi0" : ""))
    ]
  }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    try chargeExchange(beam: beam, element: element)
  }

  public func decays() throws -> [DecayChannel] { [] }
}

extension MesonInvisibleModel {
  public func trackBeams(_ process: TrackProcess) -> [Int32] {
    process == .chargeExchange ? processes[0].beams : []
  }

  public var fixedMass_GeV: Double? { meson.mass_GeV }

  public var rateParameter: RateParameter? {
    RateParameter(name: "invisible_branching_ratio", value: branchingRatio, power: 1)
  }

  public func chargeExchange(beam: Int32, element: Element) throws -> ChargeExchangeProcess {
    ChargeExchangeProcess(
      try ChargeExchange(meson: meson, normalization: normalization, positiveBeam: beam > 0),
      element: element, absorption: absorption, branchingRatio: branchingRatio)
  }
}
