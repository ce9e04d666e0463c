import Numerics

/// Fills the cells of a `PhotonTable`: straight lines in ln E between grid points, cut at the breaks.
struct CellBuilder {
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
      let inside = breaks.filter { $0 > energies.0 && $0 < energies.1 }
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

  private mutating func cut(
    _ index: Int, _ breaks: [Double], _ low: [Double], _ high: [Double],
    _ value: (Double, Int) -> Double
  ) {
    var start = 0.0
    var left = low
    for energy in breaks {
      let end = (log(energy) - grid.logPoint(index)) / grid.spacing
      // XCOM gives the lower side of an edge 0.1 eV below it.
      let below = (0..<channelCount).map { value(energy - 1e-10, $0) }
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
