import Numerics

/// The universal photon-number spectrum of synchrotron radiation in y = k/E_c:
///
///     p(y) = (3/5π) ∫_y^∞ K_{5/3}(x) dx,   ∫_0^∞ p dy = 1,   ⟨y⟩ = 8/(15√3)
///
/// With K_ν(x) = ∫_0^∞ e^{−x cosh t} cosh νt dt the inner integral is ∫ e^{−y cosh t} cosh(5t/3)/cosh t dt, which
/// the trapezoidal rule gives to 1e-12, since the integrand falls doubly exponentially.
///
/// Sampling is in z = y^{1/3}, in which the density is finite at 0: 1024 cells of linear density up to y = 40 (beyond which
/// 1e-18 of the photons lie), Walker's alias method.
public final class SynchrotronSpectrum: @unchecked Sendable {
  public static let shared = SynchrotronSpectrum()
  private static let cells = 1024
  private static let largestZ = 3.4199518933533941  // 40^{1/3}
  private let table: UnsafeMutablePointer<AliasCell>

  private init() {
    table = .allocate(capacity: Self.cells)
    let width = Self.largestZ / Double(Self.cells)
    let node = 0.3872983346207417
    let moments = (0..<Self.cells).map { i -> (area: Double, slope: Double) in
      func at(_ position: Double) -> Double {
        let z = (Double(i) + position) * width
        return 3 * z * z * Self.density(z * z * z)
      }
      let low = at(0.5 - node)
      let high = at(0.5 + node)
      let area = 5 * (low + high) + 8 * at(0.5)
      return (area, area > 0 ? min(max(30 * node * (high - low) / area, -1), 1) : 0)
    }
    AliasCell.fill(table, moments)
  }

  deinit { table.deallocate() }

  /// p(y); diverges like y^{−2/3} at 0, where it returns infinity.
  public static func density(_ y: Double) -> Double {
    guard y > 0 else { return y == 0 ? .infinity : 0 }
    return 3 / (5 * Double.pi) * integral(y, power: 1)
  }

  /// Fraction of the photons above y.
  public static func fractionAbove(_ y: Double) -> Double {
    y <= 0 ? 1 : 3 / (5 * Double.pi) * integral(y, power: 2)
  }

  /// ∫_0^∞ e^{−y cosh t} cosh(5t/3)/coshⁿ t dt.
  private static func integral(_ y: Double, power: Int) -> Double {
    let step = 0.0625
    var sum = 0.5 * exp(-y)
    var index = 1
    while index < 2000 {
      let t = step * Double(index)
      let e = exp(t)
      let hyperbolic = 0.5 * (e + 1 / e)
      let third = exp(5.0 / 3 * t)
      var term = exp(-y * hyperbolic) * 0.5 * (third + 1 / third)
      for _ in 0..<power { term /= hyperbolic }
      sum += term
      if term < 1e-17 * sum { break }
      index += 1
    }
    return step * sum
  }

  /// y = k/E_c of one photon: one random number.
  public func sample(_ rng: inout RandomStream) -> Double {
    let z = Self.largestZ * AliasCell.sample(table, count: Self.cells, rng.uniform())
    return z * z * z
  }
}
