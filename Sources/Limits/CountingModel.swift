import Core

/// Counting channels with a common signal strength μ: channel i expects μ·sᵢ·eᵢ + Bᵢ events.
///
/// eᵢ are log-normal with median 1 and correlated by the names of their causes; Bᵢ are
/// gamma-distributed and independent. Limits average over both before counting (the prior-predictive
/// or "hybrid" form of Cousins and Highland, NIM A 320 (1992) 331).
public struct CountingModel: Sendable {
  public let channels: [CountingChannel]
  /// What `upperLimit()` uses unless told otherwise; a card sets them.
  public var confidenceLevel = 0.9
  public var statistic = LimitStatistic.cls
  public var ordering = CountOrdering.likelihoodRatio

  public init(channels: [CountingChannel]) throws {
    guard !channels.isEmpty else {
      throw HermeticError(.configuration, "channels is empty (a limit needs at least one channel).")
    }
    guard channels.count <= 64 else {
      throw HermeticError.range(
        "the number of channels", Double(channels.count), allowed: "at most 64",
        hint: "Merge bins with similar signal-to-background ratio.")
    }
    var names: Set<String> = []
    for (index, channel) in channels.enumerated() {
      try channel.validate(path: "channels[\(index)]")
      guard names.insert(channel.name).inserted else {
        throw HermeticError(
          .configuration, "channels[\(index)].name \"\(channel.name)\" is used twice. Rename one.")
      }
    }
    let total = channels.reduce(0) { $0 + $1.signal }
    guard total > 0 else {
      throw HermeticError(
        .configuration,
        "no signal is expected in any channel (signal = 0 everywhere, so nothing can be excluded). "
          + "Check the mass against the kinematic limit and the selection.")
    }
    guard total >= 1e-30 else {
      throw HermeticError.range(
        "the total signal", total, allowed: "at least 1e-30", hint: "Quote it at a larger coupling.")
    }
    self.channels = channels
  }
}
