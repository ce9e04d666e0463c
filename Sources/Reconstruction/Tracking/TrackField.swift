import Core
import Numerics

/// Field along the spectrometer: uniform boxes.
struct TrackField: Sendable {
  struct Box: Sendable {
    let low: Vector3
    let high: Vector3
    let field_T: Vector3
  }
  let boxes: [Box]

  func callAsFunction(_ p: Vector3) -> Vector3 {
    var sum = Vector3.zero
    for box in boxes
    where p.x >= box.low.x && p.x <= box.high.x && p.y >= box.low.y && p.y <= box.high.y && p.z >= box.low.z
      && p.z <= box.high.z
    {
      sum = sum + box.field_T
    }
    return sum
  }

  var isUniform: Bool { true }
  /// z of the faces, where the field may jump.
  var edges_mm: [Double] { boxes.flatMap { [$0.low.z, $0.high.z] } }
  func isPresent(from a: Double, to b: Double) -> Bool {
    boxes.contains { $0.low.z < b && $0.high.z > a }
  }

  init(json: JSON?, path: String) throws {
    guard let json else {
      boxes = []
      return
    }
    var card = try Card(.object([JSON.Member(path, json)]), path: "")
    boxes = try card.array(path).enumerated().map { index, item in
      var box = try Card(item, path: "\(path)[\(index)]")
      _ = try box.string("name", default: "")
      let kind = try box.string("kind")
      guard kind == "dipole" else { throw HermeticError.notFound("kind of field", kind, known: ["dipole"]) }
      let centre = try box.numbers("position_mm", default: [0, 0, 0], count: 3, in: -1e6...1e6)
      let length = try box.number("length_mm", in: 1...1e5, dimension: "length")
      let aperture = try box.numbers("aperture_mm", count: 2, in: 1...1e6)
      let field = try box.number("field_T", in: -100...100)
      try box.finish()
      let half = Vector3(0.5 * aperture[0], 0.5 * aperture[1], 0.5 * length)
      let middle = Vector3(centre[0], centre[1], centre[2])
      return Box(low: middle - half, high: middle + half, field_T: Vector3(0, field, 0))
    }
  }
}
