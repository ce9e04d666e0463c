import Numerics

// Kinematics of a(p) N(P_i) → c(p′) N(P_f) X(k) with the nucleus at rest, in the variables in which the
// integrals are smooth:
//
//     x = E_X/E                              energy fraction
//     U = m_c² − (p − k)²  > 0               angle of X; for a = c: U ≈ E² x θ² + m_X² (1−x)/x + m² x
//     t = −(P_i − P_f)² > 0                  momentum transfer, nuclear recoil energy t/2M
//     s̃ = (p′ + k)² − m_a² = A − B cos φ     azimuth φ of the recoil about V = p − k
//
// ℓN → ℓNX has a = c = ℓ; ℓN → ℓ′Nφ and γN → μμN have three masses. U must stay positive for c's line to be off its
// shell: where a → X c is a decay in vacuum the integrals do not exist, and the models refuse such masses.
//
// Every difference of nearly equal energies is written so that nothing cancels: 1 MeV bosons at 150 GeV
// mean relative differences of 1e-16.

/// Quantities fixed by the process and the lepton's energy.
struct EmissionFrame: Sendable {
  /// Of a, X and c.
  let beamMass: Double
  let bosonMass: Double
  let remainingMass: Double
  let nucleusMass: Double
  let inverseNucleusMass: Double
  let energy: Double
  let momentum: Double
  /// 1 + E/M.
  let energyFactor: Double

  init(_ process: LeptonBremsstrahlung, energy: Double) {
    self.init(
      beamMass: process.leptonMass_GeV, bosonMass: process.bosonMass_GeV,
      remainingMass: process.leptonMass_GeV, nucleusMass: process.nucleusMass_GeV, energy: energy)
  }

  @inline(__always)
  init(beamMass: Double, bosonMass: Double, remainingMass: Double, nucleusMass: Double, energy: Double) {
    self.beamMass = beamMass
    self.bosonMass = bosonMass
    self.remainingMass = remainingMass
    self.nucleusMass = nucleusMass
    inverseNucleusMass = 1 / nucleusMass
    self.energy = energy
    momentum = max(0, (energy - beamMass) * (energy + beamMass)).squareRoot()
    energyFactor = 1 + energy * inverseNucleusMass
  }
}

/// Quantities fixed by the energy and x.
struct EmissionKinematics {
  let frame: EmissionFrame
  let bosonEnergy: Double
  let bosonMomentum: Double
  /// E₁ = E − E_X, shared by c and the nucleus.
  let remainingEnergy: Double
  /// |p| − |k|.
  let momentumDifference: Double
  /// a = 1 + E₁/M.
  let slope: Double
  /// Limits of U: X forward, and X backward or c and the nucleus at rest relative to each other.
  let lowestU: Double
  let highestU: Double
  /// 1/(2pk).
  private let versinePerU: Double

  var energy: Double { frame.energy }
  var momentum: Double { frame.momentum }

  /// Nil outside the kinematic limits.
  init?(_ process: LeptonBremsstrahlung, energy: Double, x: Double) {
    self.init(EmissionFrame(process, energy: energy), x: x)
  }

  @inline(__always)
  init?(_ frame: EmissionFrame, x: Double) {
    let energy = frame.energy
    let m = frame.beamMass
    let mX = frame.bosonMass
    let mC = frame.remainingMass
    let bosonEnergy = x * energy
    let remaining = energy * (1 - x)
    guard bosonEnergy > mX, remaining > mC else { return nil }
    let p = frame.momentum
    let k = ((bosonEnergy - mX) * (bosonEnergy + mX)).squareRoot()
    let sum = energy * bosonEnergy + p * k
    // 2(E E_X − pk) with E²E_X² − p²k² expanded.
    let numerator =
      m * m * (bosonEnergy * bosonEnergy - mX * mX) + mX * mX * energy * energy
    let masses = mX * mX + (m - mC) * (m + mC)
    let forward = 2 * numerator / sum - masses
    let backward = 2 * sum - masses
    // (E₁ + M)² − V² ≥ (m_c + M)² is U ≤ 2M(E₁ − m_c).
    let relativeRest = 2 * frame.nucleusMass * (remaining - mC)
    let highest = min(backward, relativeRest)
    guard forward > 0, highest > forward else { return nil }
    self.frame = frame
    self.bosonEnergy = bosonEnergy
    bosonMomentum = k
    remainingEnergy = remaining
    momentumDifference = (remaining * (energy + bosonEnergy) - m * m + mX * mX) / (p + k)
    slope = 1 + remaining * frame.inverseNucleusMass
    lowestU = forward
    highestU = highest
    versinePerU = 0.5 / (p * k)
  }

  /// 1 − cos θ of the boson.
  func oneMinusCosTheta(u: Double) -> Double { (u - lowestU) * versinePerU }
}

/// Quantities fixed by x and U: the vector V = p − k and the limits of t.
struct VirtualitySlice {
  let u: Double
  let inverseU: Double
  /// |V| and its inverse.
  let length: Double
  let inverseLength: Double
  /// Angle between p and V.
  let cosBeam: Double
  let sinBeam: Double
  /// cos θ-independent part of k's polar angle.
  let oneMinusCosTheta: Double
  let sinTheta: Double
  let lowestT: Double
  let highestT: Double

  @inline(__always)
  init?(_ kinematics: EmissionKinematics, u: Double) {
    let e1 = kinematics.remainingEnergy
    let m = kinematics.frame.remainingMass
    let squaredLength = (e1 - m) * (e1 + m) + u
    let versine = max(0, kinematics.oneMinusCosTheta(u: u))  // exp(log U) may miss the edge by 1 ulp
    guard squaredLength > 0, versine <= 2 else { return nil }
    length = squaredLength.squareRoot()
    let inverse = 1 / length
    inverseLength = inverse
    oneMinusCosTheta = versine
    sinTheta = (versine * (2 - versine)).squareRoot()
    let k = kinematics.bosonMomentum
    cosBeam = min(1, max(-1, (kinematics.momentumDifference + k * versine) * inverse))
    sinBeam = min(1, k * sinTheta * inverse)
    let slope = kinematics.slope
    let overMass = length * kinematics.frame.inverseNucleusMass
    // (a² − V²/M²) t² − 2(2V² − aU) t + U² = 0, solved without cancellation in the small root.
    let a = slope * slope - overMass * overMass
    let b = 2 * squaredLength - slope * u
    let discriminant = b * b - a * u * u
    guard b > 0, discriminant > 0 else { return nil }
    let root = b + discriminant.squareRoot()
    lowestT = u * u / root
    highestT = root / a
    self.u = u
    inverseU = 1 / u
  }
}

/// Quantities fixed by x, U and t: s̃ = A − B cos φ.
struct TransferSlice {
  let t: Double
  /// Components of q along V and at right angles to it.
  let along: Double
  let across: Double
  let a: Double
  let b: Double
  /// A² − B².
  let squaredMean: Double

  @inline(__always)
  init?(_ kinematics: EmissionKinematics, _ slice: VirtualitySlice, t: Double) {
    let frame = kinematics.frame
    let halfOverMass = 0.5 * t * frame.inverseNucleusMass
    let squaredLength = t + halfOverMass * halfOverMass
    let projection = slice.u + t * kinematics.slope
    let component = 0.5 * projection * slice.inverseLength
    along = -component
    across = max(0, squaredLength - component * component).squareRoot()
    let p = frame.momentum
    a = p * slice.cosBeam * slice.inverseLength * projection - t * frame.energyFactor
    b = 2 * p * slice.sinBeam * across
    squaredMean = (a - b) * (a + b)
    guard squaredMean > 0, a > 0 else { return nil }
    self.t = t
  }
}
