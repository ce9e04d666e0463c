import Core
import Numerics

/// σ(E), the spectrum in x = ω/E and final states at given x of ℓN → ℓNa by photon fusion on one element.
///
/// - Accuracy: σ 1e-3, dσ/dx 5e-3 (`PhotonFusionTableTests`).
/// - Cost: some 20 ms to build for 45–100 GeV.
public struct PhotonFusionTable: Sendable {
  public let production: PhotonFusion
  private let spectrum: SpectrumTable<PhotonFusion>

  /// - Parameter energies: total energies of the lepton; spectra are restricted to ω above minimumBosonEnergy_GeV
  public init(
    _ production: PhotonFusion, lowestEnergy_GeV: Double, highestEnergy_GeV: Double,
    minimumBosonEnergy_GeV: Double
  ) throws {
    guard lowestEnergy_GeV > 0, highestEnergy_GeV > lowestEnergy_GeV, highestEnergy_GeV <= 1e5 else {
      throw HermeticError.range(
        "lowestEnergy_GeV", lowestEnergy_GeV,
        allowed: "in (0, highestEnergy_GeV = \(highestEnergy_GeV)), at most 1e5")
    }
    self.production = production
    spectrum = SpectrumTable(
      production, lowestEnergy: lowestEnergy_GeV, highestEnergy: highestEnergy_GeV,
      minimumBosonEnergy: minimumBosonEnergy_GeV)
  }

  /// [pb per nucleus], at the coupling of the production.
  public func crossSection_pb(leptonEnergy_GeV: Double) -> Double {
    spectrum.crossSection(energy: leptonEnergy_GeV)
  }

  public func differentialCrossSection_pb(leptonEnergy_GeV: Double, x: Double) -> Double {
    spectrum.differential(energy: leptonEnergy_GeV, x: x)
  }

  public func x(quantile: Double, leptonEnergy_GeV: Double) -> Double {
    spectrum.sample(energy: leptonEnergy_GeV, quantile)
  }
}

extension PhotonFusion {
  private static let q2Panels = 48
  private static let ratioBound = 1.25
  /// After so many rejections the proposal is taken as it is; has never been seen to happen.
  private static let maximumTrials = 1000
  private static let transferRule = GaussLegendre(count: 6)

  /// The final state at given x = ω/E: ln Q² and ln t from densities tabulated on the spot, accepted with the ratio
  /// of the exact joint density to the proposal (`BremsstrahlungFinalStateSampler` does the same).
  ///
  /// - Returns: nil where x is outside the kinematic limits.
  /// - Checked by: `PhotonFusionTableTests`.
  public func emission(
    leptonEnergy_GeV energy: Double, x: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> SignalEmission? {
    let m = leptonMass_GeV
    guard energy > thresholdEnergy_GeV else { return nil }
    let momentum = ((energy - m) * (energy + m)).squareRoot()
    guard x * energy > lowestPhotonEnergy,
      let photon = slice(energy: energy, momentum: momentum, omega: x * energy)
    else { return nil }
    let q2Density = PiecewiseLinearDensity(
      from: log(photon.lowestQ2), to: log(photon.highestQ2), panels: Self.q2Panels
    ) { logQ2 in
      let q2 = exp(logQ2)
      guard let slice = virtualSlice(momentum: momentum, photon, q2: q2) else { return 0 }
      let range = effectiveRange(slice)
      let (first, last) = (log(range.low), log(range.high))
      return q2
        * Self.transferRule.integrate(first, last, panels: 2 + Int((last - first) / 2)) { logT in
          let t = exp(logT)
          return t * shape(slice, t)
        }
    }
    guard q2Density.integral > 0 else { return nil }
    var trials = 0
    while true {
      trials += 1
      let (logQ2, densityQ2) = q2Density.sample(&rng)
      let q2 = exp(logQ2)
      guard let slice = virtualSlice(momentum: momentum, photon, q2: q2) else { continue }
      let range = effectiveRange(slice)
      let (low, high) = (log(range.low), log(range.high))
      let transfer = PiecewiseLinearDensity(from: low, to: high, panels: 12 + Int(4 * (high - low))) {
        let t = exp($0)
        return t * shape(slice, t)
      }
      guard transfer.integral > 0 else { continue }
      let (logT, densityT) = transfer.sample(&rng)
      let t = exp(logT)
      let ratio = q2 * t * shape(slice, t) / (densityQ2 * densityT / transfer.integral)
      guard rng.uniform() * Self.ratioBound < ratio || trials >= Self.maximumTrials else { continue }
      return emission(
        finalState(
          energy: energy, momentum: momentum, photon: photon, versine: slice.versine, q2: q2, t: t, &rng),
        recoil: t / (2 * nucleusMass_GeV), direction)
    }
  }

  /// Turned from +z to the lepton's direction.
  private func emission(_ state: FinalState, recoil: Double, _ direction: Vector3) -> SignalEmission {
    let axisX = direction.rotated(cosTheta: 0, sinTheta: 1, cosPhi: 1, sinPhi: 0)
    let axisY = direction.cross(axisX).normalized
    func turned(_ v: Vector3) -> Vector3 {
      let length = v.length
      guard length > 0 else { return direction }
      return (1 / length) * (v.x * axisX + v.y * axisY + v.z * direction)
    }
    return SignalEmission(
      bosonEnergy_GeV: state.alp.energy, bosonDirection: turned(state.alp.momentum),
      leptonKineticEnergy_GeV: state.lepton.energy - leptonMass_GeV,
      leptonDirection: turned(state.lepton.momentum), nucleusKineticEnergy_GeV: recoil,
      nucleusDirection: turned(state.nucleus.momentum))
  }
}
