import Core
import Events
import Matter
import Numerics

/// Incoherent scattering γ e⁻ → γ e⁻: total from XCOM (bound electrons), final state from Klein–Nishina
/// (free electrons at rest).
///
///     dσ/dε = π r_e² (m/k) [ε + 1/ε − sin²θ],   ε = k′/k,  1 − cos θ = m(1 − ε)/(kε)        [1]
///
/// - Approximation: no Doppler broadening and no binding in the final state: the angular distribution is
///   right above some 100 keV in lead, 10 keV in carbon; below, forward scattering is over-represented.
/// - Valid: all energies.
///
/// [1] Klein, Nishina, Z. Phys. 52 (1929) 853.
/// [2] Butcher, Messel, Nucl. Phys. 20 (1960) 15: composition and rejection.
public struct ComptonScattering: Sendable {
  public init() {}

  /// - Parameter photonEnergy_GeV: 1 keV to 100 GeV, extrapolated above; 0 below 1 keV
  /// - Returns: barn per atom, XCOM incoherent scattering
  public static func crossSection_barn(photonEnergy_GeV: Double, element: Element) -> Double {
    guard photonEnergy_GeV >= 1e-6 else { return 0 }
    return XCOMCrossSection(atomicNumber: element.atomicNumber).incoherent_barn(photonEnergy_GeV)
  }

  /// Klein–Nishina total cross section, barn per electron; series below k = 0.01 m, where the closed
  /// form cancels.
  public static func kleinNishina_barn(photonEnergy_GeV: Double) -> Double {
    let k = photonEnergy_GeV / Constants.electronMass_GeV
    let radius = Constants.classicalElectronRadius_mm
    let unit = .pi * radius * radius / Constants.barn_mm2
    if k < 0.01 {
      return unit * 8 / 3 * (1 + k * (-2 + k * (5.2 + k * (-13.3 + k * (1144.0 / 35 - k * 544.0 / 7)))))
    }
    let a = 1 + 2 * k
    let logarithm = log1p(2 * k)
    return unit
      * (2 * (1 + k) / (k * k) * (2 * (1 + k) / a - logarithm / k) + logarithm / k
        - 2 * (1 + 3 * k) / (a * a))
  }

  /// Final state: the photon goes on with k′, the electron gets k − k′.
  public func callAsFunction(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    var result = Interaction(unchanged: kineticEnergy_GeV, direction)
    let k = kineticEnergy_GeV / Constants.electronMass_GeV
    let lowest = 1 / (1 + 2 * k)
    // ε + 1/ε − sin²θ = (1/ε + ε)(1 − ε sin²θ/(1 + ε²)): draw from 1/ε or ε, reject by the bracket.
    let logWeight = -log(lowest)
    let linearWeight = 0.5 * (1 - lowest * lowest)
    var ratio = 1.0
    var oneMinusCos = 0.0
    var sin2 = 0.0
    var random = rng.quartet()
    while true {
      let u = RandomStream.uniform(random.1)
      if RandomStream.uniform(random.0) * (logWeight + linearWeight) < logWeight {
        ratio = exp(-logWeight * u)
      } else {
        ratio = (lowest * lowest + (1 - lowest * lowest) * u).squareRoot()
      }
      oneMinusCos = min(2, (1 - ratio) / (k * ratio))
      sin2 = oneMinusCos * (2 - oneMinusCos)
      let bracket = 1 + ratio * ratio
      if RandomStream.uniform(random.2) * bracket <= bracket - ratio * sin2 { break }
      random = rng.quartet()
    }

    let transferred = kineticEnergy_GeV * (1 - ratio)
    let scattered = kineticEnergy_GeV - transferred
    let sinTheta = sin2.squareRoot()
    let azimuth = AzimuthTable.shared(random.3)
    result.kineticEnergy_GeV = scattered
    result.direction = direction.rotated(
      cosTheta: 1 - oneMinusCos, sinTheta: sinTheta, cosPhi: azimuth.cos, sinPhi: azimuth.sin)
    guard transferred > 0 else { return result }

    // Momentum balance k n = k′ n′ + p in the plane of scattering; k − k′ cos θ without cancellation.
    let along = transferred + scattered * oneMinusCos
    let across = scattered * sinTheta
    let norm = 1 / (along * along + across * across).squareRoot()
    result.add(
      Secondary(
        particle: .electron, kineticEnergy_GeV: transferred,
        direction: direction.rotated(
          cosTheta: along * norm, sinTheta: across * norm, cosPhi: -azimuth.cos,
          sinPhi: -azimuth.sin)))
    return result
  }
}
