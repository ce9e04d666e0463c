import Core
import Numerics

/// Owns the memory of a `FlightTableView`.
final class FlightTable: @unchecked Sendable {
  private let cells: UnsafeMutablePointer<FlightCell>
  private let count: Int
  let highestEnergy_GeV: Double

  /// Jumps of the loss span a decade.
  static let jumpSpan = 10.0

  init(rows: [ElectronTableRow], grid: LogarithmicGrid, radiationLength_mm: Double) {
    let octaves = log(grid.highest / 0x1p-20) / log(2)
    count = Int((octaves * 32).rounded(.up)) + 1
    cells = .allocate(capacity: count)
    cells.initialize(repeating: FlightCell(), count: count)
    // The rows are the truth; loss ∝ √T below them as in the range.
    func at(_ energy: Double) -> ElectronTableRow { ElectronTableRow.interpolated(rows, grid, energy) }
    var range = 2 * 0x1p-20 / Self.loss(at(0x1p-20)).continuous
    var hard = 0.0
    var radiated = 0.0
    var turns = at(0x1p-20).firstTransport * range
    var fullRange = range
    var highest = 0.0
    for index in 0..<count {
      let low = Self.edge(index)
      let high = Self.edge(index + 1)
      let middle = 0.5 * (low + high)
      let row = at(middle)
      let (continuous, jumps, smallest, largest) = Self.loss(row)
      // Simpson over the cell for what varies in it.
      func mean(_ value: (ElectronTableRow) -> Double) -> Double {
        (value(at(low)) + 4 * value(row) + value(at(high))) / 6
      }
      var cell = FlightCell()
      cell.lowerEdge_GeV = low
      cell.range_mm = range
      cell.rangeSlope = mean { 1 / Self.loss($0).continuous }
      cell.loss_GeV_per_mm = 1 / cell.rangeSlope
      cell.hard = hard
      cell.turns = turns
      let interactions = mean { $0.rate / Self.loss($0).continuous }
      let jumpSlope = jumps / continuous
      cell.hardSlope = interactions + jumpSlope
      cell.interactionShare = cell.hardSlope > 0 ? interactions / cell.hardSlope : 1
      cell.turnSlope = mean { $0.firstTransport / Self.loss($0).continuous }
      cell.inverseTransportMeanFreePath_per_mm = cell.turnSlope * cell.loss_GeV_per_mm
      cell.finestTurn =
        row.firstTransport > 0 ? min(1, 0.75 * row.secondTransport / row.firstTransport) : 1
      cell.smallestJump_GeV = smallest
      cell.largestJump_GeV = largest
      cell.interactions = radiated
      cell.interactionSlope = mean { $0.rate / $0.stoppingPower }
      radiated += (high - low) * cell.interactionSlope
      cells[index] = cell
      fullRange += (high - low) * mean { 1 / $0.stoppingPower }
      cells[index].reach_mm = fullRange * Self.reach(fullRange * row.firstTransport)
      let unit = radiationLength_mm * row.firstTransport
      // No collision turns by more than an isotropic one does.
      cells[index].widestTurn = min(1, max(cell.finestTurn, Self.longestGrouped_X0 * unit))
      if cell.finestTurn < Self.longestFlight_X0 * unit { highest = high }
      range += (high - low) * cell.rangeSlope
      hard += (high - low) * cell.hardSlope
      turns += (high - low) * cell.turnSlope
    }
    highestEnergy_GeV = highest
  }

  /// Flights between collective collisions are used where they are shorter than this.
  static let longestFlight_X0 = 0.02
  /// Collisions are not grouped into longer flights than this.
  static let longestGrouped_X0 = 0.01

  deinit { cells.deallocate() }

  var view: FlightTableView {
    FlightTableView(cells: UnsafePointer(cells), count: count, highestEnergy_GeV: highestEnergy_GeV)
  }

  static func edge(_ index: Int) -> Double {
    Double(bitPattern: UInt64(index + FlightTableView.origin) << 47)
  }

  /// Part of the range beyond which hardly any energy gets, for a range of `depth` transport mean free paths
  /// (a lower bound of the range's own optical depth). A fit to what this code transports through plates:
  /// the energy beyond is below 0.1 % for normal incidence (`SteppingTests`).
  static func reach(_ depth: Double) -> Double { 1 / (1 + reachSlope * depth) }
  static let reachSlope = 0.08

  /// Splits the loss into a continuous part and jumps W with density ∝ 1/W² over a decade, whose rate and
  /// end are such that the second and third moments of the straggling are those of the row.
  static func loss(_ row: ElectronTableRow) -> (
    continuous: Double, jumps: Double, smallest: Double, largest: Double
  ) {
    guard row.secondMoment > 0, row.thirdMoment > 0 else { return (row.stoppingPower, 0, 0, 0) }
    let largest = 2 * row.thirdMoment / (row.secondMoment * (1 + 1 / jumpSpan))
    let smallest = largest / jumpSpan
    var strength = row.secondMoment / (largest - smallest)
    var mean = strength * log(jumpSpan)
    if mean > 0.6 * row.stoppingPower {
      strength *= 0.6 * row.stoppingPower / mean
      mean = 0.6 * row.stoppingPower
    }
    return (row.stoppingPower - mean, strength * (1 / smallest - 1 / largest), smallest, largest)
  }
}

extension ElectronTableRow {
  /// What the rows say at an energy; the loss falls like √T below them.
  static func interpolated(_ rows: [ElectronTableRow], _ grid: LogarithmicGrid, _ energy: Double)
    -> ElectronTableRow
  {
    let cell = grid.cell(logX: log(energy))
    let (a, b, f) = (rows[cell.index], rows[cell.index + 1], cell.fraction)
    func mix(_ x: Double, _ y: Double) -> Double { x + f * (y - x) }
    var row = a
    row.rate = mix(a.rate, b.rate)
    row.stoppingPower = mix(a.stoppingPower, b.stoppingPower)
    row.secondMoment = mix(a.secondMoment, b.secondMoment)
    row.thirdMoment = mix(a.thirdMoment, b.thirdMoment)
    row.firstTransport = mix(a.firstTransport, b.firstTransport)
    row.secondTransport = mix(a.secondTransport, b.secondTransport)
    return row
  }
}
