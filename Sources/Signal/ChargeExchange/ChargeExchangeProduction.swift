import Core
import Numerics

/// Charge exchange on one element for production along tracks: σ(E) with a cut on the meson's energy, |t| by quantile.
///
/// - Valid: as `ChargeExchange`; |t| within its kinematic limits.
/// - Checked by: `RareProductionTests`.
public struct ChargeExchangeProduction: Sendable {
  public let process: ChargeExchangeProcess
  public let minimumMesonEnergy_GeV: Double

  public init(_ process: ChargeExchangeProcess, minimumMesonEnergy_GeV: Double) {
    self.process = process
    self.minimumMesonEnergy_GeV = minimumMesonEnergy_GeV
  }

  public var exchange: ChargeExchange { process.exchange }

  /// |t| = 2m(E_n − m) for a target at rest, a nucleon m → m_n: the cut on E_M = E + m − E_n is one on |t|.
  private func limits(_ energy: Double) -> (low: Double, high: Double)? {
    guard let limits = exchange.transferLimits(beamEnergy_GeV: energy) else { return nil }
    let (m, recoil) = (exchange.targetMass_GeV, exchange.recoilMass_GeV)
    let cut = 2 * m * (energy + m - minimumMesonEnergy_GeV) - m * m - recoil * recoil
    let (low, high) = (max(0, limits.lowest), min(limits.highest, cut))
    return high > low ? (low, high) : nil
  }

  /// [pb per nucleus].
  public func crossSection_pb(beamEnergy_GeV energy: Double) -> Double {
    guard let (low, high) = limits(energy) else { return 0 }
    let shape = exchange.shape(beamEnergy_GeV: energy)
    return process.factor * (shape.cumulative_pb(high) - shape.cumulative_pb(low))
  }

  /// dσ/d|t| [pb/GeV²]; 0 outside the limits.
  public func differentialCrossSection_pb(beamEnergy_GeV energy: Double, transfer_GeV2 t: Double) -> Double {
    guard let (low, high) = limits(energy), t >= low, t <= high else { return 0 }
    return process.factor * exchange.shape(beamEnergy_GeV: energy).differential_pb(t)
  }

  /// |t| below which a share of the cross section lies.
  public func transfer_GeV2(quantile: Double, beamEnergy_GeV energy: Double) -> Double {
    guard let (low, high) = limits(energy) else { return 0 }
    let shape = exchange.shape(beamEnergy_GeV: energy)
    let begin = shape.cumulative_pb(low)
    let target = begin + quantile * (shape.cumulative_pb(high) - begin)
    var (a, b) = (low, high)
    for _ in 0..<80 {
      let middle = 0.5 * (a + b)
      if shape.cumulative_pb(middle) < target { a = middle } else { b = middle }
    }
    return 0.5 * (a + b)
  }

  /// Meson and nucleon for a beam along +z; nil below threshold. |t| is moved into the limits.
  public func products(beamEnergy_GeV energy: Double, transfer_GeV2 t: Double, _ rng: inout RandomStream) -> (
    meson: FourMomentum, nucleon: FourMomentum
  )? {
    guard let (low, high) = limits(energy),
      let sampler = try? ChargeExchangeSampler(exchange, beamEnergy_GeV: energy)
    else { return nil }
    return sampler.state(transfer: min(high, max(low, t)), azimuthTurns: rng.uniform())
  }
}
