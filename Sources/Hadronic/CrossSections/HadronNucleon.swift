import Core
import Events
import Numerics

/// Hadrons on single nucleons: what a nucleus sees of them, and hydrogen.
public enum HadronNucleon {
  /// Effective cross section s(p) of `HadronCrossSection`, with what the power laws lack below 1 GeV/c.
  static func effective_mb(_ fit: HadronCrossSection.Fit, _ particle: Particle, momentum_GeV p: Double)
    -> Double
  {
    switch particle {
    case .pionPlus, .pionMinus:
      // Continuum above 0.6 GeV/c; Δ(1232) averaged over p and n: 2/3 of the π⁺p peak of 200 mb.
      let delta = 125 * breitWigner(p, peak: 0.298, width: 0.12) * min(1, p * p / 0.06)
      let high = fit.effective_mb(max(p, 0.9)) * (p < 0.9 ? max(0.3, p / 0.9) : 1)
      return high + delta
    case .antiproton, .antineutron, .antilambda:
      return fit.effective_mb(max(p, 0.3)) + (p < 1 ? 25 * (1 / max(p, 0.1) - 1) : 0)
    case .kaonMinus:
      return fit.effective_mb(max(p, 0.9)) + (p < 0.9 ? 20 * (0.9 / max(p, 0.1) - 1) : 0)
    case .kaonPlus:
      return fit.effective_mb(max(p, 0.8)) * (p < 0.8 ? max(0.6, p / 0.8) : 1)
    default:
      return fit.effective_mb(max(p, 0.9))
    }
  }

  private static func breitWigner(_ p: Double, peak: Double, width: Double) -> Double {
    let x = 2 * (p - peak) / width
    return 1 / (1 + x * x)
  }

  /// Total cross section on a nucleon averaged over p and n, as an intranuclear cascade needs it [mb].
  public static func total_mb(_ particle: Particle, kineticEnergy_GeV t: Double) -> Double {
    let m = ParticleTable.shared.mass(particle)
    let p = (t * (t + 2 * m)).squareRoot()
    switch particle {
    case .proton, .neutron, .lambda:
      // Isospin average of pp and pn: 1/β² fall to a minimum of 30 mb near 0.4 GeV, 43 mb at 1 GeV (Cugnon et al.,
      // Nucl. Instrum. Methods B 111 (1996) 215, in our own simpler form, within 10 % from 0.05 to 3 GeV).
      if t < 0.4 {
        let e = max(t, 0.01)
        return 26 + 3.6 / e * exp(-e / 0.25)
      }
      if t < 1.2 { return 29.5 + 13.5 * (t - 0.4) / 0.8 }
      return 39.5 + 3.5 * exp(-(t - 1.2) / 3)
    case .pionPlus, .pionMinus, .pionZero:
      return effective_mb(HadronCrossSection.pion, .pionPlus, momentum_GeV: p) * 0.94
    case .antiproton, .antineutron, .antilambda:
      return effective_mb(HadronCrossSection.antinucleon, particle, momentum_GeV: p)
    case .kaonPlus: return effective_mb(HadronCrossSection.kaonPlusScreened, particle, momentum_GeV: p)
    case .kaonMinus: return effective_mb(HadronCrossSection.kaonMinusScreened, particle, momentum_GeV: p)
    default:
      return 0.5 * (total_mb(.kaonPlus, kineticEnergy_GeV: t) + total_mb(.kaonMinus, kineticEnergy_GeV: t))
    }
  }

  /// Chance that a collision with a free nucleon is elastic (no charge exchange).
  public static func elasticShare(_ particle: Particle, kineticEnergy_GeV t: Double) -> Double {
    switch particle {
    case .proton, .neutron, .lambda:
      // Inelastic threshold 0.29 GeV; half at 1 GeV; σ_el/σ_tot = 0.18 at high energy.
      if t < 0.29 { return 1 }
      return 0.18 + 0.82 * exp(-(t - 0.29) / 0.75)
    case .antiproton, .antineutron, .antilambda: return 0.18 + 0.17 * exp(-t / 2)
    case .kaonPlus: return 0.14 + 0.86 * exp(-t / 0.6)
    default: return 0.145 + 0.5 * exp(-t / 0.8)
    }
  }

  /// Inelastic and elastic on hydrogen [mb].
  static func onHydrogen_mb(_ particle: Particle, kineticEnergy_GeV t: Double) -> (
    inelastic: Double, elastic: Double
  ) {
    if particle == .neutron, t < 0.02 { return (0, SlowNeutron.onHydrogen_mb(kineticEnergy_GeV: t)) }
    let total = total_mb(particle, kineticEnergy_GeV: t)
    let elastic = total * elasticShare(particle, kineticEnergy_GeV: t)
    return (total - elastic, elastic)
  }
}
