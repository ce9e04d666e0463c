import Core
import Events
import Geometry
import Numerics
import Transport

/// A named plane of a set-up: `planes` of its card. It records who crosses the surface of a volume, and gives the
/// run columns of the fastest of them.
///
///     "planes": {"mu_out": {"volume": "ECAL", "at": "exit", "particles": ["mu-", "mu+"], "minimum_energy_GeV": 1}}
public struct PlaneCard: Equatable, Sendable {
  public let name: String
  public let plane: CrossingPlane

  /// What a plane adds to an event: how many crossed, and the state of the one with most momentum in the world's
  /// frame; slopes are dx/dz and dy/dz; `weight` is the sum of the weights of all that crossed (`Splitting`; their number
  /// without). All 0 when nobody crossed.
  static let columns = [
    "crossings", "pdg", "momentum_GeV", "x_mm", "y_mm", "z_mm", "slope_x", "slope_y", "time_ns",
    "weight",
  ]

  static func read(_ json: JSON?, path: String, world: World) throws -> [PlaneCard] {
    guard let json else { return [] }
    guard case .object(let members) = json else {
      throw HermeticError(
        .configuration,
        "\(path) must be an object {name: {\"volume\": …, \"at\": \"exit\"}}, not \(json.text).")
    }
    guard members.count <= 256 else {
      throw HermeticError(.configuration, "\(path) may hold 256 planes, not \(members.count).")
    }
    return try members.map {
      try PlaneCard(name: $0.key, json: $0.value, path: "\(path).\($0.key)", world: world)
    }
  }

  private init(name: String, json: JSON, path: String, world: World) throws {
    self.name = name
    var card = try Card(json, path: path)
    let volumeName = try card.string("volume")
    guard let volume = world.volumeNames.firstIndex(of: volumeName) else {
      throw HermeticError.notFound("volume", volumeName, known: world.volumeNames)
    }
    let senseName = try card.string("at", default: "exit")
    guard let sense = CrossingPlane.Sense(rawValue: senseName) else {
      throw HermeticError.notFound(
        "\(path).at", senseName, known: CrossingPlane.Sense.allCases.map(\.rawValue))
    }
    var particles: [Particle]?
    if let wanted = card.optional("particles") {
      guard case .array(let items) = wanted, !items.isEmpty else {
        throw HermeticError(
          .configuration, "\(path).particles must list names like \"mu-\"; leave it out for all charged ones."
        )
      }
      particles = try items.map {
        guard case .string(let text) = $0, let particle = Particle(name: text) else {
          throw HermeticError.notFound("particle", $0.text, known: Particle.allCases.map(\.name))
        }
        return particle
      }
    }
    let minimum = try card.number("minimum_energy_GeV", default: 0, in: 0...1e4, dimension: "energy")
    try card.finish()
    plane = CrossingPlane(
      volume: volume, sense: sense, particles: particles, minimumKineticEnergy_GeV: minimum)
  }

  /// In the order of `columns`.
  static func values(_ log: CrossingLog, plane: Int) -> [Double] {
    guard let leading = log.leading(plane: plane) else { return columns.map { _ in 0 } }
    let d = leading.direction
    let p = leading.position
    let along = d.z.magnitude > 1e-9 ? d.z : (d.z < 0 ? -1e-9 : 1e-9)
    return [
      Double(log.count(plane: plane)), Double(leading.particle.pdg), leading.momentum_GeV, p.x, p.y, p.z,
      d.x / along, d.y / along, leading.time_ns, log.weight(plane: plane),
    ]
  }
}
