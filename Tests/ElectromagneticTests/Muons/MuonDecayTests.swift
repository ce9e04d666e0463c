import Core
import Events
import Numerics
import Testing

@testable import Electromagnetic

struct MuonDecayTests {
  static let axis = Vector3(0, 0, 1)

  /// χ² against a density on [0, 1] with given cumulative.
  static func probability(_ counts: [Double], _ cumulative: (Double) -> Double) -> Double {
    let total = counts.reduce(0, +)
    var chi2 = 0.0
    var degrees = -1
    for (i, count) in counts.enumerated() {
      let low = cumulative(Double(i) / Double(counts.count))
      let high = cumulative(Double(i + 1) / Double(counts.count))
      let expected = total * (high - low)
      if expected < 10 { continue }
      chi2 += (count - expected) * (count - expected) / expected
      degrees += 1
    }
    return SpecialFunctions.regularizedGammaQ(0.5 * Double(degrees), 0.5 * chi2)
  }

  /// Electron: x²(3 − 2x); electron neutrino: x²(1 − x); muon neutrino like the electron.
  @Test func spectraAtRest() {
    let mass = Constants.muonMass_GeV
    var rng = RandomStream(seed: 31, event: 1)
    let bins = 40
    var electron = [Double](repeating: 0, count: bins)
    var neutrino = [Double](repeating: 0, count: bins)
    var second = [Double](repeating: 0, count: bins)
    for _ in 0..<200_000 {
      let p = MuonDecay.sample(.muonMinus, kineticEnergy_GeV: 0, direction: Self.axis, &rng)
      func bin(_ energy: Double) -> Int { min(bins - 1, Int(2 * energy / mass * Double(bins))) }
      electron[bin(p.electron.kineticEnergy_GeV + Constants.electronMass_GeV)] += 1
      neutrino[bin(p.electronNeutrino.kineticEnergy_GeV)] += 1
      second[bin(p.muonNeutrino.kineticEnergy_GeV)] += 1
    }
    // The lowest bin has the electron's mass in it.
    let michel = Self.probability(Array(electron)) { $0 * $0 * $0 * (2 - $0) }
    let soft = Self.probability(neutrino) { $0 * $0 * $0 * (4 - 3 * $0) }
    let hard = Self.probability(second) { $0 * $0 * $0 * (2 - $0) }
    let planted = Self.probability(electron) { $0 * $0 * $0 * (4 - 3 * $0) }
    print("electron p = \(michel), ν_e p = \(soft), ν_μ p = \(hard), planted p = \(planted)")
    #expect(michel > 1e-3 && soft > 1e-3 && hard > 1e-3)
    #expect(planted < 1e-6)
  }

  /// Energy to rounding, momentum to the mass of the electron, at rest and in flight.
  @Test(arguments: [0.0, 0.3, 160]) func conservation(_ kinetic: Double) {
    var rng = RandomStream(seed: 32, event: 2)
    let direction = Vector3(0.3, -0.2, 0.9).normalized
    for particle in [Particle.muonMinus, .muonPlus] {
      for _ in 0..<2000 {
        let p = MuonDecay.sample(particle, kineticEnergy_GeV: kinetic, direction: direction, &rng)
        let before = particle.availableEnergy_GeV(kineticEnergy_GeV: kinetic)
        let after = [p.electron, p.electronNeutrino, p.muonNeutrino].reduce(0) {
          $0 + $1.particle.availableEnergy_GeV(kineticEnergy_GeV: $1.kineticEnergy_GeV)
        }
        #expect((after - before).magnitude < 1e-13 * max(before, 1))
        #expect(p.muonNeutrino.kineticEnergy_GeV > -1e-12 * (1 + kinetic))
        var momentum = (-particle.momentum_GeV(kineticEnergy_GeV: kinetic)) * direction
        for s in [p.electron, p.electronNeutrino, p.muonNeutrino] {
          momentum =
            momentum + s.particle.momentum_GeV(kineticEnergy_GeV: s.kineticEnergy_GeV) * s.direction
        }
        // The electron's mass is not in the angles: m_e c in the rest frame, stretched by γ.
        #expect(momentum.length < 6e-4 * (1 + kinetic / Constants.muonMass_GeV))
      }
    }
  }

  /// ⟨cosθ⟩ of the electron is ± P/9, and the hardest fly along the spin of the μ⁺.
  @Test func asymmetry() {
    var rng = RandomStream(seed: 33, event: 3)
    let draws = 200_000
    for (particle, sign) in [(Particle.muonPlus, 1.0), (.muonMinus, -1.0)] {
      var sum = 0.0
      for _ in 0..<draws {
        let p = MuonDecay.sample(particle, kineticEnergy_GeV: 0, direction: Self.axis, polarisation: 1, &rng)
        sum += p.electron.direction.z
      }
      let mean = sum / Double(draws)
      print("\(particle.name): ⟨cosθ⟩ = \(mean), expected \(sign / 9)")
      #expect((mean - sign / 9).magnitude < 4 * (1 / 3.0 / Double(draws)).squareRoot())
    }
  }
}
