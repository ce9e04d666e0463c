import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

/// The sampler of whole final states at one energy, against the differential cross sections that it does
/// not use.
@Suite struct BremsstrahlungSamplerTests {
  struct Case: Sendable {
    let boson: BosonKind
    let lepton: Double
    let energy: Double
    let mass: Double
  }

  static let cases: [Case] = BosonKind.allCases.flatMap { kind in
    [
      Case(boson: kind, lepton: Constants.electronMass_GeV, energy: 100, mass: 0.0167),
      Case(boson: kind, lepton: Constants.muonMass_GeV, energy: 160, mass: 0.1),
    ]
  }

  /// x by Kolmogorov and Smirnov, θ of the boson by χ² against ∫ d²σ/dx dθ dx, 1e5 draws each. Planted
  /// wrong: x moved by 0.08 x(1−x), θ times 1.08.
  @Test(arguments: cases) func followsTheCrossSections(_ c: Case) throws {
    let process = try LeptonBremsstrahlung(
      boson: c.boson, bosonMass_GeV: c.mass, leptonMass_GeV: c.lepton, element: lead)
    let sampler = try BremsstrahlungSampler(process, totalEnergy_GeV: c.energy)
    let count = draws(100_000)
    var fractions: [Double] = []
    var thetas: [Double] = []
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { buffer in
      let out = buffer.baseAddress!
      for event in 0..<count {
        var rng = RandomStream(seed: 5, event: UInt64(event), purpose: .signal)
        sampler.sample(into: out, &rng)
        fractions.append(out[0] / c.energy)
        thetas.append(Foundation.atan2((out[1] * out[1] + out[2] * out[2]).squareRoot(), out[3]))
      }
    }
    let variable = EnergyFractionVariable(process, energy: c.energy, minimumBosonEnergy: 0)!
    let cumulative = cumulativeSpectrum(variable) {
      process.differentialCrossSection_pb(leptonEnergy_GeV: c.energy, x: $0)
    }
    let right = kolmogorovProbability(fractions.map { cumulative(variable.logit($0)) })
    let wrong = kolmogorovProbability(
      fractions.map { cumulative(variable.logit($0 + 0.08 * $0 * (1 - $0))) })
    let angle = angleProbability(thetas, process, c.energy)
    let wrongAngle = angleProbability(thetas.map { $0 * 1.08 }, process, c.energy)
    print(
      "\(c.boson) \(c.lepton) \(c.mass): p(x) = \(right), p(θ) = \(angle); planted \(wrong), \(wrongAngle)")
    #expect(right > 0.01 / 16)  // Šidák for sixteen tests at 1 %
    #expect(angle > 0.01 / 16)
    if count >= 100_000 {
      #expect(wrong < 1e-6)
      #expect(wrongAngle < 1e-6)
    }
  }

  /// ∫ from the lower end of z, interpolated, as a function of z.
  private func cumulativeSpectrum(_ variable: EnergyFractionVariable, _ f: (Double) -> Double)
    -> (Double) -> Double
  {
    let cells = 240
    let width = variable.width / Double(cells)
    let rule = GaussLegendre(count: 3)
    var sums = [0.0]
    for cell in 0..<cells {
      let low = variable.lowest + Double(cell) * width
      sums.append(
        sums[cell] + rule.integrate(low, low + width) { variable.jacobian($0) * f(variable.fraction($0)) })
    }
    let lowest = variable.lowest
    return { z in
      let position = min(max((z - lowest) / width, 0), Double(cells) - 1e-9)
      let cell = Int(position)
      return (sums[cell] + (position - Double(cell)) * (sums[cell + 1] - sums[cell])) / sums[cells]
    }
  }

  private func angleProbability(_ thetas: [Double], _ process: LeptonBremsstrahlung, _ energy: Double)
    -> Double
  {
    let bins = 32
    let low = -5.6
    let width = 0.12
    var observed = [Double](repeating: 0, count: bins)
    for theta in thetas {
      let bin = ((Foundation.log10(theta) - low) / width).rounded(.down)
      if bin >= 0, bin < Double(bins) { observed[Int(bin)] += 1 }
    }
    let rule = GaussLegendre(count: 3)
    let total = process.totalCrossSection_pb(leptonEnergy_GeV: energy)
    var chi2 = 0.0
    var used = 0
    for bin in 0..<bins {
      let start = low + Double(bin) * width
      let expected =
        rule.integrate(start, start + width) { logTheta in
          let theta = Foundation.pow(10, logTheta)
          return process.integrate(energy: energy, minimumBosonEnergy: 0) {
            process.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: $0, theta: theta)
          } * theta * Foundation.log(10)
        } / total * Double(thetas.count)
      guard expected > 20 else { continue }
      chi2 += (observed[bin] - expected) * (observed[bin] - expected) / expected
      used += 1
    }
    return used > 8 ? chiSquareProbability(chi2, degrees: used) : 0
  }

  /// Four-momentum balance and mass shells to 1e-9 of the energy (kinematics do not depend on the spin), from
  /// near the threshold to 200 GeV; and the share of draws whose density exceeds its bound.
  @Test func conservesFourMomentum() throws {
    var worst = 0.0
    var above = 0
    var total = 0
    var lowestEfficiency = 1.0
    for boson in [BosonKind.axialVector, .scalar] {
      for (lepton, energy, mass, element) in [
        (Constants.electronMass_GeV, 0.02, 1e-6, hydrogen), (Constants.electronMass_GeV, 100, 1e-3, lead),
        (Constants.electronMass_GeV, 5, 1, lead), (Constants.electronMass_GeV, 20, 3, carbon),
        (Constants.electronMass_GeV, 200, 0.1, tungsten), (Constants.muonMass_GeV, 160, 1e-6, lead),
        (Constants.muonMass_GeV, 160, 0.5, carbon), (Constants.muonMass_GeV, 4, 3, lead),
      ] {
        for approximation in BremsstrahlungApproximation.allCases {
          if approximation != .exactTreeLevel, mass < 1e-3 || mass > 0.9 { continue }
          for formFactor in NuclearFormFactor.allCases {
            let process = try LeptonBremsstrahlung(
              boson: boson, bosonMass_GeV: mass, leptonMass_GeV: lepton, element: element,
              formFactor: formFactor)
            let sampler = try BremsstrahlungSampler(process, approximation, totalEnergy_GeV: energy)
            lowestEfficiency = min(lowestEfficiency, sampler.efficiency)
            let count = draws(2000)
            total += count
            for event in 0..<count {
              var ratio = 0.0
              let defect = imbalance(sampler, energy, UInt64(event), &ratio)
              if ratio > 1 { above += 1 }
              worst = max(worst, defect / energy)
            }
          }
        }
      }
    }
    print(
      "balance: worst \(worst) of \(total); above bound \(above); efficiency >= \(lowestEfficiency)")
    #expect(worst < 1e-9)
    #expect(Double(above) / Double(total) < 1e-3)
    #expect(lowestEfficiency > 0.25)
  }

  /// Largest component of the missing four-momentum, and distance of the energies from their mass shells.
  private func imbalance(
    _ sampler: BremsstrahlungSampler, _ energy: Double, _ event: UInt64, _ ratio: inout Double
  ) -> Double {
    let process = sampler.process
    let masses = [process.bosonMass_GeV, process.leptonMass_GeV, process.nucleusMass_GeV]
    var rng = RandomStream(seed: 9, event: event, purpose: .signal)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { buffer in
      sampler.sample(into: buffer.baseAddress!, &rng, largestRatio: &ratio)
      let m = process.leptonMass_GeV
      let before = [
        energy + process.nucleusMass_GeV, 0, 0, ((energy - m) * (energy + m)).squareRoot(),
      ]
      var worst = 0.0
      for c in 0..<4 {
        worst = max(worst, abs(buffer[c] + buffer[c + 4] + buffer[c + 8] - before[c]))
      }
      for particle in 0..<3 {
        let v = (0..<4).map { buffer[4 * particle + $0] }
        let shell = (v[1] * v[1] + v[2] * v[2] + v[3] * v[3] + masses[particle] * masses[particle])
          .squareRoot()
        worst = max(worst, abs(v[0] - shell))
      }
      return worst
    }
  }

  /// x, angle and recoil angle against independent histograms of 1.2e7 weighted samples
  /// (shared/reference/signal, ε = 1e-4, α = 1/137): χ² with p > 0.01 and quantiles within 1 %.
  @Test(arguments: [("hist_e_V_16.7_100_Pb", 0.5), ("hist_mu_V_100_160_Pb", 0.0)])
  func histograms(name: String, minimumX: Double) throws {
    guard let data = referenceData("signal/\(name).json") as? [String: Any] else { return }
    func number(_ key: String) -> Double { (data[key] as? NSNumber)?.doubleValue ?? .nan }
    func list(_ key: String) -> [Double] { (data[key] as? [NSNumber])?.map { $0.doubleValue } ?? [] }
    let energy = number("E_GeV")
    let process = try LeptonBremsstrahlung(
      bosonMass_GeV: number("m_GeV"), leptonMass_GeV: number("m_lepton"), element: lead,
      fineStructure: referenceFineStructure)
    let sampler = try BremsstrahlungSampler(process, totalEnergy_GeV: energy)
    let count = draws(400_000)
    let sigma = process.totalCrossSection_pb(leptonEnergy_GeV: energy) * referenceScale
    let weight = sigma / Double(count)
    let referenceWeight = number("err_pb") * number("err_pb") / number("sigma_pb")
    var theta = [Double](repeating: 0, count: 60)
    var recoil = theta
    var wrong = theta
    var fractions = [Double](repeating: 0, count: 50)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { buffer in
      let out = buffer.baseAddress!
      for event in 0..<count {
        var rng = RandomStream(seed: 12, event: UInt64(event), purpose: .signal)
        sampler.sample(into: out, &rng)
        let x = out[0] / energy
        fractions[min(49, Int(x * 50))] += weight
        guard x > minimumX else { continue }
        func fill(_ histogram: inout [Double], _ p: UnsafeMutablePointer<Double>, _ factor: Double) {
          let angle = factor * Foundation.atan2((p[1] * p[1] + p[2] * p[2]).squareRoot(), p[3])
          // Towards zero, as the reference was filled: its first bin holds log₁₀ from −6.1.
          let bin = ((Foundation.log10(angle) + 6) * 10).rounded(.towardZero)
          if bin >= 0, bin < 60 { histogram[Int(bin)] += weight }
        }
        fill(&theta, out, 1)
        fill(&recoil, out + 4, 1)
        fill(&wrong, out + 4, 1.05)
      }
    }
    func probability(_ ours: [Double], _ reference: [Double]) -> Double {
      guard ours.count == reference.count else { return 0 }
      var chi2 = 0.0
      var used = 0
      for bin in ours.indices where ours[bin] > 10 * weight && reference[bin] > 0 {
        let variance = ours[bin] * weight + reference[bin] * referenceWeight
        chi2 += (ours[bin] - reference[bin]) * (ours[bin] - reference[bin]) / variance
        used += 1
      }
      return used > 4 ? chiSquareProbability(chi2, degrees: used) : 0
    }
    /// Position of a quantile in bins, by linear interpolation of the cumulative histogram.
    func quantile(_ histogram: [Double], _ q: Double) -> Double {
      let target = q * histogram.reduce(0, +)
      var sum = 0.0
      for (bin, content) in histogram.enumerated() {
        if sum + content >= target { return Double(bin) + (target - sum) / content }
        sum += content
      }
      return Double(histogram.count)
    }
    let references = [
      list("x_hist_50bins_0_1_pb"), list("theta_phi_log10rad_60bins_-6_0_pb"),
      list("psi_recoil_log10rad_60bins_-6_0_pb"),
    ]
    let ours = [fractions, theta, recoil]
    for (index, label) in ["x", "theta", "recoil"].enumerated() {
      let p = probability(ours[index], references[index])
      print("\(name) \(label): p = \(p)")
      #expect(p > 0.01 / 6, "\(label)")  // Šidák for six tests at 1 %
      for q in [0.1, 0.25, 0.5, 0.75, 0.9] {
        let difference = quantile(ours[index], q) - quantile(references[index], q)
        // x: one bin is 0.02; angles: ten bins are a factor 10.
        let relative =
          index == 0
          ? difference / quantile(references[0], q) : Foundation.pow(10, difference / 10) - 1
        #expect(abs(relative) < 0.01, "\(label), quantile \(q): \(relative)")
      }
    }
    let pWrong = probability(wrong, references[2])
    print("\(name) planted: p = \(pWrong)")
    if count >= 100_000 { #expect(pWrong < 1e-6) }
  }

  /// Below the threshold a typed error.
  @Test func refusesClosedChannels() throws {
    let process = try LeptonBremsstrahlung(
      bosonMass_GeV: 1, leptonMass_GeV: Constants.electronMass_GeV, element: lead)
    for energy in [0.5, 0, -1, Double.nan, process.thresholdEnergy_GeV] {
      #expect(throws: HermeticError.self) {
        try BremsstrahlungSampler(process, totalEnergy_GeV: energy)
      }
    }
  }

  /// The Weizsäcker–Williams samplers follow their own spectra.
  @Test(arguments: [BremsstrahlungApproximation.weizsaeckerWilliams, .improvedWeizsaeckerWilliams])
  func approximationsFollowTheirSpectra(_ approximation: BremsstrahlungApproximation) throws {
    for (lepton, energy, mass) in [
      (Constants.electronMass_GeV, 100.0, 0.1), (Constants.muonMass_GeV, 160, 0.1),
    ] {
      let process = try LeptonBremsstrahlung(
        bosonMass_GeV: mass, leptonMass_GeV: lepton, element: lead)
      let sampler = try BremsstrahlungSampler(process, approximation, totalEnergy_GeV: energy)
      let variable = EnergyFractionVariable(process, energy: energy, minimumBosonEnergy: 0)!
      let cumulative = cumulativeSpectrum(variable) {
        process.differentialCrossSection_pb(approximation, leptonEnergy_GeV: energy, x: $0)
      }
      let count = draws(100_000)
      var uniforms: [Double] = []
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { buffer in
        for event in 0..<count {
          var rng = RandomStream(seed: 6, event: UInt64(event), purpose: .signal)
          sampler.sample(into: buffer.baseAddress!, &rng)
          uniforms.append(cumulative(variable.logit(buffer[0] / energy)))
        }
      }
      let p = kolmogorovProbability(uniforms)
      print("\(approximation) \(lepton): p(x) = \(p)")
      #expect(p > 0.01 / 4)
    }
  }
}

/// P(D > observed) that the numbers are uniform on (0, 1): Kolmogorov and Smirnov with Stephens' √n.
func kolmogorovProbability(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  let n = Double(sorted.count)
  var distance = 0.0
  for (index, value) in sorted.enumerated() {
    distance = max(distance, max(value - Double(index) / n, Double(index + 1) / n - value))
  }
  let lambda = (n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * distance
  var sum = 0.0
  for k in 1...100 {
    let term = 2 * Foundation.exp(-2 * Double(k * k) * lambda * lambda)
    sum += k % 2 == 1 ? term : -term
  }
  return min(1, max(0, sum))
}
