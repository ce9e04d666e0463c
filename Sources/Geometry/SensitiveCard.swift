import Core

/// Reads the `sensitive` part of a volume.
struct SensitiveCard {
  static func read(_ given: Card, volumeName: String, solid: Solid, slabCount: Int, layers: Int) throws
    -> VolumeDescription.Sensitive
  {
    var card = given
    let name = try card.string("name", default: volumeName)
    guard !name.isEmpty else {
      throw HermeticError(.configuration, "\(card.pathOf("name")) must not be empty.")
    }
    let cells =
      card.optional("cells") == nil ? [1, 1] : try card.integers("cells", count: 2, in: 1...100_000)
    let full = [2 * solid.halfX, 2 * solid.halfY]
    let cell = try card.lengths(
      "cell_mm", default: [full[0] / Double(cells[0]), full[1] / Double(cells[1])], count: 2,
      in: Tolerance.smallestSize...Tolerance.largestSize)
    for (axis, label) in ["x", "y"].enumerated() {
      let grid = Double(cells[axis]) * cell[axis]
      guard grid <= full[axis] * (1 + 1e-9) + Tolerance.overlap else {
        throw HermeticError.range(
          card.pathOf("cell_mm") + "[\(axis)]", cell[axis],
          allowed: "at most \(full[axis] / Double(cells[axis])): \(cells[axis]) cells in \(label) "
            + "must fit in the volume's \(full[axis]) mm")
      }
    }
    var slab = 0
    var sections = [layers]
    if solid.shape == .layered {
      slab = try card.integer("slab", default: slabCount == 1 ? 0 : nil, in: 0...(slabCount - 1))
      if card.optional("sections") != nil {
        sections = try card.integers("sections", in: 1...layers)
        let sum = sections.reduce(0, +)
        guard sum == layers else {
          throw HermeticError(
            .configuration,
            "\(card.pathOf("sections")) = \(sections) sums to \(sum) layers (the calorimeter has "
              + "layers = \(layers)). Give the number of layers in each section, front first.")
        }
      }
    }
    let channels = Double(sections.count) * Double(cells[0]) * Double(cells[1])
    guard channels <= Double(VolumeCard.largestChannelCount) else {
      throw HermeticError.range(
        card.pathOf("cells"), channels, allowed: "at most \(VolumeCard.largestChannelCount) channels")
    }
    try card.finish()
    return VolumeDescription.Sensitive(
      name: name, slab: slab, cellsX: cells[0], cellsY: cells[1], cellX_mm: cell[0],
      cellY_mm: cell[1], sections: sections)
  }
}
