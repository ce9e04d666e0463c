extension JSON {
  /// Parses RFC 8259 text. Depth is limited to 64; duplicate keys, NaN and trailing text are errors.
  public static func parse(_ text: String) throws -> JSON {
    var parser = Parser(bytes: Array(text.utf8))
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == parser.bytes.count else { throw parser.failure("text after the value") }
    return value
  }

  private struct Parser {
    let bytes: [UInt8]
    var position = 0
    /// Keys and indices that lead to the value being read, for messages.
    var path: [Step] = []

    enum Step {
      case key(String)
      case index(Int)
    }

    /// " in channels[0].data[2]", or nothing at the top.
    var place: String {
      var text = ""
      for step in path {
        switch step {
        case .key(let key): text += text.isEmpty ? key : "." + key
        case .index(let index): text += "[\(index)]"
        }
      }
      return text.isEmpty ? "" : " in \(text)"
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    func failure(_ problem: String) -> HermeticError {
      let upTo = bytes.prefix(position)
      let line = upTo.filter { $0 == 10 }.count + 1
      let column = position - (upTo.lastIndex(of: 10) ?? -1)
      return HermeticError(.parse, "JSON: \(problem) at line \(line), column \(column)\(place).")
    }

    mutating func skipSpace() {
      while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
    }

    mutating func expect(_ byte: UInt8) throws {
      skipSpace()
      guard position < bytes.count, bytes[position] == byte else {
        throw failure("expected '\(Character(UnicodeScalar(byte)))'")
      }
      position += 1
    }

    mutating func literal(_ word: String, _ value: JSON) throws -> JSON {
      guard bytes[position...].starts(with: word.utf8) else { throw failure("unknown word") }
      position += word.utf8.count
      return value
    }

    mutating func value(depth: Int) throws -> JSON {
      guard depth < 64 else { throw failure("nesting deeper than 64") }
      skipSpace()
      guard position < bytes.count else { throw failure("unexpected end of text") }
      switch bytes[position] {
      case UInt8(ascii: "{"): return try object(depth: depth)
      case UInt8(ascii: "["): return try array(depth: depth)
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "t"): return try literal("true", .bool(true))
      case UInt8(ascii: "f"): return try literal("false", .bool(false))
      case UInt8(ascii: "n"): return try literal("null", .null)
      default: return .number(try number())
      }
    }

    mutating func object(depth: Int) throws -> JSON {
      position += 1
      var members: [Member] = []
      var keys: Set<String> = []
      skipSpace()
      if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
        position += 1
        return .object([])
      }
      while true {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
          throw failure("expected a key")
        }
        let key = try string()
        guard keys.insert(key).inserted else {
          throw failure("duplicate key \"\(key)\"")
        }
        try expect(UInt8(ascii: ":"))
        path.append(.key(key))
        members.append(Member(key, try value(depth: depth + 1)))
        path.removeLast()
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
          position += 1
          continue
        }
        try expect(UInt8(ascii: "}"))
        return .object(members)
      }
    }

    mutating func array(depth: Int) throws -> JSON {
      position += 1
      var items: [JSON] = []
      skipSpace()
      if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
        position += 1
        return .array([])
      }
      while true {
        path.append(.index(items.count))
        items.append(try value(depth: depth + 1))
        path.removeLast()
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
          position += 1
          continue
        }
        try expect(UInt8(ascii: "]"))
        return .array(items)
      }
    }

    mutating func number() throws -> Double {
      let start = position
      let allowed = Set("+-0123456789.eE".utf8)
      while position < bytes.count, allowed.contains(bytes[position]) { position += 1 }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      guard isNumber(bytes[start..<position]), let value = Double(text), value.isFinite else {
        position = start
        throw failure("not a number")
      }
      return value
    }

    /// The grammar of RFC 8259: -? (0 | 1-9 digits) (. digits)? ([eE] [+-]? digits)?
    func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
      var rest = text
      func digits() -> Int {
        let count = rest.prefix { (48...57).contains($0) }.count
        rest = rest.dropFirst(count)
        return count
      }
      if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      let leadingZero = rest.first == UInt8(ascii: "0")
      let whole = digits()
      guard whole > 0, whole == 1 || !leadingZero else { return false }
      if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        guard digits() > 0 else { return false }
      }
      if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        guard digits() > 0 else { return false }
      }
      return rest.isEmpty
    }

    mutating func hexadecimal() throws -> UInt32 {
      guard position + 4 <= bytes.count, bytes[position] != UInt8(ascii: "+"),
        bytes[position] != UInt8(ascii: "-"),
        let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
      else { throw failure("bad \\u escape") }
      position += 4
      return code
    }

    mutating func string() throws -> String {
      position += 1
      var result: [UInt8] = []
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\"") { return String(decoding: result, as: UTF8.self) }
        guard byte >= 32 else { throw failure("control character in a string") }
        guard byte == UInt8(ascii: "\\") else {
          result.append(byte)
          continue
        }
        guard position < bytes.count else { break }
        let escape = bytes[position]
        position += 1
        switch escape {
        case UInt8(ascii: "n"): result.append(10)
        case UInt8(ascii: "t"): result.append(9)
        case UInt8(ascii: "r"): result.append(13)
        case UInt8(ascii: "b"): result.append(8)
        case UInt8(ascii: "f"): result.append(12)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
        case UInt8(ascii: "u"): result.append(contentsOf: try escapedScalar().utf8)
        default: throw failure("unknown escape")
        }
      }
      throw failure("unterminated string")
    }

    mutating func escapedScalar() throws -> String {
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard position + 2 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u")
        else { throw failure("lone surrogate") }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw failure("lone surrogate") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = UnicodeScalar(code) else { throw failure("lone surrogate") }
      return String(Character(scalar))
    }
  }
}
