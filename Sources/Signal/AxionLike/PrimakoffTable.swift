import Core
import Numerics

/// σ(ω) of γN → aN on one element, for many queries: cubic in ln ω between exact values.
///
/// - Accuracy: 1e-5 (`PrimakoffTests`).
public struct PrimakoffTable: Sendable {
  public let production: PrimakoffProduction
  private let grid: LogarithmicGrid?
  /// ln σ and its slope per cell at the points of the grid.
  private let logValues: [Double]
  private let slopes: [Double]

  private static let spacing = 0.02

  /// - Parameter energies: of the photon; 0 is returned below the lowest, σ of the highest above it
  public init(_ production: PrimakoffProduction, lowestEnergy_GeV: Double, highestEnergy_GeV: Double) throws {
    guard lowestEnergy_GeV > 0, highestEnergy_GeV > lowestEnergy_GeV, highestEnergy_GeV <= 1e5 else {
      throw HermeticError.range(
        "lowestEnergy_GeV", lowestEnergy_GeV,
        allowed: "in (0, highestEnergy_GeV = \(highestEnergy_GeV)), at most 1e5")
    }
    self.production = production
    // σ grows from nothing at threshold: the first points would spoil ln σ.
    let first = max(lowestEnergy_GeV, 1.001 * production.thresholdEnergy_GeV)
    guard first < highestEnergy_GeV else {
      grid = nil
      logValues = []
      slopes = []
      return
    }
    let grid = LogarithmicGrid(
      lowest: first, highest: highestEnergy_GeV,
      count: 8 + Int(log(highestEnergy_GeV / first) / Self.spacing))
    let values = grid.points.map {
      log(max(1e-300, production.totalCrossSection_pb(totalEnergy_GeV: $0)))
    }
    self.grid = grid
    logValues = values
    let last = values.count - 1
    slopes = values.indices.map { index in
      if index == 0 { return -1.5 * values[0] + 2 * values[1] - 0.5 * values[2] }
      if index == last { return 1.5 * values[last] - 2 * values[last - 1] + 0.5 * values[last - 2] }
      return 0.5 * (values[index + 1] - values[index - 1])
    }
  }

  /// [pb per nucleus], at the coupling of the production.
  public func crossSection_pb(photonEnergy_GeV energy: Double) -> Double {
    guard let grid, energy >= grid.lowest else { return 0 }
    let (i, t) = grid.cell(logX: log(energy))
    let s = 1 - t
    return exp(
      logValues[i] + t * t * (3 - 2 * t) * (logValues[i + 1] - logValues[i])
        + t * s * (s * slopes[i] - t * slopes[i + 1]))
  }
}
