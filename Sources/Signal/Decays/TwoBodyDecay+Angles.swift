import Numerics

extension TwoBodyDecay {
  /// Momenta of the two at given angles: cos θ from `axis` (unit length, rest frame), azimuth in turns.
  ///
  /// The second is the parent minus the first: energy and momentum add up to the last bits.
  @inlinable public func products(
    parent: FourMomentum, axis: Vector3, cosTheta: Double, azimuthTurns: Double
  ) -> (first: FourMomentum, second: FourMomentum) {
    let (sinPhi, cosPhi) = sincosTurns(azimuthTurns)
    let sinTheta = max(0, (1 - cosTheta) * (1 + cosTheta)).squareRoot()
    let first = FourMomentum(
      energy: firstEnergy_GeV,
      momentum: restMomentum_GeV
        * axis.rotated(cosTheta: cosTheta, sinTheta: sinTheta, cosPhi: cosPhi, sinPhi: sinPhi)
    ).boosted(by: parent, mass: parentMass_GeV)
    return (first, parent - first)
  }
}
