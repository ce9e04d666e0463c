import Core
import Foundation
import Testing

@testable import Signal

@Suite struct HadronicRatioTests {
  /// The model against the same model evaluated elsewhere (5 digits given), and against data: 10 % outside
  /// 0.9 … 1.04 GeV. shared/reference/rare_signal/hadronic_R.json.
  @Test func againstReference() throws {
    guard let data = referenceData("rare_signal/hadronic_R.json") as? [String: Any],
      let rows = data["rows"] as? [[String: Any]]
    else { return }
    #expect(rows.count > 30)
    var worst = (0.0, 0.0)
    for row in rows {
      func number(_ key: String) -> Double { (row[key] as! NSNumber).doubleValue }
      let energy = number("sqrt_s")
      let ratio = HadronicRatio.photon(energy)
      worst.0 = max(worst.0, abs(ratio / number("R_model") - 1))
      let measured = try #require(HadronicRatio.measured(energy))
      #expect(abs(measured / number("R_PDG2020_interp") - 1) < 1e-5)
      if energy < 0.9 || energy > 1.04 {
        worst.1 = max(worst.1, abs(ratio / measured - 1))
        if energy > 0.3 { #expect(abs(ratio / measured - 1) < 0.1) }
      }
      let boson = try Mediator.darkPhoton(mass_GeV: energy, epsilon: 1)
      #expect(
        abs(
          boson.partialWidth_GeV(.hadrons)
            / (number("Gamma_had_over_eps2_GeV")
              / measured * ratio) - 1) < 1e-4)
    }
    print("R: worst deviation from the reference model \(worst.0), from data \(worst.1)")
    #expect(worst.0 < 1e-4)
  }

  /// Couplings: the photon's charges give the photon's R; no isovector coupling, no ρ; a boson of quark
  /// couplings 1/3 has 4 times the ω, the φ, and half the continuum.
  @Test func couplings() throws {
    #expect(HadronicRatio.photon(0.27) == 0)
    let b = HadronicRatio(quarks: .init(up: 1.0 / 3, down: 1.0 / 3))
    #expect(b(0.4) < 1e-4 * HadronicRatio.photon(0.4))
    #expect(abs(b(1.0195) / HadronicRatio.photon(1.0195) - 1) < 0.02)
    #expect(abs(b(2.5) / HadronicRatio.photon(2.5) - 0.5) < 1e-2)
    #expect(abs(b(0.78266) - 4 * 12.65) < 1.5)
    // Everything is quadratic in the couplings.
    let twice = HadronicRatio(quarks: .init(up: 4.0 / 3, down: -2.0 / 3))
    for energy in [0.3, 0.6, 0.78, 0.95, 1.02, 1.3, 2, 3.0969] {
      #expect(abs(twice(energy) / HadronicRatio.photon(energy) - 4) < 1e-12)
    }
  }

  /// The area of the J/ψ in R is 9π Γ_ee M/(2... ) of a Breit–Wigner: ∫ R dE = 9π Γ_ee/(2α²).
  @Test func narrowStateArea() {
    let mass = 3.096900
    var sum = 0.0
    let steps = 400_000
    let range = 0.04
    for i in 0..<steps {
      let energy = mass - range + 2 * range * (Double(i) + 0.5) / Double(steps)
      sum += HadronicRatio.photon(energy) * 2 * range / Double(steps)
    }
    sum -= 2.2 * 2 * range
    let alpha = Constants.fineStructure
    let expected = 9 * Double.pi * 5.53e-6 / (2 * alpha * alpha)
    print("J/ψ area \(sum), expected \(expected)")
    #expect(abs(sum / expected - 1) < 0.01)
  }
}
