/// One way in which signal reaches a channel.
public struct YieldComponent: Sendable {
  public enum Source: Sendable {
    /// Events per unit of exposure at coupling 1, one per mass.
    case table([Double])
    case resonant(ResonantYield)
  }

  public var source: Source
  /// The production grows as coupling^power: 2 for emission, 1 for a branching fraction.
  public var power: Double
  /// Probability to decay where it counts; nil for what is seen as missing energy always.
  public var window: DecayWindow?

  public init(source: Source, power: Double = 2, window: DecayWindow? = nil) {
    self.source = source
    self.power = power
    self.window = window
  }
}

/// A run, bin or period: counts, and what turns a coupling into expected events.
///
///     s_i(m, g) = exposure_i · efficiency_i(m) · Σ_components g^p n(m) D(m, g)
public struct CouplingChannel: Sendable {
  public var name: String
  /// Particles on target (or any unit in which the yields are given).
  public var exposure: Double
  /// Per mass.
  public var efficiency: [Double]
  public var background: Double
  public var backgroundError: Double
  public var observed: Int
  public var signalUncertainties: [String: Double]
  public var components: [YieldComponent]

  public init(
    name: String, exposure: Double, efficiency: [Double], background: Double, backgroundError: Double,
    observed: Int, signalUncertainties: [String: Double], components: [YieldComponent]
  ) {
    self.name = name
    self.exposure = exposure
    self.efficiency = efficiency
    self.background = background
    self.backgroundError = backgroundError
    self.observed = observed
    self.signalUncertainties = signalUncertainties
    self.components = components
  }

  /// Production per exposure at coupling 1, resolved once per mass.
  func production(_ masses: [Double], alphaD: Double?) -> [[Double]] {
    components.map { component in
      switch component.source {
      case .table(let values): return values
      case .resonant(let line):
        return masses.map { line.perPrimary(mass: $0, alphaD: alphaD ?? line.alphaD) }
      }
    }
  }
}
