import Numerics

/// Energy and momentum, GeV.
@frozen public struct FourVector: Equatable, Sendable {
  public var energy: Double
  public var momentum: Vector3

  @inline(__always) public init(energy: Double, momentum: Vector3) {
    self.energy = energy
    self.momentum = momentum
  }

  @inline(__always) public init(mass: Double, momentum: Vector3) {
    energy = (mass * mass + momentum.squaredLength).squareRoot()
    self.momentum = momentum
  }

  @inline(__always) public init(mass: Double, kineticEnergy: Double, direction: Vector3) {
    energy = mass + kineticEnergy
    momentum = (kineticEnergy * (kineticEnergy + 2 * mass)).squareRoot() * direction
  }

  public static let zero = FourVector(energy: 0, momentum: .zero)

  @inline(__always) public static func + (a: FourVector, b: FourVector) -> FourVector {
    FourVector(energy: a.energy + b.energy, momentum: a.momentum + b.momentum)
  }

  @inline(__always) public static func - (a: FourVector, b: FourVector) -> FourVector {
    FourVector(energy: a.energy - b.energy, momentum: a.momentum - b.momentum)
  }

  public var squaredMass: Double { energy * energy - momentum.squaredLength }
  public var mass: Double { max(0, squaredMass).squareRoot() }

  /// Kinetic energy without cancellation for slow particles.
  @inline(__always) public func kineticEnergy(mass: Double) -> Double {
    let p2 = momentum.squaredLength
    return p2 / (mass + (mass * mass + p2).squareRoot())
  }

  /// From the rest frame of `frame` (a time-like vector of mass `mass`) to the frame it is given in.
  @inline(__always) public func boosted(from frame: FourVector, mass: Double) -> FourVector {
    let inverse = 1 / mass
    let along = frame.momentum.dot(momentum)
    let e = (frame.energy * energy + along) * inverse
    let k = (along / (frame.energy + mass) + energy) * inverse
    return FourVector(energy: e, momentum: momentum + k * frame.momentum)
  }
}

extension RandomStream {
  /// A direction uniform on the sphere.
  @inline(__always) mutating func isotropic() -> Vector3 {
    let z = 2 * uniform() - 1
    let s = (max(0, 1 - z * z)).squareRoot()
    let phi = sincosTurns(uniform())
    return Vector3(s * phi.cos, s * phi.sin, z)
  }
}

/// Momentum of two bodies in their common rest frame; 0 below threshold.
@inline(__always) public func twoBodyMomentum(_ mass: Double, _ a: Double, _ b: Double) -> Double {
  let p2 = (mass - a - b) * (mass + a + b) * (mass - a + b) * (mass + a - b)
  return p2 > 0 ? p2.squareRoot() / (2 * mass) : 0
}
