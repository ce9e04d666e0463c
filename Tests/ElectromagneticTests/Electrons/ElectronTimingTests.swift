import Core
import Events
import Foundation
import Numerics
import Testing

@testable import Electromagnetic

/// Prints the cost of the per-step calls; asserts nothing about time, only that the work was done.
@Suite struct ElectronTimingTests {
  @Test func perCall() throws {
    let table = try ElectronTableTests.table("lead")
    defer { withExtendedLifetime(table) {} }
    let view = table.view
    let n = 200_000
    func time(_ name: String, _ body: (Double, Double, inout RandomStream) -> Double) {
      var rng = RandomStream(seed: 1, event: 1)
      var sum = 0.0
      let start = ContinuousClock().now
      for i in 0..<n {
        let logT = -7 + 11.0 * Double(i % 1000) / 1000
        sum += body(Numerics.exp(logT), logT, &rng)
      }
      let elapsed = ContinuousClock().now - start
      let nanoseconds = Double(elapsed.components.attoseconds) * 1e-9 / Double(n)
      print("\(name): \(Int(nanoseconds)) ns per call, with one exp of the loop")
      #expect(sum.isFinite && sum != 0)
    }
    time("empty") { t, _, _ in t }
    time("uniform") { t, _, rng in t * rng.uniform() }
    time("interactionRate") { _, l, _ in view.interactionRate_per_mm(logKineticEnergy: l) }
    time("range") { _, l, _ in view.range_mm(logKineticEnergy: l) }
    time("meanLoss") { t, l, _ in view.meanLoss_GeV(kineticEnergy_GeV: t, logKineticEnergy: l, step_mm: 0.3) }
    time("sampleLoss") { t, l, rng in
      view.sampleLoss(kineticEnergy_GeV: t, logKineticEnergy: l, meanLoss_GeV: 0.1 * t, step_mm: 0.05, &rng)
    }
    time("multiple scattering") { t, l, rng in
      view.sampleMultipleScatteringCosine(kineticEnergy_GeV: t, logKineticEnergy: l, step_mm: 0.05, &rng)
    }
    time("photon energy") { t, l, rng in
      view.samplePhotonEnergy_GeV(kineticEnergy_GeV: t, logKineticEnergy: l, &rng)
    }
    time("interact") { t, _, rng in
      view.interact(kineticEnergy_GeV: t, direction: Vector3(0, 0, 1), &rng).kineticEnergy_GeV
    }
  }
}
