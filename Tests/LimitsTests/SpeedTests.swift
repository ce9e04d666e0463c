import Core
import Foundation
import Limits
import Testing

/// Prints times; asserts none (the machine is shared).
@Suite struct SpeedTests {
  private func best(_ repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<repetitions {
      let start = DispatchTime.now().uptimeNanoseconds
      try body()
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-3)
    }
    return best
  }

  @Test func timesAreReported() throws {
    for (n, b, db, de) in [(0, 0.1, 0.0, 0.0), (3, 1, 0, 0), (3, 1, 0.3, 0.15), (30, 25, 5, 0.15)] {
      let time = try best(200) {
        _ = try CountingLimit.events(
          observed: n, background: b, backgroundError: db, efficiencyError: de)
      }
      print("one count n=\(n) b=\(b)±\(db) de=\(de): \(time) µs")
    }
    for observed in [[0, 0, 0, 0, 0], [0, 1, 0, 0, 1], [1, 0, 0, 2, 3]] {
      let model = try CountingModelTests.na64(observed: observed)
      var points = 0
      let time = try best(5) { points = try model.upperLimit().nuisancePoints }
      print("five channels, five causes, n=\(observed): \(time) µs, \(points) points")
    }
    let large = try CountingModel(
      channels: (0..<5).map {
        CountingChannel(
          name: "\($0)", signal: 1 + Double($0), background: 10, backgroundError: 2, observed: 10,
          signalUncertainties: ["eot": 0.05, "cross_section": 0.1, "selection": 0.05 * Double($0 % 2)])
      })
    var limit = try large.upperLimit()
    let time = try best(2) { limit = try large.upperLimit() }
    print("five channels of ten counts: \(time) µs, unit \(limit.orderingResolution) nats, \(limit.value)")
    #expect(limit.status == .converged)
  }
}
