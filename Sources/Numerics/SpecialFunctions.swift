/// Special functions for counting statistics and for whoever else needs them.
///
/// Built on this module's own `exp` and `log`, so a limit has the same bits on every machine.
/// They live in a namespace because half of them share their names with the C library's.
public enum SpecialFunctions {
  /// ½ ln 2π.
  static let halfLogTwoPi = 0.9189385332046727418

  /// ln Σ exp(xᵢ) without overflow; −∞ for an empty list.
  public static func logSumExp(_ values: [Double]) -> Double {
    guard let largest = values.max(), largest > -.infinity else { return -.infinity }
    guard largest < .infinity else { return .infinity }
    var sum = 0.0
    for value in values { sum += exp(value - largest) }
    return largest + log(sum)
  }
}
