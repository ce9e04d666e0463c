import Core
import Geometry
import Numerics
import Testing

/// The transported derivatives against differences of propagated states.
@Suite struct FieldJacobianTests {
  static let cards = [
    "none":
      #"{"name":"far","kind":"dipole","field_T":1,"length_mm":10,"aperture_mm":[10,10],"position_mm":[1900,0,0]}"#,
    "two": twoMagnets,
    // Faces that are not across the beam: edge focusing.
    "wedge":
      #"{"kind":"dipole","field_T":1.5,"length_mm":1500,"aperture_mm":[900,300],"rotation_deg":[0,20,0]}"#,
    "soft": softMagnet,
    "map": mapCard("tricubic"),
    "trilinear": mapCard("trilinear"),
  ]

  @Test(arguments: ["none", "two", "wedge", "soft", "map", "trilinear"], [false, true])
  func againstDifferences(_ name: String, _ backward: Bool) throws {
    let field = try worldWithFields(Self.cards[name]!).field
    var propagator = FieldPropagator(field: field)
    propagator.tolerance_mm = 1e-11
    var (from, to) = (-19000.0, 3000.0)
    if name == "map" || name == "trilinear" { (from, to) = (-1000, 900) }
    if backward { swap(&from, &to) }
    let start = PlaneState(x_mm: 4, y_mm: -7, tx: 0.001, ty: 0.0004, chargeOverMomentum: -1.0 / 12)
    let found = try #require(propagator.propagateWithJacobian(start, fromZ: from, toZ: to))
    func shifted(_ parameter: Int, _ by: Double) throws -> [Double] {
      var s = start
      switch parameter {
      case 0: s.x_mm += by
      case 1: s.y_mm += by
      case 2: s.tx += by
      case 3: s.ty += by
      default: s.chargeOverMomentum += by
      }
      let end = try #require(propagator.propagate(s.trajectory(z_mm: from), toZ: to)).state
      return [
        end.position.x, end.position.y, end.direction.x / end.direction.z, end.direction.y / end.direction.z,
        end.bending / FieldTrajectory.bendingOfUnitMomentum,
      ]
    }
    let state = found.state
    let values = [state.x_mm, state.y_mm, state.tx, state.ty, state.chargeOverMomentum]
    for (value, plain) in zip(values, try shifted(0, 0)) {
      #expect((value - plain).magnitude < 1e-9 * max(1, plain.magnitude))
    }
    // The grid's kinks make differences of trilinear maps rough.
    let tolerance = name == "trilinear" ? 1e-3 : 2e-6
    let steps = [1e-2, 1e-2, 1e-6, 1e-6, 1e-6]
    let sizes = [1.0, 1, 1e-4, 1e-4, 1e-2]
    for (column, h) in steps.enumerated() {
      let (up, down) = (try shifted(column, h), try shifted(column, -h))
      for row in 0..<5 {
        let difference = (up[row] - down[row]) / (2 * h)
        let scale = sizes[row] / sizes[column]
        #expect(
          (found.jacobian[5 * row + column] - difference).magnitude
            < tolerance * max(difference.magnitude, scale),
          "∂\(row)/∂\(column): \(found.jacobian[5 * row + column]) and \(difference)")
      }
    }
  }
}
