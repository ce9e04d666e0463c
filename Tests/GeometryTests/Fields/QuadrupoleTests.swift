import Core
import Geometry
import Numerics
import Testing

@Suite struct QuadrupoleTests {
  static func hard(_ gradient: Double, z: Double = 0, name: String = "Q") -> String {
    #"{"name":"\#(name)","kind":"quadrupole","gradient_T_m":\#(gradient),"length_mm":1000,"aperture_mm":[100,100],"position_mm":[0,0,\#(z)]}"#
  }

  static func soft(_ gradient: Double, z: Double = 0, name: String = "Q", turn: String = "[0,0,0]") -> String
  {
    #"{"name":"\#(name)","kind":"quadrupole","gradient_T_m":\#(gradient),"length_mm":1000,"aperture_mm":[80,80],"rotation_deg":\#(turn),"position_mm":[0,0,\#(z)],"edge":{"kind":"enge","bore_mm":100,"c1":3}}"#
  }

  /// Divergence and curl vanish at any place; the derivatives are those of the field.
  @Test(arguments: ["[0,0,0]", "[10,20,30]"]) func obeysMaxwell(_ turn: String) throws {
    let field = try worldWithFields(Self.soft(20, turn: turn)).field
    let element = field.view.elements[0]
    var rng = RandomStream(seed: 4, event: 0, purpose: .user)
    var worst = 0.0
    for _ in 0..<1000 {
      let p = Vector3(rng.between(-39, 39), rng.between(-39, 39), rng.between(-800, 800))
      worst = max(worst, maxwellDefect(field, element.placement.outward(p), step: 0.1))
    }
    print("quadrupole: divergence, curl, derivatives within \(worst) T/mm")
    #expect(worst < 1e-9)
  }

  /// On the axis Enge's function with its integral G L; the next order is that of the profile's second derivative.
  @Test func profile() throws {
    let field = try worldWithFields(Self.soft(20)).field
    func enge(_ z: Double) -> Double {
      1 / (1 + exp(0.03 * (z - 500))) + 1 / (1 + exp(0.03 * (-z - 500))) - 1
    }
    var integral = 0.0
    for index in -1400...1400 {
      let z = Double(index)
      let gradient = field.view.fieldAndGradient(Vector3(0, 0, z)).gradient
      #expect((gradient.alongX.y - 0.02 * enge(z)).magnitude < 1e-14)
      #expect((gradient.alongY.x - 0.02 * enge(z)).magnitude < 1e-14)
      integral += gradient.alongX.y
    }
    #expect((integral - 20).magnitude < 1e-9)
    let h = 1.0
    for z in [-540.0, -480, 470, 530] {
      let second = (enge(z + h) - 2 * enge(z) + enge(z - h)) / (h * h)
      let (x, y) = (6.0, 4.0)
      let b = field.B(Vector3(x, y, z))
      let leading = 0.02 * enge(z)
      #expect((b.x - (leading * y - 0.02 * second * (3 * x * x * y + y * y * y) / 12)).magnitude < 2e-6)
      #expect((b.y - (leading * x - 0.02 * second * (3 * y * y * x + x * x * x) / 12)).magnitude < 2e-6)
    }
  }

  /// The thick lens in closed form, both planes, both charges, 1 to 100 GeV; the ray itself flies on the axis.
  @Test(arguments: [1.0, 5, 100], [-1.0, 1]) func thickLens(_ momentum: Double, _ charge: Double) throws {
    let propagator = FieldPropagator(field: try worldWithFields(Self.hard(15)).field)
    let start = PlaneState(x_mm: 0, y_mm: 0, tx: 0, ty: 0, chargeOverMomentum: charge / momentum)
    let found = try #require(propagator.propagateWithJacobian(start, fromZ: -500, toZ: 500))
    let k = 0.299792458e-3 * 0.015 / momentum
    let root = k.squareRoot()
    let phi = root * 1000
    let (e, inverse) = (exp(phi), exp(-phi))
    let focused = [cos(phi), sin(phi) / root, -root * sin(phi), cos(phi)]
    let spread = [
      0.5 * (e + inverse), 0.5 * (e - inverse) / root, root * 0.5 * (e - inverse), 0.5 * (e + inverse),
    ]
    let x = [0, 2, 10, 12].map { found.jacobian[$0] }
    let y = [6, 8, 16, 18].map { found.jacobian[$0] }
    for (own, expected) in [(x, charge > 0 ? focused : spread), (y, charge > 0 ? spread : focused)] {
      let scales = [1, 1000, 1e-3, 1.0]
      for index in 0..<4 {
        #expect(
          (own[index] - expected[index]).magnitude
            < 1e-6 * max(scales[index] * 0.1, expected[index].magnitude),
          "\(momentum) GeV: \(own[index]) and \(expected[index])")
      }
    }
  }

  /// A doublet with soft ends against the equation of motion on the axis, integrated by itself.
  @Test func softDoublet() throws {
    let field = try worldWithFields(
      Self.soft(15, z: -900, name: "F") + "," + Self.soft(-14, z: 900, name: "D")
    ).field
    let propagator = FieldPropagator(field: field)
    let start = PlaneState(x_mm: 0, y_mm: 0, tx: 0, ty: 0, chargeOverMomentum: 0.1)
    let found = try #require(propagator.propagateWithJacobian(start, fromZ: -3000, toZ: 3000))
    func gradient(_ z: Double) -> Double { field.view.fieldAndGradient(Vector3(0, 0, z)).gradient.alongX.y }
    for (sign, cells) in [(1.0, [0, 2, 10, 12]), (-1, [6, 8, 16, 18])] {
      let expected = paraxialMatrix(from: -3000, to: 3000, steps: 12_000) {
        sign * 0.299792458e-4 * gradient($0)
      }
      for (cell, value) in zip(cells, expected) {
        #expect((found.jacobian[cell] - value).magnitude < 1e-6 * max(1e-3, value.magnitude))
      }
    }
  }

  /// Off the axis: symplectic, reversible, and the energy stays.
  @Test func keepsPhaseSpace() throws {
    let field = try worldWithFields(
      Self.soft(15, z: -6500, name: "F") + "," + Self.soft(-14, z: -4000, name: "D") + "," + softMagnet
    ).field
    var propagator = FieldPropagator(field: field)
    propagator.tolerance_mm = 1e-9
    var rng = RandomStream(seed: 8, event: 0, purpose: .user)
    var worst = 0.0
    for _ in 0..<20 {
      let start = PlaneState(
        x_mm: rng.between(-20, 20), y_mm: rng.between(-20, 20), tx: rng.between(-1e-3, 1e-3),
        ty: rng.between(-1e-3, 1e-3), chargeOverMomentum: -1 / rng.between(50, 100))
      let found = try #require(propagator.propagateWithJacobian(start, fromZ: -8500, toZ: 2500))
      worst = max(worst, symplecticDefect(start, found.state, found.jacobian))
      let back = try #require(
        propagator.propagate(found.state.trajectory(z_mm: 2500), toZ: -8500))
      #expect((back.state.position - Vector3(start.x_mm, start.y_mm, -8500)).length < 1e-5)
      #expect((back.state.direction.length - 1).magnitude < 1e-14)
      #expect((found.state.chargeOverMomentum - start.chargeOverMomentum).magnitude < 1e-15)
    }
    print("lenses and a dipole: symplectic within \(worst)")
    #expect(worst < 1e-6)
  }
}
