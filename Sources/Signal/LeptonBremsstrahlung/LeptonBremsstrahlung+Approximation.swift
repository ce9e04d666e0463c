import Numerics

extension LeptonBremsstrahlung {
  /// dσ/dx in the approximation asked for [pb per nucleus], coupling = 1.
  public func differentialCrossSection_pb(
    _ approximation: BremsstrahlungApproximation, leptonEnergy_GeV: Double, x: Double
  ) -> Double {
    switch approximation {
    case .exactTreeLevel:
      return differentialCrossSection_pb(leptonEnergy_GeV: leptonEnergy_GeV, x: x)
    case .weizsaeckerWilliams:
      return weizsaeckerWilliamsDifferentialCrossSection_pb(leptonEnergy_GeV: leptonEnergy_GeV, x: x)
    case .improvedWeizsaeckerWilliams:
      return improvedWeizsaeckerWilliamsDifferentialCrossSection_pb(
        leptonEnergy_GeV: leptonEnergy_GeV, x: x)
    }
  }

  /// d²σ/dx dθ in the approximation asked for [pb/rad per nucleus], coupling = 1.
  public func differentialCrossSection_pb(
    _ approximation: BremsstrahlungApproximation, leptonEnergy_GeV: Double, x: Double, theta: Double
  ) -> Double {
    guard approximation != .exactTreeLevel else {
      return differentialCrossSection_pb(leptonEnergy_GeV: leptonEnergy_GeV, x: x, theta: theta)
    }
    guard let (u, jacobian) = virtuality(leptonEnergy_GeV: leptonEnergy_GeV, x: x, theta: theta) else {
      return 0
    }
    return jacobian
      * equivalentPhotonDensity(approximation, energy: leptonEnergy_GeV, x: x, u: u)
  }

  /// Total cross section in the approximation asked for [pb per nucleus], coupling = 1.
  public func totalCrossSection_pb(
    _ approximation: BremsstrahlungApproximation, leptonEnergy_GeV: Double
  ) -> Double {
    switch approximation {
    case .exactTreeLevel: return totalCrossSection_pb(leptonEnergy_GeV: leptonEnergy_GeV)
    case .weizsaeckerWilliams:
      return weizsaeckerWilliamsCrossSection_pb(leptonEnergy_GeV: leptonEnergy_GeV)
    case .improvedWeizsaeckerWilliams:
      return improvedWeizsaeckerWilliamsCrossSection_pb(leptonEnergy_GeV: leptonEnergy_GeV)
    }
  }

  /// U and dU/dθ = 2pk sin θ at an angle of the boson; nil outside the kinematic limits.
  func virtuality(leptonEnergy_GeV: Double, x: Double, theta: Double) -> (u: Double, jacobian: Double)? {
    guard let kinematics = EmissionKinematics(self, energy: leptonEnergy_GeV, x: x), theta >= 0,
      theta <= .pi
    else { return nil }
    let (sine, cosine) = sincosTurns(theta / (4 * .pi))
    let twoPK = 2 * kinematics.momentum * kinematics.bosonMomentum
    let u = kinematics.lowestU + twoPK * 2 * sine * sine
    guard u <= kinematics.highestU else { return nil }
    return (u, twoPK * 2 * sine * cosine)
  }
}
