import Core
import Tables

/// The elements hydrogen to uranium.
///
/// Atomic weights: IUPAC 2021. Mean excitation energies and densities at 20 °C and 1 atm: NIST ESTAR
/// (ICRU Report 37; carbon 81 eV). Source and generator: `Sources/Tables/README.md`.
public enum ElementTable {
  public static let highestAtomicNumber = Int(HERMETIC_TABLES_HIGHEST_Z)

  public static let all: [Element] = (1...highestAtomicNumber).map { z in
    Element(
      atomicNumber: z, symbol: String(cString: hermetic_element_symbol(Int32(z))),
      atomicMass: hermetic_element_atomic_weight(Int32(z)))
  }

  public static func element(atomicNumber: Int) throws -> Element {
    guard (1...highestAtomicNumber).contains(atomicNumber) else {
      throw HermeticError(
        .range,
        "atomic number = \(atomicNumber) is not allowed (the tables have 1 to \(highestAtomicNumber)). "
          + "Give an element from H to U.")
    }
    return all[atomicNumber - 1]
  }

  /// - Parameter symbol: chemical symbol in any case: "Pb", "pb"
  public static func element(symbol: String) throws -> Element {
    let wanted = symbol.lowercased()
    guard let found = all.first(where: { $0.symbol.lowercased() == wanted }) else {
      throw HermeticError(
        .notFound,
        "unknown element \"\(symbol)\" (the tables have H to U). "
          + "Give a chemical symbol such as \"Pb\", \"C\" or \"Si\".")
    }
    return found
  }

  /// Mean excitation energy of the element in its normal state, eV.
  public static func meanExcitationEnergy_eV(atomicNumber: Int) -> Double {
    hermetic_element_mean_excitation_energy(Int32(clamping: atomicNumber))
  }

  /// Density of the element in its normal state at 20 °C and 1 atm, g/cm³.
  public static func density_g_cm3(atomicNumber: Int) -> Double {
    hermetic_element_density(Int32(clamping: atomicNumber))
  }
}
