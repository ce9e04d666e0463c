import Numerics

/// Quantities of one event from the cells of one sensor, longitudinal sections summed.
public struct CellShape: Equatable, Sendable {
  public var total = 0.0
  public var largest = 0.0
  /// Cell with most energy; the first of equals.
  public var largestX = 0
  public var largestY = 0
  /// Sum of the 3×3 block around it; fewer cells at the rim.
  public var threeByThree = 0.0
  /// The middle cell (cellsX/2, cellsY/2).
  public var centre = 0.0
  /// Everything else, and the largest of it.
  public var periphery: Double { total - centre }
  public var largestPeripheral = 0.0
  /// (E − E_centre)/E, the collaboration's R: broad for hadrons, narrow for muons and leakage; NaN without energy.
  public var spread: Double { total > 0 ? (total - centre) / total : .nan }
  /// Centre of gravity with logarithmic weights, and mean distance from it weighted with energy; mm in the
  /// sensor's own frame, NaN without energy.
  public var x_mm = Double.nan
  public var y_mm = Double.nan
  public var radius_mm = Double.nan

  /// Cells below exp(−w₀) of the energy do not count for the position.
  ///
  ///     x = Σ wᵢ xᵢ / Σ wᵢ,   wᵢ = max(0, w₀ + ln(Eᵢ/E))
  ///
  /// T. C. Awes et al., NIM A 311 (1992) 130; w₀ = 4 suits cells of about one Molière radius.
  public static let logarithmicWeight = 4.0

  public init(_ cells: UnsafePointer<Double>, _ grid: ChannelGrid, positions: Bool = false) {
    let nx = grid.cellsX
    let ny = grid.cellsY
    let count = nx * ny
    func energy(_ cell: Int) -> Double {
      var sum = 0.0
      for section in 0..<grid.sectionCount { sum += cells[section * count + cell] }
      return sum
    }
    let middle = (nx / 2) * ny + ny / 2
    var best = 0
    var bestEnergy = -Double.infinity
    for cell in 0..<count {
      let e = energy(cell)
      total += e
      if e > bestEnergy { (best, bestEnergy) = (cell, e) }
      if cell == middle { centre = e } else { largestPeripheral = max(largestPeripheral, e) }
    }
    largest = bestEnergy
    largestX = best / ny
    largestY = best % ny
    for ix in max(0, largestX - 1)...min(nx - 1, largestX + 1) {
      for iy in max(0, largestY - 1)...min(ny - 1, largestY + 1) { threeByThree += energy(ix * ny + iy) }
    }
    guard positions, total > 0 else { return }
    var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
    for cell in 0..<count {
      let e = energy(cell)
      guard e > 0 else { continue }
      let weight = CellShape.logarithmicWeight + log(e / total)
      guard weight > 0 else { continue }
      sum += weight
      sumX += weight * CellShape.centre(cell / ny, nx, grid.cellX_mm)
      sumY += weight * CellShape.centre(cell % ny, ny, grid.cellY_mm)
    }
    guard sum > 0 else { return }
    (x_mm, y_mm) = (sumX / sum, sumY / sum)
    var distance = 0.0
    for cell in 0..<count {
      let dx = CellShape.centre(cell / ny, nx, grid.cellX_mm) - x_mm
      let dy = CellShape.centre(cell % ny, ny, grid.cellY_mm) - y_mm
      distance += energy(cell) * (dx * dx + dy * dy).squareRoot()
    }
    radius_mm = distance / total
  }

  private static func centre(_ index: Int, _ count: Int, _ size: Double) -> Double {
    (Double(index) + 0.5 - 0.5 * Double(count)) * size
  }
}
