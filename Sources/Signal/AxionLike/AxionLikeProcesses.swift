import Core

/// γN → aN as a process of a model.
public struct PrimakoffProcess: SignalProcess {
  public let production: PrimakoffProduction
  static let variables = ["t", "theta"]

  public var thresholdEnergy_GeV: Double { production.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    production.totalCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    switch variables {
    case "t":
      return production.differentialCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV, t: point[0])
    case "theta":
      return production.differentialCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV, theta: point[0])
    default:
      throw HermeticError.notFound("variable of primakoff", variables, known: Self.variables)
    }
  }

  public func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler {
    try PrimakoffSampler(production, totalEnergy_GeV: totalEnergy_GeV)
  }
}

/// ℓN → ℓNa by photon fusion as a process of a model.
public struct PhotonFusionProcess: SignalProcess {
  public let production: PhotonFusion
  static let variables = ["y"]

  public var thresholdEnergy_GeV: Double { production.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    production.totalCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    guard variables == "y" else {
      throw HermeticError.notFound("variable of photon_fusion", variables, known: Self.variables)
    }
    return production.differentialCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV, y: point[0])
  }

  public func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler {
    try PhotonFusionSampler(production, totalEnergy_GeV: totalEnergy_GeV)
  }
}
