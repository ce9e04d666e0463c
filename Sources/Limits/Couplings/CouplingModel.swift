import Core
import Numerics

/// Channels whose signal is a function of a mass and a coupling.
public struct CouplingModel: Sendable {
  public var name: String
  /// What g is called: "epsilon", "g_a_gamma_gamma [1/GeV]", "Q/e", "branching fraction", …
  public var couplingName: String
  public var masses_GeV: [Double]
  public var channels: [CouplingChannel]
  public var confidenceLevel = 0.9
  public var statistic = LimitStatistic.cls
  public var ordering = CountOrdering.likelihoodRatio
  /// Couplings that are searched.
  public var couplingRange: ClosedRange<Double> = 1e-8...1
  public var pointsPerDecade = 16
  public var wantsBands = true
  public var plane = CouplingPlane.coupling

  /// Exposures to project to, as multiples of the present one.
  public var projectionFactors: [Double] = []
  /// Whether a projection's background grows with the exposure.
  public var projectionScalesBackground = true

  /// Replaces the α_D of resonant components (the α_D–m_χ plane iterates over it).
  var alphaD: Double?

  /// The common power of g when no channel depends on g otherwise; nil with decays in flight.
  var power: Double? {
    let powers = Set(channels.flatMap { $0.components.map(\.power) })
    let hasWindows = channels.contains { $0.components.contains { $0.window != nil } }
    return powers.count == 1 && !hasWindows ? powers.first : nil
  }

  /// The channels as counting channels with the signal of one (m, g).
  func counting(_ signals: [Double], scale: Double = 1) throws -> CountingModel {
    try CountingModel(
      channels: zip(channels, signals).map { channel, signal in
        CountingChannel(
          name: channel.name, signal: signal * scale, background: channel.background,
          backgroundError: channel.backgroundError, observed: channel.observed,
          signalUncertainties: channel.signalUncertainties)
      })
  }

  public func scanner() -> CouplingScanner { CouplingScanner(self) }
}

/// Signals and exclusion strengths of a model; remembers what does not change with g.
public struct CouplingScanner {
  let model: CouplingModel
  /// production[channel][component][mass]
  private let production: [[[Double]]]
  /// With one channel the limit in events is the same everywhere.
  private var eventLimit: UpperLimit?

  init(_ model: CouplingModel) {
    self.model = model
    production = model.channels.map { $0.production(model.masses_GeV, alphaD: model.alphaD) }
  }

  /// Expected signal events per channel.
  public func signals(mass index: Int, coupling g: Double) -> [Double] {
    let mass = model.masses_GeV[index]
    return zip(model.channels, production).map { channel, table in
      var sum = 0.0
      for (component, values) in zip(channel.components, table) where values[index] > 0 {
        let decay = component.window?.probability(mass: mass, index: index, coupling: g) ?? 1
        let power = component.power == 2 ? g * g : component.power == 1 ? g : pow(g, component.power)
        sum += power * values[index] * decay
      }
      return channel.exposure * channel.efficiency[index] * sum
    }
  }

  /// Signals whose sum is brought to 3 events: CLs depends on their ratios only, and numbers stay tame.
  mutating func limit(_ signals: [Double]) throws -> (limit: UpperLimit, scale: Double)? {
    let total = signals.reduce(0, +)
    // Below 1e-200 events nothing is expected, and 3/total could overflow.
    guard total > 1e-200 else { return nil }
    let scale = 3 / total
    if signals.count == 1 {
      if eventLimit == nil { eventLimit = try upperLimit(try model.counting([3])) }
      return (eventLimit!, scale)
    }
    return (try upperLimit(try model.counting(signals, scale: scale)), scale)
  }

  private func upperLimit(_ counting: CountingModel) throws -> UpperLimit {
    try counting.upperLimit(
      confidenceLevel: model.confidenceLevel, statistic: model.statistic, ordering: model.ordering)
  }

  /// 1/μ_lim at one point: excluded where it is at least 1. [observed, −2σ, −1σ, median, +1σ, +2σ]
  public mutating func strengths(mass index: Int, coupling g: Double) throws -> [Double] {
    guard let (limit, scale) = try limit(signals(mass: index, coupling: g)) else {
      return [0, 0, 0, 0, 0, 0]
    }
    return ([limit.value] + limit.expected).map { $0 > 0 ? 1 / (scale * $0) : 1e300 }
  }
}
