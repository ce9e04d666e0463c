import Core
import Numerics

/// ℓN → ℓNX from tables of σ(E) and of the spectrum; angles and recoil from the exact matrix element.
///
/// - Accuracy: that of `BremsstrahlungTable`.
/// - Cost: about 15 ms to build, 0.04 to 0.13 ms a final state, at any energy.
struct PreparedBremsstrahlung: PreparedProcess {
  private let table: BremsstrahlungTable
  private let process: LeptonBremsstrahlung
  var particleCount: Int { 3 }

  init(_ process: BremsstrahlungProcess, energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double)
    throws
  {
    self.process = process.bremsstrahlung
    table = try BremsstrahlungTable(
      processes: [process], lowestEnergy_GeV: energies_GeV.lowerBound,
      highestEnergy_GeV: energies_GeV.upperBound,
      minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }

  func crossSection_pb(totalEnergy_GeV: Double) -> Double {
    table.crossSection_pb(leptonEnergy_GeV: totalEnergy_GeV, elementIndex: 0)
  }

  func sample(totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream)
    throws
  {
    let final = table.sampleFinalState(
      leptonEnergy_GeV: totalEnergy_GeV, elementIndex: 0, direction: Vector3(0, 0, 1), &rng)
    guard final.bosonEnergy_GeV > 0 else { throw HermeticError.nothingToMake(totalEnergy_GeV) }
    final.store(
      bosonMass: process.bosonMass_GeV, leptonMass: process.leptonMass_GeV,
      nucleusMass: process.nucleusMass_GeV,
      into: out)
  }
}

/// ℓN → ℓNa by photon fusion from tables of σ(E) and of the spectrum.
///
/// - Cost: about 20 ms to build.
struct PreparedPhotonFusion: PreparedProcess {
  private let table: PhotonFusionTable
  var particleCount: Int { 3 }

  init(_ production: PhotonFusion, energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double) throws {
    table = try PhotonFusionTable(
      production, lowestEnergy_GeV: energies_GeV.lowerBound, highestEnergy_GeV: energies_GeV.upperBound,
      minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }

  func crossSection_pb(totalEnergy_GeV: Double) -> Double {
    table.crossSection_pb(leptonEnergy_GeV: totalEnergy_GeV)
  }

  func sample(totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream)
    throws
  {
    let production = table.production
    let x = table.x(quantile: rng.uniform(), leptonEnergy_GeV: totalEnergy_GeV)
    guard
      let final = production.emission(
        leptonEnergy_GeV: totalEnergy_GeV, x: x, direction: Vector3(0, 0, 1), &rng)
    else { throw HermeticError.nothingToMake(totalEnergy_GeV) }
    final.store(
      bosonMass: production.mass_GeV, leptonMass: production.leptonMass_GeV,
      nucleusMass: production.nucleusMass_GeV,
      into: out)
  }
}

/// ℓ₁N → ℓ₂Nφ from tables of σ(E) and of the spectrum; angles and recoil exact at given x.
struct PreparedFlavourChanging: PreparedProcess {
  private let production: FlavourChangingProduction
  var particleCount: Int { 3 }

  init(
    _ process: FlavourChangingScalarProcess, energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double
  ) {
    production = FlavourChangingProduction(
      process, lowestEnergy_GeV: energies_GeV.lowerBound, highestEnergy_GeV: energies_GeV.upperBound,
      minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }

  func crossSection_pb(totalEnergy_GeV: Double) -> Double {
    production.crossSection_pb(leptonEnergy_GeV: totalEnergy_GeV)
  }

  func sample(
    totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream
  ) throws {
    let x = production.x(quantile: rng.uniform(), leptonEnergy_GeV: totalEnergy_GeV)
    guard let state = production.products(leptonEnergy_GeV: totalEnergy_GeV, x: x, &rng) else {
      throw HermeticError.nothingToMake(totalEnergy_GeV)
    }
    state.boson.store(out)
    state.lepton.store(out + 4)
    state.nucleus.store(out + 8)
  }
}

extension BremsstrahlungProcess: SpectralProcess {
  func prepared(energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double) throws
    -> any PreparedProcess
  {
    try PreparedBremsstrahlung(
      self, energies_GeV: energies_GeV, minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }
}

extension PhotonFusionProcess: SpectralProcess {
  func prepared(energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double) throws
    -> any PreparedProcess
  {
    try PreparedPhotonFusion(
      production, energies_GeV: energies_GeV, minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }
}

extension FlavourChangingScalarProcess: SpectralProcess {
  func prepared(energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double) throws
    -> any PreparedProcess
  {
    PreparedFlavourChanging(
      self, energies_GeV: energies_GeV, minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }
}

extension HermeticError {
  static func nothingToMake(_ energy_GeV: Double) -> HermeticError {
    HermeticError(
      .kinematics,
      "total energy = \(energy_GeV) GeV makes no boson that was asked for (the cross section is 0 there). Ask for the "
        + "rate first, or lower minimum_boson_energy_GeV.")
  }
}
