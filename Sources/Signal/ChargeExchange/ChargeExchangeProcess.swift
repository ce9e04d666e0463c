import Core
import Matter
import Numerics

/// π∓ A → M⁰ N (A−1) as a process: the meson and the recoil nucleon.
public struct ChargeExchangeProcess: SignalProcess {
  let exchange: ChargeExchange
  /// Nuclear factor × branching ratio to nothing visible.
  let factor: Double

  public init(
    _ exchange: ChargeExchange, element: Element, absorption: Bool, branchingRatio: Double
  ) {
    self.exchange = exchange
    factor = exchange.nuclearFactor(element, absorption: absorption) * branchingRatio
  }

  public var thresholdEnergy_GeV: Double { exchange.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV energy: Double) -> Double {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return 0 }
    return factor * exchange.shape(beamEnergy_GeV: energy).total_pb
  }

  /// dσ/d|t|, pb/GeV².
  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV energy: Double, at point: [Double]
  ) throws -> Double {
    guard let limits = exchange.transferLimits(beamEnergy_GeV: energy), point[0] >= limits.lowest,
      point[0] <= limits.highest
    else { return 0 }
    return factor * exchange.shape(beamEnergy_GeV: energy).differential_pb(point[0])
  }

  public func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler {
    guard factor > 0 else {
      throw HermeticError(
        .kinematics,
        "no charge exchange of this beam on this element (hydrogen has no neutrons, or the branching "
          + "ratio is 0). Use a negative beam or another element.")
    }
    return try ChargeExchangeSampler(exchange, beamEnergy_GeV: totalEnergy_GeV)
  }
}
