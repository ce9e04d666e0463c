/// Appends values to bytes, little-endian.
public struct ByteWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func write(_ value: Double) { write(value.bitPattern) }

  public mutating func write(_ value: Int128) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// The length in bytes, then UTF-8.
  public mutating func write(_ text: String) {
    let utf8 = Array(text.utf8)
    write(UInt64(utf8.count))
    bytes.append(contentsOf: utf8)
  }

  public mutating func write(_ values: UnsafePointer<Double>, count: Int) {
    bytes.reserveCapacity(bytes.count + 8 * count)
    for index in 0..<count { write(values[index]) }
  }

  /// Ends with a checksum of everything before it.
  public mutating func seal() { write(bytes.withUnsafeBytes(checksum)) }
}

/// A 64-bit checksum against broken files, not against forgers: one multiplication per byte (FNV-1a).
func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return hash
}
