import Core
import Numerics

/// Draws the meson and the recoil nucleon of a charge exchange on a nucleon at rest.
///
/// |t| from (1 + g c |t|) e^(−c|t|), a mixture of Γ(1) and Γ(2) distributions with weights 1 : g, within its
/// kinematic limits; then the angles follow from t. The Fermi motion of the nucleon is left out.
public struct ChargeExchangeSampler: SignalSampler {
  public let process: ChargeExchange
  private let shape: ChargeExchange.Shape
  private let limits: (lowest: Double, highest: Double)
  private let initial: FourMomentum
  private let rootS: Double
  private let final: TwoBodyDecay
  private let versinePerTransfer: Double

  public init(_ process: ChargeExchange, beamEnergy_GeV energy: Double) throws {
    guard let limits = process.transferLimits(beamEnergy_GeV: energy) else {
      throw HermeticError(
        .kinematics,
        "total energy = \(energy) GeV is below the threshold of \(process.thresholdEnergy_GeV) GeV for "
          + "\(process.meson.rawValue). Raise the energy; it is in GeV.")
    }
    self.process = process
    self.limits = limits
    shape = process.shape(beamEnergy_GeV: energy)
    let m = process.beamMass_GeV
    let momentum = ((energy - m) * (energy + m)).squareRoot()
    initial = FourMomentum(
      energy: energy + process.targetMass_GeV, momentum: Vector3(0, 0, momentum))
    rootS = process.squaredCentreOfMassEnergy(beamEnergy_GeV: energy).squareRoot()
    final = try TwoBodyDecay(
      parentMass_GeV: rootS, firstMass_GeV: process.meson.mass_GeV,
      secondMass_GeV: process.recoilMass_GeV)
    versinePerTransfer = 2 / (limits.highest - limits.lowest)
  }

  public var particleCount: Int { 2 }

  /// |t| in GeV².
  public func sampleTransfer(_ rng: inout RandomStream) -> Double {
    let low = max(0, limits.lowest)
    while true {
      var t = rng.exponential()
      if shape.dip >= 0 {
        if rng.uniform() * (1 + shape.dip) > 1 { t += rng.exponential() }
      } else if rng.uniform() > 1 + shape.dip * t {
        continue
      }
      t /= shape.slope
      if t >= low, t <= limits.highest { return t }
    }
  }

  /// Meson and nucleon at given |t|, for a beam along +z.
  public func state(transfer t: Double, azimuthTurns: Double) -> (meson: FourMomentum, nucleon: FourMomentum)
  {
    let cosine = max(-1, 1 - (t - limits.lowest) * versinePerTransfer)
    let (meson, nucleon) = final.products(
      parent: initial, axis: Vector3(0, 0, 1), cosTheta: min(1, cosine), azimuthTurns: azimuthTurns)
    return (meson, nucleon)
  }

  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let t = sampleTransfer(&rng)
    let (meson, nucleon) = state(transfer: t, azimuthTurns: rng.uniform())
    meson.store(out)
    nucleon.store(out + 4)
  }
}
