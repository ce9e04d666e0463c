import Core
import Events
import Foundation
import Matter
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct ElectronTableTests {
  static func table(_ name: String, _ particle: Particle = .electron) throws -> ElectronTable {
    let material = try MaterialCatalogue.builtin(name)
    return ElectronTable(
      material: material, cuts: ProductionCuts(material: material, range_mm: 0.7), particle: particle,
      highestEnergy_GeV: 200)
  }

  static let energies: [Double] = (0...160).map { 1e-6 * Foundation.pow(10, Double($0) / 160 * 8.3) }

  /// Tables against the functions they were made from; interpolation is good to 0.3 %.
  @Test func tablesFollowFunctions() throws {
    for (name, particle) in [("lead", Particle.electron), ("polystyrene", .positron)] {
      let table = try Self.table(name, particle)
      defer { withExtendedLifetime(table) {} }
      let view = table.view
      let positron = particle == .positron
      let spectrum = MaterialBremsstrahlung(material: table.material, isPositron: positron)
      let collision = CollisionStoppingPower(material: table.material, isPositron: positron)
      let elastic = ElasticScattering(
        material: table.material, isPositron: positron, knockOnCut_GeV: table.cuts.electron_GeV)
      var worst = 0.0
      for t in Self.energies where t > 3e-6 {
        let logT = Foundation.log(t)
        let loss =
          collision(kineticEnergy_GeV: t, cut_GeV: table.cuts.electron_GeV)
          + spectrum.softMoments(kineticEnergy_GeV: t, cut_GeV: table.cuts.photon_GeV).loss
        let scattering = elastic.moments(kineticEnergy_GeV: t).first_per_mm
        var pairs = [
          (view.stoppingPower_GeV_per_mm(logKineticEnergy: logT), loss),
          (view.inverseTransportMeanFreePath_per_mm(logKineticEnergy: logT), scattering),
        ]
        // Near a threshold the rate rises from zero within one cell.
        if t > 4 * table.cuts.electron_GeV {
          let knockOn =
            positron
            ? BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: table.cuts.electron_GeV)
              + AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: t)
            : MollerScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: table.cuts.electron_GeV)
          pairs.append(
            (
              view.interactionRate_per_mm(logKineticEnergy: logT),
              table.material.electronDensity_per_mm3 * knockOn
                + spectrum.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: table.cuts.photon_GeV)
            ))
        }
        for (a, b) in pairs {
          worst = max(worst, abs(a / b - 1))
          #expect(abs(a / b - 1) < 3e-3, "\(name), T = \(t): \(a) and \(b)")
        }
      }
      print("electron table, \(name): worst interpolation error \(worst)")
    }
  }

  @Test func rangeAndInverse() throws {
    for name in ["lead", "polystyrene", "dry air"] {
      guard let table = try? Self.table(name) else { continue }
      defer { withExtendedLifetime(table) {} }
      let view = table.view
      var previous = 0.0
      for t in [1e-8, 5e-7] + Self.energies {
        let range = view.range_mm(logKineticEnergy: Foundation.log(t))
        #expect(range > previous)
        previous = range
        let back = view.kineticEnergy_GeV(range_mm: range)
        #expect(abs(back / t - 1) < 1e-11, "\(name), T = \(t): \(back)")
      }
      #expect(view.kineticEnergy_GeV(range_mm: 0) == 0)
      #expect(view.kineticEnergy_GeV(range_mm: 1e30) <= table.highestEnergy_GeV * (1 + 1e-12))
      // Two half steps lose what one step loses, and the loss of a short step is S·s.
      for t in [1e-4, 3e-3, 0.2, 20.0] {
        let logT = Foundation.log(t)
        let range = view.range_mm(logKineticEnergy: logT)
        for fraction in [1e-4, 0.01, 0.03, 0.3, 0.9] {
          let step = fraction * range
          let whole = view.meanLoss_GeV(kineticEnergy_GeV: t, logKineticEnergy: logT, step_mm: step)
          let first = view.meanLoss_GeV(kineticEnergy_GeV: t, logKineticEnergy: logT, step_mm: step / 2)
          let second = view.meanLoss_GeV(
            kineticEnergy_GeV: t - first, logKineticEnergy: Foundation.log(t - first), step_mm: step / 2)
          #expect(abs((first + second) / whole - 1) < 0.02, "\(name), T = \(t), \(fraction) of the range")
        }
        let short = view.meanLoss_GeV(kineticEnergy_GeV: t, logKineticEnergy: logT, step_mm: 1e-6 * range)
        #expect(
          abs(short / (1e-6 * range * view.stoppingPower_GeV_per_mm(logKineticEnergy: logT)) - 1) < 1e-5)
        #expect(
          view.meanLoss_GeV(kineticEnergy_GeV: t, logKineticEnergy: logT, step_mm: 2 * range) == t)
      }
    }
  }

  /// The bound holds for every energy in [¾T, T] and is not wasteful where the rate is smooth.
  @Test func rateBound() throws {
    for (name, particle) in [("lead", Particle.electron), ("polystyrene", .positron)] {
      let table = try Self.table(name, particle)
      defer { withExtendedLifetime(table) {} }
      let view = table.view
      for t in Self.energies {
        let bound = view.interactionRateBound_per_mm(logKineticEnergy: Foundation.log(t))
        for i in 0...20 {
          let e = t * (0.75 + 0.0125 * Double(i))
          #expect(view.interactionRate_per_mm(logKineticEnergy: Foundation.log(e)) <= bound)
        }
        if t > 0.1 {
          #expect(bound < 1.1 * view.interactionRate_per_mm(logKineticEnergy: Foundation.log(t)))
        }
      }
    }
  }

  /// Every interaction conserves energy; secondaries are above the cuts; processes appear in
  /// proportion to their cross sections.
  @Test func interactions() throws {
    for (name, particle) in [("lead", Particle.electron), ("lead", .positron), ("polystyrene", .positron)] {
      let table = try Self.table(name, particle)
      defer { withExtendedLifetime(table) {} }
      let view = table.view
      let positron = particle == .positron
      let spectrum = MaterialBremsstrahlung(material: table.material, isPositron: positron)
      let m = Constants.electronMass_GeV
      for t in [2e-6, 2e-5, 3e-4, 1e-3, 2.2e-3, 0.03, 4, 150.0] {
        var rng = RandomStream(seed: 12, event: UInt64(t * 1e7))
        let n = 20_000
        var photons = 0
        var pairs = 0
        for _ in 0..<n {
          let r = view.interact(kineticEnergy_GeV: t, direction: Vector3(0, 0, 1), &rng)
          var energy = r.localDeposit_GeV + (r.survives ? r.kineticEnergy_GeV : 0)
          if r.secondaryCount > 0 { energy += r.first.kineticEnergy_GeV }
          if r.secondaryCount > 1 { energy += r.second.kineticEnergy_GeV }
          let before = r.survives ? t : t + 2 * m
          #expect(abs(energy - before) < 1e-14 * before)
          #expect(r.kineticEnergy_GeV >= 0 && r.direction.isFinite)
          if !r.survives {
            pairs += 1
          } else if r.secondaryCount == 1, r.first.particle == .photon {
            photons += 1
            #expect(r.first.kineticEnergy_GeV >= table.cuts.photon_GeV * (1 - 1e-12))
          } else if r.secondaryCount == 1 {
            #expect(r.first.kineticEnergy_GeV >= table.cuts.electron_GeV * (1 - 1e-12))
          }
        }
        if t > 2.1e-3 {
          let rate = view.interactionRate_per_mm(logKineticEnergy: Foundation.log(t))
          let share = spectrum.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: table.cuts.photon_GeV) / rate
          let expected = share * Double(n)
          #expect(abs(Double(photons) - expected) < 4 * expected.squareRoot() + 0.004 * Double(n))
          if positron {
            let a =
              AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: t)
              * table.material.electronDensity_per_mm3 / rate * Double(n)
            #expect(abs(Double(pairs) - a) < 4 * a.squareRoot() + 0.004 * Double(n))
          }
        }
      }
    }
  }

  @Test func vacuumAndBadInput() {
    let table = ElectronTable(
      material: .vacuum, cuts: ProductionCuts(material: .vacuum, range_mm: 0.7), particle: .electron,
      highestEnergy_GeV: .nan)
    defer { withExtendedLifetime(table) {} }
    let view = table.view
    var rng = RandomStream(seed: 1, event: 1)
    for t in [0, 1e-9, 1e-3, 1e9, Double.infinity] {
      let logT = Foundation.log(t)
      #expect(view.interactionRate_per_mm(logKineticEnergy: logT) == 0)
      #expect(
        view.sampleMultipleScatteringCosine(
          kineticEnergy_GeV: t, logKineticEnergy: logT, step_mm: 1e6, &rng) == 0)
    }
    #expect(view.meanLoss_GeV(kineticEnergy_GeV: 1, logKineticEnergy: 0, step_mm: 1e7) < 1e-20)
    #expect(view.range_mm(logKineticEnergy: 0) > 1e20)
    let cuts = ProductionCuts(photon_GeV: -1, electron_GeV: .nan, positron_GeV: .infinity)
    #expect(cuts.photon_GeV == 1e-6 && cuts.electron_GeV == 1e-6 && cuts.positron_GeV == 10)
  }

  /// The mean of the sampled loss is the mean asked for, in real materials and steps, and 0 ≤ loss ≤ T.
  @Test func sampledLoss() throws {
    for name in ["lead", "polystyrene"] {
      let table = try Self.table(name)
      defer { withExtendedLifetime(table) {} }
      let view = table.view
      for (t, step) in [(1e-4, 1e-3), (1e-3, 0.05), (0.1, 1.5), (0.1, 0.05), (50.0, 1.5)] {
        let logT = Foundation.log(t)
        let mean = view.meanLoss_GeV(kineticEnergy_GeV: t, logKineticEnergy: logT, step_mm: step)
        guard mean < 0.5 * t else { continue }
        let moments = StragglingTests.moments(100_000) {
          view.sampleLoss(kineticEnergy_GeV: t, meanLoss_GeV: mean, step_mm: step, &$0)
        }
        #expect(
          abs(moments.mean - mean) < 4 * moments.meanError + 1e-3 * mean,
          "\(name), T = \(t), s = \(step): \(moments.mean / mean)")
      }
    }
  }

  @Test func buildTime() throws {
    let start = ContinuousClock().now
    _ = try Self.table("polystyrene")
    print("one electron table: \(ContinuousClock().now - start)")
  }
}
