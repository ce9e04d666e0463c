import Core

/// The neutral mesons made by charge exchange, with the constants of their parametrisation.
public enum NeutralMeson: String, CaseIterable, Sendable {
  case pi0, eta
  case etaPrime = "eta_prime"
  case omega, f2
  case kaonShort = "K_S"
  case kaonLong = "K_L"

  /// PDG 2024.
  public var mass_GeV: Double {
    switch self {
    case .pi0: return 0.1349768
    case .eta: return 0.547862
    case .etaPrime: return 0.95778
    case .omega: return 0.78266
    case .f2: return 1.2754
    case .kaonShort, .kaonLong: return 0.497611
    }
  }

  /// From kaons (K⁻ p → K̄⁰ n) and not from pions.
  public var isKaon: Bool { self == .kaonShort || self == .kaonLong }

  /// A [µb], p, c₀, c₁, g₀, g₁ of `ChargeExchange`. Kaons: only their total is parametrised; the shape in t
  /// is borrowed from the π⁰, whose exchange (ρ, with a₂) is the nearest.
  var constants: (a: Double, p: Double, c0: Double, c1: Double, g0: Double, g1: Double) {
    switch self {
    case .pi0, .kaonShort, .kaonLong: return (122, 1.23, 12.7, 1.57, 2.55, -0.23)
    case .eta: return (78.8, 1.53, 6, 1.6, 4.6, -0.5)
    case .etaPrime: return (59.4, 1.35, 6.84, 1.7, 3.7, 0)
    case .omega: return (24, 0.94, 6.5, 1.23, 5.5, 0)
    case .f2: return (213.5, 0.94, 8, 2.6, 4.6, -2)
    }
  }
}
