import Core
import Numerics

/// Draws unweighted points of a density on the unit cube.
///
/// The cube, stretched by an `ImportanceGrid`, is cut into cells; each cell has its own bound on
/// density/proposal, found by trial. A point: choose a cell in proportion to its bound, a point in it, and
/// accept it with density/(proposal · bound).
///
/// - Numerics: where the density exceeds the bound of its cell the point is accepted once and the excess
///   is lost: `measuredExcess` (Σ of the excess over Σ of all weights), 2e-4 to 1.2e-3 for the processes with
///   four and five variables, 6e-5 for those with two. Nothing else is approximate.
/// - Reproducible: cells are built with a fixed seed; the same stream gives the same point.
struct CellSampler<Density: CubeDensity>: Sendable {
  let density: Density
  let grid: ImportanceGrid
  /// Estimate of ∫ density with its standard error.
  let integral: Double
  let integralError: Double
  /// Mean number of trials per point is 1/efficiency.
  let efficiency: Double
  /// Share of the density above the bounds, estimated on points that did not make the bounds.
  let measuredExcess: Double
  /// log₂ of the number of cells along an axis.
  private let bits: Int
  private let bounds: [Double]
  private let cumulative: [Double]
  /// First cell to try for each 1/guide of the cumulative bounds.
  private let guide: [Int32]

  private static var largestDimension: Int { 8 }
  /// Bounds are this much above the largest weight seen.
  private static var margin: Double { 1.25 }
  private static var maximumTrials: Int { 100_000 }

  /// Nil when no point with a density above 0 was found.
  ///
  /// - Parameter bits: 2^bits cells along each axis
  init?(_ density: Density, bits: Int, trialsPerCell: Int = 256) {
    let dimensions = Density.dimensions
    precondition(dimensions <= Self.largestDimension && (0...8).contains(bits))
    self.density = density
    self.bits = bits
    let divisions = 1 << bits
    var rng = RandomStream(seed: 20_261_128, event: UInt64(dimensions), purpose: .signal)
    var grid = ImportanceGrid(dimensions: dimensions)
    grid.adapt(to: density, count: 12_000, iterations: 6, &rng)
    self.grid = grid

    var cells = 1
    for _ in 0..<dimensions { cells *= divisions }
    let point = UnsafeMutablePointer<Double>.allocate(capacity: dimensions)
    defer { point.deallocate() }
    func weight(_ cell: Int, _ rng: inout RandomStream) -> Double {
      var rest = cell
      for axis in 0..<dimensions {
        point[axis] = (Double(rest % divisions) + rng.uniform()) / Double(divisions)
        rest /= divisions
      }
      let volume = grid.map(point)
      return density.density(point) * volume
    }
    var bounds = [Double](repeating: 0, count: cells)
    var sum = 0.0
    var variance = 0.0
    for cell in 0..<cells {
      var mean = 0.0
      var square = 0.0
      for _ in 0..<trialsPerCell {
        let value = weight(cell, &rng)
        bounds[cell] = max(bounds[cell], value)
        mean += value
        square += value * value
      }
      mean /= Double(trialsPerCell)
      sum += mean
      variance += (square / Double(trialsPerCell) - mean * mean) / Double(trialsPerCell)
    }
    guard sum > 0, sum.isFinite else { return nil }
    integral = sum / Double(cells)
    integralError = max(0, variance).squareRoot() / Double(cells)
    // A cell at an edge of phase space may have shown little of its peak: no bound far below average.
    let floor = 0.02 * integral
    for cell in 0..<cells { bounds[cell] = max(Self.margin * bounds[cell], floor) }

    // A second look with fresh points: cells that break their bound are given a higher one.
    for cell in 0..<cells {
      for _ in 0..<trialsPerCell {
        let value = weight(cell, &rng)
        if value > bounds[cell] { bounds[cell] = Self.margin * value }
      }
    }
    var cumulative = [0.0]
    for bound in bounds { cumulative.append(cumulative.last! + bound) }
    self.bounds = bounds
    self.cumulative = cumulative
    efficiency = sum / cumulative.last!
    var excess = 0.0
    for cell in 0..<cells {
      for _ in 0..<(trialsPerCell / 4) {
        excess += max(0, weight(cell, &rng) - bounds[cell])
      }
    }
    measuredExcess = excess / Double(trialsPerCell / 4) / sum
    var guide = [Int32](repeating: 0, count: cells + 1)
    var cell = 0
    for i in 0...cells {
      let target = cumulative.last! * Double(i) / Double(cells)
      while cell < cells - 1, cumulative[cell + 1] <= target { cell += 1 }
      guide[i] = Int32(cell)
    }
    self.guide = guide
  }

  /// Draws a point of the cube and what it stands for; nil never, but for a density of 0 everywhere.
  ///
  /// - Parameter point: room for as many numbers as there are dimensions; the point afterwards
  @inline(__always)
  func sample(into point: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) -> Density.State? {
    let dimensions = Density.dimensions
    let total = cumulative[cumulative.count - 1]
    let cells = bounds.count
    let mask = 1 << bits &- 1
    let width = 1 / Double(1 << bits)
    var trials = 0
    while true {
      trials &+= 1
      let uniform = rng.uniform()
      let target = uniform * total
      var cell = Int(guide[Int(uniform * Double(cells))])
      while cell < cells - 1, cumulative[cell + 1] <= target { cell &+= 1 }
      var rest = cell
      for axis in 0..<dimensions {
        point[axis] = (Double(rest & mask) + rng.uniform()) * width
        rest >>= bits
      }
      let volume = grid.map(point)
      guard let (state, value) = density.evaluate(point) else {
        if trials >= Self.maximumTrials { return nil }
        continue
      }
      if rng.uniform() * bounds[cell] < value * volume || trials >= Self.maximumTrials { return state }
    }
  }
}
