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

  /// Electron and muon neutrino: dN/dx ∝ x²(3 − 2x); electron neutrino: x²(1 − x); planted: each other's.
  @Test func muonSpectra() {
    var final = FinalState()
    defer { final.free() }
    let bins = 40
    var counts = [[Double]](repeating: [Double](repeating: 0, count: bins), count: 3)
    for event in 0..<200_000 {
      var rng = RandomStream(seed: 5, event: UInt64(event))
      final.removeAll()
      DecaySampler.shared.decay(
        .muonMinus, kineticEnergy_GeV: 0, direction: Vector3(0, 0, 1), &rng, into: &final)
      for i in 0..<3 {
        let product = final.secondaries[i]
        let x = 2 * (product.kineticEnergy_GeV + product.particle.mass_GeV) / Constants.muonMass_GeV
        counts[i][min(bins - 1, Int(x * Double(bins)))] += 1
      }
    }
    func probability(_ counts: [Double], _ cumulative: (Double) -> Double) -> Double {
      var chi2 = 0.0
      var degrees = -1.0
      for (i, count) in counts.enumerated() {
        let low = cumulative(Double(i) / Double(bins))
        let expected = 200_000 * (cumulative(Double(i + 1) / Double(bins)) - low)
        if expected < 10 { continue }
        chi2 += (count - expected) * (count - expected) / expected
        degrees += 1
      }
      return SpecialFunctions.regularizedGammaQ(0.5 * degrees, 0.5 * chi2)
    }
    func hard(_ x: Double) -> Double { x * x * x * (2 - x) }
    func soft(_ x: Double) -> Double { x * x * x * (4 - 3 * x) }
    let p = [probability(counts[0], hard), probability(counts[1], soft), probability(counts[2], hard)]
    let planted = [probability(counts[0], soft), probability(counts[1], hard)]
    print("e, ν_e, ν_μ of muons at rest: p = \(p), planted \(planted)")
    #expect(p.allSatisfy { $0 > 1e-3 })
    #expect(planted.allSatisfy { $0 < 1e-6 })
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
