import Core

/// e⁺e⁻ → X → final state as a process of a model.
public struct AnnihilationProcess: SignalProcess {
  public let annihilation: ResonantAnnihilation

  public init(annihilation: ResonantAnnihilation) { self.annihilation = annihilation }

  public var thresholdEnergy_GeV: Double { annihilation.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    annihilation.totalCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    switch variables {
    case "cos_theta":
      return annihilation.differentialCrossSection_pb(
        totalEnergy_GeV: totalEnergy_GeV, cosTheta: point[0])
    case "s":
      return annihilation.differentialCrossSection_pb(
        totalEnergy_GeV: totalEnergy_GeV, squaredMass: point[0])
    default:
      throw HermeticError.notFound("variable of annihilation", variables, known: ["cos_theta", "s"])
    }
  }

  public func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler {
    try ResonantAnnihilationSampler(annihilation, totalEnergy_GeV: totalEnergy_GeV)
  }
}
