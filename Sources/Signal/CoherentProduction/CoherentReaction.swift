import Core
import Matter
import Numerics

/// a N → b c N with three different masses, the nucleus whole: what does not change from event to event.
///
/// ℓ N → ℓ′ φ N has a = ℓ, b = φ, c = ℓ′; γ N → μ⁻ μ⁺ N has a = γ, b = μ⁻, c = μ⁺. b is the particle
/// whose energy fraction x = E_b/E is the first integration variable.
struct CoherentReaction: Sendable {
  var beamMass: Double
  /// b.
  var emittedMass: Double
  /// c.
  var remainingMass: Double
  let nucleusMass: Double
  /// Of `formFactorSquared`, computed once.
  let negligibleBelow: Double
  let negligibleAbove: Double
  let formFactorSquared: NuclearFormFactorSquared

  init(
    beamMass: Double, emittedMass: Double, remainingMass: Double, element: Element,
    formFactor: NuclearFormFactor
  ) {
    self.beamMass = beamMass
    self.emittedMass = emittedMass
    self.remainingMass = remainingMass
    nucleusMass = element.atomicMass * Constants.atomicMassUnit_GeV
    formFactorSquared = NuclearFormFactorSquared(element: element, kind: formFactor)
    negligibleBelow = formFactorSquared.negligibleBelow
    negligibleAbove = formFactorSquared.negligibleAbove
  }

  @inline(__always)
  func frame(energy: Double) -> EmissionFrame {
    EmissionFrame(
      beamMass: beamMass, bosonMass: emittedMass, remainingMass: remainingMass, nucleusMass: nucleusMass,
      energy: energy)
  }

  /// s ≥ (m_b + m_c + M)², written without M² − M².
  var thresholdEnergy: Double {
    let sum = emittedMass + remainingMass
    return sum + (sum * sum - beamMass * beamMass) / (2 * nucleusMass)
  }

  /// Kinematic limits of x: in the centre of mass b recoils against m_c + M at rest with momentum k*.
  func fractionLimits(energy: Double) -> (lowest: Double, highest: Double)? {
    guard energy.isFinite, energy > thresholdEnergy, energy > beamMass else { return nil }
    let momentum = ((energy - beamMass) * (energy + beamMass)).squareRoot()
    let rootS =
      (beamMass * beamMass + nucleusMass * nucleusMass + 2 * nucleusMass * energy).squareRoot()
    let recoil = remainingMass + nucleusMass
    let starEnergy =
      (rootS * rootS + emittedMass * emittedMass - recoil * recoil) / (2 * rootS)
    let starMomentum =
      max(0, (starEnergy - emittedMass) * (starEnergy + emittedMass)).squareRoot()
    let scale = rootS * energy
    let highest = ((energy + nucleusMass) * starEnergy + momentum * starMomentum) / scale
    var lowest = emittedMass / energy
    if starMomentum * (energy + nucleusMass) < starEnergy * momentum {
      lowest = ((energy + nucleusMass) * starEnergy - momentum * starMomentum) / scale
    }
    return lowest < highest ? (lowest, highest) : nil
  }
}

/// z = ln (x − b)/(h − x) between the kinematic limits b and h of x: spectra that pile up at either end
/// are smooth in it (compare `EnergyFractionVariable`).
struct CoherentFraction {
  let base: Double
  let top: Double
  let lowest: Double
  let highest: Double

  /// A range of z known beforehand.
  @inline(__always)
  init(base: Double, top: Double, lowest: Double, highest: Double) {
    self.base = base
    self.top = top
    self.lowest = lowest
    self.highest = highest
  }

  /// Nil below threshold. What is left out at the ends, where phase space vanishes, is < 1e-5.
  init?(_ reaction: CoherentReaction, energy: Double) {
    guard let limits = reaction.fractionLimits(energy: energy) else { return nil }
    base = limits.lowest
    top = limits.highest
    let low = 1e-3 * min(base, top - base)
    let high = 1e-4 * min(1 - top, top - base)
    guard low > 0, high > 0 else { return nil }
    lowest = log(low / (top - base - low))
    highest = log((top - base - high) / high)
    guard lowest < highest else { return nil }
  }

  /// x and dx/dz.
  @inline(__always)
  func callAsFunction(_ z: Double) -> (x: Double, jacobian: Double) {
    let e = exp(-z.magnitude)
    let width = (top - base) / (1 + e)
    return (z > 0 ? top - width * e : base + width * e, width * e / (1 + e))
  }
}
