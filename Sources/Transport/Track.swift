import Events
import Geometry
import Numerics

/// A particle on the stack: its state in the local frame of the volume it is in.
struct Track {
  var particle: Particle
  var kineticEnergy_GeV: Double
  var position: Vector3
  var direction: Vector3
  var location: Location
  /// Names the track's random stream. A function of its ancestry alone, so that a part of a shower can
  /// be replayed without the rest.
  var lineage: UInt64
  /// Time since the primary's start of what made the track, ns. Showers are prompt: electrons and photons keep
  /// their ancestor's time.
  var time_ns = 0.0
  /// Share of the event's weight (`Splitting`); 1 without splitting.
  var weight = 1.0
  /// Planes of `Splitting` that it has passed.
  var level = 0
  /// Has come through roulette.
  var hasSurvived = false

  /// Lineage of the `index`-th child: SplitMix64's finaliser over parent and index.
  @inline(__always)
  static func childLineage(parent: UInt64, index: UInt64) -> UInt64 {
    var z = parent &+ 0x9E37_79B9_7F4A_7C15 &* (index &+ 1)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Last in, first out: a shower's stack stays a few hundred tracks deep. Grows by doubling; the loop
/// itself never allocates once it has its size.
struct TrackStack {
  private var storage: UnsafeMutablePointer<Track>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 1024
    storage = .allocate(capacity: capacity)
  }

  func free() { storage.deallocate() }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func push(_ track: Track) {
    if count == capacity { grow() }
    storage[count] = track
    count &+= 1
  }

  @inline(__always)
  mutating func pop() -> Track {
    count &-= 1
    return storage[count]
  }

  /// What was pushed after the stack had a height.
  func entries(from height: Int) -> UnsafeBufferPointer<Track> {
    UnsafeBufferPointer(start: storage + min(height, count), count: max(0, count - height))
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Track>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: storage, count: count)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }
}
