import Core
import Geometry
import Numerics
import Reconstruction

/// A box of the set-up that measures.
struct TrackerStation: Sendable {
  let name: String
  let volume: Int
  /// Middle of the front face, where hits are.
  let front: Vector3
  let half: Vector3
  let angles_deg: [Double]
  let response: StationResponse

  var station: HitMaker.Station {
    HitMaker.Station(response: response, halfX_mm: half.x, halfY_mm: half.y)
  }

  init(json: JSON, path: String, world: World) throws {
    var card = try Card(json, path: path)
    name = try card.string("volume")
    guard let volume = world.volumeNames.firstIndex(of: name) else {
      let error = HermeticError.notFound("volume", name, known: world.volumeNames)
      throw HermeticError(error.code, "\(path).volume: \(error.message)")
    }
    guard volume > 0, let box = world.uprightBox(volume: volume) else {
      throw HermeticError(
        .configuration,
        "\(path).volume = \"\(name)\" is no box along the world's axes (a station measures in the plane of its "
          + "front face). Use a box without rotation; \"angles_deg\" turns the strips.")
    }
    self.volume = volume
    front = box.centre - Vector3(0, 0, box.half.z)
    half = box.half
    angles_deg = try card.numbers("angles_deg", default: [0, 90], in: -360...360)
    response = try StationResponse(card: &card)
    try card.finish()
  }

  /// The plane in a tracker's card, without its matter.
  var planeMembers: [JSON.Member] {
    [
      .init("name", .string(name)), .init("z_mm", .number(front.z)), .init("x_mm", .number(front.x)),
      .init("y_mm", .number(front.y)), .init("angles_deg", .array(angles_deg.map { .number($0) })),
      .init("resolution_mm", .number(response.resolution_mm)),
      .init("efficiency", .number(response.efficiency)),
      .init("half_size_mm", .number(max(half.x, half.y))),
    ]
  }

  var json: JSON {
    .object(
      [.init("volume", .string(name)), .init("angles_deg", .array(angles_deg.map { .number($0) }))]
        + response.members)
  }
}
