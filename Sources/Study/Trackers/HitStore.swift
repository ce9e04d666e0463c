import Core
import Reconstruction

/// Hits of the trackers that keep them, event after event.
final class HitStore: @unchecked Sendable {
  private let names: [String]
  /// One list per event; nil for a tracker that keeps none.
  private var tables: [UnsafeMutablePointer<[TrackerHit]>?]
  private var capacity = 0

  /// - Parameter keepsHits: false for all when nil
  init(trackers: [TrackerCard], keepsHits: Bool? = nil) {
    names = trackers.map(\.name)
    tables = trackers.map {
      keepsHits ?? $0.keepsHits ? UnsafeMutablePointer<[TrackerHit]>.allocate(capacity: 1) : nil
    }
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

  /// Trackers in the order of their names: that of a card's keys does not matter.
  private var byName: [UnsafeMutablePointer<[TrackerHit]>] {
    zip(names, tables).sorted { $0.0 < $1.0 }.compactMap(\.1)
  }

  func write(rows: Int, to writer: inout ByteWriter) {
    for table in byName {
      for row in 0..<rows {
        writer.write(UInt64(table[row].count))
        for hit in table[row] { hit.write(to: &writer) }
      }
    }
  }

  /// Fills `rows` rows behind the first `used`; room has been made.
  func read(rows: Int, after used: Int, from reader: inout ByteReader) throws {
    for table in byName {
      for row in used..<used + rows {
        let count = try reader.integer()
        table[row] = try (0..<count).map { _ in try TrackerHit(from: &reader) }
      }
    }
  }
}

extension TrackerHit {
  fileprivate func write(to writer: inout ByteWriter) {
    let numbers = [
      Double(axis), u_mm, size, drift_mm, trueU_mm, Double(pdg), momentum_GeV, Double(track),
    ]
    for number in numbers { writer.write(number) }
  }

  fileprivate init(from reader: inout ByteReader) throws {
    func integer() throws -> Int32 {
      guard let value = Int32(exactly: try reader.double()) else {
        throw HermeticError(.parse, "the checkpoint has a hit that is none.")
      }
      return value
    }
    let axis = try integer()
    let u = try reader.double()
    let size = try reader.double()
    let drift = try reader.double()
    let truth = try reader.double()
    let pdg = try integer()
    let momentum = try reader.double()
    self.init(
      axis: axis, u_mm: u, size: size, drift_mm: drift, trueU_mm: truth, pdg: pdg, momentum_GeV: momentum,
      track: try integer())
  }
}
