import Core
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct NuclearFormFactorTests {
  @Test func screenedAtSmallAndCutAtLargeTransfer() {
    let g2 = NuclearFormFactorSquared(element: lead, kind: .elastic)
    let screening = 1 / g2.inverseScreeningScale
    let size = 1 / g2.inverseSizeScale
    // a = 111 Z^(−1/3)/m_e and d = 0.164 A^(−2/3), worked out by hand for lead.
    #expect(abs(screening / 4.001e-10 - 1) < 2e-3)
    #expect(abs(size / 4.687e-3 - 1) < 1e-3)
    let plateau = (screening * size).squareRoot()
    #expect(abs(g2(plateau) / (82 * 82) - 1) < 2e-3)
    #expect(abs(g2(1e-4 * screening) / (82 * 82 * 1e-8) - 1) < 1e-3)
    #expect(abs(g2(1e4 * size) / (82 * 82 * 1e-8) - 1) < 1e-3)
    #expect(g2(0) == 0)
  }

  @Test func inelasticTermIsLinearInChargeAndNotSquared() {
    let elastic = NuclearFormFactorSquared(element: lead, kind: .elastic)
    let both = NuclearFormFactorSquared(element: lead, kind: .elasticPlusInelastic)
    // At t = 0.71 GeV² the dipole factor is (1/2)⁴ and the magnetic one 1 + 0.71 · 1.9267.
    let t = 0.71
    let slope = (2.79 * 2.79 - 1) / (4 * 0.938272 * 0.938272)
    let expected = 82 * (1 + t * slope) / 16
    #expect(abs((both(t) - elastic(t)) / expected - 1) < 1e-6)
    #expect(both(1e-3) - elastic(1e-3) < 82)
  }

  @Test func hydrogenHasNoSecondProtonToCount() {
    let elastic = NuclearFormFactorSquared(element: hydrogen, kind: .elastic)
    let both = NuclearFormFactorSquared(element: hydrogen, kind: .elasticPlusInelastic)
    for t in [1e-8, 1e-4, 1e-2, 1.0] { #expect(elastic(t) == both(t)) }
  }

  /// The closed form of the flux against quadrature in ln t.
  @Test func photonFluxMatchesQuadrature() {
    let rule = GaussLegendre(count: 20)
    for element in [hydrogen, carbon, lead] {
      let g2 = NuclearFormFactorSquared(element: element, kind: .elastic)
      for (t1, t2) in [(1e-16, 1e-6), (1e-12, 1e4), (1e-6, 1e-2), (1e-3, 1.0), (1e-5, 1.2e-5)] {
        let quadrature = rule.integrate(log(t1), log(t2), panels: 30) { logT in
          let t = exp(logT)
          return (t - t1) / t * g2(t)
        }
        let closed = g2.elasticPhotonFlux(from: t1, to: t2)
        #expect(abs(closed / quadrature - 1) < 1e-5, "\(element.symbol) \(t1) \(t2)")
      }
      #expect(g2.elasticPhotonFlux(from: 1, to: 1) == 0)
      #expect(g2.elasticPhotonFlux(from: 2, to: 1) == 0)
    }
  }
}
