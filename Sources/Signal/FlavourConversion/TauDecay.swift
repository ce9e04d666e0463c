import Core
import Numerics

/// Decays of a polarised τ whose visible particle matters for a missing-energy signal.
///
/// In the τ's rest frame, P the polarisation along its flight (helicity of a τ⁻; minus that of a τ⁺), z the
/// lepton energy in units of m_τ/2 and c = cos θ*:
///
///     leptons  dΓ/dz dc = z² [3 − 2z + P c (1 − 2z)]           (massless daughters)
///     π        dΓ/dc = ½ (1 + P c)
///     ρ        dΓ/dc = ½ (1 + α P c),  α = (m_τ² − 2m_ρ²)/(m_τ² + 2m_ρ²) = 0.45
///
/// In the laboratory, for E_τ ≫ m_τ, with x = E/E_τ:
///
///     leptons  dΓ/dx = (1−x) [5 + 5x − 4x² + P(1 + x − 8x²)]/3
///     hadron   x = [1 + r + (1−r) c]/2, flat for P = 0 between r = m_h²/m_τ² and 1
///
/// - Approximation: leptons massless in the spectrum (m_μ²/m_τ² = 0.4 %); the ρ has no width; the π of the
///   reference formula is massless, this one has its mass (r = 0.6 %) unless `massless` is asked for.
/// - Checked by: `TauDecayTests`.
public enum TauDecayChannel: String, CaseIterable, Sendable {
  case electron, muon, pion, rho

  public static let tauMass_GeV = 1.77686
  public static let tauLifetime_s = 290.3e-15

  public var visibleMass_GeV: Double {
    switch self {
    case .electron: return Constants.electronMass_GeV
    case .muon: return Constants.muonMass_GeV
    case .pion: return 0.13957039
    case .rho: return 0.77526
    }
  }

  /// PDG 2024; ρ stands for π π⁰.
  public var branchingRatio: Double {
    switch self {
    case .electron: return 0.1782
    case .muon: return 0.1739
    case .pion: return 0.1082
    case .rho: return 0.2549
    }
  }

  var isLeptonic: Bool { self == .electron || self == .muon }

  /// α of 1 + α P cos θ*; 1 for a pion.
  public var analysingPower: Double {
    guard self == .rho else { return 1 }
    let tau = Self.tauMass_GeV * Self.tauMass_GeV
    let rho = visibleMass_GeV * visibleMass_GeV
    return (tau - 2 * rho) / (tau + 2 * rho)
  }

  /// (1/Γ) dΓ/dx in the collinear limit, x = E_visible/E_τ.
  ///
  /// - Parameter massless: m_h = 0 for hadrons, the usual textbook form 1 + αP(2x − 1)
  public func spectrum(x: Double, polarization: Double, massless: Bool = false) -> Double {
    if isLeptonic {
      guard x > 0, x < 1 else { return 0 }
      let x2 = x * x
      return (1 - x) * (5 + 5 * x - 4 * x2 + polarization * (1 + x - 8 * x2)) / 3
    }
    let ratio = visibleMass_GeV / Self.tauMass_GeV
    let r = massless ? 0 : ratio * ratio
    guard x > r, x < 1 else { return 0 }
    let cosine = (2 * x - 1 - r) / (1 - r)
    return (1 + analysingPower * polarization * cosine) / (1 - r)
  }
}

/// Draws the visible particle of a τ decay and the neutrinos' sum, for a τ at rest with its spin along z.
public struct TauDecaySampler: SignalSampler {
  public let channel: TauDecayChannel
  public let polarization: Double

  public init(_ channel: TauDecayChannel, polarization: Double) throws {
    guard polarization.magnitude <= 1 else {
      throw HermeticError.range("polarization", polarization, allowed: "in [-1, 1]")
    }
    self.channel = channel
    self.polarization = polarization
  }

  /// Visible, then the neutrinos as one four-momentum.
  public var particleCount: Int { 2 }

  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let tau = FourMomentum(energy: TauDecayChannel.tauMass_GeV, momentum: .zero)
    let mass = channel.visibleMass_GeV
    let highest =
      (TauDecayChannel.tauMass_GeV * TauDecayChannel.tauMass_GeV + mass * mass)
      / (2 * TauDecayChannel.tauMass_GeV)
    var energy = highest
    var cosine = 0.0
    let strength = channel.analysingPower * polarization
    while true {
      cosine = 2 * rng.uniform() - 1
      if channel.isLeptonic {
        let z = rng.uniform()
        let bound = 2.0  // z²(3 − 2z + |1 − 2z|) ≤ 2, at z = 1
        if rng.uniform() * bound < z * z * (3 - 2 * z + polarization * cosine * (1 - 2 * z)),
          z * highest > mass
        {
          energy = z * highest
          break
        }
      } else if rng.uniform() * (1 + strength.magnitude) < 1 + strength * cosine {
        break
      }
    }
    let momentum = max(0, (energy - mass) * (energy + mass)).squareRoot()
    let sine = max(0, (1 - cosine) * (1 + cosine)).squareRoot()
    let (sinPhi, cosPhi) = sincosTurns(rng.uniform())
    let visible = FourMomentum(
      energy: energy, momentum: momentum * Vector3(sine * cosPhi, sine * sinPhi, cosine))
    visible.store(out)
    (tau - visible).store(out + 4)
  }
}
