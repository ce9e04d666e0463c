import Numerics

/// Draws an index with probability proportional to its weight, in constant time.
///
/// A. J. Walker, ACM Trans. Math. Softw. 3 (1977) 253; the table after M. D. Vose, IEEE Trans. Softw. Eng. 17
/// (1991) 972.
@frozen public struct AliasTable: Sendable {
  @usableFromInline let keep: [Double]
  @usableFromInline let other: [Int32]
  public let total: Double

  /// - Parameter weights: ≥ 0, at least one > 0
  public init(_ weights: [Double]) {
    let count = weights.count
    let sum = weights.reduce(0, +)
    var scaled = weights.map { $0 * Double(count) / sum }
    var keep = [Double](repeating: 1, count: count)
    var other = (0..<count).map { Int32($0) }
    var small: [Int] = []
    var large: [Int] = []
    for index in 0..<count {
      if scaled[index] < 1 { small.append(index) } else { large.append(index) }
    }
    while let low = small.last, let high = large.last {
      small.removeLast()
      keep[low] = scaled[low]
      other[low] = Int32(high)
      scaled[high] -= 1 - scaled[low]
      if scaled[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    self.keep = keep
    self.other = other
    total = sum
  }

  /// - Parameter u: uniform in (0, 1)
  @inlinable public func index(_ u: Double) -> Int {
    let scaled = u * Double(keep.count)
    let cell = min(keep.count &- 1, Int(truncatingIfNeeded: Int64(scaled)))
    return scaled - Double(cell) < keep[cell] ? cell : Int(other[cell])
  }
}
