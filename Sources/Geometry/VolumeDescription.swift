import Matter
import Numerics

/// One volume as the card gives it, checked by itself but not yet against the others.
struct VolumeDescription {
  struct Slab {
    let material: Int
    let thickness_mm: Double
  }

  struct Sensitive {
    let name: String
    /// Slab within a layer; 0 where there are no layers.
    let slab: Int
    let cellsX: Int
    let cellsY: Int
    let cellX_mm: Double
    let cellY_mm: Double
    let sections: [Int]
  }

  let name: String
  /// Where in the card, for messages.
  let path: String
  let solid: Solid
  /// One for a plain volume (its thickness is not used), a layer's slabs for a layered calorimeter.
  let slabs: [Slab]
  let layers: Int
  let mother: String
  let position: Vector3
  let rotation_deg: Vector3
  let sensitive: Sensitive?

  var isLayered: Bool { solid.shape == .layered }
  var layerThickness_mm: Double { slabs.reduce(0) { $0 + $1.thickness_mm } }

  var placement: Placement {
    let radian = Double.pi / 180
    let rotation =
      rotation_deg == .zero
      ? Rotation.identity
      : Rotation(
        aboutX: rotation_deg.x * radian, y: rotation_deg.y * radian, z: rotation_deg.z * radian)
    return Placement(translation: position, rotation: rotation)
  }
}
