import Geometry
import Numerics
import Testing

/// What a stepping loop does: steps to boundaries or short of them, turns anywhere, also on surfaces.
@Suite struct WalkTests {
  @Test func scatteringWalksKnowWhereTheyAre() throws {
    let world = try world(nestedCard)
    var random = RandomStream(seed: 6, event: 1)
    var steps = 0
    var misplaced = 0
    var wrongSlab = 0
    var longestStandstill = 0
    var visits = [Int](repeating: 0, count: world.volumeCount)
    for _ in 0..<600 {
      let target = RayTests.bodies[Int(random.uniform() * 11)]
      var d = random.isotropic()
      var at = world.view.locate(target.centre, direction: d)
      var p = world.view.toLocal(target.centre, volume: at.volume)
      d = world.view.directionToLocal(d, volume: at.volume)
      var standstill = 0
      for _ in 0..<300 where !at.isOutside {
        let boundary = world.view.distanceToBoundary(at, p, d)
        let free = 20 * random.exponential()
        let reachesBoundary = boundary.distance_mm <= free
        let step = min(boundary.distance_mm, free)
        standstill = step > 0 ? 0 : standstill + 1
        longestStandstill = max(longestStandstill, standstill)
        p = p + step * d
        if reachesBoundary { world.view.cross(&at, &p, &d, boundary) }
        if at.isOutside { break }
        steps += 1
        visits[Int(at.volume)] += 1
        // Away from surfaces the test's own containment must agree.
        if world.view.safety_mm(at, p) > 1e-6 {
          let global = world.view.toGlobal(p, volume: at.volume)
          if RayTests.home(global) != Int(at.volume) { misplaced += 1 }
          if world.view.slabAtZ(at.volume, p.z) != at.slab { wrongSlab += 1 }
        }
        // Turn in half of the cases, on surfaces too; now and then straight back or into the surface.
        let before = d
        switch Int(random.uniform() * 8) {
        case 0...2: d = random.isotropic()
        case 3: d = -d
        case 4:
          d =
            [Vector3(1, 0, 0), Vector3(0, -1, 0), Vector3(0, 0, 1), Vector3(0, 0, -1)][
              Int(random.uniform() * 4)]
        default: break
        }
        if d != before { standstill = 0 }
      }
    }
    print("walks: \(steps) steps, at most \(longestStandstill) without moving, visits \(visits)")
    #expect(misplaced == 0)
    #expect(wrongSlab == 0)
    // A turn on a surface costs one step of no length per level of touching faces.
    #expect(longestStandstill <= 4)
    #expect(steps > 50_000)
    #expect(visits.allSatisfy { $0 > 50 })
  }

  /// Positions in the world's frame and `crossAfterLeaving` give the same walk as the local ones.
  @Test func relocationByGlobalCoordinates() throws {
    let world = try world(nestedCard)
    var random = RandomStream(seed: 7, event: 1)
    var compared = 0
    for _ in 0..<2_000 {
      let target = RayTests.bodies[Int(random.uniform() * 11)]
      let d = random.isotropic()
      var at = world.view.locate(target.centre, direction: d)
      var p = world.view.toLocal(target.centre, volume: at.volume)
      var e = world.view.directionToLocal(d, volume: at.volume)
      while !at.isOutside {
        let boundary = world.view.distanceToBoundary(at, p, e)
        p = p + boundary.distance_mm * e
        let global = world.view.toGlobal(p, volume: at.volume)
        let left = at.volume
        world.view.cross(&at, &p, &e, boundary)
        if boundary.nextSlab < 0, boundary.nextVolume < 0 {
          #expect(world.view.crossAfterLeaving(left, global, direction: d) == at)
          compared += 1
        }
      }
    }
    #expect(compared > 4_000)
  }
}
