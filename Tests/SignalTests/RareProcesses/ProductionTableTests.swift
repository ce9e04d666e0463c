import Core
import Matter
import Numerics
import Testing

@testable import Signal

/// What production along tracks asks of the rare processes: tables against exact integrals, final states at given energy
/// against the samplers of one energy.
@Suite struct ProductionTableTests {
  static let iron = Element(atomicNumber: 26, symbol: "Fe", atomicMass: 55.845)

  /// ∫ over ln x/(1 − x) from a cut.
  func integral(from cut: Double, _ f: (Double) -> Double) -> Double {
    GaussLegendre(count: 64).integrate(log(cut / (1 - cut)), 16) { z in
      let x = 1 / (1 + exp(-z))
      return x * (1 - x) * f(x)
    }
  }

  @Test(arguments: [
    (Constants.electronMass_GeV, 0.01, 100.0), (Constants.electronMass_GeV, 0.2, 60.0),
    (Constants.muonMass_GeV, 0.01, 160.0), (Constants.muonMass_GeV, 0.5, 100.0),
  ])
  func millichargedTable(lepton: Double, mass: Double, energy: Double) throws {
    let pair = try MillichargedPair(spin: .fermion, mass_GeV: mass, leptonMass_GeV: lepton, element: lead)
    let table = MillichargedProduction(
      pair, charge: 0.1, lowestEnergy_GeV: 40, highestEnergy_GeV: 170, minimumPairEnergy_GeV: 40)
    let exact =
      0.01 * integral(from: 40 / energy) { pair.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: $0) }
    let ratio = table.crossSection_pb(leptonEnergy_GeV: energy) / exact
    print("pairs of \(mass) GeV at \(energy): table/exact \(ratio)")
    #expect((ratio - 1).magnitude < 2e-3)
    let x = table.x(quantile: 0.5, leptonEnergy_GeV: energy)
    let density = 0.01 * pair.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x)
    #expect(
      (table.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x) / density - 1).magnitude < 1e-2)
  }

  @Test(arguments: [
    (Constants.muonMass_GeV, 1.77686, 0.5, 160.0), (Constants.muonMass_GeV, 1.77686, 0.01, 100.0),
    (Constants.electronMass_GeV, Constants.muonMass_GeV, 0.1, 100.0),
  ])
  func scalarTable(first: Double, second: Double, mass: Double, energy: Double) throws {
    let emission = try FlavourChangingScalar(
      parity: .scalar, bosonMass_GeV: mass, incomingMass_GeV: first, outgoingMass_GeV: second, element: lead)
    let table = FlavourChangingProduction(
      FlavourChangingScalarProcess(emission, .exactTreeLevel, coupling: 2), lowestEnergy_GeV: 1,
      highestEnergy_GeV: 170, minimumBosonEnergy_GeV: 1)
    let exact =
      4
      * integral(from: 1 / energy) {
        emission.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: $0)
      }
    let ratio = table.crossSection_pb(leptonEnergy_GeV: energy) / exact
    print("φ of \(mass) GeV at \(energy): table/exact \(ratio)")
    #expect((ratio - 1).magnitude < 2e-3)
  }

  /// x as the sampler of one energy draws it, then everything else anew at that x: angles of the boson and recoil agree.
  @Test func scalarAtGivenX() throws {
    let energy = 160.0
    let emission = try FlavourChangingScalar(
      parity: .scalar, bosonMass_GeV: 0.5, incomingMass_GeV: Constants.muonMass_GeV,
      outgoingMass_GeV: 1.77686,
      element: lead)
    let process = FlavourChangingScalarProcess(emission, .exactTreeLevel, coupling: 1)
    let sampler = try process.sampler(totalEnergy_GeV: energy)
    let again = FlavourChangingProduction(
      process, lowestEnergy_GeV: 100, highestEnergy_GeV: 170, minimumBosonEnergy_GeV: 50)
    var rng = RandomStream(seed: 3, event: 1, purpose: .signal)
    var (before, after) = ([[Double]](), [[Double]]())
    var out = [Double](repeating: 0, count: 12)
    for _ in 0..<draws(1500) {
      sampler.sample(into: &out, &rng)
      let x = out[0] / energy
      before.append(
        [out[1] * out[1] + out[2] * out[2], out[8], out[5] * out[5] + out[6] * out[6]].map(logarithm))
      let (boson, lepton, nucleus) = try #require(again.products(leptonEnergy_GeV: energy, x: x, &rng))
      let sum = boson + lepton + nucleus
      #expect((sum.energy - energy - again.nucleusMass_GeV).magnitude < 1e-9)
      #expect((boson.energy - x * energy).magnitude < 0.02)
      after.append(
        [
          boson.momentum.x * boson.momentum.x + boson.momentum.y * boson.momentum.y, nucleus.energy,
          lepton.momentum.x * lepton.momentum.x + lepton.momentum.y * lepton.momentum.y,
        ].map(logarithm))
    }
    for variable in 0..<3 {
      let p = twoSamples(before.map { $0[variable] }, after.map { $0[variable] })
      print("φ at given x, variable \(variable): two-sample KS p = \(p)")
      #expect(p > 1e-3)
    }
    // Planted: the boson's transverse momentum 15 % too large.
    #expect(twoSamples(before.map { $0[0] }, after.map { $0[0] + 2 * logarithm(1.15) }) < 1e-3)
  }

  /// The same for pairs: invariant mass, lepton's transverse momentum.
  @Test func pairAtGivenX() throws {
    let energy = 160.0
    let pair = try MillichargedPair(
      spin: .fermion, mass_GeV: 0.1, leptonMass_GeV: Constants.muonMass_GeV, element: lead)
    let sampler = try MillichargedProcess(pair, charge: 1, angle: .transverse).sampler(
      totalEnergy_GeV: energy)
    let again = MillichargedProduction(
      pair, charge: 1, lowestEnergy_GeV: 150, highestEnergy_GeV: 170, minimumPairEnergy_GeV: 50)
    var rng = RandomStream(seed: 4, event: 1, purpose: .signal)
    var (before, after) = ([[Double]](), [[Double]]())
    var out = [Double](repeating: 0, count: 16)
    for _ in 0..<draws(1200) {
      sampler.sample(into: &out, &rng)
      let e = out[0] + out[4]
      let (px, py, pz) = (out[1] + out[5], out[2] + out[6], out[3] + out[7])
      before.append(
        [(e * e - px * px - py * py - pz * pz).squareRoot(), out[9] * out[9] + out[10] * out[10]].map(
          logarithm))
      let (mass, emission) = try #require(
        again.emission(leptonEnergy_GeV: energy, x: e / energy, direction: Vector3(0, 0, 1), &rng))
      let sum =
        emission.bosonEnergy_GeV + emission.leptonKineticEnergy_GeV + emission.nucleusKineticEnergy_GeV
      #expect((sum + Constants.muonMass_GeV - energy).magnitude < 1e-9)
      let kinetic = emission.leptonKineticEnergy_GeV
      let transverse =
        (kinetic * (kinetic + 2 * Constants.muonMass_GeV))
        * (1 - emission.leptonDirection.z * emission.leptonDirection.z)
      after.append([mass, transverse].map(logarithm))
    }
    for variable in 0..<2 {
      let p = twoSamples(before.map { $0[variable] }, after.map { $0[variable] })
      print("pair at given x, variable \(variable): two-sample KS p = \(p)")
      #expect(p > 1e-3)
    }
    #expect(twoSamples(before.map { $0[0] }, after.map { $0[0] + logarithm(1.15) }) < 1e-3)
  }

  /// y and Q² of conversion against dσ/dy and dσ/dQ², χ² of 20 bins of equal size each; another operator's are refused.
  @Test(arguments: [ConversionOperator.vectorLL, .vectorLR, .tensor])
  func conversionSpectra(_ interaction: ConversionOperator) throws {
    let energy = 140.0
    func process(_ interaction: ConversionOperator) throws -> FlavourConversionProcess {
      FlavourConversionProcess(
        try FlavourConversion(interaction, flavour: .up, outgoingMass_GeV: 1.77686, scale_GeV: 1000),
        incomingMass_GeV: Constants.muonMass_GeV, element: Self.iron, coupling: 1)
    }
    let production = ConversionProduction(
      try process(interaction), lowestEnergy_GeV: 80, highestEnergy_GeV: 170)
    let exact = try process(interaction).totalCrossSection_pb(totalEnergy_GeV: energy)
    #expect((production.crossSection_pb(leptonEnergy_GeV: energy) / exact - 1).magnitude < 2e-4)
    var rng = RandomStream(seed: 6, event: 1, purpose: .signal)
    let n = draws(30_000)
    var counts = [Double](repeating: 0, count: 20)
    for _ in 0..<n {
      let y = try #require(production.variables(leptonEnergy_GeV: energy, &rng)).y
      counts[min(19, Int(y * 20))] += 1
    }
    func p(_ other: ConversionOperator) throws -> Double {
      let spectrum = try process(other)
      let rule = GaussLegendre(count: 24)
      let expected = (0..<20).map { bin in
        rule.integrate(Double(bin) / 20, Double(bin + 1) / 20) {
          (try? spectrum.differentialCrossSection_pb("y", totalEnergy_GeV: energy, at: [$0])) ?? 0
        }
      }
      let norm = Double(n) / expected.reduce(0, +)
      let chi = zip(counts, expected).reduce(0) {
        $0 + ($1.0 - norm * $1.1) * ($1.0 - norm * $1.1) / max(1e-9, norm * $1.1)
      }
      return chiSquareProbability(chi, degrees: 19)
    }
    let other: ConversionOperator = interaction == .vectorLL ? .vectorLR : .vectorLL
    print("conversion \(interaction): p of y \(try p(interaction)), as \(other) \(try p(other))")
    #expect(try p(interaction) > 1e-3)
    #expect(try p(other) < 1e-6)
  }

  /// Cumulative, density and quantiles belong together, also where the shape has a zero (f₂ above 50 GeV).
  @Test(arguments: [(NeutralMeson.eta, 50.0), (.pi0, 30.0), (.f2, 80.0), (.kaonLong, 50.0)])
  func chargeExchange(meson: NeutralMeson, energy: Double) throws {
    let exchange = try ChargeExchange(meson: meson, normalization: .integratedInterpretation)
    let process = ChargeExchangeProcess(exchange, element: Self.iron, absorption: true, branchingRatio: 1)
    let production = ChargeExchangeProduction(process, minimumMesonEnergy_GeV: 0.9 * energy)
    let total = process.totalCrossSection_pb(totalEnergy_GeV: energy)
    let restricted = production.crossSection_pb(beamEnergy_GeV: energy)
    #expect(restricted <= total && restricted > 0.97 * total)
    let rule = GaussLegendre(count: 32)
    for quantile in [0.1, 0.5, 0.9] {
      let t = production.transfer_GeV2(quantile: quantile, beamEnergy_GeV: energy)
      let below = rule.integrate(0, t, panels: 40) {
        production.differentialCrossSection_pb(beamEnergy_GeV: energy, transfer_GeV2: $0)
      }
      #expect((below / restricted / quantile - 1).magnitude < 2e-3)
      var rng = RandomStream(seed: 1, event: 1, purpose: .signal)
      let (m, nucleon) = try #require(production.products(beamEnergy_GeV: energy, transfer_GeV2: t, &rng))
      #expect((m.energy + nucleon.energy - energy - exchange.targetMass_GeV).magnitude < 1e-10)
      let mass = exchange.targetMass_GeV
      let found = 2 * mass * nucleon.energy - mass * mass - exchange.recoilMass_GeV * exchange.recoilMass_GeV
      #expect((found / t - 1).magnitude < 1e-8)
    }
    let high = ChargeExchangeProduction(process, minimumMesonEnergy_GeV: energy - 0.02)
    #expect(high.crossSection_pb(beamEnergy_GeV: energy) < 0.8 * total)
  }

  private func logarithm(_ x: Double) -> Double { log(max(x, 1e-300)) }

  private func twoSamples(_ a: [Double], _ b: [Double]) -> Double {
    let (first, second) = (a.sorted(), b.sorted())
    var (i, j, distance) = (0, 0, 0.0)
    while i < first.count, j < second.count {
      if first[i] <= second[j] { i += 1 } else { j += 1 }
      distance = max(distance, (Double(i) / Double(first.count) - Double(j) / Double(second.count)).magnitude)
    }
    let n = Double(first.count * second.count) / Double(first.count + second.count)
    let lambda = (n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * distance
    var sum = 0.0
    for k in 1...100 { sum += (k % 2 == 1 ? 2 : -2) * exp(-2 * Double(k * k) * lambda * lambda) }
    return min(1, max(0, sum))
  }
}

/// The exact direction of a millicharged particle in its pair.
@Suite struct MillichargedPolarisationTests {
  private struct Point {
    let beam: FourMomentum
    let q1: FourMomentum
    let q2: FourMomentum
    let lepton: FourMomentum
    let nuclear: FourMomentum
    let leptonMass: Double
    var photon: FourMomentum { q1 + q2 }
  }

  private func points(_ count: Int, spin: MillichargedPair.Spin, angle: MillichargedAngle, mass: Double)
    throws
    -> [Point]
  {
    let (energy, m) = (160.0, Constants.muonMass_GeV)
    let pair = try MillichargedPair(spin: spin, mass_GeV: mass, leptonMass_GeV: m, element: lead)
    let sampler = try MillichargedProcess(pair, charge: 1, angle: angle).sampler(totalEnergy_GeV: energy)
    var rng = RandomStream(seed: 8, event: 1, purpose: .signal)
    var out = [Double](repeating: 0, count: 16)
    let target = FourMomentum(energy: lead.atomicMass * Constants.atomicMassUnit_GeV, momentum: .zero)
    let beam = FourMomentum(energy: energy, momentum: Vector3(0, 0, (energy * energy - m * m).squareRoot()))
    return (0..<count).map { _ in
      sampler.sample(into: &out, &rng)
      func p(_ i: Int) -> FourMomentum {
        FourMomentum(energy: out[4 * i], momentum: Vector3(out[4 * i + 1], out[4 * i + 2], out[4 * i + 3]))
      }
      return Point(beam: beam, q1: p(0), q2: p(1), lepton: p(2), nuclear: p(3) + target, leptonMass: m)
    }
  }

  private func polarisation(_ point: Point) -> MillichargedPolarisation {
    MillichargedPolarisation(
      beam: point.beam, lepton: point.lepton, photon: point.photon, nuclear: point.nuclear,
      leptonMass: point.leptonMass, axes: MillichargedPolarisation.axes(point.photon.momentum.normalized))
  }

  /// tr H against the unpolarised matrix element that σ is made of: a constant for all points.
  @Test func traceIsTheMatrixElement() throws {
    var ratios: [Double] = []
    for point in try points(400, spin: .fermion, angle: .transverse, mass: 0.05) {
      func square(_ p: FourMomentum) -> Double { p.energy * p.energy - p.momentum.squaredLength }
      func dot(_ a: FourMomentum, _ b: FourMomentum) -> Double {
        a.energy * b.energy - a.momentum.dot(b.momentum)
      }
      let m2 = point.leptonMass * point.leptonMass
      let transfer = point.lepton + point.photon - point.beam
      let trace = CurrentAmplitude.vector(
        s: square(point.lepton + point.photon) - m2, u: square(point.beam - point.photon) - m2,
        t: -square(transfer), nuclear: square(point.nuclear), nuclearDotP: dot(point.nuclear, point.beam),
        nuclearDotPFinal: dot(point.nuclear, point.lepton), squaredBosonMass: square(point.photon),
        squaredLeptonMass: m2)
      ratios.append(polarisation(point).trace / trace)
    }
    let mean = ratios.reduce(0, +) / Double(ratios.count)
    let worst = ratios.reduce(0) { max($0, ($1 / mean - 1).magnitude) }
    print("tr H over the matrix element: \(mean), worst deviation \(worst)")
    #expect(worst < 1e-3)
  }

  /// Samples with exact angles have flat probability integrals: mean of n·H·n over tr H is known, for either spin, and the
  /// approximate angles are refused.
  @Test(arguments: MillichargedPair.Spin.allCases)
  func anglesFollowThePolarisation(_ spin: MillichargedPair.Spin) throws {
    func pull(_ angle: MillichargedAngle) throws -> Double {
      let mass = 0.01
      var (sum, squares, count) = (0.0, 0.0, 0.0)
      for point in try points(draws(20_000), spin: spin, angle: angle, mass: mass) {
        let h = polarisation(point)
        let photon = point.photon
        let pairMass = (photon.energy * photon.energy - photon.momentum.squaredLength).squareRoot()
        // Into the rest frame: the boost with the photon's momentum reversed.
        let back = FourMomentum(energy: photon.energy, momentum: -photon.momentum)
        let rest = point.q1.boosted(by: back, mass: pairMass)
        let axes = MillichargedPolarisation.axes(photon.momentum.normalized)
        let n = rest.momentum.normalized
        let x =
          h.quadratic(
            Vector3(n.dot(axes.0), n.dot(axes.1), n.dot(photon.momentum.normalized))) / h.trace
        // Moments of x over the sphere with weight a + b x: ⟨x⟩ = 1/3, ⟨x²⟩ = (1 + 2 tr H²/(tr H)²)/15.
        let v = h.h
        let norm2 = v.0 * v.0 + v.3 * v.3 + v.5 * v.5 + 2 * (v.1 * v.1 + v.2 * v.2 + v.4 * v.4)
        let second = (1 + 2 * norm2 / (h.trace * h.trace)) / 15
        let ratio = mass * mass / (pairMass * pairMass)
        let (a, b) = spin == .fermion ? (1.0, -(1 - 4 * ratio)) : (0.0, 1.0)
        let expected = (a / 3 + b * second) / (a + b / 3)
        sum += x - expected
        squares += (x - expected) * (x - expected)
        count += 1
      }
      return sum / squares.squareRoot()
    }
    let (exact, approximate) = (try pull(.exact), try pull(.transverse))
    print("\(spin): pull of ⟨n·H·n⟩ \(exact), with transverse angles \(approximate)")
    #expect(exact.magnitude < 4)
    #expect(approximate.magnitude > 6)
  }
}
