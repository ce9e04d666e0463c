import Core
import Numerics

/// Radiation length and the Coulomb correction.
///
/// [1] Tsai, Rev. Mod. Phys. 46 (1974) 815, Eq. (3.66), Table B.2; PDG "Passage of particles through
///     matter", Eq. (34.25) ff.
/// [2] Davies, Bethe, Maximon, Phys. Rev. 93 (1954) 788.
public enum RadiationLength {
  /// Coulomb correction f(Z), [2] in the form of [1]:
  ///
  ///     f = a² [ 1/(1 + a²) + 0.20206 − 0.0369 a² + 0.0083 a⁴ − 0.002 a⁶ ],   a = αZ
  ///
  /// - Approximation: four decimals for Z ≤ 92.
  public static func coulombCorrection(atomicNumber: Int) -> Double {
    let a = Constants.fineStructure * Double(atomicNumber)
    let a2 = a * a
    return a2 * (1 / (1 + a2) + 0.20206 + a2 * (-0.0369 + a2 * (0.0083 - 0.002 * a2)))
  }

  /// Tsai's radiation logarithms (L_rad, L′_rad) for the nuclear and the electronic field; Z ≥ 5 from
  /// the Thomas–Fermi model, lighter elements tabulated [1, Table B.2].
  public static func logarithms(atomicNumber: Int) -> (nuclear: Double, electronic: Double) {
    switch atomicNumber {
    case 1: return (5.31, 6.144)
    case 2: return (4.79, 5.621)
    case 3: return (4.74, 5.805)
    case 4: return (4.71, 5.924)
    default:
      let logZ = log(Double(atomicNumber))
      return (log(184.15) - logZ / 3, log(1194) - logZ * 2 / 3)
    }
  }

  /// Radiation length of an element, g/cm²:
  ///
  ///     1/X0 = 4 α r_e² (N_A/A) { Z² [L_rad − f(Z)] + Z L′_rad }                         [1]
  public static func ofElement_g_cm2(_ element: Element) -> Double {
    let z = Double(element.atomicNumber)
    let (nuclear, electronic) = logarithms(atomicNumber: element.atomicNumber)
    let radius_cm = Constants.classicalElectronRadius_mm * 0.1
    let perAtom_cm2 =
      4 * Constants.fineStructure * radius_cm * radius_cm
      * (z * z * (nuclear - coulombCorrection(atomicNumber: element.atomicNumber)) + z * electronic)
    return element.atomicMass / (Constants.avogadro_per_mol * perAtom_cm2)
  }
}
