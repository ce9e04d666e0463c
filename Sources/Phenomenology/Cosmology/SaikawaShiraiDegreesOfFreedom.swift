import Numerics

/// Fit of g and h to a calculation with perturbative and lattice QCD, a hadron resonance gas, and neutrinos
/// that decouple incompletely (N_eff = 3.045): [1], appendix C.
///
/// Above 120 MeV ratios of polynomials in ln(T/GeV), below it sums of exponentials with polynomials, one term
/// for every species. The pieces meet within 0.1 %.
///
/// - Valid: 1e-5 … 1e16 GeV, better than 1 % (below 120 MeV better than 0.3 %) by the authors' account.
///
/// [1] Saikawa, Shirai, JCAP 05 (2018) 035, arXiv:1803.01038.
enum SaikawaShiraiDegreesOfFreedom {
  static func values(_ temperature_GeV: Double) -> (energy: Double, entropy: Double) {
    temperature_GeV >= 0.12 ? above(temperature_GeV) : below(temperature_GeV)
  }

  private static func above(_ temperature: Double) -> (energy: Double, entropy: Double) {
    let t = log(temperature)
    let g = polynomial(energyNumerator, t) / polynomial(energyDenominator, t)
    return (g, g / (1 + polynomial(ratioNumerator, t) / polynomial(ratioDenominator, t)))
  }

  private static func below(_ T: Double) -> (energy: Double, entropy: Double) {
    let electron = 511e-6 / T
    let muon = 0.1056 / T
    let neutral = 0.135 / T
    let charged = 0.140 / T
    // Temperature of the neutrinos, through the entropy that electrons have left.
    let neutrinos = 1 + 1.75 * term(electron, 1.0419, 1.034, 0.456426, 0.0595249)
    func f(_ x: Double) -> Double { term(x, 1.04855, 1.03757, 0.508630, 0.0893988) }
    func b(_ x: Double) -> Double { term(x, 1.03149, 1.03317, 0.398264, 0.0648056) }
    func fs(_ x: Double) -> Double { term(x, 1.04190, 1.03400, 0.456426, 0.0595249) }
    func bs(_ x: Double) -> Double { term(x, 1.03365, 1.03397, 0.342548, 0.0506182) }
    let light = 2.030 + 1.353 * pow(neutrinos, 4.0 / 3) + 3.495 * f(electron) + 3.446 * f(muon)
    let pions = 1.05 * b(neutral) + 2.08 * b(charged)
    let resonances = 4.165 * b(0.5 / T) + 30.55 * b(0.77 / T) + 89.4 * b(1.2 / T) + 8209 * b(2 / T)
    let lightS = 2.008 + 1.923 * neutrinos + 3.442 * fs(electron) + 3.468 * fs(muon)
    let pionsS = 1.034 * bs(neutral) + 2.068 * bs(charged)
    let resonancesS = 4.16 * bs(0.5 / T) + 30.55 * bs(0.77 / T) + 90 * bs(1.2 / T) + 6209 * bs(2 / T)
    return (light + pions + resonances, lightS + pionsS + resonancesS)
  }

  private static func term(_ x: Double, _ k: Double, _ a: Double, _ b: Double, _ c: Double) -> Double {
    exp(-k * x) * (1 + x * (a + x * (b + x * c)))
  }

  private static func polynomial(_ coefficients: [Double], _ t: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * t + $1 }
  }

  private static let energyNumerator = [
    1, 1.11724, 3.12672e-1, -4.68049e-2, -2.65004e-2, -1.19760e-3, 1.82812e-4, 1.36436e-4, 8.55051e-5,
    1.22840e-5,
    3.82259e-7, -6.87035e-9,
  ]
  private static let energyDenominator = [
    1.43382e-2, 1.37559e-2, 2.92108e-3, -5.38533e-4, -1.62496e-4, -2.87906e-5, -3.84278e-6, 2.78776e-6,
    7.40342e-7,
    1.17210e-7, 3.72499e-9, -6.74107e-11,
  ]
  private static let ratioNumerator = [
    1, 6.07869e-1, -1.54485e-1, -2.24034e-1, -2.82147e-2, 2.90620e-2, 6.86778e-3, -1.00005e-3, -1.69104e-4,
    1.06301e-5, 1.69528e-6, -9.33311e-8,
  ]
  private static let ratioDenominator = [
    7.07388e1, 9.18011e1, 3.31892e1, -1.39779, -1.52558, -1.97857e-2, -1.60146e-1, 8.22615e-5, 2.02651e-2,
    -1.82134e-5, 7.83943e-5, 7.13518e-5,
  ]
}
