/// What is known of the deviation δ of a track from its reference, as a square root of information:
///
///     R δ = z + ν,   ν ~ N(0, 1),   R upper triangular;   C = (RᵀR)⁻¹,   δ̂ = R⁻¹ z
///
/// Everything is a rotation of rows, which keeps the sum of squares: no difference of large numbers,
/// and nothing known at all is R = 0, so that a filter starts without a prior [1, 2]. The drift to
/// another plane leaves R triangular and costs three multiplications.
///
/// Columns between R and z are of unknowns that stay in the equations (`RadiationInformation`): whatever is done to the rows is done
/// to them. A filter without any has six columns, `TrackInformation`.
///
/// - Checked by: `KalmanFilterTests` (equals global least squares to 1e-9), `RadiationTests`.
///
/// [1] Bierman, Factorization Methods for Discrete Sequential Estimation (1977), ch. V–VI
/// [2] Kaminski, Bryson, Schmidt, IEEE Trans. Autom. Control 16 (1971) 727
struct SquareRootInformation<let columns: Int> {
  typealias Row = InlineArray<columns, Double>

  /// Rows of (R | … | z).
  private var rows: InlineArray<5, Row>
  /// Σ of squares that no δ can remove.
  var chi2: Double

  init() {
    rows = InlineArray(repeating: Row(repeating: 0))
    chi2 = 0
  }

  @inline(__always) func at(_ i: Int, _ j: Int) -> Double { rows[unchecked: i][unchecked: j] }
  @inline(__always) mutating func put(_ i: Int, _ j: Int, _ value: Double) {
    rows[unchecked: i][unchecked: j] = value
  }
  @inline(__always) func z(_ i: Int) -> Double { at(i, columns &- 1) }

  /// One more equation h·δ = value ± 1.
  @inline(__always)
  mutating func absorb(_ row: Row, from first: Int = 0) {
    var row = row
    rotate(&row, from: first)
    chi2 += row[unchecked: columns &- 1] * row[unchecked: columns &- 1]
  }

  /// Turns an equation into the rows; what is left of it knows nothing of δ.
  @inline(__always)
  mutating func rotate(_ row: inout Row, from first: Int = 0) {
    for i in first..<5 {
      let below = row[unchecked: i]
      if below == 0 { continue }
      let pivot = at(i, i)
      let length = (pivot * pivot + below * below).squareRoot()
      let c = pivot / length
      let s = below / length
      for j in i..<columns {
        let a = at(i, j)
        let b = row[unchecked: j]
        put(i, j, c * a + s * b)
        row[unchecked: j] = c * b - s * a
      }
    }
  }

  /// All that another filter knows of the same δ.
  mutating func absorb(_ other: SquareRootInformation) {
    chi2 += other.chi2
    for i in 0..<5 {
      var row = Row(repeating: 0)
      for j in i..<columns { row[unchecked: j] = other.at(i, j) }
      absorb(row, from: i)
    }
  }

  /// δ = M δ′ for a drift over `dz`: δx = δx′ − dz δtx′.
  @inline(__always)
  mutating func drift(_ dz: Double) {
    put(0, 2, at(0, 2) - dz * at(0, 0))
    put(0, 3, at(0, 3) - dz * at(0, 1))
    put(1, 3, at(1, 3) - dz * at(1, 1))
  }

  /// δ = M δ′.
  mutating func substitute(_ m: borrowing TrackMatrix) {
    let old = rows
    for i in 0..<5 {
      for j in 0..<5 {
        var sum = 0.0
        for k in i..<5 { sum += old[unchecked: i][unchecked: k] * m[k, j] }
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
          for k in j..<columns {
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

  /// δqp = δqp′/scale.
  mutating func scaleMomentum(_ inverse: Double) {
    for i in 0..<5 { put(i, 4, at(i, 4) * inverse) }
  }

  /// δ′ = δ + g w with w ~ N(0, 1) unknown; g ends at index `last`.
  @inline(__always)
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
        for j in i..<columns {
          let a = noise[unchecked: j]
          let b = at(i, j)
          noise[unchecked: j] = c * a + s * b
          put(i, j, c * b - s * a)
        }
      }
      i &-= 1
    }
  }

  /// nil where a component of δ is not determined.
  var solution: InlineArray<5, Double>? { solve { z($0) } }

  /// R x = right-hand side; nil where a component of x is not determined.
  @inline(__always)
  func solve(_ right: (Int) -> Double) -> InlineArray<5, Double>? {
    var result = InlineArray<5, Double>(repeating: 0)
    var i = 4
    while i >= 0 {
      let pivot = at(i, i)
      // A column whose length lies all above the diagonal is a combination of the others.
      var above = 0.0
      for k in 0...i { above += at(k, i) * at(k, i) }
      if !(pivot * pivot > 1e-24 * above) { return nil }
      var sum = right(i)
      for j in (i &+ 1)..<5 { sum -= at(i, j) * result[unchecked: j] }
      result[unchecked: i] = sum / pivot
      i &-= 1
    }
    return result
  }

  /// hᵀ C h: the variance of a linear function of δ.
  func variance(_ h: InlineArray<5, Double>) -> Double {
    var w = InlineArray<5, Double>(repeating: 0)
    var sum = 0.0
    for i in 0..<5 {
      var value = h[unchecked: i]
      for j in 0..<i { value -= at(j, i) * w[unchecked: j] }
      value /= at(i, i)
      w[unchecked: i] = value
      sum += value * value
    }
    return sum
  }

  /// C h.
  func covarianceTimes(_ h: InlineArray<5, Double>) -> InlineArray<5, Double> {
    var w = InlineArray<5, Double>(repeating: 0)
    for i in 0..<5 {
      var value = h[unchecked: i]
      for j in 0..<i { value -= at(j, i) * w[unchecked: j] }
      w[unchecked: i] = value / at(i, i)
    }
    var i = 4
    while i >= 0 {
      for j in (i &+ 1)..<5 { w[unchecked: i] -= at(i, j) * w[unchecked: j] }
      w[unchecked: i] /= at(i, i)
      i &-= 1
    }
    return w
  }

  var covariance: TrackMatrix {
    var inverse = TrackMatrix()
    for j in 0..<5 {
      inverse[j, j] = 1 / at(j, j)
      var i = j - 1
      while i >= 0 {
        var sum = 0.0
        for k in (i + 1)...j { sum += at(i, k) * inverse[k, j] }
        inverse[i, j] = -sum / at(i, i)
        i &-= 1
      }
    }
    var result = TrackMatrix()
    for i in 0..<5 {
      for j in i..<5 {
        var sum = 0.0
        for k in j..<5 { sum += inverse[i, k] * inverse[j, k] }
        result[i, j] = sum
        result[j, i] = sum
      }
    }
    return result
  }
}

/// Of a filter whose only unknown is the track.
typealias TrackInformation = SquareRootInformation<6>
