/// JSON Patch (RFC 6902) with JSON pointers (RFC 6901).
public enum JSONPatch {
  /// Applies a list of operations; the first that can't be applied is named with its place in the list.
  public static func apply(_ patch: JSON, to document: JSON) throws -> JSON {
    guard case .array(let operations) = patch else {
      throw HermeticError(.configuration, "a patch must be a list of operations […].")
    }
    var result = document
    for (index, operation) in operations.enumerated() {
      let place = "patch[\(index)]"
      var card = try Card(operation, path: place)
      let kind = try card.string("op")
      let path = try pointer(try card.string("path"), "\(place).path")
      switch kind {
      case "add": result = try change(result, path, .add(try value(&card, operation)), place)
      case "replace": result = try change(result, path, .replace(try value(&card, operation)), place)
      case "remove": result = try change(result, path, .remove, place)
      case "test":
        guard try find(result, path, place) == (try value(&card, operation)) else {
          throw HermeticError(.configuration, "\(place): the test failed. Is it a patch for this document?")
        }
      case "move", "copy":
        let from = try pointer(try card.string("from"), "\(place).from")
        let moved = try find(result, from, place)
        if kind == "move" { result = try change(result, from, .remove, place) }
        result = try change(result, path, .add(moved), place)
      default:
        throw HermeticError.notFound(
          "operation", "\(place).op = \(kind)", known: ["add", "copy", "move", "remove", "replace", "test"])
      }
    }
    return result
  }

  /// Operations that turn one document into another, deepest differences first found.
  public static func difference(from old: JSON, to new: JSON) -> JSON {
    var operations: [JSON] = []
    collect(old, new, "", &operations)
    return .array(operations)
  }

  private enum Change {
    case add(JSON)
    case replace(JSON)
    case remove
  }

  /// `value` may be null, which a card can't tell from an absent key.
  private static func value(_ card: inout Card, _ operation: JSON) throws -> JSON {
    if let value = card.optional("value") { return value }
    if let null = operation["value"] { return null }
    return try card.required("value")
  }

  private static func pointer(_ text: String, _ place: String) throws -> [String] {
    if text.isEmpty { return [] }
    guard text.hasPrefix("/") else {
      throw HermeticError(.configuration, "\(place) \"\(text)\" must begin with \"/\" (a JSON pointer).")
    }
    return text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
      unescape(String($0))
    }
  }

  /// ~1 is a slash and ~0 a tilde.
  private static func unescape(_ key: String) -> String {
    var result = ""
    var iterator = key.makeIterator()
    while let character = iterator.next() {
      guard character == "~" else {
        result.append(character)
        continue
      }
      switch iterator.next() {
      case "1": result.append("/")
      case "0": result.append("~")
      case let other?: result += "~" + String(other)
      case nil: result += "~"
      }
    }
    return result
  }

  private static func escape(_ key: String) -> String {
    var result = ""
    for character in key { result += character == "~" ? "~0" : character == "/" ? "~1" : String(character) }
    return result
  }

  private static func index(_ key: String, below end: Int, _ place: String) throws -> Int {
    guard let index = Int(key), index >= 0, index < end, String(index) == key else {
      throw HermeticError(
        .configuration, "\(place): there is no item \"\(key)\" in a list of \(end - 1) or \(end).")
    }
    return index
  }

  private static func find(_ document: JSON, _ path: [String], _ place: String) throws -> JSON {
    guard let key = path.first else { return document }
    let rest = Array(path.dropFirst())
    switch document {
    case .object(let members):
      guard let member = members.first(where: { $0.key == key }) else {
        throw HermeticError(.notFound, "\(place): there is no key \"\(key)\".")
      }
      return try find(member.value, rest, place)
    case .array(let items): return try find(items[try index(key, below: items.count, place)], rest, place)
    default: throw HermeticError(.notFound, "\(place): \"\(key)\" lies inside a value that is no container.")
    }
  }

  private static func change(_ document: JSON, _ path: [String], _ change: Change, _ place: String) throws
    -> JSON
  {
    guard let key = path.first else {
      switch change {
      case .add(let value), .replace(let value): return value
      case .remove: throw HermeticError(.configuration, "\(place): the whole document can't be removed.")
      }
    }
    let rest = Array(path.dropFirst())
    switch document {
    case .object(var members):
      let position = members.firstIndex { $0.key == key }
      if rest.isEmpty {
        switch change {
        case .add(let value):
          if let position { members[position].value = value } else { members.append(.init(key, value)) }
          return .object(members)
        case .replace(let value):
          if let position {
            members[position].value = value
            return .object(members)
          }
        case .remove:
          if let position {
            members.remove(at: position)
            return .object(members)
          }
        }
      } else if let position {
        members[position].value = try self.change(members[position].value, rest, change, place)
        return .object(members)
      }
      throw HermeticError(.notFound, "\(place): there is no key \"\(key)\".")
    case .array(var items):
      if rest.isEmpty, case .add(let value) = change {
        items.insert(value, at: key == "-" ? items.count : try index(key, below: items.count + 1, place))
        return .array(items)
      }
      let position = try index(key, below: items.count, place)
      if rest.isEmpty {
        if case .replace(let value) = change { items[position] = value } else { items.remove(at: position) }
      } else {
        items[position] = try self.change(items[position], rest, change, place)
      }
      return .array(items)
    default: throw HermeticError(.notFound, "\(place): \"\(key)\" lies inside a value that is no container.")
    }
  }

  private static func collect(_ old: JSON, _ new: JSON, _ path: String, _ operations: inout [JSON]) {
    if old == new { return }
    func add(_ kind: String, _ path: String, _ value: JSON?) {
      var members: [JSON.Member] = [.init("op", .string(kind)), .init("path", .string(path))]
      if let value { members.append(.init("value", value)) }
      operations.append(.object(members))
    }
    switch (old, new) {
    case (.object(let a), .object(let b)):
      for member in a where !b.contains(where: { $0.key == member.key }) {
        add("remove", path + "/" + escape(member.key), nil)
      }
      for member in b {
        let place = path + "/" + escape(member.key)
        if let before = a.first(where: { $0.key == member.key }) {
          collect(before.value, member.value, place, &operations)
        } else {
          add("add", place, member.value)
        }
      }
    case (.array(let a), .array(let b)) where a.contains { if case .object = $0 { true } else { false } }:
      for k in 0..<min(a.count, b.count) { collect(a[k], b[k], "\(path)/\(k)", &operations) }
      for k in stride(from: a.count - 1, through: b.count, by: -1) { add("remove", "\(path)/\(k)", nil) }
      for item in b.dropFirst(a.count) { add("add", path + "/-", item) }
    default: add("replace", path, new)
    }
  }
}
