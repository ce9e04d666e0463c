import Core
import Limits
import Numerics
import Testing

@Suite struct FeldmanCousinsTests {
  private func edges(_ n: Int, _ b: Double, _ method: IntervalMethod, level: Double = 0.9) throws -> (
    Double, Double
  ) {
    let interval = try CountingObservation(observed: n, background: b)
      .interval(method, confidenceLevel: level)
    return (interval.lower, interval.upper)
  }

  /// Raw edges computed independently (numpy, bisection of the acceptance).
  @Test func rawTable() throws {
    guard let rows = try ReferenceFile.rows("feldman_cousins_raw.json") else { return }
    var worst = 0.0
    for row in rows {
      let (lower, upper) = try edges(Int(row[0]), row[1], .feldmanCousinsRaw, level: row[2])
      worst = max(worst, abs(lower - row[3]), abs(upper - row[4]))
    }
    print("Feldman-Cousins raw, \(rows.count) rows: worst \(worst)")
    #expect(rows.count == 40)
    #expect(worst < 1e-9)
  }

  /// Table IV of Phys. Rev. D 57 (1998) 3873, 90 %, n = 0 … 5: printed to 0.01, and computed there on steps of
  /// 0.005 in μ, so 0.011 is all that it can tell. Rows: n, b, lower, upper. Among them are the values that
  /// the lengthening changes (n = 0, b = 2 … 5).
  @Test func publishedTable() throws {
    let table: [(Int, Double, Double, Double)] = [
      (0, 0, 0, 2.44), (0, 0.5, 0, 1.94), (0, 1, 0, 1.61), (0, 1.5, 0, 1.33), (0, 2, 0, 1.26),
      (0, 2.5, 0, 1.18), (0, 3, 0, 1.08), (0, 3.5, 0, 1.06), (0, 4, 0, 1.01), (0, 5, 0, 0.98),
      (1, 0, 0.11, 4.36), (1, 1, 0, 3.36), (1, 2, 0, 2.53), (1, 3, 0, 1.88), (1, 3.5, 0, 1.59),
      (1, 4, 0, 1.39), (1, 5, 0, 1.22), (2, 0, 0.53, 5.91), (2, 0.5, 0.03, 5.41), (2, 3, 0, 3.04),
      (2, 5, 0, 1.73), (3, 0, 1.10, 7.42), (3, 0.5, 0.60, 6.92), (3, 1, 0.10, 6.42), (3, 3, 0, 4.42),
      (4, 0, 1.47, 8.60), (4, 1, 0.74, 7.60), (5, 0, 1.84, 9.99), (5, 1.5, 0.93, 8.49),
    ]
    var worst = 0.0
    for (n, b, lower, upper) in table {
      let got = try edges(n, b, .feldmanCousins)
      let difference = max(abs(got.0 - lower), abs(got.1 - upper))
      if difference > 0.006 { print("FC n=\(n) b=\(b): \(got) against (\(lower), \(upper))") }
      worst = max(worst, difference)
    }
    print("Feldman-Cousins, published table: worst \(worst)")
    #expect(worst < 0.011)
  }

  /// Neither edge rises with the background once lengthened; the raw ones do (so the check can fail).
  @Test func monotoneInTheBackground() throws {
    var rises = (raw: 0, monotone: 0)
    for n in [0, 1, 3, 7] {
      var before = (raw: 1e9, lower: 1e9, upper: 1e9)
      for step in 0...60 {
        let b = 0.1 * Double(step)
        let raw = try edges(n, b, .feldmanCousinsRaw).1
        let (lower, upper) = try edges(n, b, .feldmanCousins)
        if raw > before.raw + 1e-9 { rises.raw += 1 }
        if upper > before.upper + 1e-5 || lower > before.lower + 1e-5 { rises.monotone += 1 }
        #expect(upper >= raw - 1e-9)
        before = (raw, lower, upper)
      }
    }
    #expect(rises.raw > 0)
    #expect(rises.monotone == 0)
  }

  /// Coverage by the sum over counts: at least CL for every (s, b) once every count's interval is counted.
  @Test func covers() throws {
    var smallest = 1.0
    for b in [0, 0.5, 1.5, 3, 5.0] {
      let raw = try (0...60).map { try edges($0, b, .feldmanCousinsRaw) }
      for step in 0...100 {
        let s = 0.1 * Double(step)
        let covered = raw.indices.reduce(0.0) {
          raw[$1].0 <= s && s <= raw[$1].1
            ? $0 + SpecialFunctions.poissonProbability($1, mean: s + b) : $0
        }
        smallest = min(smallest, covered)
      }
    }
    print("Feldman-Cousins raw, smallest coverage \(smallest)")
    #expect(smallest >= 0.9 - 1e-9)
  }

  /// Far from 0 the interval tends to n − b ± 1.645 √n; other levels and large counts do not break it.
  @Test func largeCounts() throws {
    for (n, b) in [(100, 10.0), (1000, 400.0), (20, 60.0), (0, 2000.0)] {
      for level in [0.68, 0.9, 0.9973] {
        let (lower, upper) = try edges(n, b, .feldmanCousinsRaw, level: level)
        #expect(lower >= 0 && upper > lower)
        let z = SpecialFunctions.normalQuantile(0.5 * (1 + level))
        if b < 0.5 * Double(n) {
          #expect(abs(upper - (Double(n) - b + z * Double(n).squareRoot())) < z * z)
        }
      }
    }
    // At 51 % a count far below the background is accepted nowhere or is at the border: never a NaN.
    let low = try CountingObservation(observed: 0, background: 40)
      .interval(.feldmanCousinsRaw, confidenceLevel: 0.51)
    #expect(low.upper >= 0 && low.upper.isFinite)
  }
}
