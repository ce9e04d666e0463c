import Core

/// What a mediator can decay to.
public enum DecayMode: String, CaseIterable, Sendable {
  case electrons
  case muons
  case taus
  case neutrinos
  case hadrons
  case photons
  case darkMatter = "dark_matter"

  /// Mass of the charged lepton of the mode, nil for the others.
  public var leptonMass_GeV: Double? {
    switch self {
    case .electrons: return Constants.electronMass_GeV
    case .muons: return Constants.muonMass_GeV
    case .taus: return Constants.tauMass_GeV
    default: return nil
    }
  }

  /// Leaves no energy in a detector.
  public var isInvisible: Bool { self == .neutrinos || self == .darkMatter }
}
