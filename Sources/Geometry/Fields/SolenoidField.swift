import Numerics

/// A solenoid: the field of a thin cylindrical sheet of current, exact at every point [1].
///
///     B_ρ = B∞/π [α₊ cel(k₊, 1, 1, −1) − α₋ cel(k₋, 1, 1, −1)],   α± = a/√((z ± L/2)² + (ρ + a)²)
///     B_z = B∞/π · a/(a + ρ) [β₊ cel(k₊, γ², 1, γ) − β₋ cel(k₋, γ², 1, γ)],   β± = (z ± L/2) α±/a
///
/// with γ = (a − ρ)/(a + ρ), k±² = ((z ± L/2)² + (a − ρ)²)/((z ± L/2)² + (a + ρ)²), B∞ = μ₀nI. Derivatives along z are
/// the fields of the loops that end the sheet, the others follow from ∇·B = 0 and ∇×B = 0.
///
/// - Valid: everywhere but on the two rims of the sheet, where B_ρ is infinite
/// - Parameters: the field in the middle B₀ = B∞ (L/2)/√(L²/4 + a²) [T], radius a and length L of the coil [mm]
/// - Checked by: `SolenoidTests` (field on the axis, Biot and Savart's integral, divergence, curl, Busch's theorem)
///
/// [1] Derby, Olbert, Am. J. Phys. 78 (2010) 229, arXiv:0909.3880; loops: Smythe, Static and Dynamic Electricity, 7.10
@frozen public struct SolenoidField: Equatable, Sendable {
  public let fieldOfSheet_T: Double
  public let radius_mm: Double
  public let halfLength_mm: Double

  public init(field_T: Double, radius_mm: Double, length_mm: Double) {
    let half = 0.5 * length_mm
    fieldOfSheet_T = field_T * (half * half + radius_mm * radius_mm).squareRoot() / half
    self.radius_mm = radius_mm
    halfLength_mm = half
  }

  /// At a point of the magnet's frame [T].
  func field(_ p: Vector3) -> Vector3 {
    let rho = (p.x * p.x + p.y * p.y).squareRoot()
    let entered = end(rho, p.z + halfLength_mm)
    let left = end(rho, p.z - halfLength_mm)
    let outward = rho > 0 ? (entered.rho - left.rho) / rho : 0
    return Vector3(outward * p.x, outward * p.y, entered.z - left.z)
  }

  /// A length over which Runge–Kutta steps from a place along the magnet see nothing new: a quarter of the way to the
  /// rim of the coil, from which everything that is not uniform comes.
  func longestStep_mm(z: Double) -> Double {
    let along = z.magnitude - halfLength_mm
    return 0.25 * (radius_mm * radius_mm + along * along).squareRoot()
  }

  /// ∂B/∂x, ∂B/∂y, ∂B/∂z [T/mm].
  func slope(_ p: Vector3) -> FieldGradient {
    let rho = (p.x * p.x + p.y * p.y).squareRoot()
    let entered = loop(rho, p.z + halfLength_mm)
    let left = loop(rho, p.z - halfLength_mm)
    let zz = entered.z - left.z
    let rz = entered.rho - left.rho
    if rho < 1e-6 * radius_mm {
      return FieldGradient(
        alongX: Vector3(-0.5 * zz, 0, 0), alongY: Vector3(0, -0.5 * zz, 0), alongZ: Vector3(0, 0, zz))
    }
    let (x, y) = (p.x / rho, p.y / rho)
    let round = (end(rho, p.z + halfLength_mm).rho - end(rho, p.z - halfLength_mm).rho) / rho
    let out = -round - zz
    return FieldGradient(
      alongX: Vector3(out * x * x + round * y * y, (out - round) * x * y, rz * x),
      alongY: Vector3((out - round) * x * y, out * y * y + round * x * x, rz * y),
      alongZ: Vector3(rz * x, rz * y, zz))
  }

  /// A sheet from minus infinity to z = 0… seen from z beyond its end, up to a constant.
  private func end(_ rho: Double, _ z: Double) -> (rho: Double, z: Double) {
    let a = radius_mm
    let far = z * z + (a + rho) * (a + rho)
    let root = far.squareRoot()
    let k = complement(rho, z, far)
    let gamma = (a - rho) / (a + rho)
    let scale = fieldOfSheet_T / Double.pi
    // On the sheet itself B_z is the mean of both sides: the integral's limit there is half of the jump.
    let square = max(gamma * gamma, 1e-30)
    return (
      scale * a / root * SpecialFunctions.completeElliptic(k, 1, 1, -1),
      scale * a / (a + rho) * z / root * SpecialFunctions.completeElliptic(k, square, 1, gamma)
    )
  }

  /// A loop with the sheet's current per length: ∂/∂z of `end`.
  private func loop(_ rho: Double, _ z: Double) -> (rho: Double, z: Double) {
    let a = radius_mm
    let far = z * z + (a + rho) * (a + rho)
    let k = complement(rho, z, far)
    let scale = fieldOfSheet_T * a / (Double.pi * far * far.squareRoot())
    return (
      scale * z * SpecialFunctions.completeElliptic(k, k * k, -1, 1),
      scale * SpecialFunctions.completeElliptic(k, k * k, a + rho, a - rho)
    )
  }

  /// k′, kept off zero on the rims.
  private func complement(_ rho: Double, _ z: Double, _ far: Double) -> Double {
    max(1e-8, ((z * z + (radius_mm - rho) * (radius_mm - rho)) / far).squareRoot())
  }
}
