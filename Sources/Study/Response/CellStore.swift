import Core
import Reconstruction

/// Cell energies of the sensors that the run card asks for, event after event.
final class CellStore: @unchecked Sendable {
  private struct Table {
    let sensor: Int
    let width: Int
    var reported: ColumnStore.Buffer
    /// Before the response; nil when the run has none (then it is the same).
    var truth: ColumnStore.Buffer?
  }

  private var tables: [Table]
  private var capacity = 0

  init(sensors: [Int], grids: [ChannelGrid], hasResponse: Bool) {
    tables = sensors.map {
      Table(
        sensor: $0, width: grids[$0].channelCount, reported: ColumnStore.Buffer(capacity: 0),
        truth: hasResponse ? ColumnStore.Buffer(capacity: 0) : nil)
    }
  }

  func reserve(_ rows: Int, keeping used: Int) {
    guard rows > capacity else { return }
    capacity = max(rows, capacity + capacity / 2)
    for index in tables.indices {
      let width = tables[index].width
      func grown(_ old: ColumnStore.Buffer) -> ColumnStore.Buffer {
        let larger = ColumnStore.Buffer(capacity: capacity * width)
        larger.values.update(from: old.values, count: used * width)
        return larger
      }
      tables[index].reported = grown(tables[index].reported)
      tables[index].truth = tables[index].truth.map(grown)
    }
  }

  /// Writes one event: calibrated reported energies and visible true ones.
  func set(
    row: Int, reported: UnsafePointer<Double>, visible: UnsafePointer<Double>, grids: [ChannelGrid]
  ) {
    for table in tables {
      let grid = grids[table.sensor]
      let start = row * table.width
      for channel in 0..<table.width {
        table.reported.values[start + channel] = reported[grid.offset + channel]
        table.truth?.values[start + channel] = visible[grid.offset + channel] / grid.visibleFraction
      }
    }
  }

  func write(rows: Int, to writer: inout ByteWriter) {
    for (buffer, width) in buffers { writer.write(buffer.values, count: rows * width) }
  }

  /// Fills `rows` rows behind the first `used`; room has been made.
  func read(rows: Int, after used: Int, from reader: inout ByteReader) throws {
    for (buffer, width) in buffers {
      try reader.doubles(into: buffer.values + used * width, count: rows * width)
    }
  }

  private var buffers: [(ColumnStore.Buffer, width: Int)] {
    tables.flatMap { table in [table.reported, table.truth].compactMap { $0 }.map { ($0, table.width) } }
  }

  /// The rows of one sensor; nil when it was not asked for.
  func rows(ofSensor sensor: Int, truth: Bool, count: Int) -> UnsafeBufferPointer<Double>? {
    guard let table = tables.first(where: { $0.sensor == sensor }) else { return nil }
    let buffer = truth ? table.truth ?? table.reported : table.reported
    return UnsafeBufferPointer(start: buffer.values, count: count * table.width)
  }
}
