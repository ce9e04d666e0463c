import Core
import Events
import Matter
import Numerics

/// Photoelectric absorption: γ + atom → e⁻ + ion.
///
/// - Total: XCOM, with all absorption edges above 1 keV.
/// - Shell: from the innermost edge below the photon energy outwards, each with probability 1 − 1/J, J the
///   jump of σ at the edge. The ratio is taken as independent of energy, as it is within a few per cent.
/// - Electron: T = E − edge; the edge energy is deposited on the spot. No fluorescence or Auger particles
///   are made, so lead K x rays (75–88 keV) stay where they arise. Edges below 1 keV count as zero.
/// - Direction: Sauter's K-shell distribution [1],
///
///       dσ/dcosθ ∝ sin²θ/(1 − β cosθ)⁴ [1 + ½ γ(γ−1)(γ−2)(1 − β cosθ)]
///
/// [1] Sauter, Ann. Phys. 403 (1931) 454; Gavrila, Phys. Rev. 113 (1959) 514.
/// [2] Salvat, PENELOPE-2018, NEA/MBDAV/R(2019)1, Sect. 2.2.1: the sampling in ν = 1 − cosθ.
public struct PhotoelectricEffect: Sendable {
  struct Shell: Sendable {
    var edge_GeV = 0.0
    var probability = 0.0
  }

  static let mostShells = 16
  let shellCount: Int
  let shells: InlineArray<16, Shell>

  public init(element: Element) {
    let edges = XCOMCrossSection(atomicNumber: element.atomicNumber).edges
    var list = InlineArray<16, Shell>(repeating: Shell())
    shellCount = min(edges.count, PhotoelectricEffect.mostShells)
    for i in 0..<shellCount {
      list[i] = Shell(
        edge_GeV: edges[i].energy_GeV, probability: max(0, 1 - edges[i].inverseJump))
    }
    shells = list
  }

  /// - Parameter photonEnergy_GeV: 1 keV to 100 GeV, extrapolated above; 0 below 1 keV
  /// - Returns: barn per atom
  public static func crossSection_barn(photonEnergy_GeV: Double, element: Element) -> Double {
    guard photonEnergy_GeV >= 1e-6 else { return 0 }
    return XCOMCrossSection(atomicNumber: element.atomicNumber).photoelectric_barn(photonEnergy_GeV)
  }

  public func callAsFunction(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    var result = Interaction(unchanged: kineticEnergy_GeV, direction)
    result.survives = false
    result.kineticEnergy_GeV = 0
    let binding = bindingEnergy_GeV(photonEnergy_GeV: kineticEnergy_GeV, &rng)
    let kinetic = kineticEnergy_GeV - binding
    result.localDeposit_GeV = binding
    guard kinetic > 0 else { return result }
    let oneMinusCos = PhotoelectricEffect.oneMinusCosine(kineticEnergy_GeV: kinetic, &rng)
    let azimuth = sincosTurns(rng.uniform())
    result.add(
      Secondary(
        particle: .electron, kineticEnergy_GeV: kinetic,
        direction: direction.rotated(
          cosTheta: 1 - oneMinusCos, sinTheta: (oneMinusCos * (2 - oneMinusCos)).squareRoot(),
          cosPhi: azimuth.cos, sinPhi: azimuth.sin)))
    return result
  }

  func bindingEnergy_GeV(photonEnergy_GeV: Double, _ rng: inout RandomStream) -> Double {
    for i in 0..<shellCount where shells[i].edge_GeV <= photonEnergy_GeV {
      if rng.uniform() < shells[i].probability { return shells[i].edge_GeV }
    }
    return 0
  }

  /// 1 − cosθ of the photoelectron. With A = 1/β − 1 and ν = 1 − cosθ the density is ν/(A+ν)³, drawn in
  /// closed form, times (2−ν)[1/(A+ν) + ½βγ(γ−1)(γ−2)], rejected against its value at ν = 0 [2].
  static func oneMinusCosine(kineticEnergy_GeV: Double, _ rng: inout RandomStream) -> Double {
    let gamma = 1 + kineticEnergy_GeV / Constants.electronMass_GeV
    let beta = ((gamma - 1) * (gamma + 1)).squareRoot() / gamma
    guard beta > 0 else { return 2 * rng.uniform() }
    let a = 1 / (gamma * gamma * (1 + beta) * beta)
    let b = 0.5 * beta * gamma * (gamma - 1) * (gamma - 2)
    let highest = 2 * (1 / a + b)
    while true {
      let u = rng.uniform()
      let nu = min(
        2, 2 * a / ((a + 2) * (a + 2) - 4 * u) * (2 * u + (a + 2) * u.squareRoot()))
      if rng.uniform() * highest <= (2 - nu) * (1 / (a + nu) + b) { return nu }
    }
  }
}
