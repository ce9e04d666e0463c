// Draws for the innermost loops: fewer random bits and shorter series than the general ones, and no branch.
// Only +, −, × and integers, so that the bits are the same on every machine.

/// −ln u for exponential variates: a table of 128 intervals of the mantissa and four terms of the series.
///
/// - Numerics: absolute error below 1e-12, never negative.
@frozen public struct ExponentialTable: @unchecked Sendable {
  /// (1/c, ln c) for the middle c of each interval.
  @usableFromInline let entries: UnsafePointer<(inverse: Double, logarithm: Double)>

  public static let shared = ExponentialTable()

  private init() {
    let memory = UnsafeMutablePointer<(inverse: Double, logarithm: Double)>.allocate(capacity: 128)
    for i in 0..<128 {
      let inverse = 1 / (1 + (Double(i) + 0.5) / 128)
      (memory + i).initialize(to: (inverse, -log(inverse)))
    }
    entries = UnsafePointer(memory)
  }

  /// Exponential variate with mean 1 from 64 random bits.
  @inlinable @inline(__always) public func exponential(_ random: UInt64) -> Double {
    let x = Double(Int64(truncatingIfNeeded: random >> 12)) + 0.5
    let bits = x.bitPattern
    let entry = entries[Int(truncatingIfNeeded: (bits >> 45) & 127)]
    let mantissa = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000)
    let r = mantissa * entry.inverse - 1
    let r2 = r * r
    let series = r - r2 * (0.5 - r * (1.0 / 3)) - r2 * r2 * (0.25 - r * 0.2)
    let octaves = Double(1075 &- Int64(truncatingIfNeeded: bits >> 52))
    let value = octaves * 0.6931471805599453 - (entry.logarithm + series)
    return value > 0 ? value : 0
  }
}

/// (sin, cos) of an angle uniform on the circle, from 32 random bits: two choose the quadrant.
///
/// - Numerics: absolute error below 2e-9.
@inlinable @inline(__always) public func azimuth(_ random: UInt32) -> (sin: Double, cos: Double) {
  let r = Double(Int32(bitPattern: random << 2)) * (1.5707963267948966 * 0x1p-32)
  let z = r * r
  let s = r * (1 - z * (1.0 / 6 - z * (1.0 / 120 - z * (1.0 / 5040 - z * (1.0 / 362880)))))
  let c = 1 - z * (0.5 - z * (1.0 / 24 - z * (1.0 / 720 - z * (1.0 / 40320 - z * (1.0 / 3_628_800)))))
  let isOdd = random & 0x4000_0000 != 0
  let a = isOdd ? c : s
  let b = isOdd ? s : c
  let sign = UInt64(random & 0x8000_0000) << 32
  // Turning by half a circle changes both signs.
  return (Double(bitPattern: a.bitPattern ^ sign), Double(bitPattern: b.bitPattern ^ sign))
}

extension RandomStream {
  /// A whole block of the generator: two independent numbers.
  @inlinable @inline(__always) public mutating func pair() -> (UInt64, UInt64) {
    let block = Philox.block(key: key, counter: (counter, track))
    counter &+= 1
    return block
  }

  /// Uniform in (0, 1) from 32 bits.
  @inlinable @inline(__always) public static func uniform(_ random: UInt32) -> Double {
    (Double(Int64(random)) + 0.5) * 0x1p-32
  }
}
