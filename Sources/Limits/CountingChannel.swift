import Core

/// One counting experiment: a bin, a run or a period with its own background and efficiency.
public struct CountingChannel: Sendable {
  public var name: String
  /// Expected signal events at μ = 1.
  public var signal: Double
  /// Expected background events and the absolute error of that expectation (gamma-distributed).
  public var background: Double
  public var backgroundError: Double
  public var observed: Int
  /// Relative errors of the signal by the name of their cause. The same name in two channels means the
  /// same, fully correlated cause; the factor is log-normal, exp(z ln(1+δ)), z standard normal.
  public var signalUncertainties: [String: Double]

  public init(
    name: String, signal: Double, background: Double, backgroundError: Double = 0, observed: Int,
    signalUncertainties: [String: Double] = [:]
  ) {
    self.name = name
    self.signal = signal
    self.background = background
    self.backgroundError = backgroundError
    self.observed = observed
    self.signalUncertainties = signalUncertainties
  }

  /// Counts above this belong to the asymptotic regime; enumeration would only be slow.
  static let largestCount = 20_000

  func validate(path: String) throws {
    let largest = Double(CountingChannel.largestCount)
    guard !name.isEmpty else {
      throw HermeticError(.configuration, "\(path).name is empty (results refer to it).")
    }
    guard signal >= 0, signal <= 1e30 else {
      throw HermeticError.range("\(path).signal", signal, allowed: "in 0 … 1e30")
    }
    guard background >= 0, background <= largest else {
      throw HermeticError.range(
        "\(path).background", background, allowed: "in 0 … \(CountingChannel.largestCount)")
    }
    guard backgroundError >= 0, backgroundError <= largest else {
      throw HermeticError.range(
        "\(path).background_error", backgroundError, allowed: "in 0 … \(CountingChannel.largestCount)",
        hint: "It is absolute, in events.")
    }
    guard backgroundError == 0 || background > 0 else {
      throw HermeticError(
        .configuration,
        "\(path).background = 0 with background_error = \(backgroundError) (a gamma distribution of mean "
          + "0 has no width). Give the mean of your belief, for example background = background_error.")
    }
    guard backgroundError <= 10 * background else {
      throw HermeticError.range(
        "\(path).background_error", backgroundError, allowed: "at most 10 × background = \(10 * background)")
    }
    guard observed >= 0, observed <= CountingChannel.largestCount else {
      throw HermeticError.range(
        "\(path).observed", Double(observed), allowed: "in 0 … \(CountingChannel.largestCount)")
    }
    for (cause, value) in signalUncertainties.sorted(by: { $0.key < $1.key }) {
      guard !cause.isEmpty else {
        throw HermeticError(.configuration, "\(path).signal_uncertainties has a cause without a name.")
      }
      guard value >= 0, value <= 3 else {
        throw HermeticError.range(
          "\(path).signal_uncertainties.\(cause)", value, allowed: "in 0 … 3",
          hint: "It is relative: 0.1 means 10 %.")
      }
    }
  }
}
