import Matter
import Numerics

/// The periodic structure of a layered calorimeter, for what is prepared per calorimeter and not per volume.
public struct Layering: Equatable, Sendable {
  public struct Slab: Equatable, Sendable {
    /// Index into `World.materials`.
    public let material: Int
    public let thickness_mm: Double
    public let isSensitive: Bool
  }

  /// One layer, front (low local z) first.
  public let slabs: [Slab]
  public let layerCount: Int
  public let halfX_mm: Double
  public let halfY_mm: Double
  public let halfZ_mm: Double

  public var layerThickness_mm: Double { slabs.reduce(0) { $0 + $1.thickness_mm } }
}

extension World {
  /// nil for volumes that are no layered calorimeter.
  public func layering(_ volume: Int) -> Layering? {
    let description = descriptions[volume]
    guard description.isLayered else { return nil }
    return Layering(
      slabs: description.slabs.enumerated().map {
        Layering.Slab(
          material: $1.material, thickness_mm: $1.thickness_mm,
          isSensitive: description.sensitive?.slab == $0)
      }, layerCount: description.layers, halfX_mm: description.solid.halfX,
      halfY_mm: description.solid.halfY, halfZ_mm: description.solid.halfZ)
  }
}
