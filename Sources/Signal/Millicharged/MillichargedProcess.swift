import Core
import Matter
import Numerics

/// How Q leaves in the rest frame of the virtual photon, about its direction of flight.
public enum MillichargedAngle: String, CaseIterable, Sendable {
  /// A transversely polarised photon: 1 + 4r + (1−4r) cos² θ for fermions, sin² θ for scalars.
  case transverse
  /// The equal mixture of all polarisations.
  case isotropic
  /// The tree-level matrix element with the photon's polarisation at every point (`MillichargedPolarisation`).
  case exact
}

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
    return Sampler(cells: cells, angle: angle)
  }

  struct Sampler: SignalSampler {
    let cells: CellSampler<MillichargedDensity>
    let angle: MillichargedAngle
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
        let pair = cells.density.pair
        let ratio = pair.mass_GeV * pair.mass_GeV / (mass * mass)
        if angle == .exact {
          store(
            exact(event.kinematics.energy, photon, lepton, nucleus, ratio: ratio, &rng), lepton, nucleus, out)
          return
        }
        let density: AngularDensity
        switch (angle, pair.spin) {
        case (.isotropic, _), (.exact, _): density = .isotropic
        case (.transverse, .fermion):
          density = AngularDensity(constant: 1 + 4 * ratio, quadratic: 1 - 4 * ratio)
        case (.transverse, .scalar): density = AngularDensity(constant: 1, quadratic: -1)
        }
        let decay = TwoBodyDecay(allowed: mass, pair.mass_GeV, pair.mass_GeV, angle: density)
        let (first, second) = decay.products(
          parent: photon, axis: photon.momentum.normalized, cosTheta: density.sample(&rng),
          azimuthTurns: rng.uniform())
        store((first, second), lepton, nucleus, out)
      }
    }

    @inline(__always)
    private func store(
      _ pair: (FourMomentum, FourMomentum), _ lepton: FourMomentum, _ nucleus: FourMomentum,
      _ out: UnsafeMutablePointer<Double>
    ) {
      pair.0.store(out)
      pair.1.store(out + 4)
      lepton.store(out + 8)
      nucleus.store(out + 12)
    }

    /// Q and Q̄ with the photon's own polarisation.
    private func exact(
      _ energy: Double, _ photon: FourMomentum, _ lepton: FourMomentum, _ nucleus: FourMomentum,
      ratio: Double,
      _ rng: inout RandomStream
    ) -> (FourMomentum, FourMomentum) {
      let pair = cells.density.pair
      let m = pair.leptonMass_GeV
      let axes = MillichargedPolarisation.axes(photon.momentum.normalized)
      let beam = FourMomentum(
        energy: energy, momentum: Vector3(0, 0, ((energy - m) * (energy + m)).squareRoot()))
      let target = pair.element.atomicMass * Constants.atomicMassUnit_GeV
      let polarisation = MillichargedPolarisation(
        beam: beam, lepton: lepton, photon: photon,
        nuclear: nucleus + FourMomentum(energy: target, momentum: .zero), leptonMass: m, axes: axes)
      let n = polarisation.direction(pair.spin, ratio: ratio, &rng)
      let direction = n.x * axes.0 + n.y * axes.1 + n.z * photon.momentum.normalized
      let mass = (photon.energy * photon.energy - photon.momentum.squaredLength).squareRoot()
      let momentum = max(0, 0.25 * mass * mass - pair.mass_GeV * pair.mass_GeV).squareRoot()
      let first = FourMomentum(energy: 0.5 * mass, momentum: momentum * direction).boosted(
        by: photon, mass: mass)
      return (first, photon - first)
    }
  }
}
