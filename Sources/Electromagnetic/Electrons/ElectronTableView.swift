import Core
import Events
import Numerics

/// Read access to an `ElectronTable`: plain pointers, no reference counting, every call a few tens of
/// instructions. Energies outside the table are clamped to its ends.
@frozen public struct ElectronTableView: @unchecked Sendable {
  @usableFromInline let rows: UnsafePointer<ElectronTableRow>
  @usableFromInline let bounds: UnsafePointer<Double>
  @usableFromInline let rangeHints: UnsafePointer<Int32>
  @usableFromInline let hintCount: Int
  @usableFromInline let grid: LogarithmicGrid
  @usableFromInline let bremsstrahlungGrid: LogarithmicGrid
  @usableFromInline let bremsstrahlungCells: UnsafePointer<AliasCell>
  @usableFromInline let cellsPerSpectrum: Int
  @usableFromInline let spacing: Double
  @usableFromInline let logLowest: Double
  @usableFromInline let logLowestRange: Double
  @usableFromInline let hintScale: Double
  @usableFromInline let logPhotonCut: Double
  @usableFromInline let exponentials = ExponentialTable.shared
  @usableFromInline let logarithm = LogarithmTable.shared
  public let photonCut_GeV: Double
  public let electronCut_GeV: Double
  public let particle: Particle

  init(
    rows: UnsafePointer<ElectronTableRow>, bounds: UnsafePointer<Double>,
    rangeHints: UnsafePointer<Int32>, hintCount: Int, grid: LogarithmicGrid,
    bremsstrahlungGrid: LogarithmicGrid, bremsstrahlungCells: UnsafePointer<AliasCell>,
    cellsPerSpectrum: Int, photonCut_GeV: Double, electronCut_GeV: Double, particle: Particle
  ) {
    self.rows = rows
    self.bounds = bounds
    self.rangeHints = rangeHints
    self.hintCount = hintCount
    self.grid = grid
    self.bremsstrahlungGrid = bremsstrahlungGrid
    self.bremsstrahlungCells = bremsstrahlungCells
    self.cellsPerSpectrum = cellsPerSpectrum
    spacing = grid.spacing
    logLowest = grid.logPoint(0)
    logLowestRange = rows[0].logRange
    hintScale = Double(hintCount) / (rows[grid.count - 1].logRange - rows[0].logRange)
    logPhotonCut = log(photonCut_GeV)
    self.photonCut_GeV = photonCut_GeV
    self.electronCut_GeV = electronCut_GeV
    self.particle = particle
  }

  /// Rate of the discrete interactions: bremsstrahlung and knock-on electrons above the cuts, and for
  /// positrons annihilation in flight.
  @inlinable @inline(__always) public func interactionRate_per_mm(logKineticEnergy: Double) -> Double {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows[cell.index].rate
    return low + cell.fraction * (rows[cell.index &+ 1].rate - low)
  }

  /// Upper bound of the rate at every energy in [¾T, T]: exact thinning along a step that loses energy.
  @inlinable public func interactionRateBound_per_mm(logKineticEnergy: Double) -> Double {
    bounds[grid.cell(logX: logKineticEnergy).index]
  }

  /// Restricted loss: ionisation and bremsstrahlung below the cuts.
  @inlinable public func stoppingPower_GeV_per_mm(logKineticEnergy: Double) -> Double {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows[cell.index].stoppingPower
    return low + cell.fraction * (rows[cell.index &+ 1].stoppingPower - low)
  }

  /// CSDA range of the restricted loss; ∝ T below 1 keV.
  @inlinable @inline(__always) public func range_mm(logKineticEnergy: Double) -> Double {
    if logKineticEnergy < logLowest { return exp(logLowestRange + logKineticEnergy - logLowest) }
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows[cell.index].logRange
    return exp(low + cell.fraction * (rows[cell.index &+ 1].logRange - low))
  }

  /// Exact inverse of `range_mm`.
  @inlinable @inline(__always) public func kineticEnergy_GeV(range_mm: Double) -> Double {
    guard range_mm > 0 else { return 0 }
    let logRange = log(range_mm)
    let place = (logRange - logLowestRange) * hintScale
    if !(place > 0) { return exp(logLowest + logRange - logLowestRange) }
    var hint = hintCount &- 1
    if place < Double(hintCount) { hint = Int(truncatingIfNeeded: Int64(place)) }
    var index = Int(rangeHints[hint])
    let last = grid.count &- 2
    while index < last, rows[index &+ 1].logRange <= logRange { index &+= 1 }
    let low = rows[index].logRange
    let fraction = (logRange - low) / (rows[index &+ 1].logRange - low)
    return exp(logLowest + (Double(index) + min(fraction, 1)) * spacing)
  }

  /// Mean loss over a step, from the stopping power to second order for short steps, else from the range;
  /// at most T.
  @inlinable public func meanLoss_GeV(
    kineticEnergy_GeV: Double, logKineticEnergy: Double, step_mm: Double
  ) -> Double {
    meanLoss_GeV(
      kineticEnergy_GeV: kineticEnergy_GeV, logKineticEnergy: logKineticEnergy, step_mm: step_mm,
      stepData(logKineticEnergy: logKineticEnergy))
  }

  /// Energy loss over a step with straggling (`ThinStepStraggling`, `ThreeMomentGamma`); between 0 and T.
  @inlinable public func sampleLoss(
    kineticEnergy_GeV: Double, meanLoss_GeV: Double, step_mm: Double, _ rng: inout RandomStream
  ) -> Double {
    sampleLoss(
      kineticEnergy_GeV: kineticEnergy_GeV, logKineticEnergy: log(kineticEnergy_GeV),
      meanLoss_GeV: meanLoss_GeV, step_mm: step_mm, &rng)
  }

  @inlinable public func sampleLoss(
    kineticEnergy_GeV: Double, logKineticEnergy: Double, meanLoss_GeV: Double, step_mm: Double,
    _ rng: inout RandomStream
  ) -> Double {
    sampleLoss(
      kineticEnergy_GeV: kineticEnergy_GeV, meanLoss_GeV: meanLoss_GeV, step_mm: step_mm,
      stepData(logKineticEnergy: logKineticEnergy), &rng)
  }

  /// 1/λ1.
  @inlinable public func inverseTransportMeanFreePath_per_mm(logKineticEnergy: Double) -> Double {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows[cell.index].firstTransport
    return low + cell.fraction * (rows[cell.index &+ 1].firstTransport - low)
  }

  /// 1 − cosθ after a step (`CondensedScattering`).
  @inlinable public func sampleMultipleScatteringCosine(
    kineticEnergy_GeV: Double, logKineticEnergy: Double, step_mm: Double, _ rng: inout RandomStream
  ) -> Double {
    sampleMultipleScatteringCosine(
      logKineticEnergy: logKineticEnergy, step_mm: step_mm, choice: rng.uniform(), rng.next())
  }

  /// - Parameters: as `CondensedScattering.sample`
  @inlinable @inline(__always) public func sampleMultipleScatteringCosine(
    logKineticEnergy: Double, step_mm: Double, choice: Double, _ random: UInt64
  ) -> Double {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows + cell.index
    let high = low + 1
    let f = cell.fraction
    let first =
      low.pointee.firstTransport + f * (high.pointee.firstTransport - low.pointee.firstTransport)
    if !(first * step_mm > 0) { return 0 }
    let second =
      low.pointee.secondTransport + f * (high.pointee.secondTransport - low.pointee.secondTransport)
    return CondensedScattering(
      first: step_mm * first, second: step_mm * second, largest: low.pointee.scatteringReach,
      screening: low.pointee.scatteringScreening, logarithm: logarithm
    ).sample(choice: choice, random, exponentials)
  }

}
