import Core
import Numerics

/// A charged particle in a magnetic field, world's frame:
///
///     dr/ds = u,    du/ds = κ u × B,    κ = c q/p
///
/// with the unit direction u and the path length s. The energy does not change.
@frozen public struct FieldTrajectory: Equatable, Sendable {
  public var position: Vector3
  public var direction: Vector3
  /// κ [1/(mm T)]: 2.998e-4 × charge / momentum in GeV.
  public var bending: Double

  /// c = 0.299792458 GeV/(T m) per unit charge.
  public static let bendingOfUnitMomentum = 0.299792458e-3

  public init(position: Vector3, direction: Vector3, charge: Double, momentum_GeV: Double) {
    self.position = position
    self.direction = direction
    bending = Self.bendingOfUnitMomentum * charge / momentum_GeV
  }

  /// The same path the other way round.
  public var reversed: FieldTrajectory {
    var other = self
    other.direction = -direction
    other.bending = -bending
    return other
  }

  /// After a path s in a uniform field: the exact helix.
  ///
  ///     u(s) = u∥ + u⊥ cos φ + (u⊥ × b) sin φ,   r(s) = r + s u∥ + s (sin φ/φ) u⊥ + s ((1 − cos φ)/φ) u⊥ × b
  ///
  /// with b = B/|B| and φ = κ|B|s. Exact for any s and any strength, no field included.
  public func onHelix(_ s: Double, field_T: Vector3) -> FieldTrajectory {
    var end = self
    let (along, turned) = Helix(field_T, bending: bending, length: s).apply(direction)
    end.position = position + along
    end.direction = turned.normalized
    return end
  }
}

/// The linear map of a direction to displacement and new direction over a path in a uniform field.
struct Helix {
  private let s: Double
  private let b: Vector3
  private let sine: Double
  private let cosine: Double
  /// s sin φ/φ and s (1 − cos φ)/φ.
  private let ahead: Double
  private let aside: Double

  init(_ field_T: Vector3, bending: Double, length: Double) {
    let strength = field_T.length
    s = length
    b = strength > 0 ? (1 / strength) * field_T : Vector3(0, 0, 1)
    let turn = bending * strength * length
    if turn.magnitude < 1e-3 {
      // Series to 1e-18: the quotients below would lose digits.
      let q = turn * turn
      ahead = length * (1 - q / 6 * (1 - q / 20))
      aside = length * turn * 0.5 * (1 - q / 12 * (1 - q / 30))
      sine = turn * (1 - q / 6 * (1 - q / 20))
      cosine = 1 - 0.5 * q * (1 - q / 12)
    } else {
      sine = sin(turn)
      cosine = cos(turn)
      let half = sin(0.5 * turn)
      ahead = length * sine / turn
      aside = length * 2 * half * half / turn
    }
  }

  func apply(_ u: Vector3) -> (displacement: Vector3, direction: Vector3) {
    let parallel = u.dot(b) * b
    let across = u - parallel
    let aheadAcross = across.cross(b)
    return (
      s * parallel + ahead * across + aside * aheadAcross,
      parallel + cosine * across + sine * aheadAcross
    )
  }
}
