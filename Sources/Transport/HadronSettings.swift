import Core
import Hadronic

/// The knobs of hadron transport: `physics.hadrons` of a run card.
public struct HadronSettings: Equatable, Sendable {
  /// Birks's constant of scintillators [mm/MeV]: what sensors see of an ionisation dE is dE/(1 + k_B dE/dx). 0 = all of it.
  /// Polystyrene: 0.079. Then electrons are seen with 1/(1 + 1.5 k_B (dE/dx)_min), the average of a shower.
  public var birks_mm_per_MeV = 0.0
  /// Sensors see what is deposited until so long after a particle at the speed of light along z would have come; 0 = for
  /// ever. Times of electromagnetic showers are those of their first particle.
  public var timeWindow_ns = 0.0
  /// Photons above 0.2 GeV, and the virtual ones of muons, make hadrons; else photons only make electrons, and a muon's
  /// photonuclear loss is deposited on the spot. `Biasing.photonuclear` makes them more frequent.
  public var photonuclear = false
  public var kaons = KaonModel.screened

  public init() {}

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    birks_mm_per_MeV = try card.number("birks_mm_per_MeV", default: 0, in: 0...10)
    timeWindow_ns = try card.number("time_window_ns", default: 0, in: 0...1e12)
    photonuclear = try card.bool("photonuclear", default: false)
    let name = try card.string("kaon_cross_section", default: KaonModel.screened.rawValue)
    guard let model = KaonModel(rawValue: name) else {
      throw HermeticError.notFound("kaon cross section", name, known: KaonModel.allCases.map(\.rawValue))
    }
    kaons = model
    try card.finish()
  }

  public var json: JSON {
    [
      "birks_mm_per_MeV": .number(birks_mm_per_MeV), "time_window_ns": .number(timeWindow_ns),
      "photonuclear": .bool(photonuclear), "kaon_cross_section": .string(kaons.rawValue),
    ]
  }
}
