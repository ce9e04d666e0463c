import Numerics

/// Bragg additivity of ln I over the electrons of a mixture.
///
///     ln I = Σ w_i (Z_i/A_i) ln I_i / Σ w_i (Z_i/A_i)
///
/// In condensed compounds the constituents bind more tightly than the elements do; their I_i are those
/// of [1, Table 5.1]: H 19.2, C 81, N 82, O 106, F 112, Cl 180 eV, other elements 1.13 I_i. Gases keep H 19.2,
/// C 70, N 82, O 97. Metals in alloys keep their elemental I: the compound values are taken only when
/// non-metals carry more than 10 % of the electrons.
///
/// [1] ICRU Report 37 (1984); Seltzer, Berger, Int. J. Appl. Radiat. Isot. 33 (1982) 1189.
enum MeanExcitationEnergy {
  private static let nonMetals: Set<Int> = [
    1, 2, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 32, 33, 34, 35, 36, 52, 53, 54,
  ]

  static func bragg_eV(_ parts: [(element: Element, massFraction: Double)], isGas: Bool) -> Double {
    var electrons = 0.0
    var bound = 0.0
    for (element, fraction) in parts {
      let share = fraction * Double(element.atomicNumber) / element.atomicMass
      electrons += share
      if nonMetals.contains(element.atomicNumber) { bound += share }
    }
    let isCompound = parts.count > 1 && bound > 0.1 * electrons
    var sum = 0.0
    for (element, fraction) in parts {
      let share = fraction * Double(element.atomicNumber) / element.atomicMass
      sum += share * log(constituent_eV(element, isCompound: isCompound, isGas: isGas))
    }
    return exp(sum / electrons)
  }

  private static func constituent_eV(_ element: Element, isCompound: Bool, isGas: Bool) -> Double {
    let elemental = ElementTable.meanExcitationEnergy_eV(atomicNumber: element.atomicNumber)
    guard isCompound else { return elemental }
    switch (element.atomicNumber, isGas) {
    case (1, _): return 19.2
    case (6, true): return 70
    case (8, true): return 97
    case (_, true): return elemental
    case (6, false): return 81
    case (7, false): return 82
    case (8, false): return 106
    case (9, false): return 112
    case (17, false): return 180
    default: return 1.13 * elemental
    }
  }
}
