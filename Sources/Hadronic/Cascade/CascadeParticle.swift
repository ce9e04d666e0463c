import Events
import Numerics

/// A particle inside a nucleus. `kaonShort` stands for K⁰ and `kaonLong` for K̄⁰ there: strangeness is what the
/// strong interaction keeps.
struct CascadeParticle {
  var particle: Particle
  var momentum: FourMomentum
  var position_fm = Vector3.zero
  /// Length that it goes before it can interact (formation).
  var free_fm = 0.0
}

/// A list that never shrinks its memory.
struct CascadeList {
  private(set) var elements: UnsafeMutablePointer<CascadeParticle>
  private(set) var count = 0
  private var capacity = 256

  init() { elements = .allocate(capacity: capacity) }

  func free() { elements.deallocate() }

  @inline(__always) subscript(index: Int) -> CascadeParticle {
    get { elements[index] }
    nonmutating set { elements[index] = newValue }
  }

  mutating func removeAll() { count = 0 }

  mutating func truncate(to newCount: Int) { count = min(count, newCount) }

  mutating func append(_ particle: CascadeParticle) {
    if count == capacity { grow() }
    (elements + count).initialize(to: particle)
    count &+= 1
  }

  mutating func append(_ particle: Particle, _ momentum: FourMomentum) {
    append(CascadeParticle(particle: particle, momentum: momentum))
  }

  mutating func popLast() -> CascadeParticle {
    count &-= 1
    return elements[count]
  }

  @inline(never) private mutating func grow() {
    let larger = UnsafeMutablePointer<CascadeParticle>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: elements, count: count)
    elements.deallocate()
    elements = larger
    capacity *= 2
  }
}
