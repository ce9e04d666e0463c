import Core
import Numerics

/// Samples full final states of ℓN → ℓNX at one energy: boson, lepton, nucleus.
///
/// The joint density of (x, U, t, φ) is sampled by rejection from `EmissionCells`; momenta follow from the
/// exact kinematics, so that energy and momentum balance to rounding in every approximation.
///
/// - Checked by: `BremsstrahlungSamplerTests`.
public struct BremsstrahlungSampler: SignalSampler {
  public let process: LeptonBremsstrahlung
  public let approximation: BremsstrahlungApproximation
  public let totalEnergy_GeV: Double
  private let density: EmissionDensity
  private let cells: EmissionCells

  /// After so many rejections in a row the next proposal is taken; 1e-30 at an efficiency of 0.5.
  private static let maximumTrials = 100

  public init(
    _ process: LeptonBremsstrahlung, _ approximation: BremsstrahlungApproximation = .exactTreeLevel,
    totalEnergy_GeV: Double
  ) throws {
    try process.requireOpen(leptonEnergy_GeV: totalEnergy_GeV)
    guard let density = EmissionDensity(process, approximation, energy: totalEnergy_GeV) else {
      throw HermeticError(
        .kinematics,
        "totalEnergy_GeV = \(totalEnergy_GeV) is so close to the threshold "
          + "\(process.thresholdEnergy_GeV) that no phase space can be resolved. Raise it.")
    }
    self.process = process
    self.approximation = approximation
    self.totalEnergy_GeV = totalEnergy_GeV
    self.density = density
    cells = EmissionCells(density)
  }

  public var particleCount: Int { 3 }

  /// Accepted share of the proposals.
  public var efficiency: Double { cells.efficiency }

  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    var largestRatio = 0.0
    sample(into: out, &rng, largestRatio: &largestRatio)
  }

  /// The same, keeping the largest density/bound for the tests.
  @inline(__always)
  func sample(
    into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream, largestRatio: inout Double
  ) {
    var trials = 0
    while true {
      trials += 1
      guard let point = cells.propose(density, &rng) else { continue }
      let ratio = point.density / Double(cells.cells[point.cell].bound)
      if ratio > largestRatio { largestRatio = ratio }
      if rng.uniform() < ratio || (trials > Self.maximumTrials && ratio > 0) {
        store(point, frameTurn: rng.uniform(), into: out)
        return
      }
    }
  }

  /// Builds the momenta: p along z, k in the x–z plane, q about V = p − k, then a common turn about z.
  @inline(__always)
  private func store(
    _ point: EmissionCells.Point, frameTurn turn: Double, into out: UnsafeMutablePointer<Double>
  ) {
    let kinematics = point.step.kinematics
    let slice = point.virtuality.slice
    let transfer = point.transfer
    // One bit of the turn decides the side of the plane.
    let doubled = turn * 2
    let mirrored = doubled >= 1
    let (sinFrame, cosFrame) = sincosTurns(mirrored ? doubled - 1 : doubled)
    let k = kinematics.bosonMomentum
    let kX = k * slice.sinTheta
    let kZ = k * (1 - slice.oneMinusCosTheta)
    // cos φ = (B + A cos ψ)/(A + B cos ψ)
    let inverse = 1 / (transfer.a + transfer.b * point.cosPsi)
    let cosPhi = (transfer.b + transfer.a * point.cosPsi) * inverse
    let sinSquaredPsi = max(0, (1 - point.cosPsi) * (1 + point.cosPsi))
    let sinPhi = (transfer.squaredMean * sinSquaredPsi).squareRoot() * inverse
    let along = transfer.along
    let across = transfer.across
    // V points along (−sinBeam, 0, cosBeam); the plane's other axis is (cosBeam, 0, sinBeam).
    let qX = across * cosPhi * slice.cosBeam - along * slice.sinBeam
    let qY = across * (mirrored ? -sinPhi : sinPhi)
    let qZ = across * cosPhi * slice.sinBeam + along * slice.cosBeam
    let lX = qX - slice.length * slice.sinBeam
    let lZ = qZ + slice.length * slice.cosBeam
    let recoil = transfer.t / (2 * process.nucleusMass_GeV)
    out[0] = kinematics.bosonEnergy
    out[1] = kX * cosFrame
    out[2] = kX * sinFrame
    out[3] = kZ
    out[4] = kinematics.remainingEnergy - recoil
    out[5] = lX * cosFrame - qY * sinFrame
    out[6] = lX * sinFrame + qY * cosFrame
    out[7] = lZ
    out[8] = process.nucleusMass_GeV + recoil
    out[9] = -(qX * cosFrame - qY * sinFrame)
    out[10] = -(qX * sinFrame + qY * cosFrame)
    out[11] = -qZ
  }
}
