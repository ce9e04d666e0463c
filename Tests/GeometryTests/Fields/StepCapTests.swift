import Core
import Numerics
import Testing

@testable import Geometry

/// Errors of steps in lenses and maps as functions of the longest step that they allow. A ray on the axis of a lens sees
/// no field, so that the error control of the integration sees nothing either: only the cap keeps its derivatives right.
@Suite struct StepCapTests {
  static let elements: [(name: String, card: String)] = [
    ("soft quadrupole, 20 T/m", QuadrupoleTests.soft(20)),
    ("soft quadrupole, 1 T/m", QuadrupoleTests.soft(1)),
    (
      "soft quadrupole, 5 m",
      #"{"kind":"quadrupole","gradient_T_m":8,"length_mm":5000,"aperture_mm":[80,80],"edge":{"kind":"enge","bore_mm":100}}"#
    ),
    ("hard quadrupole", QuadrupoleTests.hard(20)),
    ("solenoid", #"{"kind":"solenoid","field_T":2,"length_mm":1200,"bore_mm":400}"#),
    ("tricubic map", mapCard("tricubic")),
  ]
  static let reach = 4500.0

  struct Errors {
    var position_mm = 0.0
    var direction = 0.0
    /// Of derivatives, in units of 1, 1 m and 1/m, or of themselves where they are larger.
    var derivatives = 0.0
  }

  /// Rays on the axis and off it, 1 to 100 GeV, against steps a sixteenth as long with a tolerance of 1e-10 mm.
  static func errors(_ field: MagneticField, scale: Double, only axis: Bool? = nil) throws -> Errors {
    var propagator = FieldPropagator(field: field)
    propagator.stepScale = scale
    var fine = propagator
    fine.stepScale = 1.0 / 16
    fine.tolerance_mm = 1e-10
    var worst = Errors()
    for momentum in [1.0, 10, 100] {
      for (x, y, slope) in [(0.0, 0.0, 0.0), (10, -6, 1e-3)] where axis == nil || axis == (x == 0) {
        let start = PlaneState(x_mm: x, y_mm: y, tx: -slope, ty: slope, chargeOverMomentum: -1 / momentum)
        guard
          let a = propagator.propagateWithJacobian(start, fromZ: -reach, toZ: reach),
          let b = fine.propagateWithJacobian(start, fromZ: -reach, toZ: reach)
        else { continue }
        worst.position_mm = max(
          worst.position_mm,
          max((a.state.x_mm - b.state.x_mm).magnitude, (a.state.y_mm - b.state.y_mm).magnitude))
        worst.direction = max(
          worst.direction, max((a.state.tx - b.state.tx).magnitude, (a.state.ty - b.state.ty).magnitude))
        let units = [1, 1, 1e-3, 1e-3]
        for row in 0..<4 {
          for column in 0..<4 {
            let (own, exact) = (a.jacobian[5 * row + column], b.jacobian[5 * row + column])
            let unit = max(units[row] / units[column], exact.magnitude)
            worst.derivatives = max(worst.derivatives, (own - exact).magnitude / unit)
          }
        }
      }
    }
    return worst
  }

  @Test(arguments: elements.indices) func errorsAsFunctionsOfTheCap(_ index: Int) throws {
    let element = Self.elements[index]
    let field = try worldWithFields(element.card).field
    for scale in [0.25, 0.5, 1, 2, 4] {
      let e = try Self.errors(field, scale: scale)
      print(
        "\(element.name), steps × \(scale): position \(e.position_mm) mm, slope \(e.direction), derivatives "
          + "\(e.derivatives)")
      if scale == 1 {
        // A fifth of the micrometre that boundaries are found to, over 9 m.
        #expect(e.position_mm < 2e-4)
        #expect(e.direction < 1e-7)
        // The second derivative of a tricubic map jumps from cell to cell.
        #expect(e.derivatives < (element.name.contains("map") ? 1e-5 : 2e-6))
      }
    }
  }

  /// Without a cap the derivatives of a ray on the axis are wrong: the tests above would see it.
  @Test(arguments: [0, 4]) func withoutACapTheAxisIsWrong(_ index: Int) throws {
    let field = try worldWithFields(Self.elements[index].card).field
    let capped = try Self.errors(field, scale: 1, only: true)
    let free = try Self.errors(field, scale: 1e6, only: true)
    print(
      "\(Self.elements[index].name) on the axis: \(capped.derivatives) with a cap, \(free.derivatives) without"
    )
    #expect(free.derivatives > 100 * max(capped.derivatives, 1e-9))
  }
}
