import Core
import Numerics

extension MagneticField {
  /// From the list `fields` of a card, for a world of volumes; without volumes the fields stand alone.
  convenience init(
    cards: [JSON], path: String, volumes: [VolumeDescription], placements: [Placement]
  ) throws {
    guard cards.count <= MagneticFieldView.largestCount else {
      throw HermeticError.range(
        path + ".count", Double(cards.count), allowed: "at most \(MagneticFieldView.largestCount)")
    }
    var descriptions: [FieldDescription] = []
    for (index, json) in cards.enumerated() {
      let description = try FieldCard.read(json, path: "\(path)[\(index)]")
      if let other = descriptions.first(where: { $0.name == description.name }) {
        throw HermeticError(
          .configuration,
          "\(description.path).name = \"\(other.name)\" is used twice. Give every field its own name.")
      }
      guard volumes.isEmpty || Self.meets(description, volumes[0], placements[0]) else {
        throw HermeticError(
          .geometry,
          "\(description.path) (\"\(description.name)\") lies outside of the world. Move it, or make the world "
            + "larger.")
      }
      descriptions.append(description)
    }
    var grids: [UnsafeMutablePointer<Vector3>] = []
    let elements = descriptions.map { description -> FieldElement in
      var grid: FieldGrid?
      var structure = Double.infinity
      if let map = description.map {
        let memory = UnsafeMutablePointer<Vector3>.allocate(capacity: map.values.count)
        memory.initialize(from: map.values, count: map.values.count)
        grids.append(memory)
        grid = FieldGrid(
          values: memory, countX: map.counts.x, countY: map.counts.y, countZ: map.counts.z,
          origin: map.origin, step: map.step, interpolation: map.interpolation)
        structure = 2 * min(map.step.x, min(map.step.y, map.step.z))
      } else if description.kind == .enge {
        structure = 1 / description.edge.inverseGap_per_mm
      }
      return FieldElement(description, grid: grid, structure_mm: structure)
    }
    let flags = zip(volumes, placements).map { volume, placement in
      descriptions.contains { Self.meets($0, volume, placement) }
    }
    self.init(elements: elements, names: descriptions.map(\.name), grids: grids, volumesWithField: flags)
  }

  /// Whether the box of a field and a volume share space; tubes count as the boxes around them.
  private static func meets(_ field: FieldDescription, _ volume: VolumeDescription, _ placement: Placement)
    -> Bool
  {
    let solid = volume.solid
    let box = Solid.box(halfX: solid.halfX, halfY: solid.halfY, halfZ: solid.halfZ)
    return Clash.between(field.solid, box, bInA: placement.relative(to: field.centre)) != nil
  }
}
