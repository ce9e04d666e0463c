import Core
import Numerics

/// One entry of `fields`, checked by itself.
struct FieldDescription {
  let name: String
  let path: String
  let kind: FieldElement.Kind
  let placement: Placement
  let low: Vector3
  let high: Vector3
  var field_T = Vector3.zero
  var edge = EngeEdge(length_mm: 1, gap_mm: 1, coefficients: [])
  var map: FieldMapData?
  var quadrupole = QuadrupoleField(gradient_T_mm: 0, halfLength_mm: 1, fall_per_mm: 0)
  var solenoid = SolenoidField(field_T: 0, radius_mm: 1, length_mm: 1)

  /// Box and placement of its centre, for comparison with volumes.
  var solid: Solid {
    let size = high - low
    return .box(halfX: 0.5 * size.x, halfY: 0.5 * size.y, halfZ: 0.5 * size.z)
  }
  var centre: Placement {
    placement.composed(after: Placement(translation: 0.5 * (low + high), rotation: .identity))
  }
}

/// Reads one entry of `fields` (docs/fields.md).
struct FieldCard {
  static let kinds = ["dipole", "quadrupole", "solenoid", "map"]
  /// T; stronger magnets do not exist.
  static let strength = -100.0...100.0
  static let strengthHint = "Fields are in tesla (1 kG = 0.1 T)."

  static func read(_ json: JSON, path: String) throws -> FieldDescription {
    var card = try Card(json, path: path)
    let name = try card.string("name", default: path)
    let kind = try card.string("kind")
    let position = try card.lengths("position_mm", default: [0, 0, 0], count: 3, in: VolumeCard.coordinate)
    let turn = try card.numbers("rotation_deg", default: [0, 0, 0], count: 3, in: -360...360)
    let radian = Double.pi / 180
    let placement = Placement(
      translation: Vector3(position[0], position[1], position[2]),
      rotation: turn == [0, 0, 0]
        ? .identity : Rotation(aboutX: turn[0] * radian, y: turn[1] * radian, z: turn[2] * radian))
    let result: FieldDescription
    switch kind {
    case "dipole": result = try dipole(&card, name, placement)
    case "quadrupole": result = try quadrupole(&card, name, placement)
    case "solenoid": result = try solenoid(&card, name, placement)
    case "map": result = try map(&card, name, placement)
    default:
      let error = HermeticError.notFound("kind of field", kind, known: kinds)
      throw HermeticError(error.code, "\(card.pathOf("kind")): \(error.message)")
    }
    try card.finish()
    return result
  }

  /// `field_T`: a vector in the magnet's frame, or one number: along its y.
  private static func vector(_ card: inout Card) throws -> Vector3 {
    if case .number = try card.required("field_T") {
      return Vector3(0, try card.number("field_T", in: strength, hint: strengthHint), 0)
    }
    let values = try card.numbers("field_T", count: 3, in: strength)
    return Vector3(values[0], values[1], values[2])
  }

  private static func dipole(_ card: inout Card, _ name: String, _ placement: Placement) throws
    -> FieldDescription
  {
    let field = try vector(&card)
    let length = try card.length("length_mm", in: VolumeCard.dimension)
    let aperture = try card.lengths("aperture_mm", count: 2, in: VolumeCard.dimension)
    let halfX = 0.5 * aperture[0]
    let halfY = 0.5 * aperture[1]
    guard let edge = card.optional("edge"), edge != .string("hard") else {
      return FieldDescription(
        name: name, path: card.path, kind: .uniform, placement: placement,
        low: Vector3(-halfX, -halfY, -0.5 * length), high: Vector3(halfX, halfY, 0.5 * length), field_T: field
      )
    }
    if case .string(let text) = edge {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("edge")) = \"\(text)\" is no edge. Write \"hard\" or "
          + "{\"kind\": \"enge\", \"gap_mm\": …, \"coefficients\": [c0, c1, …]}.")
    }
    guard field.z == 0, field != .zero else {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("field_T")) must be across the magnet's z axis and not zero for an Enge edge.")
    }
    var inner = try Card(edge, path: card.pathOf("edge"))
    let kind = try inner.string("kind", default: "enge")
    guard kind == "enge" else {
      throw HermeticError.notFound("kind of edge", kind, known: ["enge", "hard"])
    }
    let gap = try inner.length("gap_mm", in: VolumeCard.dimension)
    let coefficients = try inner.numbers("coefficients", default: [0, 3], in: -1e3...1e3)
    guard (2...6).contains(coefficients.count) else {
      throw HermeticError(
        .configuration,
        "\(inner.pathOf("coefficients")) must hold 2 to 6 numbers, not \(coefficients.count).")
    }
    try inner.finish()
    let shape = EngeEdge(length_mm: length, gap_mm: gap, coefficients: coefficients)
    let b = (1 / field.length) * field
    let reach = try fringe(
      shape, gap, length, halfAperture: b.x.magnitude * halfX + b.y.magnitude * halfY, path: inner.path)
    let halfZ = 0.5 * length + reach
    return FieldDescription(
      name: name, path: card.path, kind: .enge, placement: placement, low: Vector3(-halfX, -halfY, -halfZ),
      high: Vector3(halfX, halfY, halfZ), field_T: field, edge: shape)
  }

  /// How far the fringe reaches beyond the edge: to 1e-9 of the field.
  private static func fringe(
    _ edge: EngeEdge, _ gap: Double, _ length: Double, halfAperture: Double, path: String
  ) throws -> Double {
    func size(_ s: Double, _ b: Double) -> Double { edge.fall(Complex(s, b)).value.square.squareRoot() }
    let step = 0.05 * gap
    var reach = 0.0
    for index in 0...2000 {
      let s = Double(index) * step
      if max(size(s, 0), size(s, halfAperture)) > 1e-9 { reach = s + step }
    }
    guard reach < 60 * gap, size(-length - reach, 0) > 0.999, size(-length - reach, 0) < 1.001 else {
      throw HermeticError(
        .configuration,
        "\(path).coefficients do not fall from 1 to 0 across the edge (the polynomial must rise from −∞ to +∞). "
          + "Try [0, 3].")
    }
    for i in 0...32 {
      let b = halfAperture * Double(i) / 32
      for j in -500...500
      where edge.distanceFromPole(Complex(0.02 * gap * Double(j), b)) < 0.05 {
        throw HermeticError(
          .geometry,
          "\(path): the aperture reaches \(b) mm from the mid-plane, where the continued edge has a pole "
            + "(for coefficients [0, c1] it is at π gap/c1). Make the gap larger or the aperture smaller.")
      }
    }
    return reach
  }

  private static func map(_ card: inout Card, _ name: String, _ placement: Placement) throws
    -> FieldDescription
  {
    let scale = try card.number("scale", default: 1, in: -1e3...1e3)
    let text = try card.string("interpolation", default: "trilinear")
    guard let interpolation = FieldInterpolation.allCases.first(where: { $0.name == text }) else {
      let error = HermeticError.notFound(
        "interpolation", text, known: FieldInterpolation.allCases.map(\.name))
      throw HermeticError(error.code, "\(card.pathOf("interpolation")): \(error.message)")
    }
    var data =
      card.optional("points") != nil ? try FieldMapData(points: &card) : try FieldMapData(grid: &card)
    data.interpolation = interpolation
    for index in data.values.indices { data.values[index] = scale * data.values[index] }
    let top = Vector3(
      data.origin.x + data.step.x * Double(data.counts.x - 1),
      data.origin.y + data.step.y * Double(data.counts.y - 1),
      data.origin.z + data.step.z * Double(data.counts.z - 1))
    return FieldDescription(
      name: name, path: card.path, kind: .map, placement: placement, low: data.origin, high: top, map: data)
  }
}
