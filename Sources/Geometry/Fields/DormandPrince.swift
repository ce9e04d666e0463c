import Numerics

/// One step of the Runge–Kutta pair of order 5 (4) of Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19, for
/// a trajectory in a field that is not uniform.
struct DormandPrince {
  let field: MagneticFieldView
  let region: FieldRegion

  private struct Slope {
    var r: Vector3
    var u: Vector3
  }

  private func slope(_ r: Vector3, _ u: Vector3, _ bending: Double) -> Slope {
    Slope(r: u, u: bending * u.cross(field.value(r, in: region)))
  }

  /// - Returns: the end of the step, direction normalised; the difference to the embedded solution of order 4 in
  ///   position [mm] and direction.
  func step(_ start: FieldTrajectory, _ h: Double) -> (
    end: FieldTrajectory, positionError_mm: Double, directionError: Double
  ) {
    let (r, u, k) = (start.position, start.direction, start.bending)
    let k1 = slope(r, u, k)
    let k2 = slope(r + (h * 0.2) * k1.r, u + (h * 0.2) * k1.u, k)
    let k3 = slope(
      r + h * ((3.0 / 40) * k1.r + (9.0 / 40) * k2.r), u + h * ((3.0 / 40) * k1.u + (9.0 / 40) * k2.u), k)
    let k4 = slope(
      r + h * ((44.0 / 45) * k1.r + (-56.0 / 15) * k2.r + (32.0 / 9) * k3.r),
      u + h * ((44.0 / 45) * k1.u + (-56.0 / 15) * k2.u + (32.0 / 9) * k3.u), k)
    let k5 = slope(
      r + h
        * ((19372.0 / 6561) * k1.r + (-25360.0 / 2187) * k2.r + (64448.0 / 6561) * k3.r
          + (-212.0 / 729) * k4.r),
      u + h
        * ((19372.0 / 6561) * k1.u + (-25360.0 / 2187) * k2.u + (64448.0 / 6561) * k3.u
          + (-212.0 / 729) * k4.u),
      k)
    let k6 = slope(
      r + h
        * ((9017.0 / 3168) * k1.r + (-355.0 / 33) * k2.r + (46732.0 / 5247) * k3.r + (49.0 / 176) * k4.r
          + (-5103.0 / 18656) * k5.r),
      u + h
        * ((9017.0 / 3168) * k1.u + (-355.0 / 33) * k2.u + (46732.0 / 5247) * k3.u + (49.0 / 176) * k4.u
          + (-5103.0 / 18656) * k5.u),
      k)
    let endR = r + h * Self.fifth(k1.r, k3.r, k4.r, k5.r, k6.r)
    let endU = u + h * Self.fifth(k1.u, k3.u, k4.u, k5.u, k6.u)
    let k7 = slope(endR, endU, k)
    var end = start
    end.position = endR
    end.direction = endU.normalized
    return (
      end, h * Self.difference(k1.r, k3.r, k4.r, k5.r, k6.r, k7.r).length,
      h * Self.difference(k1.u, k3.u, k4.u, k5.u, k6.u, k7.u).length
    )
  }

  static func fifth(_ a: Vector3, _ c: Vector3, _ d: Vector3, _ e: Vector3, _ f: Vector3) -> Vector3 {
    let first = (35.0 / 384) * a + (500.0 / 1113) * c
    return first + (125.0 / 192) * d + (-2187.0 / 6784) * e + (11.0 / 84) * f
  }

  private static func difference(
    _ a: Vector3, _ c: Vector3, _ d: Vector3, _ e: Vector3, _ f: Vector3, _ g: Vector3
  ) -> Vector3 {
    let first = (71.0 / 57600) * a + (-71.0 / 16695) * c
    return first + (71.0 / 1920) * d + (-17253.0 / 339200) * e + (22.0 / 525) * f + (-1.0 / 40) * g
  }
}
