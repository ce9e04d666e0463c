import Core
import Numerics

/// Hadrons from photons: total photonuclear cross section per atom.
///
/// - Below 0.14 GeV: giant dipole resonance, a Lorentzian with the Thomas–Reiche–Kuhn area 60 NZ/A MeV mb (×1.25), at
///   31.2 A^{−1/3} + 20.6 A^{−1/6} MeV (Berman, Fultz, Rev. Mod. Phys. 47 (1975) 713), and quasi-deuterons
///   L (NZ/A) σ_d e^{−60 MeV/E}, L = 6.5 (Levinger).
/// - Above: Δ(1232) and the second resonances broadened in the nucleus, then Regge behaviour of the free nucleon,
///   67.7 s^0.0808 + 129 s^−0.4525 µb (Donnachie, Landshoff, Phys. Lett. B 296 (1992) 227), with A_eff/A = A^−0.08 for
///   shadowing above 3 GeV (Pb 0.65, C 0.82).
/// - Accuracy: 20 % against measured and evaluated curves above 0.3 GeV, a factor 1.5 below.
/// - Checked by: `PhotonuclearTests`.
public enum PhotonuclearCrossSection {
  public static func perAtom_mb(energy_GeV e: Double, atomicNumber: Int, atomicMass: Double) -> Double {
    guard e > 2e-3 else { return 0 }
    let a = atomicMass
    let z = Double(atomicNumber)
    let n = max(0, a - z)
    var sum = 0.0
    if atomicNumber > 1 {
      let cube = exp(log(a) / 3)
      let peak = 1e-3 * (31.2 / cube + 20.6 / cube.squareRoot())
      let width = 5.5e-3
      let area = 0.060 * 1.25 * n * z / a  // GeV mb
      let strength = 2 * area / (Double.pi * width)
      let x = (e * e - peak * peak) / (e * width)
      if e > 8e-3 { sum += strength / (1 + x * x) * min(1, exp((0.14 - e) / 0.05)) }
      if e > 0.015, e < 2 {
        let deuteron = 2.4 * exp(-e / 0.03) + 0.07
        sum += 6.5 * n * z / a * deuteron * exp(-0.06 / e) * 0.2 * (e < 0.3 ? 1 : exp((0.3 - e) / 0.2))
      }
    }
    if e > 0.145 { sum += a * perNucleon_mb(e, isFree: atomicNumber == 1) * shadowing(e, a) }
    return sum
  }

  /// σ(γN) on average, resonances smeared by Fermi motion for bound nucleons.
  static func perNucleon_mb(_ e: Double, isFree: Bool) -> Double {
    let s = Constants.protonMass_GeV * (Constants.protonMass_GeV + 2 * e)
    let regge = 1e-3 * (67.7 * exp(0.0808 * log(s)) + 129 * exp(-0.4525 * log(s)))
    func peak(_ at: Double, _ width: Double, _ height: Double) -> Double {
      let x = 2 * (e - at) / width
      return height / (1 + x * x)
    }
    let wide = isFree ? 1.0 : 1.6
    let delta = peak(0.32, 0.12 * wide, 0.46 / (isFree ? 1 : 1.25))
    let second = peak(0.75, 0.25 * wide, isFree ? 0.09 : 0.05)
    let opening = max(0, 1 - exp(-(e - 0.145) / 0.12))
    let continuum = regge * (e < 2.5 ? 1 - 0.45 * exp(-(e - 0.145) / 0.5) : 1)
    return opening * ((delta + second) * exp(-max(0, e - 1) / 0.4) + continuum * (1 - exp(-e / 0.5)))
  }

  static func shadowing(_ e: Double, _ a: Double) -> Double {
    let full = exp(-0.08 * log(a))
    if e < 1 { return 1 }
    return e > 5 ? full : 1 + (full - 1) * (log(e) / log(5))
  }
}
