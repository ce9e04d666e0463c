import Core
import Numerics

/// Synchrotron radiation of a charged particle on a circular arc: how many photons, of which energy.
///
///     E_c = (3/2) ħc γ³/ρ,    N = (5α z²/2√3) βγ θ,    ⟨k⟩ = 8 E_c/(15√3),    ρ = p/(0.2998 z B)
///
/// θ is the angle by which the track turns, z the charge in e. The number of photons does not depend on the field but on
/// θ alone.
///
/// - Valid: γ ≫ 1 and arcs long against ρ/γ (0.97 mm for electrons in 1.75 T); classical emission, k ≪ E
///   (E_c/E = 1e-4 at 100 GeV and 1.75 T).
/// - Checked by: `SynchrotronRadiationTests` (43.3 photons, 3.58 MeV, 155 MeV: 100 GeV electrons in 7 T·m)
///
/// [1] Schwinger, Phys. Rev. 75 (1949) 1912; Jackson, Classical Electrodynamics, ch. 14; PDG, "Accelerator
/// physics of colliders".
public struct SynchrotronRadiation: Equatable, Sendable {
  public let mass_GeV: Double
  public let charge: Double
  public let totalEnergy_GeV: Double
  /// Component of the field transverse to the track.
  public let transverseField_T: Double

  public init(mass_GeV: Double, charge: Double = 1, totalEnergy_GeV: Double, transverseField_T: Double) {
    self.mass_GeV = mass_GeV
    self.charge = charge.magnitude
    self.totalEnergy_GeV = totalEnergy_GeV
    self.transverseField_T = transverseField_T.magnitude
  }

  var gamma: Double { totalEnergy_GeV / mass_GeV }
  var momentum_GeV: Double {
    max(0, (totalEnergy_GeV - mass_GeV) * (totalEnergy_GeV + mass_GeV)).squareRoot()
  }

  /// 1/ρ [1/mm].
  public var curvature_per_mm: Double {
    guard momentum_GeV > 0 else { return 0 }
    // c·1 T = 0.299792458 GeV/m.
    return 0.299792458e-3 * charge * transverseField_T / momentum_GeV
  }

  /// E_c [GeV]: half of the power (0.499995) is radiated above it.
  public var criticalEnergy_GeV: Double {
    1.5 * Constants.hbarc_GeVmm * gamma * gamma * gamma * curvature_per_mm
  }

  /// Mean number of photons per mm of track.
  public var photons_per_mm: Double {
    5 / (2 * 1.7320508075688772) * Constants.fineStructure * charge * charge
      * (momentum_GeV / mass_GeV) * curvature_per_mm
  }

  /// ⟨k⟩ [GeV].
  public var meanPhotonEnergy_GeV: Double { 8 / (15 * 1.7320508075688772) * criticalEnergy_GeV }

  /// Mean loss [GeV/mm].
  public var loss_GeV_per_mm: Double { photons_per_mm * meanPhotonEnergy_GeV }

  /// dN/dk per mm of track [1/(mm GeV)].
  public func spectrum_per_mm_GeV(photonEnergy_GeV k: Double) -> Double {
    let critical = criticalEnergy_GeV
    guard critical > 0, k > 0 else { return 0 }
    return photons_per_mm * SynchrotronSpectrum.density(k / critical) / critical
  }

  /// One photon's energy [GeV].
  public func samplePhotonEnergy_GeV(_ rng: inout RandomStream) -> Double {
    criticalEnergy_GeV * SynchrotronSpectrum.shared.sample(&rng)
  }
}
