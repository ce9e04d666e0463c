/// What is known of a track's deviation δ and of losses η at up to four places, as a square root of information:
///
///     R δ + S η = z + ν,   T η = y + ν′,   ν, ν′ ~ N(0, 1)
///
/// `SquareRootInformation` with more columns: the losses are unknowns whose distribution is not normal, so that they stay in the
/// equations until their own is put in. What a rotation leaves of a hit's row is an equation for them alone (Bierman's biases).
///
/// - Checked by: `RadiationTests`.
///
/// Bierman, Factorization Methods for Discrete Sequential Estimation (1977), ch. VIII
struct RadiationInformation {
  static let losses = 4
  static let width = 10
  typealias Row = InlineArray<10, Double>

  /// Rows of (R | S | z), 5 × 10.
  private var rows = InlineArray<50, Double>(repeating: 0)
  /// Rows of (T | y), 4 × 5.
  private var tail = InlineArray<20, Double>(repeating: 0)
  /// Σ of squares that neither δ nor η can remove.
  private(set) var chi2 = 0.0

  @inline(__always) func at(_ i: Int, _ j: Int) -> Double { rows[unchecked: i &* 10 &+ j] }
  @inline(__always) private mutating func put(_ i: Int, _ j: Int, _ value: Double) {
    rows[unchecked: i &* 10 &+ j] = value
  }
  @inline(__always) func tail(_ i: Int, _ j: Int) -> Double { tail[unchecked: i &* 5 &+ j] }

  mutating func absorb(_ row: Row, from first: Int = 0) {
    var row = row
    for i in first..<5 {
      let below = row[unchecked: i]
      if below == 0 { continue }
      let pivot = at(i, i)
      let length = (pivot * pivot + below * below).squareRoot()
      let c = pivot / length
      let s = below / length
      for j in i..<10 {
        let a = at(i, j)
        let b = row[unchecked: j]
        put(i, j, c * a + s * b)
        row[unchecked: j] = c * b - s * a
      }
    }
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
      for j in i..<10 { row[unchecked: j] = other.at(i, j) }
      absorb(row, from: i)
    }
    for i in 0..<4 {
      var row = Row(repeating: 0)
      for j in i..<5 { row[unchecked: 5 &+ j] = other.tail(i, j) }
      absorbTail(row)
    }
  }

  mutating func drift(_ dz: Double) {
    put(0, 2, at(0, 2) - dz * at(0, 0))
    put(0, 3, at(0, 3) - dz * at(0, 1))
    put(1, 3, at(1, 3) - dz * at(1, 1))
  }

  mutating func substitute(_ m: borrowing TrackMatrix) {
    let old = rows
    for i in 0..<5 {
      for j in 0..<5 {
        var sum = 0.0
        for k in i..<5 { sum += old[unchecked: i &* 10 &+ k] * m[k, j] }
        put(i, j, sum)
      }
    }
    for j in 0..<4 {
      var i = 4
      while i > j {
        let below = at(i, j)
        if below != 0 {
          let pivot = at(j, j)
          let length = (pivot * pivot + below * below).squareRoot()
          let c = pivot / length
          let s = below / length
          for k in j..<10 {
            let a = at(j, k)
            let b = at(i, k)
            put(j, k, c * a + s * b)
            put(i, k, c * b - s * a)
          }
          put(i, j, 0)
        }
        i &-= 1
      }
    }
  }

  mutating func scaleMomentum(_ inverse: Double) {
    for i in 0..<5 { put(i, 4, at(i, 4) * inverse) }
  }

  /// δqp = δqp′ + amount η: loss number `k`, seen from its other side.
  mutating func lose(_ k: Int, _ amount: Double) {
    for i in 0..<5 { put(i, 5 &+ k, at(i, 5 &+ k) + amount * at(i, 4)) }
  }

  mutating func disperse(_ g: InlineArray<5, Double>, last: Int) {
    var noise = Row(repeating: 0)
    var pivot = 1.0
    var i = last
    while i >= 0 {
      var v = 0.0
      for k in i...last { v -= at(i, k) * g[unchecked: k] }
      if v != 0 {
        let length = (pivot * pivot + v * v).squareRoot()
        let c = pivot / length
        let s = v / length
        pivot = length
        for j in i..<10 {
          let a = noise[unchecked: j]
          let b = at(i, j)
          noise[unchecked: j] = c * a + s * b
          put(i, j, c * b - s * a)
        }
      }
      i &-= 1
    }
  }

  /// Scattering, as `KalmanFilter` does it.
  mutating func disperse(_ step: TrackStep) {
    var g = InlineArray<5, Double>(repeating: 0)
    if step.kind == .thickScatter {
      let side = step.d * 0.28867513459481287  // 1/√12
      g[0] = side * step.a
      g[1] = side * step.b
      disperse(g, last: 1)
      g[0] = 0
      g[1] = side * step.c
      disperse(g, last: 1)
      g[1] = 0.5 * step.d * step.c
      g[3] = step.c
      disperse(g, last: 3)
      g[0] = 0.5 * step.d * step.a
      g[1] = 0.5 * step.d * step.b
    }
    g[2] = step.a
    g[3] = step.b
    if step.kind == .scatter {
      disperse(g, last: 3)
      g[2] = 0
      g[3] = step.c
    }
    disperse(g, last: 3)
  }

  /// R x = right-hand side; nil where a component is not determined.
  func solve(_ column: (Int) -> Double) -> InlineArray<5, Double>? {
    var result = InlineArray<5, Double>(repeating: 0)
    var i = 4
    while i >= 0 {
      let pivot = at(i, i)
      var above = 0.0
      for k in 0...i { above += at(k, i) * at(k, i) }
      if !(pivot * pivot > 1e-24 * above) { return nil }
      var sum = column(i)
      for j in (i &+ 1)..<5 { sum -= at(i, j) * result[unchecked: j] }
      result[unchecked: i] = sum / pivot
      i &-= 1
    }
    return result
  }
}
