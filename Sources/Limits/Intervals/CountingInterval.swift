import Core

/// How an interval for the number of signal events was built.
public enum IntervalMethod: String, CaseIterable, Sendable {
  /// Feldman and Cousins with the edges that do not rise with the background, as in their tables.
  case feldmanCousins = "feldman_cousins"
  /// The first and last accepted μ of the same construction, as they come.
  case feldmanCousinsRaw = "feldman_cousins_raw"
  /// Posterior of a prior that is flat in the signal; `bounds` says which credible interval.
  case bayes = "bayes"
  /// Profile likelihood with the χ² threshold, in the manner of Rolke, López and Conrad.
  case profile = "profile"
  /// Upper limit of CL_s, exact or hybrid; the lower edge is 0.
  case cls = "cls"
}

/// Which interval of a posterior or profile likelihood.
public enum IntervalBounds: String, CaseIterable, Sendable {
  case upper
  case central
  /// The shortest interval with the given content.
  case shortest
}

/// An interval for the expected number of signal events, with how it was obtained.
public struct CountingInterval: Sendable {
  public enum Status: String, Sendable {
    case converged
    /// No value is accepted: the count lies far below the background.
    case empty
    /// The method is outside its validity; `warning` says why.
    case outsideValidity = "outside_validity"
  }

  public var lower: Double
  public var upper: Double
  public var method: String
  public var confidenceLevel: Double
  public var status: Status
  /// Estimated numerical error of the edges, relative to the upper one.
  public var relativeError: Double
  public var warning: String

  public var json: JSON {
    [
      "quantity": "events", "lower": .number(lower), "upper": .number(upper),
      "confidence_level": .number(confidenceLevel), "method": .string(method),
      "status": .string(status.rawValue), "relative_error": .number(relativeError),
      "warning": warning.isEmpty ? .null : .string(warning),
    ]
  }
}

/// One count and what is known about its background and efficiency.
public struct CountingObservation: Sendable {
  /// How the background is known in the profile likelihood.
  public enum BackgroundModel: Sendable {
    /// Gaussian of mean `background` and width `backgroundError` (known when the width is 0).
    case gaussian
    /// A side region with its own count, τ times as much background as the signal region.
    case sideband(count: Int, ratio: Double)
  }

  public var observed: Int
  public var background: Double
  public var backgroundError: Double
  /// Relative error of the efficiency.
  public var efficiencyError: Double
  public var backgroundModel: BackgroundModel

  public init(
    observed: Int, background: Double, backgroundError: Double = 0, efficiencyError: Double = 0,
    backgroundModel: BackgroundModel = .gaussian
  ) {
    self.observed = observed
    self.background = background
    self.backgroundError = backgroundError
    self.efficiencyError = efficiencyError
    self.backgroundModel = backgroundModel
  }

  /// - Parameters: confidenceLevel in (0.5, 0.9999); bounds nil: `upper` for Bayes, `central` for the profile
  public func interval(
    _ method: IntervalMethod, confidenceLevel: Double = 0.9, bounds: IntervalBounds? = nil
  ) throws -> CountingInterval {
    try validate()
    try CountingModel.validate(confidenceLevel: confidenceLevel, name: "confidence_level")
    switch method {
    case .feldmanCousins, .feldmanCousinsRaw:
      return try feldmanCousins(confidenceLevel, isMonotone: method == .feldmanCousins)
    case .bayes:
      return try BayesPosterior(self).interval(confidenceLevel, bounds ?? .upper)
    case .profile:
      return try ProfileInterval(self).interval(confidenceLevel, bounds ?? .central)
    case .cls:
      try requireKnownBackgroundModel("cls")
      let limit = try CountingLimit.events(
        observed: observed, background: background, backgroundError: backgroundError,
        efficiencyError: efficiencyError, confidenceLevel: confidenceLevel)
      return CountingInterval(
        lower: 0, upper: limit.value, method: limit.method, confidenceLevel: confidenceLevel,
        status: .converged, relativeError: limit.relativeError, warning: "")
    }
  }

  private func feldmanCousins(_ level: Double, isMonotone: Bool) throws -> CountingInterval {
    let name = isMonotone ? "feldman_cousins" : "feldman_cousins_raw"
    try requireKnownBackgroundModel(name)
    guard backgroundError == 0, efficiencyError == 0 else {
      throw HermeticError(
        .configuration,
        "\(name) takes a known background (background_error = \(backgroundError), efficiency_error = "
          + "\(efficiencyError)). Use \"bayes\", \"profile\" or \"cls\" with uncertainties.")
    }
    let belt = FeldmanCousins(observed: observed, background: background, confidenceLevel: level)
    let edges = isMonotone ? belt.monotoneEdges() : belt.rawEdges()
    return CountingInterval(
      lower: edges?.lower ?? 0, upper: edges?.upper ?? 0,
      method: isMonotone ? "Feldman-Cousins, edges non-increasing in b" : "Feldman-Cousins, raw edges",
      confidenceLevel: level, status: edges == nil ? .empty : .converged,
      relativeError: isMonotone ? 1e-6 : 1e-12,
      warning: edges == nil ? "no signal strength is accepted: check the background." : "")
  }

  func requireKnownBackgroundModel(_ method: String) throws {
    if case .sideband = backgroundModel {
      throw HermeticError(
        .configuration,
        "\(method) takes background and background_error, not a sideband. Use method \"profile\".")
    }
  }

  func validate() throws {
    let largest = Double(CountingChannel.largestCount)
    guard observed >= 0, observed <= CountingChannel.largestCount else {
      throw HermeticError.range(
        "observed", Double(observed), allowed: "in 0 … \(CountingChannel.largestCount)")
    }
    guard background >= 0, background <= largest else {
      throw HermeticError.range("background", background, allowed: "in 0 … \(CountingChannel.largestCount)")
    }
    guard backgroundError >= 0, backgroundError <= largest else {
      throw HermeticError.range(
        "background_error", backgroundError, allowed: "in 0 … \(CountingChannel.largestCount)",
        hint: "It is absolute, in events.")
    }
    guard efficiencyError >= 0, efficiencyError <= 2 else {
      throw HermeticError.range(
        "efficiency_error", efficiencyError, allowed: "in 0 … 2", hint: "It is relative: 15 % is 0.15.")
    }
    if case .sideband(let count, let ratio) = backgroundModel {
      guard count >= 0, count <= 100_000_000 else {
        throw HermeticError.range("sideband.count", Double(count), allowed: "in 0 … 1e8")
      }
      guard ratio > 0, ratio <= 1e8 else {
        throw HermeticError.range("sideband.ratio", ratio, allowed: "in 0 … 1e8, not 0")
      }
    }
  }
}
