import Numerics

/// What navigation reads of a volume: flat, no references.
@frozen @usableFromInline struct VolumeRecord {
  @usableFromInline var solid: Solid
  /// In the mother and in the world.
  @usableFromInline var placement: Placement
  @usableFromInline var globalPlacement: Placement
  /// The generic direction of `Tolerance`, times the skin, in local axes.
  @usableFromInline var lean: Vector3
  @usableFromInline var boundingRadius: Double
  @usableFromInline var mother: Int32
  /// Range in the list of daughters.
  @usableFromInline var firstDaughter: Int32
  @usableFromInline var daughterCount: Int32
  /// First row in the per-slab tables; a volume without layers has one row.
  @usableFromInline var firstSlab: Int32
  @usableFromInline var slabCount: Int32
  @usableFromInline var slabsPerLayer: Int32
  /// First of the slabCount + 1 planes.
  @usableFromInline var firstPlane: Int32
  @usableFromInline var layerCount: Int32
  @usableFromInline var inverseLayerThickness: Double

  init(solid: Solid, placement: Placement, globalPlacement: Placement, mother: Int32) {
    self.solid = solid
    self.placement = placement
    self.globalPlacement = globalPlacement
    self.mother = mother
    boundingRadius = solid.boundingRadius
    // The signs along the axes of the world's generic direction: no face of a sane card contains it.
    let generic = globalPlacement.directionInward(Vector3(0.8191, 0.4663, 0.3341))
    lean = Vector3(
      generic.x < 0 ? -Tolerance.skin : Tolerance.skin,
      generic.y < 0 ? -Tolerance.skin : Tolerance.skin,
      generic.z < 0 ? -Tolerance.skin : Tolerance.skin)
    firstDaughter = 0
    daughterCount = 0
    firstSlab = 0
    slabCount = 1
    slabsPerLayer = 1
    firstPlane = 0
    layerCount = 1
    inverseLayerThickness = 1
  }
}

/// What scoring reads of one slab (or of a whole volume without layers).
@frozen @usableFromInline struct SlabRecord {
  @usableFromInline var material: Int32
  @usableFromInline var sensor: Int32
  @usableFromInline var layer: Int32
  @usableFromInline var section: Int32
}

/// What scoring reads of a sensor.
@frozen @usableFromInline struct CellGrid {
  @usableFromInline var cellsX: Int32
  @usableFromInline var cellsY: Int32
  @usableFromInline var inverseX: Double
  @usableFromInline var inverseY: Double
}
