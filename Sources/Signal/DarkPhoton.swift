import Core

/// A dark photon A′ that mixes with the photon and decays invisibly.
///
///     L = −¼ F′² + ½ m² A′² − ε e A′_μ J^μ_em
///
/// Every charged lepton couples to it with ε e, so all cross sections scale as ε². The decay to dark
/// matter is taken to be prompt and to have branching ratio 1: the boson leaves no energy behind.
///
/// Holdom, Phys. Lett. B 166 (1986) 196.
public struct DarkPhoton: Equatable, Sendable {
  public let mass_GeV: Double
  /// Kinetic mixing ε. The pure functions of this module use 1.
  public let epsilon: Double

  public init(mass_GeV: Double, epsilon: Double = 1) throws {
    guard mass_GeV.isFinite, mass_GeV > 0 else {
      throw HermeticError.range(
        "dark photon mass_GeV", mass_GeV, allowed: "a finite number > 0",
        hint: "Masses are in GeV: 10 MeV is 0.01.")
    }
    guard epsilon.isFinite, epsilon > 0 else {
      throw HermeticError.range("dark photon epsilon", epsilon, allowed: "a finite number > 0")
    }
    self.mass_GeV = mass_GeV
    self.epsilon = epsilon
  }

  /// Factor by which a cross section at coupling 1 is multiplied.
  public var couplingSquared: Double { epsilon * epsilon }
}
