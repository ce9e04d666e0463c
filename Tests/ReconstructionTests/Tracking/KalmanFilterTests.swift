import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite("Kalman filter and smoother")
struct KalmanFilterTests {
  static let names = ["x", "y", "tx", "ty", "q/p"]

  /// Pulls of all parameters at three planes and p-values of χ²; scattering is comparable to the resolution.
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
      for event in 0..<20_000 {
        var rng = RandomStream(seed: 41, event: UInt64(event), track: UInt64(plane) << 32)
        let (states, hits) = toy.track(toy.randomStart(&rng), &rng)
        let fit = filter.fit(TrackHits(values: hits), at: plane)
        if fit.status != .converged { Issue.record("event \(event): \(fit.status)") }
        for i in 0..<5 {
          pulls[i].append((fit.state[i] - states[plane][i]) / fit.covariance[i, i].squareRoot())
        }
        pValues.append(fit.pValue)
      }
      for i in 0..<5 {
        let p = KolmogorovSmirnov.pValue(pulls[i], cumulative: SpecialFunctions.normalCumulative)
        print("pull of \(Self.names[i]) at plane \(plane), \(momentum) GeV: KS p = \(p)")
        #expect(p > 0.01 / 54)  // Šidák: 54 tests of 1 %
        // Planted: errors that are 8 % too small.
        let wrong = KolmogorovSmirnov.pValue(
          pulls[i].map { 1.08 * $0 }, cumulative: SpecialFunctions.normalCumulative)
        #expect(wrong < 0.01 / 54)
      }
      let p = KolmogorovSmirnov.pValue(pValues) { $0 }
      print("p-values of χ² at plane \(plane), \(momentum) GeV: KS p = \(p)")
      #expect(p > 0.01 / 54)
    }
  }

  /// Filter and smoother are the least squares solution with every kink an unknown: estimate, covariance and
  /// χ² to 1e-9 (in standard deviations, and relative).
  @Test func smootherIsGlobalLeastSquares() throws {
    for (momentum, angles) in [(100.0, [0.0, 90.0]), (15.0, [45.0, -45.0]), (160.0, [0.0])] {
      var toy = ToySpectrometer()
      toy.momentum_GeV = momentum
      toy.angles_deg = angles
      if angles.count == 1 {
        // Stereo by turns needs planes of several angles; one axis leaves y free, so give them all an angle.
        toy.angles_deg = [10, 100]
      }
      let tracker = try Tracker(json: toy.card)
      let filter = KalmanFilter(tracker: tracker)
      var worst = (estimate: 0.0, covariance: 0.0, chi2: 0.0)
      for event in 0..<20 {
        var rng = RandomStream(seed: 3, event: UInt64(event))
        let (_, hits) = toy.track(toy.randomStart(&rng), &rng)
        var seed = filter.fit(TrackHits(values: hits), at: 0).state
        for _ in 0..<3 { seed = filter.fit(TrackHits(values: hits), at: 0, seed: seed).state }
        let global = GlobalFit(tracker, toy, start: seed, hits: hits)
        for plane in 0..<8 {
          let fit = filter.fit(TrackHits(values: hits), at: plane, seed: seed)
          let (deviation, covariance) = global.state(plane)
          for i in 0..<5 {
            let sigma = covariance[i][i].squareRoot()
            let difference = fit.state[i] - (global.reference[plane][i] + deviation[i])
            // 1e-13 of the coordinate itself is rounding: 50 mm in steps of a double.
            worst.estimate = max(worst.estimate, difference.magnitude / sigma)
            for j in 0..<5 {
              let scale = (covariance[i][i] * covariance[j][j]).squareRoot()
              worst.covariance = max(
                worst.covariance, (fit.covariance[i, j] - covariance[i][j]).magnitude / scale)
            }
          }
          worst.chi2 = max(worst.chi2, (fit.chi2 / global.solution.chi2 - 1).magnitude)
        }
      }
      print("against global least squares at \(momentum) GeV: \(worst)")
      #expect(worst.estimate < 1e-9)
      #expect(worst.covariance < 1e-9)
      #expect(worst.chi2 < 1e-9)
    }
  }

  /// The pull of a hit is its residual against a fit that never saw it.
  @Test func pullsLeaveTheHitOut() throws {
    let toy = ToySpectrometer()
    let filter = KalmanFilter(tracker: try Tracker(json: toy.card))
    var rng = RandomStream(seed: 5, event: 1)
    let (_, hits) = toy.track(toy.randomStart(&rng), &rng)
    _ = filter.fit(TrackHits(values: hits), at: 0, wantsPulls: true)
    let pulls = (0..<16).map { filter.pulls[$0] }
    for axis in 0..<16 {
      var without = hits
      without[axis] = .nan
      let fit = filter.fit(TrackHits(values: without), at: axis / 2)
      let k = axis % 2
      let expected =
        (hits[axis] - fit.state[k])
        / (toy.resolution_mm * toy.resolution_mm + fit.covariance[k, k]).squareRoot()
      #expect((pulls[axis] - expected).magnitude < 1e-4 * (1 + expected.magnitude))
    }
  }

  /// Two stations of two planes in each arm: σ(p)/p² = σ_κ/(0.2998 B L), with the kink κ from the even part
  /// of x(z) = c + t z + κ|z|/2: σ_κ² = 4 (σ²/2)/Σ(|z| − mean)².
  @Test func resolutionOfTwoArms() throws {
    var toy = ToySpectrometer()
    toy.thickness_X0 = 0
    toy.magnet = (-1000, 1000)
    let filter = KalmanFilter(tracker: try Tracker(json: toy.card))
    var rng = RandomStream(seed: 6, event: 0)
    let (_, hits) = toy.track(
      TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: 0.01, z: -4000), &rng, noise: false)
    let fit = filter.fit(TrackHits(values: hits), at: 0)
    let distances = [2500.0, 2600, 3900, 4000]
    let mean = distances.reduce(0, +) / 4
    let spread = distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let kink = (4 * (0.1 * 0.1 / 2) / spread).squareRoot()
    let expected = kink / (0.299792458 * 1.75 * 2)
    let found = fit.covariance[4, 4].squareRoot()
    print("two arms: σ(p)/p at 100 GeV \(100 * found), formula \(100 * expected)")
    #expect((found / expected - 1).magnitude < 1e-3)  // the formula is of first order in 10 mrad
  }

  /// Gluckstern, Nucl. Instrum. Meth. 24 (1963) 381: N equidistant planes in a uniform field,
  /// σ(p)/p² = σ/(0.2998 B L²) √(720 (N−1)³/((N−2) N (N+1) (N+2))).
  @Test func resolutionInsideTheField() throws {
    for n in [5, 10, 20] {
      var toy = ToySpectrometer()
      toy.thickness_X0 = 0
      toy.z_mm = (0..<n).map { 1000 * Double($0) / Double(n - 1) }
      toy.magnet = (-1000, 2000)
      let filter = KalmanFilter(tracker: try Tracker(json: toy.card))
      var hits: [Double] = []
      for z in toy.z_mm {
        let s = ToySpectrometer.circle(
          TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: 0.01, z: 0), to: z, field_T: 1.75)
        hits += [s.x, s.y]
      }
      let fit = filter.fit(TrackHits(values: hits), at: 0)
      #expect((fit.state.qOverP - 0.01).magnitude < 1e-12)
      let m = Double(n)
      let factor = (720 * (m - 1) * (m - 1) * (m - 1) / ((m - 2) * m * (m + 1) * (m + 2))).squareRoot()
      let expected = 0.1 / (0.299792458e-3 * 1.75 * 1000 * 1000) * factor
      #expect((fit.covariance[4, 4].squareRoot() / expected - 1).magnitude < 1e-3)
    }
  }

  /// The charge: right for every track at 100 GeV; where 1/p is one standard deviation, wrong as often as a
  /// normal distribution says; and reversed by a field of the wrong sign.
  @Test func signOfTheCharge() throws {
    var toy = ToySpectrometer()
    let filter = KalmanFilter(tracker: try Tracker(json: toy.card))
    var reversed = toy
    reversed.field_T = -1.75
    let wrongField = KalmanFilter(tracker: try Tracker(json: reversed.card))
    for event in 0..<500 {
      var rng = RandomStream(seed: 8, event: UInt64(event))
      let (states, hits) = toy.track(toy.randomStart(&rng), &rng)
      #expect(filter.fit(TrackHits(values: hits), at: 0).state.qOverP * states[0].qOverP > 0)
      #expect(wrongField.fit(TrackHits(values: hits), at: 0).state.qOverP * states[0].qOverP < 0)
    }
    toy.thickness_X0 = 0
    toy.momentum_GeV = 100
    let exact = KalmanFilter(tracker: try Tracker(json: toy.card))
    var rng = RandomStream(seed: 8, event: 1000)
    let sigma = exact.fit(TrackHits(values: toy.track(toy.randomStart(&rng), &rng).hits), at: 0)
      .covariance[4, 4].squareRoot()
    var wrong = 0.0
    let count = 20_000.0
    for event in 0..<Int(count) {
      var rng = RandomStream(seed: 9, event: UInt64(event))
      let (states, hits) = toy.track(toy.randomStart(&rng, momentum_GeV: 1 / sigma), &rng)
      if exact.fit(TrackHits(values: hits), at: 0).state.qOverP * states[0].qOverP < 0 { wrong += 1 }
    }
    let expected = SpecialFunctions.normalCumulative(-1)
    let pull = (wrong / count - expected) / (expected * (1 - expected) / count).squareRoot()
    print("wrong sign where σ(1/p) = 1/p: \(wrong / count), expected \(expected), pull \(pull)")
    #expect(pull.magnitude < 4)
  }

  /// A hit that is 15 σ off: found and taken out, the rest unbiased; good tracks lose hardly any.
  @Test func outliersAreRejected() throws {
    let toy = ToySpectrometer()
    let filter = KalmanFilter(tracker: try Tracker(json: toy.card))
    var found = 0
    var lost = 0
    var pulls: [Double] = []
    var naive: [Double] = []
    for event in 0..<2000 {
      var rng = RandomStream(seed: 10, event: UInt64(event))
      let (states, hits) = toy.track(toy.randomStart(&rng), &rng)
      if filter.fit(TrackHits(values: hits), at: 0, outlierPull: 4.5).rejected > 0 { lost += 1 }
      var bad = hits
      let axis = Int(16 * rng.uniform())
      bad[axis] += rng.uniform() < 0.5 ? -1.5 : 1.5
      let fit = filter.fit(TrackHits(values: bad), at: 4, outlierPull: 4.5, wantsPulls: true)
      if fit.rejected == 1, filter.pulls[axis].magnitude > 4.5 { found += 1 }
      pulls.append((fit.state.x - states[4].x) / fit.covariance[0, 0].squareRoot())
      let plain = filter.fit(TrackHits(values: bad), at: 4)
      naive.append((plain.state.x - states[4].x) / plain.covariance[0, 0].squareRoot())
    }
    let p = KolmogorovSmirnov.pValue(pulls, cumulative: SpecialFunctions.normalCumulative)
    let q = KolmogorovSmirnov.pValue(naive, cumulative: SpecialFunctions.normalCumulative)
    print("15 σ off: found \(found) of 2000, good hits lost \(lost), KS p \(p) (\(q) without rejection)")
    #expect(found > 1950)
    #expect(lost < 10)  // 2000 tracks of 16 hits above 4.5 σ: 0.2 expected
    #expect(p > 0.01)
    #expect(q < 1e-3)
  }

  /// Missing hits, too few hits, no hits.
  @Test func fewHits() throws {
    let toy = ToySpectrometer()
    let filter = KalmanFilter(tracker: try Tracker(json: toy.card))
    var rng = RandomStream(seed: 11, event: 0)
    let (_, hits) = toy.track(toy.randomStart(&rng), &rng)
    var some = hits
    for axis in [0, 1, 4, 9, 14] { some[axis] = .nan }
    let fit = filter.fit(TrackHits(values: some), at: 7)
    #expect(fit.status == .converged && fit.used == 11 && fit.ndf == 6)
    // Five hits of one arm say nothing about the momentum.
    var arm = [Double](repeating: .nan, count: 16)
    for axis in 0..<8 { arm[axis] = hits[axis] }
    #expect(filter.fit(TrackHits(values: arm), at: 0).status == .undetermined)
    let none = [Double](repeating: .nan, count: 16)
    #expect(filter.fit(TrackHits(values: none), at: 0).status == .undetermined)
  }

  /// Without a field the momentum is the beam's, and the constraint counts as a measurement.
  @Test func straightTracks() throws {
    let card: JSON = [
      "planes": [
        ["name": "a", "z_mm": 0, "resolution_mm": 0.1], ["name": "b", "z_mm": 1000, "resolution_mm": 0.1],
        ["name": "c", "z_mm": 2000, "resolution_mm": 0.1],
        ["name": "wall", "z_mm": 5000, "angles_deg": [], "resolution_mm": 1],
      ],
      "momentum_GeV": 50, "momentum_spread": 0.02,
    ]
    let tracker = try Tracker(json: card)
    let filter = KalmanFilter(tracker: tracker)
    let hits = [0.0, 0, 1, 2, 2, 4]
    let fit = filter.fit(TrackHits(values: hits), at: 3)
    #expect(fit.ndf == 2 && fit.status == .converged)
    #expect((fit.state.x - 5).magnitude < 1e-9 && (fit.state.y - 10).magnitude < 1e-9)
    #expect((fit.state.qOverP + 0.02).magnitude < 1e-12)
    #expect((fit.covariance[4, 4].squareRoot() - 4e-4).magnitude < 1e-12)
    // Extrapolated over 3 m behind the middle of ±1 m: σ² (1/3 + 16/2)
    #expect((fit.covariance[0, 0] / (0.01 * (1.0 / 3 + 16.0 / 2)) - 1).magnitude < 1e-9)
  }
}
