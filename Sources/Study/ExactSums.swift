/// Sums over events that do not depend on the order of addition: 128-bit integers in units of 1 eV.
struct ExactSums {
  private(set) var sums: [Int128]
  private(set) var squares: [Int128]

  var count: Int { sums.count }

  init(count: Int) {
    sums = Array(repeating: 0, count: count)
    squares = Array(repeating: 0, count: count)
  }

  mutating func set(_ bin: Int, sum: Int128, square: Int128) {
    sums[bin] = sum
    squares[bin] = square
  }

  /// One event's energies in the units of the sums.
  static func units(_ values_GeV: UnsafeMutablePointer<Double>, count: Int, weight: Double) -> [Int64] {
    (0..<count).map {
      let units = (values_GeV[$0] * weight * 1e9).rounded()
      return units.magnitude < 9e18
        ? Int64(units) : (units < 0 ? -9_000_000_000_000_000_000 : 9_000_000_000_000_000_000)
    }
  }

  mutating func add(_ units: [Int64]) {
    for index in units.indices where units[index] != 0 {
      sums[index] += Int128(units[index])
      squares[index] += Int128(units[index]) * Int128(units[index])
    }
  }

  mutating func add(_ other: ExactSums) {
    for index in sums.indices {
      sums[index] += other.sums[index]
      squares[index] += other.squares[index]
    }
  }

  /// Mean per event and its standard error, GeV.
  func mean(_ index: Int, events: UInt64) -> (mean: Double, error: Double) {
    guard events > 0 else { return (0, 0) }
    let n = Double(events)
    let mean = Double(sums[index]) * 1e-9 / n
    guard events > 1 else { return (mean, 0) }
    let variance = max(0, Double(squares[index]) * 1e-18 / n - mean * mean) * n / (n - 1)
    return (mean, (variance / n).squareRoot())
  }
}
