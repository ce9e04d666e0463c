import Numerics

extension EmissionKinematics {
  /// The range of ln U that carries the cross section: the integrand falls at least as 1/U.
  @inline(__always)
  var logURange: (low: Double, high: Double) {
    let low = log(lowestU)
    return (low, min(log(highestU), low + Self.longestLogU))
  }

  static let longestLogU = 12.0
}

extension VirtualitySlice {
  /// The range of ln t that carries the cross section: screening cuts it below, the nucleus' size above.
  @inline(__always)
  func logTRange(_ reaction: CoherentReaction) -> (low: Double, high: Double)? {
    tRange(reaction).map { (log($0.low), log($0.high)) }
  }

  @inline(__always)
  func tRange(_ reaction: CoherentReaction) -> (low: Double, high: Double)? {
    let low = max(lowestT, reaction.negligibleBelow)
    let high = min(highestT, max(reaction.negligibleAbove, 100 * lowestT))
    return high > low ? (low, high) : nil
  }
}

/// The momenta of b, c and the nucleus in a N → b c N (b is X of `EmissionKinematics`), and the invariants that
/// amplitudes are written in.
struct CoherentPoint {
  let transfer: TransferSlice
  let sTilde: Double
  let u: Double
  var t: Double { transfer.t }
  /// P = P_i + P_f.
  let squaredNuclear: Double
  let nuclearDotBeam: Double
  let nuclearDotRemaining: Double
  /// dφ/dψ, tan(φ/2) = √((A−B)/(A+B)) tan(ψ/2).
  let azimuthJacobian: Double
  let cosPhi: Double
  let sinPhi: Double

  /// - Parameter turns: ψ/2π, 0 … 1.
  @inline(__always)
  init?(_ kinematics: EmissionKinematics, _ slice: VirtualitySlice, t: Double, turns: Double) {
    guard let transfer = TransferSlice(kinematics, slice, t: t) else { return nil }
    self.transfer = transfer
    let mass = kinematics.frame.nucleusMass
    let (sinPsi, cosPsi) = sincosTurns(turns)
    let inverse = 1 / (transfer.a + transfer.b * cosPsi)
    let root = transfer.squaredMean.squareRoot()
    let s = transfer.squaredMean * inverse
    azimuthJacobian = root * inverse
    cosPhi = (transfer.b + transfer.a * cosPsi) * inverse
    sinPhi = root * sinPsi * inverse
    sTilde = s
    u = slice.u
    squaredNuclear = 4 * mass * mass + t
    nuclearDotBeam = 2 * mass * kinematics.energy - 0.5 * (s + t)
    nuclearDotRemaining = 2 * mass * kinematics.remainingEnergy - t - 0.5 * (slice.u - t)
  }

  /// b, c and the nucleus; the beam flies along +z, b in the plane turned by `frameTurns` about it.
  @inline(__always)
  func momenta(_ kinematics: EmissionKinematics, _ slice: VirtualitySlice, frameTurns: Double) -> (
    emitted: FourMomentum, remaining: FourMomentum, nucleus: FourMomentum
  ) {
    let (sinFrame, cosFrame) = sincosTurns(frameTurns)
    let axisX = Vector3(cosFrame, sinFrame, 0)
    let axisY = Vector3(-sinFrame, cosFrame, 0)
    let axisZ = Vector3(0, 0, 1)
    let emitted =
      kinematics.bosonMomentum
      * (slice.sinTheta * axisX + (1 - slice.oneMinusCosTheta) * axisZ)
    let alongV = slice.cosBeam * axisZ - slice.sinBeam * axisX
    let acrossV = slice.cosBeam * axisX + slice.sinBeam * axisZ
    let recoil =
      transfer.along * alongV + transfer.across * (cosPhi * acrossV + sinPhi * axisY)
    let mass = kinematics.frame.nucleusMass
    let nucleus = FourMomentum(energy: mass + t / (2 * mass), momentum: -recoil)
    let b = FourMomentum(energy: kinematics.bosonEnergy, momentum: emitted)
    let incoming = FourMomentum(
      energy: kinematics.energy + mass, momentum: Vector3(0, 0, kinematics.momentum))
    return (b, incoming - b - nucleus, nucleus)
  }
}
