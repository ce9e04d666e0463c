import Core
import Numerics

/// Photon energies of bremsstrahlung above a cut, from tables of the spectrum of one material.
///
/// With u = ln(k/k_c)/ln(T/k_c) in [0, 1] the density k dΣ/dk is tabulated at 24 energies per decade, in 96
/// cells with a linear density of the right area and mean each. Walker's alias method chooses the cell (A. J. Walker, ACM TOMS 3
/// (1977) 253), a linear density inside is inverted, and between two energies one of the two tables is
/// taken at random with the weights of linear interpolation. Two random numbers, one exp.
final class BremsstrahlungSamplerTable: @unchecked Sendable {
  static let cells = 96
  let grid: LogarithmicGrid
  let bins: UnsafeMutablePointer<AliasCell>

  init(spectrum: MaterialBremsstrahlung, cut_GeV: Double, highest_GeV: Double) {
    let lowest = cut_GeV * 1.02
    let highest = max(highest_GeV, lowest * 1.1)
    let count = max(2, Int(log(highest / lowest) / 2.302585 * 24) + 2)
    grid = LogarithmicGrid(lowest: lowest, highest: highest, count: count)
    let cells = Self.cells
    bins = .allocate(capacity: count * cells)
    for j in 0..<count {
      let kineticEnergy = grid.point(j)
      let at = spectrum.spectrum(kineticEnergy_GeV: kineticEnergy)
      let width = log(kineticEnergy / cut_GeV) / Double(cells)
      // Area and mean of each cell by three Gauss points, of which none is at the tip.
      let node = 0.3872983346207417
      let moments = (0..<cells).map { i -> (area: Double, slope: Double) in
        func density(_ position: Double) -> Double {
          at(photonEnergy_GeV: cut_GeV * exp((Double(i) + position) * width))
        }
        let low = density(0.5 - node)
        let high = density(0.5 + node)
        let area = 5 * (low + high) + 8 * density(0.5)
        // ∫ p (2v−1) = slope/3 · ∫ p for a linear density.
        return (area, area > 0 ? min(max(3 * 5 * 2 * node * (high - low) / area, -1), 1) : 0)
      }
      AliasCell.fill(bins + j * cells, moments)
    }
  }

  deinit { bins.deallocate() }
}

/// One cell of an alias table over a piecewise linear density.
@frozen public struct AliasCell {
  /// Probability to stay in this cell, else go to `alias`.
  @usableFromInline var stay: Float
  /// (right − left)/(right + left) of the density at the edges.
  @usableFromInline var slope: Float
  @usableFromInline var alias: Int32

  /// Fills `cells` from their areas, in any unit, and slopes.
  static func fill(
    _ cells: UnsafeMutablePointer<AliasCell>, _ moments: [(area: Double, slope: Double)]
  ) {
    let n = moments.count
    let total = moments.reduce(0) { $0 + $1.area }
    var scaled = moments.map { total > 0 ? $0.area * Double(n) / total : 1 }
    var small: [Int] = []
    var large: [Int] = []
    for i in 0..<n {
      (cells + i).initialize(
        to: AliasCell(stay: 1, slope: Float(moments[i].slope), alias: Int32(i)))
      if scaled[i] < 1 { small.append(i) } else { large.append(i) }
    }
    while let s = small.popLast(), let l = large.last {
      cells[s].stay = Float(scaled[s])
      cells[s].alias = Int32(l)
      scaled[l] -= 1 - scaled[s]
      if scaled[l] < 1 {
        large.removeLast()
        small.append(l)
      }
    }
  }

  /// Position in [0, 1] over the `count` cells at `table`; the one random number serves for the choice
  /// of the cell and, rescaled, for the place in it.
  @inlinable static func sample(_ table: UnsafePointer<AliasCell>, count: Int, _ random: Double) -> Double {
    let x = random * Double(count)
    var index = Int(truncatingIfNeeded: Int64(x))
    if index >= count { index = count &- 1 }
    var rest = x - Double(index)
    let stay = Double(table[index].stay)
    if rest < stay {
      rest /= stay
    } else {
      rest = (rest - stay) / (1 - stay)
      index = Int(table[index].alias)
    }
    let slope = Double(table[index].slope)
    let a = 1 - slope
    let root = (a * a + 4 * slope * rest).squareRoot()
    let v = rest > 0 ? 2 * rest / (a + root) : 0
    return (Double(index) + min(v, 1)) / Double(count)
  }
}
