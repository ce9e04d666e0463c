import Numerics

// Kinematics of a(p) N(P_i) → b(k) c(p′) N(P_f), nucleus at rest, as in LeptonBremsstrahlungKinematics.swift
// but with three masses:
//
//     x = E_b/E
//     U = m_c² − (p − k)² > 0            b's angle
//     t = −(P_i − P_f)² > 0              momentum transfer; the nucleus takes t/2M
//     s̃ = (p′ + k)² − m_a² = A − B cos φ azimuth of the recoil about V = p − k
//
// U must stay positive for c's line to be off its shell: where a → b c is a decay in vacuum the
// integrals do not exist, and the models refuse such masses.

/// Quantities fixed by energy and x, with the limits of U.
struct CoherentSlice {
  let energy: Double
  let momentum: Double
  let emittedEnergy: Double
  let emittedMomentum: Double
  let remainingEnergy: Double
  let momentumDifference: Double
  let lowestU: Double
  let highestU: Double
  let reaction: CoherentReaction

  @inline(__always)
  init?(_ reaction: CoherentReaction, energy: Double, x: Double) {
    let (ma, mb, mc) = (reaction.beamMass, reaction.emittedMass, reaction.remainingMass)
    emittedEnergy = x * energy
    remainingEnergy = energy - emittedEnergy
    guard energy > ma, emittedEnergy > mb, remainingEnergy > mc else { return nil }
    momentum = ((energy - ma) * (energy + ma)).squareRoot()
    emittedMomentum = ((emittedEnergy - mb) * (emittedEnergy + mb)).squareRoot()
    // 2(E E_b − pk) with E²E_b² − p²k² expanded.
    let product = energy * emittedEnergy + momentum * emittedMomentum
    let numerator =
      ma * ma * emittedEnergy * emittedEnergy + mb * mb * energy * energy - ma * ma * mb * mb
    let masses = mc * mc - ma * ma - mb * mb
    lowestU = 2 * numerator / product + masses
    highestU = min(2 * product + masses, 2 * reaction.nucleusMass * (remainingEnergy - mc))
    guard lowestU > 0, highestU > lowestU else { return nil }
    momentumDifference =
      (remainingEnergy * (energy + emittedEnergy) - ma * ma + mb * mb)
      / (momentum + emittedMomentum)
    self.energy = energy
    self.reaction = reaction
  }

  /// The range of ln U that carries the cross section: the integrand falls at least as 1/U.
  @inline(__always)
  var logURange: (low: Double, high: Double) {
    let low = log(lowestU)
    return (low, min(log(highestU), low + 12))
  }
}

/// Quantities fixed by x and U, with the limits of t.
struct CoherentVirtuality {
  let u: Double
  let length: Double
  let cosBeam: Double
  let sinBeam: Double
  let versine: Double
  let sinEmitted: Double
  let slope: Double
  let lowestT: Double
  let highestT: Double

  @inline(__always)
  init?(_ slice: CoherentSlice, u: Double) {
    let mc = slice.reaction.remainingMass
    let mass = slice.reaction.nucleusMass
    let e1 = slice.remainingEnergy
    let squaredLength = (e1 - mc) * (e1 + mc) + u
    versine = max(0, (u - slice.lowestU) / (2 * slice.momentum * slice.emittedMomentum))
    guard squaredLength > 0, versine <= 2 else { return nil }
    length = squaredLength.squareRoot()
    sinEmitted = (versine * (2 - versine)).squareRoot()
    let k = slice.emittedMomentum
    cosBeam = min(1, max(-1, (slice.momentumDifference + k * versine) / length))
    sinBeam = min(1, k * sinEmitted / length)
    slope = 1 + e1 / mass
    // (a² − V²/M²) t² − 2(2V² − aU) t + U² = 0, the small root without cancellation.
    let a = slope * slope - squaredLength / (mass * mass)
    let b = 2 * squaredLength - slope * u
    let discriminant = b * b - a * u * u
    guard b > 0, discriminant > 0 else { return nil }
    let root = b + discriminant.squareRoot()
    lowestT = u * u / root
    highestT = root / a
    self.u = u
  }

  /// The range of ln t that carries the cross section: screening cuts it below, the nucleus' size above.
  @inline(__always)
  func logTRange(_ reaction: CoherentReaction) -> (low: Double, high: Double)? {
    let low = max(lowestT, reaction.formFactorSquared.negligibleBelow)
    let high = min(highestT, max(reaction.formFactorSquared.negligibleAbove, 100 * lowestT))
    return high > low ? (log(low), log(high)) : nil
  }
}

/// The momenta of b, c and the nucleus, and the invariants that amplitudes are written in.
struct CoherentPoint {
  let sTilde: Double
  let u: Double
  let t: Double
  /// P = P_i + P_f.
  let squaredNuclear: Double
  let nuclearDotBeam: Double
  let nuclearDotRemaining: Double
  /// dφ/dψ, tan(φ/2) = √((A−B)/(A+B)) tan(ψ/2).
  let azimuthJacobian: Double
  let cosPhi: Double
  let sinPhi: Double
  let transferLength: Double
  let cosTransfer: Double
  let sinTransfer: Double

  /// - Parameter turns: ψ/2π, 0 … 1.
  @inline(__always)
  init?(_ slice: CoherentSlice, _ virtuality: CoherentVirtuality, t: Double, turns: Double) {
    let mass = slice.reaction.nucleusMass
    let length = (t + t * t / (4 * mass * mass)).squareRoot()
    let projection = virtuality.u + t * virtuality.slope
    let cosine = max(-1, -projection / (2 * virtuality.length * length))
    let sine = ((1 - cosine) * (1 + cosine)).squareRoot()
    let p = slice.momentum
    let a = p * virtuality.cosBeam / virtuality.length * projection - t * (1 + slice.energy / mass)
    let b = 2 * p * length * virtuality.sinBeam * sine
    let squaredMean = (a - b) * (a + b)
    guard squaredMean > 0, a > 0 else { return nil }
    let (sinPsi, cosPsi) = sincosTurns(turns)
    let denominator = a + b * cosPsi
    let root = squaredMean.squareRoot()
    let s = squaredMean / denominator
    let inverse = 1 / denominator
    azimuthJacobian = s / root
    cosPhi = (b + a * cosPsi) * inverse
    sinPhi = root * sinPsi * inverse
    transferLength = length
    cosTransfer = cosine
    sinTransfer = sine
    sTilde = s
    u = virtuality.u
    self.t = t
    squaredNuclear = 4 * mass * mass + t
    nuclearDotBeam = 2 * mass * slice.energy - 0.5 * (s + t)
    nuclearDotRemaining = 2 * mass * slice.remainingEnergy - t - 0.5 * (virtuality.u - t)
  }

  /// b, c and the nucleus; the beam flies along +z, b in the plane turned by `frameTurns` about it.
  @inline(__always)
  func momenta(_ slice: CoherentSlice, _ virtuality: CoherentVirtuality, frameTurns: Double) -> (
    emitted: FourMomentum, remaining: FourMomentum, nucleus: FourMomentum
  ) {
    let (sinFrame, cosFrame) = sincosTurns(frameTurns)
    let axisX = Vector3(cosFrame, sinFrame, 0)
    let axisY = Vector3(-sinFrame, cosFrame, 0)
    let axisZ = Vector3(0, 0, 1)
    let emitted =
      slice.emittedMomentum
      * (virtuality.sinEmitted * axisX + (1 - virtuality.versine) * axisZ)
    let alongV = virtuality.cosBeam * axisZ - virtuality.sinBeam * axisX
    let acrossV = virtuality.cosBeam * axisX + virtuality.sinBeam * axisZ
    let transfer =
      transferLength
      * (cosTransfer * alongV + sinTransfer * (cosPhi * acrossV + sinPhi * axisY))
    let mass = slice.reaction.nucleusMass
    let nucleus = FourMomentum(energy: mass + t / (2 * mass), momentum: -transfer)
    let b = FourMomentum(energy: slice.emittedEnergy, momentum: emitted)
    let incoming = FourMomentum(
      energy: slice.energy + mass, momentum: Vector3(0, 0, slice.momentum))
    return (b, incoming - b - nucleus, nucleus)
  }
}
