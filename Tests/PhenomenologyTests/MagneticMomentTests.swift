import Core
import Numerics
import Testing

@testable import Phenomenology

struct MagneticMomentTests {
  static let kinds: [(BosonCoupling, ChargedLepton)] = BosonCoupling.allCases.flatMap { coupling in
    ChargedLepton.allCases.map { (coupling, $0) }
  }

  /// Values of 25-digit arithmetic (mpmath), from the reference table of the project; 1e-12 is what double
  /// precision owes a sum of a few hundred terms of one sign.
  @Test func agreesWithTheReferenceTable() throws {
    guard let rows = try ReferenceFile.rows("statistics/lepton_g2.json") else { return }
    #expect(rows.count >= 12)
    for row in rows {
      let lepton = try ChargedLepton(named: row[0].name)
      for (column, coupling) in [BosonCoupling.vector, .axial, .scalar, .pseudoscalar].enumerated() {
        let value = AnomalousMagneticMoment(coupling: coupling, lepton: lepton)
          .perCouplingSquared(mass_GeV: row[1].double)
        #expect(distance(value, row[2 + column].double) < 1e-12, "\(coupling) \(lepton) \(row[1].double)")
      }
    }
  }

  /// The same integrals by adaptive Simpson in the plain variable, on a grid of masses.
  @Test(arguments: kinds) func agreesWithAdaptiveQuadrature(
    _ coupling: BosonCoupling, _ lepton: ChargedLepton
  ) {
    let moment = AnomalousMagneticMoment(coupling: coupling, lepton: lepton)
    for r in [0.01, 0.3, 1, 1.9, 2, 2.1, 10, 100] {
      let r2 = r * r
      let integrand: (Double) -> Double = { z in
        let w = 1 - z
        switch coupling {
        case .vector: return 2 * z * w * w / (w * w + r2 * z)
        case .scalar: return w * w * (1 + z) / (w * w + r2 * z)
        case .pseudoscalar: return -w * w * w / (w * w + r2 * z)
        case .axial: return (2 * z * w * (z - 4) - 4 * z * z * z / r2) / (z * z + r2 * w)
        }
      }
      let expected = adaptive(integrand, 0, 1, 1e-12) / (8 * .pi * .pi)
      #expect(distance(moment.perCouplingSquared(mass_GeV: r * lepton.mass_GeV), expected) < 1e-9)
    }
  }

  @Test(arguments: ChargedLepton.allCases) func limits(_ lepton: ChargedLepton) {
    let m = lepton.mass_GeV
    func moment(_ coupling: BosonCoupling, _ mass: Double) -> Double {
      AnomalousMagneticMoment(coupling: coupling, lepton: lepton).perCouplingSquared(mass_GeV: mass)
    }
    let pi2 = Double.pi * Double.pi
    // Massless: Schwinger's α/2π with e = g, and its relatives.
    #expect(distance(moment(.vector, 0), 1 / (8 * pi2)) < 1e-14)
    #expect(distance(moment(.scalar, 0), 3 / (16 * pi2)) < 1e-14)
    #expect(distance(moment(.pseudoscalar, 0), -1 / (16 * pi2)) < 1e-14)
    // The next term of the vector is −(π/2)… r: linear in the mass.
    #expect(distance(moment(.vector, 1e-9 * m), moment(.vector, 0)) < 1e-8)
    // Light axial boson: −(g²/8π²)·4/r² ∫ z dz = −g²m²/4π²M².
    #expect(distance(moment(.axial, 1e-6 * m) * 1e-12, -1 / (4 * pi2)) < 1e-10)
    // Heavy: contact interactions, with the logarithm of the scalars.
    let r = 1e5
    let heavy = 1 / (r * r)
    #expect(distance(moment(.vector, r * m), heavy / (12 * pi2)) < 1e-8)
    #expect(distance(moment(.axial, r * m), -5 * heavy / (12 * pi2)) < 1e-8)
    #expect(distance(moment(.scalar, r * m), heavy * (2 * log(r) - 7.0 / 6) / (8 * pi2)) < 1e-7)
    #expect(distance(moment(.pseudoscalar, r * m), -heavy * (2 * log(r) - 11.0 / 6) / (8 * pi2)) < 1e-7)
  }

  /// Sign, monotonic fall with the mass, and dependence on M/m alone, over 24 decades.
  @Test(arguments: BosonCoupling.allCases) func fallsWithTheMass(_ coupling: BosonCoupling) {
    var last = Double.infinity
    for index in 0...480 {
      let r = pow(10, -12 + Double(index) / 20)
      let values = ChargedLepton.allCases.map {
        coupling.sign
          * AnomalousMagneticMoment(coupling: coupling, lepton: $0).perCouplingSquared(
            mass_GeV: r * $0.mass_GeV)
      }
      // Below r ~ 1e-9 the massless value is reached to the last bits.
      #expect(values[0] > 0 && values[0] <= last * (1 + 1e-14))
      #expect(distance(values[0], values[1]) < 1e-13 && distance(values[0], values[2]) < 1e-13)
      last = values[0]
    }
  }

  @Test(arguments: kinds) func theInverseIsTheInverse(_ coupling: BosonCoupling, _ lepton: ChargedLepton)
    throws
  {
    let moment = AnomalousMagneticMoment(coupling: coupling, lepton: lepton)
    for mass in [1e-6, 1e-3, 0.0167, 0.2, 30] {
      let g = try moment.coupling(deltaA: coupling.sign * 2.51e-9, mass_GeV: mass)
      #expect(distance(g * g * moment.perCouplingSquared(mass_GeV: mass), coupling.sign * 2.51e-9) < 1e-14)
    }
    #expect(throws: HermeticError.self) { try moment.coupling(deltaA: -coupling.sign * 1e-9, mass_GeV: 1) }
    #expect(throws: HermeticError.self) { try moment.coupling(deltaA: .nan, mass_GeV: 1) }
  }

  /// Δa_μ = 251e-11 with a Z′ of 1, 10, 100 MeV: 4.5, 5.0, 9.5e-4; 2.918e-9 for g = 4.8e-4 and M → 0.
  @Test func theCouplingsThatTheSearchesQuote() throws {
    let moment = AnomalousMagneticMoment(coupling: .vector, lepton: .muon)
    for (mass, g) in [(0.001, 4.5e-4), (0.01, 5.0e-4), (0.1, 9.5e-4)] {
      #expect(distance(try moment.coupling(deltaA: 251e-11, mass_GeV: mass), g) < 0.01)
    }
    #expect(distance(moment.perCouplingSquared(mass_GeV: 0) * 4.8e-4 * 4.8e-4, 2.918e-9) < 1e-3)
  }
}

/// Adaptive Simpson quadrature.
func adaptive(_ f: (Double) -> Double, _ a: Double, _ b: Double, _ relative: Double) -> Double {
  func refine(
    _ a: Double, _ fa: Double, _ m: Double, _ fm: Double, _ b: Double, _ fb: Double, _ whole: Double,
    _ tolerance: Double, _ depth: Int
  ) -> Double {
    let left = 0.5 * (a + m)
    let right = 0.5 * (m + b)
    let fl = f(left)
    let fr = f(right)
    let first = (m - a) / 6 * (fa + 4 * fl + fm)
    let second = (b - m) / 6 * (fm + 4 * fr + fb)
    let difference = first + second - whole
    if depth == 0 || difference.magnitude < 15 * tolerance { return first + second + difference / 15 }
    return refine(a, fa, left, fl, m, fm, first, tolerance / 2, depth - 1)
      + refine(m, fm, right, fr, b, fb, second, tolerance / 2, depth - 1)
  }
  var sum = 0.0
  let pieces = 8
  let scale = abs((b - a) * f(0.37 * a + 0.63 * b))
  for piece in 0..<pieces {
    let low = a + (b - a) * Double(piece) / Double(pieces)
    let high = a + (b - a) * Double(piece + 1) / Double(pieces)
    let middle = 0.5 * (low + high)
    let (fa, fm, fb) = (f(low), f(middle), f(high))
    sum += refine(low, fa, middle, fm, high, fb, (high - low) / 6 * (fa + 4 * fm + fb), relative * scale, 40)
  }
  return sum
}
