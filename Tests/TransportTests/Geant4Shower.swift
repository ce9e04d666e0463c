/// Geant4 11.4.1, physics equivalent to G4EmStandardPhysics (option 0): e⁻ into 150 × (1.5 mm G4_Pb +
/// 1.5 mm G4_POLYSTYRENE), 229.2 mm square, production cut 0.7 mm, beam at the centre of a 38.2 mm cell. Energy
/// in MeV per event, summed over ten layers. Photoelectric effect without fluorescence, no Rayleigh scattering,
/// no photonuclear reactions, no quenching.
struct Geant4Shower {
  let energy_GeV: Double
  let events: Int
  let visible_GeV: Double
  let visibleError_GeV: Double
  let visibleRms_GeV: Double
  let absorber_MeV: [Double]
  let active_MeV: [Double]

  static let electron10GeV = Geant4Shower(
    energy_GeV: 10, events: 250, visible_GeV: 1.08559, visibleError_GeV: 0.001728, visibleRms_GeV: 0.027329,
    absorber_MeV: [
      378.337, 1839.34, 2494.46, 1901.24, 1119.17, 583.549, 278.485, 128.121, 58.7989, 24.4596,
      10.9084, 5.0857, 2.44168, 1.04558, 0.42417,
    ],
    active_MeV: [
      54.1651, 245.295, 311.614, 227.269, 128.256, 64.303, 30.2215, 13.8889, 6.15114, 2.55662,
      1.06475, 0.472548, 0.223405, 0.09104, 0.021714,
    ])

  static let electron100GeV = Geant4Shower(
    energy_GeV: 100, events: 80, visible_GeV: 10.8918, visibleError_GeV: 0.01083, visibleRms_GeV: 0.096826,
    absorber_MeV: [
      865.445, 7418.77, 18483, 22350.8, 17470, 10690.1, 5767.68, 2842.66, 1330.96, 617.244,
      269.823, 117.585, 53.897, 22.7243, 10.7389,
    ],
    active_MeV: [
      125.894, 1020.51, 2404.11, 2785.09, 2098.7, 1239.63, 650.229, 312.519, 141.304, 65.4326,
      27.9054, 11.9236, 5.24851, 2.105, 1.1523,
    ])
}
