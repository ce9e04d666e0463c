// exp, log, sin, cos and pow of our own, so that results have the same bits on every machine: the C
// library picks code with or without fused multiply-add at run time, and the two differ in the last
// bit. A module that imports Numerics must not import Glibc (a test looks). `squareRoot()` is IEEE
// exact and needs no replacement.
//
// Accuracy: about 1 ulp for log and exp, 2 ulp for sin and cos, 1e-15 · |y log x| for pow.

@usableFromInline let ln2High = 0x1.62e42fee00000p-1  // ln 2 in two parts: 33 bits …
@usableFromInline let ln2Low = 0x1.a39ef35793c76p-33  // … and the rest

/// Natural logarithm. x = 2^k m with m in [√½, √2); log m = 2 atanh s, s = (m−1)/(m+1), |s| < 0.172.
/// log 0 = −∞; NaN for x < 0.
@inlinable public func log(_ x: Double) -> Double {
  guard x > 0, x < .infinity else { return x == 0 ? -.infinity : (x == .infinity ? x : .nan) }
  var bits = x.bitPattern
  var k = 0
  if bits < 0x0010_0000_0000_0000 {  // subnormal
    bits = (x * 0x1p54).bitPattern
    k = -54
  }
  // Adding before the shift moves the break of the exponent from 1 to √2.
  let shifted = bits &+ (0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_667f_3bcd)
  k &+= Int(shifted >> 52) &- 1023
  let m = Double(
    bitPattern: (shifted & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd)
  let f = m - 1
  let s = f / (2 + f)
  let z = s * s
  // Σ 2/(2n+1) zⁿ, n = 1 … 10, in pairs (Estrin): the chain of dependent operations is half as long.
  let z2 = z * z
  let z4 = z2 * z2
  let low = (2.0 / 3 + z * (2.0 / 5)) + z2 * (2.0 / 7 + z * (2.0 / 9))
  let high = (2.0 / 11 + z * (2.0 / 13)) + z2 * (2.0 / 15 + z * (2.0 / 17))
  let tail = z * ((low + z4 * high) + z4 * z4 * (2.0 / 19 + z * (2.0 / 21)))
  // 2s + s·tail written as f − (f²/2 − s(f²/2 + tail)): the large part f is exact.
  let half = 0.5 * f * f
  let e = Double(k)
  return e * ln2High - ((half - (s * (half + tail) + e * ln2Low)) - f)
}

/// e^x; 0 below −745.2, ∞ above 709.8. Reduction by ln 2, then the Taylor series to x¹³ (|x| < 0.347).
@inlinable public func exp(_ x: Double) -> Double {
  guard x > -745.2 else { return x.isNaN ? x : 0 }
  guard x < 709.79 else { return .infinity }
  // Adding 1.5·2⁵² leaves the nearest integer in the last bits: rounding without a library call.
  let shifted = x * 1.4426950408889634 + 0x1.8p52
  let k = shifted - 0x1.8p52
  let r = (x - k * ln2High) - k * ln2Low
  let r2 = r * r
  let r4 = r2 * r2
  let q0 = (0.5 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120))
  let q1 = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880))
  let q2 =
    (1.0 / 3_628_800 + r * (1.0 / 39_916_800))
    + r2 * (1.0 / 479_001_600 + r * (1.0 / 6_227_020_800))
  let p1 = q0 + r4 * (q1 + r4 * q2)
  let value = 1 + (r + r2 * p1)
  let n = Int(k)
  if n > -1022, n < 1024 { return value * Double(bitPattern: UInt64(n + 1023) << 52) }
  // Two factors where one would overflow or be subnormal.
  let first = n / 2
  return value * Double(bitPattern: UInt64(first + 1023) << 52)
    * Double(bitPattern: UInt64(n - first + 1023) << 52)
}

/// x^y for x ≥ 0.
@inlinable public func pow(_ x: Double, _ y: Double) -> Double {
  if y == 0 { return 1 }
  if x == 0 { return y > 0 ? 0 : .infinity }
  return exp(y * log(x))
}

/// (sin 2πu, cos 2πu): the form that sampling an azimuth needs; no large-argument reduction.
@inlinable public func sincosTurns(_ u: Double) -> (sin: Double, cos: Double) {
  // Rounding through integers: without SSE 4.1 `rounded` is a call.
  var turn = u
  if u.magnitude < 0x1p52 {
    turn -= Double(Int64(u))
    if turn < 0 { turn += 1 }
  } else {
    turn -= u.rounded(.down)
  }
  let quadrant = Double(Int32(truncatingIfNeeded: Int64(turn * 4 + 0.5)))
  let r = (turn - quadrant * 0.25) * 6.283185307179586
  let z = r * r
  let s0 =
    1.0 / 120 - z
    * (1.0 / 5040
      - z
      * (1.0 / 362880 - z * (1.0 / 39_916_800 - z * (1.0 / 6_227_020_800 - z * (1.0 / 1_307_674_368_000)))))
  let s = r - r * z * (1.0 / 6 - z * s0)
  let c0 =
    1.0 / 24 - z
    * (1.0 / 720
      - z
      * (1.0 / 40320 - z * (1.0 / 3_628_800 - z * (1.0 / 479_001_600 - z * (1.0 / 87_178_291_200)))))
  let c = 1 - z * (0.5 - z * c0)
  switch Int(quadrant) & 3 {
  case 0: return (s, c)
  case 1: return (c, -s)
  case 2: return (-s, -c)
  default: return (-c, s)
  }
}

/// Sine of an angle in radians; full accuracy for |x| < 1e5.
@inlinable public func sin(_ x: Double) -> Double { sincosTurns(x * 0.15915494309189535).sin }
/// Cosine of an angle in radians; full accuracy for |x| < 1e5.
@inlinable public func cos(_ x: Double) -> Double { sincosTurns(x * 0.15915494309189535).cos }
@inlinable public func tan(_ x: Double) -> Double {
  let (s, c) = sincosTurns(x * 0.15915494309189535)
  return s / c
}

/// Arc tangent: two argument reductions (1/x, then x → (x−c)/(1+cx)) and the odd series.
public func atan(_ x: Double) -> Double {
  guard x.magnitude <= 1 else {
    return x.isNaN ? x : (x > 0 ? 1.5707963267948966 : -1.5707963267948966) - atan(1 / x)
  }
  // Bring |x| below 0.13 through the tabulated angles k/8.
  let k = (x.magnitude * 4).rounded()
  let c = k * 0.25
  let r = (x.magnitude - c) / (1 + c * x.magnitude)
  let base: Double
  switch Int(k) {
  case 0: base = 0
  case 1: base = 0.24497866312686415
  case 2: base = 0.4636476090008061
  case 3: base = 0.6435011087932844
  default: base = 0.7853981633974483
  }
  let z = r * r
  var series = 0.0
  for n in stride(from: 23, through: 3, by: -2) {
    series = (((n / 2) & 1) == 1 ? -1.0 : 1.0) / Double(n) + z * series
  }
  let value = base + (r + r * z * series)
  return x < 0 ? -value : value
}

/// Angle of the point (x, y) in (−π, π].
public func atan2(_ y: Double, _ x: Double) -> Double {
  if x > 0 { return atan(y / x) }
  if x < 0 { return y < 0 ? atan(y / x) - .pi : atan(y / x) + .pi }
  return y > 0 ? .pi / 2 : (y < 0 ? -.pi / 2 : 0)
}

/// log(1 + x) without cancellation for small x.
@inlinable public func log1p(_ x: Double) -> Double {
  let u = 1 + x
  return u == 1 ? x : log(u) * (x / (u - 1))
}

/// e^x − 1 without cancellation for small x.
@inlinable public func expm1(_ x: Double) -> Double {
  if x.magnitude > 0.5 { return exp(x) - 1 }
  let u = exp(x)
  if u == 1 { return x }
  return (u - 1) * (x / log(u))
}
