import Core
import Numerics

/// Draws final states of γ N → a N: the ALP and the nucleus, exact two-body kinematics.
///
/// ln t by rejection under a step function; the rest follows from t.
///
/// - Numerics: four-momentum to 1e-13 of the photon's energy plus the nucleus' mass; angles stable down to
///   t_min.
/// - Checked by: `PrimakoffTests`.
public struct PrimakoffSampler: Sendable {
  public let process: PrimakoffProduction
  public let totalEnergy_GeV: Double
  private let limits: PrimakoffProduction.Limits
  private let majorant: StepMajorant

  private static let cells = 1024

  public init(_ process: PrimakoffProduction, totalEnergy_GeV energy: Double) throws {
    guard let limits = process.limits(energy) else {
      throw HermeticError(
        .kinematics,
        "totalEnergy_GeV = \(energy) cannot make an ALP of \(process.mass_GeV) GeV on "
          + "\(process.element.symbol) (the threshold is \(process.thresholdEnergy_GeV) GeV). "
          + "Raise the energy or lower the mass; both are in GeV.")
    }
    let range = process.effectiveRange(limits)
    let low = log(range.low)
    let width = (log(range.high) - low) / Double(Self.cells)
    let edges = (0...Self.cells).map { low + width * Double($0) }
    let majorant = StepMajorant(edges: edges) { logT in
      let t = min(max(exp(logT), limits.lowest), limits.highest)
      return t * process.shape(t, limits)
    }
    guard let majorant else {
      throw HermeticError(
        .kinematics, "totalEnergy_GeV = \(energy) leaves no room for an ALP of \(process.mass_GeV) GeV.")
    }
    self.process = process
    self.limits = limits
    self.majorant = majorant
    totalEnergy_GeV = energy
  }

  /// t from dσ/dt.
  public func sampleT(_ rng: inout RandomStream) -> Double {
    while true {
      let (logT, height) = majorant.propose(&rng)
      let t = min(max(exp(logT), limits.lowest), limits.highest)
      if rng.uniform() * height < t * process.shape(t, limits) { return t }
    }
  }

  /// Eight numbers: (E, px, py, pz) of the ALP and the nucleus; the photon came along +z.
  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let t = sampleT(&rng)
    let m2 = process.mass_GeV * process.mass_GeV
    let mass = process.nucleusMass_GeV
    let recoil = t / (2 * mass)
    let energy = totalEnergy_GeV - recoil
    let k = max(0, (energy - process.mass_GeV) * (energy + process.mass_GeV)).squareRoot()
    let light = energy + k
    let forward = m2 * (t / mass + m2 / light) / light
    // 1 − cos θ.
    let versine = k > 0 ? min(2, max(0, (t - forward) / (2 * totalEnergy_GeV * k))) : 0
    let transverse = k * (versine * (2 - versine)).squareRoot()
    let (sinPhi, cosPhi) = sincosTurns(rng.uniform())
    out[0] = energy
    out[1] = transverse * cosPhi
    out[2] = transverse * sinPhi
    out[3] = k * (1 - versine)
    out[4] = mass + recoil
    out[5] = -out[1]
    out[6] = -out[2]
    out[7] = recoil + m2 / light + k * versine
  }
}

extension PrimakoffSampler {
  /// The ALP of a photon that flies along `direction`, and the kinetic energy of the nucleus.
  public func emission(direction: Vector3, _ rng: inout RandomStream) -> (
    boson: FourMomentum, nucleusKineticEnergy_GeV: Double
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { buffer in
      let out = buffer.baseAddress!
      sample(into: out, &rng)
      let transverse = (out[1] * out[1] + out[2] * out[2]).squareRoot()
      let momentum = (transverse * transverse + out[3] * out[3]).squareRoot()
      let energy = max(out[0], process.mass_GeV)
      guard momentum > 0 else {
        return (FourMomentum(energy: energy, momentum: Vector3(0, 0, 0)), totalEnergy_GeV - energy)
      }
      let axis = direction.rotated(
        cosTheta: out[3] / momentum, sinTheta: transverse / momentum,
        cosPhi: transverse > 0 ? out[1] / transverse : 1,
        sinPhi: transverse > 0 ? out[2] / transverse : 0)
      return (FourMomentum(energy: energy, momentum: momentum * axis), totalEnergy_GeV - energy)
    }
  }
}

extension PrimakoffSampler: SignalSampler {
  public var particleCount: Int { 2 }
}
