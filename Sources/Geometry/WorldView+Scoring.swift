import Numerics

/// What a deposit at a place counts for. `at` must be inside the world.
extension WorldView {
  @inlinable func slabRecord(_ at: Location) -> UnsafeMutablePointer<SlabRecord> {
    slabs + Int(volumes[Int(at.volume)].firstSlab &+ at.slab)
  }

  /// Index into `World.materials`.
  @inlinable public func materialIndex(_ at: Location) -> Int { Int(slabRecord(at).pointee.material) }

  /// Index into `World.sensors`; −1 when this slab or volume is not sensitive.
  @inlinable public func sensorIndex(_ at: Location) -> Int {
    at.volume < 0 ? -1 : Int(slabRecord(at).pointee.sensor)
  }

  /// Number of the layer, front first; 0 in a volume without layers.
  @inlinable public func sensorLayer(_ at: Location) -> Int { Int(slabRecord(at).pointee.layer) }

  /// Channel of the sensor at `at` for a point in local coordinates; −1 where nothing is sensitive.
  @inlinable public func channel(_ at: Location, _ p: Vector3) -> Int {
    let slab = slabRecord(at)
    guard slab.pointee.sensor >= 0 else { return -1 }
    let grid = grids + Int(slab.pointee.sensor)
    let ix = WorldView.cell(p.x * grid.pointee.inverseX, grid.pointee.cellsX)
    let iy = WorldView.cell(p.y * grid.pointee.inverseY, grid.pointee.cellsY)
    let section = Int(slab.pointee.section)
    return (section &* Int(grid.pointee.cellsX) &+ ix) &* Int(grid.pointee.cellsY) &+ iy
  }

  /// Cell of a coordinate in units of the cell size, clamped to the grid (NaN to the first cell).
  @inlinable static func cell(_ x: Double, _ count: Int32) -> Int {
    let u = x + 0.5 * Double(count)
    guard u > 0 else { return 0 }
    return u < Double(count) ? Int(u) : Int(count &- 1)
  }
}

extension WorldView {
  /// The volume that a volume is placed in; −1 for the world.
  public func mother(ofVolume volume: Int) -> Int { Int(volumes[volume].mother) }
}
