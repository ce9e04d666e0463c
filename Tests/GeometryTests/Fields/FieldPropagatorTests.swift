import Core
import Geometry
import Numerics
import Testing

@Suite struct FieldPropagatorTests {
  /// sin θ = 0.2998 B L/p for hard edges across the beam: 20.99 mrad at 100 GeV and 7 T·m.
  @Test func deflectionOfSevenTeslaMetres() throws {
    let field = try worldWithFields(twoMagnets).field
    for energy in [40.0, 60, 70, 100, 150] {
      let end = try #require(
        FieldPropagator(field: field).propagate(electron(energy, at: Vector3(0, 0, -19000)), toZ: 0))
      let angle = atan2(end.state.direction.x, end.state.direction.z)
      // Electrons and a field along +y: towards +x. sin θ₂ − sin θ₁ = cBL/p in each magnet.
      let expected = 0.299792458 * 7 / energy
      #expect((sin(angle) - expected).magnitude < 1e-13)
      if energy == 100 { #expect((1000 * angle - 20.987).magnitude < 0.001) }
      let positron = FieldTrajectory(
        position: Vector3(0, 0, -19000), direction: Vector3(0, 0, 1), charge: 1, momentum_GeV: energy)
      let mirrored = try #require(FieldPropagator(field: field).propagate(positron, toZ: 0))
      #expect((mirrored.state.position.x + end.state.position.x).magnitude < 1e-10)
    }
  }

  /// Position after both magnets, from the circle geometry.
  @Test func positionAfterTwoMagnets() throws {
    let energy = 5.0
    let rho = energy / (0.299792458e-3 * 1.75)
    var x = 0.0
    var sine = 0.0
    for drift in [1000.0, 12500] {
      let next = sine + 2000 / rho
      x += rho * ((1 - sine * sine).squareRoot() - (1 - next * next).squareRoot())
      sine = next
      x += drift * sine / (1 - sine * sine).squareRoot()
    }
    let end = try #require(
      FieldPropagator(field: try worldWithFields(wideMagnets).field).propagate(
        electron(energy, at: Vector3(0, 0, -19000)), toZ: 0))
    #expect((end.state.position.x - x).magnitude < 1e-9 * x)
  }

  /// A full turn in a uniform field ends where it began; so does there and back through anything.
  @Test func closedOrbitsReturn() throws {
    let world = try worldWithFields(
      #"{"kind":"dipole","field_T":[0.3,1.2,-0.4],"length_mm":3000,"aperture_mm":[3000,3000]}"#
    )
    let b = Vector3(0.3, 1.2, -0.4)
    var stepper = FieldStepper(field: world.field.view)
    // Across the field: a circle.
    let across = b.cross(Vector3(0, 0, 1)).normalized
    let start = electron(0.05, at: Vector3(10, 20, 30), along: across)
    let circumference = 2 * Double.pi / (start.bending.magnitude * b.length)
    var state = start
    var left = circumference
    var steps = 0
    withExtendedLifetime(world) {
      while left > 0 {
        let step = stepper.step(state, atMost: left)
        state = step.end
        left -= step.length_mm
        steps += 1
      }
    }
    #expect(steps > 100)
    #expect((state.position - start.position).length < 1e-9)
    #expect((state.direction - start.direction).length < 1e-11)
  }

  @Test(arguments: ["two", "soft", "trilinear", "tricubic", "overlap"])
  func thereAndBack(_ name: String) throws {
    let cards = [
      "two": twoMagnets, "soft": softMagnet, "trilinear": mapCard("trilinear"),
      "tricubic": mapCard("tricubic"),
      "overlap": softMagnet + "," + mapCard("tricubic") + ","
        + #"{"name":"C","kind":"dipole","field_T":[1,0,0],"length_mm":500,"aperture_mm":[100,100],"rotation_deg":[10,20,30]}"#,
    ]
    let field = try worldWithFields(cards[name]!).field
    var propagator = FieldPropagator(field: field)
    propagator.tolerance_mm = 1e-10
    for energy in [1.5, 10, 100] {
      let start = electron(energy, at: Vector3(3, -2, -19000), along: Vector3(1e-4, 2e-4, 1).normalized)
      let there = try #require(propagator.propagate(start, toZ: 15000))
      let back = try #require(propagator.propagate(there.state, toZ: -19000))
      #expect(there.path_mm > 0 && back.path_mm < 0)
      #expect((back.state.position - start.position).length < 1e-9 * there.path_mm)
      #expect((back.state.direction - start.direction).length < 1e-9)
      #expect((there.state.direction.length - 1).magnitude < 1e-14)
      #expect(back.state.bending == start.bending)
    }
  }

  /// The error of numerical integration follows the tolerance.
  @Test func toleranceIsKept() throws {
    let field = try worldWithFields(softMagnet).field
    var exact = FieldPropagator(field: field)
    exact.tolerance_mm = 1e-12
    let start = electron(20, at: Vector3(0, 30, -3000))
    let reference = try #require(exact.propagate(start, toZ: 3000)).state
    for tolerance in [1e-2, 1e-4, 1e-6, 1e-8] {
      var propagator = FieldPropagator(field: field)
      propagator.tolerance_mm = tolerance
      let end = try #require(propagator.propagate(start, toZ: 3000)).state
      #expect((end.position - reference.position).length < 100 * tolerance)
    }
  }

  /// The soft edge leaves the integral along the axis, and bends by as much.
  @Test func softEdgesBendLikeHardOnes() throws {
    let field = try worldWithFields(softMagnet).field
    let end = try #require(
      FieldPropagator(field: field).propagate(electron(100, at: Vector3(0, 0, -5000)), toZ: 5000))
    let expected = 0.299792458 * 3.5 / 100
    #expect((end.state.direction.x - expected).magnitude < 1e-9)
    // Off the mid-plane the fringe focuses: 1/f = −tan²-like term of second order in the bend.
    let off = try #require(
      FieldPropagator(field: field).propagate(electron(5, at: Vector3(0, 30, -5000)), toZ: 5000))
    #expect(off.state.direction.y < 0)
  }

  @Test func whatDoesNotReachThePlane() throws {
    let field = try worldWithFields(twoMagnets).field
    let propagator = FieldPropagator(field: field)
    // 0.1 GeV turns round inside of the first magnet.
    #expect(propagator.propagate(electron(0.1, at: Vector3(0, 0, -19000)), toZ: 0) == nil)
    #expect(propagator.propagate(electron(1, at: .zero, along: Vector3(1, 0, 0)), toZ: 10) == nil)
    let here = try #require(propagator.propagate(electron(1, at: .zero), toZ: 0))
    #expect(here.path_mm == 0)
    let neutral = FieldTrajectory(
      position: Vector3(0, 0, -19000), direction: Vector3(0.001, 0, 1).normalized, charge: 0, momentum_GeV: 3)
    let straight = try #require(propagator.propagate(neutral, toZ: 1000)).state
    #expect((straight.position.x - 20).magnitude < 1e-9)
  }
}

private let wideMagnets = #"""
  {"name":"first","kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[4000,200],"position_mm":[0,0,-16500]},
  {"name":"second","kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[4000,200],"position_mm":[0,0,-13500]}
  """#
