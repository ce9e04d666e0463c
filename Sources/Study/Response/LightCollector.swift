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
    let table: [Double]
  }

  let light: UnsafeMutablePointer<Double>
  private let channelCount: Int
  private let maps: [Map?]
  private let world: World

  /// nil when no sensor has a light map.
  init?(_ response: DetectorResponse, world: World) {
    guard response.needsLight else { return nil }
    self.world = world
    channelCount = response.channelCount
    light = .allocate(capacity: max(1, channelCount))
    light.initialize(repeating: 0, count: max(1, channelCount))
    maps = zip(response.grids, response.sensors).map { grid, sensor in
      sensor?.lightCollection.map {
        Map(
          offset: grid.offset, cellsX: Double(grid.cellsX), cellsY: Double(grid.cellsY),
          inverseX: 1 / grid.cellX_mm, inverseY: 1 / grid.cellY_mm,
          table: $0.table(cellX_mm: grid.cellX_mm, cellY_mm: grid.cellY_mm))
      }
    }
  }

  deinit { light.deallocate() }

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
    return inside - inside.rounded(.down)
  }

  /// Fills in the sensors that have no map with their plain energies.
  func complete(_ channels: UnsafePointer<Double>, _ grids: [ChannelGrid]) {
    for (grid, map) in zip(grids, maps) where map == nil {
      for channel in grid.offset..<grid.offset + grid.channelCount { light[channel] = channels[channel] }
    }
  }
}
