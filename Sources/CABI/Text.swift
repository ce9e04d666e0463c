import CHermetic
import Core

/// The object behind `hermetic_text`.
final class TextObject {
  let bytes: UnsafeMutablePointer<CChar>
  let length: Int

  init(_ string: String) {
    let source = Array(string.utf8CString)
    length = source.count - 1
    bytes = .allocate(capacity: source.count)
    bytes.initialize(from: source, count: source.count)
  }

  /// Bytes of any kind, with a zero behind them.
  init(bytes source: [UInt8]) {
    length = source.count
    bytes = .allocate(capacity: source.count + 1)
    for (index, byte) in source.enumerated() { bytes[index] = CChar(bitPattern: byte) }
    bytes[length] = 0
  }

  deinit { bytes.deallocate() }
}

func answer(_ json: JSON, _ out: UnsafeMutablePointer<OpaquePointer?>?) throws {
  try output(out, "out").pointee = Handle.make(TextObject(json.text))
}

@_cdecl("hermetic_text_data") @implementation
public func hermetic_text_data(_ text: OpaquePointer!) -> UnsafePointer<CChar>! {
  guard let object = try? Handle.object(text, "text", as: TextObject.self) else {
    return StaticText.empty
  }
  return UnsafePointer(object.bytes)
}

@_cdecl("hermetic_text_length") @implementation
public func hermetic_text_length(_ text: OpaquePointer!) -> Int {
  (try? Handle.object(text, "text", as: TextObject.self))?.length ?? 0
}

@_cdecl("hermetic_text_free") @implementation
public func hermetic_text_free(_ text: OpaquePointer!) { Handle.free(text, as: TextObject.self) }

extension StaticText {
  static let empty = make("")
}
