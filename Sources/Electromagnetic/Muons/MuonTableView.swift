import Core
import Numerics

/// Read access to a `MuonTable`: plain pointers for the step. Energies outside the table are clamped to its ends.
@frozen public struct MuonTableView: @unchecked Sendable {
  @usableFromInline let rows: UnsafePointer<MuonTableRow>
  @usableFromInline let bounds: UnsafePointer<Double>
  @usableFromInline let grid: LogarithmicGrid
  @usableFromInline let cut_GeV: Double
  @usableFromInline let collisions: CollisionStraggling
  @usableFromInline let table: Unmanaged<MuonTable>

  init(
    rows: UnsafePointer<MuonTableRow>, bounds: UnsafePointer<Double>, grid: LogarithmicGrid,
    cut_GeV: Double, collisions: CollisionStraggling, table: Unmanaged<MuonTable>
  ) {
    self.rows = rows
    self.bounds = bounds
    self.grid = grid
    self.cut_GeV = cut_GeV
    self.collisions = collisions
    self.table = table
  }

  /// The row at an energy, between the two neighbours.
  @inlinable @inline(__always) public func row(logKineticEnergy: Double) -> MuonTableRow {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows + cell.index
    let high = low + 1
    let f = cell.fraction
    var row = low.pointee
    row.knockOnRate += f * (high.pointee.knockOnRate - row.knockOnRate)
    row.bremsstrahlungRate += f * (high.pointee.bremsstrahlungRate - row.bremsstrahlungRate)
    row.pairRate += f * (high.pointee.pairRate - row.pairRate)
    row.photonuclearRate += f * (high.pointee.photonuclearRate - row.photonuclearRate)
    row.stoppingPower += f * (high.pointee.stoppingPower - row.stoppingPower)
    row.radiativeSecond += f * (high.pointee.radiativeSecond - row.radiativeSecond)
    row.radiativeThird += f * (high.pointee.radiativeThird - row.radiativeThird)
    row.firstTransport += f * (high.pointee.firstTransport - row.firstTransport)
    row.secondTransport += f * (high.pointee.secondTransport - row.secondTransport)
    return row
  }

  /// Upper bound of the rate of discrete losses at every energy in [¾T, T].
  @inlinable @inline(__always) public func rateBound_per_mm(logKineticEnergy: Double) -> Double {
    bounds[grid.cell(logX: logKineticEnergy).index]
  }

  @inlinable @inline(__always) public func stoppingPower_GeV_per_mm(logKineticEnergy: Double) -> Double {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows[cell.index].stoppingPower
    return low + cell.fraction * (rows[cell.index &+ 1].stoppingPower - low)
  }

  /// Mean loss below the cuts over a step, with the stopping power of its middle; at most T.
  @inlinable @inline(__always) public func meanLoss_GeV(
    kineticEnergy_GeV: Double, step_mm: Double, _ row: MuonTableRow
  ) -> Double {
    let loss = step_mm * row.stoppingPower
    if loss < 1e-3 * kineticEnergy_GeV { return loss }
    let middle = kineticEnergy_GeV - 0.5 * loss
    guard middle > 0.25 * kineticEnergy_GeV else { return kineticEnergy_GeV }
    return Swift.min(
      kineticEnergy_GeV, step_mm * stoppingPower_GeV_per_mm(logKineticEnergy: log(middle)))
  }

  /// Loss below the cuts over a step, with straggling; between 0 and T.
  @inlinable @inline(__always) public func sampleLoss_GeV(
    kineticEnergy_GeV: Double, meanLoss_GeV: Double, step_mm: Double, _ row: MuonTableRow,
    _ rng: inout RandomStream, _ exponentials: ExponentialTable
  ) -> Double {
    if meanLoss_GeV >= kineticEnergy_GeV { return kineticEnergy_GeV }
    let mu = 0.1056583755
    let m = 0.51099895000e-3
    let energy = kineticEnergy_GeV + mu
    let betaGamma2 = kineticEnergy_GeV * (kineticEnergy_GeV + 2 * mu) / (mu * mu)
    let gamma = energy / mu
    let beta2 = betaGamma2 / (gamma * gamma)
    let largest = 2 * m * betaGamma2 / (1 + 2 * gamma * m / mu + (m / mu) * (m / mu))
    let loss = collisions.sample_GeV(
      mean_GeV: meanLoss_GeV, step_mm: step_mm, beta2: beta2, largestTransfer_GeV: largest, cut_GeV: cut_GeV,
      second: step_mm * row.radiativeSecond, third: step_mm * row.radiativeThird, &rng, exponentials)
    return Swift.min(loss, kineticEnergy_GeV)
  }

  /// 1 − cosθ after a step (`CondensedScattering`).
  @inlinable @inline(__always) public func sampleMultipleScatteringCosine(
    step_mm: Double, _ row: MuonTableRow, _ rng: inout RandomStream
  ) -> Double {
    if !(row.firstTransport * step_mm > 0) { return 0 }
    return CondensedScattering(
      first: step_mm * row.firstTransport, second: step_mm * row.secondTransport,
      largest: row.scatteringReach, screening: row.scatteringScreening
    ).sample(&rng)
  }

  /// The table itself: final states of single interactions.
  @inlinable public func withTable<Result>(_ body: (MuonTable) -> Result) -> Result {
    table._withUnsafeGuaranteedRef(body)
  }
}
