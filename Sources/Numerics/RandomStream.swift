/// An independent random sequence for each (seed, event, track, purpose).
@frozen public struct RandomStream {
  /// What the numbers are for; streams of different purpose never overlap, so that adding draws to one
  /// part of the programme leaves the others' bits alone.
  public enum Purpose: UInt64, Sendable {
    case transport = 0
    case beam = 1
    case signal = 2
    case response = 3
    case toys = 4
    case user = 5
  }

  public let key: UInt64
  public let track: UInt64
  @usableFromInline var counter: UInt64 = 0
  @usableFromInline var spare: UInt64 = 0
  @usableFromInline var hasSpare = false

  public init(seed: UInt64, event: UInt64, track: UInt64 = 0, purpose: Purpose = .user) {
    // Mixing the four numbers through the generator itself keeps keys of neighbouring events apart.
    let first = Philox.block(key: seed, counter: (event, purpose.rawValue))
    key = first.0
    self.track = first.1 &+ track
  }

  /// The same key on another track: what a transport loop needs for each new particle.
  @inlinable public init(sameEventAs other: RandomStream, trackBase: UInt64, track: UInt64) {
    key = other.key
    self.track = trackBase &+ track
  }

  /// Number of blocks drawn: with (seed, event, track, purpose) this is the complete state.
  public var position: UInt64 { counter &* 2 &- (hasSpare ? 1 : 0) }

  @inlinable public mutating func next() -> UInt64 {
    if hasSpare {
      hasSpare = false
      return spare
    }
    let block = Philox.block(key: key, counter: (counter, track))
    counter &+= 1
    spare = block.1
    hasSpare = true
    return block.0
  }

  /// Uniform in the open interval (0, 1); 52 bits.
  @inlinable public mutating func uniform() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// Exponential with mean 1.
  @inlinable public mutating func exponential() -> Double { -log(uniform()) }

  /// Standard normal (Box–Muller, one of the pair: streams must not hide state).
  @inlinable public mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * sincosTurns(uniform()).cos
  }
}
