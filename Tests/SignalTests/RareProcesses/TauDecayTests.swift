import Core
import Foundation
import Numerics
import Testing

@testable import Signal

@Suite struct TauDecayTests {
  private let rule = GaussLegendre(count: 16)

  /// Norm, mean and integrals to 0.3 and 0.5 of the reference (printed to 8 digits).
  @Test func reference() throws {
    guard let rows = referenceRows("rare_signal/tau_decay_spectra.json", "rows") else { return }
    #expect(rows.count == 6)
    for row in rows {
      let channel: TauDecayChannel = row.text("channel") == "lepton" ? .electron : .pion
      let p = row.number("helicity_P")
      func integral(_ high: Double, _ weight: (Double) -> Double = { _ in 1 }) -> Double {
        rule.integrate(0, high, panels: 10) {
          weight($0) * channel.spectrum(x: $0, polarization: p, massless: true)
        }
      }
      #expect(abs(integral(1) - 1) < 1e-8)
      #expect(abs(integral(1) { $0 } - row.number("mean_x")) < 1e-7)
      #expect(abs(integral(0.5) - row.number("frac_x_lt_0p5")) < 1e-7)
      #expect(abs(integral(0.3) - row.number("frac_x_lt_0p3")) < 1e-4)  // printed with 4 digits
    }
  }

  /// Norm with masses, and α_ρ = 0.4485.
  @Test(arguments: TauDecayChannel.allCases)
  func norm(channel: TauDecayChannel) {
    for p in [-1.0, -0.3, 0, 1] {
      let ratio = channel.visibleMass_GeV / TauDecayChannel.tauMass_GeV
      let low = channel == .pion || channel == .rho ? ratio * ratio : 0
      let norm = rule.integrate(low, 1, panels: 4) { channel.spectrum(x: $0, polarization: p) }
      #expect(abs(norm - 1) < 1e-12)
    }
    #expect(abs(TauDecayChannel.rho.analysingPower - 0.4485) < 1e-3)
  }

  /// Boosted decays against the collinear spectrum, 1e5 draws at 100 GeV; the opposite helicity must fail.
  @Test(arguments: TauDecayChannel.allCases, [-1.0, 1.0])
  func sampler(channel: TauDecayChannel, polarization: Double) throws {
    let atRest = try TauDecaySampler(channel, polarization: polarization)
    let sampler = BoostedDecay(
      atRest, parentMass_GeV: TauDecayChannel.tauMass_GeV, parentEnergy_GeV: 100)
    let ratio = channel.visibleMass_GeV / TauDecayChannel.tauMass_GeV
    let low = channel == .pion || channel == .rho ? ratio * ratio : 0
    // The muon's mass shifts x by up to r = 0.35 %: kept above it.
    let first = channel == .muon ? 0.1 : low + 1e-3
    var histogram = SampledHistogram(from: first, to: 0.99, bins: 40)
    let out = UnsafeMutablePointer<Double>.allocate(capacity: 8)
    defer { out.deallocate() }
    var rng = RandomStream(seed: 23, event: 5)
    for _ in 0..<draws(channel == .muon ? 20_000 : 100_000) {
      sampler.sample(into: out, &rng)
      histogram.fill(out[0] / 100)
    }
    let right = histogram.probability(norm: 1) { channel.spectrum(x: $0, polarization: polarization) }
    let wrong = histogram.probability(norm: 1) { channel.spectrum(x: $0, polarization: -polarization) }
    print("τ → \(channel.rawValue), P = \(polarization): p = \(right), opposite helicity p = \(wrong)")
    #expect(right > 0.01 / 8)  // Šidák for eight tests at 1 %
    #if !DEBUG
      #expect(wrong < 1e-6)
    #endif
    let p = (100.0 * 100 - TauDecayChannel.tauMass_GeV * TauDecayChannel.tauMass_GeV).squareRoot()
    let worst = worstImbalance(
      sampler, initial: FourMomentum(energy: 100, momentum: Vector3(0, 0, p)),
      masses: [nil, nil], count: 1000, seed: 4)
    #expect(worst.conservation < 1e-9)
  }
}
