import Numerics

/// A function constant in the cells of the unit cube, above a density of three variables, to draw from it by
/// rejection.
///
/// The height of a cell is the largest of the density at its corners, the middles of edges and faces and its
/// centre, times a margin; where the density goes above it still, the excess is cut off (tests state how much).
public struct CubeMajorant: Sendable {
  let count: Int
  let heights: [Double]
  let alias: AliasTable

  /// - Returns: nil when the density vanishes everywhere
  init?(cellsPerAxis n: Int, margin: Double = 1.15, _ density: (Double, Double, Double) -> Double) {
    let points = 2 * n + 1
    let step = 1 / Double(2 * n)
    var grid = [Double](repeating: 0, count: points * points * points)
    for i in 0..<points {
      for j in 0..<points {
        for k in 0..<points {
          // The very edge may belong to no final state: half a percent of a cell inside does.
          func inside(_ index: Int) -> Double {
            min(max(Double(index) * step, 0.01 * step), 1 - 0.01 * step)
          }
          grid[(i * points + j) * points + k] = density(inside(i), inside(j), inside(k))
        }
      }
    }
    var heights = [Double](repeating: 0, count: n * n * n)
    for i in 0..<n {
      for j in 0..<n {
        for k in 0..<n {
          var highest = 0.0
          for a in 0...2 {
            for b in 0...2 {
              let row = ((2 * i + a) * points + 2 * j + b) * points + 2 * k
              highest = max(highest, grid[row], max(grid[row + 1], grid[row + 2]))
            }
          }
          heights[(i * n + j) * n + k] = highest * margin
        }
      }
    }
    guard heights.reduce(0, +) > 0 else { return nil }
    count = n
    self.heights = heights
    alias = AliasTable(heights)
  }

  /// Integral of the majorant.
  var volume: Double { alias.total / Double(count * count * count) }

  @inline(__always) func propose(_ rng: inout RandomStream) -> (
    x: Double, y: Double, z: Double, height: Double
  ) {
    let cell = alias.index(rng.uniform())
    let scale = 1 / Double(count)
    let i = cell / (count * count)
    let j = cell / count % count
    let k = cell % count
    return (
      (Double(i) + rng.uniform()) * scale, (Double(j) + rng.uniform()) * scale,
      (Double(k) + rng.uniform()) * scale, heights[cell]
    )
  }
}
