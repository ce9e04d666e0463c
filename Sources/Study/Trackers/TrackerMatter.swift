import Core
import Geometry
import Numerics

/// Matter that a tracker sees between its stations: that of the set-up, along straight lines from the middle of one
/// station to that of the next.
struct TrackerMatter {
  /// What stands in the middle of each station, "material" and "thickness_mm" or "thickness_X0".
  var ofStations: [[JSON.Member]]
  /// {"from_mm", "to_mm", "material"} of everything between.
  var volumes: [JSON] = []

  /// - Parameters:
  ///   - stations: volumes in the order of z, and the middles of their front faces
  ///   - to: z to which tracks are carried beyond the last one
  init(world: World, stations: [(volume: Int, front: Vector3)], from: Double, to: Double) throws {
    ofStations = stations.map { _ in [] }
    var corners = stations.map { ($0.front, Optional($0.volume)) }
    if let first = corners.first, from < first.0.z {
      let next = corners.dropFirst().first { $0.0.z > first.0.z }?.0 ?? first.0 + Vector3(0, 0, 1)
      corners.insert((Self.along(first.0, next, toZ: from), nil), at: 0)
    }
    if let last = corners.last, to > last.0.z {
      let before = corners.last { $0.0.z < last.0.z }?.0 ?? last.0 - Vector3(0, 0, 1)
      corners.append((Self.along(before, last.0, toZ: to), nil))
    } else if let last = corners.last {
      // The last station's own matter.
      corners.append((last.0 + Vector3(0, 0, 1e-3), nil))
    }
    var index = corners.count == stations.count + 2 ? -1 : 0
    if from >= stations[0].front.z { index = 0 }
    for (start, end) in zip(corners, corners.dropFirst()) {
      let direction = end.0 - start.0
      if direction.z > 0 {
        try walk(world, from: start.0, direction.normalized, toZ: end.0.z, station: start.1, index: index)
      }
      index += 1
    }
  }

  private static func along(_ a: Vector3, _ b: Vector3, toZ z: Double) -> Vector3 {
    a + ((z - a.z) / (b.z - a.z)) * (b - a)
  }

  private mutating func walk(
    _ world: World, from start: Vector3, _ direction: Vector3, toZ end: Double, station: Int?, index: Int
  ) throws {
    var z = start.z
    var own: [(material: Int, length: Double)] = []
    for segment in try world.ray(from: start, direction: direction) {
      let next = z + segment.length_mm * direction.z
      var ancestor = Int(segment.location.volume)
      while ancestor >= 0, ancestor != station ?? -2 { ancestor = world.view.mother(ofVolume: ancestor) }
      if ancestor >= 0 {
        own.append((segment.material, next - z))
      } else {
        if z >= end - 1e-9 { break }
        add(world.materials[segment.material].name, from: z, to: min(next, end))
      }
      z = next
    }
    guard index >= 0, station != nil else { return }
    if own.count == 1, world.materials[own[0].material].density_g_cm3 > 0 {
      ofStations[index] = [
        .init("material", .string(world.materials[own[0].material].name)),
        .init("thickness_mm", .number(own[0].length)),
      ]
    } else {
      let sum = own.reduce(0) { $0 + $1.length / world.materials[$1.material].radiationLength_mm }
      ofStations[index] = [.init("thickness_X0", .number(sum))]
    }
  }

  private mutating func add(_ material: String, from: Double, to: Double) {
    if material == "vacuum" || to - from < 1e-9 { return }
    if case .object(let members)? = volumes.last, members[2].value == .string(material),
      case .number(let end) = members[1].value, (end - from).magnitude < 1e-9
    {
      volumes[volumes.count - 1] = Self.volume(members[0].value, to, material)
    } else {
      var start = from
      // Rounding must not make neighbours overlap.
      if case .object(let members)? = volumes.last, case .number(let end) = members[1].value {
        start = max(start, end)
      }
      if to > start { volumes.append(Self.volume(.number(start), to, material)) }
    }
  }

  private static func volume(_ from: JSON, _ to: Double, _ material: String) -> JSON {
    .object([.init("from_mm", from), .init("to_mm", .number(to)), .init("material", .string(material))])
  }
}
