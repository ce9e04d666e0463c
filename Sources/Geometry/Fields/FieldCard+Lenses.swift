import Core
import Numerics

extension FieldCard {
  /// T/m: a superconducting lens of a collider has 300.
  private static let gradient = -1e4...1e4

  static func quadrupole(_ card: inout Card, _ name: String, _ placement: Placement) throws
    -> FieldDescription
  {
    let gradient_T_m = try card.number(
      "gradient_T_m", in: gradient, hint: "Gradients are in tesla per metre.")
    let length = try card.length("length_mm", in: VolumeCard.dimension)
    let aperture = try card.lengths("aperture_mm", count: 2, in: VolumeCard.dimension)
    let (halfX, halfY) = (0.5 * aperture[0], 0.5 * aperture[1])
    var fall = 0.0
    var reach = 0.0
    if let edge = card.optional("edge"), edge != .string("hard") {
      if case .string(let text) = edge {
        throw HermeticError(
          .configuration,
          "\(card.pathOf("edge")) = \"\(text)\" is no edge. Write \"hard\" or "
            + "{\"kind\": \"enge\", \"bore_mm\": …, \"c1\": 3}.")
      }
      var inner = try Card(edge, path: card.pathOf("edge"))
      let kind = try inner.string("kind", default: "enge")
      guard kind == "enge" else {
        throw HermeticError.notFound("kind of edge", kind, known: ["enge", "hard"])
      }
      let bore = try inner.length("bore_mm", in: VolumeCard.dimension)
      fall = try inner.number("c1", default: 3, in: 0.1...100) / bore
      try inner.finish()
      let corner = (halfX * halfX + halfY * halfY).squareRoot()
      guard fall * corner < 0.95 * Double.pi else {
        throw HermeticError(
          .geometry,
          "\(inner.path): the aperture reaches \(corner) mm from the axis, where the continued edge has a pole "
            + "(it is at π bore/c1 = \(Double.pi / fall) mm). Make the bore larger or the aperture smaller.")
      }
      // To 1e-12 of the gradient.
      reach = 28 / fall
    }
    let halfZ = 0.5 * length + reach
    var result = FieldDescription(
      name: name, path: card.path, kind: .quadrupole, placement: placement,
      low: Vector3(-halfX, -halfY, -halfZ),
      high: Vector3(halfX, halfY, halfZ))
    result.quadrupole = QuadrupoleField(
      gradient_T_mm: 1e-3 * gradient_T_m, halfLength_mm: 0.5 * length, fall_per_mm: fall)
    return result
  }

  static func solenoid(_ card: inout Card, _ name: String, _ placement: Placement) throws -> FieldDescription
  {
    let field_T = try card.number("field_T", in: strength, hint: strengthHint)
    let length = try card.length("length_mm", in: VolumeCard.dimension)
    let bore = try card.length("bore_mm", in: VolumeCard.dimension)
    let aperture = try card.lengths("aperture_mm", default: [bore, bore], count: 2, in: VolumeCard.dimension)
    let reach = try card.length("reach_mm", default: 5 * bore, in: 0...1e7)
    let halfZ = 0.5 * length + reach
    var result = FieldDescription(
      name: name, path: card.path, kind: .solenoid, placement: placement,
      low: Vector3(-0.5 * aperture[0], -0.5 * aperture[1], -halfZ),
      high: Vector3(0.5 * aperture[0], 0.5 * aperture[1], halfZ))
    result.solenoid = SolenoidField(field_T: field_T, radius_mm: 0.5 * bore, length_mm: length)
    return result
  }
}
