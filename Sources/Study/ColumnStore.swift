/// Columns of doubles, one per quantity, one row per event.
///
/// Buffers are shared: an export keeps the buffer it was given alive, growth makes new ones, so a view
/// handed out once never changes or disappears.
final class ColumnStore: @unchecked Sendable {
  final class Buffer: @unchecked Sendable {
    let values: UnsafeMutablePointer<Double>
    init(capacity: Int) { values = .allocate(capacity: max(1, capacity)) }
    deinit { values.deallocate() }
  }

  let names: [String]
  private(set) var buffers: [Buffer]
  private(set) var capacity = 0
  private let index: [String: Int]

  init(names: [String]) {
    self.names = names
    buffers = names.map { _ in Buffer(capacity: 0) }
    var index: [String: Int] = [:]
    for (position, name) in names.enumerated() { index[name] = position }
    self.index = index
  }

  func position(of name: String) -> Int? { index[name] }

  func reserve(_ rows: Int, keeping used: Int) {
    guard rows > capacity else { return }
    capacity = max(rows, capacity + capacity / 2)
    for position in buffers.indices {
      let larger = Buffer(capacity: capacity)
      larger.values.update(from: buffers[position].values, count: used)
      buffers[position] = larger
    }
  }

  @inline(__always)
  func set(_ column: Int, row: Int, _ value: Double) { buffers[column].values[row] = value }
}
