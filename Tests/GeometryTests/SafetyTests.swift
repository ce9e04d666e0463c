import Geometry
import Numerics
import Testing

@Suite struct SafetyTests {
  /// Never more than the distance to the boundary in any direction, and not trivially zero.
  @Test func isALowerBoundInEveryDirection() throws {
    let world = try world(nestedCard)
    var random = RandomStream(seed: 3, event: 1)
    var violations = 0
    var positive = 0
    var tight = 0
    let points = 5_000
    for _ in 0..<points {
      let p = Vector3(
        random.between(-699, 699), random.between(-799, 799), random.between(-999, 999))
      let at = world.view.locate(p, direction: Vector3(0, 0, 1))
      let local = world.view.toLocal(p, volume: at.volume)
      let safety = world.view.safety_mm(at, local)
      positive += safety > 0 ? 1 : 0
      var nearest = Double.infinity
      for _ in 0..<60 {
        let boundary = world.view.distanceToBoundary(at, local, random.isotropic())
        nearest = min(nearest, boundary.distance_mm)
      }
      if nearest < safety - 1e-9 { violations += 1 }
      if nearest < 1.5 * safety { tight += 1 }
    }
    #expect(violations == 0)
    #expect(positive == points)
    // A bound that is far too small would slow transport down without being wrong.
    print("safety: within 1.5 of the nearest of 60 directions for \(tight) of \(points) points")
    #expect(Double(tight) > 0.5 * Double(points))
  }

  @Test func includesSlabPlanes() throws {
    let world = try worldOfAir(
      #"""
      {"name":"c","shape":"layered_calorimeter","layers":10,"size_mm":[100,100],
       "slabs":[{"material":"Pb","thickness_mm":2},{"material":"polystyrene","thickness_mm":4}]}
      """#)
    // Planes at −30, −28, −24, …
    let at = world.view.locate(Vector3(0, 0, -27.5), direction: Vector3(0, 0, 1))
    #expect(at == Location(volume: 1, slab: 1))
    #expect(world.view.safety_mm(at, Vector3(0, 0, -27.5)).isNearly(0.5))
    #expect(world.view.safety_mm(at, Vector3(49.9, 0, -26)).isNearly(0.1))
    #expect(world.view.safety_mm(Location(volume: 0), Vector3(0, 0, -33)).isNearly(3))
  }
}
