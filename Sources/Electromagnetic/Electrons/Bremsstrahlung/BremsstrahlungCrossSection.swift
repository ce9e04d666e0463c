import Core
import Numerics
import Tables

/// How positrons differ from electrons in bremsstrahlung.
public enum PositronBremsstrahlung: Sendable {
  /// The ratio of Elwert's factors for opposite charges, exp(−2παZ (1/β' − 1/β)), at every photon energy:
  /// goes to 1 at high energy, as the Coulomb correction (even in Z) demands. Default; Geant4 does the same.
  case elwert
  /// The loss scaled by η(T, Z) of Kim et al., Phys. Rev. A 33 (1986) 3002, in the fit of Salvat et al.
  /// (PENELOPE, NEA): the better loss below 5 MeV (30 % lower in lead at 1 MeV), but its scaling in T/Z²
  /// keeps 5 % of suppression in lead at 100 MeV.
  case kim
}

/// Bremsstrahlung cross section of one element, e± Z → e± Z γ: the shape of `BremsstrahlungShape` times a
/// factor N(T) that makes its energy loss agree with the radiative stopping power of NIST ESTAR [1],
/// which is the integral of the tables of Seltzer and Berger [2].
///
///     N(T) = S_rad(T) / (n ∫₀ᵀ k (dσ/dk)_shape dk)         T ≤ 1 GeV
///     N(T) = 1 + (N(1 GeV) − 1) (1 GeV/T)²                 above: Tsai's normalisation (1–2 % higher)
///
/// Below 10 keV N keeps its value. Positrons: see `PositronBremsstrahlung`.
///
/// - Valid: kinetic energy 1 keV … 10 TeV, Z = 1 … 92; 0 outside 0 < k < T.
/// - Checked by: `BremsstrahlungTests`, `PeerComparisonTests`.
///
/// [1] Berger, Coursey, Zucker, Chang, ESTAR, NISTIR 4999. [2] Seltzer, Berger, At. Data Nucl. Data
/// Tables 35 (1986) 345.
public struct BremsstrahlungCrossSection: Sendable {
  public let shape: BremsstrahlungShape
  public let isPositron: Bool
  let grid = LogarithmicGrid(lowest: 1e-5, highest: 1, count: 51)
  let normalisation: [Double]

  public init(
    atomicNumber: Int, isPositron: Bool = false, positronModel: PositronBremsstrahlung = .elwert
  ) {
    let shape = BremsstrahlungShape(atomicNumber: atomicNumber)
    self.shape = shape
    self.isPositron = isPositron
    let kim = isPositron && positronModel == .kim
    normalisation = grid.points.map { kineticEnergy in
      let loss = Self.shapeLoss_GeVbarn(shape, kineticEnergy, isPositron: kim)
      var target = Self.radiativeLoss_GeVbarn(
        atomicNumber: atomicNumber, kineticEnergy_GeV: kineticEnergy)
      if kim {
        target *= Self.positronRatio(atomicNumber: atomicNumber, kineticEnergy_GeV: kineticEnergy)
      }
      return target / loss
    }
  }

  /// N(T) above.
  public func normalisation(kineticEnergy_GeV: Double) -> Double {
    if kineticEnergy_GeV >= 1 {
      return 1 + (normalisation[grid.count - 1] - 1) / (kineticEnergy_GeV * kineticEnergy_GeV)
    }
    let cell = grid.cell(logX: log(kineticEnergy_GeV))
    let a = normalisation[cell.index]
    return a + cell.fraction * (normalisation[cell.index + 1] - a)
  }

  /// dσ/dk per atom, without suppression by the medium. Returns [barn/GeV].
  public func differential_barn_per_GeV(kineticEnergy_GeV: Double, photonEnergy_GeV: Double) -> Double {
    let terms = shape(
      kineticEnergy_GeV: kineticEnergy_GeV, photonEnergy_GeV: photonEnergy_GeV, isPositron: isPositron)
    guard photonEnergy_GeV > 0 else { return 0 }
    return normalisation(kineticEnergy_GeV: kineticEnergy_GeV) * (terms.main + terms.rest)
      / photonEnergy_GeV
  }

  /// ∫₀ᵀ k dσ/dk dk of the bare shape.
  static func shapeLoss_GeVbarn(
    _ shape: BremsstrahlungShape, _ kineticEnergy: Double, isPositron: Bool
  ) -> Double {
    func value(_ photonEnergy: Double) -> Double {
      let terms = shape(
        kineticEnergy_GeV: kineticEnergy, photonEnergy_GeV: photonEnergy, isPositron: isPositron)
      return terms.main + terms.rest
    }
    return Quadrature.points24.integrate(0, 0.1 * kineticEnergy, value)
      + Quadrature.points24.integrate(0.1 * kineticEnergy, kineticEnergy, value)
  }

  /// Radiative energy loss per atom from ESTAR, interpolated in ln–ln. Returns [GeV·barn].
  public static func radiativeLoss_GeVbarn(atomicNumber: Int, kineticEnergy_GeV: Double) -> Double {
    let index = Int32(atomicNumber)
    guard let energy = hermetic_estar_energy(), let radiative = hermetic_estar_radiative(index) else {
      return 0
    }
    let count = Int(hermetic_estar_count())
    let t = min(max(kineticEnergy_GeV, energy[0]), energy[count - 1])
    var low = 0
    var high = count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if energy[middle] <= t { low = middle } else { high = middle }
    }
    let fraction = log(t / energy[low]) / log(energy[high] / energy[low])
    let massStoppingPower = radiative[low] * exp(fraction * log(radiative[high] / radiative[low]))
    // MeV cm²/g per atom: A/N_A g, 1e24 barn per cm².
    return massStoppingPower * 1e-3 * hermetic_element_atomic_weight(index)
      / (Constants.avogadro_per_mol * 1e-24)
  }

  /// η(T, Z) of Kim et al.: radiative loss of positrons over that of electrons.
  public static func positronRatio(atomicNumber: Int, kineticEnergy_GeV: Double) -> Double {
    let z = Double(atomicNumber)
    let t = log1p(1e6 * kineticEnergy_GeV / (Constants.electronMass_GeV * z * z))
    let p =
      t
      * (-1.2359e-1
        + t
        * (6.1274e-2
          + t
          * (-3.1516e-2
            + t * (7.7446e-3 + t * (-1.0595e-3 + t * (7.0568e-5 - 1.8080e-6 * t))))))
    return -expm1(p)
  }
}

enum Quadrature {
  static let points16 = GaussLegendre(count: 16)
  static let points24 = GaussLegendre(count: 24)
}
