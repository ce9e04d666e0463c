import Core
import Numerics

/// A nucleus with A nucleons, Z of them protons.
@frozen public struct Nucleus: Equatable, Sendable {
  public var massNumber: Int
  public var atomicNumber: Int

  @inline(__always) public init(massNumber: Int, atomicNumber: Int) {
    self.massNumber = massNumber
    self.atomicNumber = atomicNumber
  }

  public var neutronNumber: Int { massNumber - atomicNumber }

  /// Binding energy [GeV]: measured for A ≤ 4, else the mass formula of Bethe and Weizsäcker, never negative:
  ///
  ///     B = 15.75 A − 17.8 A^{2/3} − 0.711 Z²/A^{1/3} − 23.7 (A − 2Z)²/A ± 11.2/√A   MeV
  ///
  /// - Accuracy: 1 % for A > 30, several MeV for light nuclei (no shells).
  public var bindingEnergy_GeV: Double {
    if massNumber <= 4 {
      switch (massNumber, atomicNumber) {
      case (2, 1): return 2.2246e-3
      case (3, 1): return 8.482e-3
      case (3, 2): return 7.718e-3
      case (4, 2): return 28.296e-3
      default: return 0
      }
    }
    let a = Double(massNumber)
    let z = Double(atomicNumber)
    let cube = exp(log(a) / 3)
    var b = 15.75 * a - 17.8 * cube * cube - 0.711 * z * z / cube - 23.7 * (a - 2 * z) * (a - 2 * z) / a
    if massNumber & 1 == 0 { b += (atomicNumber & 1 == 0 ? 11.2 : -11.2) / a.squareRoot() }
    return max(0, 1e-3 * b)
  }

  static let neutronSurplus_GeV = 0.93956542052 - Constants.protonMass_GeV - Constants.electronMass_GeV

  /// Available energy of the nucleus at rest in the sense of `Particle.availableEnergy_GeV`:
  /// N (m_n − m_p − m_e) − B.
  public var availableRest_GeV: Double { Double(neutronNumber) * Self.neutronSurplus_GeV - bindingEnergy_GeV }

  public var mass_GeV: Double {
    Double(atomicNumber) * Constants.protonMass_GeV + Double(neutronNumber) * 0.93956542052
      - bindingEnergy_GeV
  }

  /// Sharp radius with the measured rms radius 0.82 A^{1/3} + 0.58 fm (Hofstadter's fits, within 2 % for A ≥ 12).
  public var radius_fm: Double {
    let cube = exp(log(Double(massNumber)) / 3)
    return 1.2909944487358056 * (0.82 * cube + 0.58)
  }
}
