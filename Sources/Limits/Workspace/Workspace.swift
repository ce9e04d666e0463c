import Core

/// A HistFactory workspace: channels × bins, samples and their modifiers, observations, measurements.
///
/// The expected events of bin b are, summed over the samples of its channel,
///
///     λ_b = Σ_samples ( nominal_b + Σ_histosys Δ_b(α) ) · Π normfactor · Π normsys(α) · Π γ_b · lumi
///
/// (Cranmer et al., CERN-OPEN-2012-016). Parameters of one name are one parameter: that is how
/// correlation is written. Format: pyhf workspace JSON 1.0.0; docs/workspaces.md.
public struct Workspace: Sendable, Equatable {
  public struct Channel: Sendable, Equatable {
    public var name: String
    public var samples: [Sample]
  }

  public struct Sample: Sendable, Equatable {
    public var name: String
    /// Nominal events per bin.
    public var data: [Double]
    public var modifiers: [Modifier]
  }

  public struct Modifier: Sendable, Equatable {
    public var name: String
    public var effect: Effect
  }

  public enum Effect: Sendable, Equatable {
    /// A free factor, the signal strength for instance.
    case normfactor
    /// A Gaussian-constrained factor: high at α = +1, low at α = −1, interpolated by code 4.
    case normsys(high: Double, low: Double)
    /// Gaussian-constrained shapes, added; interpolated by code 4p.
    case histosys(high: [Double], low: [Double])
    /// A factor per bin with a Poisson auxiliary measurement; absolute errors.
    case shapesys([Double])
    /// A factor per bin, Gaussian, shared by the samples of a channel; absolute errors.
    case staterror([Double])
    /// A Gaussian-constrained factor whose value and error stand in the measurement.
    case lumi
    /// A free factor per bin.
    case shapefactor

    public var kind: String {
      switch self {
      case .normfactor: "normfactor"
      case .normsys: "normsys"
      case .histosys: "histosys"
      case .shapesys: "shapesys"
      case .staterror: "staterror"
      case .lumi: "lumi"
      case .shapefactor: "shapefactor"
      }
    }

    static let kinds = ["histosys", "lumi", "normfactor", "normsys", "shapefactor", "shapesys", "staterror"]
  }

  /// What a measurement says about a parameter; nil where it is silent.
  public struct ParameterSettings: Sendable, Equatable {
    public var name: String
    public var inits: [Double]?
    public var bounds: [[Double]]?
    public var auxdata: [Double]?
    public var factors: [Double]?
    public var sigmas: [Double]?
    public var fixed: Bool?
  }

  public struct Measurement: Sendable, Equatable {
    public var name: String
    public var parameterOfInterest: String
    public var parameters: [ParameterSettings]
  }

  public struct Observation: Sendable, Equatable {
    public var name: String
    public var data: [Double]
  }

  public var channels: [Channel]
  public var observations: [Observation]
  public var measurements: [Measurement]

  /// The measurement of a name, or the first.
  public func measurement(_ name: String?) throws -> (index: Int, value: Measurement) {
    guard let name else { return (0, measurements[0]) }
    guard let index = measurements.firstIndex(where: { $0.name == name }) else {
      throw HermeticError.notFound("measurement", name, known: measurements.map(\.name))
    }
    return (index, measurements[index])
  }
}
