import Reconstruction

/// Hits of the trackers that keep them, event after event.
final class HitStore: @unchecked Sendable {
  /// One list per event; nil for a tracker that keeps none.
  private var tables: [UnsafeMutablePointer<[TrackerHit]>?]
  private var capacity = 0

  init(keeps: [Bool]) {
    tables = keeps.map { $0 ? UnsafeMutablePointer<[TrackerHit]>.allocate(capacity: 1) : nil }
    for table in tables { table?.initialize(to: []) }
    capacity = 1
  }

  deinit {
    for case let table? in tables {
      table.deinitialize(count: capacity)
      table.deallocate()
    }
  }

  func reserve(_ rows: Int) {
    guard rows > capacity else { return }
    let larger = max(rows, capacity + capacity / 2)
    for index in tables.indices {
      guard let old = tables[index] else { continue }
      let new = UnsafeMutablePointer<[TrackerHit]>.allocate(capacity: larger)
      new.moveInitialize(from: old, count: capacity)
      (new + capacity).initialize(repeating: [], count: larger - capacity)
      old.deallocate()
      tables[index] = new
    }
    capacity = larger
  }

  /// Rows belong to one thread each.
  func set(row: Int, tracker: Int, _ hits: [TrackerHit]) { tables[tracker]?[row] = hits }

  func keeps(tracker: Int) -> Bool { tables[tracker] != nil }

  func hits(row: Int, tracker: Int) -> [TrackerHit] { tables[tracker]?[row] ?? [] }
}
