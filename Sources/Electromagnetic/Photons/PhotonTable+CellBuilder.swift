import Numerics

/// Fills the cells of a `PhotonTable`: straight lines in ln E between grid points, cut at the breaks and
/// wherever a straight line would miss the middle by more than 4e-4 (the steep rise above an M edge).
struct CellBuilder {
  static let tolerance = 4e-4
  static let refinement = 8

  let grid: LogarithmicGrid
  let channelCount: Int
  private(set) var total: [PhotonTableCell] = []
  private(set) var firstPiece: [Int32] = []
  private(set) var pieceEnd: [Double] = []
  /// cells[cell][channel]
  private var cells: [[PhotonTableCell]] = []
  private var pieces: [[PhotonTableCell]] = []

  init(grid: LogarithmicGrid, channelCount: Int) {
    self.grid = grid
    self.channelCount = channelCount
  }

  /// All cells of channel 0, then of channel 1, ….
  var channelMajorCells: [PhotonTableCell] {
    (0..<channelCount).flatMap { channel in cells.map { $0[channel] } }
  }

  /// - Parameters:
  ///   - breaks: energies in ascending order
  ///   - value: (energy, channel) → mm⁻¹
  mutating func fill(breaks: [Double], value: (Double, Int) -> Double) {
    var low = (0..<channelCount).map { value(grid.point(0), $0) }
    for index in 0..<(grid.count - 1) {
      let energies = (grid.point(index), grid.point(index + 1))
      let high = (0..<channelCount).map { value(energies.1, $0) }
      let jumps = breaks.filter { $0 > energies.0 && $0 < energies.1 }
      let bends = isBent(energies, jumps, value) ? finePoints(energies) : []
      let inside =
        (jumps.map { Cut(energy: $0, isJump: true) }
        + bends.map { Cut(energy: $0, isJump: false) }).sorted { $0.energy < $1.energy }
      firstPiece.append(Int32(pieceEnd.count))
      if inside.isEmpty {
        cells.append(
          (0..<channelCount).map { PhotonTableCell(value: low[$0], slope: high[$0] - low[$0]) })
      } else {
        cells.append(
          [PhotonTableCell](repeating: PhotonTableCell(value: 0, slope: .nan), count: channelCount))
        cut(index, inside, low, high, value)
      }
      low = high
    }
    cells += pieces
    total = cells.map { channels in
      channels.reduce(into: PhotonTableCell(value: 0, slope: 0)) {
        $0.value += $1.value
        $0.slope += $1.slope
      }
    }
  }

  private struct Cut {
    let energy: Double
    let isJump: Bool
  }

  private func finePoints(_ energies: (Double, Double)) -> [Double] {
    let ratio = log(energies.1 / energies.0) / Double(CellBuilder.refinement)
    return (1..<CellBuilder.refinement).map { energies.0 * exp(ratio * Double($0)) }
  }

  /// Whether the total misses a straight line in the middle of a piece between jumps.
  private func isBent(
    _ energies: (Double, Double), _ jumps: [Double], _ value: (Double, Int) -> Double
  ) -> Bool {
    func total(_ energy: Double) -> Double {
      (0..<channelCount).reduce(0.0) { $0 + value(energy, $1) }
    }
    let points = [energies.0] + jumps + [energies.1]
    for i in 0..<(points.count - 1) {
      let end = i + 1 < points.count - 1 ? points[i + 1] - 1e-10 : points[i + 1]
      guard end > points[i] else { continue }
      let middle = total((points[i] * end).squareRoot())
      let line = 0.5 * (total(points[i]) + total(end))
      if (line - middle).magnitude > CellBuilder.tolerance * middle { return true }
    }
    return false
  }

  private mutating func cut(
    _ index: Int, _ cuts: [Cut], _ low: [Double], _ high: [Double],
    _ value: (Double, Int) -> Double
  ) {
    var start = 0.0
    var left = low
    for cut in cuts {
      let energy = cut.energy
      let end = (log(energy) - grid.logPoint(index)) / grid.spacing
      // XCOM gives the lower side of an edge 0.1 eV below it.
      let below = (0..<channelCount).map { value(cut.isJump ? energy - 1e-10 : energy, $0) }
      pieces.append(lines(start, end, left, below))
      pieceEnd.append(end)
      start = end
      left = (0..<channelCount).map { value(energy, $0) }
    }
    pieces.append(lines(start, 1, left, high))
    pieceEnd.append(.infinity)
  }

  /// The lines through (start, left) and (end, right), in the form value + slope · fraction.
  private func lines(_ start: Double, _ end: Double, _ left: [Double], _ right: [Double])
    -> [PhotonTableCell]
  {
    (0..<channelCount).map {
      let slope = end > start ? (right[$0] - left[$0]) / (end - start) : 0
      return PhotonTableCell(value: left[$0] - slope * start, slope: slope)
    }
  }
}
