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
/// takes the peak away. Both parts are measured by y from 0 to 1.
struct TransferMapping {
  let lowestT: Double
  let splitT: Double
  let highestT: Double
  private let peak: Double
  private let squaredWidth: Double
  /// ln(splitT/lowestT).
  let lowerSpan: Double
  /// ln g at splitT and its growth up to highestT.
  private let upperStart: Double
  let upperSpan: Double

  @inline(__always)
  init(
    _ kinematics: EmissionKinematics, _ slice: VirtualitySlice, lowestT: Double, highestT: Double,
    nucleusMass mass: Double
  ) {
    self.lowestT = lowestT
    self.highestT = highestT
    let inverseLength = 1 / slice.length
    let inverseMass = 1 / mass
    let along = kinematics.momentum * inverseLength * slice.u
    let across = kinematics.momentum * slice.sinBeam
    let slope = slice.slope * inverseLength
    let growth =
      kinematics.momentum * slice.cosBeam * slope - (1 + kinematics.energy * inverseMass)
    let c0 = along * along
    let halfC1 =
      along * slice.cosBeam * growth
      - across * across * (2 - slice.u * slope * inverseLength)
    let c2 = growth * growth + across * across * (slope * slope - inverseMass * inverseMass)
    let inverseC2 = 1 / c2
    let squaredScale = c0 * inverseC2
    peak = -halfC1 * inverseC2
    // The floor keeps g > 0 where the width is lost in rounding.
    squaredWidth = max(squaredScale - peak * peak, 1e-24 * squaredScale)
    let split = min(max(squaredScale.squareRoot() * (1.0 / 3), lowestT), highestT)
    splitT = split
    lowerSpan = log(split / lowestT)
    let start = Self.g(split - peak, squaredWidth)
    upperStart = start
    upperSpan = log(Self.g(highestT - peak, squaredWidth) / start)
  }

  @inline(__always)
  private static func g(_ distance: Double, _ squaredWidth: Double) -> Double {
    let root = (distance * distance + squaredWidth).squareRoot()
    // Without cancellation on either side.
    return distance > 0 ? distance + root : squaredWidth / (root - distance)
  }

  /// t and dt/dy in the lower part.
  @inline(__always)
  func lower(_ y: Double) -> (t: Double, jacobian: Double) {
    let t = lowestT * exp(y * lowerSpan)
    return (t, t * lowerSpan)
  }

  /// t and dt/dy in the upper part.
  @inline(__always)
  func upper(_ y: Double) -> (t: Double, jacobian: Double) {
    let g = upperStart * exp(y * upperSpan)
    let ratio = squaredWidth / g
    return (peak + 0.5 * (g - ratio), 0.5 * (g + ratio) * upperSpan)
  }
}
