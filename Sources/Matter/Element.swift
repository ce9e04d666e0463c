import Core

/// A chemical element in its natural isotopic composition.
public struct Element: Equatable, Sendable {
  public let atomicNumber: Int
  public let symbol: String
  /// Standard atomic weight, g/mol.
  public let atomicMass: Double

  public init(atomicNumber: Int, symbol: String, atomicMass: Double) {
    self.atomicNumber = atomicNumber
    self.symbol = symbol
    self.atomicMass = atomicMass
  }
}
