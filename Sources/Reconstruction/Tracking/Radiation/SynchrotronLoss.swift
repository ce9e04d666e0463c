import Core
import Numerics

/// What an electron loses to synchrotron radiation in a field, on average, and the spread of it.
///
///     d(1/E)/ds = (C_γ/2π) (e B⊥)²,   C_γ = (4π/3) r_e/(mc²)³ = 8.846e-5 m/GeV³
///
/// so that 1/p grows by the same for all energies: 0.155 GeV at 100 GeV in 4 m of 1.75 T. Photons are many and soft
/// (N = 5/(2√3) α γ θ, ⟨k²⟩ = 11/27 k_c²): a normal spread, 0.05 GeV there.
///
/// - Valid: electrons above some GeV.
/// - Checked by: `TrackEnergyLossTests`.
///
/// Sands, SLAC-121 (1970), ch. 5
enum SynchrotronLoss {
  /// C_γ/2π (0.2998 GeV/(T m))², 1/(GeV T² m).
  static let perSquare =
    2.0 / 3 * 2.8179403262e-15
    / (Constants.electronMass_GeV * Constants.electronMass_GeV * Constants.electronMass_GeV) * 0.299792458
    * 0.299792458

  /// - Parameters:
  ///   - squared_T2_m: ∫ B⊥² ds, negative against the flight
  ///   - length_m: along the track
  /// - Returns: growth of 1/p and its standard deviation
  static func apply(momentum_GeV p: Double, squared_T2_m: Double, length_m: Double) -> (
    growth: Double, sigma: Double
  ) {
    let growth = perSquare * squared_T2_m
    let b = length_m == 0 ? 0 : max(0, squared_T2_m / length_m).squareRoot()
    let gamma = p / Constants.electronMass_GeV
    let photons = 5 / (2 * 3.0.squareRoot()) / 137.035999 * gamma * 0.299792458 * b * length_m.magnitude / p
    // k_c = 3/2 γ² e ħ B/m
    let critical = 1.5 * gamma * gamma * 5.7883818e-14 * 2 * b
    return (growth, (photons * 11 / 27).squareRoot() * critical / (p * p))
  }
}
