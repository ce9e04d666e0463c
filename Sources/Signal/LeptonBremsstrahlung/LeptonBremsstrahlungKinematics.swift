import Numerics

// Kinematics of ℓ(p) N(P_i) → ℓ(p′) N(P_f) X(k) with the nucleus at rest, in the variables in which the
// integrals are smooth:
//
//     x = E_X/E                              energy fraction
//     U = m² − (p − k)²  > 0                 boson angle: U ≈ E² x θ² + m_X² (1−x)/x + m² x
//     t = −(P_i − P_f)² > 0                  momentum transfer, nuclear recoil energy t/2M
//     s̃ = (p′ + k)² − m² = A − B cos φ       azimuth φ of the recoil about V = p − k
//
// Every difference of nearly equal energies is written so that nothing cancels: 1 MeV bosons at 150 GeV
// mean relative differences of 1e-16.

/// Quantities fixed by the lepton energy and x.
struct EmissionKinematics {
  let energy: Double
  let momentum: Double
  let bosonEnergy: Double
  let bosonMomentum: Double
  /// E₁ = E − E_X, shared by lepton and nucleus.
  let remainingEnergy: Double
  /// |p| − |k|.
  let momentumDifference: Double
  /// Limits of U: X forward, and X backward or lepton and nucleus at rest relative to each other.
  let lowestU: Double
  let highestU: Double

  /// Nil outside the kinematic limits.
  init?(_ process: LeptonBremsstrahlung, energy: Double, x: Double) {
    let m = process.leptonMass_GeV
    let mX = process.bosonMass_GeV
    let bosonEnergy = x * energy
    let remaining = energy * (1 - x)
    guard bosonEnergy > mX, remaining > m else { return nil }
    let p = ((energy - m) * (energy + m)).squareRoot()
    let k = ((bosonEnergy - mX) * (bosonEnergy + mX)).squareRoot()
    // 2(E E_X − pk) with E²E_X² − p²k² expanded.
    let numerator =
      m * m * (bosonEnergy * bosonEnergy - mX * mX) + mX * mX * energy * energy
    let forward = 2 * numerator / (energy * bosonEnergy + p * k) - mX * mX
    let backward = 2 * (energy * bosonEnergy + p * k) - mX * mX
    // (E₁ + M)² − V² ≥ (m + M)² is U ≤ 2M(E₁ − m).
    let relativeRest = 2 * process.nucleusMass_GeV * (remaining - m)
    let highest = min(backward, relativeRest)
    guard forward > 0, highest > forward else { return nil }
    self.energy = energy
    momentum = p
    self.bosonEnergy = bosonEnergy
    bosonMomentum = k
    remainingEnergy = remaining
    momentumDifference = (remaining * (energy + bosonEnergy) - m * m + mX * mX) / (p + k)
    lowestU = forward
    highestU = highest
  }

  /// 1 − cos θ of the boson.
  func oneMinusCosTheta(u: Double) -> Double { (u - lowestU) / (2 * momentum * bosonMomentum) }
}

/// Quantities fixed by x and U: the vector V = p − k and the limits of t.
struct VirtualitySlice {
  let u: Double
  /// |V|.
  let length: Double
  /// Angle between p and V.
  let cosBeam: Double
  let sinBeam: Double
  /// cos θ-independent part of k's polar angle.
  let oneMinusCosTheta: Double
  let sinTheta: Double
  let lowestT: Double
  let highestT: Double
  /// a = 1 + E₁/M.
  let slope: Double

  init?(_ kinematics: EmissionKinematics, u: Double, leptonMass m: Double, nucleusMass mass: Double) {
    let e1 = kinematics.remainingEnergy
    let squaredLength = (e1 - m) * (e1 + m) + u
    let versine = max(0, kinematics.oneMinusCosTheta(u: u))  // exp(log U) may miss the edge by 1 ulp
    guard squaredLength > 0, versine <= 2 else { return nil }
    length = squaredLength.squareRoot()
    oneMinusCosTheta = versine
    sinTheta = (versine * (2 - versine)).squareRoot()
    let k = kinematics.bosonMomentum
    cosBeam = min(1, max(-1, (kinematics.momentumDifference + k * versine) / length))
    sinBeam = min(1, k * sinTheta / length)
    slope = 1 + e1 / mass
    // (a² − V²/M²) t² − 2(2V² − aU) t + U² = 0, solved without cancellation in the small root.
    let a = slope * slope - squaredLength / (mass * mass)
    let b = 2 * squaredLength - slope * u
    let discriminant = b * b - a * u * u
    guard b > 0, discriminant > 0 else { return nil }
    let root = b + discriminant.squareRoot()
    lowestT = u * u / root
    highestT = root / a
    self.u = u
  }
}

/// Quantities fixed by x, U and t: s̃ = A − B cos φ.
struct TransferSlice {
  let t: Double
  /// |q|.
  let length: Double
  /// Angle between V and q.
  let cosTransfer: Double
  let sinTransfer: Double
  let a: Double
  let b: Double
  /// A² − B².
  let squaredMean: Double

  init?(
    _ kinematics: EmissionKinematics, _ slice: VirtualitySlice, t: Double, nucleusMass mass: Double
  ) {
    length = (t + t * t / (4 * mass * mass)).squareRoot()
    let projection = slice.u + t * slice.slope
    let cosine = max(-1, -projection / (2 * slice.length * length))
    cosTransfer = cosine
    sinTransfer = ((1 - cosine) * (1 + cosine)).squareRoot()
    let p = kinematics.momentum
    a = p * slice.cosBeam / slice.length * projection - t * (1 + kinematics.energy / mass)
    b = 2 * p * length * slice.sinBeam * sinTransfer
    squaredMean = (a - b) * (a + b)
    guard squaredMean > 0, a > 0 else { return nil }
    self.t = t
  }
}
