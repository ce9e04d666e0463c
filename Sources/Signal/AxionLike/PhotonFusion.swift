import Core
import Matter
import Numerics

/// Production of an axion-like particle by an electron through photon fusion, e N → e N a: the electron's
/// virtual photon meets the nucleus' one.
///
///     dσ = g²α²/16π × G₂(t) K² (2p_⊥² + Q²)/(Q⁴ t² p² |k₁|) dω dQ² dt
///     K² = |k₁ × k₂|² = ¼ (1 + 2ω/M − Q²/M²)(t − t_min)(t_max − t)
///
/// k₁ = p − p′ with energy ω and virtuality Q², k₂ the nuclear photon with virtuality t, p_⊥ the electron's
/// momentum across k₁; the azimuth between the electron's plane and the ALP's is integrated,
/// cos²φ → ½, from |M|² = g²(4πα)² G₂ 4M² {4[(k₁×k₂)·p]² + Q²|k₁×k₂|²}/(Q⁴t²).
///
/// - Approximation: lowest order, spin-0 nucleus, interference with emission from the nucleus left out.
///   Equivalent photons with Q < m would give 0.66 (1 MeV) to 1.03 (1 GeV) of it at 100 GeV.
/// - Valid: from threshold; any lepton mass.
/// - Returns: [pb per nucleus], for the coupling given
/// - Checked by: `PhotonFusionTests` (reference `rare_signal/alp.json`, 1e-3).
public struct PhotonFusion: Sendable {
  public let mass_GeV: Double
  public let coupling_per_GeV: Double
  public let leptonMass_GeV: Double
  public let element: Element
  public let nucleusMass_GeV: Double
  public let formFactorSquared: NuclearFormFactorSquared

  public init(
    mass_GeV: Double, coupling_per_GeV: Double, leptonMass_GeV: Double, element: Element,
    formFactor: NuclearFormFactor = .elastic
  ) throws {
    let photon = try PrimakoffProduction(
      mass_GeV: mass_GeV, coupling_per_GeV: coupling_per_GeV, element: element, formFactor: formFactor)
    guard leptonMass_GeV.isFinite, leptonMass_GeV > 0 else {
      throw HermeticError.range("leptonMass_GeV", leptonMass_GeV, allowed: "a finite number > 0")
    }
    self.mass_GeV = mass_GeV
    self.coupling_per_GeV = coupling_per_GeV
    self.leptonMass_GeV = leptonMass_GeV
    self.element = element
    nucleusMass_GeV = photon.nucleusMass_GeV
    formFactorSquared = photon.formFactorSquared
  }

  public var thresholdEnergy_GeV: Double {
    let m = leptonMass_GeV
    return m + mass_GeV + mass_GeV * (2 * m + mass_GeV) / (2 * nucleusMass_GeV)
  }

  /// Lowest ω at which Q² has room: the photon's threshold.
  var lowestPhotonEnergy: Double { mass_GeV + mass_GeV * mass_GeV / (2 * nucleusMass_GeV) }

  var prefactor_pbGeV2: Double {
    coupling_per_GeV * coupling_per_GeV * Constants.fineStructure * Constants.fineStructure
      / (16 * .pi) * Constants.hbarcSquared_GeV2pb
  }

  /// Quantities at given ω: limits of Q².
  struct PhotonSlice {
    let omega: Double
    let scatteredMomentum: Double
    let lowestQ2: Double
    let highestQ2: Double
  }

  func slice(energy: Double, momentum: Double, omega: Double) -> PhotonSlice? {
    let m2 = leptonMass_GeV * leptonMass_GeV
    let scattered = energy - omega
    guard scattered > leptonMass_GeV else { return nil }
    let p = ((scattered - leptonMass_GeV) * (scattered + leptonMass_GeV)).squareRoot()
    // 2(EE′ − pp′ − m²) with E²E′² − p²p′² expanded.
    let lowest = 2 * m2 * omega * omega / (energy * scattered - m2 + momentum * p)
    let backward = 2 * (energy * scattered + momentum * p - m2)
    let opening =
      2 * nucleusMass_GeV * (omega - mass_GeV) - mass_GeV * mass_GeV
    let highest = min(backward, opening)
    guard p > 0, highest > lowest, lowest > 0 else { return nil }
    return PhotonSlice(omega: omega, scatteredMomentum: p, lowestQ2: lowest, highestQ2: highest)
  }

  /// Quantities at given ω and Q²: limits of t.
  struct VirtualSlice {
    let lowestT: Double
    let highestT: Double
    /// Everything but G₂, t and K²'s t dependence.
    let factor: Double
    /// Angle between electron and scattered electron, 1 − cos.
    let versine: Double
  }

  func virtualSlice(momentum: Double, _ photon: PhotonSlice, q2: Double) -> VirtualSlice? {
    let mass = nucleusMass_GeV
    let omega = photon.omega
    let k2 = omega * omega + q2
    let curvature = 1 + 2 * omega / mass - q2 / (mass * mass)
    guard curvature > 0 else { return nil }
    // ¼ curvature (t − t₁)(t₂ − t) = k²(t + t²/4M²) − (a t + Q² + m²)²/4.
    let a = 1 + omega / mass
    let w = q2 + mass_GeV * mass_GeV
    let half = (2 * k2 - a * w) / curvature
    let product = w * w / curvature
    let discriminant = half * half - product
    guard half > 0, discriminant > 0 else { return nil }
    let highest = half + discriminant.squareRoot()
    let lowest = product / highest
    let p2 = photon.scatteredMomentum
    let versine = min(2, max(0, (q2 - photon.lowestQ2) / (2 * momentum * p2)))
    let across = momentum * p2
    let perpendicular2 = across * across * versine * (2 - versine) / k2
    return VirtualSlice(
      lowestT: lowest, highestT: highest,
      factor: 0.25 * curvature * (2 * perpendicular2 + q2)
        / (q2 * q2 * momentum * momentum * k2.squareRoot()),
      versine: versine)
  }

  /// dσ/(dω dQ² dt) without the constant.
  @inline(__always) func shape(_ slice: VirtualSlice, _ t: Double) -> Double {
    slice.factor * (t - slice.lowestT) * (slice.highestT - t) / (t * t) * formFactorSquared(t)
  }

  /// Beyond these t less than 1e-5 of the flux is left.
  @inline(__always) func effectiveRange(_ slice: VirtualSlice) -> (low: Double, high: Double) {
    let low = max(slice.lowestT, 0.1 * formFactorSquared.negligibleBelow)
    let high = min(slice.highestT, 10 * formFactorSquared.negligibleAbove)
    return low < high ? (low, high) : (slice.lowestT, slice.highestT)
  }

  private static let fine = GaussLegendre(count: 8)
  private static let coarse = GaussLegendre(count: 6)

  /// dσ/dω, pb/GeV.
  func spectrum(energy: Double, omega: Double) -> Double {
    let m = leptonMass_GeV
    guard energy > m else { return 0 }
    let momentum = ((energy - m) * (energy + m)).squareRoot()
    guard omega > lowestPhotonEnergy,
      let photon = slice(energy: energy, momentum: momentum, omega: omega)
    else { return 0 }
    let low = log(photon.lowestQ2)
    let high = log(photon.highestQ2)
    let integral = Self.coarse.integrate(low, high, panels: 4 + Int((high - low) / 3)) { logQ2 in
      let q2 = exp(logQ2)
      guard let slice = virtualSlice(momentum: momentum, photon, q2: q2) else { return 0 }
      let range = effectiveRange(slice)
      let first = log(range.low)
      let last = log(range.high)
      return q2
        * Self.coarse.integrate(first, last, panels: 2 + Int((last - first) / 2)) { logT in
          let t = exp(logT)
          return t * shape(slice, t)
        }
    }
    return prefactor_pbGeV2 * integral
  }

  public func totalCrossSection_pb(totalEnergy_GeV energy: Double) -> Double {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return 0 }
    let range = logitRange(energy)
    guard range.high > range.low else { return 0 }
    let panels = 4 + Int((range.high - range.low) / 2)
    return Self.fine.integrate(range.low, range.high, panels: panels) { z in
      let omega = energy / (1 + exp(-z))
      return spectrum(energy: energy, omega: omega) * omega * (1 - omega / energy)
    }
  }

  /// z = ln(ω/(E − ω)), in which the spectrum is smooth at both ends.
  func logitRange(_ energy: Double) -> (low: Double, high: Double) {
    let low = lowestPhotonEnergy
    return (
      log(low / (energy - low)), log((energy - leptonMass_GeV) / leptonMass_GeV)
    )
  }

  /// dσ/dy, y = ω/E the fraction of its energy that the lepton loses.
  public func differentialCrossSection_pb(totalEnergy_GeV energy: Double, y: Double) -> Double {
    guard energy > thresholdEnergy_GeV, y > 0, y < 1 else { return 0 }
    return energy * spectrum(energy: energy, omega: y * energy)
  }
}
