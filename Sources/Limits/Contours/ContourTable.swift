import Core

/// Contour lines of a table of values on a rectangular grid (marching squares).
///
/// - Numerics: linear interpolation on the chosen scales, exact for functions that are linear there.
/// - Checked by: `ContourTests`
public struct ContourTable: Sendable {
  public var xScale = ContourScale.linear
  public var yScale = ContourScale.linear
  public var valueScale = ContourScale.linear
  public var level = 1.0

  public init() {}

  /// {"level": 1, "x_scale": "log", "y_scale": "log", "value_scale": "log"}
  public init(json: JSON) throws {
    var card = try Card(json, path: "")
    level = try card.number("level", default: 1, in: -1e300...1e300)
    (xScale, yScale, valueScale) = try ContourTable.scales(&card)
    try card.finish()
    try checkLevel()
  }

  static func scales(_ card: inout Card) throws -> (ContourScale, ContourScale, ContourScale) {
    let named = { (card: inout Card, key: String) throws -> ContourScale in
      try CountingObservation.named(ContourScale.self, try card.string(key, default: "linear"), key)
    }
    return (try named(&card, "x_scale"), try named(&card, "y_scale"), try named(&card, "value_scale"))
  }

  func checkLevel() throws {
    guard valueScale == .linear || level > 1e-300 else {
      throw HermeticError.range("level", level, allowed: "positive on a logarithmic value_scale")
    }
  }

  /// - Parameter values: values[j · x.count + i] at (x[i], y[j])
  /// - Returns: lines in the original coordinates; closed ones repeat their first point
  public func lines(x: [Double], y: [Double], values: UnsafeBufferPointer<Double>) throws -> [[(
    Double, Double
  )]] {
    for (axis, scale, name) in [(x, xScale, "x"), (y, yScale, "y")] {
      try CouplingModel.requireAscending(axis, name, atLeast: 2)
      guard scale == .linear || axis[0] > 1e-300 else {
        throw HermeticError.range("\(name)[0]", axis[0], allowed: "positive on a logarithmic scale")
      }
    }
    let threshold = valueScale.forward(level)
    let u = x.map(xScale.forward)
    let w = y.map(yScale.forward)
    let v = values.map(valueScale.forward)
    var assembly = ContourAssembly()
    for j in 0..<(y.count - 1) {
      for i in 0..<(x.count - 1) {
        let corner = [
          v[j * x.count + i], v[j * x.count + i + 1], v[(j + 1) * x.count + i + 1], v[(j + 1) * x.count + i],
        ]
        let segments = ContourCell.segments((corner[0], corner[1], corner[2], corner[3]), level: threshold)
        if segments.isEmpty { continue }
        let place = { (edge: Int) -> (ContourAssembly.Edge, (Double, Double)) in
          // The crossing is always computed from the lower end, so that neighbours agree to the bit.
          switch edge {
          case 0, 2:
            let row = edge == 0 ? j : j + 1
            let (a, b) = edge == 0 ? (corner[0], corner[1]) : (corner[3], corner[2])
            let t = ContourCell.crossing(a, b, level: threshold)
            return (.init(i: i, j: row, direction: 0), (u[i] + t * (u[i + 1] - u[i]), w[row]))
          default:
            let column = edge == 3 ? i : i + 1
            let (a, b) = edge == 3 ? (corner[0], corner[3]) : (corner[1], corner[2])
            let t = ContourCell.crossing(a, b, level: threshold)
            return (.init(i: column, j: j, direction: 1), (u[column], w[j] + t * (w[j + 1] - w[j])))
          }
        }
        for (a, b) in segments {
          let (edgeA, pointA) = place(a)
          let (edgeB, pointB) = place(b)
          assembly.add(edgeA, pointA, edgeB, pointB)
        }
      }
    }
    return assembly.lines().map { $0.map { (xScale.backward($0.0), yScale.backward($0.1)) } }
  }
}

extension JSON {
  /// [{"closed", "x": […], "y": […]}, …]
  static func contourLines(_ lines: [[(Double, Double)]]) -> JSON {
    .array(
      lines.map { line in
        let isClosed = line.count > 2 && line[0] == line[line.count - 1]
        return [
          "closed": .bool(isClosed), "x": .array(line.map { .number($0.0) }),
          "y": .array(line.map { .number($0.1) }),
        ]
      })
  }
}

extension ContourTable {
  public func answer(x: [Double], y: [Double], values: UnsafeBufferPointer<Double>) throws -> JSON {
    ["level": .number(level), "lines": .contourLines(try lines(x: x, y: y, values: values))]
  }
}
