import Core
import Numerics

/// How Q leaves in the rest frame of the virtual photon, about its direction of flight.
public enum MillichargedAngle: String, CaseIterable, Sendable {
  /// A transversely polarised photon: 1 + 4r + (1−4r) cos² θ for fermions, sin² θ for scalars.
  case transverse
  /// The equal mixture of all polarisations.
  case isotropic
  /// The tree-level matrix element with the photon's polarisation at every point (`MillichargedPolarisation`).
  case exact
}

/// γ* → Q Q̄ behind ℓ N → ℓ N γ*.
struct MillichargedDecay: Sendable {
  let pair: MillichargedPair
  let angle: MillichargedAngle

  /// Q and Q̄. All momenta are those after ℓ, of total energy `beamEnergy_GeV`, came along +z.
  @inline(__always)
  func products(
    beamEnergy_GeV: Double, photon: FourMomentum, mass_GeV mass: Double, lepton: FourMomentum,
    nucleus: FourMomentum, _ rng: inout RandomStream
  ) -> (FourMomentum, FourMomentum) {
    let ratio = pair.mass_GeV * pair.mass_GeV / (mass * mass)
    let density: AngularDensity
    switch (angle, pair.spin) {
    case (.exact, _): return exact(beamEnergy_GeV, photon, lepton, nucleus, ratio: ratio, &rng)
    case (.isotropic, _): density = .isotropic
    case (.transverse, .fermion):
      density = AngularDensity(constant: 1 + 4 * ratio, quadratic: 1 - 4 * ratio)
    case (.transverse, .scalar): density = AngularDensity(constant: 1, quadratic: -1)
    }
    let decay = TwoBodyDecay(allowed: mass, pair.mass_GeV, pair.mass_GeV, angle: density)
    return decay.products(
      parent: photon, axis: photon.momentum.normalized, cosTheta: density.sample(&rng),
      azimuthTurns: rng.uniform())
  }

  /// With the photon's own polarisation.
  private func exact(
    _ energy: Double, _ photon: FourMomentum, _ lepton: FourMomentum, _ nucleus: FourMomentum, ratio: Double,
    _ rng: inout RandomStream
  ) -> (FourMomentum, FourMomentum) {
    let m = pair.leptonMass_GeV
    let axes = MillichargedPolarisation.axes(photon.momentum.normalized)
    let beam = FourMomentum(
      energy: energy, momentum: Vector3(0, 0, ((energy - m) * (energy + m)).squareRoot()))
    let target = pair.element.atomicMass * Constants.atomicMassUnit_GeV
    let polarisation = MillichargedPolarisation(
      beam: beam, lepton: lepton, photon: photon,
      nuclear: nucleus + FourMomentum(energy: target, momentum: .zero), leptonMass: m, axes: axes)
    let n = polarisation.direction(pair.spin, ratio: ratio, &rng)
    let direction = n.x * axes.0 + n.y * axes.1 + n.z * photon.momentum.normalized
    let mass = (photon.energy * photon.energy - photon.momentum.squaredLength).squareRoot()
    let momentum = max(0, 0.25 * mass * mass - pair.mass_GeV * pair.mass_GeV).squareRoot()
    let first = FourMomentum(energy: 0.5 * mass, momentum: momentum * direction).boosted(
      by: photon, mass: mass)
    return (first, photon - first)
  }
}
