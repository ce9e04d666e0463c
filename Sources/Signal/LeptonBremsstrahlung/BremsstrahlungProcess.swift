import Core
import Numerics

/// ℓN → ℓNX as a process of a model: boson, lepton, nucleus.
public struct BremsstrahlungProcess: SignalProcess {
  public let bremsstrahlung: LeptonBremsstrahlung
  public let approximation: BremsstrahlungApproximation
  /// By which the cross sections at coupling 1 are multiplied.
  public let couplingSquared: Double

  public init(
    _ bremsstrahlung: LeptonBremsstrahlung,
    approximation: BremsstrahlungApproximation = .exactTreeLevel, couplingSquared: Double = 1
  ) {
    self.bremsstrahlung = bremsstrahlung
    self.approximation = approximation
    self.couplingSquared = couplingSquared
  }

  /// Variables of `differentialCrossSection_pb`.
  public static let variables = ["x", "x,theta"]
  public static let finalState = ["boson", "lepton", "nucleus"]

  public var thresholdEnergy_GeV: Double { bremsstrahlung.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    couplingSquared
      * bremsstrahlung.totalCrossSection_pb(approximation, leptonEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    switch (variables, point.count) {
    case ("x", 1):
      return couplingSquared
        * bremsstrahlung.differentialCrossSection_pb(
          approximation, leptonEnergy_GeV: totalEnergy_GeV, x: point[0])
    case ("x,theta", 2):
      return couplingSquared
        * bremsstrahlung.differentialCrossSection_pb(
          approximation, leptonEnergy_GeV: totalEnergy_GeV, x: point[0], theta: point[1])
    default:
      throw HermeticError.notFound("variable of bremsstrahlung", variables, known: Self.variables)
    }
  }

  public func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler {
    try BremsstrahlungSampler(bremsstrahlung, approximation, totalEnergy_GeV: totalEnergy_GeV)
  }

  /// dσ/dx as a function of energy and x, for many calls.
  func spectrum() -> (_ energy: Double, _ x: Double) -> Double {
    let factor = couplingSquared
    guard approximation == .exactTreeLevel else {
      let bremsstrahlung = self.bremsstrahlung
      let approximation = self.approximation
      return { energy, x in
        factor
          * bremsstrahlung.differentialCrossSection_pb(approximation, leptonEnergy_GeV: energy, x: x)
      }
    }
    let integrator = ExactTreeLevelIntegrator(bremsstrahlung)
    return { energy, x in factor * integrator.differential(energy: energy, x: x) }
  }
}
