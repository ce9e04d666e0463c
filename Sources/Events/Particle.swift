import Core

/// Particles that transport follows or that leave it unseen. Raw values are stable inside one library version
/// only; outwards particles are named by PDG id or by name.
@frozen public enum Particle: UInt8, CaseIterable, Sendable {
  case photon = 0
  case electron = 1
  case positron = 2
  case muonMinus = 3
  case muonPlus = 4
  case pionPlus = 5
  case pionMinus = 6
  case kaonPlus = 7
  case kaonMinus = 8
  case kaonShort = 9
  case kaonLong = 10
  case proton = 11
  case antiproton = 12
  case neutron = 13
  case antineutron = 14
  case lambda = 15
  case antilambda = 16
  case pionZero = 17
  case eta = 18
  case etaPrime = 19
  case tauMinus = 20
  case tauPlus = 21
  case electronNeutrino = 22
  case electronAntineutrino = 23
  case muonNeutrino = 24
  case muonAntineutrino = 25
  case tauNeutrino = 26
  case tauAntineutrino = 27

  public static let count = allCases.count

  public init?(pdg: Int32) {
    guard let found = Particle.allCases.first(where: { $0.pdg == pdg }) else { return nil }
    self = found
  }

  public init?(name: String) {
    guard let found = Particle.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  @inlinable public var isElectronOrPositron: Bool { self == .electron || self == .positron }

  @inlinable public var isMuon: Bool { self == .muonMinus || self == .muonPlus }

  @inlinable public var isHadron: Bool {
    rawValue >= Particle.pionPlus.rawValue && rawValue <= Particle.etaPrime.rawValue
  }

  @inlinable public var isNeutrino: Bool { rawValue >= Particle.electronNeutrino.rawValue }

  @inlinable public var mass_GeV: Double {
    switch self {
    case .photon: return 0
    case .electron, .positron: return 0.51099895000e-3
    default: return tabulatedMass_GeV
    }
  }

  @usableFromInline var tabulatedMass_GeV: Double { properties.mass_GeV }

  /// In units of the proton's charge.
  public var charge: Int { properties.charge }
  public var baryonNumber: Int { properties.baryonNumber }
  /// Mean life; infinite for what does not decay.
  public var meanLife_ns: Double { properties.meanLife_ns }
  public var pdg: Int32 { properties.pdg }
  /// The name of cards and messages: "mu-", "pi+", "K0S".
  public var name: String { properties.name }

  /// Energy that a particle can still leave in matter or carry away:
  ///
  ///     A = E_total + Q mₑ − B (m_p + mₑ)
  ///
  /// with charge Q and baryon number B. The Q and B terms are the rest energy of what must remain in the end,
  /// electrons and hydrogen, so that the sum of A is conserved in every interaction and decay: it is the
  /// kinetic energy of electrons and protons, and kinetic energy + 2 mₑ of positrons, which annihilate.
  public func availableEnergy_GeV(kineticEnergy_GeV: Double) -> Double {
    switch self {
    case .photon, .electron: return kineticEnergy_GeV
    case .positron: return kineticEnergy_GeV + 2 * 0.51099895000e-3
    default: return kineticEnergy_GeV + properties.availableRestEnergy_GeV
    }
  }
}
