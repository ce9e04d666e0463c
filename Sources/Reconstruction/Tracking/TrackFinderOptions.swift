import Core

/// Where tracks are looked for, and when they count.
///
///     {"at": plane, "x_mm": 0, "y_mm": 0, "tx": 0, "ty": 0, "x_spread_mm": 500, "y_spread_mm": 500,
///      "tx_spread": 0.02, "ty_spread": 0.02, "least_momentum_GeV": 5, "gate_chi2": 25, "width": 1000,
///      "least_hits": all axes − 2, "shared_hits": 2, "least_p_value": 1e-3, "most_tracks": 4}
public struct TrackFinderOptions: Sendable {
  public let plane: Int
  let x_mm: Double
  let y_mm: Double
  let tx: Double
  let ty: Double
  let xSpread_mm: Double
  let ySpread_mm: Double
  let txSpread: Double
  let tySpread: Double
  let qOverPSpread: Double
  let largestQOverP: Double
  let gate: Double
  let width: Int
  let leastHits: Int
  let sharedHits: Int
  let leastPValue: Double
  public let mostTracks: Int

  public init(json: JSON?, tracker: Tracker) throws {
    var card = try Card(json ?? .object([]), path: "")
    plane = try tracker.plane(&card, "at")
    x_mm = try card.number("x_mm", default: 0, in: TrackerParts.positions_mm, dimension: "length")
    y_mm = try card.number("y_mm", default: 0, in: TrackerParts.positions_mm, dimension: "length")
    tx = try card.number("tx", default: 0, in: -2...2)
    ty = try card.number("ty", default: 0, in: -2...2)
    xSpread_mm = try card.number("x_spread_mm", default: 500, in: 1e-3...1e5, dimension: "length")
    ySpread_mm = try card.number("y_spread_mm", default: xSpread_mm, in: 1e-3...1e5, dimension: "length")
    txSpread = try card.number("tx_spread", default: 0.02, in: 1e-6...2)
    tySpread = try card.number("ty_spread", default: txSpread, in: 1e-6...2)
    let least = try card.number(
      "least_momentum_GeV", default: min(5, 0.5 * tracker.momentum_GeV), in: 0.01...1e4, dimension: "energy")
    largestQOverP = 1 / least
    qOverPSpread = tracker.momentumSpread.map { $0 / tracker.momentum_GeV } ?? 1 / least
    gate = try card.number("gate_chi2", default: 25, in: 1...1e4)
    width = try card.integer("width", default: 1000, in: 1...100_000)
    leastHits = try card.integer(
      "least_hits", default: max(5, tracker.axes.count - 2), in: 5...max(5, tracker.axes.count))
    sharedHits = try card.integer("shared_hits", default: 2, in: 0...1000)
    leastPValue = try card.number("least_p_value", default: 1e-3, in: 0...1)
    mostTracks = try card.integer("most_tracks", default: 4, in: 1...1000)
    try card.finish()
  }
}
