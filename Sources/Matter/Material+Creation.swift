import Core
import Numerics

extension Material {
  /// A mixture by mass fractions.
  ///
  /// - Parameters:
  ///   - massFractions: symbols of elements and their shares of the mass; they must add to 1 within
  ///     1e-3 and are then normalised. An element given twice is merged.
  ///   - meanExcitationEnergy_eV: I; nil takes `MeanExcitationEnergy` (Bragg additivity, ICRU 37)
  ///   - densityEffect: nil takes the general parameters of Sternheimer and Peierls
  public init(
    name: String, density_g_cm3: Double, massFractions: [(symbol: String, fraction: Double)],
    meanExcitationEnergy_eV: Double? = nil, densityEffect: SternheimerDensityEffect? = nil
  ) throws {
    guard !name.isEmpty else {
      throw HermeticError(.argument, "the material has no name. Give it one, such as \"brass\".")
    }
    guard density_g_cm3 > 0, density_g_cm3 <= 100 else {
      throw HermeticError.range(
        "density_g_cm3 of material \"\(name)\"", density_g_cm3, allowed: "above 0, at most 100",
        hint: density_g_cm3 > 100
          ? "Densities are in g/cm3: lead is 11.35, not 11350." : "For empty space use \"vacuum\".")
    }
    let parts = try Material.normalized(massFractions, name: name)

    let zOverA = parts.reduce(0.0) {
      $0 + $1.massFraction * Double($1.element.atomicNumber) / $1.element.atomicMass
    }
    let excitation =
      meanExcitationEnergy_eV
      ?? MeanExcitationEnergy.bragg_eV(parts, isGas: density_g_cm3 < 0.05)
    guard excitation >= 1, excitation <= 10_000 else {
      throw HermeticError.range(
        "meanExcitationEnergy_eV of material \"\(name)\"", excitation, allowed: "1 to 10000",
        hint: "It is in eV: 19.2 for hydrogen, 823 for lead. Leave it out to have it computed.")
    }

    // g/cm³ · mol⁻¹ / (g/mol) = cm⁻³; 1 cm³ = 1e3 mm³
    let atoms = density_g_cm3 * Constants.avogadro_per_mol * 1e-3
    let components = parts.map {
      Component(
        element: $0.element, massFraction: $0.massFraction,
        atomDensity_per_mm3: atoms * $0.massFraction / $0.element.atomicMass)
    }
    let inverseLength = parts.reduce(0.0) {
      $0 + $1.massFraction / RadiationLength.ofElement_g_cm2($1.element)
    }
    self.init(
      name: name, density_g_cm3: density_g_cm3, components: components,
      meanExcitationEnergy_GeV: excitation * 1e-9,
      densityEffect: densityEffect
        ?? .general(
          density_g_cm3: density_g_cm3, zOverA: zOverA, meanExcitationEnergy_eV: excitation),
      electronDensity_per_mm3: atoms * zOverA,
      radiationLength_mm: 10 / (inverseLength * density_g_cm3))
  }

  /// A compound by its formula: [("Si", 1), ("O", 2)].
  public init(
    name: String, density_g_cm3: Double, atomCounts: [(symbol: String, count: Double)],
    meanExcitationEnergy_eV: Double? = nil, densityEffect: SternheimerDensityEffect? = nil
  ) throws {
    var masses: [(symbol: String, fraction: Double)] = []
    for (symbol, count) in atomCounts {
      guard count > 0, count <= 1e6 else {
        throw HermeticError.range(
          "number of \(symbol) atoms in material \"\(name)\"", count, allowed: "above 0, at most 1e6")
      }
      masses.append((symbol, count * (try ElementTable.element(symbol: symbol)).atomicMass))
    }
    let total = masses.reduce(0.0) { $0 + $1.fraction }
    try self.init(
      name: name, density_g_cm3: density_g_cm3,
      massFractions: masses.map { ($0.symbol, $0.fraction / total) },
      meanExcitationEnergy_eV: meanExcitationEnergy_eV, densityEffect: densityEffect)
  }

  /// Empty space: no atoms, infinite radiation length.
  public static let vacuum = Material(
    name: "vacuum", density_g_cm3: 0, components: [], meanExcitationEnergy_GeV: 19.2e-9,
    densityEffect: SternheimerDensityEffect(
      plasmaEnergy_eV: 0, cBar: 0, x0: 1000, x1: 1001, a: 0, m: 3),
    electronDensity_per_mm3: 0, radiationLength_mm: .infinity)

  public var isVacuum: Bool { components.isEmpty }

  /// ⟨Z/A⟩, mol/g.
  public var zOverA: Double {
    components.reduce(0.0) {
      $0 + $1.massFraction * Double($1.element.atomicNumber) / $1.element.atomicMass
    }
  }

  public var radiationLength_g_cm2: Double { 0.1 * radiationLength_mm * density_g_cm3 }

  private static func normalized(_ fractions: [(symbol: String, fraction: Double)], name: String)
    throws -> [(element: Element, massFraction: Double)]
  {
    guard !fractions.isEmpty else {
      throw HermeticError(
        .argument,
        "material \"\(name)\" has no elements. Give mass fractions, such as Pb: 1, or use \"vacuum\".")
    }
    var parts: [(element: Element, massFraction: Double)] = []
    for (symbol, fraction) in fractions {
      let element = try ElementTable.element(symbol: symbol)
      guard fraction > 0, fraction <= 1.001 else {
        throw HermeticError.range(
          "mass fraction of \(symbol) in material \"\(name)\"", fraction, allowed: "above 0, at most 1",
          hint: fraction > 1 ? "Percentages are to be divided by 100." : "Leave absent elements out.")
      }
      if let known = parts.firstIndex(where: { $0.element == element }) {
        parts[known].massFraction += fraction
      } else {
        parts.append((element, fraction))
      }
    }
    let sum = parts.reduce(0.0) { $0 + $1.massFraction }
    guard (sum - 1).magnitude <= 1e-3 else {
      throw HermeticError(
        .range,
        "mass fractions of material \"\(name)\" add to \(sum) (they must add to 1 within 0.001). "
          + "Divide each by \(sum), or add the element that is missing.")
    }
    return parts.map { ($0.element, $0.massFraction / sum) }
  }
}
