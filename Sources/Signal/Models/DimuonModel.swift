import Core
import Matter

/// {"kind": "dimuon"}: muon pairs of the Standard Model, γ N → μ⁻μ⁺N and e⁺e⁻ → μ⁺μ⁻ on atomic electrons:
/// the background and the calibration of a missing-energy search. See docs/physics/rare_processes.md.
public struct DimuonModel: SignalModel {
  public static let kind = "dimuon"
  /// For the angles of the conversion only; the cross section has the form factors of its formula.
  public let formFactor: NuclearFormFactor

  public init(card: inout Card) throws {
    formFactor = try NuclearFormFactor(
      cardName: try card.string("form_factor", default: "elastic"))
  }

  public var parameters: JSON { ["form_factor": .string(formFactor.cardName)] }

  public var processes: [SignalProcessDescription] {
    [
      SignalProcessDescription(
        name: "photon_conversion", beams: [22], variables: ["x"],
        finalState: ["mu-", "mu+", "nucleus"],
        approximation:
          "Burkhardt-Kelner-Kokoulin spectrum, integrated; angles from the exact Born amplitude"),
      SignalProcessDescription(
        name: "positron_annihilation", beams: [-11], variables: ["cos_theta"],
        finalState: ["mu+", "mu-"], approximation: "tree level on free electrons at rest"),
    ]
  }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    name == "photon_conversion"
      ? try PhotonToMuonPairProcess(element: element, formFactor: formFactor)
      : PositronToMuonPairProcess(element: element)
  }

  public func decays() throws -> [DecayChannel] { [] }
}
