import Core
import Numerics

/// Draws final states of ℓ N → ℓ N a by photon fusion: ALP, lepton and nucleus.
///
/// (ω, Q², t) by rejection in the unit cube of ln(ω/(E−ω)), ln Q² and ln t, each between its limits; the azimuth
/// of the ALP about k₁ from 2p_⊥² cos² … with the electron's plane, exactly.
///
/// - Numerics: four-momentum to 1e-12 of the beam energy plus the nucleus' mass.
/// - Checked by: `PhotonFusionTests`.
public struct PhotonFusionSampler: Sendable {
  public let process: PhotonFusion
  public let totalEnergy_GeV: Double
  private let momentum: Double
  private let range: (low: Double, high: Double)
  let majorant: CubeMajorant

  private static let cellsPerAxis = 28

  public init(_ process: PhotonFusion, totalEnergy_GeV energy: Double) throws {
    guard energy.isFinite, energy > process.thresholdEnergy_GeV else {
      throw HermeticError(
        .kinematics,
        "totalEnergy_GeV = \(energy) cannot make an ALP of \(process.mass_GeV) GeV on "
          + "\(process.element.symbol) (the threshold is \(process.thresholdEnergy_GeV) GeV). "
          + "Raise the energy or lower the mass; both are in GeV.")
    }
    let m = process.leptonMass_GeV
    let momentum = ((energy - m) * (energy + m)).squareRoot()
    let range = process.logitRange(energy)
    let majorant = CubeMajorant(cellsPerAxis: Self.cellsPerAxis) { x, y, z in
      PhotonFusionSampler.point(process, energy, momentum, range, x, y, z)?.density ?? 0
    }
    guard let majorant else {
      throw HermeticError(
        .kinematics, "totalEnergy_GeV = \(energy) leaves no room for an ALP of \(process.mass_GeV) GeV.")
    }
    self.process = process
    self.momentum = momentum
    self.range = range
    self.majorant = majorant
    totalEnergy_GeV = energy
  }

  struct Point {
    var photon: PhotonFusion.PhotonSlice
    var slice: PhotonFusion.VirtualSlice
    var q2: Double
    var t: Double
    var density: Double
  }

  /// The point of the unit cube and the density there, Jacobian included.
  static func point(
    _ process: PhotonFusion, _ energy: Double, _ momentum: Double, _ range: (low: Double, high: Double),
    _ x: Double, _ y: Double, _ z: Double
  ) -> Point? {
    let width = range.high - range.low
    let omega = energy / (1 + exp(-(range.low + x * width)))
    guard let photon = process.slice(energy: energy, momentum: momentum, omega: omega) else {
      return nil
    }
    let logQ = LogarithmTable.shared(photon.highestQ2 / photon.lowestQ2)
    let q2 = photon.lowestQ2 * exp(y * logQ)
    guard let slice = process.virtualSlice(momentum: momentum, photon, q2: q2) else { return nil }
    let limits = process.effectiveRange(slice)
    let logT = LogarithmTable.shared(limits.high / limits.low)
    let t = limits.low * exp(z * logT)
    let jacobian = width * omega * (1 - omega / energy) * logQ * q2 * logT * t
    return Point(
      photon: photon, slice: slice, q2: q2, t: t,
      density: max(0, process.shape(slice, t)) * jacobian)
  }

  func samplePoint(_ rng: inout RandomStream) -> Point {
    while true {
      let (x, y, z, height) = majorant.propose(&rng)
      guard let point = Self.point(process, totalEnergy_GeV, momentum, range, x, y, z) else { continue }
      if rng.uniform() * height < point.density { return point }
    }
  }

  /// Twelve numbers: (E, px, py, pz) of ALP, lepton and nucleus; the lepton came along +z.
  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let point = samplePoint(&rng)
    let final = process.finalState(
      energy: totalEnergy_GeV, momentum: momentum, photon: point.photon, versine: point.slice.versine,
      q2: point.q2, t: point.t, &rng)
    final.alp.store(out)
    final.lepton.store(out + 4)
    final.nucleus.store(out + 8)
  }
}

extension PhotonFusion {
  struct FinalState {
    var alp: FourMomentum
    var lepton: FourMomentum
    var nucleus: FourMomentum
  }

  /// The momenta at a point of phase space, turned at random about the lepton's direction, +z.
  @inline(__always)
  func finalState(
    energy: Double, momentum: Double, photon slice: PhotonSlice, versine v: Double, q2: Double, t: Double,
    _ rng: inout RandomStream
  ) -> FinalState {
    let mass = nucleusMass_GeV
    let omega = slice.omega
    let sinTheta = (v * (2 - v)).squareRoot()
    let scattered = slice.scatteredMomentum
    // The lepton's plane is x–z before the turn at the end.
    let lepton = Vector3(scattered * sinTheta, 0, scattered * (1 - v))
    // p − p′ without cancellation: |p|² − |p′|² = ω(E + E′).
    let along = omega * (2 * energy - omega) / (momentum + scattered) + scattered * v
    let photon = Vector3(-lepton.x, 0, along)
    let length = (omega * omega + q2).squareRoot()
    let axis = (1 / length) * photon
    let transferLength = (t + t * t / (4 * mass * mass)).squareRoot()
    let w = (1 + omega / mass) * t + q2 + mass_GeV * mass_GeV
    let cosine = max(-1, -w / (2 * length * transferLength))
    let sine = ((1 - cosine) * (1 + cosine)).squareRoot()
    // Azimuth of the nuclear photon about k₁: density 2p_⊥² × 2 sin²φ + Q², p_⊥ along −x at φ = 0.
    let perpendicular = momentum * axis.x
    let ratio = 4 * perpendicular * perpendicular
    let sinPhi: Double
    let cosPhi: Double
    while true {
      let (s, c) = sincosTurns(rng.uniform())
      if rng.uniform() * (ratio + q2) < ratio * s * s + q2 {
        (sinPhi, cosPhi) = (s, c)
        break
      }
    }
    let sideways = Vector3(axis.z, 0, -axis.x)
    let transfer =
      transferLength
      * (cosine * axis + (sine * cosPhi) * sideways + (sine * sinPhi) * Vector3(0, 1, 0))
    let (sinTurn, cosTurn) = sincosTurns(rng.uniform())
    func turned(_ v: Vector3) -> Vector3 {
      Vector3(cosTurn * v.x - sinTurn * v.y, sinTurn * v.x + cosTurn * v.y, v.z)
    }
    let recoil = t / (2 * mass)
    return FinalState(
      alp: FourMomentum(energy: omega - recoil, momentum: turned(photon + transfer)),
      lepton: FourMomentum(energy: energy - omega, momentum: turned(lepton)),
      nucleus: FourMomentum(energy: mass + recoil, momentum: turned(-transfer)))
  }
}

extension PhotonFusionSampler: SignalSampler {
  public var particleCount: Int { 3 }
}
