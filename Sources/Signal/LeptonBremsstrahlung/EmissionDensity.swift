import Core
import Numerics

/// The joint density of one emission at a fixed energy, pb per unit of the variables
///
///     z    energy fraction (`EnergyFractionVariable`)
///     v    ln U from its lowest (0) to its highest value (1)
///     y    t, from 0 to 1 in the lower or the upper part of `TransferMapping`
///     ψ    azimuth of the recoil, 0 … π (both signs together)
///
/// evaluated in steps, so that a table needs each step once for many of the next.
///
/// The Weizsäcker–Williams forms give the density in (x, U); t is then distributed as the photon flux,
/// (t − t_min) G₂/t² within the kinematic limits, and φ uniformly.
struct EmissionDensity: Sendable {
  let process: LeptonBremsstrahlung
  let approximation: BremsstrahlungApproximation
  let energy: Double
  let variable: EnergyFractionVariable
  private let integrator: ExactTreeLevelIntegrator
  private let exact: Bool

  /// Nil where nothing can be made.
  init?(
    _ process: LeptonBremsstrahlung, _ approximation: BremsstrahlungApproximation, energy: Double
  ) {
    guard
      let variable = EnergyFractionVariable(process, energy: energy, minimumBosonEnergy: 0)
    else { return nil }
    self.process = process
    self.approximation = approximation
    self.energy = energy
    self.variable = variable
    integrator = ExactTreeLevelIntegrator(process)
    exact = approximation == .exactTreeLevel
  }

  /// After z is known.
  struct FractionStep {
    let kinematics: EmissionKinematics
    let x: Double
    let logSpan: Double
    let weight: Double
  }

  @inline(__always)
  func fraction(_ z: Double) -> FractionStep? {
    let x = variable.fraction(z)
    guard let kinematics = EmissionKinematics(process, energy: energy, x: x) else { return nil }
    let span = min(log(kinematics.highestU / kinematics.lowestU), ExactTreeLevelIntegrator.logURange)
    var weight = variable.jacobian(z) * span / .pi
    if exact { weight *= integrator.prefactor(kinematics) * integrator.inverseScale }
    return FractionStep(kinematics: kinematics, x: x, logSpan: span, weight: weight)
  }

  /// After v is known.
  struct VirtualityStep {
    let slice: VirtualitySlice
    let mapping: TransferMapping
    let weight: Double
  }

  @inline(__always)
  func virtuality(_ step: FractionStep, _ v: Double) -> VirtualityStep? {
    let u = step.kinematics.lowestU * exp(v * step.logSpan)
    guard
      let slice = VirtualitySlice(
        step.kinematics, u: u, leptonMass: process.leptonMass_GeV, nucleusMass: process.nucleusMass_GeV),
      let mapping = integrator.transferMapping(step.kinematics, slice)
    else { return nil }
    let weight = exact ? step.weight * u / slice.length : step.weight * u * approximate(step, slice, mapping)
    return VirtualityStep(slice: slice, mapping: mapping, weight: weight)
  }

  /// dσ/dx dU divided by the flux within the kinematic limits of t.
  private func approximate(_ step: FractionStep, _ slice: VirtualitySlice, _ mapping: TransferMapping)
    -> Double
  {
    let flux = process.formFactorSquared.photonFlux(from: mapping.lowestT, to: mapping.highestT)
    guard flux > 0 else { return 0 }
    return process.equivalentPhotonDensity(approximation, energy: energy, x: step.x, u: slice.u) / flux
  }

  /// After y is known.
  struct TransferStep {
    let transfer: TransferSlice
    let weight: Double
    let inverseSquaredMean: Double
  }

  @inline(__always)
  func transfer(_ step: FractionStep, _ virtuality: VirtualityStep, upper: Bool, _ y: Double)
    -> TransferStep?
  {
    let (t, jacobian) = upper ? virtuality.mapping.upper(y) : virtuality.mapping.lower(y)
    guard
      let transfer = TransferSlice(
        step.kinematics, virtuality.slice, t: t, nucleusMass: process.nucleusMass_GeV)
    else { return nil }
    let inverseSquaredMean = 1 / transfer.squaredMean
    var weight =
      virtuality.weight * jacobian * process.formFactorSquared(t) / (t * t)
      * inverseSquaredMean.squareRoot()
    if !exact { weight *= max(0, t - virtuality.mapping.lowestT) }
    return TransferStep(
      transfer: transfer, weight: weight, inverseSquaredMean: inverseSquaredMean)
  }

  /// The density at the point, given cos ψ.
  @inline(__always)
  func density(
    _ step: FractionStep, _ virtuality: VirtualityStep, _ transfer: TransferStep, cosPsi: Double
  ) -> Double {
    let inverse = (transfer.transfer.a + transfer.transfer.b * cosPsi) * transfer.inverseSquaredMean
    let s = 1 / inverse
    guard exact else { return transfer.weight * s }
    return transfer.weight * s
      * integrator.amplitude(
        s: s, inverse: inverse, u: virtuality.slice.u, t: transfer.transfer.t, energy: energy,
        remainingEnergy: step.kinematics.remainingEnergy)
  }

  /// ∫ over all but z, for the choice of the cells.
  func spectrum(_ z: Double) -> Double {
    guard let step = fraction(z) else { return 0 }
    return ExactTreeLevelIntegrator.uRule.integrate(0, 1) { virtualitySpectrum(step, $0) }
  }

  /// ∫ over y and ψ.
  func virtualitySpectrum(_ step: FractionStep, _ v: Double) -> Double {
    guard let virtuality = virtuality(step, v) else { return 0 }
    if !exact {
      // The flux is normalised to 1.
      return virtuality.weight * .pi
        * process.formFactorSquared.photonFlux(
          from: virtuality.mapping.lowestT, to: virtuality.mapping.highestT)
    }
    let u = virtuality.slice.u
    return step.weight * .pi / integrator.inverseScale
      * integrator.integrandInLogU(step.kinematics, u: u, fineness: 0.7)
  }

  /// ∫ over ψ.
  func transferSpectrum(_ step: FractionStep, _ virtuality: VirtualityStep, upper: Bool, _ y: Double)
    -> Double
  {
    guard let point = transfer(step, virtuality, upper: upper, y) else { return 0 }
    // ⟨…⟩ over three points of ψ is exact for the polynomial's even part up to degree 5.
    let sum =
      density(step, virtuality, point, cosPsi: 0.8660254037844387)
      + density(step, virtuality, point, cosPsi: 0)
      + density(step, virtuality, point, cosPsi: -0.8660254037844387)
    return sum * (.pi / 3)
  }
}
