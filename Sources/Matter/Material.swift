import Core
import Numerics

/// A homogeneous mixture of elements by mass fraction, with the quantities that electromagnetic
/// processes need. Immutable; a value type that is copied only while tables are built.
public struct Material: Equatable, Sendable {
  public struct Component: Equatable, Sendable {
    public let element: Element
    public let massFraction: Double
    /// Atoms per mm³.
    public let atomDensity_per_mm3: Double
  }

  public let name: String
  public let density_g_cm3: Double
  public let components: [Component]
  /// Mean excitation energy I.
  public let meanExcitationEnergy_GeV: Double
  public let densityEffect: SternheimerDensityEffect
  /// Electrons per mm³.
  public let electronDensity_per_mm3: Double
  /// Radiation length from Tsai's formula, mass-weighted over the elements. Infinite for vacuum.
  public let radiationLength_mm: Double
}
