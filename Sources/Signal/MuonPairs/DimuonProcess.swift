import Core
import Matter
import Numerics

/// Draws γ N → μ⁻ μ⁺ N: the energy sharing from `PhotonToMuonPair`, angles and recoil from the exact Born
/// amplitude at that sharing.
///
/// Density: dσ_exact/(dx dU dt dψ) · r(x) with r = (dσ/dx of the formula)/(dσ/dx exact), tabulated.
struct MuonPairDensity: CubeDensity {
  static let dimensions = 4
  let integrand: CoherentIntegrand<BetheHeitlerAmplitude>
  private let ratios: [Double]

  init(
    _ integrand: CoherentIntegrand<BetheHeitlerAmplitude>, formula: PhotonToMuonPair
  ) {
    self.integrand = integrand
    let fraction = integrand.fraction
    ratios = (0...96).map { i in
      let z = fraction.lowest + Double(i) / 96 * (fraction.highest - fraction.lowest)
      let x = fraction(z).x
      let exact = integrand.differential(x: x)
      return exact > 0
        ? formula.differentialCrossSection_pb(photonEnergy_GeV: integrand.energy, x: x) / exact : 0
    }
  }

  @inline(__always)
  func density(_ cube: UnsafePointer<Double>) -> Double {
    guard let event = integrand.event(cube) else { return 0 }
    let position = cube[0] * Double(ratios.count - 1)
    let cell = min(ratios.count - 2, Int(position))
    let ratio = ratios[cell] + (position - Double(cell)) * (ratios[cell + 1] - ratios[cell])
    return event.density * ratio
  }
}

/// γ N → μ⁻ μ⁺ N as a process: μ⁻, μ⁺, nucleus.
public struct PhotonToMuonPairProcess: SignalProcess {
  let formula: PhotonToMuonPair
  let exact: ExactPhotonToMuonPair

  public init(element: Element, formFactor: NuclearFormFactor) throws {
    formula = try PhotonToMuonPair(element: element)
    exact = ExactPhotonToMuonPair(element: element, formFactor: formFactor)
  }

  public var thresholdEnergy_GeV: Double { formula.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    formula.totalCrossSection_pb(photonEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    formula.differentialCrossSection_pb(photonEnergy_GeV: totalEnergy_GeV, x: point[0])
  }

  public func sampler(totalEnergy_GeV energy: Double) throws -> any SignalSampler {
    guard energy > thresholdEnergy_GeV,
      let integrand = CoherentIntegrand(exact.reaction, exact.amplitude, energy: energy),
      let cells = CellSampler(MuonPairDensity(integrand, formula: formula), divisions: 4)
    else {
      throw HermeticError(
        .kinematics,
        "total energy = \(energy) GeV cannot make a muon pair on \(formula.element.symbol) (the "
          + "cross section begins at \(thresholdEnergy_GeV) GeV). Raise the energy; it is in GeV.")
    }
    return CoherentSampler(cells: cells)
  }
}

extension MuonPairDensity: CoherentCubeDensity {}

/// A density whose first four coordinates are those of `CoherentIntegrand`.
protocol CoherentCubeDensity: CubeDensity {
  associatedtype Amplitude: CoherentAmplitude
  var integrand: CoherentIntegrand<Amplitude> { get }
}

/// Final states b, c, nucleus of points drawn from a coherent density.
struct CoherentSampler<Density: CoherentCubeDensity>: SignalSampler {
  let cells: CellSampler<Density>
  var particleCount: Int { 3 }

  func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { cube in
      let point = cube.baseAddress!
      cells.sample(into: point, &rng)
      guard let event = cells.density.integrand.event(point) else {
        for i in 0..<12 { out[i] = 0 }
        return
      }
      let (b, c, nucleus) = event.point.momenta(
        event.slice, event.virtuality, frameTurns: rng.uniform())
      b.store(out)
      c.store(out + 4)
      nucleus.store(out + 8)
    }
  }
}

/// e⁺ e⁻ → μ⁺ μ⁻ as a process: μ⁺, μ⁻.
public struct PositronToMuonPairProcess: SignalProcess {
  let pair: PositronToMuonPair

  public init(element: Element) { pair = PositronToMuonPair(element: element) }

  public var thresholdEnergy_GeV: Double { pair.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    pair.totalCrossSection_pb(positronEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    pair.differentialCrossSection_pb(positronEnergy_GeV: totalEnergy_GeV, cosTheta: point[0])
  }

  public func sampler(totalEnergy_GeV energy: Double) throws -> any SignalSampler {
    guard energy > thresholdEnergy_GeV else {
      throw HermeticError(
        .kinematics,
        "total energy = \(energy) GeV cannot make a muon pair on an electron at rest (the threshold is "
          + "\(thresholdEnergy_GeV) GeV). Raise the energy; it is in GeV.")
    }
    return Sampler(energy: energy)
  }

  struct Sampler: SignalSampler {
    private let parent: FourMomentum
    private let decay: TwoBodyDecay
    let particleCount = 2

    init(energy: Double) {
      let me = Constants.electronMass_GeV
      let mu = Constants.muonMass_GeV
      let rootS = PositronToMuonPair.squaredCentreOfMassEnergy(positronEnergy_GeV: energy)
        .squareRoot()
      parent = FourMomentum(
        energy: energy + me, momentum: Vector3(0, 0, ((energy - me) * (energy + me)).squareRoot()))
      let ratio = mu * mu / (rootS * rootS)
      decay = TwoBodyDecay(
        allowed: rootS, mu, mu, angle: AngularDensity(constant: 1 + 4 * ratio, quadratic: 1 - 4 * ratio))
    }

    func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
      let (plus, minus) = decay.sample(parent: parent, axis: Vector3(0, 0, 1), &rng)
      plus.store(out)
      minus.store(out + 4)
    }
  }
}
