import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct ResonantAnnihilationSamplerTests {
  static func mediator(_ kind: BosonKind, _ matter: DarkMatter.Kind, alphaD: Double = 0.1) throws
    -> Mediator
  {
    try Mediator(
      kind: kind, mass_GeV: 0.2, electronCoupling: 1e-4,
      darkMatter: DarkMatter(
        kind: matter, mass_GeV: 0.06, splitting: matter == .pseudoDirac ? 0.3 : 0, couplingStrength: alphaD))
  }

  struct Draw {
    var squaredMass: Double
    var cosTheta: Double
    var worstBalance: Double
    var worstShell: Double
  }

  func draw(_ sampler: ResonantAnnihilationSampler, count: Int, seed: UInt64 = 5) -> [Draw] {
    let energy = sampler.totalEnergy_GeV
    let atom = sampler.process.element.atomicMass * Constants.atomicMassUnit_GeV
    let positron = FourMomentum(energy: energy, mass: Constants.electronMass_GeV)
    let matter = sampler.process.mediator.darkMatter!
    var rng = RandomStream(seed: seed, event: 1, purpose: .signal)
    var out = [Double](repeating: 0, count: 12)
    return (0..<count).map { _ in
      out.withUnsafeMutableBufferPointer { sampler.sample(into: $0.baseAddress!, &rng) }
      func vector(_ i: Int) -> FourMomentum {
        FourMomentum(energy: out[4 * i], momentum: Vector3(out[4 * i + 1], out[4 * i + 2], out[4 * i + 3]))
      }
      let pair = vector(0) + vector(1)
      let all = pair + vector(2)
      var balance = abs(all.energy - energy - atom) / energy
      balance = max(balance, (all.momentum - positron.momentum).length / energy)
      let mass = pair.squaredMass.squareRoot()
      let axis = positron.direction(inRestFrameOf: pair, mass: mass).normalized
      let first = vector(0).direction(inRestFrameOf: pair, mass: mass).normalized
      let shell =
        max(
          abs(vector(0).squaredMass - matter.mass_GeV * matter.mass_GeV),
          abs(vector(1).squaredMass - matter.heavierMass_GeV * matter.heavierMass_GeV))
        / (energy * energy)
      return Draw(
        squaredMass: pair.squaredMass, cosTheta: axis.dot(first), worstBalance: balance,
        worstShell: shell)
    }
  }

  /// p of χ² between values and the integrals of a density over bins of at least 1/60 each.
  func probability(_ values: [Double], edges: [Double], integral: (Double, Double) -> Double) -> Double {
    var expected: [Double] = []
    var limits = [edges[0]]
    let total = (1..<edges.count).reduce(0) { $0 + integral(edges[$1 - 1], edges[$1]) }
    var sum = 0.0
    for i in 1..<edges.count {
      sum += integral(edges[i - 1], edges[i]) / total
      if sum > 1.0 / 60 || i == edges.count - 1 {
        expected.append(sum)
        limits.append(edges[i])
        sum = 0
      }
    }
    var seen = [Double](repeating: 0, count: expected.count)
    for value in values {
      guard let bin = limits.dropFirst().firstIndex(where: { value <= $0 }) else { continue }
      seen[bin - 1] += 1
    }
    var chi2 = 0.0
    var degrees = -1
    for (count, share) in zip(seen, expected) where share * Double(values.count) > 5 {
      let mean = share * Double(values.count)
      chi2 += (count - mean) * (count - mean) / mean
      degrees += 1
    }
    return chiSquareProbability(chi2, degrees: degrees)
  }

  /// The line shape and the angle against the densities, all kinds of mediator and pair, at and off the
  /// pole; a line shape without the electrons' motion or with another angle must fail.
  @Test(arguments: [
    (BosonKind.vector, DarkMatter.Kind.dirac, 37.0), (.vector, .complexScalar, 39),
    (.vector, .pseudoDirac, 44),
    (.vector, .majorana, 30), (.axialVector, .dirac, 60), (.scalar, .dirac, 39),
    (.pseudoscalar, .majorana, 50),
  ])
  func distributions(kind: BosonKind, matter: DarkMatter.Kind, energy: Double) throws {
    let process = try ResonantAnnihilation(
      mediator: Self.mediator(kind, matter), mode: .darkMatter,
      element: ElementTable.element(symbol: "Pb"))
    let sampler = try ResonantAnnihilationSampler(process, totalEnergy_GeV: energy)
    let count = draws(100_000)
    let sample = draw(sampler, count: count)
    let shape = process.lineShape(energy)
    let points = process.panels(shape)
    let rule = GaussLegendre(count: 8)
    func deltas(_ sample: [Draw]) -> [Double] {
      sample.map { (shape.squaredMass - $0.squaredMass) / (2 * energy) }
    }
    let pLine = probability(deltas(sample), edges: points) { a, b in
      rule.integrate(a, b) { process.density(shape, $0) }
    }
    let pLineWrong = probability(deltas(sample), edges: points) { a, b in
      rule.integrate(a, b) { 1 / ($0 * $0 + shape.halfWidth * shape.halfWidth) }
    }
    let cosines = (0...40).map { -1 + Double($0) / 20 }
    let simpson = GaussLegendre(count: 3)
    func angular(_ values: [Double]) -> Double {
      probability(values, edges: cosines) { a, b in
        simpson.integrate(a, b) {
          process.differentialCrossSection_pb(totalEnergy_GeV: energy, cosTheta: $0)
        }
      }
    }
    let pAngle = angular(sample.map(\.cosTheta))
    let pAngleWrong = angular(sample.map { $0.cosTheta > 0 ? $0.cosTheta * $0.cosTheta : $0.cosTheta })
    let balance = sample.map(\.worstBalance).max()!
    let shell = sample.map(\.worstShell).max()!
    print(
      "\(kind) \(matter.rawValue) \(energy) GeV: p(line) \(pLine) wrong \(pLineWrong), p(cos) \(pAngle) "
        + "wrong \(pAngleWrong), balance \(balance), shell \(shell)")
    #expect(pLine > 0.01 / 14)  // Šidák for 14 tests at 1 %
    #expect(pAngle > 0.01 / 14)
    #expect(balance < 1e-9)
    #expect(shell < 1e-12)
    if count >= 100_000 {
      #expect(pLineWrong < 1e-6)
      #expect(pAngleWrong < 1e-6)
    }
  }

  /// A line 1e-9 of its energy wide: electrons at rest and moving both work, and the transverse momentum of the
  /// electron is there only when it moves.
  @Test func narrowLine() throws {
    let mediator = try Self.mediator(.vector, .dirac, alphaD: 1e-8)
    for motion in [ResonantAnnihilation.ElectronMotion.rest, .slater] {
      let process = try ResonantAnnihilation(
        mediator: mediator, mode: .darkMatter, element: carbon, electronMotion: motion)
      let sampler = try ResonantAnnihilationSampler(process, totalEnergy_GeV: 38.5)
      let sample = draw(sampler, count: 2000)
      #expect(sample.map(\.worstBalance).max()! < 1e-9)
      let masses = sample.map { $0.squaredMass.squareRoot() }
      if motion == .slater {
        // Practically all of it at the pole, although electrons at rest would give 0.1984 GeV.
        let near = masses.filter { abs($0 - 0.2) < 1e-6 }.count
        #expect(Double(near) > 0.95 * 2000)
      } else {
        #expect(masses.allSatisfy { abs($0 - process.squaredMassAtRest_GeV2(38.5).squareRoot()) < 1e-9 })
      }
    }
  }
}
