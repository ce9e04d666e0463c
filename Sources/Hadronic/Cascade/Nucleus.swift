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

  private static let cubeRoots: [Double] = (0..<320).map { $0 == 0 ? 0 : exp(log(Double($0)) / 3) }

  @inline(__always) static func cubeRoot(_ massNumber: Int) -> Double {
    massNumber < 320 ? cubeRoots[massNumber] : exp(log(Double(massNumber)) / 3)
  }

  func without(_ nucleons: Int, _ protons: Int) -> Nucleus {
    Nucleus(massNumber: massNumber - nucleons, atomicNumber: atomicNumber - protons)
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
    let cube = Self.cubeRoot(massNumber)
    var b = 15.75 * a - 17.8 * cube * cube - 0.711 * z * z / cube - 23.7 * (a - 2 * z) * (a - 2 * z) / a
    if massNumber & 1 == 0 { b += (atomicNumber & 1 == 0 ? 11.2 : -11.2) / a.squareRoot() }
    return max(0, 1e-3 * b)
  }

  /// What takes away the last neutron and proton [GeV], by the mass formula; at least 3 MeV, where it has no shells.
  var separationEnergies_GeV: (neutron: Double, proton: Double) {
    let b = bindingEnergy_GeV
    let n =
      neutronNumber > 0
      ? b - Nucleus(massNumber: massNumber - 1, atomicNumber: atomicNumber).bindingEnergy_GeV : 0
    let p =
      atomicNumber > 0
      ? b - Nucleus(massNumber: massNumber - 1, atomicNumber: atomicNumber - 1).bindingEnergy_GeV : 0
    return (max(3e-3, n), max(3e-3, p))
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
    let cube = Self.cubeRoot(massNumber)
    return 1.2909944487358056 * (0.82 * cube + 0.58)
  }
}
