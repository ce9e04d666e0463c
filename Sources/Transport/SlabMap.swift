import Geometry

extension World {
  /// Number of slabs of all volumes: the length of `EventTally.slabs`.
  public var totalSlabCount: Int { (0..<volumeCount).reduce(0) { $0 + view.slabCount(Int32($1)) } }

  /// Positions in `EventTally.slabs` of the sensitive slabs of a sensor, along its axis.
  public func slabs(ofSensor index: Int) -> [Int] {
    let volume = sensors[index].volume
    let offset = (0..<Int(volume)).reduce(0) { $0 + view.slabCount(Int32($1)) }
    return (0..<view.slabCount(volume)).filter {
      view.sensorIndex(Location(volume: volume, slab: Int32($0))) == index
    }.map { offset + $0 }
  }

  /// Index of the material of a sensor's first sensitive slab.
  func material(ofSensor index: Int) -> Int {
    let volume = sensors[index].volume
    for slab in 0..<view.slabCount(volume) {
      let location = Location(volume: volume, slab: Int32(slab))
      if view.sensorIndex(location) == index { return view.materialIndex(location) }
    }
    return 0
  }
}
