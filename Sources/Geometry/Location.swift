import Numerics

/// Where a particle is: the volume, and inside a layered calorimeter the slab.
@frozen public struct Location: Equatable, Sendable {
  /// Index into `World.volumeNames`: 0 is the world itself, −1 is outside the world.
  public var volume: Int32
  /// 0 … layers·slabsPerLayer − 1 counted along local +z in a layered calorimeter; 0 elsewhere.
  public var slab: Int32

  @inlinable public init(volume: Int32, slab: Int32 = 0) {
    self.volume = volume
    self.slab = slab
  }

  public static let outside = Location(volume: -1, slab: 0)
  @inlinable public var isOutside: Bool { volume < 0 }
}

/// How far the next boundary is and what lies behind it.
@frozen public struct BoundaryDistance: Equatable, Sendable {
  /// mm along the unit direction; ≥ 0, infinite only outside the world.
  public var distance_mm: Double
  /// ≥ 0: the crossing leads into that slab of the same volume. −1: into another volume.
  public var nextSlab: Int32
  /// ≥ 0: the crossing enters that daughter. −1: it leaves the volume (or stays, see `nextSlab`).
  public var nextVolume: Int32

  @inlinable public init(distance_mm: Double, nextSlab: Int32 = -1, nextVolume: Int32 = -1) {
    self.distance_mm = distance_mm
    self.nextSlab = nextSlab
    self.nextVolume = nextVolume
  }
}
