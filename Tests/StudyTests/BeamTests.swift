import Core
import Testing

@testable import Study

@Suite struct BeamTests {
  @Test func momentsOfTheBeam() throws {
    let beam = try Beam(
      json: JSON.parse(
        "{\"energy_GeV\": \"100 GeV\", \"spot_sigma_mm\": [2, 5], \"divergence_rad\": [1e-4, 2e-4], \"momentum_spread\": 0.01}"
      ),
      path: "beam")
    var sums = (x: 0.0, y: 0.0, dx: 0.0, dy: 0.0, e: 0.0)
    let n = 20_000
    for event in 0..<n {
      let state = beam.primary(seed: 4, event: UInt64(event))
      sums.x += state.position.x * state.position.x
      sums.y += state.position.y * state.position.y
      sums.dx += state.direction.x * state.direction.x
      sums.dy += state.direction.y * state.direction.y
      sums.e += (state.kineticEnergy_GeV - 100) * (state.kineticEnergy_GeV - 100)
    }
    // The variance of n Gaussian squares is 2/n: four standard deviations.
    let band = 4 * (2 / Double(n)).squareRoot()
    for (sum, sigma) in [(sums.x, 2.0), (sums.y, 5), (sums.dx, 1e-4), (sums.dy, 2e-4), (sums.e, 1)] {
      #expect((sum / Double(n) / (sigma * sigma) - 1).magnitude < band)
    }
  }

  @Test func badBeams() throws {
    for text in [
      "{\"energy_GeV\": 100000}", "{\"energy_GeV\": \"100 parsec\"}", "{\"particle\": \"proton\"}",
      "{\"direction\": [0, 0, 0]}", "{\"position_mm\": [1, 2]}", "{\"spot_sigma_mm\": [-1, 0]}",
      "{\"energy\": 100}", "[]",
    ] {
      let error = #expect(throws: HermeticError.self) { _ = try Beam(json: JSON.parse(text), path: "beam") }
      #expect(error?.message.contains("beam") == true)
    }
  }
}
