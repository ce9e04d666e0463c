import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct PrimakoffTests {
  static func production(_ mass: Double, element: Element = lead, g: Double = 1) throws
    -> PrimakoffProduction
  {
    try PrimakoffProduction(mass_GeV: mass, coupling_per_GeV: g, element: element)
  }

  /// shared/reference/rare_signal/alp.json: `primakoff_near_threshold` is exact; `rows` is the flux formula with
  /// t − t_min, which the same limits of t reproduce, and which is exact to (m/ω)².
  @Test func exactAgainstReference() throws {
    guard let data = referenceData("rare_signal/alp.json") as? [String: Any],
      let rows = data["rows"] as? [[String: Any]],
      let near = data["primakoff_near_threshold"] as? [[String: Any]]
    else { return }
    #expect(rows.count > 15 && near.count >= 15)
    func number(_ row: [String: Any], _ key: String) -> Double { (row[key] as! NSNumber).doubleValue }
    func flux(_ production: PrimakoffProduction, _ energy: Double) -> Double {
      let limits = production.limits(energy)!
      return production.prefactor_pbGeV2
        * production.formFactorSquared.elasticPhotonFlux(from: limits.lowest, to: limits.highest)
    }
    var worstNear = 0.0
    var worstFlux = 0.0
    var worstLimit = 0.0
    for row in near {
      let mass = number(row, "m_GeV")
      let energy = number(row, "E_over_m") * mass
      let production = try Self.production(mass)
      let ours = production.totalCrossSection_pb(totalEnergy_GeV: energy)
      worstNear = max(worstNear, abs(ours / number(row, "sigma_exact_pb_g1") - 1))
    }
    for row in rows {
      let production = try Self.production(number(row, "m_GeV"))
      let energy = number(row, "E_GeV")
      worstFlux = max(worstFlux, abs(flux(production, energy) / number(row, "sigma_pb_g1") - 1))
      worstLimit = max(
        worstLimit, abs(production.limits(energy)!.lowest / number(row, "tmin") - 1))
      if energy > 50 * production.mass_GeV {
        let ours = production.totalCrossSection_pb(totalEnergy_GeV: energy)
        #expect(abs(ours / number(row, "sigma_pb_g1") - 1) < 1e-3)
      }
    }
    print("Primakoff: exact near threshold \(worstNear), flux formula \(worstFlux), t_min \(worstLimit)")
    #expect(worstNear < 1e-4)
    #expect(worstFlux < 1e-4)
    #expect(worstLimit < 1e-6)
  }

  /// shared/reference/signal/other_ref.json, `ALP_primakoff`: the flux integral with t − t_min, which the exact
  /// kinematics meet to (m/ω)²: compared for ω ≥ 200 m.
  @Test func fluxIntegral() throws {
    guard let data = referenceData("signal/other_ref.json") as? [String: Any],
      let rows = data["ALP_primakoff"] as? [[String: Any]]
    else { return }
    var worst = 0.0
    for row in rows {
      func number(_ key: String) -> Double { (row[key] as! NSNumber).doubleValue }
      guard number("E_GeV") >= 200 * number("m_GeV") else { continue }
      let element = row["target"] as! String == "Pb" ? lead : tungsten
      // α = 1/137 and (ħc)² = 3.894e8 there.
      let scale =
        referenceFineStructure / Constants.fineStructure * 3.894e8 / Constants.hbarcSquared_GeV2pb
      let ours =
        try Self.production(number("m_GeV"), element: element, g: number("g_per_GeV"))
        .totalCrossSection_pb(totalEnergy_GeV: number("E_GeV")) * scale
      worst = max(worst, abs(ours / number("sigma_flux_integral_pb") - 1))
    }
    print("Primakoff flux integral: worst \(worst)")
    #expect(worst < 1e-3)
  }

  /// dσ/dt and dσ/dθ integrate to σ; threshold; g² and, away from the nucleus' size, Z² scaling.
  @Test(arguments: [(0.1, 50.0), (0.3, 1.0), (1.0, 2.5), (0.05, 0.06)])
  func differentials(mass: Double, energy: Double) throws {
    let production = try Self.production(mass, element: carbon)
    let total = production.totalCrossSection_pb(totalEnergy_GeV: energy)
    #expect(total > 0)
    let rule = GaussLegendre(count: 8)
    let limits = try #require(production.limits(energy))
    let low = Foundation.log(limits.lowest)
    let high = Foundation.log(limits.highest)
    let byT = rule.integrate(low, high, panels: 60) {
      let t = Foundation.exp($0)
      return t * production.differentialCrossSection_pb(totalEnergy_GeV: energy, t: t)
    }
    #expect(abs(byT / total - 1) < 1e-5)
    let byTheta = rule.integrate(-16, Foundation.log(Double.pi), panels: 120) {
      let theta = Foundation.exp($0)
      return theta * production.differentialCrossSection_pb(totalEnergy_GeV: energy, theta: theta)
    }
    #expect(abs(byTheta / total - 1) < 1e-4)
    let threshold = production.thresholdEnergy_GeV
    #expect(production.totalCrossSection_pb(totalEnergy_GeV: threshold * (1 - 1e-9)) == 0)
    #expect(production.totalCrossSection_pb(totalEnergy_GeV: threshold * (1 + 1e-6)) > 0)
    let stronger = try Self.production(mass, element: carbon, g: 3)
    #expect(abs(stronger.totalCrossSection_pb(totalEnergy_GeV: energy) / total - 9) < 1e-12)
  }

  /// ln t and the angle against dσ/dt, momentum balance; a sampler without screening must fail.
  @Test(arguments: [(0.001, 100.0), (0.1, 50.0), (1.0, 20.0), (1.0, 1.2)])
  func sampler(mass: Double, energy: Double) throws {
    let production = try Self.production(mass)
    let sampler = try PrimakoffSampler(production, totalEnergy_GeV: energy)
    let limits = production.limits(energy)!
    let range = production.effectiveRange(limits)
    let count = draws(100_000)
    var rng = RandomStream(seed: 3, event: 8, purpose: .signal)
    let rule = GaussLegendre(count: 4)
    let bins = 50
    let low = Foundation.log(range.low)
    let width = (Foundation.log(range.high) - low) / Double(bins)
    func shares(_ density: (Double) -> Double) -> [Double] {
      let values = (0..<bins).map { bin in
        rule.integrate(low + width * Double(bin), low + width * Double(bin + 1), panels: 4) {
          let t = Foundation.exp($0)
          return t * density(t)
        }
      }
      let sum = values.reduce(0, +)
      return values.map { $0 / sum }
    }
    let expected = shares { production.shape($0, limits) }
    let wrong = shares {
      (1 - limits.lowest / $0) * (1 - $0 / limits.highest) / $0
    }
    var seen = [Double](repeating: 0, count: bins)
    var worst = 0.0
    var out = [Double](repeating: 0, count: 8)
    for _ in 0..<count {
      out.withUnsafeMutableBufferPointer { sampler.sample(into: $0.baseAddress!, &rng) }
      let t = (out[4] - production.nucleusMass_GeV) * 2 * production.nucleusMass_GeV
      // T = E − M loses digits; the momentum does not.
      let q2 = out[5] * out[5] + out[6] * out[6] + out[7] * out[7]
      let exact =
        2 * q2 / (1 + (1 + q2 / (production.nucleusMass_GeV * production.nucleusMass_GeV)).squareRoot())
      #expect(abs(t - exact) < 1e-11 * energy + 1e-9 * exact + 1e-11)
      let bin = Int((Foundation.log(exact) - low) / width)
      seen[min(bins - 1, max(0, bin))] += 1
      worst = max(
        worst, abs(out[0] + out[4] - energy - production.nucleusMass_GeV) / energy,
        abs(out[3] + out[7] - energy) / energy, abs(out[1] + out[5]) / energy)
      let shell = out[0] * out[0] - out[1] * out[1] - out[2] * out[2] - out[3] * out[3]
      #expect(abs(shell - mass * mass) < 1e-13 * energy * energy)
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
    print("Primakoff sampler \(mass) at \(energy): p \(p), wrong \(pWrong), balance \(worst)")
    #expect(p > 0.01 / 4)
    #expect(worst < 1e-9)
    if count >= 100_000 { #expect(pWrong < 1e-6) }
  }
}
