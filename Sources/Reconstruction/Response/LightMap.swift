import Core
import Numerics

/// Light collected per unit of energy as a function of the place in a cell, relative to the cell's mean.
///
///     f(x, y) = (1 + a/2 · (cos 2πx/p + cos 2πy/p)) · (1 − d · Σ exp(−|r − r_i|²/2σ²)) / mean
///
/// Wavelength-shifting fibres in a square lattice of pitch p brighten their surroundings by at most a; four
/// rods at (±¼, ±¼) of the cell darken theirs by at most d. NA64's ECAL: below 2 % near fibres, below 10 % near
/// rods (S. Gninenko, LDW2019); the shape of the function is an assumption of this library.
/// - Range: 0 ≤ a < 1, 0 ≤ d < 1; x, y in mm from the middle of the cell.
/// - Checked by: `LightMapTests`.
public struct LightMap: Sendable, Equatable {
  public let fibreAmplitude: Double
  public let fibrePitch_mm: Double
  public let rodDepth: Double
  public let rodSigma_mm: Double

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    fibreAmplitude = try card.number("fibre_amplitude", default: 0, in: 0...0.9)
    fibrePitch_mm = try card.number("fibre_pitch_mm", default: 9.5, in: 0.1...1000, dimension: "length")
    rodDepth = try card.number("rod_depth", default: 0, in: 0...0.9)
    rodSigma_mm = try card.number("rod_sigma_mm", default: 3, in: 0.1...1000, dimension: "length")
    try card.finish()
  }

  public var json: JSON {
    [
      "fibre_amplitude": .number(fibreAmplitude), "fibre_pitch_mm": .number(fibrePitch_mm),
      "rod_depth": .number(rodDepth), "rod_sigma_mm": .number(rodSigma_mm),
    ]
  }

  /// Before the division by the mean.
  func rawValue(x_mm x: Double, y_mm y: Double, cellX_mm: Double, cellY_mm: Double) -> Double {
    let waves = sincosTurns(x / fibrePitch_mm).cos + sincosTurns(y / fibrePitch_mm).cos
    var shade = 0.0
    for sx in [-0.25, 0.25] {
      for sy in [-0.25, 0.25] {
        let dx = x - sx * cellX_mm
        let dy = y - sy * cellY_mm
        shade += exp(-(dx * dx + dy * dy) / (2 * rodSigma_mm * rodSigma_mm))
      }
    }
    return (1 + 0.5 * fibreAmplitude * waves) * (1 - rodDepth * min(1, shade))
  }

  public static let bins = 64

  /// bins × bins values over one cell, x slowest, mean 1.
  public func table(cellX_mm: Double, cellY_mm: Double) -> [Double] {
    let n = LightMap.bins
    var values: [Double] = []
    values.reserveCapacity(n * n)
    for ix in 0..<n {
      for iy in 0..<n {
        values.append(
          rawValue(
            x_mm: ((Double(ix) + 0.5) / Double(n) - 0.5) * cellX_mm,
            y_mm: ((Double(iy) + 0.5) / Double(n) - 0.5) * cellY_mm, cellX_mm: cellX_mm, cellY_mm: cellY_mm))
      }
    }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 / mean }
  }
}
