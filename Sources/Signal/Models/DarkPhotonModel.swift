import Core
import Matter

/// {"kind": "dark_photon"}: a vector that mixes with the photon, radiated by charged leptons.
public struct DarkPhotonModel: SignalModel {
  public static let kind = "dark_photon"
  public let mass_GeV: Double
  public let formFactor: NuclearFormFactor

  public init(card: inout Card) throws {
    mass_GeV = try card.number(
      "mass_GeV", in: 1e-6...3, dimension: "energy",
      hint: "Masses are in GeV; write \"10 MeV\" for another unit.")
    formFactor = try NuclearFormFactor(
      cardName: try card.string("form_factor", default: "elastic"))
  }

  public var parameters: JSON {
    ["mass_GeV": .number(mass_GeV), "form_factor": .string(formFactor.cardName)]
  }

  public var processes: [SignalProcessDescription] {
    [
      SignalProcessDescription(
        name: "bremsstrahlung", beams: [11, -11, 13, -13], variables: BremsstrahlungProcess.variables,
        finalState: ["boson", "lepton", "nucleus"], approximation: "exact tree level")
    ]
  }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    BremsstrahlungProcess(
      try LeptonBremsstrahlung(
        bosonMass_GeV: mass_GeV,
        leptonMass_GeV: beam.magnitude == 11 ? Constants.electronMass_GeV : Constants.muonMass_GeV,
        element: element, formFactor: formFactor))
  }

  public func decays() -> [DecayChannel] { [] }
}
