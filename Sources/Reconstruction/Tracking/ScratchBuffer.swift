/// A list of plain values that keeps its memory: no reference counts, no checks in the inner loop.
///
/// Not to be shared between threads, and not to be copied: whoever makes one frees it.
struct ScratchBuffer<Element: BitwiseCopyable> {
  private(set) var pointer: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 64) {
    self.capacity = capacity
    pointer = .allocate(capacity: capacity)
  }

  func free() { pointer.deallocate() }

  @inline(__always) mutating func removeAll() { count = 0 }

  @inline(__always) mutating func append(_ value: Element) {
    if count == capacity { grow() }
    (pointer + count).initialize(to: value)
    count &+= 1
  }

  @inline(__always) subscript(index: Int) -> Element { pointer[index] }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: pointer, count: count)
    pointer.deallocate()
    pointer = larger
    capacity *= 2
  }
}

extension ScratchBuffer where Element == Double {
  /// The `rank`-th largest; changes the order (Hoare's selection).
  func largest(_ rank: Int) -> Double {
    let target = rank - 1
    var low = 0
    var high = count - 1
    while low < high {
      let pivot = pointer[(low + high) >> 1]
      var i = low
      var j = high
      while i <= j {
        while pointer[i] > pivot { i &+= 1 }
        while pointer[j] < pivot { j &-= 1 }
        if i <= j {
          let kept = pointer[i]
          pointer[i] = pointer[j]
          pointer[j] = kept
          i &+= 1
          j &-= 1
        }
      }
      if target <= j { high = j } else if target >= i { low = i } else { break }
    }
    return pointer[target]
  }
}
