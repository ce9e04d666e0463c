/// The lateral and longitudinal shape of a shower as numbers that a library can describe: shares of the sensor's
/// energy.
///
/// For each section the cell with most energy (of all sections together), the sum of its four neighbours, the sum
/// of the four diagonal cells, and the rest; and, over all sections, the two asymmetries of the neighbours,
/// |E_left − E_right|/E and |E_down − E_up|/E, which follow the point of impact. The last section's rest follows
/// from the others and is left out.
enum ShowerFeatures {
  static func count(sections: Int) -> Int { 4 * sections + 1 }

  /// - Returns: the sensor's energy; 0 leaves the features undefined.
  static func fill(
    _ features: UnsafeMutablePointer<Double>, _ cells: UnsafePointer<Double>, _ grid: ChannelGrid
  ) -> Double {
    let shape = CellShape(cells, grid)
    guard shape.total > 0 else { return 0 }
    let count = grid.cellCount
    let scale = 1 / shape.total
    var position = 0
    var (left, right, down, up) = (0.0, 0.0, 0.0, 0.0)
    for section in 0..<grid.sectionCount {
      func energy(_ dx: Int, _ dy: Int) -> Double {
        let ix = shape.largestX + dx
        let iy = shape.largestY + dy
        guard ix >= 0, ix < grid.cellsX, iy >= 0, iy < grid.cellsY else { return 0 }
        return cells[section * count + ix * grid.cellsY + iy]
      }
      var all = 0.0
      for cell in 0..<count { all += cells[section * count + cell] }
      let middle = energy(0, 0)
      let near = energy(-1, 0) + energy(1, 0) + energy(0, -1) + energy(0, 1)
      let diagonal = energy(-1, -1) + energy(-1, 1) + energy(1, -1) + energy(1, 1)
      left += energy(-1, 0)
      right += energy(1, 0)
      down += energy(0, -1)
      up += energy(0, 1)
      features[position] = middle * scale
      features[position + 1] = near * scale
      features[position + 2] = diagonal * scale
      position += 3
      if section + 1 < grid.sectionCount {
        features[position] = (all - middle - near - diagonal) * scale
        position += 1
      }
    }
    features[position] = (left - right).magnitude * scale
    features[position + 1] = (down - up).magnitude * scale
    return shape.total
  }
}
