import Core
import Numerics

/// ℓN → ℓN Q Q̄ from tables of σ(E) and of the pair's spectrum; the photon's mass, angles and recoil at given x.
///
/// - Accuracy: that of `MillichargedProduction`.
struct PreparedMillicharged: PreparedProcess {
  private let production: MillichargedProduction
  private let decay: MillichargedDecay
  var particleCount: Int { 4 }

  init(_ process: MillichargedProcess, energies_GeV: ClosedRange<Double>, minimumPairEnergy_GeV: Double) {
    decay = MillichargedDecay(pair: process.pair, angle: process.angle)
    production = MillichargedProduction(
      process.pair, charge: process.squaredCharge.squareRoot(), lowestEnergy_GeV: energies_GeV.lowerBound,
      highestEnergy_GeV: energies_GeV.upperBound, minimumPairEnergy_GeV: minimumPairEnergy_GeV)
  }

  func crossSection_pb(totalEnergy_GeV: Double) -> Double {
    production.crossSection_pb(leptonEnergy_GeV: totalEnergy_GeV)
  }

  func sample(totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream)
    throws
  {
    let x = production.x(quantile: rng.uniform(), leptonEnergy_GeV: totalEnergy_GeV)
    guard
      let (mass, emission) = production.emission(
        leptonEnergy_GeV: totalEnergy_GeV, x: x, direction: Vector3(0, 0, 1), &rng),
      emission.bosonEnergy_GeV > 0
    else { throw HermeticError.nothingToMake(totalEnergy_GeV) }
    let pair = production.pair
    let state = emission.momenta(
      bosonMass: mass, leptonMass: pair.leptonMass_GeV,
      nucleusMass: pair.element.atomicMass * Constants.atomicMassUnit_GeV)
    let (first, second) = decay.products(
      beamEnergy_GeV: totalEnergy_GeV, photon: state.boson, mass_GeV: mass, lepton: state.lepton,
      nucleus: state.nucleus, &rng)
    first.store(out)
    second.store(out + 4)
    state.lepton.store(out + 8)
    state.nucleus.store(out + 12)
  }
}

/// γ N → μ⁻ μ⁺ N: σ(E) by its formula, final states of `MuonPairFinalStates`.
struct PreparedMuonPair: PreparedProcess {
  private let process: PhotonToMuonPairProcess
  private let finalStates: MuonPairFinalStates
  var particleCount: Int { 3 }

  init(_ process: PhotonToMuonPairProcess, highestEnergy_GeV: Double) {
    self.process = process
    finalStates = MuonPairFinalStates(process, highestEnergy_GeV: highestEnergy_GeV)
  }

  func crossSection_pb(totalEnergy_GeV: Double) -> Double {
    process.totalCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV)
  }

  func sample(totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream)
    throws
  {
    guard let muons = finalStates.sample(photonEnergy_GeV: totalEnergy_GeV, &rng) else {
      throw HermeticError.nothingToMake(totalEnergy_GeV)
    }
    // What the nucleus takes, some keV, comes off the faster muon.
    var (minus, plus) = (muons.minus, muons.plus)
    let recoil = nucleus(totalEnergy_GeV, minus, plus).kineticEnergy(mass: process.nucleusMass_GeV)
    if minus.energy > plus.energy {
      minus = slowed(minus, by: recoil)
    } else {
      plus = slowed(plus, by: recoil)
    }
    minus.store(out)
    plus.store(out + 4)
    nucleus(totalEnergy_GeV, minus, plus).store(out + 8)
  }

  private func nucleus(_ energy: Double, _ minus: FourMomentum, _ plus: FourMomentum) -> FourMomentum {
    FourMomentum(
      mass: process.nucleusMass_GeV, momentum: Vector3(0, 0, energy) - minus.momentum - plus.momentum)
  }

  private func slowed(_ muon: FourMomentum, by energy: Double) -> FourMomentum {
    let mass = Constants.muonMass_GeV
    return FourMomentum(
      mass: mass, kineticEnergy: muon.energy - mass - energy, direction: muon.momentum.normalized)
  }
}

extension MillichargedProcess: SpectralProcess {
  func prepared(energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double) throws
    -> any PreparedProcess
  {
    PreparedMillicharged(self, energies_GeV: energies_GeV, minimumPairEnergy_GeV: minimumBosonEnergy_GeV)
  }
}
