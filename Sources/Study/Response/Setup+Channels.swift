import Geometry
import Numerics
import Reconstruction

extension Setup {
  /// The sensors as reconstruction sees them.
  var channelGrids: [ChannelGrid] {
    var offset = 0
    return world.sensors.enumerated().map { index, sensor in
      defer { offset += sensor.channelCount }
      return ChannelGrid(
        name: sensor.name, sectionCount: sensor.sectionCount, cellsX: sensor.cellsX, cellsY: sensor.cellsY,
        cellX_mm: sensor.cellX_mm, cellY_mm: sensor.cellY_mm, offset: offset,
        visibleFraction: calibration[index])
    }
  }

  /// Per sensor its slabs in the tally and the time that light needs from the sensor's front to each, ns.
  ///
  /// Transport has no clock: showers are taken to move with the speed of light along the sensor's axis.
  var slabTimes: [[(slab: Int, time_ns: Double)]] {
    world.sensors.indices.map { index in
      let slabs = world.slabs(ofSensor: index)
      guard let layering = world.layering(Int(world.sensors[index].volume)) else {
        return slabs.map { ($0, 0) }
      }
      let pitch = layering.layerThickness_mm
      return slabs.enumerated().map { ($1, Double($0) * pitch / 299.792458) }
    }
  }
}
