import Core
import Reconstruction

extension Run {
  public var columnNames: [String] { columns.names }

  /// The finished events of one column.
  public func column(_ name: String) throws -> UnsafeBufferPointer<Double> {
    guard let position = columns.position(of: name) else {
      throw HermeticError.notFound("column", name, known: columns.names)
    }
    return UnsafeBufferPointer(start: columns.buffers[position].values, count: Int(eventsDone))
  }

  /// A column by its number, with the object that keeps its memory alive.
  public func sharedColumn(_ position: Int) -> (values: UnsafePointer<Double>, owner: AnyObject) {
    let buffer = columns.buffers[position]
    return (UnsafePointer(buffer.values), buffer)
  }
}
