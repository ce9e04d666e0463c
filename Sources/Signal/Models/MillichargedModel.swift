import Core
import Matter

/// {"kind": "millicharged", "mass_GeV": 0.01}: particles of charge Q e, made in pairs by virtual photons. See
/// docs/physics/rare_processes.md.
public struct MillichargedModel: TrackProductionModel {
  public static let kind = "millicharged"
  public let mass_GeV: Double
  public let charge: Double
  public let spin: MillichargedPair.Spin
  public let angle: MillichargedAngle
  public let formFactor: NuclearFormFactor

  public init(card: inout Card) throws {
    mass_GeV = try card.number(
      "mass_GeV", in: MillichargedPair.massRange_GeV, dimension: "energy",
      hint: "Masses are in GeV; write \"10 MeV\" for another unit.")
    charge = try card.number("charge", default: 1, in: 0...1)
    let spinName = try card.string("spin", default: "fermion")
    guard let spin = MillichargedPair.Spin(rawValue: spinName) else {
      throw HermeticError.notFound(
        "spin", spinName, known: MillichargedPair.Spin.allCases.map(\.rawValue))
    }
    let angleName = try card.string("pair_angle", default: "transverse")
    guard let angle = MillichargedAngle(rawValue: angleName) else {
      throw HermeticError.notFound(
        "pair_angle", angleName, known: MillichargedAngle.allCases.map(\.rawValue))
    }
    self.spin = spin
    self.angle = angle
    formFactor = try NuclearFormFactor(
      cardName: try card.string("form_factor", default: "elastic"))
  }

  public var parameters: JSON {
    [
      "mass_GeV": .number(mass_GeV), "charge": .number(charge), "spin": .string(spin.rawValue),
      "pair_angle": .string(angle.rawValue), "form_factor": .string(formFactor.cardName),
    ]
  }

  public var processes: [SignalProcessDescription] {
    [
      SignalProcessDescription(
        name: "pair_production", beams: [11, -11, 13, -13], variables: ["x"],
        finalState: ["Q", "Qbar", "lepton", "nucleus"],
        approximation:
          "exact tree level through one virtual photon; the pair's angles about the photon "
          + (angle == .exact ? "with its polarisation" : "are \"\(angle.rawValue)\" without spin correlation")
          + "; vector mesons of a thick dump not included")
    ]
  }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    MillichargedProcess(try pair(beam: beam, element: element), charge: charge, angle: angle)
  }

  public func pair(beam: Int32, element: Element) throws -> MillichargedPair {
    try MillichargedPair(
      spin: spin, mass_GeV: mass_GeV,
      leptonMass_GeV: beam.magnitude == 11 ? Constants.electronMass_GeV : Constants.muonMass_GeV,
      element: element, formFactor: formFactor)
  }

  /// V → Q Q̄ of vector mesons: Γ_ee Q² w, the same w as for virtual photons.
  public func decays() throws -> [DecayChannel] { try MillichargedMeson.channels(mass_GeV, charge, spin) }
}

extension MillichargedModel {
  public func trackBeams(_ process: TrackProcess) -> [Int32] {
    process == .pairProduction ? processes[0].beams : []
  }

  public var rateParameter: RateParameter? { RateParameter(name: "charge", value: charge) }
}
