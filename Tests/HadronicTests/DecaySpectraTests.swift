import Core
import Events
import Numerics
import Testing

@testable import Hadronic

/// Spectra of decays against the densities of papers, χ², with a wrong density that must fail.
struct DecaySpectraTests {
  static let count = 100_000

  /// One number of each of many decays at rest.
  static func sample(_ particle: Particle, mode: Int, _ value: (FinalState) -> Double) -> [Double] {
    var final = FinalState()
    defer { final.free() }
    return (0..<count).map { event in
      var rng = RandomStream(seed: 21, event: UInt64(event))
      final.removeAll()
      DecaySampler.shared.decay(
        particle, kineticEnergy_GeV: 0, direction: Vector3(0, 0, 1), mode: mode, &rng, into: &final)
      return value(final)
    }
  }

  static func energy(_ secondary: Secondary) -> Double {
    secondary.kineticEnergy_GeV + secondary.particle.mass_GeV
  }

  /// p of χ² of a histogram against a density that is integrated by the midpoint rule.
  static func probability(
    _ values: [Double], from low: Double, to high: Double, _ density: (Double) -> Double
  )
    -> Double
  {
    let bins = 50
    var counts = [Double](repeating: 0, count: bins)
    for value in values {
      counts[max(0, min(bins - 1, Int(Double(bins) * (value - low) / (high - low))))] += 1
    }
    let fine = 400
    let expected = (0..<bins).map { bin in
      (0..<fine).reduce(0.0) {
        $0
          + density(low + (high - low) * (Double(bin) + (Double($1) + 0.5) / Double(fine)) / Double(bins))
      }
    }
    let sum = expected.reduce(0, +)
    var chi2 = 0.0
    var degrees = -1.0
    for (count, share) in zip(counts, expected) {
      let mean = Double(values.count) * share / sum
      if mean < 10 { continue }
      chi2 += (count - mean) * (count - mean) / mean
      degrees += 1
    }
    return SpecialFunctions.regularizedGammaQ(0.5 * degrees, 0.5 * chi2)
  }

  /// π⁰ → e⁺e⁻γ and η → μ⁺μ⁻γ: ln q² against Kroll and Wada, Phys. Rev. 98 (1955) 1355, without a form factor:
  /// dΓ/dq² ∝ (1 − q²/M²)³ (1 + 2m²/q²) √(1 − 4m²/q²)/q². Planted: (1 − q²/M²)².
  @Test(arguments: [(Particle.pionZero, 1), (.eta, 5)]) func krollWada(_ particle: Particle, _ mode: Int) {
    let mass = particle.mass_GeV
    let lepton = DecayModes.of(particle)[mode].products[0].mass_GeV
    let values = Self.sample(particle, mode: mode) {
      log(mass * mass - 2 * mass * Self.energy($0.secondaries[2]))
    }
    func density(_ power: Int) -> (Double) -> Double {
      { logSquare in
        let q2 = exp(logSquare)
        let x = 1 - q2 / (mass * mass)
        let r = 4 * lepton * lepton / q2
        return (power == 3 ? x * x * x : x * x) * (1 + 0.5 * r) * max(0, 1 - r).squareRoot()
      }
    }
    let (low, high) = (log(4 * lepton * lepton), log(mass * mass))
    let p = Self.probability(values, from: low, to: high, density(3))
    let planted = Self.probability(values, from: low, to: high, density(2))
    print(
      "\(particle.name) → \(DecayModes.of(particle)[mode].products[0].name)…γ: p = \(p), planted \(planted)")
    #expect(p > 1e-3 && planted < 1e-6)
  }

  /// τ → μνν: Michel's spectrum with the muon's mass, √(x² − x₀²) [x(1 − x) + (4x² − 3x − x₀²)/6]. Planted: ρ = 0.6.
  @Test func tauToMuon() {
    let (mass, muon) = (Particle.tauMinus.mass_GeV, Constants.muonMass_GeV)
    let most = (mass * mass + muon * muon) / (2 * mass)
    let x0 = muon / most
    let values = Self.sample(.tauMinus, mode: 1) { Self.energy($0.secondaries[0]) / most }
    func density(_ rho: Double) -> (Double) -> Double {
      { x in (x * x - x0 * x0).squareRoot() * (x * (1 - x) + 2 * rho / 9 * (4 * x * x - 3 * x - x0 * x0)) }
    }
    let p = Self.probability(values, from: x0, to: 1, density(0.75))
    let planted = Self.probability(values, from: x0, to: 1, density(0.6))
    print("τ → μ: p = \(p), planted \(planted)")
    #expect(p > 1e-3 && planted < 1e-6)
  }

  /// η′ → π⁺π⁻γ: the pair's mass², k³ q² β³/|q² − m_ρ² + i m_ρΓ|². Planted: k².
  @Test func etaPrimeToRho() {
    let (mass, pion) = (Particle.etaPrime.mass_GeV, Particle.pionPlus.mass_GeV)
    let values = Self.sample(.etaPrime, mode: 2) { mass * mass - 2 * mass * Self.energy($0.secondaries[2]) }
    func density(_ power: Int) -> (Double) -> Double {
      { q2 in
        let k = (mass * mass - q2) / (2 * mass)
        let beta = max(0, 1 - 4 * pion * pion / q2).squareRoot()
        let d = q2 - 0.7753 * 0.7753
        let width = 0.7753 * 0.149
        return (power == 3 ? k * k * k : k * k) * q2 * beta * beta * beta / (d * d + width * width)
      }
    }
    let p = Self.probability(values, from: 4 * pion * pion, to: mass * mass, density(3))
    let planted = Self.probability(values, from: 4 * pion * pion, to: mass * mass, density(2))
    print("η′ → ππγ: p = \(p), planted \(planted)")
    #expect(p > 1e-3 && planted < 1e-6)
  }

  /// Three pions: the mean of Y = 3T/Q − 1 of the odd one, against a quadrature of the Dalitz plot with the measured density
  /// in Y (η: KLOE-2, JHEP 05 (2016) 019; K⁺, K_L: PDG's g and h). Planted: phase space.
  @Test(arguments: [(Particle.eta, 2), (.kaonPlus, 2), (.kaonLong, 5), (.kaonPlus, 5)])
  func threePions(_ particle: Particle, _ index: Int) {
    let mass = particle.mass_GeV
    let mode = DecayModes.of(particle)[index]
    let m = mode.products.map(\.mass_GeV)
    let q = mass - m[0] - m[1] - m[2]
    let odd = Self.sample(particle, mode: index) { 3 * $0.secondaries[2].kineticEnergy_GeV / q - 1 }
    let mean = odd.reduce(0, +) / Double(odd.count)
    let error =
      (odd.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(odd.count)).squareRoot()
      / Double(odd.count).squareRoot()
    let unit = 0.13957039 * 0.13957039
    let centre = (mass * mass + m[0] * m[0] + m[1] * m[1] + m[2] * m[2]) / 3
    var sums = (weight: 0.0, y: 0.0, flat: 0.0, flatY: 0.0)
    for i in 0..<1000 {
      for j in 0..<1000 {
        let t2 = q * (Double(i) + 0.5) / 1000
        let t0 = q * (Double(j) + 0.5) / 1000
        let energies = [m[0] + t0, mass - m[0] - t0 - m[2] - t2, m[2] + t2]
        guard energies[1] > m[1] else { continue }
        let p = zip(energies, m).map { ($0 * $0 - $1 * $1).squareRoot() }
        guard p[0] < p[1] + p[2], p[1] < p[0] + p[2], p[2] < p[0] + p[1] else { continue }
        let y = 3 * t2 / q - 1
        let u = ((mass - m[2]) * (mass - m[2]) - 2 * mass * t2 - centre) / unit
        let weight: Double
        switch (particle, index) {
        case (.eta, _): weight = 1 - 1.095 * y + 0.145 * y * y
        case (.kaonLong, _): weight = 1 + 0.678 * u + 0.076 * u * u
        case (_, 2): weight = 1 - 0.2113 * u + 0.0185 * u * u
        default: weight = 1 + 0.626 * u + 0.052 * u * u
        }
        sums.weight += weight
        sums.y += weight * y
        sums.flat += 1
        sums.flatY += y
      }
    }
    let (expected, flat) = (sums.y / sums.weight, sums.flatY / sums.flat)
    print("\(particle.name) → 3π: ⟨Y⟩ = \(mean) ± \(error), expected \(expected), phase space \(flat)")
    #expect((mean - expected).magnitude < 4 * error + 5e-4)
    #expect((mean - flat).magnitude > 10 * error)
  }

  /// τ → ππ⁰ν and Kπν: mean q² and its spread are those of (m² − q²)²(m² + 2q²) β³ |F|², far from phase space; so is
  /// the mean square of the π's angle in the pair's rest frame.
  @Test(arguments: [4, 9]) func vectorMesonsInTau(_ index: Int) {
    let mode = DecayModes.of(.tauMinus)[index]
    let m = mode.products.map(\.mass_GeV)
    let mass = Particle.tauMinus.mass_GeV
    let q2 = Self.sample(.tauMinus, mode: index) {
      mass * mass - 2 * mass * $0.secondaries[2].kineticEnergy_GeV
    }
    let n = Double(q2.count)
    let mean = q2.reduce(0, +) / n
    let variance = q2.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    func moments(_ weight: (Double) -> Double) -> (mean: Double, variance: Double) {
      var sums = (0.0, 0.0, 0.0)
      let (low, high) = ((m[0] + m[1]) * (m[0] + m[1]), mass * mass)
      for i in 0..<20_000 {
        let x = low + (high - low) * (Double(i) + 0.5) / 20_000
        let w = weight(x)
        sums = (sums.0 + w, sums.1 + w * x, sums.2 + w * x * x)
      }
      let mean = sums.1 / sums.0
      return (mean, sums.2 / sums.0 - mean * mean)
    }
    func beta(_ x: Double) -> Double { 2 * twoBodyMomentum(x.squareRoot(), m[0], m[1]) / x.squareRoot() }
    let rest = mass * mass
    let expected = moments { x in
      (rest - x) * (rest - x) * (rest + 2 * x) * pow(beta(x), 3) * VectorFormFactor.square(x, m[0], m[1])
    }
    let flat = moments { (rest - $0) * beta($0) }
    let error = (variance / n).squareRoot()
    print(
      "τ → \(mode.products.map(\.name)): ⟨q²⟩ = \(mean) ± \(error), expected \(expected.mean), phase space "
        + "\(flat.mean); variance \(variance), expected \(expected.variance)")
    #expect((mean - expected.mean).magnitude < 4 * error)
    #expect((variance / expected.variance - 1).magnitude < 0.05)
    #expect((mean - flat.mean).magnitude > 20 * error)
  }

  /// All fractions, as published; those of a particle add up to 1 within what the page says.
  @Test func fractionsAddUp() {
    for particle in Particle.allCases where DecaySampler.shared.decays(particle) {
      let sum = DecayModes.of(particle).reduce(0) { $0 + $1.fraction }
      #expect((sum - 1).magnitude < 0.006, "\(particle.name): \(sum)")
    }
  }
}
