import Geometry
import Numerics

/// Light that sensors collect: deposits weighted with a function of their place in the cell, per channel. Off unless
/// asked for: transport then looks at one pointer per deposit.
///
/// The weights of a sensor are a square table over one cell, x slowest; sensors without one collect everything. Places
/// beyond the grid belong to the rim of its edge cells, as for channels.
public struct LightTally {
  private struct Map {
    /// nil: weight 1.
    var table: UnsafeMutablePointer<Double>?
    var bins = 0.0
    var cellsX = 0.0
    var cellsY = 0.0
    var inverseX = 0.0
    var inverseY = 0.0
  }

  /// Light per channel, sensors one after the other [GeV].
  public let channels: UnsafeMutablePointer<Double>
  private let channelCount: Int
  private let maps: UnsafeMutablePointer<Map>
  private let sensorCount: Int

  /// - Parameter tables: per sensor its square table, or nil
  public init(world: World, tables: [[Double]?]) {
    precondition(tables.count == world.sensors.count)
    sensorCount = tables.count
    channelCount = world.sensors.reduce(0) { $0 + $1.channelCount }
    channels = .allocate(capacity: max(1, channelCount))
    channels.initialize(repeating: 0, count: max(1, channelCount))
    maps = .allocate(capacity: max(1, sensorCount))
    for (index, sensor) in world.sensors.enumerated() {
      var map = Map()
      if let values = tables[index] {
        let table = UnsafeMutablePointer<Double>.allocate(capacity: values.count)
        table.initialize(from: values, count: values.count)
        map = Map(
          table: table, bins: Double(values.count).squareRoot().rounded(), cellsX: Double(sensor.cellsX),
          cellsY: Double(sensor.cellsY), inverseX: 1 / sensor.cellX_mm, inverseY: 1 / sensor.cellY_mm)
      }
      (maps + index).initialize(to: map)
    }
  }

  public func free() {
    for index in 0..<sensorCount { maps[index].table?.deallocate() }
    maps.deallocate()
    channels.deallocate()
  }

  /// Forgets what was collected: the next shower counts.
  public func reset() { channels.update(repeating: 0, count: channelCount) }

  /// - Parameter position: in the frame of the sensor's volume
  @inline(__always)
  func add(_ energy_GeV: Double, sensor: Int, channel: Int, _ position: Vector3) {
    let map = maps + sensor
    guard let table = map.pointee.table else {
      channels[channel] += energy_GeV
      return
    }
    let bins = map.pointee.bins
    let u = LightTally.fraction(position.x * map.pointee.inverseX, map.pointee.cellsX)
    let v = LightTally.fraction(position.y * map.pointee.inverseY, map.pointee.cellsY)
    let bin = Int32(u * bins) &* Int32(bins) &+ Int32(v * bins)
    channels[channel] += energy_GeV * table[Int(bin)]
  }

  /// Place in a cell, 0 ≤ u < 1, of a coordinate in units of the cell from the middle of the grid.
  @inline(__always)
  private static func fraction(_ x: Double, _ count: Double) -> Double {
    let inside = min(max(x + 0.5 * count, 0), count * (1 - 1e-15))
    // Truncation, for positive numbers: rounding down is a call where the processor's baseline lacks it.
    return inside - Double(Int32(inside))
  }
}

extension ShowerTransport {
  /// Deposits also count as light of a tally that the caller owns; nil ends that.
  public mutating func collectLight(into light: UnsafeMutablePointer<LightTally>?) { tally.light = light }
}
