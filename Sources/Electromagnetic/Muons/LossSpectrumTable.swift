import Numerics

/// Energies of single losses above a cut, tabulated for any spectrum.
///
/// With u = ln(w/w_c)/ln(T/w_c) in [0, 1] the density w dΣ/dw is kept at some energies per decade in cells of
/// the right area and mean; Walker's alias method chooses the cell, and between two energies one table is
/// taken at random with the weights of linear interpolation: two random numbers, one exp.
final class LossSpectrumTable: @unchecked Sendable {
  let cells: Int
  let grid: LogarithmicGrid
  let cut_GeV: Double
  let bins: UnsafeMutablePointer<AliasCell>
  /// The density's integral at the energies of the grid [1/mm].
  let rates: [Double]

  /// - Parameters:
  ///   - grid: kinetic energies, all above the cut
  ///   - density: w dΣ/dw at a kinetic energy, as a function of w; only its shape counts
  init(
    cut_GeV: Double, grid: LogarithmicGrid, cells: Int = 96,
    density: (_ kineticEnergy: Double) -> (_ loss: Double) -> Double
  ) {
    self.cut_GeV = cut_GeV
    self.cells = cells
    self.grid = grid
    let count = grid.count
    bins = .allocate(capacity: count * cells)
    let node = 0.3872983346207417
    var rates: [Double] = []
    for j in 0..<count {
      let energy = grid.point(j)
      let width = log(energy / cut_GeV) / Double(cells)
      let spectrum = density(energy)
      let moments = (0..<cells).map { i -> (area: Double, slope: Double) in
        func at(_ position: Double) -> Double {
          spectrum(cut_GeV * exp((Double(i) + position) * width))
        }
        let low = at(0.5 - node)
        let high = at(0.5 + node)
        let area = 5 * (low + high) + 8 * at(0.5)
        return (area, area > 0 ? min(max(30 * node * (high - low) / area, -1), 1) : 0)
      }
      AliasCell.fill(bins + j * cells, moments)
      // Three-point rule: each cell is width · (5a + 8b + 5c)/18.
      rates.append(moments.reduce(0) { $0 + $1.area } * width / 18)
    }
    self.rates = rates
  }

  deinit { bins.deallocate() }

  /// Rate of losses above the cut; 0 below the grid.
  func rate_per_mm(logKineticEnergy: Double) -> Double {
    if logKineticEnergy < log(grid.lowest) { return 0 }
    let cell = grid.cell(logX: logKineticEnergy)
    return rates[cell.index] + cell.fraction * (rates[cell.index + 1] - rates[cell.index])
  }

  @inline(__always)
  func sample_GeV(kineticEnergy_GeV: Double, logKineticEnergy: Double, _ rng: inout RandomStream) -> Double {
    let cell = grid.cell(logX: logKineticEnergy)
    let index = rng.uniform() < cell.fraction ? cell.index &+ 1 : cell.index
    let u = AliasCell.sample(bins + index &* cells, count: cells, rng.uniform())
    return min(cut_GeV * exp(u * (logKineticEnergy - log(cut_GeV))), kineticEnergy_GeV)
  }
}
