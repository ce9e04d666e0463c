import Core

// [SBS] Sternheimer, Berger, Seltzer, At. Data Nucl. Data Tables 30 (1984) 261: ħω_p, C̄, x0, x1, a, m, δ0.
// [PDG] Particle Data Group, "Atomic and nuclear properties of materials", 2024.
// [ESTAR] NIST ESTAR: composition, density and I (ICRU 37).

extension MaterialCatalogue {
  struct Entry: Sendable {
    let name: String
    let aliases: [String]
    let density_g_cm3: Double
    let composition: [(symbol: String, amount: Double)]
    let isFormula: Bool
    let meanExcitationEnergy_eV: Double?
    let densityEffect: SternheimerDensityEffect?
    let source: String

    func material() throws -> Material {
      if composition.isEmpty { return .vacuum }
      if isFormula {
        return try Material(
          name: name, density_g_cm3: density_g_cm3,
          atomCounts: composition.map { ($0.symbol, $0.amount) },
          meanExcitationEnergy_eV: meanExcitationEnergy_eV, densityEffect: densityEffect)
      }
      return try Material(
        name: name, density_g_cm3: density_g_cm3,
        massFractions: composition.map { ($0.symbol, $0.amount) },
        meanExcitationEnergy_eV: meanExcitationEnergy_eV, densityEffect: densityEffect)
    }
  }

  private static func sternheimer(
    _ plasma: Double, _ cBar: Double, _ x0: Double, _ x1: Double, _ a: Double, _ m: Double,
    _ delta0: Double = 0
  ) -> SternheimerDensityEffect {
    SternheimerDensityEffect(
      plasmaEnergy_eV: plasma, cBar: cBar, x0: x0, x1: x1, a: a, m: m, delta0: delta0)
  }

  private static func element(
    _ symbol: String, _ aliases: [String], _ density: Double, _ excitation: Double,
    _ effect: SternheimerDensityEffect
  ) -> Entry {
    Entry(
      name: symbol, aliases: aliases + ["G4_" + symbol], density_g_cm3: density,
      composition: [(symbol, 1)], isFormula: false, meanExcitationEnergy_eV: excitation,
      densityEffect: effect, source: "density, I: ESTAR; density effect: SBS 1984")
  }

  private static func formula(
    _ name: String, _ aliases: [String], _ density: Double,
    _ atoms: [(symbol: String, amount: Double)], _ excitation: Double?,
    _ effect: SternheimerDensityEffect?, source: String
  ) -> Entry {
    Entry(
      name: name, aliases: aliases, density_g_cm3: density, composition: atoms, isFormula: true,
      meanExcitationEnergy_eV: excitation, densityEffect: effect, source: source)
  }

  private static func mixture(
    _ name: String, _ aliases: [String], _ density: Double,
    _ fractions: [(symbol: String, amount: Double)], _ excitation: Double?,
    _ effect: SternheimerDensityEffect?, source: String
  ) -> Entry {
    Entry(
      name: name, aliases: aliases, density_g_cm3: density, composition: fractions, isFormula: false,
      meanExcitationEnergy_eV: excitation, densityEffect: effect, source: source)
  }

  static let entries: [Entry] = metals + lightElements + gases + compounds

  private static let metals: [Entry] = [
    element("Pb", ["lead"], 11.35, 823, sternheimer(61.072, 6.2018, 0.3776, 3.8073, 0.09359, 3.1608, 0.14)),
    element("W", ["tungsten"], 19.3, 727, sternheimer(80.315, 5.4059, 0.2167, 3.496, 0.15509, 2.8447, 0.14)),
    element("Fe", ["iron"], 7.874, 286, sternheimer(55.172, 4.2911, -0.0012, 3.1531, 0.14680, 2.9632, 0.12)),
    element("Cu", ["copper"], 8.96, 322, sternheimer(58.270, 4.4190, -0.0254, 3.2792, 0.14339, 2.9044, 0.08)),
    element(
      "Al", ["aluminium", "aluminum"], 2.699, 166,
      sternheimer(32.86, 4.2395, 0.1708, 3.0127, 0.08024, 3.6345, 0.12)),
    element(
      "Ti", ["titanium"], 4.54, 233, sternheimer(41.619, 4.4450, 0.0957, 3.0386, 0.15662, 3.0302, 0.12)),
    element("Sn", ["tin"], 7.31, 488, sternheimer(50.567, 5.5340, 0.2879, 3.2959, 0.18689, 2.8576, 0.14)),
    element(
      "Ta", ["tantalum"], 16.654, 718, sternheimer(74.692, 5.5262, 0.2117, 3.4805, 0.17798, 2.7623, 0.14)),
    element("Au", ["gold"], 19.32, 790, sternheimer(80.215, 5.5747, 0.2021, 3.6979, 0.09756, 3.1101, 0.14)),
    element("U", ["uranium"], 18.95, 890, sternheimer(77.986, 5.8694, 0.2260, 3.3721, 0.19677, 2.8171, 0.14)),
  ]

  private static let lightElements: [Entry] = [
    // SBS give I = 78 eV; shifted to the 81 eV of ESTAR and ICRU Report 90.
    element(
      "C", ["carbon", "graphite"], 2.0, 81,
      sternheimer(28.803, 2.9925, -0.0351, 2.486, 0.2024, 3.0036, 0.10)
        .scaled(meanExcitationEnergyRatio: 81.0 / 78)),
    element("Si", ["silicon"], 2.33, 173, sternheimer(31.055, 4.4351, 0.2014, 2.8715, 0.14921, 3.2546, 0.14)),
    element(
      "Be", ["beryllium"], 1.848, 63.7, sternheimer(26.096, 2.7847, 0.0592, 1.6922, 0.80392, 2.4339, 0.14)),
  ]

  private static let gases: [Entry] = [
    mixture("vacuum", ["galactic", "G4_Galactic", "void"], 0, [], nil, nil, source: "definition"),
    mixture(
      "air", ["G4_AIR"], 1.20479e-3,
      [("C", 0.000124), ("N", 0.755267), ("O", 0.231781), ("Ar", 0.012827)], 85.7,
      sternheimer(0.707, 10.5961, 1.7418, 4.2759, 0.10914, 3.3994),
      source: "dry, 20 C, 1 atm: ESTAR; density effect: SBS 1984"),
    element("He", ["helium"], 1.66322e-4, 41.8, sternheimer(0.263, 11.1393, 2.2017, 3.6122, 0.13443, 5.8347)),
    element(
      "N", ["N2", "nitrogen"], 1.16528e-3, 82, sternheimer(0.695, 10.5400, 1.7378, 4.1323, 0.15349, 3.2125)),
    element("Ar", ["argon"], 1.66201e-3, 188, sternheimer(0.789, 11.9480, 1.7635, 4.4855, 0.19714, 2.9618)),
  ]

  private static let compounds: [Entry] = [
    formula(
      "polystyrene", ["scintillator", "plastic scintillator", "G4_POLYSTYRENE"], 1.06,
      [("C", 8), ("H", 8)], 68.7, sternheimer(21.754, 3.2999, 0.1647, 2.5031, 0.16454, 3.2224),
      source: "density, I: ESTAR; density effect: SBS 1984"),
    // SBS give I = 75 eV; shifted to the 78 eV of ICRU Report 90.
    formula(
      "water", ["H2O", "G4_WATER"], 1.0, [("H", 2), ("O", 1)], 78,
      sternheimer(21.469, 3.5017, 0.2400, 2.8004, 0.09116, 3.4773)
        .scaled(meanExcitationEnergyRatio: 78.0 / 75),
      source: "I: ICRU 90; density effect: SBS 1984"),
    formula(
      "Kapton", ["polyimide", "G4_KAPTON"], 1.42, [("C", 22), ("H", 10), ("N", 2), ("O", 5)], 79.6,
      sternheimer(24.586, 3.3497, 0.1509, 2.5631, 0.15972, 3.1921),
      source: "density, I: ESTAR; density effect: SBS 1984"),
    formula(
      "Mylar", ["PET", "G4_MYLAR"], 1.40, [("C", 10), ("H", 8), ("O", 4)], 78.7,
      sternheimer(24.595, 3.3262, 0.1562, 2.6507, 0.12679, 3.3076),
      source: "density, I: ESTAR; density effect: SBS 1984"),
    formula(
      "LYSO", ["Lu1.8Y0.2SiO5"], 7.1, [("Lu", 1.8), ("Y", 0.2), ("Si", 1), ("O", 5)], nil, nil,
      source: "density, formula: Saint-Gobain PreLude 420 data sheet; I by Bragg additivity"),
    formula(
      "LAr", ["liquid argon", "G4_lAr"], 1.396, [("Ar", 1)], 188,
      sternheimer(22.89, 5.2146, 0.2000, 3.0000, 0.19559, 3.0000),
      source: "PDG 2024, liquid argon"),
    // SBS parameters are for 2.32 g/cm³.
    formula(
      "fused quartz", ["quartz", "silica", "SiO2"], 2.20, [("Si", 1), ("O", 2)], 139.2,
      sternheimer(31.014, 4.0029, 0.1385, 3.0025, 0.08408, 3.5064).scaled(densityRatio: 2.20 / 2.32),
      source: "density: PDG 2024; I: ESTAR; density effect: SBS 1984"),
    formula(
      "BGO", ["G4_BGO"], 7.13, [("Bi", 4), ("Ge", 3), ("O", 12)], 534.1,
      sternheimer(49.904, 5.7409, 0.0456, 3.7816, 0.09569, 3.0781),
      source: "density, I: ESTAR; density effect: SBS 1984"),
    mixture(
      "stainless steel", ["steel", "AISI 304"], 8.0,
      [("Fe", 0.705), ("Cr", 0.19), ("Ni", 0.0925), ("Mn", 0.01), ("Si", 0.0025)], nil, nil,
      source: "AISI 304, middle of the ASTM A240 ranges; I by Bragg additivity"),
    mixture(
      "concrete", ["G4_CONCRETE"], 2.3,
      [
        ("H", 0.01), ("C", 0.001), ("O", 0.529107), ("Na", 0.016), ("Mg", 0.002), ("Al", 0.033872),
        ("Si", 0.337021), ("K", 0.013), ("Ca", 0.044), ("Fe", 0.014),
      ], 135.2, sternheimer(30.986, 3.9464, 0.1301, 3.0466, 0.07515, 3.5467),
      source: "Portland concrete: ESTAR; density effect: SBS 1984"),
  ]
}
