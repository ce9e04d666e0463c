import Numerics

/// A sensitive volume divided into channels: longitudinal sections × cells in local x and y.
///
///     channel = (section · cellsX + ix) · cellsY + iy
///
/// The grid of cells is centred on the volume's axis; a hit beyond it counts in the edge cell.
public struct Sensor: Equatable, Sendable {
  public let name: String
  public let volumeName: String
  public let volume: Int32
  /// Sensitive layers of a layered calorimeter; 1 elsewhere.
  public let layerCount: Int
  /// Number of consecutive layers in each longitudinal section.
  public let sections: [Int]
  public let cellsX: Int
  public let cellsY: Int
  public let cellX_mm: Double
  public let cellY_mm: Double

  public var sectionCount: Int { sections.count }
  public var channelCount: Int { sections.count * cellsX * cellsY }

  public func channel(section: Int, ix: Int, iy: Int) -> Int { (section * cellsX + ix) * cellsY + iy }

  public func cell(of channel: Int) -> (section: Int, ix: Int, iy: Int) {
    (channel / (cellsX * cellsY), (channel / cellsY) % cellsX, channel % cellsY)
  }

  /// Middle of a cell in the volume's local x and y, mm.
  public func centre(ix: Int, iy: Int) -> (x_mm: Double, y_mm: Double) {
    (
      (Double(ix) + 0.5 - 0.5 * Double(cellsX)) * cellX_mm,
      (Double(iy) + 0.5 - 0.5 * Double(cellsY)) * cellY_mm
    )
  }
}
