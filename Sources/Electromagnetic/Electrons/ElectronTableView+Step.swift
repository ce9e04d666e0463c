import Core
import Events
import Numerics

/// What a step asks for at its start, read at once from the two rows around the energy.
@frozen public struct ElectronStepData {
  /// Upper bound of the interaction rate at every energy in [¾T, T], 1/mm.
  public let rateBound_per_mm: Double
  /// Restricted loss, GeV/mm.
  public let stoppingPower_GeV_per_mm: Double
  /// 1/λ1, 1/mm.
  public let inverseTransportMeanFreePath_per_mm: Double
  @usableFromInline let stoppingDifference: Double
  @usableFromInline let secondMoment: Double
  @usableFromInline let thirdMoment: Double

  @inlinable init(
    rateBound: Double, stoppingPower: Double, stoppingDifference: Double, firstTransport: Double,
    secondMoment: Double, thirdMoment: Double
  ) {
    rateBound_per_mm = rateBound
    stoppingPower_GeV_per_mm = stoppingPower
    inverseTransportMeanFreePath_per_mm = firstTransport
    self.stoppingDifference = stoppingDifference
    self.secondMoment = secondMoment
    self.thirdMoment = thirdMoment
  }
}

extension ElectronTableView {
  @inlinable @inline(__always) public func stepData(logKineticEnergy: Double) -> ElectronStepData {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows + cell.index
    let high = low + 1
    let f = cell.fraction
    let stopping = low.pointee.stoppingPower
    let difference = high.pointee.stoppingPower - stopping
    let first = low.pointee.firstTransport
    let second = low.pointee.secondMoment
    let third = low.pointee.thirdMoment
    return ElectronStepData(
      rateBound: bounds[cell.index], stoppingPower: stopping + f * difference,
      stoppingDifference: difference,
      firstTransport: first + f * (high.pointee.firstTransport - first),
      secondMoment: second + f * (high.pointee.secondMoment - second),
      thirdMoment: third + f * (high.pointee.thirdMoment - third))
  }

  /// Mean loss over a step, to second order for short steps, else from the range; at most T.
  @inlinable @inline(__always) public func meanLoss_GeV(
    kineticEnergy_GeV: Double, logKineticEnergy: Double, step_mm: Double, _ data: ElectronStepData
  ) -> Double {
    let loss = step_mm * data.stoppingPower_GeV_per_mm
    if loss < 0.05 * kineticEnergy_GeV {
      return loss * (1 - 0.5 * step_mm * data.stoppingDifference / (spacing * kineticEnergy_GeV))
    }
    return meanLossFromRange_GeV(
      kineticEnergy_GeV: kineticEnergy_GeV, logKineticEnergy: logKineticEnergy, step_mm: step_mm)
  }

  @inlinable @inline(__always) func meanLossFromRange_GeV(
    kineticEnergy_GeV: Double, logKineticEnergy: Double, step_mm: Double
  ) -> Double {
    let range = range_mm(logKineticEnergy: logKineticEnergy)
    if step_mm >= range { return kineticEnergy_GeV }
    return max(0, kineticEnergy_GeV - self.kineticEnergy_GeV(range_mm: range - step_mm))
  }

  /// Energy loss over a step with straggling (`ThinStepStraggling`, else `ThreeMomentGamma`); between 0 and T.
  @inlinable public func sampleLoss(
    kineticEnergy_GeV: Double, meanLoss_GeV: Double, step_mm: Double, _ data: ElectronStepData,
    _ rng: inout RandomStream
  ) -> Double {
    sampleLoss(
      kineticEnergy_GeV: kineticEnergy_GeV, meanLoss_GeV: meanLoss_GeV, step_mm: step_mm, data,
      rng.next(), &rng)
  }

  /// - Parameter random: 64 random bits, enough for most steps; more come from `rng`
  @inlinable @inline(__always) public func sampleLoss(
    kineticEnergy_GeV: Double, meanLoss_GeV: Double, step_mm: Double, _ data: ElectronStepData,
    _ random: UInt64, _ rng: inout RandomStream
  ) -> Double {
    if meanLoss_GeV >= kineticEnergy_GeV { return kineticEnergy_GeV }
    let second = step_mm * data.secondMoment
    let third = step_mm * data.thirdMoment
    let loss: Double
    if let jumps = ThinStepStraggling(mean: meanLoss_GeV, second: second, third: third) {
      loss = jumps.sample(random, exponentials, &rng)
    } else {
      loss = ThreeMomentGamma.sample(mean: meanLoss_GeV, second: second, third: third, &rng)
    }
    return loss < kineticEnergy_GeV ? loss : kineticEnergy_GeV
  }
}
