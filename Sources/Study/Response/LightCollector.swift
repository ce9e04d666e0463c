import Geometry
import Reconstruction
import Transport

/// One thread's collected light per channel: deposits weighted with their place in the cell.
final class LightCollector {
  private let tally: UnsafeMutablePointer<LightTally>

  /// nil when no sensor has a light map.
  init?(_ response: DetectorResponse, world: World) {
    guard response.needsLight else { return nil }
    let tables = zip(response.grids, response.sensors).map { grid, sensor in
      sensor?.lightCollection?.table(cellX_mm: grid.cellX_mm, cellY_mm: grid.cellY_mm)
    }
    tally = .allocate(capacity: 1)
    tally.initialize(to: LightTally(world: world, tables: tables))
  }

  deinit {
    tally.pointee.free()
    tally.deallocate()
  }

  func attach(to transport: inout ShowerTransport) { transport.collectLight(into: tally) }

  var light: UnsafeMutablePointer<Double> { tally.pointee.channels }

  func reset() { tally.pointee.reset() }
}
