/// What the constant A of the charge-exchange parametrisation means. **The cross section is uncertain by a
/// factor 2 to 7 because of this**; every result names the choice.
public enum ChargeExchangeNormalization: String, CaseIterable, Sendable {
  /// A X^−p is dσ/d|t| at t = 0, µb/GeV²: as the formula is coded in Geant4 11.4 (`G4ChargeExchangeXS`).
  /// For π⁰ at 50 GeV its forward value, 7.7 µb/GeV², is below what isospin and the optical theorem
  /// demand (27.8): 4–7 times too small.
  case asPublishedInGeant4 = "as_published_in_geant4"
  /// A X^−p is the integrated cross section, µb: then π⁰ has the trend and, within 12–20 %, the size that
  /// the optical theorem gives; η and η′ are 2.1 and 2.3 times larger at 50 GeV. Not provable for them.
  case integratedInterpretation = "integrated_interpretation"
  /// π⁰ only: dσ/dt(0) = (Δσ)²/(32π) · [1 + tan²(πα_ρ/2)] from isospin and the optical theorem, with
  /// Δσ = σ(π⁻p) − σ(π⁺p) = 3.534 (s/10.23 GeV²)^−0.5486 mb and the phase of a Regge pole.
  case isospinAndOpticalTheorem = "isospin_and_optical_theorem"
}
