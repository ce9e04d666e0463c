import Core
import Numerics

@testable import Reconstruction

/// Least squares by Householder reflections: rows (a | b) of equations a·x = b ± 1.
struct LeastSquares {
  private(set) var rows: [[Double]] = []
  let count: Int

  init(count: Int) { self.count = count }

  mutating func add(_ a: [Double], _ b: Double, sigma: Double) { rows.append((a + [b]).map { $0 / sigma }) }

  /// Solution, covariance, χ².
  func solve() -> (x: [Double], covariance: [[Double]], chi2: Double) {
    var a = rows
    let n = count
    for k in 0..<n {
      let length = (k..<a.count).reduce(0) { $0 + a[$1][k] * a[$1][k] }.squareRoot()
      let alpha = a[k][k] > 0 ? -length : length
      var v = [Double](repeating: 0, count: a.count)
      for i in k..<a.count { v[i] = a[i][k] }
      v[k] -= alpha
      let square = v.reduce(0) { $0 + $1 * $1 }
      for j in k...n {
        let dot = (k..<a.count).reduce(0) { $0 + v[$1] * a[$1][j] }
        for i in k..<a.count { a[i][j] -= 2 * dot / square * v[i] }
      }
    }
    var inverse = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for j in 0..<n {
      for i in stride(from: j, through: 0, by: -1) {
        var sum = i == j ? 1.0 : 0.0
        for k in (i + 1)..<max(i + 1, j + 1) { sum -= a[i][k] * inverse[k][j] }
        inverse[i][j] = sum / a[i][i]
      }
    }
    var x = [Double](repeating: 0, count: n)
    var covariance = inverse
    for i in 0..<n {
      for k in i..<n { x[i] += inverse[i][k] * a[k][n] }
      for j in 0..<n { covariance[i][j] = (max(i, j)..<n).reduce(0) { $0 + inverse[i][$1] * inverse[j][$1] } }
    }
    return (x, covariance, (n..<a.count).reduce(0) { $0 + a[$1][n] * a[$1][n] })
  }
}

/// All hits and all kinks of a track at once: 5 + 2 · planes unknown.
struct GlobalFit {
  let solution: (x: [Double], covariance: [[Double]], chi2: Double)
  /// State deviation at each plane as a linear function of the unknown.
  private var transfer: [[[Double]]] = []
  let reference: [TrackState]

  init(_ tracker: Tracker, _ toy: ToySpectrometer, start: TrackState, hits: [Double]) {
    let planes = toy.z_mm.count
    let size = 5 + 2 * planes
    // T = ∂(state at the plane)/∂(unknown), carried along by the tracker's Jacobians.
    var t = [[Double]](repeating: [Double](repeating: 0, count: size), count: 5)
    for i in 0..<5 { t[i][i] = 1 }
    var s = start
    var references: [TrackState] = []
    var all: [[[Double]]] = []
    var equations = LeastSquares(count: size)
    for (index, z) in toy.z_mm.enumerated() {
      if index > 0 {
        var f = TrackMatrix()
        let before = s
        // The kink of the last plane acts behind it: tx and ty of the tracker's own form.
        let theta = toy.kink(qOverP: before.qOverP)
        let squared = 1 + before.tx * before.tx + before.ty * before.ty
        let root = (1 + before.tx * before.tx).squareRoot()
        let base = 5 + 2 * (index - 1)
        let wide = squared.squareRoot().squareRoot()  // the longer path
        let width = theta * squared.squareRoot() * wide
        t[2][base] += width * root
        t[3][base] += width * before.tx * before.ty / root
        t[3][base + 1] += width * squared.squareRoot() / root
        _ = tracker.propagate(&s, to: z, jacobian: &f)
        var moved = t
        for i in 0..<5 { for k in 0..<size { moved[i][k] = (0..<5).reduce(0) { $0 + f[i, $1] * t[$1][k] } } }
        t = moved
      }
      references.append(s)
      all.append(t)
      for (axis, angle) in toy.angles_deg.enumerated() {
        let a = angle * .pi / 180
        let row = (0..<size).map { cos(a) * t[0][$0] + sin(a) * t[1][$0] }
        let hit = hits[index * toy.angles_deg.count + axis]
        equations.add(row, hit - cos(a) * s.x - sin(a) * s.y, sigma: toy.resolution_mm)
      }
    }
    for k in 5..<size {
      var row = [Double](repeating: 0, count: size)
      row[k] = 1
      equations.add(row, 0, sigma: 1)
    }
    solution = equations.solve()
    transfer = all
    reference = references
  }

  func state(_ plane: Int) -> (deviation: [Double], covariance: [[Double]]) {
    let t = transfer[plane]
    let n = solution.x.count
    let deviation = (0..<5).map { i in (0..<n).reduce(0) { $0 + t[i][$1] * solution.x[$1] } }
    var covariance = [[Double]](repeating: [Double](repeating: 0, count: 5), count: 5)
    for i in 0..<5 {
      let left = (0..<n).map { k in (0..<n).reduce(0) { $0 + t[i][$1] * solution.covariance[$1][k] } }
      for j in 0..<5 { covariance[i][j] = (0..<n).reduce(0) { $0 + left[$1] * t[j][$1] } }
    }
    return (deviation, covariance)
  }
}
