import Numerics

/// Energies of single losses above a cut, tabulated for any spectrum.
///
/// With u = ln(w/w_c)/ln(T/w_c) in [0, 1] the density w dΣ/dw is kept at 12 energies per decade in 96 cells of
/// the right area and mean; Walker's alias method chooses the cell, and between two energies one table is
/// taken at random with the weights of linear interpolation: two random numbers, one exp.
final class LossSpectrumTable: @unchecked Sendable {
  static let cells = 96
  let grid: LogarithmicGrid
  let cut_GeV: Double
  let bins: UnsafeMutablePointer<AliasCell>

  /// - Parameter density: w dΣ/dw at (kinetic energy, w); only its shape counts
  init(
    cut_GeV: Double, lowest_GeV: Double, highest_GeV: Double,
    density: (_ kineticEnergy: Double, _ loss: Double) -> Double
  ) {
    self.cut_GeV = cut_GeV
    let lowest = max(lowest_GeV, cut_GeV * 1.02)
    let highest = max(highest_GeV, lowest * 1.1)
    let count = max(2, Int(log(highest / lowest) / 2.302585 * 12) + 2)
    grid = LogarithmicGrid(lowest: lowest, highest: highest, count: count)
    bins = .allocate(capacity: count * Self.cells)
    let node = 0.3872983346207417
    for j in 0..<count {
      let energy = grid.point(j)
      let width = log(energy / cut_GeV) / Double(Self.cells)
      let moments = (0..<Self.cells).map { i -> (area: Double, slope: Double) in
        func at(_ position: Double) -> Double {
          density(energy, cut_GeV * exp((Double(i) + position) * width))
        }
        let low = at(0.5 - node)
        let high = at(0.5 + node)
        let area = 5 * (low + high) + 8 * at(0.5)
        return (area, area > 0 ? min(max(30 * node * (high - low) / area, -1), 1) : 0)
      }
      AliasCell.fill(bins + j * Self.cells, moments)
    }
  }

  deinit { bins.deallocate() }

  @inline(__always)
  func sample_GeV(kineticEnergy_GeV: Double, logKineticEnergy: Double, _ rng: inout RandomStream) -> Double {
    let cell = grid.cell(logX: logKineticEnergy)
    let index = rng.uniform() < cell.fraction ? cell.index &+ 1 : cell.index
    let u = AliasCell.sample(bins + index &* Self.cells, count: Self.cells, rng.uniform())
    return min(cut_GeV * exp(u * (logKineticEnergy - log(cut_GeV))), kineticEnergy_GeV)
  }
}
