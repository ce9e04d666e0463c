/// What is known of a track's deviation δ and of losses η at up to four places, as a square root of information:
///
///     R δ + S η = z + ν,   T η = y + ν′,   ν, ν′ ~ N(0, 1)
///
/// A `SquareRootInformation` with a column for each loss: they are unknowns whose distribution is not normal, so that they stay in the
/// equations until their own is put in. What a rotation leaves of a hit's row is an equation for them alone (Bierman's biases).
///
/// - Checked by: `RadiationTests`.
///
/// Bierman, Factorization Methods for Discrete Sequential Estimation (1977), ch. VIII
struct RadiationInformation {
  static let losses = 4
  typealias Row = InlineArray<10, Double>

  /// Rows of (R | S | z).
  var track = SquareRootInformation<10>()
  /// Rows of (T | y), 4 × 5.
  private var tail = InlineArray<20, Double>(repeating: 0)
  /// Σ of squares that neither δ nor η can remove.
  private(set) var chi2 = 0.0

  @inline(__always) func tail(_ i: Int, _ j: Int) -> Double { tail[unchecked: i &* 5 &+ j] }

  mutating func absorb(_ row: Row, from first: Int = 0) {
    var row = row
    track.rotate(&row, from: first)
    absorbTail(row)
  }

  /// The part of a row that knows nothing of δ.
  private mutating func absorbTail(_ row: Row) {
    var row = row
    for i in 0..<4 {
      let below = row[unchecked: 5 &+ i]
      if below == 0 { continue }
      let pivot = tail(i, i)
      let length = (pivot * pivot + below * below).squareRoot()
      let c = pivot / length
      let s = below / length
      for j in i..<5 {
        let a = tail(i, j)
        let b = row[unchecked: 5 &+ j]
        tail[unchecked: i &* 5 &+ j] = c * a + s * b
        row[unchecked: 5 &+ j] = c * b - s * a
      }
    }
    chi2 += row[unchecked: 9] * row[unchecked: 9]
  }

  mutating func absorb(_ other: RadiationInformation) {
    chi2 += other.chi2
    for i in 0..<5 {
      var row = Row(repeating: 0)
      for j in i..<10 { row[unchecked: j] = other.track.at(i, j) }
      absorb(row, from: i)
    }
    for i in 0..<4 {
      var row = Row(repeating: 0)
      for j in i..<5 { row[unchecked: 5 &+ j] = other.tail(i, j) }
      absorbTail(row)
    }
  }

  /// δqp = δqp′ + amount η: loss number `k`, seen from its other side.
  mutating func lose(_ k: Int, _ amount: Double) {
    for i in 0..<5 { track.put(i, 5 &+ k, track.at(i, 5 &+ k) + amount * track.at(i, 4)) }
  }
}
