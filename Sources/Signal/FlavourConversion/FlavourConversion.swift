import Core
import Matter
import Numerics

/// ℓ₁ N → ℓ₂ X in deep-inelastic scattering through one contact operator and one quark flavour.
///
///     σ_N = Σ_{q, q̄} ∫ dξ f(ξ) ∫ dQ² W/(16π ŝ² Λ⁴),   ŝ = 2 M_N E ξ,  0 < Q² < ŝ − M²,  ξ > M²/(2M_N E)
///     y = Q²/ŝ,  E_ℓ₂ = E(1 − y);   nucleus: Z protons and A − Z neutrons
///
/// - Approximation: leading order, massless quarks, densities frozen at 2 GeV² (`ToyPartonDensities`), no
///   shadowing, nucleons at rest, m_ℓ₁ = 0.
/// - Valid: 20–300 GeV and Λ far above √ŝ. Below Q² ~ 1 GeV² the parton picture is an extrapolation:
///   `minimumQ2` and `minimumW` tell how much comes from there (3 % of V_LL for 160 GeV muons).
/// - Numerics: ∫ dQ² in closed form, ∫ dξ in ln ξ/(1−ξ); agrees with the reference to its printed digits, 2e-7.
/// - Checked by: `FlavourConversionTests` (toy rows of the reference to 1e-6).
public struct FlavourConversion: Sendable {
  public let interaction: ConversionOperator
  public let flavour: QuarkFlavour
  /// Mass of ℓ₂.
  public let outgoingMass_GeV: Double
  /// Λ.
  public let scale_GeV: Double
  /// The beam is ℓ₁⁺: quarks and antiquarks change roles.
  public let antilepton: Bool
  public let minimumQ2_GeV2: Double
  public let minimumW_GeV: Double

  /// (m_p + m_n)/2.
  public static let nucleonMass_GeV = 0.938919

  public init(
    _ interaction: ConversionOperator, flavour: QuarkFlavour, outgoingMass_GeV: Double,
    scale_GeV: Double, antilepton: Bool = false, minimumQ2_GeV2: Double = 0, minimumW_GeV: Double = 0
  ) throws {
    guard outgoingMass_GeV.isFinite, outgoingMass_GeV > 0, outgoingMass_GeV <= 10 else {
      throw HermeticError.range("outgoingMass_GeV", outgoingMass_GeV, allowed: "in (0, 10]")
    }
    guard scale_GeV.isFinite, scale_GeV > 0 else {
      throw HermeticError.range(
        "scale_GeV", scale_GeV, allowed: "a finite number > 0", hint: "Λ is in GeV: 1 TeV is 1000.")
    }
    guard minimumQ2_GeV2.isFinite, minimumQ2_GeV2 >= 0 else {
      throw HermeticError.range("minimumQ2_GeV2", minimumQ2_GeV2, allowed: "a finite number >= 0")
    }
    guard minimumW_GeV.isFinite, minimumW_GeV >= 0 else {
      throw HermeticError.range("minimumW_GeV", minimumW_GeV, allowed: "a finite number >= 0")
    }
    self.interaction = interaction
    self.flavour = flavour
    self.outgoingMass_GeV = outgoingMass_GeV
    self.scale_GeV = scale_GeV
    self.antilepton = antilepton
    self.minimumQ2_GeV2 = minimumQ2_GeV2
    self.minimumW_GeV = minimumW_GeV
  }

  var squaredMass: Double { outgoingMass_GeV * outgoingMass_GeV }

  /// ξ = 1: E = M²/(2M_N), the ideal threshold of the parton picture; with cuts, where they open.
  public var thresholdEnergy_GeV: Double {
    max(outgoingMass_GeV, (squaredMass + minimumQ2_GeV2) / (2 * Self.nucleonMass_GeV))
  }

  /// Limits of Q² at one ξ; nil when empty. W² = M_N² + Q²(1−ξ)/ξ.
  @inline(__always)
  func transferLimits(s: Double, fraction: Double) -> (low: Double, high: Double)? {
    let mass = Self.nucleonMass_GeV
    let excess = minimumW_GeV * minimumW_GeV - mass * mass
    let low = excess > 0 ? max(minimumQ2_GeV2, excess * fraction / (1 - fraction)) : minimumQ2_GeV2
    let high = s - squaredMass
    return high > low ? (low, high) : nil
  }

  /// Range of ξ where ŝ − M² exceeds the cuts, with the point where the cut on W takes over from that on Q².
  private func fractionRange(energy: Double) -> [Double] {
    let twoME = 2 * Self.nucleonMass_GeV * energy
    var low = (squaredMass + minimumQ2_GeV2) / twoME
    var high = 1.0
    let excess = minimumW_GeV * minimumW_GeV - Self.nucleonMass_GeV * Self.nucleonMass_GeV
    guard excess > 0 else { return [low, high] }
    // (2M_N E ξ − M²)(1−ξ) = excess ξ.
    let b = twoME + squaredMass - excess
    let discriminant = b * b - 4 * twoME * squaredMass
    guard b > 0, discriminant > 0 else { return [1, 1] }
    high = (b + discriminant.squareRoot()) / (2 * twoME)
    low = max(low, squaredMass / (twoME * high))
    let takeOver = minimumQ2_GeV2 / (minimumQ2_GeV2 + excess)
    return takeOver > low && takeOver < high ? [low, takeOver, high] : [low, high]
  }

  /// Σ over nucleons, quark and antiquark of ∫ dξ f(ξ) g(ξ, antiparton) over the pieces between `limits`.
  private func convolute(
    limits: [Double], protons: Double, neutrons: Double, _ g: (Double, Bool) -> Double
  ) -> Double {
    var total = 0.0
    for (low, high) in zip(limits, limits.dropFirst()) where low > 0 && low < high && high <= 1 {
      // ln ξ/(1−ξ) spreads both ends; ξ = 1 is cut at 1 − 1e-6, where the densities are < 1e-18.
      let bottom = log(low / (1 - low))
      let top = high < 1 ? log(high / (1 - high)) : log(1e6)
      guard bottom < top else { continue }
      total += Self.rule.integrate(bottom, top, panels: 4 + Int(0.5 * (top - bottom))) { y in
        let e = exp(-y)
        let fraction = 1 / (1 + e)
        var sum = 0.0
        for antiquark in [false, true] {
          sum +=
            mixedDensity(antiquark: antiquark, x: fraction, protons: protons, neutrons: neutrons)
            * g(fraction, antiquark != antilepton)
        }
        return sum * fraction * fraction * e
      }
    }
    return total
  }

  @inline(__always)
  func mixedDensity(antiquark: Bool, x: Double, protons: Double, neutrons: Double) -> Double {
    protons * ToyPartonDensities.density(flavour, antiquark: antiquark, in: .proton, x: x)
      + neutrons * ToyPartonDensities.density(flavour, antiquark: antiquark, in: .neutron, x: x)
  }

  private static let rule = GaussLegendre(count: 16)

  /// Λ⁻⁴/(16π) in pb GeV².
  var couplingFactor_pb: Double {
    let square = scale_GeV * scale_GeV
    return Constants.hbarcSquared_GeV2pb / (16 * .pi * square * square)
  }

  /// σ on `protons` protons and `neutrons` neutrons.
  ///
  /// - Returns: [pb]; 0 below threshold.
  public func crossSection_pb(leptonEnergy_GeV energy: Double, protons: Double, neutrons: Double)
    -> Double
  {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return 0 }
    return couplingFactor_pb
      * convolute(limits: fractionRange(energy: energy), protons: protons, neutrons: neutrons) {
        fraction, antiparton in
        let s = 2 * Self.nucleonMass_GeV * energy * fraction
        guard let limits = transferLimits(s: s, fraction: fraction) else { return 0 }
        return interaction.integratedStrength(
          s: s, from: limits.low, to: limits.high, squaredMass: squaredMass, antiparton: antiparton)
          / (s * s)
      }
  }

  /// dσ/dy, y = 1 − E_ℓ₂/E.
  ///
  /// - Returns: [pb]; 0 outside 0 < y < 1.
  public func differentialCrossSection_pb(
    leptonEnergy_GeV energy: Double, y: Double, protons: Double, neutrons: Double
  ) -> Double {
    guard energy.isFinite, energy > thresholdEnergy_GeV, y > 0, y < 1 else { return 0 }
    let twoME = 2 * Self.nucleonMass_GeV * energy
    let excess = minimumW_GeV * minimumW_GeV - Self.nucleonMass_GeV * Self.nucleonMass_GeV
    let low = max(squaredMass / (1 - y), minimumQ2_GeV2 / y) / twoME
    let high = excess > 0 ? 1 - excess / (twoME * y) : 1
    return couplingFactor_pb
      * convolute(limits: [low, high], protons: protons, neutrons: neutrons) { fraction, antiparton in
        let s = twoME * fraction
        return interaction.strength(
          s: s, q2: y * s, squaredMass: squaredMass, antiparton: antiparton) / s
      }
  }

  /// dσ/dQ².
  ///
  /// - Returns: [pb/GeV²]; 0 outside the kinematic limits.
  public func differentialCrossSection_pb(
    leptonEnergy_GeV energy: Double, squaredTransfer_GeV2 q2: Double, protons: Double, neutrons: Double
  ) -> Double {
    guard energy.isFinite, energy > thresholdEnergy_GeV, q2 > minimumQ2_GeV2 else { return 0 }
    let twoME = 2 * Self.nucleonMass_GeV * energy
    let excess = minimumW_GeV * minimumW_GeV - Self.nucleonMass_GeV * Self.nucleonMass_GeV
    let high = excess > 0 ? q2 / (q2 + excess) : 1
    return couplingFactor_pb
      * convolute(limits: [(squaredMass + q2) / twoME, high], protons: protons, neutrons: neutrons) {
        fraction, antiparton in
        let s = twoME * fraction
        return interaction.strength(
          s: s, q2: q2, squaredMass: squaredMass, antiparton: antiparton) / (s * s)
      }
  }

  /// d²σ/(dξ dQ²) on a nucleus or nucleon mix: what the sampler draws from.
  ///
  /// - Returns: [pb/GeV²]
  public func differentialCrossSection_pb(
    leptonEnergy_GeV energy: Double, fraction: Double, squaredTransfer_GeV2 q2: Double, protons: Double,
    neutrons: Double
  ) -> Double {
    let s = 2 * Self.nucleonMass_GeV * energy * fraction
    guard fraction > 0, fraction < 1, let limits = transferLimits(s: s, fraction: fraction),
      q2 > limits.low, q2 < limits.high
    else { return 0 }
    var sum = 0.0
    for antiquark in [false, true] {
      sum +=
        mixedDensity(antiquark: antiquark, x: fraction, protons: protons, neutrons: neutrons)
        * interaction.strength(
          s: s, q2: q2, squaredMass: squaredMass, antiparton: antiquark != antilepton)
    }
    return couplingFactor_pb * sum / (s * s)
  }
}
