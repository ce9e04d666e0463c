import Core
import Numerics

/// Neutrons below 20 MeV.
///
/// Smooth geometric forms; resonances and level schemes are not there, so that depths of windows (iron at 24 keV) and
/// rates of single levels must not be trusted. Hydrogen, which slows neutrons in scintillator, is exact within 2 %.
public enum SlowNeutron {
  /// np elastic scattering [mb]: effective-range form of Gammel (in Marion, Fowler, Fast Neutron Physics II (1963)
  /// 2185), T in MeV:
  ///
  ///     σ = 3π/[1.206 T + (−1.86 + 0.0942 T + 0.00013 T²)²] + π/[1.206 T + (0.4223 + 0.13 T)²]  barn
  public static func onHydrogen_mb(kineticEnergy_GeV: Double) -> Double {
    let t = max(1e-6, 1e3 * kineticEnergy_GeV)
    let a = -1.86 + 0.0942 * t + 0.00013 * t * t
    let b = 0.4223 + 0.13 * t
    return 1e3 * (3 * Double.pi / (1.206 * t + a * a) + Double.pi / (1.206 * t + b * b))
  }

  /// Compound-nucleus formation and elastic scattering [mb per atom].
  ///
  ///     σ_tot = 2π(R + ƛ/(1 + ƛ/3R))²,  σ_nonel = π(R + ½ƛ)² θ(T),  R = 1.35 A^{1/3} fm
  ///
  /// with θ the opening of inelastic levels at about 20/A^{0.75} MeV, at least 0.7 MeV (C 4.4, Fe 0.85, Pb 0.7).
  public static func perAtom_mb(kineticEnergy_GeV: Double, atomicNumber: Int, atomicMass: Double)
    -> (nonelastic: Double, elastic: Double)
  {
    if atomicNumber == 1 { return (0, onHydrogen_mb(kineticEnergy_GeV: kineticEnergy_GeV)) }
    let t = max(1e-9, 1e3 * kineticEnergy_GeV)
    let cube = exp(log(atomicMass) / 3)
    let radius = 1.35 * cube
    let reduced = 4.55 / t.squareRoot()
    let total = 20 * Double.pi * square(radius + reduced / (1 + reduced / (1.5 * radius)))
    let threshold = max(0.7, 28 * exp(-0.75 * log(atomicMass)))
    let opening = t > threshold ? 1 - exp(-(t - threshold) / (0.7 * threshold)) : 0
    let nonelastic = min(0.6 * total, 10 * Double.pi * square(radius + 0.5 * reduced) * opening)
    return (nonelastic, total - nonelastic)
  }

  private static func square(_ x: Double) -> Double { x * x }

  /// Capture at 2200 m/s [mb] of the elements of calorimeters (Mughabghab, Atlas of Neutron Resonances (2018),
  /// rounded); others get 2.5 b.
  static func thermalCapture_mb(atomicNumber: Int) -> Double {
    switch atomicNumber {
    case 1: return 333
    case 6: return 3.5
    case 7: return 80
    case 8: return 0.2
    case 13: return 231
    case 14: return 171
    case 26: return 2560
    case 29: return 3780
    case 74: return 18300
    case 82: return 154
    default: return 2500
    }
  }
}
