import Core
import Geometry
import Numerics
import Testing

@Suite struct SolenoidTests {
  static let card =
    #"{"name":"S","kind":"solenoid","field_T":2.5,"length_mm":1200,"bore_mm":400,"aperture_mm":[300,300],"reach_mm":8000}"#
  static let radius = 200.0
  static let half = 600.0
  /// Of an infinite sheet with the same current per length.
  static let sheet = 2.5 * (half * half + radius * radius).squareRoot() / half

  /// Biot and Savart's integral over the sheet: along z in closed form, round it by the midpoint rule.
  static func integral(rho: Double, z: Double) -> (rho: Double, z: Double) {
    let count = 4000
    var sum = (rho: 0.0, z: 0.0)
    for index in 0..<count {
      let phi = 2 * Double.pi * (Double(index) + 0.5) / Double(count)
      let square = radius * radius + rho * rho - 2 * radius * rho * cos(phi)
      let (a, b) = (z + half, z - half)
      let (perA, perB) = (1 / (square + a * a).squareRoot(), 1 / (square + b * b).squareRoot())
      sum.rho += cos(phi) * (perB - perA)
      sum.z += (radius - rho * cos(phi)) / square * (a * perA - b * perB)
    }
    let scale = sheet * radius / (2 * Double(count))
    return (scale * sum.rho, scale * sum.z)
  }

  @Test func againstBiotAndSavart() throws {
    let field = try worldWithFields(
      Self.card.replacing("[300,300]", with: "[1000,1000]")
    ).field
    for z in [-3000.0, -700, -600, -580, -100, 0, 300, 610, 2000] {
      for rho in [0.0, 1e-5, 1, 50, 120, 180, 230, 400] {
        let b = field.B(Vector3(0.6 * rho, 0.8 * rho, z))
        let expected = Self.integral(rho: rho, z: z)
        #expect((b.z - expected.z).magnitude < 1e-11, "B_z at ρ = \(rho), z = \(z)")
        #expect((b.x - 0.6 * expected.rho).magnitude < 1e-11, "B_ρ at ρ = \(rho), z = \(z)")
        #expect((b.y - 0.8 * expected.rho).magnitude < 1e-11)
      }
    }
    #expect((field.B(.zero).z - 2.5).magnitude < 1e-14)
  }

  @Test func obeysMaxwell() throws {
    let field = try worldWithFields(Self.card).field
    var rng = RandomStream(seed: 5, event: 0, purpose: .user)
    var worst = 0.0
    for _ in 0..<1000 {
      let p = Vector3(rng.between(-100, 100), rng.between(-100, 100), rng.between(-1500, 1500))
      worst = max(worst, maxwellDefect(field, p, step: 0.2))
    }
    for p in [Vector3(0, 0, 550), Vector3(1e-4, 0, -600), Vector3(0, 3e-4, 600)] {
      worst = max(worst, maxwellDefect(field, p, step: 0.2))
    }
    print("solenoid: divergence, curl, derivatives within \(worst) T/mm")
    #expect(worst < 1e-9)
  }

  /// On the axis: rotation by ½κ∫B dz and focusing by (κB/2)², integrated in the rotating frame.
  @Test(arguments: [-1.0, 1]) func opticsOnTheAxis(_ charge: Double) throws {
    let field = try worldWithFields(Self.card).field
    let momentum = 1.5
    let start = PlaneState(x_mm: 0, y_mm: 0, tx: 0, ty: 0, chargeOverMomentum: charge / momentum)
    let found = try #require(
      FieldPropagator(field: field).propagateWithJacobian(start, fromZ: -8000, toZ: 8000))
    let kappa = 0.299792458e-3 * charge / momentum
    let lens = paraxialMatrix(from: -8000, to: 8000, steps: 40_000) { z in
      let b = field.B(Vector3(0, 0, z)).z
      return 0.25 * kappa * kappa * b * b
    }
    var turn = 0.0
    for index in 0...16_000 {
      let weight = index == 0 || index == 16_000 ? 1.0 : index % 2 == 0 ? 2 : 4
      turn += weight / 3 * field.B(Vector3(0, 0, Double(index) - 8000)).z
    }
    turn *= -0.5 * kappa
    // In the frame that turns by θ, θ′ = −κB/2, the motion is that of the lens; the frame turns at the start already.
    let rate = -0.5 * kappa * field.B(Vector3(0, 0, 8000)).z
    let (c, s) = (cos(turn), sin(turn))
    let expected: [(Int, Double)] = [
      (2, c * lens[1]), (3, -s * lens[1]), (7, s * lens[1]), (8, c * lens[1]),
      (0, c * lens[0] + s * rate * lens[1]), (1, -s * lens[0] + c * rate * lens[1]),
      (5, s * lens[0] - c * rate * lens[1]), (6, c * lens[0] + s * rate * lens[1]),
    ]
    for (cell, value) in expected {
      #expect(
        (found.jacobian[cell] - value).magnitude < 1e-6 * max(1, value.magnitude),
        "\(cell): \(found.jacobian[cell]) and \(value)")
    }
  }

  /// Busch: x u_y − y u_x + κ ∫₀^ρ B_z ρ′ dρ′ is a constant of motion.
  @Test func buschsTheorem() throws {
    let field = try worldWithFields(Self.card).field
    func canonical(_ t: FieldTrajectory) -> Double {
      let p = t.position
      let rho = (p.x * p.x + p.y * p.y).squareRoot()
      var flux = 0.0
      for index in 0...200 {
        let weight = index == 0 || index == 200 ? 1.0 : index % 2 == 0 ? 2 : 4
        let r = rho * Double(index) / 200
        flux += weight / 3 * rho / 200 * r * field.B(Vector3(r, 0, p.z)).z
      }
      return p.x * t.direction.y - p.y * t.direction.x + t.bending * flux
    }
    let propagator = FieldPropagator(field: field)
    for momentum in [0.5, 2, 20] {
      let start = FieldTrajectory(
        position: Vector3(60, -20, -3000), direction: Vector3(-0.004, 0.002, 1).normalized, charge: -1,
        momentum_GeV: momentum)
      let first = canonical(start)
      for plane in [-700.0, -600, -500, 0, 400, 600, 800, 2500] {
        let there = try #require(propagator.propagate(start, toZ: plane)).state
        #expect((canonical(there) - first).magnitude < 1e-6, "\(momentum) GeV at \(plane)")
      }
    }
  }

  @Test func keepsPhaseSpace() throws {
    let field = try worldWithFields(Self.card).field
    var propagator = FieldPropagator(field: field)
    propagator.tolerance_mm = 1e-9
    let start = PlaneState(x_mm: 30, y_mm: -10, tx: -2e-3, ty: 1e-3, chargeOverMomentum: -0.5)
    let found = try #require(propagator.propagateWithJacobian(start, fromZ: -8500, toZ: 8500))
    let defect = symplecticDefect(
      start, found.state, found.jacobian,
      along: (
        field.B(Vector3(30, -10, -8500)).z,
        field.B(Vector3(found.state.x_mm, found.state.y_mm, 8500)).z
      ))
    print("solenoid: symplectic within \(defect)")
    #expect(defect < 1e-6)
  }
}
