import Core
import Events
import Transport

extension Run {
  /// A tally of the run card: axes, and mean and standard error per event in each bin.
  public func tally(_ name: String) throws -> JSON {
    guard let index = card.tallies.firstIndex(where: { $0.name == name }) else {
      throw HermeticError.notFound("tally", name, known: card.tallies.map(\.name))
    }
    let tally = card.tallies[index]
    let offset = card.tallies[..<index].reduce(0) { $0 + $1.binCount }
    let results = (0..<tally.binCount).map { tallySums.mean(offset + $0, events: eventsDone) }
    let axes: [JSON]
    let unit: String
    switch tally.kind {
    case .trackLength:
      unit = "mm"
      axes = [
        ["name": "particle", "labels": .array(TrackLengthTally.particles.map { .string($0.name) })],
        ["name": "material", "labels": .array(card.setup.world.materials.map { .string($0.name) })],
        ["name": "energy_GeV", "edges": .array(TrackLengthTally.edges_GeV.map(JSON.number))],
      ]
    case .deposit(let radii, let depths, _, _):
      unit = "GeV"
      axes = [
        ["name": "depth_mm", "edges": .array(depths.map(JSON.number))],
        ["name": "radius_mm", "edges": .array(radii.map(JSON.number))],
      ]
    }
    return [
      "name": .string(name), "unit": .string(unit), "events": .number(Double(eventsDone)),
      "axes": .array(axes), "shape": .array(tally.shape.map { .number(Double($0.bins)) }),
      "mean": .array(results.map { .number($0.mean) }), "error": .array(results.map { .number($0.error) }),
    ]
  }
}
