import Core
import Matter

/// {"kind": "dimuon"}: muon pairs of the Standard Model, γ N → μ⁻μ⁺N and e⁺e⁻ → μ⁺μ⁻ on atomic electrons:
/// the background and the calibration of a missing-energy search. See docs/physics/rare_processes.md.
public struct DimuonModel: SignalModel {
  public static let kind = "dimuon"
  /// For the angles of the conversion only; the cross section has the form factors of its formula.
  public let formFactor: NuclearFormFactor
  /// Of the atomic electrons that positrons meet: it smears the threshold at 43.69 GeV.
  public let electronMotion: ResonantAnnihilation.ElectronMotion

  public init(card: inout Card) throws {
    formFactor = try NuclearFormFactor(
      cardName: try card.string("form_factor", default: "elastic"))
    let motion = try card.string(
      "electron_motion", default: ResonantAnnihilation.ElectronMotion.rest.rawValue)
    let known: [ResonantAnnihilation.ElectronMotion] = [.rest, .slater]
    guard let electronMotion = known.first(where: { $0.rawValue == motion }) else {
      throw HermeticError.notFound("electron motion", motion, known: known.map(\.rawValue))
    }
    self.electronMotion = electronMotion
  }

  public var parameters: JSON {
    [
      "form_factor": .string(formFactor.cardName), "electron_motion": .string(electronMotion.rawValue),
    ]
  }

  public var processes: [SignalProcessDescription] {
    [
      SignalProcessDescription(
        name: "photon_conversion", beams: [22], variables: ["x"],
        finalState: ["mu-", "mu+", "nucleus"],
        approximation:
          "Burkhardt-Kelner-Kokoulin spectrum, integrated; angles from the exact Born amplitude"),
      electronMotion == .rest
        ? SignalProcessDescription(
          name: "positron_annihilation", beams: [-11], variables: ["cos_theta"],
          finalState: ["mu+", "mu-"], approximation: "tree level on free electrons at rest")
        : SignalProcessDescription(
          name: "positron_annihilation", beams: [-11], variables: ["cos_theta", "s"],
          finalState: ["mu-", "mu+", "ion"],
          approximation: "tree level on electrons moving as Slater's orbitals"),
    ]
  }

  public func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    guard name != "photon_conversion" else {
      return try PhotonToMuonPairProcess(element: element, formFactor: formFactor)
    }
    guard electronMotion != .rest else { return PositronToMuonPairProcess(element: element) }
    return AnnihilationProcess(annihilation: try Self.overMovingElectrons(element: element))
  }

  /// e⁺e⁻ → γ* → μ⁺μ⁻ as the tail, far above its pole, of a vector with the photon's couplings and a mass just above
  /// 2 m_e: the propagator 1/(s − M²) differs from 1/s by 3e-5 at threshold.
  static func overMovingElectrons(
    element: Element, electronMotion: ResonantAnnihilation.ElectronMotion = .slater
  ) throws -> ResonantAnnihilation {
    try ResonantAnnihilation(
      mediator: .darkPhoton(mass_GeV: 2.05 * Constants.electronMass_GeV, epsilon: 1), mode: .muons,
      element: element, electronMotion: electronMotion)
  }

  public func decays() throws -> [DecayChannel] { [] }
}
