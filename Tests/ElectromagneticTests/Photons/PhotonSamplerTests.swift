import Core
import Events
import Matter
import Numerics
import Testing

@testable import Electromagnetic

/// Samplers against their densities; fixed seeds, 2e5 draws each, Šidák-corrected at 1 % over the suite's 20
/// comparisons: p > 5e-4. Planted wrong densities must fail.
@Suite struct PhotonSamplerTests {
  static let leastP = 5e-4
  let z = Vector3(0, 0, 1)

  private func check(_ name: String, _ p: Double) {
    print("\(name): p = \(p)")
    #expect(p > Self.leastP, "\(name)")
  }

  private func kleinNishina(_ k: Double) -> (Double) -> Double {
    { ratio in
      let t = (1 - ratio) / (k * ratio)
      return ratio + 1 / ratio - t * (2 - t)
    }
  }

  @Test(arguments: [1e-5, 5.11e-4, 1e-2, 1.0])
  func compton(energy: Double) {
    let k = energy / Constants.electronMass_GeV
    var rng = RandomStream(seed: 11, event: UInt64(energy * 1e9))
    let scatter = ComptonScattering()
    let p = PhotonTestTools.pValue(
      draws: 200_000, low: 1 / (1 + 2 * k), high: 1, bins: 60, density: kleinNishina(k)
    ) { scatter(kineticEnergy_GeV: energy, direction: z, &rng).kineticEnergy_GeV / energy }
    check("Klein–Nishina k′/k at \(energy) GeV", p)
  }

  @Test func comptonAgainstAWrongDensityFails() {
    var rng = RandomStream(seed: 12, event: 1)
    let scatter = ComptonScattering()
    let p = PhotonTestTools.pValue(
      draws: 200_000, low: 1 / 3.0, high: 1, bins: 60, density: { $0 + 1 / $0 }
    ) {
      scatter(kineticEnergy_GeV: Constants.electronMass_GeV, direction: z, &rng).kineticEnergy_GeV
        / Constants.electronMass_GeV
    }
    print("planted wrong Compton density: p =", p)
    #expect(p < 1e-6)
  }

  /// Angles follow from the energies; momentum balances exactly for a free electron at rest.
  @Test func comptonMomentumBalance() {
    var rng = RandomStream(seed: 13, event: 1)
    let m = Constants.electronMass_GeV
    let direction = Vector3(0.48, -0.6, 0.64)
    for energy in [2e-6, 1e-4, 1e-3, 0.1, 10, 200] {
      for _ in 0..<2000 {
        let result = ComptonScattering()(kineticEnergy_GeV: energy, direction: direction, &rng)
        let t = result.first.kineticEnergy_GeV
        let momentum = (t * (t + 2 * m)).squareRoot()
        let missing =
          energy * direction - result.kineticEnergy_GeV * result.direction
          - momentum * result.first.direction
        #expect(missing.length < 3e-8 * energy)
        #expect((result.kineticEnergy_GeV + t - energy).magnitude <= 1e-15 * energy)
      }
    }
  }

  @Test(arguments: [1e-5, 1e-4, 1e-3, 1e-2])
  func photoelectronAngle(energy: Double) {
    let gamma = 1 + energy / Constants.electronMass_GeV
    let beta = (1 - 1 / (gamma * gamma)).squareRoot()
    var rng = RandomStream(seed: 14, event: UInt64(energy * 1e9))
    let p = PhotonTestTools.pValue(
      draws: 200_000, low: -1, high: 1, bins: 80,
      density: { c in
        let d = 1 - beta * c
        return (1 - c * c) / (d * d * d * d)
          * (1 + 0.5 * gamma * (gamma - 1) * (gamma - 2) * d)
      }
    ) { 1 - PhotoelectricEffect.oneMinusCosine(kineticEnergy_GeV: energy, &rng) }
    check("Sauter, T = \(energy) GeV", p)
  }

  /// Just above lead's K edge the K shell takes 1 − 1/J = 0.79 of the absorptions (Hubbell: ω-independent
  /// K fraction 0.79–0.80).
  @Test func shellsOfLead() throws {
    let effect = PhotoelectricEffect(element: try ElementTable.element(symbol: "Pb"))
    var rng = RandomStream(seed: 15, event: 1)
    var k = 0.0
    let n = 100_000
    for _ in 0..<n {
      if effect.bindingEnergy_GeV(photonEnergy_GeV: 100e-6, &rng) > 80e-6 { k += 1 }
    }
    print("K fraction in lead:", k / Double(n))
    #expect((k / Double(n) - 0.79).magnitude < 0.02)
    for _ in 0..<1000 {
      #expect(effect.bindingEnergy_GeV(photonEnergy_GeV: 87e-6, &rng) < 16e-6)
    }
  }

  @Test(arguments: [
    ("Pb", 1.03e-3), ("Pb", 2e-3), ("C", 1e-2), ("Pb", 0.04), ("Pb", 1.0), ("Cu", 100), ("Pb", 20_000),
  ])
  func pairSharing(symbol: String, energy: Double) throws {
    let material = try MaterialCatalogue.builtin(symbol)
    let pairs = PairProduction(element: material.components[0].element, material: material)
    var rng = RandomStream(seed: 16, event: UInt64(energy * 1e5))
    let p = PhotonTestTools.pValue(
      draws: 200_000, low: 0, high: 1, bins: 50,
      density: { pairs.shape(photonEnergy_GeV: energy, kineticFraction: $0) }
    ) { pairs.sampleKineticFraction(photonEnergy_GeV: energy, &rng) }
    check("pair sharing \(symbol), \(energy) GeV", p)
  }

  @Test func pairSharingAgainstAWrongDensityFails() throws {
    let pairs = PairProduction(element: try ElementTable.element(symbol: "Pb"))
    var rng = RandomStream(seed: 17, event: 1)
    // Without screening the density is higher in the middle.
    let p = PhotonTestTools.pValue(
      draws: 200_000, low: 0, high: 1, bins: 50,
      density: { PairProduction.betheHeitler(1 / Constants.electronMass_GeV, $0) }
    ) { pairs.sampleKineticFraction(photonEnergy_GeV: 1, &rng) }
    print("planted unscreened density: p =", p)
    #expect(p < 1e-6)
  }

  /// Rejection is exact only if the bound holds.
  @Test func boundHolds() throws {
    for number in [1, 4, 5, 6, 29, 50, 82, 92] {
      let pairs = PairProduction(element: try ElementTable.element(atomicNumber: number))
      var available = 1.1e-6
      while available < 1e5 {
        let energy = available + PairProduction.threshold_GeV
        let cell = pairs.boundGrid.cell(logX: log(available))
        let bound = 1.05 * max(pairs.bounds[cell.index], pairs.bounds[cell.index + 1])
        for i in 1...60 {
          for u in [Double(i) / 120, 0.5 * exp(-0.25 * Double(i))] {
            let value = pairs.shape(photonEnergy_GeV: energy, kineticFraction: u)
            #expect(value <= bound, "Z = \(number), \(energy) GeV, u = \(u)")
            #expect(u < 1e-3 ? value >= 0 : value > 0, "Z = \(number), \(energy) GeV, u = \(u)")
          }
        }
        available *= 1.21
      }
    }
  }

  /// 1 − cosθ = (1 − β) 2v/(1 + β − 2βv): v uniform, hence E[…] in closed form; here the χ² of cosθ at low
  /// energy and the mean of (γθ)² cut at 100 at high energy.
  @Test func leptonAngles() {
    var rng = RandomStream(seed: 18, event: 1)
    for t in [1e-5, 5e-4, 3e-3] {
      let gamma = 1 + t / Constants.electronMass_GeV
      let beta = (1 - 1 / (gamma * gamma)).squareRoot()
      let p = PhotonTestTools.pValue(
        draws: 200_000, low: -1, high: 1, bins: 60,
        density: { 1 / ((1 - beta * $0) * (1 - beta * $0)) }
      ) { 1 - PairProduction.oneMinusCosine(kineticEnergy_GeV: t, &rng) }
      check("lepton angle, T = \(t) GeV", p)
    }
    // At γ ≫ 1 the density of w = (γθ)² is 1/(1+w)²: half of the leptons are inside θ = 1/γ.
    let gamma = 1 + 50 / Constants.electronMass_GeV
    var inside = 0.0
    for _ in 0..<200_000 {
      let c = PairProduction.oneMinusCosine(kineticEnergy_GeV: 50, &rng)
      if 2 * c * gamma * gamma < 1 { inside += 1 }
    }
    #expect((inside / 200_000 - 0.5).magnitude < 4 * 0.5 / 200_000.0.squareRoot())
  }

  /// Energy of every final state, over materials, processes and energies, closes to rounding.
  @Test func energyIsConserved() throws {
    let m = Constants.electronMass_GeV
    var counts = [0, 0, 0]
    for name in ["Pb", "polystyrene", "concrete", "U"] {
      let table = PhotonTable(material: try MaterialCatalogue.builtin(name), highestEnergy_GeV: 200)
      let view = table.view
      var rng = RandomStream(seed: 19, event: 1)
      var energy = 0.5e-6
      while energy < 250 {
        for _ in 0..<300 {
          let direction = Vector3(rng.normal(), rng.normal(), rng.normal()).normalized
          let r = view.interact(kineticEnergy_GeV: energy, direction: direction, &rng)
          var out = r.localDeposit_GeV + (r.survives ? r.kineticEnergy_GeV : 0)
          if r.secondaryCount > 0 { out += r.first.kineticEnergy_GeV }
          if r.secondaryCount > 1 { out += r.second.kineticEnergy_GeV + 2 * m }
          #expect((out / energy - 1).magnitude < 1e-14)
          #expect(r.localDeposit_GeV >= 0 && r.kineticEnergy_GeV >= 0)
          for s in [r.first, r.second].prefix(r.secondaryCount) {
            #expect(s.kineticEnergy_GeV > 0)
            #expect((s.direction.length - 1).magnitude < 1e-12)
          }
          #expect((r.direction.length - 1).magnitude < 1e-12)
          if energy <= 1e-6 { #expect(!r.survives && r.localDeposit_GeV == energy) }
          if r.secondaryCount == 2 {
            #expect(r.first.particle == .electron && r.second.particle == .positron)
            #expect(energy > 2 * m)
          }
          counts[r.survives ? 0 : r.secondaryCount == 2 ? 1 : 2] += 1
        }
        energy *= 1.17
      }
    }
    print("final states checked: Compton, pair, absorption =", counts)
    #expect(counts.allSatisfy { $0 > 1000 })
  }
}
