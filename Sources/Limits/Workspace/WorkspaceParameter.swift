import Core

/// One named parameter of a workspace: a number, or one per bin.
public struct WorkspaceParameter: Sendable, Equatable {
  /// What an auxiliary measurement says about each of its numbers.
  public enum Constraint: Sendable, Equatable {
    case free
    /// aux ~ N(θ, σ)
    case gaussian(sigmas: [Double])
    /// aux ~ Poisson(τθ)
    case poisson(rates: [Double])
  }

  public var name: String
  /// The kinds of modifier that use it: ["normsys", "histosys"] share one parameter by name.
  public var kinds: [String]
  public var inits: [Double]
  public var lower: [Double]
  public var upper: [Double]
  public var fixed: [Bool]
  public var constraint: Constraint
  /// Observed auxiliary data; empty for a free parameter.
  public var auxiliary: [Double]
  /// Whether the workspace itself gave the bounds.
  public var hasGivenBounds = false
  /// Place of its first number in the list of all numbers.
  public var offset = 0
  public var count: Int { inits.count }
  public var isScalar: Bool

  var constraintName: String {
    switch constraint {
    case .free: "no constraint"
    case .gaussian: "a Gaussian constraint"
    case .poisson: "a Poisson constraint"
    }
  }

  static func scalar(_ name: String, kind: String) -> WorkspaceParameter {
    let isConstrained = kind != "normfactor"
    return WorkspaceParameter(
      name: name, kinds: [kind], inits: [isConstrained ? 0 : 1], lower: [isConstrained ? -5 : 0],
      upper: [isConstrained ? 5 : 10], fixed: [false],
      constraint: isConstrained ? .gaussian(sigmas: [1]) : .free, auxiliary: isConstrained ? [0] : [],
      isScalar: true)
  }

  static func perBin(
    _ name: String, kind: String, constraint: Constraint, auxiliary: [Double], fixed: [Bool]
  ) -> WorkspaceParameter {
    let isFree = constraint == .free
    return WorkspaceParameter(
      name: name, kinds: [kind], inits: fixed.map { _ in 1 }, lower: fixed.map { _ in isFree ? 0 : 1e-10 },
      upper: fixed.map { _ in 10 }, fixed: fixed, constraint: constraint, auxiliary: auxiliary,
      isScalar: false)
  }
}
