/// Energy and momentum, GeV.
@frozen public struct FourMomentum: Equatable, Sendable {
  public var energy: Double
  public var momentum: Vector3

  @inlinable public init(energy: Double, momentum: Vector3) {
    self.energy = energy
    self.momentum = momentum
  }

  /// A particle of given mass flying along +z.
  @inlinable public init(energy: Double, mass: Double) {
    self.init(
      energy: energy,
      momentum: Vector3(0, 0, max(0, (energy - mass) * (energy + mass)).squareRoot()))
  }

  @inlinable public init(mass: Double, momentum: Vector3) {
    self.init(energy: (mass * mass + momentum.squaredLength).squareRoot(), momentum: momentum)
  }

  @inlinable public init(mass: Double, kineticEnergy: Double, direction: Vector3) {
    self.init(
      energy: mass + kineticEnergy,
      momentum: (kineticEnergy * (kineticEnergy + 2 * mass)).squareRoot() * direction)
  }

  @inlinable public static var zero: FourMomentum { FourMomentum(energy: 0, momentum: .zero) }

  @inlinable public static func + (a: FourMomentum, b: FourMomentum) -> FourMomentum {
    FourMomentum(energy: a.energy + b.energy, momentum: a.momentum + b.momentum)
  }
  @inlinable public static func - (a: FourMomentum, b: FourMomentum) -> FourMomentum {
    FourMomentum(energy: a.energy - b.energy, momentum: a.momentum - b.momentum)
  }

  @inlinable public var squaredMass: Double { energy * energy - momentum.squaredLength }
  /// 0 for a space-like vector.
  @inlinable public var mass: Double { max(0, squaredMass).squareRoot() }

  /// Without cancellation for slow particles.
  @inlinable public func kineticEnergy(mass: Double) -> Double {
    let p2 = momentum.squaredLength
    return p2 / (mass + (mass * mass + p2).squareRoot())
  }

  /// This vector, given in the rest frame of `frame` (whose mass is handed over: it cannot be had from the
  /// momentum without cancellation), as seen where `frame` has its momentum.
  @inlinable public func boosted(by frame: FourMomentum, mass: Double) -> FourMomentum {
    let along = frame.momentum.dot(momentum)
    return FourMomentum(
      energy: (frame.energy * energy + along) / mass,
      momentum: momentum
        + (energy / mass + along / (mass * (frame.energy + mass))) * frame.momentum)
  }

  /// The direction of this vector seen from the rest frame of `frame`, not normalised.
  @inlinable public func direction(inRestFrameOf frame: FourMomentum, mass: Double) -> Vector3 {
    let along = frame.momentum.dot(momentum)
    return momentum
      - (energy / mass - along / (mass * (frame.energy + mass))) * frame.momentum
  }

  /// Four numbers: E, px, py, pz.
  @inlinable public func store(_ out: UnsafeMutablePointer<Double>) {
    out[0] = energy
    out[1] = momentum.x
    out[2] = momentum.y
    out[3] = momentum.z
  }
}

extension RandomStream {
  /// A direction uniform on the sphere.
  @inlinable public mutating func isotropic() -> Vector3 {
    let z = 2 * uniform() - 1
    let s = max(0, 1 - z * z).squareRoot()
    let phi = sincosTurns(uniform())
    return Vector3(s * phi.cos, s * phi.sin, z)
  }
}

/// Momentum of two particles in their common rest frame; 0 below threshold.
@inlinable public func twoBodyMomentum(_ rootS: Double, _ m1: Double, _ m2: Double) -> Double {
  let sum = m1 + m2
  let difference = m1 - m2
  let product = (rootS - sum) * (rootS + sum) * (rootS - difference) * (rootS + difference)
  return product > 0 && rootS > 0 ? product.squareRoot() / (2 * rootS) : 0
}
