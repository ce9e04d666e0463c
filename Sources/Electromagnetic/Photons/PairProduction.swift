import Core
import Events
import Matter
import Numerics

/// γ → e⁺e⁻ in the field of the nucleus and of the atomic electrons.
///
/// - Total: XCOM nuclear + electronic below 100 GeV, constant above (complete screening), times the LPM
///   suppression of the material.
/// - Energy sharing: `PairProduction+EnergySharing.swift`.
/// - Angles: leading term of the Sauter–Gluckstern–Hull formula for each lepton [1],
///
///       dP/dcosθ ∝ 1/(1 − β cosθ)²   (mean angle of order m/E),
///
///   with opposite azimuths. The nucleus takes the missing momentum; energy is exact:
///   E_γ = T₊ + T₋ + 2m.
/// - Approximation: e⁺ and e⁻ share energy symmetrically (Born); in lead the positron gains a few per cent
///   below 5 MeV. Triplets count as pairs: the recoil electron is not followed.
/// - Valid: threshold 2m up to any energy; LPM in the complete-screening form.
///
/// [1] Sauter, Ann. Phys. 412 (1934) 404; Gluckstern, Hull, Phys. Rev. 90 (1953) 1030.
public struct PairProduction: Sendable {
  static let threshold_GeV = 2 * Constants.electronMass_GeV
  static let boundCount = 64
  /// Below 1 keV above threshold the sharing is that of 1 keV.
  static let lowestAvailable_GeV = 1e-6

  let atomicNumber: Double
  let screeningPhi: Double
  let screeningPsi: Double
  let coulombCorrection: Double
  let logS1: Double
  let lpmScale_GeV: Double
  /// Largest values of the shape at E_γ − 2m on a logarithmic grid: the bounds of the rejection.
  let boundGrid: LogarithmicGrid
  private(set) var bounds: InlineArray<64, Double>

  /// - Parameter material: sets the LPM scale through its radiation length; nil leaves LPM out
  public init(element: Element, material: Material? = nil) {
    self.init(element: element, material: material, forSampling: true)
  }

  /// Cross sections alone need no bounds of rejection.
  init(element: Element, material: Material?, forSampling: Bool) {
    let cubeRoot = exp(log(Double(element.atomicNumber)) / 3)
    atomicNumber = Double(element.atomicNumber)
    screeningPhi = 100 / cubeRoot
    screeningPsi = 100 / (cubeRoot * cubeRoot)
    coulombCorrection = RadiationLength.coulombCorrection(atomicNumber: element.atomicNumber)
    logS1 = MigdalSuppression.logS1(atomicNumber: element.atomicNumber)
    lpmScale_GeV =
      material.map { MigdalSuppression.scale_GeV(radiationLength_mm: $0.radiationLength_mm) }
      ?? .infinity
    // Above 1 TeV screening is complete in every element, so the largest value no longer grows.
    boundGrid = LogarithmicGrid(
      lowest: PairProduction.lowestAvailable_GeV, highest: 1000, count: PairProduction.boundCount)
    bounds = InlineArray<64, Double>(repeating: 0)
    guard forSampling else { return }
    for i in 0..<PairProduction.boundCount {
      bounds[i] = largestShape(
        photonEnergy_GeV: PairProduction.threshold_GeV + boundGrid.point(i))
    }
  }

  /// - Parameters:
  ///   - photonEnergy_GeV: 0 below threshold
  ///   - material: with it, LPM suppression is included
  /// - Returns: barn per atom
  public static func crossSection_barn(
    photonEnergy_GeV: Double, element: Element, material: Material? = nil
  ) -> Double {
    let data = XCOMCrossSection(atomicNumber: element.atomicNumber)
    let free =
      data.pairNuclear_barn(photonEnergy_GeV) + data.pairElectron_barn(photonEnergy_GeV)
    guard let material, free > 0 else { return free }
    let scale = MigdalSuppression.scale_GeV(radiationLength_mm: material.radiationLength_mm)
    guard photonEnergy_GeV > scale * lpmOnset else { return free }
    return free
      * PairProduction(element: element, material: material, forSampling: false)
      .suppression(photonEnergy_GeV: photonEnergy_GeV)
  }

  /// Below E_LPM/32, s > 4 at all energy fractions and the suppression is less than 1e-4.
  static let lpmOnset = 1.0 / 32

  public func callAsFunction(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    var result = Interaction(unchanged: kineticEnergy_GeV, direction)
    result.survives = false
    result.kineticEnergy_GeV = 0
    let available = kineticEnergy_GeV - PairProduction.threshold_GeV
    guard available > 0 else {
      result.localDeposit_GeV = kineticEnergy_GeV
      return result
    }
    let positron = available * sampleKineticFraction(photonEnergy_GeV: kineticEnergy_GeV, &rng)
    let random = rng.quartet()
    let azimuth = AzimuthTable.shared(random.0)
    result.add(
      lepton(.electron, available - positron, direction, azimuth.cos, azimuth.sin, random.1))
    result.add(lepton(.positron, positron, direction, -azimuth.cos, -azimuth.sin, random.2))
    return result
  }

  private func lepton(
    _ particle: Particle, _ kinetic: Double, _ direction: Vector3, _ cosPhi: Double,
    _ sinPhi: Double, _ random: UInt32
  ) -> Secondary {
    let oneMinusCos = PairProduction.oneMinusCosine(
      kineticEnergy_GeV: kinetic, RandomStream.uniform(random))
    return Secondary(
      particle: particle, kineticEnergy_GeV: kinetic,
      direction: direction.rotated(
        cosTheta: 1 - oneMinusCos, sinTheta: (oneMinusCos * (2 - oneMinusCos)).squareRoot(),
        cosPhi: cosPhi, sinPhi: sinPhi))
  }

  /// Inverse of the distribution function: 1 − cosθ = (1 − β)·2v/(1 + β(1 − 2v)), written with
  /// 1 − β = 1/(γ²(1+β)) so that small angles keep their digits.
  static func oneMinusCosine(kineticEnergy_GeV: Double, _ rng: inout RandomStream) -> Double {
    oneMinusCosine(kineticEnergy_GeV: kineticEnergy_GeV, rng.uniform())
  }

  static func oneMinusCosine(kineticEnergy_GeV: Double, _ v: Double) -> Double {
    let gamma = 1 + kineticEnergy_GeV / Constants.electronMass_GeV
    let beta = ((gamma - 1) * (gamma + 1)).squareRoot() / gamma
    let oneMinusBeta = 1 / (gamma * gamma * (1 + beta))
    return min(2, oneMinusBeta * 2 * v / (oneMinusBeta + 2 * beta * (1 - v)))
  }
}
