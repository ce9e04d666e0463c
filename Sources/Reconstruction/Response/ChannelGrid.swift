/// The channels of one sensor in an event's array of channels: longitudinal sections × cells.
///
///     channel = offset + (section · cellsX + ix) · cellsY + iy
public struct ChannelGrid: Equatable, Sendable {
  public let name: String
  public let sectionCount: Int
  public let cellsX: Int
  public let cellsY: Int
  /// Size of a cell, mm; the grid is centred on the sensor's axis.
  public let cellX_mm: Double
  public let cellY_mm: Double
  /// Where the sensor begins in the array of all sensors.
  public let offset: Int
  /// Visible energy per unit of calibrated energy.
  public let visibleFraction: Double

  public var cellCount: Int { cellsX * cellsY }
  public var channelCount: Int { sectionCount * cellCount }

  public init(
    name: String, sectionCount: Int, cellsX: Int, cellsY: Int, cellX_mm: Double, cellY_mm: Double,
    offset: Int, visibleFraction: Double
  ) {
    self.name = name
    self.sectionCount = sectionCount
    self.cellsX = cellsX
    self.cellsY = cellsY
    self.cellX_mm = cellX_mm
    self.cellY_mm = cellY_mm
    self.offset = offset
    self.visibleFraction = visibleFraction
  }

  /// The same sensor where of an electron's visible energy only a part is seen.
  public func calibrated(electronsSeen: Double) -> ChannelGrid {
    ChannelGrid(
      name: name, sectionCount: sectionCount, cellsX: cellsX, cellsY: cellsY, cellX_mm: cellX_mm,
      cellY_mm: cellY_mm, offset: offset, visibleFraction: visibleFraction * electronsSeen)
  }
}
