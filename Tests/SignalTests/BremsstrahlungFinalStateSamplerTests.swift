import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct BremsstrahlungFinalStateSamplerTests {
  /// Energy and momentum of the sum of the final state, minus the initial one, GeV.
  private func imbalance(
    _ f: SignalEmission, energy: Double, direction: Vector3, _ process: LeptonBremsstrahlung
  ) -> Double {
    func momentum(kinetic: Double, mass: Double, _ direction: Vector3) -> Vector3 {
      max(0, kinetic * (kinetic + 2 * mass)).squareRoot() * direction
    }
    let m = process.leptonMass_GeV
    let total =
      momentum(
        kinetic: f.bosonEnergy_GeV - process.bosonMass_GeV, mass: process.bosonMass_GeV,
        f.bosonDirection)
      + momentum(kinetic: f.leptonKineticEnergy_GeV, mass: m, f.leptonDirection)
      + momentum(
        kinetic: f.nucleusKineticEnergy_GeV, mass: process.nucleusMass_GeV, f.nucleusDirection)
    let missing = momentum(kinetic: energy - m, mass: m, direction) - total
    let missingEnergy =
      energy - m - f.bosonEnergy_GeV - f.leptonKineticEnergy_GeV - f.nucleusKineticEnergy_GeV
    return max(missing.length, missingEnergy.magnitude)
  }

  @Test func conservesFourMomentumEverywhere() throws {
    var rng = RandomStream(seed: 3, event: 1)
    var worst = 0.0
    var largestRatio = 0.0
    var above = 0
    var total = 0
    let directions = [
      Vector3(0, 0, 1), Vector3(0, 0, -1), Vector3(1, 0, 0), Vector3(0.3, -0.2, 0.9).normalized,
    ]
    for (lepton, energies) in [
      (Constants.electronMass_GeV, [6.0, 50, 100, 150]), (Constants.muonMass_GeV, [6, 160]),
    ] {
      for mass in [1e-5, 1e-3, 0.0167, 0.3, 1, 3] {
        for element in [hydrogen, lead] {
          for formFactor in NuclearFormFactor.allCases {
            let sampler = try BremsstrahlungFinalStateSampler(
              bosonMass_GeV: mass, leptonMass_GeV: lepton, element: element, formFactor: formFactor)
            for energy in energies {
              for x in [0.0, 0.01, 0.5, 0.9, 0.999, 0.99999, 1] {
                for direction in directions {
                  var ratio = 0.0
                  let f = sampler.sample(
                    energy: energy, x: x, direction: direction, largestRatio: &ratio, &rng)
                  let defect = imbalance(f, energy: energy, direction: direction, sampler.process)
                  #expect(defect < 1e-9 * energy, "\(lepton) \(mass) \(element.symbol) \(energy) \(x)")
                  #expect(f.leptonKineticEnergy_GeV >= 0 && f.nucleusKineticEnergy_GeV >= 0)
                  #expect(f.leptonDirection.isFinite && f.bosonDirection.isFinite)
                  #expect(abs(f.bosonDirection.length - 1) < 1e-12)
                  worst = max(worst, defect / energy)
                  largestRatio = max(largestRatio, ratio)
                  if ratio > BremsstrahlungFinalStateSampler.ratioBound { above += 1 }
                  total += 1
                }
              }
            }
          }
        }
      }
    }
    print("conservation: worst \(worst); ratio ≤ \(largestRatio), above bound \(above) of \(total)")
    // The rejection is exact as long as the ratio stays below its bound.
    #expect(Double(above) / Double(total) < 5e-3)
  }

  /// Below threshold nothing happens to the lepton.
  @Test func belowThreshold() throws {
    let sampler = try BremsstrahlungFinalStateSampler(
      bosonMass_GeV: 1, leptonMass_GeV: Constants.electronMass_GeV, element: lead)
    var rng = RandomStream(seed: 3, event: 1)
    let f = sampler(leptonEnergy_GeV: 0.5, x: 0.9, direction: Vector3(0, 0, 1), &rng)
    #expect(f.bosonEnergy_GeV == 0)
    #expect(f.leptonKineticEnergy_GeV == 0.5 - Constants.electronMass_GeV)
  }

  /// θ of the boson at fixed x against d²σ/dx dθ, 1e5 draws; θ larger by 4 % must be rejected.
  @Test(arguments: [(0.0167, 0.000511, 0.9), (0.001, 0.000511, 0.5), (0.1, 0.10566, 0.5)])
  func bosonAngle(mass: Double, lepton: Double, x: Double) throws {
    let process = try LeptonBremsstrahlung(
      bosonMass_GeV: mass, leptonMass_GeV: lepton, element: lead)
    let sampler = BremsstrahlungFinalStateSampler(process)
    let count = draws(100_000)
    let bins = 50
    let low = -6.0
    let width = 0.08
    var observed = [Double](repeating: 0, count: bins)
    var shifted = observed
    var rng = RandomStream(seed: 7, event: 2)
    for _ in 0..<count {
      let f = sampler(leptonEnergy_GeV: 100, x: x, direction: Vector3(0, 0, 1), &rng)
      let theta = Foundation.atan2(
        (f.bosonDirection.x * f.bosonDirection.x + f.bosonDirection.y * f.bosonDirection.y)
          .squareRoot(), f.bosonDirection.z)
      func fill(_ histogram: inout [Double], _ value: Double) {
        let bin = Int(((Foundation.log10(value) - low) / width).rounded(.down))
        if bin >= 0, bin < bins { histogram[bin] += 1 }
      }
      fill(&observed, theta)
      fill(&shifted, theta * 1.04)
    }
    let rule = GaussLegendre(count: 6)
    let sigma = process.differentialCrossSection_pb(leptonEnergy_GeV: 100, x: x)
    let expected = (0..<bins).map { bin -> Double in
      rule.integrate(low + Double(bin) * width, low + Double(bin + 1) * width) {
        let theta = Foundation.pow(10, $0)
        return process.differentialCrossSection_pb(leptonEnergy_GeV: 100, x: x, theta: theta)
          * theta * Foundation.log(10)
      } / sigma * Double(count)
    }
    func probability(_ histogram: [Double]) -> Double {
      var chi2 = 0.0
      var used = 0
      for bin in 0..<bins where expected[bin] > 10 {
        chi2 += (histogram[bin] - expected[bin]) * (histogram[bin] - expected[bin]) / expected[bin]
        used += 1
      }
      return chiSquareProbability(chi2, degrees: used)
    }
    let right = probability(observed)
    let wrong = probability(shifted)
    print("θ of \(mass) GeV at x = \(x): p = \(right), shifted by 4 % p = \(wrong)")
    #expect(right > 0.01 / 3)  // Šidák for three tests at 1 %
    if count >= 100_000 { #expect(wrong < 1e-6) }
  }

  /// x, boson angle and recoil angle against independent histograms of 1.2e7 weighted samples, pb per
  /// bin (ε = 1e-4, α = 1/137). Their error per bin: contents × mean weight err²/σ. Planted wrong: the
  /// recoil at 1.05 times its angle.
  @Test(arguments: [
    ("hist_e_V_16.7_100_Pb", 50.0, 100_000), ("hist_mu_V_100_160_Pb", 0.0, 100_000),
  ])
  func histograms(name: String, minimum: Double, wanted: Int) throws {
    guard let data = referenceData("signal/\(name).json") as? [String: Any] else { return }
    func number(_ key: String) -> Double { (data[key] as? NSNumber)?.doubleValue ?? .nan }
    func list(_ key: String) -> [Double] {
      (data[key] as? [NSNumber])?.map { $0.doubleValue } ?? []
    }
    let energy = number("E_GeV")
    let lepton = number("m_lepton")
    let mass = number("m_GeV")
    let table = try BremsstrahlungTable(
      bosonMass_GeV: mass, leptonMass_GeV: lepton, elements: [lead],
      lowestEnergy_GeV: 0.9 * energy, highestEnergy_GeV: energy, minimumBosonEnergy_GeV: minimum,
      fineStructure: referenceFineStructure)
    let sigma = table.crossSection_pb(leptonEnergy_GeV: energy, elementIndex: 0) * referenceScale
    let count = draws(wanted)
    let weight = sigma / Double(count)
    let referenceWeight = number("err_pb") * number("err_pb") / number("sigma_pb")

    var theta = [Double](repeating: 0, count: 60)
    var recoil = theta
    var wrong = theta
    var fractions = [Double](repeating: 0, count: 50)
    var rng = RandomStream(seed: 11, event: 4)
    let axis = Vector3(0, 0, 1)
    for _ in 0..<count {
      let f = table.sampleFinalState(
        leptonEnergy_GeV: energy, elementIndex: 0, direction: axis, &rng)
      let x = f.bosonEnergy_GeV / energy
      func fill(_ histogram: inout [Double], _ value: Double) {
        // Towards zero, as the reference was filled: its first bin holds log₁₀ from −6.1.
        let bin = Int(((Foundation.log10(value) + 6) * 10).rounded(.towardZero))
        if bin >= 0, bin < 60 { histogram[bin] += weight }
      }
      func angle(_ v: Vector3) -> Double {
        Foundation.atan2((v.x * v.x + v.y * v.y).squareRoot(), v.z)
      }
      fill(&theta, angle(f.bosonDirection))
      fill(&recoil, angle(f.leptonDirection))
      fill(&wrong, angle(f.leptonDirection) * 1.05)
      fractions[min(49, Int(x * 50))] += weight
    }
    func probability(_ ours: [Double], _ reference: [Double], from first: Int = 0) -> Double {
      guard ours.count == reference.count else { return 0 }
      var chi2 = 0.0
      var used = 0
      for bin in first..<ours.count where ours[bin] > 10 * weight && reference[bin] > 0 {
        let variance = ours[bin] * weight + reference[bin] * referenceWeight
        chi2 += (ours[bin] - reference[bin]) * (ours[bin] - reference[bin]) / variance
        used += 1
      }
      return used > 4 ? chiSquareProbability(chi2, degrees: used) : 0
    }
    let referenceX = list("x_hist_50bins_0_1_pb")
    let pX = probability(fractions, referenceX, from: Int(minimum / energy * 50))
    let pTheta = probability(theta, list("theta_phi_log10rad_60bins_-6_0_pb"))
    let pRecoil = probability(recoil, list("psi_recoil_log10rad_60bins_-6_0_pb"))
    let pWrong = probability(wrong, list("psi_recoil_log10rad_60bins_-6_0_pb"))
    print("\(name): p(x) = \(pX), p(θ) = \(pTheta), p(recoil) = \(pRecoil), wrong \(pWrong)")
    #expect(pX > 0.01 / 6)  // Šidák for six tests at 1 %
    #expect(pTheta > 0.01 / 6)
    #expect(pRecoil > 0.01 / 6)
    if count >= 50_000 { #expect(pWrong < 1e-6) }
  }

  /// The boson's angle by integration instead of sampling: only the reference's errors are left.
  @Test func angleHistogramByQuadrature() throws {
    guard let data = referenceData("signal/hist_e_V_16.7_100_Pb.json") as? [String: Any],
      let reference = (data["theta_phi_log10rad_60bins_-6_0_pb"] as? [NSNumber])?.map(\.doubleValue)
    else { return }
    let process = try LeptonBremsstrahlung(
      bosonMass_GeV: 0.0167, leptonMass_GeV: 0.510999e-3, element: lead,
      fineStructure: referenceFineStructure)
    let rule = GaussLegendre(count: 4)
    var chi2 = 0.0
    let bins = 40
    for bin in 0..<bins {
      let low = bin == 0 ? -6.1 : -6 + 0.1 * Double(bin)
      let expected =
        rule.integrate(low, -5.9 + 0.1 * Double(bin)) { logTheta in
          let theta = Foundation.pow(10, logTheta)
          return process.integrate(energy: 100, minimumBosonEnergy: 50) {
            process.differentialCrossSection_pb(leptonEnergy_GeV: 100, x: $0, theta: theta)
          } * theta * Foundation.log(10)
        } * referenceScale
      let variance = expected * 6.92 * 6.92 / 3541.795
      chi2 += (reference[bin] - expected) * (reference[bin] - expected) / variance
    }
    let p = chiSquareProbability(chi2, degrees: bins)
    print("θ by quadrature: χ² = \(chi2) for \(bins) bins, p = \(p)")
    #expect(p > 0.01)
  }

  /// The same stream gives the same event; another stream another one.
  @Test func reproducible() throws {
    let sampler = try BremsstrahlungFinalStateSampler(
      bosonMass_GeV: 0.1, leptonMass_GeV: Constants.electronMass_GeV, element: lead)
    func event(_ seed: UInt64) -> SignalEmission {
      var rng = RandomStream(seed: seed, event: 9, purpose: .signal)
      return sampler(leptonEnergy_GeV: 80, x: 0.9, direction: Vector3(0, 0, 1), &rng)
    }
    #expect(event(1) == event(1))
    #expect(event(1) != event(2))
  }
}
