import Core
import Numerics

extension Mediator {
  /// Width into two charged leptons of mass m at mediator mass √s, for coupling g.
  ///
  ///     vector        g²√s/12π (1+2r) √(1−4r)          scalar        g²√s/8π (1−4r)^{3/2}
  ///     axial vector  g²√s/12π (1−4r)^{3/2}            pseudoscalar  g²√s/8π √(1−4r)          r = m²/s
  ///
  /// - Returns: [GeV]; 0 below threshold.
  /// - Checked by: `WidthTests` (reference `signal/other_ref.json`, 1e-9).
  public static func leptonPairWidth_GeV(
    _ kind: BosonKind, couplingSquared: Double, leptonMass_GeV m: Double, squaredMass s: Double
  ) -> Double {
    guard s > 4 * m * m else { return 0 }
    let rootS = s.squareRoot()
    let beta = ((rootS - 2 * m) * (rootS + 2 * m) / s).squareRoot()
    switch kind {
    case .vector: return couplingSquared * rootS / (12 * .pi) * (1 + 2 * m * m / s) * beta
    case .axialVector: return couplingSquared * rootS / (12 * .pi) * beta * beta * beta
    case .scalar: return couplingSquared * rootS / (8 * .pi) * beta * beta * beta
    case .pseudoscalar: return couplingSquared * rootS / (8 * .pi) * beta
    }
  }

  /// Partial width at virtuality s (the mass squared on shell), GeV.
  ///
  /// Leptons and χ as in `leptonPairWidth_GeV` and `DarkMatter.width_GeV`; for the rest
  ///
  ///     neutrinos  Σg² √s/24π           (left-handed: half of a massless Dirac fermion)
  ///     hadrons    √s/12π × R_X(s)      `HadronicRatio`, g_u, g_d for the quark charges
  ///     photons    g² s^{3/2}/64π       L = −(g/4) a F F̃
  public func partialWidth_GeV(_ mode: DecayMode, squaredMass: Double? = nil) -> Double {
    let s = squaredMass ?? mass_GeV * mass_GeV
    guard s > 0 else { return 0 }
    switch mode {
    case .electrons: return leptonWidth(electronCouplingSquared(squaredMass: s), mode, s)
    case .muons: return leptonWidth(muonCoupling * muonCoupling, mode, s)
    case .taus: return leptonWidth(tauCoupling * tauCoupling, mode, s)
    case .neutrinos: return neutrinoCouplingSquared * s.squareRoot() / (24 * .pi)
    case .hadrons:
      guard kind == .vector, let quarks else { return 0 }
      let rootS = s.squareRoot()
      return rootS / (12 * .pi) * HadronicRatio(quarks: quarks)(rootS)
    case .photons:
      guard kind == .pseudoscalar else { return 0 }
      return photonCoupling_per_GeV * photonCoupling_per_GeV * s * s.squareRoot() / (64 * .pi)
    case .darkMatter:
      return darkMatter?.width_GeV(of: kind, squaredMass: s, mediatorMass_GeV: mass_GeV) ?? 0
    }
  }

  private func leptonWidth(_ couplingSquared: Double, _ mode: DecayMode, _ s: Double) -> Double {
    Self.leptonPairWidth_GeV(
      kind, couplingSquared: couplingSquared, leptonMass_GeV: mode.leptonMass_GeV!, squaredMass: s)
  }

  /// Σ of the partial widths, GeV.
  public var totalWidth_GeV: Double {
    DecayMode.allCases.reduce(0) { $0 + partialWidth_GeV($1) }
  }

  /// Γ_mode/Γ; 0 for a stable boson.
  public func branchingRatio(_ mode: DecayMode) -> Double {
    let total = totalWidth_GeV
    return total > 0 ? partialWidth_GeV(mode) / total : 0
  }

  /// cτ = ħc/Γ, m; infinite for a stable boson.
  public var properDecayLength_m: Double {
    let total = totalWidth_GeV
    return total > 0 ? Constants.hbarc_GeVmm * 1e-3 / total : .infinity
  }
}
