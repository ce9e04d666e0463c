/// Reads what `ByteWriter` wrote. Never reads past the end: bytes may be cut off or from anywhere.
public struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private let what: String

  /// - Parameter what: what the bytes are called in errors
  public init(_ bytes: UnsafeRawBufferPointer, what: String) {
    self.bytes = bytes
    self.what = what
  }

  /// The same without its last eight bytes, after they have proven to be the checksum of the others.
  public init(sealed bytes: UnsafeRawBufferPointer, what: String) throws {
    self.init(bytes, what: what)
    guard bytes.count >= 8 else { throw broken }
    let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(8))
    let seal = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: content.count, as: UInt64.self))
    guard seal == checksum(content) else { throw broken }
    self.init(content, what: what)
  }

  private var broken: HermeticError {
    HermeticError(.parse, "\(what) is broken (cut off, or changed on its way). Write or fetch it again.")
  }

  private mutating func load<T: BitwiseCopyable>(_ type: T.Type) throws -> T {
    let size = MemoryLayout<T>.size
    guard bytes.count - position >= size else { throw broken }
    defer { position += size }
    return bytes.loadUnaligned(fromByteOffset: position, as: type)
  }

  public mutating func integer() throws -> UInt64 { UInt64(littleEndian: try load(UInt64.self)) }

  public mutating func double() throws -> Double { Double(bitPattern: try integer()) }

  public mutating func wideInteger() throws -> Int128 { Int128(littleEndian: try load(Int128.self)) }

  public mutating func text() throws -> String {
    let length = try integer()
    guard length <= UInt64(bytes.count - position) else { throw broken }
    defer { position += Int(length) }
    let utf8 = UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)])
    guard let text = String(validating: utf8, as: UTF8.self) else { throw broken }
    return text
  }

  /// Fills `count` places.
  public mutating func doubles(into values: UnsafeMutablePointer<Double>, count: Int) throws {
    guard count <= (bytes.count - position) / 8 else { throw broken }
    for index in 0..<count { values[index] = try double() }
  }

  /// Fails when something is left.
  public func finish() throws {
    guard position == bytes.count else { throw broken }
  }
}
