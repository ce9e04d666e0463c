import Core

/// What a sensor makes of the energy in its channels. Every stage has a name in the card, and is off when it
/// is left out; they act in the order in which they stand here.
///
/// Energies are calibrated ones: those of the channel's true mean response.
public struct SensorResponse: Sendable, Equatable {
  /// 0 — calibration constant: what is reported per unit of energy on the scale of the set-up's `calibration`, that of
  /// electrons. Above 1 for a hadron calorimeter that is calibrated with hadrons; all later numbers are on this scale.
  public var scale = 1.0
  /// 1 — light collected as a function of the place in the cell (the caller weights deposits with it).
  public var lightCollection: LightMap?
  // 2 — pile-up is a property of the beam: `PileUp`.
  /// 3 — share of a cell's light that goes to its four neighbours, a quarter to each; at the rim the part that
  /// has no neighbour is lost.
  public var crossTalk = 0.0
  /// 4 — photoelectrons per GeV: E → Poisson(E n)/n.
  public var photoelectrons_per_GeV = 0.0
  /// 5 — cell by cell and event by event, E → E (1 + σ g).
  public var cellFluctuation = 0.0
  /// 6 — error of the calibration constants: one factor 1 + σ g per channel, the same in all events.
  public var miscalibration = 0.0
  /// 7 — electronics noise per channel.
  public var noise_GeV = 0.0
  /// 8 — largest energy that a channel can report; 0 = none.
  public var saturation_GeV = 0.0
  /// 9 — a channel is seen with probability (E/E₀)^p below E₀; 0 = always.
  public var turnOn_GeV = 0.0
  public var turnOnPower = 1.0
  /// 10 — channels below it read 0.
  public var threshold_GeV = 0.0
  /// 11 — read at both ends: each sees half of the photoelectrons, with noise, threshold and the rest of its own, and
  /// √(a₁ a₂) is reported; the larger one when their ratio is below `smallestEndRatio`. 0 = one end.
  public var smallestEndRatio = 0.0
  public var hasTwoEnds = false
  /// Resolution of the sensor's time.
  public var time_ns = 0.0
  /// Where the numbers come from, as given.
  public var source = ""
  public var assumption = ""

  public init() {}

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    scale = try card.number(
      "scale", default: 1, in: 0.01...100,
      hint: "It is the ratio of the reported energy to that on the scale of electrons.")
    lightCollection = try card.optional("light_collection").map {
      try LightMap(json: $0, path: path + ".light_collection")
    }
    crossTalk = try card.number("cross_talk", default: 0, in: 0...0.5)
    photoelectrons_per_GeV = try card.number(
      "photoelectrons_per_GeV", default: 0, in: 0...1e9,
      hint: "It is a number per GeV of calibrated energy.")
    cellFluctuation = try card.number("cell_fluctuation", default: 0, in: 0...1)
    miscalibration = try card.number("miscalibration", default: 0, in: 0...1)
    noise_GeV = try card.number("noise_GeV", default: 0, in: 0...100, dimension: "energy")
    saturation_GeV = try card.number("saturation_GeV", default: 0, in: 0...1e4, dimension: "energy")
    if var inner = try card.card("turn_on") {
      turnOn_GeV = try inner.number("energy_GeV", in: 1e-9...1e3, dimension: "energy")
      turnOnPower = try inner.number("power", default: 1, in: 0.01...100)
      try inner.finish()
    }
    threshold_GeV = try card.number("threshold_GeV", default: 0, in: 0...1e3, dimension: "energy")
    if var inner = try card.card("two_ends") {
      hasTwoEnds = true
      smallestEndRatio = try inner.number("smallest_ratio", default: 0, in: 0...1)
      try inner.finish()
    }
    time_ns = try card.number("time_ns", default: 0, in: 0...1e4)
    source = try card.string("source", default: "")
    assumption = try card.string("assumption", default: "")
    try card.finish()
  }

  public var json: JSON {
    .object(
      [
        JSON.Member("scale", .number(scale)),
        JSON.Member("light_collection", lightCollection?.json ?? .null),
        JSON.Member("cross_talk", .number(crossTalk)),
        JSON.Member("photoelectrons_per_GeV", .number(photoelectrons_per_GeV)),
        JSON.Member("cell_fluctuation", .number(cellFluctuation)),
        JSON.Member("miscalibration", .number(miscalibration)),
        JSON.Member("noise_GeV", .number(noise_GeV)),
        JSON.Member("saturation_GeV", .number(saturation_GeV)),
        JSON.Member(
          "turn_on",
          turnOn_GeV > 0 ? ["energy_GeV": .number(turnOn_GeV), "power": .number(turnOnPower)] : .null),
        JSON.Member("threshold_GeV", .number(threshold_GeV)),
        JSON.Member("two_ends", hasTwoEnds ? ["smallest_ratio": .number(smallestEndRatio)] : .null),
        JSON.Member("time_ns", .number(time_ns)),
      ] + (source.isEmpty ? [] : [JSON.Member("source", .string(source))])
        + (assumption.isEmpty ? [] : [JSON.Member("assumption", .string(assumption))]))
  }
}
