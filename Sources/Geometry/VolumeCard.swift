import Core
import Numerics

/// Reads one entry of `volumes`.
struct VolumeCard {
  static let shapes = ["box", "tube", "layered_calorimeter"]
  static let dimension = Tolerance.smallestSize...Tolerance.largestSize
  static let coordinate = -Tolerance.largestSize...Tolerance.largestSize
  /// Slabs of all layers of one calorimeter: the plane table stays a few MB.
  static let largestSlabCount = 200_000
  static let largestChannelCount = 1_000_000

  static func read(_ json: JSON, path: String, materials: inout MaterialRegister) throws
    -> VolumeDescription
  {
    var card = try Card(json, path: path)
    let name = try card.string("name")
    guard !name.isEmpty, name != "world" else {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("name")) = \"\(name)\" is not allowed (empty, or the name of the world itself).")
    }
    let shape = try card.string("shape")
    let solid: Solid
    var slabs: [VolumeDescription.Slab] = []
    var layers = 1
    switch shape {
    case "box":
      let size = try card.lengths("size_mm", count: 3, in: dimension)
      solid = .box(halfX: 0.5 * size[0], halfY: 0.5 * size[1], halfZ: 0.5 * size[2])
      slabs = [try wholeVolume(&card, &materials)]
    case "tube":
      solid = try tube(&card)
      slabs = [try wholeVolume(&card, &materials)]
    case "layered_calorimeter":
      let size = try card.lengths("size_mm", count: 2, in: dimension)
      layers = try card.integer("layers", in: 1...100_000)
      slabs = try layer(&card, &materials)
      guard layers * slabs.count <= largestSlabCount else {
        throw HermeticError.range(
          card.pathOf("layers"), Double(layers),
          allowed: "at most \(largestSlabCount) slabs in all, there are \(slabs.count) in a layer")
      }
      let length = Double(layers) * slabs.reduce(0) { $0 + $1.thickness_mm }
      guard length <= Tolerance.largestSize else {
        throw HermeticError.range(
          card.pathOf("layers"), Double(layers),
          allowed: "such that the length, now \(length) mm, is at most \(Tolerance.largestSize) mm")
      }
      solid = .box(halfX: 0.5 * size[0], halfY: 0.5 * size[1], halfZ: 0.5 * length, layered: true)
    default:
      let error = HermeticError.notFound("shape", shape, known: shapes)
      throw HermeticError(error.code, "\(card.pathOf("shape")): \(error.message)")
    }
    let mother = try card.string("mother", default: "world")
    let position = try card.lengths("position_mm", default: [0, 0, 0], count: 3, in: coordinate)
    let rotation = try card.numbers("rotation_deg", default: [0, 0, 0], count: 3, in: -360...360)
    var sensitive: VolumeDescription.Sensitive?
    if let inner = try card.card("sensitive") {
      sensitive = try SensitiveCard.read(
        inner, volumeName: name, solid: solid, slabCount: slabs.count, layers: layers)
    }
    try card.finish()
    return VolumeDescription(
      name: name, path: path, solid: solid, slabs: slabs, layers: layers, mother: mother,
      position: Vector3(position[0], position[1], position[2]),
      rotation_deg: Vector3(rotation[0], rotation[1], rotation[2]), sensitive: sensitive)
  }

  private static func wholeVolume(_ card: inout Card, _ materials: inout MaterialRegister) throws
    -> VolumeDescription.Slab
  {
    let name = try card.string("material")
    return VolumeDescription.Slab(
      material: try materials.index(of: name, path: card.pathOf("material")), thickness_mm: 0)
  }

  private static func tube(_ card: inout Card) throws -> Solid {
    let inner = try card.length("inner_radius_mm", default: 0, in: 0...Tolerance.largestSize)
    let outer = try card.length("outer_radius_mm", in: dimension)
    let length = try card.length("length_mm", in: dimension)
    guard outer - inner >= Tolerance.smallestSize else {
      throw HermeticError.range(
        card.pathOf("inner_radius_mm"), inner,
        allowed: "at least \(Tolerance.smallestSize) mm smaller than outer_radius_mm = \(outer)")
    }
    guard inner == 0 || inner >= Tolerance.smallestSize else {
      throw HermeticError.range(
        card.pathOf("inner_radius_mm"), inner, allowed: "0 or at least \(Tolerance.smallestSize) mm")
    }
    return .tube(innerRadius: inner, outerRadius: outer, halfZ: 0.5 * length)
  }

  private static func layer(_ card: inout Card, _ materials: inout MaterialRegister) throws
    -> [VolumeDescription.Slab]
  {
    let items = try card.array("slabs")
    guard (1...64).contains(items.count) else {
      throw HermeticError(
        .configuration, "\(card.pathOf("slabs")) must hold 1 to 64 slabs, not \(items.count).")
    }
    return try items.enumerated().map { index, item in
      var slab = try Card(item, path: card.pathOf("slabs") + "[\(index)]")
      let name = try slab.string("material")
      let material = try materials.index(of: name, path: slab.pathOf("material"))
      let thickness = try slab.length("thickness_mm", in: dimension)
      try slab.finish()
      return VolumeDescription.Slab(material: material, thickness_mm: thickness)
    }
  }
}
