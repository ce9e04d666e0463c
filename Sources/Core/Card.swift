/// Strict reader of one JSON object: every key is asked for or is an error with its path.
///
///     var card = try Card(json, path: "beam")
///     let energy = try card.energy("energy_GeV", default: 100, in: 1e-3...1e4)
///     try card.finish()   // throws on unknown keys
public struct Card {
  public let path: String
  private let members: [JSON.Member]
  private var asked: Set<String> = []

  public init(_ json: JSON, path: String) throws {
    guard case .object(let members) = json else {
      throw HermeticError(.configuration, "\(path.isEmpty ? "card" : path) must be an object {…}.")
    }
    self.members = members
    self.path = path
  }

  public func pathOf(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

  public mutating func optional(_ key: String) -> JSON? {
    asked.insert(key)
    guard let value = members.first(where: { $0.key == key })?.value, value != .null else { return nil }
    return value
  }

  public mutating func required(_ key: String) throws -> JSON {
    guard let value = optional(key) else {
      throw HermeticError(.configuration, "\(pathOf(key)) is missing.")
    }
    return value
  }

  /// A number within `range`; `dimension` lets the card say "100 GeV" as well.
  public mutating func number(
    _ key: String, default fallback: Double? = nil, in range: ClosedRange<Double>,
    dimension: String? = nil, hint: String = ""
  ) throws -> Double {
    guard let json = optional(key) else {
      if let fallback { return fallback }
      throw HermeticError(.configuration, "\(pathOf(key)) is missing.")
    }
    let value: Double
    switch json {
    case .number(let number): value = number
    case .string(let text) where dimension != nil:
      do { value = try Quantity.parse(text, dimension: dimension!) } catch let error as HermeticError {
        throw HermeticError(error.code, "\(pathOf(key)): \(error.message)")
      }
    default:
      throw HermeticError(.configuration, "\(pathOf(key)) must be a number, not \(json.text).")
    }
    guard range.contains(value) else {
      throw HermeticError.range(
        pathOf(key), value, allowed: "in \(range.lowerBound) … \(range.upperBound)", hint: hint)
    }
    return value
  }

  public mutating func integer(_ key: String, default fallback: Int? = nil, in range: ClosedRange<Int>)
    throws -> Int
  {
    let value = try number(
      key, default: fallback.map(Double.init), in: Double(range.lowerBound)...Double(range.upperBound))
    guard value == value.rounded() else {
      throw HermeticError.range(pathOf(key), value, allowed: "an integer")
    }
    return Int(value)
  }

  public mutating func string(_ key: String, default fallback: String? = nil) throws -> String {
    guard let json = optional(key) else {
      if let fallback { return fallback }
      throw HermeticError(.configuration, "\(pathOf(key)) is missing.")
    }
    guard case .string(let text) = json else {
      throw HermeticError(.configuration, "\(pathOf(key)) must be a text, not \(json.text).")
    }
    return text
  }

  public mutating func bool(_ key: String, default fallback: Bool) throws -> Bool {
    guard let json = optional(key) else { return fallback }
    guard case .bool(let value) = json else {
      throw HermeticError(.configuration, "\(pathOf(key)) must be true or false, not \(json.text).")
    }
    return value
  }

  public mutating func array(_ key: String, default fallback: [JSON]? = nil) throws -> [JSON] {
    guard let json = optional(key) else {
      if let fallback { return fallback }
      throw HermeticError(.configuration, "\(pathOf(key)) is missing.")
    }
    guard case .array(let items) = json else {
      throw HermeticError(.configuration, "\(pathOf(key)) must be a list […], not \(json.text).")
    }
    return items
  }

  /// A list of `count` numbers (any number of them when nil).
  public mutating func numbers(
    _ key: String, default fallback: [Double]? = nil, count: Int? = nil, in range: ClosedRange<Double>
  ) throws -> [Double] {
    guard optional(key) != nil else {
      if let fallback { return fallback }
      throw HermeticError(.configuration, "\(pathOf(key)) is missing.")
    }
    let items = try array(key)
    if let count, items.count != count {
      throw HermeticError(
        .configuration, "\(pathOf(key)) must hold \(count) numbers, not \(items.count).")
    }
    return try items.enumerated().map { index, item in
      guard case .number(let value) = item else {
        throw HermeticError(.configuration, "\(pathOf(key))[\(index)] must be a number, not \(item.text).")
      }
      guard range.contains(value) else {
        throw HermeticError.range(
          "\(pathOf(key))[\(index)]", value, allowed: "in \(range.lowerBound) … \(range.upperBound)")
      }
      return value
    }
  }

  public mutating func card(_ key: String) throws -> Card? {
    guard let json = optional(key) else { return nil }
    return try Card(json, path: pathOf(key))
  }

  /// Throws if the object has a key that was never asked for.
  public func finish() throws {
    for member in members where !asked.contains(member.key) {
      let error = HermeticError.notFound("key", pathOf(member.key), known: asked.map(pathOf))
      throw HermeticError(.configuration, error.message)
    }
  }
}
