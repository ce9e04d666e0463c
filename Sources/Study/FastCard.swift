import Core
import Geometry
import Transport

/// Fidelity of a run: every shower in full, or soft showers from a library (`FastShowers`).
public struct FastCard: Equatable, Sendable {
  /// Below it showers come from a library.
  public let threshold_GeV: Double
  /// Names of the layered calorimeters in which they do.
  public let volumes: [String]
  public let library: ShowerLibrarySettings

  /// The default threshold as a share of the beam energy. Lower: closer to full transport, and slower in
  /// proportion.
  static let thresholdShare = 0.2

  init(json: JSON?, path: String, beam: Beam, setup: Setup, signal: SignalCard?) throws {
    var card = try Card(json ?? .object([]), path: path)
    let fallback = min(
      FastCard.thresholdShare * beam.kineticEnergy_GeV, signal?.minimumBosonEnergy_GeV ?? .infinity)
    threshold_GeV = try card.number(
      "threshold_GeV", default: max(fallback, 2e-3), in: 2e-3...50, dimension: "energy")
    library = try ShowerLibrarySettings(card: &card)
    if let signal, threshold_GeV > signal.minimumBosonEnergy_GeV {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("threshold_GeV")) = \(threshold_GeV) is above signal.minimum_boson_energy_GeV = "
          + "\(signal.minimumBosonEnergy_GeV) (leptons that can emit must be followed in full). Lower it.")
    }
    let world = setup.world
    if card.optional("volumes") != nil {
      volumes = try card.array("volumes").map { item in
        guard case .string(let name) = item, let index = world.volumeNames.firstIndex(of: name) else {
          throw HermeticError.notFound("volume", item.text, known: world.volumeNames)
        }
        guard world.layering(index) != nil else {
          throw HermeticError(
            .configuration,
            "volume \"\(name)\" is no layered calorimeter (showers of a library need one). Leave it out of "
              + "\(card.pathOf("volumes")).")
        }
        return name
      }
    } else {
      volumes = try FastCard.reached(world, beam)
    }
    guard !volumes.isEmpty else {
      throw HermeticError(
        .configuration,
        "fidelity \"fast\" needs a layered calorimeter, and the beam meets none in its first 10 radiation "
          + "lengths. Name one in fast.volumes or use \"full\".")
    }
    try card.finish()
  }

  /// Layered calorimeters on the beam axis that begin within 10 radiation lengths.
  private static func reached(_ world: World, _ beam: Beam) throws -> [String] {
    var names: [String] = []
    var depth = 0.0
    for step in try world.ray(from: beam.position_mm, direction: beam.direction) {
      guard depth < 10 else { break }
      if world.view.isLayered(step.location.volume), !names.contains(step.volumeName) {
        names.append(step.volumeName)
      }
      depth += step.length_mm / world.materials[step.material].radiationLength_mm
    }
    return names
  }

  public var json: JSON {
    .object(
      [
        JSON.Member("threshold_GeV", .number(threshold_GeV)),
        JSON.Member("volumes", .array(volumes.map(JSON.string))),
      ] + library.members)
  }
}
