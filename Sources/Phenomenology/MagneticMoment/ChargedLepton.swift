import Core

/// A charged lepton by its name at the border.
public enum ChargedLepton: String, CaseIterable, Sendable {
  case electron = "e"
  case muon = "mu"
  case tau = "tau"

  public init(named name: String) throws {
    guard let lepton = ChargedLepton(rawValue: name) else {
      throw HermeticError.notFound("lepton", name, known: ChargedLepton.allCases.map(\.rawValue))
    }
    self = lepton
  }

  public var mass_GeV: Double {
    switch self {
    case .electron: Constants.electronMass_GeV
    case .muon: Constants.muonMass_GeV
    case .tau: Constants.tauMass_GeV
    }
  }
}
