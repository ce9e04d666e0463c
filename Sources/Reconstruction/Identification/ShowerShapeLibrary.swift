import Core
import Numerics

/// What showers of true electrons look like, per energy, and how far from it a shower is.
///
///     χ² = (f − f̄)ᵀ C⁻¹ (f − f̄) / n
///
/// f are the n shares of `ShowerFeatures`, f̄ and C their mean and covariance in a sample of electrons of that
/// energy; between the energies of the library f̄, χ² and its limit are interpolated in ln E, beyond the ends those
/// of the last energy hold. The limit keeps a wanted share of electrons: it is that quantile of the sample's own χ²,
/// each taken with mean and covariance of all others (leave-one-out, in closed form), so that it is right for
/// electrons that the library has not seen.
/// - Checked by: `ShowerShapeLibraryTests` (efficiency on fresh samples; a planted in-sample limit fails).
public struct ShowerShapeLibrary: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    let energy_GeV: Double
    let events: Int
    let mean: [Double]
    /// L⁻¹ of C = L Lᵀ, lower triangle row by row.
    let inverseRoot: [Double]
    let limit: Double
  }

  public let sensor: String
  public let sectionCount: Int
  public let quantile: Double
  let entries: [Entry]

  public var energies_GeV: [Double] { entries.map(\.energy_GeV) }
  public var limits: [Double] { entries.map(\.limit) }

  /// From the cells of electrons: per energy all channels of the sensor, event after event.
  public init(grid: ChannelGrid, energies_GeV: [Double], cells: [[Double]], quantile: Double) throws {
    sensor = grid.name
    sectionCount = grid.sectionCount
    self.quantile = quantile
    entries = try zip(energies_GeV, cells).map { energy, cells in
      try cells.withUnsafeBufferPointer { try ShowerShapeLibrary.entry(energy, $0, grid, quantile) }
    }
  }

  private static func entry(
    _ energy: Double, _ cells: UnsafeBufferPointer<Double>, _ grid: ChannelGrid, _ quantile: Double
  ) throws -> Entry {
    let n = ShowerFeatures.count(sections: grid.sectionCount)
    var sample: [[Double]] = []
    for event in 0..<cells.count / grid.channelCount {
      var features = [Double](repeating: 0, count: n)
      if ShowerFeatures.fill(&features, cells.baseAddress! + event * grid.channelCount, grid) > 0 {
        sample.append(features)
      }
    }
    let count = sample.count
    guard count >= 4 * n else {
      throw HermeticError(
        .configuration,
        "only \(count) showers of \(energy) GeV have energy in \(grid.name) (the covariance of \(n) shares needs "
          + "at least \(4 * n)). Ask for more events.")
    }
    let mean = (0..<n).map { i in sample.reduce(0) { $0 + $1[i] } / Double(count) }
    var matrix = [Double](repeating: 0, count: n * n)
    for features in sample {
      for i in 0..<n {
        for j in 0...i { matrix[i * n + j] += (features[i] - mean[i]) * (features[j] - mean[j]) }
      }
    }
    for i in 0..<n {
      for j in 0...i { matrix[i * n + j] /= Double(count - 1) }
      // A share that hardly varies must not decide alone: shares below a part in ten thousand are noise.
      matrix[i * n + i] += 1e-8 + 1e-4 * matrix[i * n + i]
    }
    let inverseRoot = try invertedRoot(matrix, n)
    let m = Double(count)
    let distances = sample.map { features -> Double in
      let a = squaredDistance(features, mean, inverseRoot, n) / (m - 1)
      return (m - 2) * (m / (m - 1)) * (m / (m - 1)) * a / max(1e-9, 1 - m * a / (m - 1)) / Double(n)
    }.sorted()
    let rank = min(count, Int((quantile * Double(count + 1)).rounded(.up)))
    return Entry(
      energy_GeV: energy, events: count, mean: mean, inverseRoot: inverseRoot, limit: distances[rank - 1])
  }

  /// Cholesky's root of a symmetric matrix (lower triangle given), inverted.
  private static func invertedRoot(_ matrix: [Double], _ n: Int) throws -> [Double] {
    var root = matrix
    for i in 0..<n {
      for j in 0...i {
        var sum = root[i * n + j]
        for k in 0..<j { sum -= root[i * n + k] * root[j * n + k] }
        if i == j {
          guard sum > 0 else {
            throw HermeticError(
              .numerics, "the covariance of the shower's shares is singular. Ask for more events.")
          }
          root[i * n + i] = sum.squareRoot()
        } else {
          root[i * n + j] = sum / root[j * n + j]
        }
      }
    }
    var packed: [Double] = []
    var inverse = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        var sum = i == j ? 1.0 : 0
        for k in j..<i { sum -= root[i * n + k] * inverse[k * n + j] }
        inverse[i * n + j] = sum / root[i * n + i]
        packed.append(inverse[i * n + j])
      }
    }
    return packed
  }

  private static func squaredDistance(_ f: [Double], _ mean: [Double], _ inverseRoot: [Double], _ n: Int)
    -> Double
  {
    var total = 0.0
    var position = 0
    for i in 0..<n {
      var y = 0.0
      for j in 0...i {
        y += inverseRoot[position] * (f[j] - mean[j])
        position += 1
      }
      total += y * y
    }
    return total
  }

  /// χ² of an event and its limit at the event's energy; NaN without energy.
  public func distance(_ cells: UnsafePointer<Double>, _ grid: ChannelGrid) -> (chi2: Double, limit: Double) {
    let n = ShowerFeatures.count(sections: sectionCount)
    var features = [Double](repeating: 0, count: n)
    let energy = ShowerFeatures.fill(&features, cells, grid)
    guard energy > 0 else { return (.nan, .nan) }
    var upper = 0
    while upper < entries.count, entries[upper].energy_GeV < energy { upper += 1 }
    let high = min(upper, entries.count - 1)
    let low = max(0, min(upper - 1, entries.count - 1))
    let a = entries[low]
    let b = entries[high]
    let share = low == high || upper == 0 ? 1 : log(energy / a.energy_GeV) / log(b.energy_GeV / a.energy_GeV)
    let mean = (0..<n).map { (1 - share) * a.mean[$0] + share * b.mean[$0] }
    func chi2(_ entry: Entry) -> Double {
      ShowerShapeLibrary.squaredDistance(features, mean, entry.inverseRoot, n) / Double(n)
    }
    if share == 1 { return (chi2(b), b.limit) }
    return (
      (1 - share) * chi2(a) + share * chi2(b), (1 - share) * a.limit + share * b.limit
    )
  }
}
