import Core
import Geometry
import Numerics

/// Flight through a magnetic field with the Jacobian, by the Runge–Kutta pair of Dormand and Prince.
///
///     dx/dz = tx,   dy/dz = ty,   h = κ (q/p) √(1 + tx² + ty²)
///     dtx/dz = h [ ty (tx Bx + Bz) − (1 + tx²) By ]
///     dty/dz = h [ −tx (ty By + Bz) + (1 + ty²) Bx ],   κ = 2.99792458e-4 GeV/(T mm)
///
/// The Jacobian obeys the varied equations, which go through the same stages: it is the derivative of the
/// steps that are taken. Step lengths follow the difference of orders 5 and 4. A positive particle in
/// By > 0 bends to −x; the deflection is 0.2998 B L/p.
///
/// - Valid: |t| < 20, where z still is a good parameter.
/// - Checked by: `TrackPropagationTests` (circle in closed form, round trips, finite differences).
///
/// [1] Dormand, Prince, J. Comput. Appl. Math. 6 (1980) 19
struct TrackBend {
  /// State and its derivatives with respect to x, y, tx, ty, q/p, each (x, y, tx, ty).
  private struct Flow {
    var s: SIMD4<Double>
    var byX: SIMD4<Double>
    var byY: SIMD4<Double>
    var byTx: SIMD4<Double>
    var byTy: SIMD4<Double>
    var byQ: SIMD4<Double>

    @inline(__always) mutating func add(_ factor: Double, _ k: Flow, _ gradient: Bool) {
      s += factor * k.s
      byTx += factor * k.byTx
      byTy += factor * k.byTy
      byQ += factor * k.byQ
      if gradient {
        byX += factor * k.byX
        byY += factor * k.byY
      }
    }
  }

  static let kappa = 2.99792458e-4
  static let steepest = 20.0
  let field: TrackField
  let tolerance_mm: Double
  let hasGradient: Bool

  /// - Returns: false when the track turns over or the field has no bounds.
  func callAsFunction(_ state: inout TrackState, to z1: Double, _ jacobian: inout TrackMatrix) -> Bool {
    let gradient = hasGradient
    var flow = Flow(
      s: SIMD4(state.x, state.y, state.tx, state.ty), byX: SIMD4(1, 0, 0, 0), byY: SIMD4(0, 1, 0, 0),
      byTx: SIMD4(0, 0, 1, 0), byTy: SIMD4(0, 0, 0, 1), byQ: SIMD4(0, 0, 0, 0))
    let q = state.qOverP
    var z = state.z
    var h = z1 - z
    let whole = h.magnitude
    let shortest = 1e-5 * whole
    // A first step over a whole map could miss what is in it.
    if gradient { h *= 0.125 }
    // A lens has no field on its axis: errors of the state say nothing of the derivatives.
    let longest = 0.2 / max((Self.kappa * q * field.focusing_T_mm).magnitude.squareRoot(), 1e-300)
    if h.magnitude > longest { h = h < 0 ? -longest : longest }
    // Faces belong to both sides: stages keep off them.
    let inset = min(1e-6, 1e-3 * whole)
    let low = min(z, z1) + inset
    let high = max(z, z1) - inset
    let slopeTolerance = tolerance_mm / max(whole, 1)
    var k1 = slope(flow, q, min(high, max(low, z)), gradient)
    while z != z1 {
      let last = (z1 - z).magnitude <= h.magnitude * (1 + 1e-12)
      if last { h = z1 - z }
      var y = flow
      y.add(h * (1.0 / 5), k1, gradient)
      let k2 = slope(y, q, min(high, max(low, z + h * 0.2)), gradient)
      y = flow
      y.add(h * (3.0 / 40), k1, gradient)
      y.add(h * (9.0 / 40), k2, gradient)
      let k3 = slope(y, q, min(high, max(low, z + h * 0.3)), gradient)
      y = flow
      y.add(h * (44.0 / 45), k1, gradient)
      y.add(h * (-56.0 / 15), k2, gradient)
      y.add(h * (32.0 / 9), k3, gradient)
      let k4 = slope(y, q, min(high, max(low, z + h * 0.8)), gradient)
      y = flow
      y.add(h * (19372.0 / 6561), k1, gradient)
      y.add(h * (-25360.0 / 2187), k2, gradient)
      y.add(h * (64448.0 / 6561), k3, gradient)
      y.add(h * (-212.0 / 729), k4, gradient)
      let k5 = slope(y, q, min(high, max(low, z + h * (8.0 / 9))), gradient)
      y = flow
      y.add(h * (9017.0 / 3168), k1, gradient)
      y.add(h * (-355.0 / 33), k2, gradient)
      y.add(h * (46732.0 / 5247), k3, gradient)
      y.add(h * (49.0 / 176), k4, gradient)
      y.add(h * (-5103.0 / 18656), k5, gradient)
      let k6 = slope(y, q, min(high, max(low, z + h)), gradient)
      y = flow
      y.add(h * (35.0 / 384), k1, gradient)
      y.add(h * (500.0 / 1113), k3, gradient)
      y.add(h * (125.0 / 192), k4, gradient)
      y.add(h * (-2187.0 / 6784), k5, gradient)
      y.add(h * (11.0 / 84), k6, gradient)
      let k7 = slope(y, q, min(high, max(low, z + h)), gradient)
      var e: SIMD4<Double> = h * (71.0 / 57600) * k1.s
      e += h * (-71.0 / 16695) * k3.s
      e += h * (71.0 / 1920) * k4.s
      e += h * (-17253.0 / 339200) * k5.s
      e += h * (22.0 / 525) * k6.s
      e += h * (-1.0 / 40) * k7.s
      let error = max(
        max(e.x.magnitude, e.y.magnitude) / tolerance_mm, max(e.z.magnitude, e.w.magnitude) / slopeTolerance)
      guard y.s.z.magnitude < Self.steepest, y.s.w.magnitude < Self.steepest else { return false }
      guard error.isFinite else { return false }
      if error <= 1 || h.magnitude <= shortest {
        z = last ? z1 : z + h
        flow = y
        k1 = k7
      }
      // h ∝ error^(-1/5), by two square roots near enough: error^(-1/4) is the more careful one.
      let growth = error < 1e-4 ? 4 : 0.9 / error.squareRoot().squareRoot()
      h *= min(4, max(0.1, growth))
      if h.magnitude > longest { h = h < 0 ? -longest : longest }
      if h.magnitude < shortest { h = h < 0 ? -shortest : shortest }
    }
    state.x = flow.s.x
    state.y = flow.s.y
    state.tx = flow.s.z
    state.ty = flow.s.w
    state.z = z1
    for i in 0..<4 {
      jacobian[i, 0] = flow.byX[i]
      jacobian[i, 1] = flow.byY[i]
      jacobian[i, 2] = flow.byTx[i]
      jacobian[i, 3] = flow.byTy[i]
      jacobian[i, 4] = flow.byQ[i]
      jacobian[4, i] = 0
    }
    jacobian[4, 4] = 1
    return true
  }

  /// By the helices and edges of `FieldPropagator`, several times slower: for ends that are not across z,
  /// whose focusing the equations above do not see.
  func exactly(_ state: inout TrackState, to z1: Double, _ jacobian: inout TrackMatrix) -> Bool {
    var propagator = FieldPropagator(field: field.field)
    propagator.tolerance_mm = min(1e-6, tolerance_mm)
    let start = PlaneState(
      x_mm: state.x, y_mm: state.y, tx: state.tx, ty: state.ty, chargeOverMomentum: state.qOverP)
    guard let (end, matrix, _) = propagator.propagateWithJacobian(start, fromZ: state.z, toZ: z1) else {
      return false
    }
    state = TrackState(
      x: end.x_mm, y: end.y_mm, tx: end.tx, ty: end.ty, qOverP: end.chargeOverMomentum, z: z1)
    for i in 0..<5 { for j in 0..<5 { jacobian[i, j] = matrix[5 * i + j] } }
    return state.isFinite
  }

  @inline(__always)
  private func slope(_ flow: Flow, _ q: Double, _ z: Double, _ gradient: Bool) -> Flow {
    let tx = flow.s.z
    let ty = flow.s.w
    let point = Vector3(flow.s.x, flow.s.y, z)
    let (b, change) = gradient ? field.view.fieldAndGradient(point) : (field.view.B(point), .zero)
    let root = (1 + tx * tx + ty * ty).squareRoot()
    let ax = ty * (tx * b.x + b.z) - (1 + tx * tx) * b.y
    let ay = -tx * (ty * b.y + b.z) + (1 + ty * ty) * b.x
    let k = Self.kappa * q
    let perRoot = 1 / root
    let xx = k * (tx * perRoot * ax + root * (ty * b.x - 2 * tx * b.y))
    let xy = k * (ty * perRoot * ax + root * (tx * b.x + b.z))
    let yx = k * (tx * perRoot * ay - root * (ty * b.y + b.z))
    let yy = k * (ty * perRoot * ay + root * (2 * ty * b.x - tx * b.y))
    var result = Flow(
      s: SIMD4(tx, ty, k * root * ax, k * root * ay), byX: .zero, byY: .zero,
      byTx: turn(flow.byTx, xx, xy, yx, yy), byTy: turn(flow.byTy, xx, xy, yx, yy),
      byQ: turn(flow.byQ, xx, xy, yx, yy) + Self.kappa * root * SIMD4(0, 0, ax, ay))
    if gradient {
      let bx = change.alongX
      let by = change.alongY
      let f = k * root
      let gxx = f * (ty * (tx * bx.x + bx.z) - (1 + tx * tx) * bx.y)
      let gxy = f * (ty * (tx * by.x + by.z) - (1 + tx * tx) * by.y)
      let gyx = f * (-tx * (ty * bx.y + bx.z) + (1 + ty * ty) * bx.x)
      let gyy = f * (-tx * (ty * by.y + by.z) + (1 + ty * ty) * by.x)
      result.byX = turn(flow.byX, xx, xy, yx, yy) + pull(flow.byX, gxx, gxy, gyx, gyy)
      result.byY = turn(flow.byY, xx, xy, yx, yy) + pull(flow.byY, gxx, gxy, gyx, gyy)
      result.byTx += pull(flow.byTx, gxx, gxy, gyx, gyy)
      result.byTy += pull(flow.byTy, gxx, gxy, gyx, gyy)
      result.byQ += pull(flow.byQ, gxx, gxy, gyx, gyy)
    }
    return result
  }

  @inline(__always)
  private func turn(_ c: SIMD4<Double>, _ xx: Double, _ xy: Double, _ yx: Double, _ yy: Double)
    -> SIMD4<Double>
  {
    SIMD4(c.z, c.w, xx * c.z + xy * c.w, yx * c.z + yy * c.w)
  }

  @inline(__always)
  private func pull(_ c: SIMD4<Double>, _ xx: Double, _ xy: Double, _ yx: Double, _ yy: Double)
    -> SIMD4<Double>
  {
    SIMD4(0, 0, xx * c.x + xy * c.y, yx * c.x + yy * c.y)
  }
}
