import Numerics

/// The fall of a dipole's field at its ends, Enge's function [1], continued off the mid-plane so that it obeys
/// Maxwell's equations:
///
///     F(s) = 1/(1 + exp P(s/g)),   P(t) = c₀ + c₁t + … + c₅t⁵;   s: distance outwards from the edge, g: full gap
///     B_b + i B_z = B₀ [F(ζ − L/2) + F(−ζ − L/2) − 1],   ζ = z + i b
///
/// b is the coordinate along the field. Real and imaginary part of an analytic function have neither divergence
/// nor curl; in the mid-plane b = 0 it is Enge's function itself. With P odd about its zero (c = [0, c₁]) the
/// integral along the axis is B₀ L exactly.
///
/// - Valid: below the first pole, |b| < π g/c₁ for c = [0, c₁]; the card refuses apertures that reach it.
/// - Checked by: `EngeEdgeTests` (divergence, curl, integral, mid-plane)
///
/// [1] Enge, in: Focusing of Charged Particles, vol. 2, ed. Septier (1967) 203.
@frozen public struct EngeEdge: Equatable, Sendable {
  public var halfLength_mm: Double
  public var inverseGap_per_mm: Double
  public var c0: Double
  public var c1: Double
  public var c2: Double
  public var c3: Double
  public var c4: Double
  public var c5: Double

  public init(length_mm: Double, gap_mm: Double, coefficients: [Double]) {
    func coefficient(_ index: Int) -> Double { index < coefficients.count ? coefficients[index] : 0 }
    halfLength_mm = 0.5 * length_mm
    inverseGap_per_mm = 1 / gap_mm
    c0 = coefficient(0)
    c1 = coefficient(1)
    c2 = coefficient(2)
    c3 = coefficient(3)
    c4 = coefficient(4)
    c5 = coefficient(5)
  }

  /// The bracket at ζ = z + i b and its derivative with respect to ζ [1/mm].
  func profile(z: Double, b: Double) -> (value: Complex, slope: Complex) {
    let leaving = fall(Complex(z - halfLength_mm, b))
    let entering = fall(Complex(-z - halfLength_mm, -b))
    return (
      Complex(leaving.value.re + entering.value.re - 1, leaving.value.im + entering.value.im),
      Complex(leaving.slope.re - entering.slope.re, leaving.slope.im - entering.slope.im)
    )
  }

  /// F and dF/ds [1/mm] at a complex distance from the edge.
  func fall(_ s: Complex) -> (value: Complex, slope: Complex) {
    let t = Complex(s.re * inverseGap_per_mm, s.im * inverseGap_per_mm)
    // Horner, with the derivative alongside.
    var p = Complex(c5, 0)
    var dp = Complex(0, 0)
    func next(_ c: Double) {
      dp = dp * t + p
      p = p * t
      p.re += c
    }
    next(c4)
    next(c3)
    next(c2)
    next(c1)
    next(c0)
    if p.re > 700 { return (Complex(0, 0), Complex(0, 0)) }
    if p.re < -700 { return (Complex(1, 0), Complex(0, 0)) }
    let size = exp(p.re)
    let e = Complex(size * cos(p.im), size * sin(p.im))
    let denominator = Complex(1 + e.re, e.im)
    let f = Complex(denominator.re, -denominator.im).scaled(1 / denominator.square)
    let slope = f * f * e * dp
    return (f, slope.scaled(-inverseGap_per_mm))
  }

  /// |1 + exp P|², which vanishes at a pole of F.
  func distanceFromPole(_ s: Complex) -> Double {
    let f = fall(s).value
    return f.square > 0 ? 1 / f.square : .infinity
  }
}

/// x + i y, as much of it as the edge needs.
@frozen public struct Complex: Equatable, Sendable {
  public var re: Double
  public var im: Double

  @inlinable public init(_ re: Double, _ im: Double) {
    self.re = re
    self.im = im
  }

  @inlinable var square: Double { re * re + im * im }
  @inlinable func scaled(_ factor: Double) -> Complex { Complex(factor * re, factor * im) }
  @inlinable static func * (a: Complex, b: Complex) -> Complex {
    Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
  }
  @inlinable static func + (a: Complex, b: Complex) -> Complex { Complex(a.re + b.re, a.im + b.im) }
}
