import Core
import Numerics

/// The numbers of a field map as the card gives them, checked: a complete regular grid of finite fields.
struct FieldMapData {
  static let largestCount = 4_000_000

  var counts: (x: Int, y: Int, z: Int)
  var origin: Vector3
  var step: Vector3
  /// T, index (ix·ny + iy)·nz + iz.
  var values: [Vector3]
  var interpolation = FieldInterpolation.trilinear

  /// `x_mm`, `y_mm`, `z_mm`: rising, evenly spaced; `field_T`: Bx, By, Bz for every point, z running fastest;
  /// one flat list, or a list of triples.
  init(grid card: inout Card) throws {
    let x = try Axis(&card, "x_mm")
    let y = try Axis(&card, "y_mm")
    let z = try Axis(&card, "z_mm")
    counts = (x.count, y.count, z.count)
    origin = Vector3(x.first, y.first, z.first)
    step = Vector3(x.step, y.step, z.step)
    let (plane, much) = y.count.multipliedReportingOverflow(by: z.count)
    guard !much, plane <= Self.largestCount, plane * x.count <= Self.largestCount else {
      throw HermeticError.range(
        card.pathOf("x_mm") + ".count", Double(x.count), allowed: "at most \(Self.largestCount) points in all"
      )
    }
    let total = plane * x.count
    let items = try card.array("field_T")
    let isFlat = items.count == 3 * total && total > 0
    guard isFlat || items.count == total else {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("field_T")) holds \(items.count) entries for \(x.count) × \(y.count) × \(z.count) = "
          + "\(total) points (the map has holes, or too much). Give \(3 * total) numbers or \(total) triples, "
          + "z running fastest, x slowest.")
    }
    values = []
    values.reserveCapacity(total)
    for index in 0..<total {
      func place() -> String {
        let (i, j, k) = (index / plane, index / z.count % y.count, index % z.count)
        return "(\(x.at(i)), \(y.at(j)), \(z.at(k))) mm"
      }
      if isFlat {
        values.append(
          Vector3(
            try Self.component(items[3 * index], card, 3 * index, place),
            try Self.component(items[3 * index + 1], card, 3 * index + 1, place),
            try Self.component(items[3 * index + 2], card, 3 * index + 2, place)))
      } else {
        guard case .array(let triple) = items[index], triple.count == 3 else {
          throw HermeticError(
            .configuration,
            "\(card.pathOf("field_T"))[\(index)] must be three numbers, not \(items[index].text) (a hole in the "
              + "map at \(place())).")
        }
        values.append(
          Vector3(
            try Self.component(triple[0], card, index, place),
            try Self.component(triple[1], card, index, place),
            try Self.component(triple[2], card, index, place)))
      }
    }
  }

  /// `points`: rows x, y, z, Bx, By, Bz in any order, as field maps are usually written.
  init(points card: inout Card) throws {
    let path = card.pathOf("points")
    let items = try card.array("points")
    guard items.count <= Self.largestCount else {
      throw HermeticError.range(path + ".count", Double(items.count), allowed: "at most \(Self.largestCount)")
    }
    var rows: [(position: Vector3, field: Vector3)] = []
    rows.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      guard case .array(let numbers) = item, numbers.count == 6 else {
        throw HermeticError(
          .configuration, "\(path)[\(index)] must hold six numbers: x, y, z in mm and Bx, By, Bz in T.")
      }
      var v: [Double] = []
      for (column, number) in numbers.enumerated() {
        guard case .number(let value) = number, value.isFinite else {
          throw HermeticError(
            .configuration,
            "\(path)[\(index)][\(column)] must be a number, not \(number.text) (a hole in the map).")
        }
        let range = column < 3 ? VolumeCard.coordinate : FieldCard.strength
        guard range.contains(value) else {
          throw HermeticError.range(
            "\(path)[\(index)][\(column)]", value, allowed: "in \(range.lowerBound) … \(range.upperBound)",
            hint: column < 3 ? "Positions are in mm." : FieldCard.strengthHint)
        }
        v.append(value)
      }
      rows.append((Vector3(v[0], v[1], v[2]), Vector3(v[3], v[4], v[5])))
    }
    let x = try Axis(of: rows.map(\.position.x), path: path, name: "x")
    let y = try Axis(of: rows.map(\.position.y), path: path, name: "y")
    let z = try Axis(of: rows.map(\.position.z), path: path, name: "z")
    counts = (x.count, y.count, z.count)
    origin = Vector3(x.first, y.first, z.first)
    step = Vector3(x.step, y.step, z.step)
    let (plane, much) = y.count.multipliedReportingOverflow(by: z.count)
    let (total, tooMuch) = plane.multipliedReportingOverflow(by: x.count)
    guard !much, !tooMuch, total <= Self.largestCount else {
      throw HermeticError(
        .configuration, "\(path): the points span a grid of \(x.count) × \(y.count) × \(z.count), too many.")
    }
    values = [Vector3](repeating: .zero, count: total)
    var isKnown = [Bool](repeating: false, count: total)
    for (number, row) in rows.enumerated() {
      let p = row.position
      let index = (x.index(p.x) * y.count + y.index(p.y)) * z.count + z.index(p.z)
      if isKnown[index] {
        throw HermeticError(
          .configuration,
          "\(path)[\(number)] repeats the point (\(p.x), \(p.y), \(p.z)) mm. Give each point once.")
      }
      isKnown[index] = true
      values[index] = row.field
    }
    if let hole = isKnown.firstIndex(of: false) {
      let (i, j, k) = (hole / plane, hole / z.count % y.count, hole % z.count)
      let missing = isKnown.reduce(0) { $0 + ($1 ? 0 : 1) }
      throw HermeticError(
        .configuration,
        "\(path): the map has holes: \(missing) of \(total) points are missing, the first at "
          + "(\(x.at(i)), \(y.at(j)), \(z.at(k))) mm. Give every point of a regular grid.")
    }
  }

  private static func component(_ json: JSON, _ card: Card, _ index: Int, _ place: () -> String) throws
    -> Double
  {
    let name = "\(card.pathOf("field_T"))[\(index)]"
    guard case .number(let value) = json, value.isFinite else {
      throw HermeticError(
        .configuration, "\(name) must be a number, not \(json.text) (a hole in the map at \(place())).")
    }
    guard FieldCard.strength.contains(value) else {
      throw HermeticError.range(name, value, allowed: "in -100 … 100", hint: FieldCard.strengthHint)
    }
    return value
  }

  /// An evenly spaced axis.
  private struct Axis {
    let first: Double
    let step: Double
    let count: Int

    func at(_ index: Int) -> Double { first + step * Double(index) }
    func index(_ value: Double) -> Int { min(max(Int(((value - first) / step).rounded()), 0), count - 1) }

    /// Of a list that must rise evenly.
    init(_ card: inout Card, _ key: String) throws {
      let values = try card.numbers(key, in: VolumeCard.coordinate)
      try self.init(rising: values, name: card.pathOf(key))
    }

    /// Of the coordinates of points in any order.
    init(of coordinates: [Double], path: String, name: String) throws {
      let sorted = coordinates.sorted()
      guard let low = sorted.first, let high = sorted.last else {
        throw HermeticError(.configuration, "\(path) is empty. Give every point of a regular grid.")
      }
      let resolution = 1e-6 * max(high - low, 1e-3)
      var distinct: [Double] = [low]
      for value in sorted where value - distinct[distinct.count - 1] > resolution { distinct.append(value) }
      try self.init(rising: distinct, name: "\(path): \(name)")
    }

    private init(rising values: [Double], name: String) throws {
      guard values.count >= 2 else {
        throw HermeticError(
          .configuration, "\(name) must hold at least 2 different coordinates, not \(values.count).")
      }
      first = values[0]
      count = values.count
      step = (values[count - 1] - first) / Double(count - 1)
      for index in 1..<count where values[index] <= values[index - 1] {
        throw HermeticError(
          .configuration,
          "\(name)[\(index)] = \(values[index]) does not rise (after \(values[index - 1])). Axes must rise.")
      }
      for index in 0..<count where (values[index] - at(index)).magnitude > 1e-4 * step {
        throw HermeticError(
          .configuration,
          "\(name)[\(index)] = \(values[index]) is not evenly spaced (expected \(at(index)); a hole in the map?). "
            + "Give a regular grid.")
      }
      guard step >= 1e-3 else {
        throw HermeticError.range(name + " spacing", step, allowed: "at least 0.001 mm")
      }
    }
  }
}
