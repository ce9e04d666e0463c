import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct PhotonFusionTests {
  static func production(_ mass: Double) throws -> PhotonFusion {
    try PhotonFusion(
      mass_GeV: mass, coupling_per_GeV: 1, leptonMass_GeV: Constants.electronMass_GeV, element: lead)
  }

  /// Total and the fraction of hard ALPs for 100 GeV electrons on lead:
  /// shared/reference/rare_signal/alp.json, VEGAS with 0.02 %.
  @Test func againstReference() throws {
    guard let data = referenceData("rare_signal/alp.json") as? [String: Any],
      let rows = data["electron_direct_fusion"] as? [[String: Any]]
    else { return }
    var worst = 0.0
    for row in thinned(rows, every: 4) {
      func number(_ key: String) -> Double { (row[key] as! NSNumber).doubleValue }
      let ours = try Self.production(number("m_GeV"))
        .totalCrossSection_pb(totalEnergy_GeV: number("E_GeV"))
      worst = max(worst, abs(ours / number("sigma_exact_pb_g1") - 1))
      print("photon fusion \(number("m_GeV")) GeV: \(ours / number("sigma_exact_pb_g1"))")
    }
    #expect(worst < 1e-3)
    // The part with more than half of the electron's energy, ±0.1 % by Monte Carlo there.
    for row in (data["electron_direct_frac_x_gt_0p5"] as? [[String: Any]]) ?? [] {
      func number(_ key: String) -> Double { (row[key] as! NSNumber).doubleValue }
      let production = try Self.production(number("m_GeV"))
      let rule = GaussLegendre(count: 8)
      let high = production.logitRange(100).high
      let above = rule.integrate(0, high, panels: 6) {
        let omega = 100 / (1 + Foundation.exp(-$0))
        return production.spectrum(energy: 100, omega: omega) * omega * (1 - omega / 100)
      }
      let fraction = above / production.totalCrossSection_pb(totalEnergy_GeV: 100)
      print("photon fusion x > 0.5: \(fraction / number("frac_x_gt_0p5"))")
      #expect(abs(fraction / number("frac_x_gt_0p5") - 1) < 5e-3)
    }
  }

  /// y and Q² of the sampler against the cross section; momentum balance and mass shells.
  @Test(arguments: [0.01, 0.5])
  func sampler(mass: Double) throws {
    let energy = 100.0
    let production = try Self.production(mass)
    let sampler = try PhotonFusionSampler(production, totalEnergy_GeV: energy)
    let count = draws(100_000)
    var rng = RandomStream(seed: 4, event: 2, purpose: .signal)
    let range = production.logitRange(energy)
    let bins = 25
    let width = (range.high - range.low) / Double(bins)
    let rule = GaussLegendre(count: 3)
    func shares(_ weight: (Double) -> Double) -> [Double] {
      let values = (0..<bins).map { bin in
        rule.integrate(range.low + width * Double(bin), range.low + width * Double(bin + 1), panels: 2) {
          let omega = energy / (1 + Foundation.exp(-$0))
          return production.spectrum(energy: energy, omega: omega) * omega * (1 - omega / energy)
            * weight(omega / energy)
        }
      }
      let sum = values.reduce(0, +)
      return values.map { $0 / sum }
    }
    let expected = shares { _ in 1 }
    let wrong = shares { 1 + 0.1 * $0 }
    var seen = [Double](repeating: 0, count: bins)
    var out = [Double](repeating: 0, count: 12)
    var balance = 0.0
    var shell = 0.0
    let nucleus = production.nucleusMass_GeV
    let electron = FourMomentum(energy: energy, mass: Constants.electronMass_GeV)
    for _ in 0..<count {
      out.withUnsafeMutableBufferPointer { sampler.sample(into: $0.baseAddress!, &rng) }
      func vector(_ i: Int) -> FourMomentum {
        FourMomentum(
          energy: out[4 * i], momentum: Vector3(out[4 * i + 1], out[4 * i + 2], out[4 * i + 3]))
      }
      let total = vector(0) + vector(1) + vector(2)
      balance = max(
        balance, abs(total.energy - energy - nucleus) / energy,
        (total.momentum - electron.momentum).length / energy)
      shell = max(
        shell, abs(vector(0).squaredMass - mass * mass) / (energy * energy),
        abs(vector(1).squaredMass - Constants.electronMass_GeV * Constants.electronMass_GeV)
          / (energy * energy), abs(vector(2).squaredMass - nucleus * nucleus) / (nucleus * nucleus))
      let omega = energy - out[4]
      let z = Foundation.log(omega / (energy - omega))
      seen[min(bins - 1, max(0, Int((z - range.low) / width)))] += 1
    }
    func probability(_ shares: [Double]) -> Double {
      var chi2 = 0.0
      var degrees = -1
      for (number, share) in zip(seen, shares) where share * Double(count) > 5 {
        let mean = share * Double(count)
        chi2 += (number - mean) * (number - mean) / mean
        degrees += 1
      }
      return chiSquareProbability(chi2, degrees: degrees)
    }
    let p = probability(expected)
    let pWrong = probability(wrong)
    let total = production.totalCrossSection_pb(totalEnergy_GeV: energy)
    let efficiency = total / (production.prefactor_pbGeV2 * sampler.majorant.volume)
    print(
      "photon fusion sampler \(mass): p \(p), wrong \(pWrong), balance \(balance), shell \(shell), "
        + "efficiency \(efficiency)")
    #expect(p > 0.01 / 2)
    #expect(pWrong < 1e-3)
    #expect(balance < 1e-9)
    #expect(shell < 1e-12)
  }
}
