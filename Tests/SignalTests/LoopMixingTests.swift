import Core
import Numerics
import Testing

@testable import Signal

struct LoopMixingTests {
  /// (q², Re, Im) of Π/g by adaptive quadrature in 30-digit arithmetic of the defining integral, i.e. not
  /// of the closed form; a copy of the project's reference table, written with 12 digits.
  static let reference: [(Double, Double, Double)] = [
    (0, 0.0144329111183, 0.0),
    (-0.0001, 0.0144283510383, 0.0),
    (-0.01, 0.0140153573447, 0.0),
    (-1, 0.00719593470996, 0.0),
    (-10, 0.00253605547148, 0.0),
    (1e-06, 0.0144329567635, 0.0),
    (0.0001, 0.0144374799908, 0.0),
    (0.001, 0.0144790013682, 0.0),
    (0.004, 0.0146229216811, 0.0),
    (0.01, 0.0149402238157, 0.0),
    (0.02, 0.0155898851729, 0.0),
    (0.04, 0.0181661750451, 0.0),
    (0.044, 0.0199191440725, 0.0),
    (0.05, 0.0201488103435, 0.00379915892948),
    (0.1, 0.0153557488745, 0.00731004869296),
    (1, 0.00721422629163, 0.00802650798701),
    (4, 0.00294306186063, 0.00803222942195),
    (10, -0.00146696659654, 0.00803254608081),
    (20, -0.00344919872279, 0.00161648734909),
    (100, -0.000545050722032, 5.02207334826e-05),
  ]

  @Test func agreesWithTheReferenceTable() {
    for (q2, real, imaginary) in Self.reference {
      let value = MuonTauLoopMixing.perCoupling(q2_GeV2: q2)
      #expect((value.real - real).magnitude < 1e-11 * value.modulus, "q² = \(q2)")
      #expect((value.imaginary - imaginary).magnitude < 1e-11 * value.modulus, "q² = \(q2)")
    }
  }

  /// Direct quadrature of the definition, split where the argument of a logarithm is 0.
  @Test(arguments: [-1e4, -10, -0.3, -0.01, 1e-3, 0.02, 0.0223, 0.044, 0.0447, 0.1, 2, 12.6, 12.7, 200])
  func agreesWithTheDefinition(_ q2: Double) {
    let quadrature = GaussLegendre(count: 12)
    let scale = MuonTauLoopMixing.elementaryCharge / (2 * .pi * .pi)
    var breaks = [0.0, 0.5, 1.0]
    for m in [Constants.muonMass_GeV, Constants.tauMass_GeV] where q2 > 4 * m * m {
      let root = (1 - 4 * m * m / q2).squareRoot()
      breaks += [(1 - root) / 2, (1 + root) / 2]
    }
    breaks.sort()
    var real = 0.0
    var imaginary = 0.0
    for (a, b) in zip(breaks, breaks.dropFirst()) {
      // x = a + (b − a)(3u² − 2u³) flattens the logarithmic ends.
      real += quadrature.integrate(0, 1, panels: 300) { u in
        let x = a + (b - a) * u * u * (3 - 2 * u)
        let y = x * (1 - x)
        let tau = Constants.tauMass_GeV * Constants.tauMass_GeV - y * q2
        let muon = Constants.muonMass_GeV * Constants.muonMass_GeV - y * q2
        return 6 * u * (1 - u) * (b - a) * y * log(abs(tau / muon))
      }
      imaginary += quadrature.integrate(0, 1, panels: 300) { u in
        let x = a + (b - a) * u * u * (3 - 2 * u)
        let y = x * (1 - x)
        let tau = Constants.tauMass_GeV * Constants.tauMass_GeV - y * q2
        let muon = Constants.muonMass_GeV * Constants.muonMass_GeV - y * q2
        return 6 * u * (1 - u) * (b - a) * y * .pi * ((muon < 0 ? 1 : 0) - (tau < 0 ? 1 : 0))
      }
    }
    let value = MuonTauLoopMixing.perCoupling(q2_GeV2: q2)
    #expect((value.real - scale * real).magnitude < 1e-8 * value.modulus)
    #expect((value.imaginary - scale * imaginary).magnitude < 1e-8 * value.modulus)
  }

  /// Series and closed form meet: at |ρ| = 2 the function has no step.
  @Test(arguments: [-2.0, 2.0, 4.0]) func theBranchesMeet(_ rho: Double) {
    let inside = MuonTauLoopMixing.loop(rho * (1 - 1e-13))
    let outside = MuonTauLoopMixing.loop(rho * (1 + 1e-13))
    // At ρ = 4 the cusp goes like the square root of the distance in the imaginary part.
    #expect((inside.real - outside.real).magnitude < (rho == 4 ? 1e-6 : 3e-14))
    #expect((inside.imaginary - outside.imaginary).magnitude < 1e-6)
  }

  /// Π is analytic apart from its cut: Re Π(−Q²) − Re Π(0) = −(Q²/π) ∫ Im Π(s)/[s(s + Q²)] ds.
  @Test(arguments: [0.003, 0.1, 5]) func obeysItsDispersionRelation(_ spacelike: Double) {
    let quadrature = GaussLegendre(count: 16)
    let threshold = 4 * Constants.muonMass_GeV * Constants.muonMass_GeV
    let tau = 4 * Constants.tauMass_GeV * Constants.tauMass_GeV
    func dispersed(_ from: Double, _ to: Double) -> Double {
      // s = from·e^{v²}: smooth at the threshold.
      quadrature.integrate(0, log(to / from).squareRoot(), panels: 200) { v in
        let s = from * exp(v * v)
        return 2 * v * MuonTauLoopMixing.perCoupling(q2_GeV2: s).imaginary / (s + spacelike)
      }
    }
    let integral = dispersed(threshold, tau) + dispersed(tau, 1e9)
    let direct =
      MuonTauLoopMixing.perCoupling(q2_GeV2: -spacelike).real - MuonTauLoopMixing.atRest
    #expect((direct + spacelike / .pi * integral).magnitude < 1e-8 * direct.magnitude)
  }

  /// e ln(m_τ²/m_μ²)/12π² = (8/3) e ln(m_τ/m_μ)/16π², and 6.9e-6 for the g = 4.8e-4 of the searches.
  @Test func theLowEnergyLimit() {
    let e = MuonTauLoopMixing.elementaryCharge
    let ratio = log(Constants.tauMass_GeV / Constants.muonMass_GeV)
    #expect((MuonTauLoopMixing.atRest / (8.0 / 3 * e * ratio / (16 * .pi * .pi)) - 1).magnitude < 1e-14)
    #expect((4.8e-4 * MuonTauLoopMixing.atRest - 6.93e-6).magnitude < 0.01e-6)
  }
}
