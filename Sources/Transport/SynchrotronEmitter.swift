import Core
import Electromagnetic
import Events
import Geometry
import Numerics

/// Emission of synchrotron photons along a track, one by one.
///
/// The number of photons per path does not depend on the energy, (5α/2√3) z² c|z|B⊥/m, so that their places are those
/// of a Poisson process along the curve; each energy is drawn from the exact spectrum (`SynchrotronSpectrum`) at
/// the field and energy of its place. Photons below the threshold are not made, and their energy is not lost.
///
/// Out of the bending plane the angle is Gaussian with σ = (0.57/γ) (E_c/k)^0.43 [1], an approximation meant for
/// 0.05 < k/E_c < 5; within the plane the photon goes along the tangent. The direction of the track stays.
///
/// - Valid: as `SynchrotronRadiation`
/// - Checked by: `SynchrotronTransportTests`
///
/// [1] Kim, in: X-ray Data Booklet, LBNL/PUB-490, sect. 2.1.
struct SynchrotronEmitter {
  let isOn: Bool
  private let mass_GeV: Double
  private let charge: Double
  private let minimumEnergy_GeV: Double
  private let photons_per_mm_T: Double

  /// k/E_c of the hardest photons of the spectrum's table.
  private static var hardest: Double { 40 }
  /// T; no magnet is stronger (the limit of the cards).
  private static var strongestField_T: Double { 200 }

  init(_ track: Track, minimumEnergy_GeV: Double) {
    mass_GeV = track.particle.mass_GeV
    charge = track.particle.chargeNumber
    self.minimumEnergy_GeV = minimumEnergy_GeV
    guard charge != 0, minimumEnergy_GeV < .infinity else {
      isOn = false
      photons_per_mm_T = 0
      return
    }
    let strongest = SynchrotronRadiation(
      mass_GeV: mass_GeV, charge: charge, totalEnergy_GeV: track.kineticEnergy_GeV + mass_GeV,
      transverseField_T: Self.strongestField_T)
    photons_per_mm_T = strongest.photons_per_mm / Self.strongestField_T
    isOn = Self.hardest * strongest.criticalEnergy_GeV > minimumEnergy_GeV
  }

  /// Mean number of photons on a step: trapezoidal rule.
  func photons(_ start: FieldTrajectory, _ step: CurvedStep, _ field: MagneticFieldView) -> Double {
    let first = start.direction.cross(field.value(start.position, in: step.region)).length
    let last =
      step.region.isUniform
      ? first : step.end.direction.cross(field.value(step.end.position, in: step.region)).length
    return photons_per_mm_T * 0.5 * (first + last) * step.length_mm
  }

  /// A photon in the frame of the direction and the field; nil if it is below the threshold.
  func emit(
    kineticEnergy_GeV: Double, direction: Vector3, field_T: Vector3, _ rng: inout RandomStream
  ) -> Secondary? {
    let across = field_T - field_T.dot(direction) * direction
    let strength = across.length
    let radiation = SynchrotronRadiation(
      mass_GeV: mass_GeV, charge: charge, totalEnergy_GeV: kineticEnergy_GeV + mass_GeV,
      transverseField_T: strength)
    let critical = radiation.criticalEnergy_GeV
    guard Self.hardest * critical > minimumEnergy_GeV else { return nil }
    let energy = radiation.samplePhotonEnergy_GeV(&rng)
    // The classical spectrum knows no end; a photon cannot take more than there is.
    guard energy >= minimumEnergy_GeV, energy > 0, energy < 0.5 * kineticEnergy_GeV else { return nil }
    let gamma = 1 + kineticEnergy_GeV / mass_GeV
    let sigma = 0.57 / gamma * exp(0.43 * log(critical / energy))
    let radius = (-2 * log(rng.uniform())).squareRoot()
    let angle = min(sigma * radius * cos(2 * Double.pi * rng.uniform()), 1)
    return Secondary(
      particle: .photon, kineticEnergy_GeV: energy,
      direction: (direction + (angle / strength) * across).normalized)
  }
}

extension Particle {
  /// The charge without a look at the table of properties.
  var chargeNumber: Double {
    switch self {
    case .electron, .muonMinus, .pionMinus, .kaonMinus, .antiproton, .tauMinus: return -1
    case .positron, .muonPlus, .pionPlus, .kaonPlus, .proton, .tauPlus: return 1
    default: return 0
    }
  }
}
