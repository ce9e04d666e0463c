import Core
import Numerics

/// ℓN → ℓNX as a process of a model: boson, lepton, nucleus.
public struct BremsstrahlungProcess: SignalProcess {
  public let bremsstrahlung: LeptonBremsstrahlung

  public init(_ bremsstrahlung: LeptonBremsstrahlung) { self.bremsstrahlung = bremsstrahlung }

  public var thresholdEnergy_GeV: Double { bremsstrahlung.thresholdEnergy_GeV }

  public func totalCrossSection_pb(totalEnergy_GeV: Double) -> Double {
    bremsstrahlung.totalCrossSection_pb(leptonEnergy_GeV: totalEnergy_GeV)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV: Double, at point: [Double]
  ) throws -> Double {
    bremsstrahlung.differentialCrossSection_pb(leptonEnergy_GeV: totalEnergy_GeV, x: point[0])
  }

  public func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler {
    try Sampler(bremsstrahlung, energy: totalEnergy_GeV)
  }

  struct Sampler: SignalSampler {
    let table: BremsstrahlungTable
    let finalState: BremsstrahlungFinalStateSampler
    let process: LeptonBremsstrahlung
    let energy: Double
    let particleCount = 3

    init(_ process: LeptonBremsstrahlung, energy: Double) throws {
      try process.requireOpen(leptonEnergy_GeV: energy)
      self.process = process
      self.energy = energy
      table = try BremsstrahlungTable(
        bosonMass_GeV: process.bosonMass_GeV, leptonMass_GeV: process.leptonMass_GeV,
        elements: [process.element], lowestEnergy_GeV: 0.999 * energy, highestEnergy_GeV: 1.001 * energy,
        minimumBosonEnergy_GeV: 0, formFactor: process.formFactor)
      finalState = BremsstrahlungFinalStateSampler(process)
    }

    func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
      let x = table.sampleX(leptonEnergy_GeV: energy, elementIndex: 0, &rng)
      let state = finalState(leptonEnergy_GeV: energy, x: x, direction: Vector3(0, 0, 1), &rng)
      store(state.bosonEnergy_GeV, process.bosonMass_GeV, state.bosonDirection, out)
      store(
        state.leptonKineticEnergy_GeV + process.leptonMass_GeV, process.leptonMass_GeV,
        state.leptonDirection, out + 4)
      store(
        state.nucleusKineticEnergy_GeV + process.nucleusMass_GeV, process.nucleusMass_GeV,
        state.nucleusDirection, out + 8)
    }

    private func store(
      _ energy: Double, _ mass: Double, _ direction: Vector3, _ out: UnsafeMutablePointer<Double>
    ) {
      let momentum = max(0, (energy - mass) * (energy + mass)).squareRoot()
      out[0] = energy
      out[1] = momentum * direction.x
      out[2] = momentum * direction.y
      out[3] = momentum * direction.z
    }
  }
}
