import Numerics

/// A quadrupole: B = G (y, x, 0) in the middle, with hard or soft ends.
///
/// Soft ends: the gradient falls as Enge's function F(s) = 1/(1 + exp(c s/D)), D the diameter of the bore, and the
/// field is the gradient of Whittaker's harmonic function [1], a sum over directions θ_k = 2πk/16:
///
///     ζ_k = z + i (x cos θ_k + y sin θ_k),   H(ζ) = (D/c) [Λ(c(ζ + L/2)/D) − Λ(c(ζ − L/2)/D)] − L/2
///     (B_x, B_y) = (4/16) G Σ_k Im H(ζ_k) sin 2θ_k (cos θ_k, sin θ_k),   B_z = −(4/16) G Σ_k Re H(ζ_k) sin 2θ_k
///
/// with Λ(w) = ln(1 + eʷ). Every term has neither divergence nor curl, whatever their number: a finite sum adds a
/// fringe multipole of order 14 and nothing else. On the axis ∂B_y/∂x = G [F(z − L/2) + F(−z − L/2) − 1], whose
/// integral is G L exactly; away from it come the pseudo-multipoles that such a profile must have, to all orders.
///
/// - Valid: within the first pole, √(x² + y²) < π D/c; the card refuses apertures that come near it.
/// - Parameters: G [T/m], lengths [mm]
/// - Checked by: `QuadrupoleTests` (divergence, curl, integral, transfer matrices)
///
/// [1] Whittaker, Math. Ann. 57 (1903) 333; Enge in: Focusing of Charged Particles, vol. 2, ed. Septier (1967) 203
@frozen public struct QuadrupoleField: Equatable, Sendable {
  /// [T/mm]
  public let gradient_T_mm: Double
  public let halfLength_mm: Double
  /// c/D [1/mm]; 0: hard ends.
  public let fall_per_mm: Double

  /// cos θ, sin θ and sin 2θ/2 of the directions that count; θ and θ + π give the same.
  private static let directions: [(cos: Double, sin: Double, weight: Double)] = [1, 2, 3, 5, 6, 7].map {
    let (sine, cosine) = sincosTurns(Double($0) / 16)
    return (cosine, sine, sine * cosine)
  }

  /// At a point of the magnet's frame [T].
  func field(_ p: Vector3) -> Vector3 {
    if fall_per_mm == 0 { return gradient_T_mm * Vector3(p.y, p.x, 0) }
    let entered = End(fall_per_mm * (p.z + halfLength_mm))
    let left = End(fall_per_mm * (p.z - halfLength_mm))
    // What has no direction drops out: Σ sin 2θ = 0.
    var sum = Vector3.zero
    for d in Self.directions {
      let across = fall_per_mm * (p.x * d.cos + p.y * d.sin)
      let turn = sincosTurns(across * Self.inTurns)
      let (a, b) = (entered.potential(across, turn), left.potential(across, turn))
      let im = a.im - b.im
      sum = sum + d.weight * Vector3(im * d.cos, im * d.sin, b.re - a.re)
    }
    return (gradient_T_mm / fall_per_mm) * sum
  }

  /// A length over which Runge–Kutta steps from a place along the magnet see nothing new: the fall of the end where
  /// it is near, a third of the way to it where what is left of it, e^(−distance/fall), is small. A step of h falls
  /// is wrong by ∝ h⁶ e^(−distance): about the same everywhere. Infinite for hard ends.
  func longestStep_mm(z: Double) -> Double {
    if fall_per_mm == 0 { return .infinity }
    return max(1 / fall_per_mm, (z.magnitude - halfLength_mm).magnitude / 3)
  }

  /// ∂B/∂x, ∂B/∂y, ∂B/∂z [T/mm].
  func slope(_ p: Vector3) -> FieldGradient {
    if fall_per_mm == 0 {
      return FieldGradient(
        alongX: Vector3(0, gradient_T_mm, 0), alongY: Vector3(gradient_T_mm, 0, 0), alongZ: .zero)
    }
    let entered = End(fall_per_mm * (p.z + halfLength_mm))
    let left = End(fall_per_mm * (p.z - halfLength_mm))
    var result = FieldGradient.zero
    for d in Self.directions {
      let turn = sincosTurns(fall_per_mm * (p.x * d.cos + p.y * d.sin) * Self.inTurns)
      let (a, b) = (entered.profile(turn), left.profile(turn))
      // F(ζ − L/2) + F(−ζ − L/2) − 1
      let g = Complex(a.re - b.re, a.im - b.im)
      // dζ/dx = i cos θ, dζ/dy = i sin θ, dζ/dz = 1.
      let across = (gradient_T_mm * d.weight) * Vector3(g.re * d.cos, g.re * d.sin, g.im)
      let along = (gradient_T_mm * d.weight) * Vector3(g.im * d.cos, g.im * d.sin, -g.re)
      result.add(FieldGradient(alongX: d.cos * across, alongY: d.sin * across, alongZ: along))
    }
    return result
  }

  private static let inTurns = 0.15915494309189535

  /// One end: functions of w for one Re w and many Im w, |Im w| < π, by the smaller of the exponentials e^{±w}.
  private struct End {
    private let isInside: Bool
    private let size: Double

    init(_ re: Double) {
      isInside = re > 0
      size = re.magnitude < 40 ? exp(-re.magnitude) : 0
    }

    @inline(__always)
    private func exponential(_ turn: (sin: Double, cos: Double)) -> Complex {
      Complex(size * turn.cos, isInside ? -size * turn.sin : size * turn.sin)
    }

    /// Λ(w), but for the part of Re w, which has no direction: Λ(w) = w + Λ(−w).
    @inline(__always)
    func potential(_ im: Double, _ turn: (sin: Double, cos: Double)) -> Complex {
      let q = exponential(turn)
      let whole = isInside ? im : 0
      if size < 1e-4 {
        // q − q²/2 + q³/3, to 1e-17: the far field costs no logarithm.
        let square = q * q
        let cube = square * q
        return Complex(
          q.re - 0.5 * square.re + cube.re / 3, whole + q.im - 0.5 * square.im + cube.im / 3)
      }
      return Complex(0.5 * log1p(size * size + 2 * q.re), whole + atan2(q.im, 1 + q.re))
    }

    /// Λ′(w) = 1/(1 + e^{−w}).
    @inline(__always)
    func profile(_ turn: (sin: Double, cos: Double)) -> Complex {
      let q = exponential(turn)
      let e = Complex(1 + q.re, q.im)
      let inverse = Complex(e.re, -e.im).scaled(1 / e.square)
      return isInside ? inverse : q * inverse
    }
  }
}
