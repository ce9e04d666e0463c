import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite("Kalman filter and smoother")
struct KalmanFilterTests {
  static let names = ["x", "y", "tx", "ty", "q/p"]

  /// Pulls of all parameters at three planes and p-values of χ², 100 GeV with scattering comparable to the
  /// resolution.
  @Test(arguments: [(100.0, 0.1, 0.005), (20.0, 0.2, 0.01), (160.0, 0.05, 0.002)])
  func pullsAreNormal(momentum: Double, resolution: Double, thickness: Double) throws {
    var toy = ToySpectrometer()
    toy.momentum_GeV = momentum
    toy.resolution_mm = resolution
    toy.thickness_X0 = thickness
    let filter = KalmanFilter(tracker: try Tracker(json: toy.card))
    for plane in [0, 4, 7] {
      var pulls = [[Double]](repeating: [], count: 5)
      var pValues: [Double] = []
      for event in 0..<5000 {
        var rng = RandomStream(seed: 41, event: UInt64(event), track: UInt64(plane))
        let start = toy.randomStart(&rng)
        let (states, hits) = toy.track(start, &rng)
        let fit = filter.fit(TrackHits(values: hits), at: plane)
        #expect(fit.status == .converged)
        for i in 0..<5 {
          pulls[i].append((fit.state[i] - states[plane][i]) / fit.covariance[i, i].squareRoot())
        }
        pValues.append(fit.pValue)
      }
      for i in 0..<5 {
        let p = KolmogorovSmirnov.pValue(pulls[i], cumulative: SpecialFunctions.normalCumulative)
        print("pull of \(Self.names[i]) at plane \(plane), \(momentum) GeV: KS p = \(p)")
        #expect(p > 0.01 / 48)  // 48 tests in this function
        // Planted: errors 8 % too small would be seen.
        let wrong = KolmogorovSmirnov.pValue(
          pulls[i].map { 1.08 * $0 }, cumulative: SpecialFunctions.normalCumulative)
        #expect(wrong < 0.01)
      }
      let p = KolmogorovSmirnov.pValue(pValues) { $0 }
      print("p-values at plane \(plane), \(momentum) GeV: KS p = \(p)")
      #expect(p > 0.01 / 48)
    }
  }
}
