import Core
import Matter

/// A process by which particles of a shower make a new one.
public enum TrackProcess: String, CaseIterable, Sendable {
  /// ℓN → ℓNX, or ℓ₁N → ℓ₂NX.
  case bremsstrahlung
  /// e⁺e⁻ → X → invisible: dark matter and neutrinos.
  case annihilation
  /// γN → aN.
  case primakoff
  /// ℓN → ℓNa.
  case photonFusion = "photon_fusion"
  /// ℓN → ℓN Q Q̄.
  case pairProduction = "pair_production"
  /// ℓ₁N → ℓ₂ X.
  case conversion
  /// π⁻p → M⁰n.
  case chargeExchange = "charge_exchange"
}

/// A model that a run can make along the tracks of showers.
public protocol TrackProductionModel: SignalModel {
  /// What it offers at its mass and couplings, with the particles that do it.
  func trackBeams(_ process: TrackProcess) -> [Int32]

  /// The mass of a model whose card has none: a meson's, or the outgoing lepton's.
  var fixedMass_GeV: Double? { get }

  /// Whether a lepton becomes another one: then leptons of the beam's own flavour alone are meant.
  var changesFlavour: Bool { get }

  /// Share of what is made that leaves no energy, of what decays at once; nil where all of it does, or nothing decays.
  func invisibleShare(scale: Double) -> Double?

  /// A number of the card to whose square (power 2) or to which (power 1) yields are proportional, for limits; nil where
  /// that is the coupling.
  var rateParameter: RateParameter? { get }
}

/// See `TrackProductionModel.rateParameter`.
public struct RateParameter: Equatable, Sendable {
  public let name: String
  public let value: Double
  public let power: Int

  public init(name: String, value: Double, power: Int = 2) {
    self.name = name
    self.value = value
    self.power = power
  }
}

extension TrackProductionModel {
  public static var hasFreeMass: Bool { !(Self.self is any FixedMassModel.Type) }
  public var fixedMass_GeV: Double? { nil }
  public var changesFlavour: Bool { false }
  public func invisibleShare(scale: Double) -> Double? { nil }
  public var rateParameter: RateParameter? { nil }

  func notOffered(_ process: TrackProcess) -> HermeticError {
    HermeticError(
      .configuration, "\(Self.kind) has no process \"\(process.rawValue)\" along tracks.")
  }
}

/// A model without "mass_GeV" in its card.
public protocol FixedMassModel: TrackProductionModel {}
