import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite("Radiative losses of electrons in a fit")
struct RadiationTests {
  /// Moments of E′/E behind t: exp(−t ∫ [1 − (1 − y)^n] dN/dt) for independent photons, whatever their number.
  @Test func distributionOfLosses() {
    let rule = GaussLegendre(count: 40)
    for t in [0.002, 0.02, 0.2, 1.0] {
      let law = RadiativeLoss(radiationLengths: t)
      let total = law.nodes.reduce(0) { $0 + $1.weight }
      #expect((total - 1).magnitude < 1e-6)
      for power in [1.0, 2.0] {
        let rate = rule.integrate(0, 1) { y in RadiativeLoss.photons(y: y) * (1 - pow(1 - y, power)) }
        let expected = exp(-t * rate)
        let found = law.nodes.reduce(0) { sum, node in
          // ⟨(1 + ε)^−n⟩ of a narrow distribution
          let one = 1 + node.mean
          let curvature = 0.5 * power * (power + 1) * node.sigma * node.sigma / (one * one)
          return sum + node.weight * pow(one, -power) * (1 + curvature)
        }
        print("t = \(t): 1 - <(E'/E)^\(power)> = \(1 - found), exact \(1 - expected)")
        #expect(((1 - found) / (1 - expected) - 1).magnitude < 0.01)
      }
      // Probability to keep more than 1 − y: for thin matter the number of photons above y.
      if t <= 0.002 {
        for y in [0.01, 0.1, 0.5] {
          let rate = rule.integrate(log(y), 0) { RadiativeLoss.photons(y: exp($0)) * exp($0) }
          let found = law.nodes.reduce(0) { sum, node in
            sum + node.weight
              * (1 - SpecialFunctions.normalCumulative((y / (1 - y) - node.mean) / node.sigma))
          }
          // a node is a normal, the density 1/y: 0.5 in ln ε
          #expect((found / (t * rate) - 1).magnitude < 0.1)
        }
      }
    }
  }

  /// Two dipoles with matter between them, in front and behind: photons of its own making, drawn one by one. The probability
  /// integral of the posterior at the true momentum is uniform at three planes; with normal errors it is not, where the matter is next to the plane.
  @Test(arguments: [false, true])
  func posteriorIsCalibrated(hasConstraint: Bool) throws {
    let bench = Bench(hasConstraint: hasConstraint)
    let filter = KalmanFilter(tracker: try Tracker(json: bench.card("mixture")))
    let normal = KalmanFilter(tracker: try Tracker(json: bench.card("normal")))
    for plane in [0, 3, 6] {
      var integrals: [Double] = []
      var wrong: [Double] = []
      for event in 0..<300 {
        var rng = RandomStream(seed: 51, event: UInt64(event), track: UInt64(plane) << 32)
        let (states, hits) = bench.track(&rng)
        let fit = filter.fit(TrackHits(values: hits), at: plane)
        guard fit.status == .converged else { continue }
        integrals.append(filter.cumulative(fit, states[plane].qOverP))
        let other = normal.fit(TrackHits(values: hits), at: plane)
        wrong.append(normal.cumulative(other, states[plane].qOverP))
      }
      let p = KolmogorovSmirnov.pValue(integrals) { $0 }
      let refused = KolmogorovSmirnov.pValue(wrong) { $0 }
      print(
        "plane \(plane), constraint \(hasConstraint): \(integrals.count) tracks, KS p = \(p); normal \(refused)"
      )
      #expect(integrals.count > 290)
      #expect(p > 0.01 / 6)
      // Between the magnets both see the momentum before and behind: little is left to go wrong there.
      if plane == 6 || plane == 0 && !hasConstraint { #expect(refused < 1e-6) }
    }
  }

  /// Three arms around two dipoles of 2 m; 0.02 X0 between and behind, straight lines and kicks of its own.
  struct Bench {
    var hasConstraint: Bool
    let z = [-6000.0, -5000, -4000, -500, 500, 4000, 5000, 6000]
    let slabs = [(-4500.0, 0.03), (-100.0, 0.04), (4500.0, 0.05)]
    let magnets = [(-3000.0, -1000.0), (1000.0, 3000.0)]
    let momentum = 100.0
    let resolution = 0.1

    func card(_ radiation: String) -> JSON {
      .object(
        [
          .init(
            "planes",
            .array(
              z.enumerated().map {
                ["name": .string("P\($0)"), "z_mm": .number($1), "resolution_mm": .number(resolution)]
              })),
          .init("layers", .array(slabs.map { ["z_mm": .number($0.0), "thickness_X0": .number($0.1)] })),
          .init(
            "fields",
            .array(
              magnets.map {
                [
                  "kind": "dipole", "position_mm": [0, 0, .number(0.5 * ($0.0 + $0.1))], "length_mm": 2000,
                  "aperture_mm": [1e4, 1e4], "field_T": 1.75,
                ]
              })),
          .init("particle", "e-"), .init("momentum_GeV", .number(momentum)), .init("scattering", "none"),
          .init("radiation", .string(radiation)),
        ] + (hasConstraint ? [.init("momentum_spread", 0.01)] : []))
    }

    /// E′/E behind t radiation lengths: photons above 1e-5 drawn by rejection from 1/y.
    static func kept(_ t: Double, _ rng: inout RandomStream) -> Double {
      let range = log(1e5)
      let most = 1.3583333333333334
      var result = 1.0
      for _ in 0..<Int(rng.poisson(mean: t * most * range)) {
        let y = exp(-range * rng.uniform())
        if rng.uniform() * most < RadiativeLoss.photons(y: y) * y { result *= 1 - y }
      }
      return result
    }

    func track(_ rng: inout RandomStream) -> (states: [TrackState], hits: [Double]) {
      var s = TrackState(
        x: 5 * rng.normal(), y: 5 * rng.normal(), tx: 1e-4 * rng.normal(), ty: 1e-4 * rng.normal(),
        qOverP: -1 / (momentum * (1 + (hasConstraint ? 0.01 * rng.normal() : 0.2 * (rng.uniform() - 0.5)))),
        z: z[0])
      if hasConstraint {
        // The constraint is on q/p.
        s.qOverP = -(1 + 0.01 * rng.normal()) / momentum
      }
      var states: [TrackState] = []
      var hits: [Double] = []
      enum Stop { case plane, slab(Double), magnet(Double) }
      let stops =
        (z.map { ($0, Stop.plane) } + slabs.map { ($0.0, Stop.slab($0.1)) }
        + magnets.map { ($0.0, Stop.magnet($0.1)) }).sorted { $0.0 < $1.0 }
      func fly(_ to: Double) {
        s.x += (to - s.z) * s.tx
        s.y += (to - s.z) * s.ty
        s.z = to
      }
      for (place, stop) in stops {
        fly(place)
        switch stop {
        case .plane:
          states.append(s)
          hits += [s.x + resolution * rng.normal(), s.y + resolution * rng.normal()]
        case .slab(let t): s.qOverP /= Self.kept(t, &rng)
        case .magnet(let end):
          // Synchrotron radiation, 1.408e-5 (0.2998 B)² per m of 1/E, half of it in front of the bend.
          let growth = 0.5 * 1.4079e-5 * 0.27524 * 2
          s.qOverP -= growth
          s = ToySpectrometer.circle(s, to: end, field_T: 1.75)
          s.qOverP -= growth
        }
      }
      return (states, hits)
    }
  }
}
