import Core

/// Particles that transport follows. Raw values are stable inside one library version only; outwards
/// particles are named by PDG id.
@frozen public enum Particle: UInt8, Sendable {
  case photon = 0
  case electron = 1
  case positron = 2

  public init?(pdg: Int32) {
    switch pdg {
    case 22: self = .photon
    case 11: self = .electron
    case -11: self = .positron
    default: return nil
    }
  }

  public var pdg: Int32 {
    switch self {
    case .photon: return 22
    case .electron: return 11
    case .positron: return -11
    }
  }

  @inlinable public var mass_GeV: Double { self == .photon ? 0 : 0.51099895000e-3 }
}
