import Numerics

/// A two-body decay at rest as a sampler: two four-momenta, angles against z.
public struct PairDecay: SignalSampler {
  private let decay: TwoBodyDecay
  private let parent: FourMomentum

  public init(_ decay: TwoBodyDecay) {
    self.decay = decay
    parent = FourMomentum(energy: decay.parentMass_GeV, momentum: Vector3(0, 0, 0))
  }

  public var particleCount: Int { 2 }

  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let (first, second) = decay.sample(parent: parent, axis: Vector3(0, 0, 1), &rng)
    first.store(out)
    second.store(out + 4)
  }
}
