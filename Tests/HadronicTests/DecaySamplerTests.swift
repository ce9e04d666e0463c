import Core
import Events
import Hadronic
import Numerics
import Testing

struct DecaySamplerTests {
  static let particles: [Particle] = [
    .muonMinus, .muonPlus, .pionPlus, .pionMinus, .kaonPlus, .kaonMinus, .kaonShort, .kaonLong, .pionZero,
    .eta,
    .etaPrime, .lambda, .antilambda, .tauMinus, .tauPlus,
  ]

  @Test(arguments: particles)
  func fourMomentumAndQuantumNumbers(_ particle: Particle) {
    var final = FinalState()
    defer { final.free() }
    let direction = Vector3(0.2, -0.3, 0.9).normalized
    for event in 0..<3000 {
      var rng = RandomStream(seed: 3, event: UInt64(event))
      let kinetic = event % 2 == 0 ? 20.0 : 0.0
      final.removeAll()
      DecaySampler.shared.decay(
        particle, kineticEnergy_GeV: kinetic, direction: direction, &rng, into: &final)
      var energy = kinetic + particle.mass_GeV
      var momentum = (kinetic * (kinetic + 2 * particle.mass_GeV)).squareRoot() * direction
      var charge = particle.charge
      for i in 0..<final.count {
        let s = final.secondaries[i]
        energy -= s.kineticEnergy_GeV + s.particle.mass_GeV
        let k = s.kineticEnergy_GeV
        momentum = momentum - (k * (k + 2 * s.particle.mass_GeV)).squareRoot() * s.direction
        charge -= s.particle.charge
      }
      #expect(energy.magnitude < 1e-10 && momentum.length < 1e-8 && charge == 0)
    }
  }

  @Test func branchingFractions() {
    var final = FinalState()
    defer { final.free() }
    let n = 100_000
    var muonic = 0
    var threePions = 0
    for event in 0..<n {
      var rng = RandomStream(seed: 4, event: UInt64(event))
      final.removeAll()
      DecaySampler.shared.decay(
        .kaonPlus, kineticEnergy_GeV: 5, direction: Vector3(0, 0, 1), &rng, into: &final)
      if final.count == 2, final.secondaries[0].particle == .muonPlus { muonic += 1 }
      if final.count == 3, final.secondaries[2].particle == .pionMinus { threePions += 1 }
    }
    #expect((Double(muonic) / Double(n) - 0.6356 / 0.99985).magnitude < 5 * (0.23 / Double(n)).squareRoot())
    #expect((Double(threePions) / Double(n) - 0.05583).magnitude < 5 * (0.053 / Double(n)).squareRoot())
  }

  /// Michel: dN/dx ∝ x²(3 − 2x), mean 0.7; and a planted flat spectrum fails the same test.
  @Test func michelSpectrum() {
    var final = FinalState()
    defer { final.free() }
    let n = 100_000
    let bins = 20
    var counts = [Double](repeating: 0, count: bins)
    var wrong = counts
    for event in 0..<n {
      var rng = RandomStream(seed: 5, event: UInt64(event))
      final.removeAll()
      DecaySampler.shared.decay(
        .muonMinus, kineticEnergy_GeV: 0, direction: Vector3(0, 0, 1), &rng, into: &final)
      let x = 2 * (final.secondaries[0].kineticEnergy_GeV + 0.000511) / Constants.muonMass_GeV
      counts[min(bins - 1, Int(x * Double(bins)))] += 1
      wrong[Int(rng.uniform() * Double(bins))] += 1
    }
    func chi2(_ counts: [Double]) -> Double {
      (1..<bins).reduce(0) { sum, i in
        func integral(_ x: Double) -> Double { 2 * x * x * x - x * x * x * x }
        let expected =
          Double(n) * (integral(Double(i + 1) / Double(bins)) - integral(Double(i) / Double(bins)))
        return sum + (counts[i] - expected) * (counts[i] - expected) / expected
      }
    }
    // 19 bins; the electron's mass moves 1e-4 of the events.
    #expect(chi2(counts) < 60)
    #expect(chi2(wrong) > 1000)
  }

  /// K → πeν: the electron's mean energy of V − A with λ₊ = 0.03 lies above that of phase space by the density
  /// ∝ 2 E_e E_ν M − M² (E_max − E_π); compared with a quadrature of that density on the Dalitz plot.
  @Test func semileptonicKaon() {
    let mass = Particle.kaonPlus.mass_GeV
    let pion = Particle.pionZero.mass_GeV
    let most = (mass * mass + pion * pion) / (2 * mass)
    var sum = 0.0
    var weighted = 0.0
    let steps = 800
    for i in 0..<steps {
      for j in 0..<steps {
        let ePion = pion + (most - pion) * (Double(i) + 0.5) / Double(steps)
        let e = 0.5 * mass * (Double(j) + 0.5) / Double(steps)
        let nu = mass - ePion - e
        let p = (ePion * ePion - pion * pion).squareRoot()
        guard nu > 0, (nu - e).magnitude < p, nu + e > p else { continue }
        let q2 = mass * mass + pion * pion - 2 * mass * ePion
        let form = 1 + 0.0297 * q2 / (0.13957039 * 0.13957039)
        let w = (2 * e * nu - mass * (most - ePion)) * form * form
        sum += w
        weighted += w * e
      }
    }
    var final = FinalState()
    defer { final.free() }
    var mean = 0.0
    let n = 40_000
    for event in 0..<n {
      var rng = RandomStream(seed: 6, event: UInt64(event))
      final.removeAll()
      DecaySampler.shared.decay(
        .kaonPlus, kineticEnergy_GeV: 0, direction: Vector3(0, 0, 1), mode: 3, &rng, into: &final)
      mean += final.secondaries[1].kineticEnergy_GeV / Double(n)
    }
    #expect((mean / (weighted / sum) - 1).magnitude < 0.01)
  }
}
