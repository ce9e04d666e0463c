import Core
import Numerics

/// ℓ₁ N → ℓ₂ N φ as a process: φ, ℓ₂, nucleus.
///
/// Samples have exact tree-level angles and recoil; where the Weizsäcker–Williams form is asked for, its x.
public struct FlavourChangingScalarProcess: SignalProcess {
  let emission: FlavourChangingScalar
  let approximation: FlavourChangingScalar.Approximation
  let couplingSquared: Double

  public init(
    _ emission: FlavourChangingScalar, _ approximation: FlavourChangingScalar.Approximation,
    coupling: Double
  ) {
    self.emission = emission
    self.approximation = approximation
    couplingSquared = coupling * coupling
  }

  public var thresholdEnergy_GeV: Double { emission.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    couplingSquared
      * emission.totalCrossSection_pb(leptonEnergy_GeV: totalEnergy_GeV, approximation)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    couplingSquared
      * emission.differentialCrossSection_pb(
        leptonEnergy_GeV: totalEnergy_GeV, x: point[0], approximation)
  }

  public func sampler(totalEnergy_GeV energy: Double) throws -> any SignalSampler {
    var spectrum: ((Double) -> Double)?
    if approximation == .weizsaeckerWilliams {
      spectrum = {
        emission.differentialCrossSection_pb(
          leptonEnergy_GeV: energy, x: $0, .weizsaeckerWilliams)
      }
    }
    guard let integrand = emission.integrand(energy: energy),
      let cells = CellSampler(ReshapedDensity(integrand, spectrum: spectrum), bits: 2)
    else {
      throw HermeticError(
        .kinematics,
        "total energy = \(energy) GeV cannot make a boson of \(emission.bosonMass_GeV) GeV on "
          + "\(emission.element.symbol) (the threshold is \(thresholdEnergy_GeV) GeV). Raise the energy or "
          + "lower the mass; both are in GeV.")
    }
    return CoherentSampler(cells: cells)
  }
}
