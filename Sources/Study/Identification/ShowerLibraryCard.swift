import Core
import Reconstruction

/// Makes a shower library by simulating electrons in the user's own set-up.
///
///     {"setup": …, "beam": …, "response": …, "physics": …, "fidelity": …, "fast": …, "sensor": "ecal",
///      "energies_GeV": [10, 20, 50, 100], "events": 200, "seed": 1, "quantile": 0.95}
///
/// The beam's spot should cover what the beam of the data covers: the point of impact is part of the shape.
public enum ShowerLibraryCard {
  static let runKeys = ["setup", "response", "physics", "fidelity", "fast"]

  public static func answer(json: JSON) throws -> JSON {
    var card = try Card(json, path: "")
    let sensor = try card.string("sensor", default: "ecal")
    let energies = try card.numbers("energies_GeV", in: 1e-3...1e3)
    guard !energies.isEmpty, energies.count <= 100, energies == energies.sorted(),
      Set(energies).count == energies.count
    else {
      throw HermeticError(
        .configuration, "energies_GeV must hold 1 … 100 different energies in rising order, not \(energies).")
    }
    let events = try card.integer("events", default: 200, in: 1...1_000_000)
    let seed = try card.integer("seed", default: 1, in: 0...(1 << 52))
    let quantile = try card.number("quantile", default: 0.95, in: 0.01...0.9999)
    var common: [JSON.Member] = []
    for key in runKeys {
      if let value = card.optional(key) { common.append(JSON.Member(key, value)) }
    }
    var beam: [JSON.Member] = []
    if let given = card.optional("beam") {
      guard case .object(let members) = given else {
        throw HermeticError(.configuration, "beam must be an object {…}.")
      }
      beam = members.filter { $0.key != "energy_GeV" }
    }
    try card.finish()
    var cells: [[Double]] = []
    var grid: ChannelGrid?
    for (index, energy) in energies.enumerated() {
      let run = try Run(
        json: .object(
          common + [
            JSON.Member("beam", .object(beam + [JSON.Member("energy_GeV", .number(energy))])),
            JSON.Member("cells", [.string(sensor)]), JSON.Member("events", .number(Double(events))),
            JSON.Member("seed", .number(Double(seed))),
            // Energies share nothing: the numbers of their events do not overlap.
            JSON.Member("first_event", .number(Double(index * events))),
          ]))
      run.slice(maxEvents: 0, maxSeconds: 0, threads: 0)
      cells.append(
        Array(try run.cellEnergies(sensor: sensor, truth: false, first: 0, events: UInt64(events))))
      grid = run.grids.first { $0.name == sensor }
    }
    guard let grid else {
      throw HermeticError(.inside, "the sensor of a shower library vanished; please report.")
    }
    let library = try ShowerShapeLibrary(grid: grid, energies_GeV: energies, cells: cells, quantile: quantile)
    guard case .object(let members) = library.json else { return library.json }
    return .object(members + [JSON.Member("made_from", json)])
  }
}
