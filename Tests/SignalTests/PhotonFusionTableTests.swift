import Core
import Numerics
import Testing

@testable import Signal

/// The table that folds photon fusion along tracks, and its final states at given ω.
@Suite struct PhotonFusionTableTests {
  static func production(_ mass: Double) throws -> PhotonFusion {
    try PhotonFusion(
      mass_GeV: mass, coupling_per_GeV: 1, leptonMass_GeV: Constants.electronMass_GeV, element: lead)
  }

  @Test(arguments: [1e-3, 0.05, 0.5]) func againstTheIntegral(mass: Double) throws {
    let production = try Self.production(mass)
    let table = try PhotonFusionTable(
      production, lowestEnergy_GeV: 45, highestEnergy_GeV: 100, minimumBosonEnergy_GeV: 45)
    var worst = 0.0
    var worstSpectrum = 0.0
    for energy in [50.0, 70, 99] {
      let rule = GaussLegendre(count: 24)
      // ln of the energy left, from the mass to what the cut leaves.
      let exact = rule.integrate(
        log(1.0001 * Constants.electronMass_GeV), log(energy - 45), panels: 4
      ) { logLeft in
        let left = exp(logLeft)
        return left * production.spectrum(energy: energy, omega: energy - left)
      }
      worst = max(worst, (table.crossSection_pb(leptonEnergy_GeV: energy) / exact - 1).magnitude)
      for x in [0.92, 0.97, 0.99, 0.999, 0.9999] where x * energy > 45 {
        let direct = production.differentialCrossSection_pb(totalEnergy_GeV: energy, y: x)
        worstSpectrum = max(
          worstSpectrum,
          (table.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x) / direct - 1).magnitude)
      }
    }
    print("photon fusion table \(mass): σ \(worst), dσ/dx \(worstSpectrum)")
    #expect(worst < 2e-3)
    #expect(worstSpectrum < 5e-3)
  }

  /// t of the final states at given x against ∫dQ² dσ; with a spectrum that is t^0.05 flatter the test must fail.
  @Test(arguments: [(0.02, 0.9), (0.3, 0.6)]) func finalStates(mass: Double, x: Double) throws {
    let production = try Self.production(mass)
    let energy = 80.0
    let m = Constants.electronMass_GeV
    let momentum = ((energy - m) * (energy + m)).squareRoot()
    let photon = try #require(production.slice(energy: energy, momentum: momentum, omega: x * energy))
    let bins = 24
    let (low, high) = (log(1e-12), log(0.3))
    func bin(_ t: Double) -> Int? {
      let index = Int(((log(t) - low) / (high - low) * Double(bins)).rounded(.down))
      return index >= 0 && index < bins ? index : nil
    }
    func expected(_ weight: (PhotonFusion.VirtualSlice, Double) -> Double) -> [Double] {
      var result = [Double](repeating: 0, count: bins)
      let points = 1500
      for i in 0..<points {
        let (a, b) = (log(photon.lowestQ2), log(photon.highestQ2))
        let q2 = exp(a + (b - a) * (Double(i) + 0.5) / Double(points))
        guard let slice = production.virtualSlice(momentum: momentum, photon, q2: q2) else { continue }
        let range = production.effectiveRange(slice)
        let (c, d) = (log(range.low), log(range.high))
        for j in 0..<600 {
          let t = exp(c + (d - c) * (Double(j) + 0.5) / 600)
          guard let index = bin(t) else { continue }
          result[index] += (d - c) * q2 * t * production.shape(slice, t) * weight(slice, t)
        }
      }
      let sum = result.reduce(0, +)
      return result.map { $0 / sum }
    }
    let right = expected { _, _ in 1 }
    let wrong = expected { _, t in exp(0.05 * log(t)) }

    let count = draws(60_000)
    var rng = RandomStream(seed: 5, event: 1, purpose: .signal)
    var seen = [Double](repeating: 0, count: bins)
    var balance = 0.0
    for _ in 0..<count {
      let state = try #require(
        production.emission(leptonEnergy_GeV: energy, x: x, direction: Vector3(0, 0, 1), &rng))
      if let index = bin(2 * production.nucleusMass_GeV * state.nucleusKineticEnergy_GeV) { seen[index] += 1 }
      let lepton =
        (state.leptonKineticEnergy_GeV * (state.leptonKineticEnergy_GeV + 2 * m)).squareRoot()
        * state.leptonDirection
      let boson =
        ((state.bosonEnergy_GeV - mass) * (state.bosonEnergy_GeV + mass)).squareRoot() * state.bosonDirection
      let recoil = state.nucleusKineticEnergy_GeV
      let nucleus =
        (recoil * (recoil + 2 * production.nucleusMass_GeV)).squareRoot() * state.nucleusDirection
      let sum = lepton + boson + nucleus - Vector3(0, 0, momentum)
      let total = state.leptonKineticEnergy_GeV + m + state.bosonEnergy_GeV + recoil - energy
      balance = max(balance, max(sum.length, total.magnitude))
    }
    func probability(_ shares: [Double]) -> Double {
      let count = seen.reduce(0, +)  // All but what lies outside of the bins.
      var chi = 0.0
      var used = 0
      for index in 0..<bins where shares[index] * count > 20 {
        let mean = shares[index] * count
        chi += (seen[index] - mean) * (seen[index] - mean) / mean
        used += 1
      }
      return chiSquareProbability(chi, degrees: max(1, used - 1))
    }
    let (p, pWrong) = (probability(right), probability(wrong))
    print("photon fusion at x = \(x), m = \(mass): p \(p), wrong \(pWrong), balance \(balance)")
    #expect(p > 1e-3)
    #expect(pWrong < 1e-6)
    #expect(balance < 1e-9 * energy)
  }
}
