import Core
import Matter
import Numerics

/// A detector: nested volumes, their materials and their sensitive parts. Immutable, and safe to use from
/// several threads at once.
///
/// The tables are flat arrays that this object owns; navigation (`WorldView`) neither allocates nor counts
/// references.
public final class World: @unchecked Sendable {
  /// Distinct materials, in the order of first use.
  public let materials: [Material]
  public let sensors: [Sensor]
  /// Magnets and field maps.
  public let field: MagneticField
  /// Index 0 is "world"; the rest in the order of the card.
  public let volumeNames: [String]
  let descriptions: [VolumeDescription]

  /// The tables, for whoever follows particles; it ends with the world.
  public let view: WorldView

  public var volumeCount: Int { volumeNames.count }

  /// Most volumes of one card.
  static let largestVolumeCount = 10_000

  /// From a card with `world`, `volumes`, and optionally `materials` and `fields` (docs/geometry.md,
  /// docs/fields.md).
  ///
  /// - Parameters:
  ///   - path: where the card stands in a larger one, for messages ("" if it is the whole)
  ///   - materialNamed: where names that are not in the card are looked up
  public convenience init(
    json: JSON, path: String,
    materialNamed: @escaping (String) throws -> Material = MaterialCatalogue.builtin
  ) throws {
    var card = try Card(json, path: path)
    var own: [String: Material] = [:]
    if let json = card.optional("materials") {
      own = try MaterialsCard.read(json, path: card.pathOf("materials"))
    }
    var materials = MaterialRegister { name in
      if let material = own[name] { return material }
      do { return try materialNamed(name) } catch is HermeticError {
        throw HermeticError.notFound("material", name, known: MaterialCatalogue.names + own.keys)
      }
    }
    guard var outer = try card.card("world") else {
      throw HermeticError(.configuration, "\(card.pathOf("world")) is missing.")
    }
    let size = try outer.lengths("size_mm", count: 3, in: VolumeCard.dimension)
    let materialName = try outer.string("material", default: "air")
    let material = try materials.index(of: materialName, path: outer.pathOf("material"))
    try outer.finish()
    var descriptions = [
      VolumeDescription(
        name: "world", path: outer.path,
        solid: .box(halfX: 0.5 * size[0], halfY: 0.5 * size[1], halfZ: 0.5 * size[2]),
        slabs: [VolumeDescription.Slab(material: material, thickness_mm: 0)], layers: 1, mother: "",
        position: .zero, rotation_deg: .zero, sensitive: nil)
    ]
    let items = try card.array("volumes", default: [])
    guard items.count < World.largestVolumeCount else {
      throw HermeticError.range(
        card.pathOf("volumes") + ".count", Double(items.count),
        allowed: "less than \(World.largestVolumeCount)")
    }
    for (index, item) in items.enumerated() {
      descriptions.append(
        try VolumeCard.read(item, path: card.pathOf("volumes") + "[\(index)]", materials: &materials))
    }
    let fields = try card.array("fields", default: [])
    try card.finish()
    let tree = try VolumeTree(descriptions)
    try OverlapCheck.run(descriptions, tree)
    let field = try MagneticField(
      cards: fields, path: card.pathOf("fields"), volumes: descriptions, placements: tree.globalPlacements)
    self.init(descriptions, tree, materials.materials, field)
  }

  init(
    _ descriptions: [VolumeDescription], _ tree: VolumeTree, _ materials: [Material], _ field: MagneticField
  ) {
    self.descriptions = descriptions
    self.field = field
    self.materials = materials
    volumeNames = descriptions.map(\.name)

    var records: [VolumeRecord] = []
    var daughterList: [Int32] = []
    var slabTable: [SlabRecord] = []
    var planeTable: [Double] = []
    var sensors: [Sensor] = []
    for (index, volume) in descriptions.enumerated() {
      var record = VolumeRecord(
        solid: volume.solid, placement: volume.placement,
        globalPlacement: tree.globalPlacements[index], mother: Int32(tree.mothers[index]))
      record.firstDaughter = Int32(daughterList.count)
      record.daughterCount = Int32(tree.daughters[index].count)
      daughterList += tree.daughters[index].map { Int32($0) }
      record.firstSlab = Int32(slabTable.count)
      record.firstPlane = Int32(planeTable.count)
      record.slabsPerLayer = Int32(volume.slabs.count)
      record.layerCount = Int32(volume.layers)
      record.slabCount = Int32(volume.layers * volume.slabs.count)
      if volume.isLayered {
        record.inverseLayerThickness = 1 / volume.layerThickness_mm
        planeTable += World.planes(of: volume)
      }
      slabTable += World.slabRecords(of: volume, sensor: sensors.count)
      if let sensitive = volume.sensitive {
        sensors.append(
          Sensor(
            name: sensitive.name, volumeName: volume.name, volume: Int32(index),
            layerCount: volume.layers, sections: sensitive.sections, cellsX: sensitive.cellsX,
            cellsY: sensitive.cellsY, cellX_mm: sensitive.cellX_mm, cellY_mm: sensitive.cellY_mm))
      }
      records.append(record)
    }
    self.sensors = sensors
    view = WorldView(
      volumes: World.copy(records), daughters: World.copy(daughterList), slabs: World.copy(slabTable),
      planes: World.copy(planeTable),
      grids: World.copy(
        sensors.map {
          CellGrid(
            cellsX: Int32($0.cellsX), cellsY: Int32($0.cellsY), inverseX: 1 / $0.cellX_mm,
            inverseY: 1 / $0.cellY_mm)
        }))
  }

  deinit {
    view.volumes.deallocate()
    view.daughters.deallocate()
    view.slabs.deallocate()
    view.planes.deallocate()
    view.grids.deallocate()
  }

  private static func copy<T>(_ array: [T]) -> UnsafeMutablePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: max(1, array.count))
    memory.initialize(from: array, count: array.count)
    return memory
  }

  /// The slabCount + 1 planes along local z; the outermost two are the solid's own faces.
  private static func planes(of volume: VolumeDescription) -> [Double] {
    var result: [Double] = []
    let half = volume.solid.halfZ
    for layer in 0..<volume.layers {
      var z = Double(layer) * volume.layerThickness_mm - half
      for slab in volume.slabs {
        result.append(z)
        z += slab.thickness_mm
      }
    }
    result.append(half)
    return result
  }

  private static func slabRecords(of volume: VolumeDescription, sensor: Int) -> [SlabRecord] {
    var result: [SlabRecord] = []
    var section = 0
    var layersLeft = volume.sensitive?.sections.first ?? 0
    for layer in 0..<volume.layers {
      if let sections = volume.sensitive?.sections, layersLeft == 0 {
        section += 1
        layersLeft = sections[section]
      }
      layersLeft -= 1
      for (index, slab) in volume.slabs.enumerated() {
        let isSensitive = volume.sensitive?.slab == index
        result.append(
          SlabRecord(
            material: Int32(slab.material), sensor: isSensitive ? Int32(sensor) : -1,
            layer: Int32(layer), section: Int32(section)))
      }
    }
    return result
  }
}
