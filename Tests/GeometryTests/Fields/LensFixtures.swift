import Geometry
import Numerics

/// Slopes of a field by differences of fourth order: ∂B/∂x, ∂B/∂y, ∂B/∂z.
func slopes(_ field: MagneticField, _ p: Vector3, step h: Double) -> [Vector3] {
  [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)].map { d in
    let (a, b) = (field.B(p + h * d), field.B(p - h * d))
    let (c, e) = (field.B(p + 2 * h * d), field.B(p - 2 * h * d))
    return (1 / (12 * h)) * (8 * (a - b) - (c - e))
  }
}

/// Largest of the divergence, the curl and the difference of `fieldAndGradient`.
func maxwellDefect(_ field: MagneticField, _ p: Vector3, step h: Double) -> Double {
  let d = slopes(field, p, step: h)
  let own = field.view.fieldAndGradient(p).gradient
  let curl = Vector3(d[1].z - d[2].y, d[2].x - d[0].z, d[0].y - d[1].x)
  return max(
    (d[0].x + d[1].y + d[2].z).magnitude, curl.length,
    max((d[0] - own.alongX).length, (d[1] - own.alongY).length, (d[2] - own.alongZ).length))
}

/// x″ = −κ k(z) x by Runge and Kutta's fourth order: the matrix of (x, x′).
func paraxialMatrix(from a: Double, to b: Double, steps: Int, _ strength: (Double) -> Double) -> [Double] {
  let h = (b - a) / Double(steps)
  var columns = [(1.0, 0.0), (0.0, 1.0)]
  for index in 0..<steps {
    let z = a + h * Double(index)
    let k = [strength(z), strength(z + 0.5 * h), strength(z + h)]
    for column in 0..<2 {
      let (x, v) = columns[column]
      let (x1, v1) = (v, -k[0] * x)
      let (x2, v2) = (v + 0.5 * h * v1, -k[1] * (x + 0.5 * h * x1))
      let (x3, v3) = (v + 0.5 * h * v2, -k[1] * (x + 0.5 * h * x2))
      let (x4, v4) = (v + h * v3, -k[2] * (x + h * x3))
      columns[column] = (
        x + h / 6 * (x1 + 2 * x2 + 2 * x3 + x4), v + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4)
      )
    }
  }
  return [columns[0].0, columns[1].0, columns[0].1, columns[1].1]
}

/// How far the map of (x, y, p_x, p_y) is from a symplectic one: the largest element of MᵀΩM − Ω, with x in m and
/// momenta in units of the whole. In a field kinetic momenta have the form Ω = dx∧dp_x + dy∧dp_y − κB_z dx∧dy.
func symplecticDefect(
  _ start: PlaneState, _ end: PlaneState, _ jacobian: [Double], along: (start: Double, end: Double) = (0, 0)
) -> Double {
  let perMetre = 1e3 * FieldTrajectory.bendingOfUnitMomentum * start.chargeOverMomentum
  // ∂(p_x, p_y)/∂(t_x, t_y) = [(1 + t_y², −t_x t_y), (−t_x t_y, 1 + t_x²)]/(1 + t²)^{3/2}
  func momenta(_ s: PlaneState) -> [[Double]] {
    let square = 1 + s.tx * s.tx + s.ty * s.ty
    let n = 1 / (square * square.squareRoot())
    return [
      [(1 + s.ty * s.ty) * n, -s.tx * s.ty * n], [-s.tx * s.ty * n, (1 + s.tx * s.tx) * n],
    ]
  }
  let (first, last) = (momenta(start), momenta(end))
  let determinant = first[0][0] * first[1][1] - first[0][1] * first[1][0]
  let inverse = [
    [first[1][1] / determinant, -first[0][1] / determinant],
    [-first[1][0] / determinant, first[0][0] / determinant],
  ]
  // (x, y, p_x, p_y) by (x, y, p_x, p_y), metres.
  var m = [[Double]](repeating: [0, 0, 0, 0], count: 4)
  for i in 0..<4 {
    for j in 0..<4 {
      var sum = 0.0
      for k in 0..<4 {
        for l in 0..<4 {
          var left = 0.0
          if i < 2 { left = k == i ? 1e-3 : 0 } else if k >= 2 { left = last[i - 2][k - 2] }
          var right = 0.0
          if j < 2 { right = l == j ? 1e3 : 0 } else if l >= 2 { right = inverse[l - 2][j - 2] }
          sum += left * jacobian[5 * k + l] * right
        }
      }
      m[i][j] = sum
    }
  }
  var worst = 0.0
  for i in 0..<4 {
    for j in 0..<4 {
      var form = 0.0
      for k in 0..<2 { form += m[k][i] * m[k + 2][j] - m[k + 2][i] * m[k][j] }
      form -= perMetre * along.end * (m[0][i] * m[1][j] - m[1][i] * m[0][j])
      var unit: Double = j == i + 2 ? 1 : (i == j + 2 ? -1 : 0)
      if i + j == 1 { unit -= perMetre * along.start * (i == 0 ? 1 : -1) }
      worst = max(worst, (form - unit).magnitude)
    }
  }
  return worst
}
