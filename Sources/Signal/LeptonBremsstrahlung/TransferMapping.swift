import Numerics

/// Variables in which the integrand in t is smooth, at fixed x and U.
///
/// D² = A² − B² (see `LeptonBremsstrahlungKinematics.swift`) is a parabola in t,
///
///     D² = c₂ [(t − t*)² + w²],   t*² + w² = t₀²,
///
/// and the integrand goes like 1/D: where X runs along with the outgoing lepton (t ≈ t* ≈ U) it has a peak
/// of relative width w/t*, 1e-5 for light bosons. Below t₀/3 the form factors alone shape it, and ln t is the
/// variable; above, dt/√((t−t*)²+w²) = d ln g with
///
///     g = (t − t*) + √((t − t*)² + w²),   t − t* = (g − w²/g)/2,
///
/// takes the peak away. y counts e-folds from the split, downwards of t in the lower and upwards of g in the
/// upper part.
struct TransferMapping {
  let lowestT: Double
  let splitT: Double
  let highestT: Double
  private let peak: Double
  private let squaredWidth: Double

  @inline(__always)
  init(_ kinematics: EmissionKinematics, _ slice: VirtualitySlice, lowestT: Double, highestT: Double) {
    self.lowestT = lowestT
    self.highestT = highestT
    let frame = kinematics.frame
    let along = frame.momentum * slice.inverseLength * slice.u
    let across = frame.momentum * slice.sinBeam
    let squaredAcross = across * across
    let slope = kinematics.slope * slice.inverseLength
    let growth = frame.momentum * slice.cosBeam * slope - frame.energyFactor
    let halfC1 =
      along * slice.cosBeam * growth - squaredAcross * (2 - slice.u * slope * slice.inverseLength)
    let c2 =
      growth * growth
      + squaredAcross
      * (slope - frame.inverseNucleusMass) * (slope + frame.inverseNucleusMass)
    let inverseC2 = 1 / c2
    let squaredScale = along * along * inverseC2
    peak = -halfC1 * inverseC2
    // The floor keeps g > 0 where the width is lost in rounding.
    squaredWidth = max(squaredScale - peak * peak, 1e-24 * squaredScale)
    splitT = min(max(squaredScale.squareRoot() * (1.0 / 3), lowestT), highestT)
  }

  @inline(__always)
  private func g(_ t: Double) -> Double {
    let distance = t - peak
    let root = (distance * distance + squaredWidth).squareRoot()
    // Without cancellation on either side.
    return distance > 0 ? distance + root : squaredWidth / (root - distance)
  }

  /// Ranges of y.
  var lowerSpan: Double { log(splitT / lowestT) }
  var upperSpan: Double { log(g(highestT) / g(splitT)) }

  /// t and |dt/dy| in the lower part.
  @inline(__always)
  func lower(_ y: Double) -> (t: Double, jacobian: Double) {
    let t = splitT * exp(-y)
    return (t, t)
  }

  /// t and dt/dy in the upper part.
  @inline(__always)
  func upper(_ y: Double) -> (t: Double, jacobian: Double) {
    let g = g(splitT) * exp(y)
    let ratio = squaredWidth / g
    return (peak + 0.5 * (g - ratio), 0.5 * (g + ratio))
  }
}
