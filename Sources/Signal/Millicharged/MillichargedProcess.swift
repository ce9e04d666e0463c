import Core
import Matter
import Numerics

/// d σ in the four variables of `CoherentIntegrand` and the photon's mass.
struct MillichargedDensity: CubeDensity {
  static let dimensions = 5
  let pair: MillichargedPair
  let energy: Double
  let highestV: Double

  @inline(__always)
  func evaluate(_ cube: UnsafePointer<Double>) -> (
    state: (mass: Double, event: CoherentIntegrand<MillichargedPair.Amplitude>.Event), density: Double
  )? {
    let v = cube[4] * highestV
    let growth = exp(v * v)
    let m = 2 * pair.mass_GeV * growth
    let reaction = pair.reaction(template, m)
    guard let limits = reaction.fractionLimits(energy: energy) else { return nil }
    let cell = min(Self.rangeCount - 1, Int(cube[4] * Double(Self.rangeCount)))
    let rest = cube[4] * Double(Self.rangeCount) - Double(cell)
    let (low, high) = (ranges[cell], ranges[cell + 1])
    let fraction = CoherentFraction(
      base: limits.lowest, top: limits.highest, lowest: low.lowest + rest * (high.lowest - low.lowest),
      highest: low.highest + rest * (high.highest - low.highest))
    let integrand = CoherentIntegrand(
      reaction, pair.amplitude(m), energy: energy, fraction: fraction, prefactor: prefactor)
    guard let event = integrand.event(cube) else { return nil }
    return (
      (m, event), event.density * pair.spectralWeight(v, inverseFourR: growth * growth) * highestV
    )
  }

  private let template: CoherentReaction
  private let prefactor: Double
  /// Limits of the logit z of `CoherentFraction` against v, linear in between: which limits does not matter, as
  /// long as little lies outside.
  private let ranges: [(lowest: Double, highest: Double)]
  private static let rangeCount = 64

  init(_ pair: MillichargedPair, energy: Double, highestV: Double) {
    self.pair = pair
    self.energy = energy
    self.highestV = highestV
    template = pair.reaction(2 * pair.mass_GeV)
    prefactor = CoherentIntegrand<MillichargedPair.Amplitude>.prefactor(
      template, energy: energy, fineStructure: pair.fineStructure)
    var ranges: [(lowest: Double, highest: Double)] = []
    for i in 0...Self.rangeCount {
      let v = highestV * Double(i) / Double(Self.rangeCount)
      let fraction = CoherentFraction(pair.reaction(pair.photonMass(v)), energy: energy)
      ranges.append(
        fraction.map { ($0.lowest, $0.highest) } ?? ranges.last ?? (-1, 1))
    }
    self.ranges = ranges
  }
}

extension MillichargedPair {
  /// The same reaction with another photon mass, without computing the form factor's constants again.
  @inline(__always)
  func reaction(_ template: CoherentReaction, _ photonMass: Double) -> CoherentReaction {
    var reaction = template
    reaction.emittedMass = photonMass
    return reaction
  }
}

/// ℓ N → ℓ N Q Q̄ as a process: Q, Q̄, lepton, nucleus.
public struct MillichargedProcess: SignalProcess {
  let pair: MillichargedPair
  let squaredCharge: Double
  let angle: MillichargedAngle

  public init(_ pair: MillichargedPair, charge: Double, angle: MillichargedAngle) {
    self.pair = pair
    squaredCharge = charge * charge
    self.angle = angle
  }

  public var thresholdEnergy_GeV: Double { pair.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    squaredCharge * pair.totalCrossSection_pb(leptonEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    squaredCharge
      * pair.differentialCrossSection_pb(leptonEnergy_GeV: totalEnergy_GeV, x: point[0])
  }

  public func sampler(totalEnergy_GeV energy: Double) throws -> any SignalSampler {
    guard let highestV = pair.highestV(energy: energy),
      let cells = CellSampler(
        MillichargedDensity(pair, energy: energy, highestV: highestV), bits: 3, trialsPerCell: 32)
    else {
      throw HermeticError(
        .kinematics,
        "total energy = \(energy) GeV cannot make a pair of \(pair.mass_GeV) GeV on "
          + "\(pair.element.symbol) (the threshold is \(thresholdEnergy_GeV) GeV). Raise the energy or "
          + "lower the mass; both are in GeV.")
    }
    return Sampler(cells: cells, decay: MillichargedDecay(pair: pair, angle: angle))
  }

  struct Sampler: SignalSampler {
    let cells: CellSampler<MillichargedDensity>
    let decay: MillichargedDecay
    var particleCount: Int { 4 }

    func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 5) { cube in
        let point = cube.baseAddress!
        guard let (mass, event) = cells.sample(into: point, &rng) else {
          for i in 0..<16 { out[i] = 0 }
          return
        }
        let (photon, lepton, nucleus) = event.point.momenta(
          event.kinematics, event.slice, frameTurns: rng.uniform())
        let (first, second) = decay.products(
          beamEnergy_GeV: event.kinematics.energy, photon: photon, mass_GeV: mass, lepton: lepton,
          nucleus: nucleus, &rng)
        first.store(out)
        second.store(out + 4)
        lepton.store(out + 8)
        nucleus.store(out + 12)
      }
    }
  }
}
