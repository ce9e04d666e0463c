import Core
import Matter
import Numerics

/// Conversion of a photon into an axion-like particle in the field of a nucleus, γ N → a N, through
/// L = −(g/4) a F F̃.
///
///     dσ/dt = (g²α/8) f(t)/t² G₂(t)
///     f(t)  = t (1 + t/4M²) − (a t + m²)²/4ω² = (1 + 2ω/M)/4ω² (t − t_min)(t_max − t),   a = 1 + ω/M
///
/// t = −(P_i − P_f)², ω the photon's energy, M the nucleus, m the ALP. f is exact in two-body kinematics; for
/// ω ≫ m it is the t − t_min of the usual formula (16–30 % above the exact value at ω = 2m).
///
/// - Approximation: one-photon exchange with a spin-0 nucleus; form factor as named.
/// - Valid: from threshold ω = m + m²/2M.
/// - Parameters: totalEnergy ω [GeV]
/// - Returns: [pb per nucleus], for the coupling given
/// - Checked by: `PrimakoffTests` (reference `rare_signal/alp.json`, `signal/other_ref.json`).
///
/// H. Primakoff, Phys. Rev. 81 (1951) 899.
public struct PrimakoffProduction: Sendable {
  public let mass_GeV: Double
  public let coupling_per_GeV: Double
  public let element: Element
  public let nucleusMass_GeV: Double
  public let formFactorSquared: NuclearFormFactorSquared

  public init(
    mass_GeV: Double, coupling_per_GeV: Double, element: Element, formFactor: NuclearFormFactor = .elastic
  ) throws {
    guard mass_GeV.isFinite, mass_GeV > 0 else {
      throw HermeticError.range("ALP mass_GeV", mass_GeV, allowed: "a finite number > 0")
    }
    guard coupling_per_GeV.isFinite, coupling_per_GeV > 0 else {
      throw HermeticError.range(
        "photon_coupling_per_GeV", coupling_per_GeV, allowed: "a finite number > 0",
        hint: "The coupling g of L = −(g/4) a F F̃ in 1/GeV.")
    }
    self.mass_GeV = mass_GeV
    self.coupling_per_GeV = coupling_per_GeV
    self.element = element
    nucleusMass_GeV = element.atomicMass * Constants.atomicMassUnit_GeV
    formFactorSquared = NuclearFormFactorSquared(element: element, kind: formFactor)
  }

  public var thresholdEnergy_GeV: Double { mass_GeV + mass_GeV * mass_GeV / (2 * nucleusMass_GeV) }

  /// Limits of t at one photon energy, and the slope of f between them.
  struct Limits {
    let lowest: Double
    let highest: Double
    /// (1 + 2ω/M)/4ω².
    let scale: Double
  }

  /// Nil below threshold. t_max from the centre-of-mass momenta, t_min from the product of the two: nothing
  /// cancels for t_min = 1e-17 GeV².
  func limits(_ energy: Double) -> Limits? {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return nil }
    let mass = nucleusMass_GeV
    let m2 = mass_GeV * mass_GeV
    let flow = 1 + 2 * energy / mass
    let scale = flow / (4 * energy * energy)
    let rootS = mass * flow.squareRoot()
    let photonMomentum = mass * energy / rootS
    let alpMomentum =
      ((rootS - mass - mass_GeV) * (rootS + mass + mass_GeV) * (rootS - mass + mass_GeV)
      * (rootS + mass - mass_GeV)).squareRoot() / (2 * rootS)
    let sum = (1 - (1 + energy / mass) * m2 / (2 * energy * energy)) / scale
    let highest = 0.5 * sum + 2 * photonMomentum * alpMomentum
    guard highest > 0 else { return nil }
    let lowest = m2 * m2 / flow / highest
    return lowest < highest ? Limits(lowest: lowest, highest: highest, scale: scale) : nil
  }

  /// dσ/dt without the constant g²α/8 (ħc)².
  @inline(__always) func shape(_ t: Double, _ limits: Limits) -> Double {
    limits.scale * (t - limits.lowest) * (limits.highest - t) / (t * t) * formFactorSquared(t)
  }

  var prefactor_pbGeV2: Double {
    coupling_per_GeV * coupling_per_GeV * Constants.fineStructure / 8 * Constants.hbarcSquared_GeV2pb
  }

  /// Range of t beyond which screening and size of the nucleus leave less than 1e-6 of σ.
  func effectiveRange(_ limits: Limits) -> (low: Double, high: Double) {
    let low = max(limits.lowest, 0.05 * formFactorSquared.negligibleBelow)
    let high = min(limits.highest, 100 * formFactorSquared.negligibleAbove)
    return low < high ? (low, high) : (limits.lowest, limits.highest)
  }

  private static let rule = GaussLegendre(count: 6)

  public func totalCrossSection_pb(totalEnergy_GeV energy: Double) -> Double {
    guard let limits = limits(energy) else { return 0 }
    let range = effectiveRange(limits)
    let low = log(range.low)
    let high = log(range.high)
    return prefactor_pbGeV2
      * Self.rule.integrate(low, high, panels: 4 + Int(1.5 * (high - low))) { logT in
        let t = exp(logT)
        return t * shape(t, limits)
      }
  }

  /// dσ/dt, pb/GeV².
  public func differentialCrossSection_pb(totalEnergy_GeV energy: Double, t: Double) -> Double {
    guard let limits = limits(energy), t > limits.lowest, t < limits.highest else { return 0 }
    return prefactor_pbGeV2 * shape(t, limits)
  }

  /// dσ/dθ of the ALP, pb/rad; near threshold, where two energies belong to one angle, their sum.
  public func differentialCrossSection_pb(totalEnergy_GeV energy: Double, theta: Double) -> Double {
    guard let limits = limits(energy), theta > 0, theta < .pi else { return 0 }
    let mass = nucleusMass_GeV
    let m2 = mass_GeV * mass_GeV
    let (sinTheta, cosTheta) = sincosTurns(theta / (2 * .pi))
    let sinHalf = sin(0.5 * theta)
    // 2WE − 2ωk cos θ = d, W = ω + M.
    let total = energy + mass
    let d = mass * (mass + 2 * energy) + m2 - mass * mass
    let denominator = total * total - energy * energy * cosTheta * cosTheta
    let discriminant = d * d - 4 * m2 * denominator
    guard discriminant >= 0 else { return 0 }
    var sum = 0.0
    for sign in [1.0, -1.0] {
      let alp =
        (total * d + sign * energy * cosTheta * discriminant.squareRoot()) / (2 * denominator)
      guard alp > mass_GeV, alp < energy, (2 * total * alp - d) * cosTheta >= 0 else { continue }
      let k = ((alp - mass_GeV) * (alp + mass_GeV)).squareRoot()
      guard k > 0 else { continue }
      // t without the difference ω − E.
      let light = alp + k
      let rough = 2 * mass * (energy - alp)
      let t = m2 * (rough / mass + m2 / light) / light + 4 * energy * k * sinHalf * sinHalf
      guard t > limits.lowest, t < limits.highest else { continue }
      let slope = (1 + energy / mass * (1 - alp / k * cosTheta)).magnitude
      sum += prefactor_pbGeV2 * shape(t, limits) * 2 * energy * k * sinTheta / slope
    }
    return sum
  }
}
