import Numerics

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

  @inlinable public static func + (a: FourMomentum, b: FourMomentum) -> FourMomentum {
    FourMomentum(energy: a.energy + b.energy, momentum: a.momentum + b.momentum)
  }
  @inlinable public static func - (a: FourMomentum, b: FourMomentum) -> FourMomentum {
    FourMomentum(energy: a.energy - b.energy, momentum: a.momentum - b.momentum)
  }

  public var squaredMass: Double { energy * energy - momentum.squaredLength }

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
  @inlinable func direction(inRestFrameOf frame: FourMomentum, mass: Double) -> Vector3 {
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
