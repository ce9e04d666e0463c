import Core
import Numerics

/// g and h of ideal gases: photons, leptons, hadrons below 150 MeV, quarks, gluons and the heavy bosons above.
///
/// A species of mass m with n states contributes (x = m/T, + for fermions)
///
///     g = n (15/π⁴) ∫ ε √(ε² − x²) ε /(e^ε ± 1) dε        h = n (15/4π⁴) ∫ [4ε² − x²] √(ε² − x²)/(e^ε ± 1) dε
///
/// Neutrinos share the photons' temperature until the electrons leave, and keep their entropy afterwards:
/// (T_ν/T)³ = 4/11 [1 + ¾·… ] of the electromagnetic plasma. Their incomplete decoupling (0.3 % of h) is left
/// out. The step at 150 MeV stands for the transition of QCD.
enum IdealGasDegreesOfFreedom {
  static let transition_GeV = 0.15

  /// Mass [GeV] and number of states; hadrons that matter below 150 MeV.
  private static let hadrons: [(mass: Double, states: Double, isFermion: Bool)] = [
    (0.13498, 1, false), (0.13957, 2, false), (0.49368, 2, false), (0.49761, 2, false), (0.54786, 1, false),
    (0.77526, 9, false), (0.78266, 3, false), (0.89167, 12, false), (0.95778, 1, false), (1.01946, 3, false),
    (0.93827, 4, true), (0.93957, 4, true), (1.11568, 4, true), (1.193, 12, true), (1.232, 32, true),
    (1.17, 3, false), (1.23, 9, false), (1.275, 5, false), (1.318, 15, false), (1.318, 8, true),
  ]
  private static let quarks: [(mass: Double, states: Double, isFermion: Bool)] = [
    (0, 16, false), (0.002, 12, true), (0.005, 12, true), (0.095, 12, true), (1.27, 12, true),
    (4.18, 12, true),
    (172.7, 12, true), (80.38, 6, false), (91.19, 3, false), (125.2, 1, false),
  ]

  static func values(_ temperature_GeV: Double) -> (energy: Double, entropy: Double) {
    let electron = gas(Constants.electronMass_GeV / temperature_GeV, 4, true)
    // Entropy of photons and electrons over that of massless ones: the neutrinos' temperature cubed.
    let share = (2 + electron.entropy) / 5.5
    var g = 2 + electron.energy + 5.25 * pow(share, 4.0 / 3)
    var h = 2 + electron.entropy + 5.25 * share
    let rest = temperature_GeV < transition_GeV ? hadrons : quarks
    let leptons = [(Constants.muonMass_GeV, 4.0, true), (Constants.tauMass_GeV, 4.0, true)]
    for (mass, states, isFermion) in leptons + rest {
      let species = gas(mass / temperature_GeV, states, isFermion)
      g += species.energy
      h += species.entropy
    }
    return (g, h)
  }

  private static let quadrature = GaussLegendre(count: 48)

  static func gas(_ x: Double, _ states: Double, _ isFermion: Bool) -> (energy: Double, entropy: Double) {
    guard x < 60 else { return (0, 0) }
    var g = 0.0
    var h = 0.0
    let sign = isFermion ? 1.0 : -1.0
    // ε = x + 40u²: the square root at the threshold becomes smooth.
    let quadrature = Self.quadrature
    for (node, weight) in zip(quadrature.nodes, quadrature.weights) {
      let u = 0.5 * (1 + node)
      let k = 40 * u * u
      let energy = x + k
      let momentum = (k * (k + 2 * x)).squareRoot()
      let density = 40 * u * weight * momentum / (exp(energy) + sign)
      g += density * energy * energy
      h += density * (4 * energy * energy - x * x) / 4
    }
    let pi4 = Double.pi * Double.pi * Double.pi * Double.pi
    return (states * 15 / pi4 * g, states * 15 / pi4 * h)
  }
}
