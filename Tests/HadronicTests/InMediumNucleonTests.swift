import Testing

@testable import Hadronic

/// Collisions of nucleons in matter against the formula of Li and Machleidt, worked out by hand, and its limits.
struct InMediumNucleonTests {
  @Test(arguments: [(0.1, 0.16, 0.4274), (0.2, 0.16, 0.4885), (0.6, 0.16, 0.7932), (0.1, 0.08, 0.6219)])
  func formula(_ kinetic: Double, _ density: Double, _ expected: Double) throws {
    let matter = try #require(InMediumNucleon(kineticEnergy_GeV: kinetic))
    #expect((matter.factor(density_per_fm3: density) - expected).magnitude < 1e-4)
  }

  @Test func nothingWithoutMatterOrAtHighEnergy() throws {
    #expect(InMediumNucleon(kineticEnergy_GeV: 0.7) == nil)
    let matter = try #require(InMediumNucleon(kineticEnergy_GeV: 0.1))
    #expect(matter.factor(density_per_fm3: 0) == 1)
    var last = 1.0
    for step in 1...20 {
      let factor = matter.factor(density_per_fm3: 0.01 * Double(step))
      #expect(factor > 0 && factor < last)
      last = factor
    }
  }
}
