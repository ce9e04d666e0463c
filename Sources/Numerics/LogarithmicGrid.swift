/// A grid of `count` points equally spaced in ln x; finding a cell is one subtraction and one product.
@frozen public struct LogarithmicGrid: Equatable, Sendable {
  public let lowest: Double
  public let highest: Double
  public let count: Int
  @usableFromInline let logLowest: Double
  @usableFromInline let inverseSpacing: Double

  public init(lowest: Double, highest: Double, count: Int) {
    precondition(lowest > 0 && highest > lowest && count >= 2)
    self.lowest = lowest
    self.highest = highest
    self.count = count
    logLowest = log(lowest)
    inverseSpacing = Double(count - 1) / (log(highest) - log(lowest))
  }

  public var spacing: Double { 1 / inverseSpacing }
  public func logPoint(_ index: Int) -> Double { logLowest + Double(index) / inverseSpacing }
  public func point(_ index: Int) -> Double {
    if index == 0 { return lowest }
    return index == count - 1 ? highest : exp(logPoint(index))
  }
  public var points: [Double] { (0..<count).map(point) }

  /// The same points from one of them on.
  public func from(_ first: Int) -> LogarithmicGrid {
    LogarithmicGrid(lowest: point(first), highest: highest, count: count - first)
  }
  /// Every second point of an odd number.
  public var everySecond: LogarithmicGrid {
    precondition(count % 2 == 1 && count >= 3)
    return LogarithmicGrid(lowest: lowest, highest: highest, count: (count + 1) / 2)
  }

  /// Cell index (0 … count − 2) and position within the cell (0 … 1, clamped at the ends).
  @inlinable @inline(__always) public func cell(logX: Double) -> (index: Int, fraction: Double) {
    let t = (logX - logLowest) * inverseSpacing
    if !(t > 0) { return (0, 0) }
    let last = count &- 2
    if t >= Double(last &+ 1) { return (last, 1) }
    let index = Int(truncatingIfNeeded: Int64(t))
    return (index, t - Double(index))
  }
}

/// Linear interpolation between table[index] and table[index + 1].
@inlinable public func interpolate(
  _ table: UnsafePointer<Double>, _ cell: (index: Int, fraction: Double)
) -> Double {
  let a = table[cell.index]
  return a + cell.fraction * (table[cell.index &+ 1] - a)
}
