import Core
import Electromagnetic
import Events
import Numerics
import Transport

/// What continuous processes do to an electron or positron along a path in an infinite medium.
extension ProcessProbe {
  /// Where a particle is after a path and what it has lost.
  public struct PathEnd {
    public var energyLoss_GeV = 0.0
    public var direction = Vector3(0, 0, 1)
    public var position_mm = Vector3(0, 0, 0)
  }

  /// Follows one particle that starts along +z at the origin through `path_mm` of curved path: multiple
  /// scattering and restricted loss with straggling, in the steps of transport (random hinge; at most
  /// `scattering_fraction` transport mean free paths and `range_fraction` of the range, or 0.1 mm, each). Discrete
  /// interactions above the cuts are left out. A particle that comes to rest before has lost its energy.
  ///
  /// - Checked by: `ProcessProbeTests` (mean loss against the range table, ⟨cos θ⟩ = exp(−∫ds/λ₁))
  public func followPath(
    kineticEnergy_GeV: Double, path_mm: Double, settings: TransportSettings = TransportSettings(),
    _ rng: inout RandomStream
  ) throws -> PathEnd {
    guard particle != .photon else {
      throw HermeticError(
        .argument, "pdg = 22: a photon's path is straight and without loss. Use 11 or -11.")
    }
    if particle.isMuon {
      return try followMuon(kineticEnergy_GeV: kineticEnergy_GeV, path_mm: path_mm, settings: settings, &rng)
    }
    let view = try table().view
    var end = PathEnd()
    var energy = kineticEnergy_GeV
    var left = path_mm
    while left > 0, energy > settings.lowestKineticEnergy_GeV {
      let logEnergy = log(energy)
      let range = view.range_mm(logKineticEnergy: logEnergy)
      let scattering = view.inverseTransportMeanFreePath_per_mm(logKineticEnergy: logEnergy)
      var step = min(left, settings.scatteringFraction / max(scattering, 1e-300))
      step = min(step, max(settings.rangeFraction * range, min(range, 0.1)))
      let mean = view.meanLoss_GeV(kineticEnergy_GeV: energy, logKineticEnergy: logEnergy, step_mm: step)
      let middle = max(energy - 0.5 * mean, 0.5 * energy)
      let hinge = step * rng.uniform()
      end.position_mm = end.position_mm + hinge * end.direction
      let oneMinusCosine = view.sampleMultipleScatteringCosine(
        kineticEnergy_GeV: middle, logKineticEnergy: log(middle), step_mm: step, &rng)
      let azimuth = sincosTurns(rng.uniform())
      end.direction = end.direction.rotated(
        cosTheta: 1 - oneMinusCosine,
        sinTheta: max(0, oneMinusCosine * (2 - oneMinusCosine)).squareRoot(), cosPhi: azimuth.cos,
        sinPhi: azimuth.sin)
      end.position_mm = end.position_mm + (step - hinge) * end.direction
      let loss = view.sampleLoss(
        kineticEnergy_GeV: energy, meanLoss_GeV: mean, step_mm: step, &rng)
      energy -= loss
      left -= step
    }
    if energy <= settings.lowestKineticEnergy_GeV { energy = 0 }
    end.energyLoss_GeV = kineticEnergy_GeV - energy
    return end
  }
}
