import Core
import Numerics

/// The joint density of one emission at a fixed energy, pb per unit of the variables
///
///     z    energy fraction (`EnergyFractionVariable`)
///     v    ln U above its lowest value
///     y    t: e-folds from the split of `TransferMapping`, in the lower or the upper part
///     c    azimuth ψ of the recoil (both signs together): cos ψ = (3c − c³)/2, −1 … 1, for which
///          dψ = 3 dc/√(4 − c²) needs no trigonometry
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
  /// Longest range of v.
  let logSpan: Double
  private let frame: EmissionFrame
  private let integrator: ExactTreeLevelIntegrator
  private let amplitude: LeptonBremsstrahlungAmplitude
  private let formFactor: NuclearFormFactorSquared
  private let scale: Double
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
    frame = EmissionFrame(process, energy: energy)
    integrator = ExactTreeLevelIntegrator(process)
    amplitude = integrator.amplitude
    formFactor = process.formFactorSquared
    exact = approximation == .exactTreeLevel
    var longest = 0.0
    var prefactor = 0.0
    for sample in 0...64 {
      let z = variable.lowest + Double(sample) / 64 * variable.width
      guard let kinematics = EmissionKinematics(process, energy: energy, x: variable.fraction(z)) else {
        continue
      }
      longest = max(longest, log(kinematics.highestU / kinematics.lowestU))
      prefactor = integrator.prefactor(kinematics)
    }
    logSpan = min(1.05 * longest, ExactTreeLevelIntegrator.logURange)
    scale = (exact ? prefactor * integrator.inverseScale : 1) / .pi
  }

  /// After z is known.
  struct FractionStep {
    let kinematics: EmissionKinematics
    let x: Double
    let weight: Double
  }

  @inline(__always)
  func fraction(_ z: Double) -> FractionStep? {
    let (x, jacobian) = variable.fractionAndJacobian(z)
    guard let kinematics = EmissionKinematics(frame, x: x) else { return nil }
    return FractionStep(kinematics: kinematics, x: x, weight: scale * jacobian)
  }

  /// After v is known.
  struct VirtualityStep {
    let slice: VirtualitySlice
    let mapping: TransferMapping
    let weight: Double
  }

  @inline(__always)
  func virtuality(_ step: FractionStep, _ v: Double) -> VirtualityStep? {
    let u = step.kinematics.lowestU * exp(v)
    guard u < step.kinematics.highestU, let slice = VirtualitySlice(step.kinematics, u: u),
      let mapping = integrator.transferMapping(step.kinematics, slice)
    else { return nil }
    let weight =
      step.weight * u * (exact ? slice.inverseLength : approximate(step, slice, mapping))
    return VirtualityStep(slice: slice, mapping: mapping, weight: weight)
  }

  /// dσ/dx dU divided by the flux within the kinematic limits of t.
  private func approximate(_ step: FractionStep, _ slice: VirtualitySlice, _ mapping: TransferMapping)
    -> Double
  {
    let flux = formFactor.photonFlux(from: mapping.lowestT, to: mapping.highestT)
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
    let mapping = virtuality.mapping
    let (t, jacobian) = upper ? mapping.upper(y) : mapping.lower(y)
    guard t > mapping.lowestT, t < mapping.highestT,
      let transfer = TransferSlice(step.kinematics, virtuality.slice, t: t)
    else { return nil }
    let inverseSquaredMean = 1 / transfer.squaredMean
    var weight =
      virtuality.weight * jacobian * formFactor.overSquaredTransfer(t) * inverseSquaredMean.squareRoot()
    if !exact { weight *= t - mapping.lowestT }
    return TransferStep(
      transfer: transfer, weight: weight, inverseSquaredMean: inverseSquaredMean)
  }

  /// cos ψ and dψ/dc.
  @inline(__always)
  static func azimuth(_ c: Double) -> (cosPsi: Double, jacobian: Double) {
    let square = c * c
    return (0.5 * c * (3 - square), 3 / (4 - square).squareRoot())
  }

  /// The density in c at the point, given cos ψ and dψ/dc.
  @inline(__always)
  func density(
    _ step: FractionStep, _ virtuality: VirtualityStep, _ transfer: TransferStep, cosPsi: Double,
    jacobian: Double
  ) -> Double {
    let inverse = (transfer.transfer.a + transfer.transfer.b * cosPsi) * transfer.inverseSquaredMean
    let s = 1 / inverse
    let weight = transfer.weight * jacobian * s
    guard exact else { return weight }
    return weight
      * amplitude(
        s: s, inverse: inverse, slice: virtuality.slice, t: transfer.transfer.t, energy: energy,
        remainingEnergy: step.kinematics.remainingEnergy)
  }

  /// ∫ over all but z, for the choice of the cells.
  func spectrum(_ z: Double) -> Double {
    guard let step = fraction(z) else { return 0 }
    let span = min(logSpan, log(step.kinematics.highestU / step.kinematics.lowestU))
    return ExactTreeLevelIntegrator.uRule.integrate(0, span) { virtualitySpectrum(step, $0) }
  }

  /// ∫ over y and ψ.
  func virtualitySpectrum(_ step: FractionStep, _ v: Double) -> Double {
    guard let virtuality = virtuality(step, v) else { return 0 }
    if !exact {
      // The flux is normalised to 1.
      return virtuality.weight * .pi
        * formFactor.photonFlux(from: virtuality.mapping.lowestT, to: virtuality.mapping.highestT)
    }
    return step.weight * .pi / integrator.inverseScale
      * integrator.integrandInLogU(step.kinematics, u: virtuality.slice.u, fineness: 0.7)
  }

  /// ∫ over ψ, three points.
  func transferSpectrum(_ step: FractionStep, _ virtuality: VirtualityStep, upper: Bool, _ y: Double)
    -> Double
  {
    guard let point = transfer(step, virtuality, upper: upper, y) else { return 0 }
    let cosine = 0.8660254037844387
    let sum =
      density(step, virtuality, point, cosPsi: cosine, jacobian: 1)
      + density(step, virtuality, point, cosPsi: 0, jacobian: 1)
      + density(step, virtuality, point, cosPsi: -cosine, jacobian: 1)
    return sum * (.pi / 3)
  }
}
