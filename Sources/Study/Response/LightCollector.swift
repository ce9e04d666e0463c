import Geometry
import Numerics
import Reconstruction
import Transport

/// One thread's collected light per channel: deposits weighted with their place in the cell.
final class LightCollector {
  private struct Map {
    let offset: Int
    let cellsX: Double
    let cellsY: Double
    let inverseX: Double
    let inverseY: Double
    /// bins × bins; owned by the collector.
    let table: UnsafeMutablePointer<Double>
  }

  let light: UnsafeMutablePointer<Double>
  private let channelCount: Int
  private let maps: UnsafeMutableBufferPointer<Map?>
  private let world: World

  /// nil when no sensor has a light map.
  init?(_ response: DetectorResponse, world: World) {
    guard response.needsLight else { return nil }
    self.world = world
    channelCount = response.channelCount
    light = .allocate(capacity: max(1, channelCount))
    light.initialize(repeating: 0, count: max(1, channelCount))
    maps = .allocate(capacity: response.grids.count)
    for (index, grid) in response.grids.enumerated() {
      let map = response.sensors[index]?.lightCollection.map {
        LightCollector.map(grid, $0.table(cellX_mm: grid.cellX_mm, cellY_mm: grid.cellY_mm))
      }
      maps.initializeElement(at: index, to: map)
    }
  }

  private static func map(_ grid: ChannelGrid, _ values: [Double]) -> Map {
    let table = UnsafeMutablePointer<Double>.allocate(capacity: values.count)
    table.initialize(from: values, count: values.count)
    return Map(
      offset: grid.offset, cellsX: Double(grid.cellsX), cellsY: Double(grid.cellsY),
      inverseX: 1 / grid.cellX_mm, inverseY: 1 / grid.cellY_mm, table: table)
  }

  deinit {
    light.deallocate()
    for map in maps { map?.table.deallocate() }
    maps.deallocate()
  }

  func reset() { light.update(repeating: 0, count: channelCount) }

  func add(_ deposits: UnsafeBufferPointer<Deposit>) {
    let bins = LightMap.bins
    for deposit in deposits {
      let sensor = world.view.sensorIndex(deposit.location)
      guard sensor >= 0, let map = maps[sensor] else { continue }
      let channel = map.offset + world.view.channel(deposit.location, deposit.position)
      // Position in the cell in units of bins; beyond the grid the edge cell's own rim.
      let u = LightCollector.fraction(deposit.position.x * map.inverseX + 0.5 * map.cellsX, map.cellsX)
      let v = LightCollector.fraction(deposit.position.y * map.inverseY + 0.5 * map.cellsY, map.cellsY)
      let bin = Int(u * Double(bins)) * bins + Int(v * Double(bins))
      light[channel] += deposit.energy_GeV * map.table[bin]
    }
  }

  private static func fraction(_ x: Double, _ count: Double) -> Double {
    let inside = min(max(x, 0), count * (1 - 1e-15))
    // Truncation, for positive numbers: rounding down is a call where the processor's baseline lacks it.
    return inside - Double(Int(inside))
  }

  /// Fills in the sensors that have no map with their plain energies.
  func complete(_ channels: UnsafePointer<Double>, _ grids: [ChannelGrid]) {
    for (grid, map) in zip(grids, maps) where map == nil {
      for channel in grid.offset..<grid.offset + grid.channelCount { light[channel] = channels[channel] }
    }
  }
}
