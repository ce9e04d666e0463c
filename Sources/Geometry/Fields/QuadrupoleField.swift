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
    var sum = Vector3.zero
    for d in Self.directions {
      let h = integral(Complex(p.z, p.x * d.cos + p.y * d.sin))
      sum = sum + d.weight * Vector3(h.im * d.cos, h.im * d.sin, -h.re)
    }
    return gradient_T_mm * sum
  }

  /// ∂B/∂x, ∂B/∂y, ∂B/∂z [T/mm].
  func slope(_ p: Vector3) -> FieldGradient {
    if fall_per_mm == 0 {
      return FieldGradient(
        alongX: Vector3(0, gradient_T_mm, 0), alongY: Vector3(gradient_T_mm, 0, 0), alongZ: .zero)
    }
    var result = FieldGradient.zero
    for d in Self.directions {
      let g = profile(Complex(p.z, p.x * d.cos + p.y * d.sin))
      // dζ/dx = i cos θ, dζ/dy = i sin θ, dζ/dz = 1.
      let across = (gradient_T_mm * d.weight) * Vector3(g.re * d.cos, g.re * d.sin, g.im)
      let along = (gradient_T_mm * d.weight) * Vector3(g.im * d.cos, g.im * d.sin, -g.re)
      result.add(FieldGradient(alongX: d.cos * across, alongY: d.sin * across, alongZ: along))
    }
    return result
  }

  /// F(ζ − L/2) + F(−ζ − L/2) − 1.
  private func profile(_ z: Complex) -> Complex {
    let entered = Self.logistic(Complex(fall_per_mm * (z.re + halfLength_mm), fall_per_mm * z.im))
    let left = Self.logistic(Complex(fall_per_mm * (z.re - halfLength_mm), fall_per_mm * z.im))
    return Complex(entered.re - left.re, entered.im - left.im)
  }

  /// Its integral, zero in the middle.
  private func integral(_ z: Complex) -> Complex {
    let entered = Self.softplus(Complex(fall_per_mm * (z.re + halfLength_mm), fall_per_mm * z.im))
    let left = Self.softplus(Complex(fall_per_mm * (z.re - halfLength_mm), fall_per_mm * z.im))
    return Complex(
      (entered.re - left.re) / fall_per_mm - halfLength_mm, (entered.im - left.im) / fall_per_mm)
  }

  /// 1/(1 + e^{−w}).
  private static func logistic(_ w: Complex) -> Complex {
    if w.re.magnitude > 40 { return Complex(w.re > 0 ? 1 : 0, 0) }
    let size = exp(-w.re)
    let e = Complex(1 + size * cos(w.im), -size * sin(w.im))
    return Complex(e.re, -e.im).scaled(1 / e.square)
  }

  /// ln(1 + eʷ), |Im w| < π.
  private static func softplus(_ w: Complex) -> Complex {
    if w.re > 40 { return w }
    if w.re < -40 { return Complex(0, 0) }
    // The smaller exponential: ln(1 + eʷ) = w + ln(1 + e^{−w}).
    let sign = w.re > 0 ? -1.0 : 1.0
    let size = exp(sign * w.re)
    let (re, im) = (size * cos(w.im), sign * size * sin(w.im))
    let tail = Complex(0.5 * log1p(size * size + 2 * re), atan2(im, 1 + re))
    return sign < 0 ? w + tail : tail
  }
}
