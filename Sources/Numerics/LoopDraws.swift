// Draws for the innermost loops: fewer random bits and shorter series than the general ones, and no branch.
// Only +, −, × and integers, so that the bits are the same on every machine.

/// Exponential variates by the ziggurat of Marsaglia and Tsang, J. Stat. Softw. 5 (2000) 8: 256 layers of equal
/// area under e^{-x}; 99 of 100 draws are one product and one comparison.
///
/// A number decides alone: where it falls beside the density, its hash takes its place, so that every draw costs
/// one number of the stream.
@frozen public struct ExponentialTable: @unchecked Sendable {
  /// Per layer the width in units of 2⁻⁵³ and the numbers below which x lies in the layer above too.
  @usableFromInline let layers: UnsafePointer<(width: Double, inside: UInt64)>
  /// e^{-x} at the layers' right edges.
  @usableFromInline let densities: UnsafePointer<Double>

  public static let shared = ExponentialTable()

  /// Right edge of the lowest layer, and the area of each.
  @usableFromInline static let edge = 7.697117470131050
  static let area = 3.949659822581572e-3

  private init() {
    let layers = UnsafeMutablePointer<(width: Double, inside: UInt64)>.allocate(capacity: 256)
    let densities = UnsafeMutablePointer<Double>.allocate(capacity: 257)
    // The lowest layer is as wide as a rectangle of its area would be: beyond `edge` lies the tail.
    var right = Self.area * exp(Self.edge)
    var next = Self.edge
    for i in 0..<256 {
      (layers + i).initialize(to: (right * 0x1p-53, UInt64(next / right * 0x1p53)))
      (densities + i).initialize(to: exp(-right))
      right = next
      let higher = exp(-right) + Self.area / right
      next = i < 254 && higher < 1 ? -log(higher) : 0
    }
    (densities + 256).initialize(to: 1)
    self.layers = UnsafePointer(layers)
    self.densities = UnsafePointer(densities)
  }

  /// Exponential variate with mean 1 from 64 random bits.
  @inlinable @inline(__always) public func exponential(_ random: UInt64) -> Double {
    let layer = Int(truncatingIfNeeded: random & 255)
    let number = random >> 11
    let x = Double(Int64(truncatingIfNeeded: number)) * layers[layer].width
    return number < layers[layer].inside ? x : exponential(beside: random)
  }

  @inline(never) @usableFromInline func exponential(beside random: UInt64) -> Double {
    var offset = 0.0
    var bits = random
    while true {
      let layer = Int(truncatingIfNeeded: bits & 255)
      let number = bits >> 11
      let x = Double(Int64(truncatingIfNeeded: number)) * layers[layer].width
      if number < layers[layer].inside { return offset + x }
      bits = Self.hash(bits)
      if layer == 0 {
        // The tail is exponential again.
        offset += Self.edge
        continue
      }
      let low = densities[layer]
      let height =
        low + RandomStream.uniform(UInt32(truncatingIfNeeded: bits >> 32)) * (densities[layer &+ 1] - low)
      if height < exp(-x) { return offset + x }
      bits = Self.hash(bits)
    }
  }

  /// A bijection that leaves no trace of its argument: SplitMix64's finaliser.
  static func hash(_ bits: UInt64) -> UInt64 {
    var z = bits &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// (sin, cos) of an angle uniform on the circle, from 32 random bits: 256 angles, the addition theorem and three
/// terms of the series; a third of the instructions of `sincosTurns`.
///
/// - Numerics: absolute error below 1e-14.
@frozen public struct AzimuthTable: @unchecked Sendable {
  @usableFromInline let entries: UnsafePointer<(sin: Double, cos: Double)>

  public static let shared = AzimuthTable()

  private init() {
    let memory = UnsafeMutablePointer<(sin: Double, cos: Double)>.allocate(capacity: 256)
    for i in 0..<256 {
      let middle = sincosTurns((Double(i) + 0.5) / 256)
      (memory + i).initialize(to: (middle.sin, middle.cos))
    }
    entries = UnsafePointer(memory)
  }

  @inlinable @inline(__always) public func callAsFunction(_ random: UInt32) -> (sin: Double, cos: Double) {
    let middle = entries[Int(random >> 24)]
    let d = Double(Int32(random & 0xff_ffff) &- 0x80_0000) * (6.283185307179586 * 0x1p-32)
    let z = d * d
    let c = 1 - z * (0.5 - z * (1.0 / 24))
    let s = d * (1 - z * (1.0 / 6 - z * (1.0 / 120)))
    return (middle.sin * c + middle.cos * s, middle.cos * c - middle.sin * s)
  }
}

extension RandomStream {
  /// A whole block of the generator: two independent numbers.
  @inlinable @inline(__always) public mutating func pair() -> (UInt64, UInt64) {
    let block = Philox.block(key: key, counter: (counter, track))
    counter &+= 1
    return block
  }

  /// A whole block as four numbers of 32 bits.
  @inlinable @inline(__always) public mutating func quartet() -> (UInt32, UInt32, UInt32, UInt32) {
    let block = pair()
    return (
      UInt32(truncatingIfNeeded: block.0), UInt32(truncatingIfNeeded: block.0 >> 32),
      UInt32(truncatingIfNeeded: block.1), UInt32(truncatingIfNeeded: block.1 >> 32)
    )
  }

  /// Uniform in (0, 1) from the upper 52 of 64 bits.
  @inlinable @inline(__always) public static func uniform(_ random: UInt64) -> Double {
    (Double(Int64(truncatingIfNeeded: random >> 12)) + 0.5) * 0x1p-52
  }

  /// Uniform in (0, 1) from 32 bits.
  @inlinable @inline(__always) public static func uniform(_ random: UInt32) -> Double {
    (Double(Int64(random)) + 0.5) * 0x1p-32
  }
}
