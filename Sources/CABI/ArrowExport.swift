import CHermetic
import Core
import Study

// Event columns as an Arrow struct array. Every exported structure owns a retained `ArrowMemory`; the
// consumer's call of `release` gives it back.

/// Memory that an exported structure points to, and what keeps the column values alive.
private final class ArrowMemory {
  var owner: AnyObject?
  var children: UnsafeMutableRawPointer?
  var pointers: UnsafeMutableRawPointer?
  var buffers: UnsafeMutablePointer<UnsafeRawPointer?>?
  var texts: [TextObject] = []
  var release: () -> Void = {}

  deinit {
    release()
    buffers?.deallocate()
    pointers?.deallocate()
    children?.deallocate()
  }
}

private func releaseSchema(_ schema: UnsafeMutablePointer<ArrowSchema>?) {
  guard let schema, schema.pointee.release != nil else { return }
  for index in 0..<Int(schema.pointee.n_children) {
    let child = schema.pointee.children[index]!
    child.pointee.release?(child)
  }
  schema.pointee.release = nil
  Unmanaged<ArrowMemory>.fromOpaque(schema.pointee.private_data).release()
}

private func releaseArray(_ array: UnsafeMutablePointer<ArrowArray>?) {
  guard let array, array.pointee.release != nil else { return }
  for index in 0..<Int(array.pointee.n_children) {
    let child = array.pointee.children[index]!
    child.pointee.release?(child)
  }
  array.pointee.release = nil
  Unmanaged<ArrowMemory>.fromOpaque(array.pointee.private_data).release()
}

private func fill(
  _ schema: UnsafeMutablePointer<ArrowSchema>, format: String, name: String, memory: ArrowMemory,
  children: UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>? = nil, count: Int = 0
) {
  let format = TextObject(format)
  let name = TextObject(name)
  memory.texts += [format, name]
  schema.initialize(
    to: ArrowSchema(
      format: UnsafePointer(format.bytes), name: UnsafePointer(name.bytes), metadata: nil, flags: 0,
      n_children: Int64(count), children: children, dictionary: nil,
      release: { releaseSchema($0) }, private_data: Unmanaged.passRetained(memory).toOpaque()))
}

private func fill(
  _ array: UnsafeMutablePointer<ArrowArray>, length: Int, values: UnsafeRawPointer?, isStruct: Bool,
  memory: ArrowMemory, children: UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>? = nil,
  count: Int = 0
) {
  // The validity bitmap is absent: nothing is null.
  let buffers = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: 2)
  buffers[0] = nil
  buffers[1] = values
  memory.buffers = buffers
  array.initialize(
    to: ArrowArray(
      length: Int64(length), null_count: 0, offset: 0, n_buffers: isStruct ? 1 : 2,
      n_children: Int64(count), buffers: buffers, children: children, dictionary: nil,
      release: { releaseArray($0) }, private_data: Unmanaged.passRetained(memory).toOpaque()))
}

@_cdecl("hermetic_run_export_arrow") @implementation
public func hermetic_run_export_arrow(
  _ run: OpaquePointer!, _ schema: UnsafeMutablePointer<ArrowSchema>!,
  _ array: UnsafeMutablePointer<ArrowArray>!
) -> Int32 {
  guarded {
    let run = try Handle.object(run, "run", as: RunObject.self).run
    let schema = try output(schema, "schema")
    let array = try output(array, "array")
    let names = ["event"] + run.columnNames
    let rows = Int(run.eventsDone)

    let schemaMemory = ArrowMemory()
    let schemas = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: names.count)
    let schemaPointers = UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>.allocate(
      capacity: names.count)
    schemaMemory.children = UnsafeMutableRawPointer(schemas)
    schemaMemory.pointers = UnsafeMutableRawPointer(schemaPointers)

    let arrayMemory = ArrowMemory()
    let arrays = UnsafeMutablePointer<ArrowArray>.allocate(capacity: names.count)
    let arrayPointers = UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>.allocate(
      capacity: names.count)
    arrayMemory.children = UnsafeMutableRawPointer(arrays)
    arrayMemory.pointers = UnsafeMutableRawPointer(arrayPointers)

    for (index, name) in names.enumerated() {
      let memory = ArrowMemory()
      if index == 0 {
        let numbers = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, rows))
        for row in 0..<rows { numbers[row] = Int64(run.card.firstEvent) + Int64(row) }
        memory.release = { numbers.deallocate() }
        fill(arrays, length: rows, values: UnsafeRawPointer(numbers), isStruct: false, memory: memory)
      } else {
        let column = run.sharedColumn(index - 1)
        memory.owner = column.owner
        fill(
          arrays + index, length: rows, values: UnsafeRawPointer(column.values), isStruct: false,
          memory: memory)
      }
      arrayPointers[index] = arrays + index
      fill(schemas + index, format: index == 0 ? "l" : "g", name: name, memory: ArrowMemory())
      schemaPointers[index] = schemas + index
    }
    fill(
      schema, format: "+s", name: "", memory: schemaMemory, children: schemaPointers,
      count: names.count)
    fill(
      array, length: rows, values: nil, isStruct: true, memory: arrayMemory,
      children: arrayPointers, count: names.count)
  }
}
