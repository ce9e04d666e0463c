import Numerics

/// Density-effect correction δ(βγ) to ionisation loss in Sternheimer's parametrisation.
///
///     δ = 2 ln10·X − C̄                      X ≥ x1          X = log10(βγ)
///     δ = 2 ln10·X − C̄ + a (x1 − X)^m       x0 ≤ X < x1
///     δ = δ0 10^{2(X−x0)}                    X < x0  (δ0 = 0 for insulators)
///
/// [1] Sternheimer, Berger, Seltzer, At. Data Nucl. Data Tables 30 (1984) 261; PDG "Atomic and nuclear
///     properties of materials".
public struct SternheimerDensityEffect: Equatable, Sendable {
  public let plasmaEnergy_eV: Double
  public let cBar: Double
  public let x0: Double
  public let x1: Double
  public let a: Double
  public let m: Double
  public let delta0: Double

  public init(
    plasmaEnergy_eV: Double, cBar: Double, x0: Double, x1: Double, a: Double, m: Double,
    delta0: Double = 0
  ) {
    self.plasmaEnergy_eV = plasmaEnergy_eV
    self.cBar = cBar
    self.x0 = x0
    self.x1 = x1
    self.a = a
    self.m = m
    self.delta0 = delta0
  }

  public func callAsFunction(betaGamma: Double) -> Double {
    let x = log(betaGamma) * 0.4342944819032518
    if x >= x1 { return 2 * 2.302585092994046 * x - cBar }
    if x >= x0 { return 2 * 2.302585092994046 * x - cBar + a * pow(x1 - x, m) }
    return delta0 > 0 ? delta0 * pow(10, 2 * (x - x0)) : 0
  }
}
