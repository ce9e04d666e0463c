import Numerics

/// Decays of a particle that flies along +z, from those of one at rest.
public struct BoostedDecay: SignalSampler {
  private let atRest: any SignalSampler
  private let gamma: Double
  private let betaGamma: Double

  public init(_ atRest: any SignalSampler, parentMass_GeV: Double, parentEnergy_GeV: Double) {
    self.atRest = atRest
    gamma = parentEnergy_GeV / parentMass_GeV
    let momentum =
      ((parentEnergy_GeV - parentMass_GeV) * (parentEnergy_GeV + parentMass_GeV)).squareRoot()
    betaGamma = momentum / parentMass_GeV
  }

  public var particleCount: Int { atRest.particleCount }

  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    atRest.sample(into: out, &rng)
    for particle in 0..<particleCount {
      let energy = out[4 * particle]
      let along = out[4 * particle + 3]
      out[4 * particle] = gamma * energy + betaGamma * along
      out[4 * particle + 3] = gamma * along + betaGamma * energy
    }
  }
}
