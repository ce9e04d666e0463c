import Core
import Matter
import Numerics

/// γ N → μ⁻ μ⁺ N as a process: μ⁻, μ⁺, nucleus.
///
/// Samples have the energy sharing of `PhotonToMuonPair`, and at that sharing the angles and recoil of the exact
/// Born amplitude.
public struct PhotonToMuonPairProcess: SignalProcess {
  let formula: PhotonToMuonPair
  let exact: ExactPhotonToMuonPair

  public init(element: Element, formFactor: NuclearFormFactor) throws {
    formula = try PhotonToMuonPair(element: element)
    exact = ExactPhotonToMuonPair(element: element, formFactor: formFactor)
  }

  public var thresholdEnergy_GeV: Double { formula.thresholdEnergy_GeV }
  var nucleusMass_GeV: Double { formula.element.atomicMass * Constants.atomicMassUnit_GeV }

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
      let cells = CellSampler(
        ReshapedDensity(integrand) {
          formula.differentialCrossSection_pb(photonEnergy_GeV: energy, x: $0)
        }, bits: 2)
    else {
      throw HermeticError(
        .kinematics,
        "total energy = \(energy) GeV cannot make a muon pair on \(formula.element.symbol) (the "
          + "cross section begins at \(thresholdEnergy_GeV) GeV). Raise the energy; it is in GeV.")
    }
    return CoherentSampler(cells: cells)
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
