import Core
import Numerics

extension Card {
  /// A list of `count` lengths in mm, each a number or a text such as "1.5 cm".
  mutating func lengths(
    _ key: String, default fallback: [Double]? = nil, count: Int, in range: ClosedRange<Double>
  ) throws -> [Double] {
    guard optional(key) != nil else {
      if let fallback { return fallback }
      throw HermeticError(.configuration, "\(pathOf(key)) is missing.")
    }
    let items = try array(key)
    guard items.count == count else {
      throw HermeticError(
        .configuration, "\(pathOf(key)) must hold \(count) lengths, not \(items.count).")
    }
    return try items.enumerated().map { index, item in
      // A card of one key lends its message and its units.
      let name = "\(key)[\(index)]"
      var single = try Card(.object([JSON.Member(name, item)]), path: path)
      return try single.number(name, in: range, dimension: "length")
    }
  }

  mutating func length(_ key: String, default fallback: Double? = nil, in range: ClosedRange<Double>)
    throws -> Double
  {
    try number(key, default: fallback, in: range, dimension: "length")
  }

  /// A list of `count` integers (any number of them when nil).
  mutating func integers(_ key: String, count: Int? = nil, in range: ClosedRange<Int>) throws -> [Int] {
    let values = try numbers(
      key, count: count, in: Double(range.lowerBound)...Double(range.upperBound))
    return try values.enumerated().map { index, value in
      guard value == value.rounded() else {
        throw HermeticError.range("\(pathOf(key))[\(index)]", value, allowed: "an integer")
      }
      return Int(value)
    }
  }
}
