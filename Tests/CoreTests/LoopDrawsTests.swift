import Testing

@testable import Numerics

/// The draws of the stepping loop against the general functions and their own distributions.
@Suite struct LoopDrawsTests {
  /// Kolmogorov–Smirnov distance times √n of draws that should be uniform; 1.95 is passed once in 1000 samples.
  static func distance(_ sorted: [Double]) -> Double {
    let n = Double(sorted.count)
    var largest = 0.0
    for (i, x) in sorted.enumerated() {
      largest = max(largest, max(Double(i + 1) / n - x, x - Double(i) / n))
    }
    return largest * n.squareRoot()
  }

  static func exponentials(_ count: Int, _ transform: (Double) -> Double = { $0 }) -> [Double] {
    var rng = RandomStream(seed: 31, event: 7)
    let table = ExponentialTable.shared
    return (0..<count).map { _ in 1 - exp(-transform(table.exponential(rng.next()))) }.sorted()
  }

  @Test func exponentialDistribution() {
    let d = Self.distance(Self.exponentials(1_000_000))
    print("exponential by ziggurat, √n D = \(d)")
    #expect(d < 1.95)
    // 1 % in the scale must be seen.
    #expect(Self.distance(Self.exponentials(1_000_000) { 1.01 * $0 }) > 1.95)
  }

  /// The tail and the edges of the layers come from the slow path: 1.1 % of the draws, mean and moments.
  @Test func exponentialMoments() {
    var rng = RandomStream(seed: 32, event: 7)
    let table = ExponentialTable.shared
    let n = 4_000_000
    var sums = [0.0, 0.0, 0.0]
    var beyond = 0.0
    for _ in 0..<n {
      let x = table.exponential(rng.next())
      sums[0] += x
      sums[1] += x * x
      sums[2] += x * x * x
      if x > ExponentialTable.edge { beyond += 1 }
    }
    let count = Double(n)
    // Errors of the moments n!: √(((2k)! − k!²)/n).
    #expect((sums[0] / count - 1).magnitude < 4 / count.squareRoot())
    #expect((sums[1] / count - 2).magnitude < 4 * (20 / count).squareRoot())
    #expect((sums[2] / count - 6).magnitude < 4 * (684 / count).squareRoot())
    let expected = exp(-ExponentialTable.edge) * count
    print("beyond the ziggurat's edge: \(beyond), expected \(expected)")
    #expect((beyond - expected).magnitude < 4 * expected.squareRoot())
  }

  @Test func azimuthIsThatOfItsBits() {
    var rng = RandomStream(seed: 33, event: 7)
    let table = AzimuthTable.shared
    var worst = 0.0
    for _ in 0..<100_000 {
      let bits = UInt32(truncatingIfNeeded: rng.next())
      let (s, c) = table(bits)
      let (s0, c0) = sincosTurns(Double(bits) / 0x1p32)
      worst = max(worst, max((s - s0).magnitude, (c - c0).magnitude))
      #expect((s * s + c * c - 1).magnitude < 1e-14)
    }
    print("azimuth by table: \(worst)")
    #expect(worst < 1e-14)
  }

  @Test func logarithmByTable() {
    var rng = RandomStream(seed: 34, event: 7)
    let table = LogarithmTable.shared
    for x in [1.0, 2.0, 0.5, 1e-300, 1e300, 1 + 1e-12, 1.9999999, 0.999999] {
      #expect((table(x) - log(x)).magnitude <= 1e-14 * (1 + log(x).magnitude))
    }
    for _ in 0..<100_000 {
      let x = exp(40 * rng.uniform() - 20)
      #expect((table(x) - log(x)).magnitude <= 1e-14 * (1 + log(x).magnitude))
    }
  }
}
