import Core
import Geometry
import Numerics
import Testing

/// Walks through nested, rotated geometry against chords that the test computes itself.
@Suite struct RayTests {
  /// An independent copy of the nested card: names, placements by their own trigonometry, chords by the
  /// roots of quadratics.
  struct Body {
    let name: String
    let mother: Int
    let half: Vector3  // for a tube: (inner, outer, half length)
    let isTube: Bool
    let centre: Vector3
    let rotation: Rotation

    /// Total chord of the ray (t ≥ 0), by the plain textbook formulae.
    func chord(_ p: Vector3, _ d: Vector3) -> Double {
      let q = rotation.applyInverse(p - centre)
      let e = rotation.applyInverse(d)
      func slab(_ x: Double, _ dx: Double, _ h: Double) -> (Double, Double) {
        if dx == 0 { return x.magnitude < h ? (-.infinity, .infinity) : (1, 0) }
        let (a, b) = ((-h - x) / dx, (h - x) / dx)
        return (min(a, b), max(a, b))
      }
      func overlap(_ a: (Double, Double), _ b: (Double, Double)) -> (Double, Double) {
        (max(a.0, b.0), min(a.1, b.1))
      }
      func length(_ a: (Double, Double)) -> Double { max(0, a.1 - max(0, a.0)) }
      guard isTube else {
        return length(
          overlap(
            slab(q.x, e.x, half.x), overlap(slab(q.y, e.y, half.y), slab(q.z, e.z, half.z))))
      }
      func cylinder(_ r: Double) -> (Double, Double) {
        let a = e.x * e.x + e.y * e.y
        let b = q.x * e.x + q.y * e.y
        let c = q.x * q.x + q.y * q.y - r * r
        let root = b * b - a * c
        guard root > 0 else { return (1, 0) }
        return ((-b - root.squareRoot()) / a, (-b + root.squareRoot()) / a)
      }
      let ends = slab(q.z, e.z, half.z)
      return length(overlap(ends, cylinder(half.y)))
        - (half.x > 0 ? length(overlap(ends, cylinder(half.x))) : 0)
    }

    func contains(_ p: Vector3) -> Bool {
      let q = rotation.applyInverse(p - centre)
      guard isTube else {
        return q.x.magnitude < half.x && q.y.magnitude < half.y && q.z.magnitude < half.z
      }
      let r = (q.x * q.x + q.y * q.y).squareRoot()
      return r > half.x && r < half.y && q.z.magnitude < half.z
    }
  }

  static let bodies: [Body] = {
    var result: [Body] = []
    func add(
      _ name: String, _ mother: Int, _ half: Vector3, _ isTube: Bool, _ at: Vector3, _ turn: Vector3
    ) {
      let k = Double.pi / 180
      let own = Rotation(aboutX: turn.x * k, y: turn.y * k, z: turn.z * k)
      guard mother >= 0 else {
        result.append(
          Body(name: name, mother: -1, half: half, isTube: isTube, centre: at, rotation: own))
        return
      }
      let m = result[mother]
      result.append(
        Body(
          name: name, mother: mother, half: half, isTube: isTube,
          centre: m.centre + m.rotation.apply(at), rotation: m.rotation.composed(after: own)))
    }
    let none = Vector3(0, 0, 0)
    add("world", -1, Vector3(700, 800, 1000), false, none, none)
    add("hall", 0, Vector3(300, 350, 400), false, Vector3(10, -20, 30), Vector3(10, 20, 30))
    add("crate", 1, Vector3(100, 150, 100), false, Vector3(100, 0, 100), Vector3(0, 0, 90))
    add("pipe", 1, Vector3(40, 60, 250), true, Vector3(-150, 100, 0), Vector3(45, 0, 0))
    add("rod", 2, Vector3(0, 50, 80), true, none, Vector3(0, 90, 0))
    add("core", 4, Vector3(15, 15, 20), false, Vector3(0, 0, 20), Vector3(0, 0, 45))
    add("left", 0, Vector3(20, 20, 20), false, Vector3(-20, -250, -900), none)
    add("right", 0, Vector3(20, 20, 20), false, Vector3(20, -250, -900), Vector3(0, 0, 180))
    add("inner", 0, Vector3(0, 30, 50), true, Vector3(300, 500, -900), none)
    add("sleeve", 0, Vector3(30, 50, 50), true, Vector3(300, 500, -900), none)
    add("stack", 1, Vector3(60, 70, 26.25), false, Vector3(0, -100, -150), Vector3(0, 30, 0))
    return result
  }()

  static func lengths(_ p: Vector3, _ d: Vector3) -> [Double] {
    let chords = bodies.map { $0.chord(p, d) }
    var own = chords
    for (i, body) in bodies.enumerated() where body.mother >= 0 { own[body.mother] -= chords[i] }
    return own
  }

  static func home(_ p: Vector3) -> Int {
    // Daughters come after mothers in the list.
    bodies.lastIndex { $0.contains(p) } ?? -1
  }

  @Test func randomRaysMatchIndependentChords() throws {
    let world = try world(nestedCard)
    #expect(world.volumeNames == Self.bodies.map(\.name))
    var random = RandomStream(seed: 1, event: 1)
    var worst = 0.0
    var worstSum = 0.0
    var misplaced = 0
    var checked = 0
    for _ in 0..<100_000 {
      let p = Vector3(
        random.between(-699, 699), random.between(-799, 799), random.between(-999, 999))
      // At a random point of a random body: isotropic rays would rarely meet the small ones.
      let target = Self.bodies[Int(random.uniform() * Double(Self.bodies.count))]
      let inside = Vector3(random.between(-40, 40), random.between(-40, 40), random.between(-40, 40))
      let d = (target.centre + inside - p).normalized
      let segments = try world.ray(from: p, direction: d)
      var found = [Double](repeating: 0, count: Self.bodies.count)
      var travelled = 0.0
      for segment in segments {
        found[Int(segment.location.volume)] += segment.length_mm
        if segment.length_mm > 1e-3 {
          let middle = p + (travelled + 0.5 * segment.length_mm) * d
          checked += 1
          if Self.home(middle) != Int(segment.location.volume)
            || world.view.locate(middle, direction: d) != segment.location
          {
            misplaced += 1
          }
        }
        travelled += segment.length_mm
      }
      let expected = Self.lengths(p, d)
      for i in 0..<found.count { worst = max(worst, (found[i] - expected[i]).magnitude) }
      worstSum = max(worstSum, (travelled - Self.bodies[0].chord(p, d)).magnitude)
    }
    print("random rays: worst length difference \(worst) mm, worst sum \(worstSum) mm, \(checked) midpoints")
    #expect(misplaced == 0)
    // Near-tangent chords of a cylinder amplify rounding: √(2R ε) ≈ 4e-6 mm for R = 60 mm, ε = 1e-13 mm.
    #expect(worst < 1e-6)
    #expect(worstSum < 1e-9)
    #expect(checked > 200_000)
  }

  /// Rays that start on faces, edges and corners and run inside them: every walk must end, and add up to
  /// the world's chord.
  @Test func raysAlongFacesAndThroughEdges() throws {
    let world = try world(nestedCard)
    var random = RandomStream(seed: 2, event: 1)
    var worst = 0.0
    var rays = 0
    var tiny = 0
    for (index, body) in Self.bodies.enumerated() where index > 0 {
      let half = body.isTube ? Vector3(body.half.y, body.half.y, body.half.z) : body.half
      for trial in 0..<3_000 {
        // A point whose coordinates are each on a face, on an edge's middle, or anywhere.
        func coordinate(_ h: Double) -> Double {
          switch Int(random.uniform() * 4) {
          case 0: return h
          case 1: return -h
          case 2: return 0
          default: return random.between(-h, h)
          }
        }
        var q = Vector3(coordinate(half.x), coordinate(half.y), coordinate(half.z))
        if body.isTube, trial % 2 == 0 {
          let (s, c) = sincosTurns(Double(Int(random.uniform() * 8)) / 8)
          let r = body.half.x > 0 && trial % 4 == 0 ? body.half.x : body.half.y
          q = Vector3(r * c, r * s, q.z)
        }
        func component() -> Double {
          switch Int(random.uniform() * 6) {
          case 0: return 1
          case 1: return -1
          case 2, 3: return 0
          case 4: return random.between(-1, 1) * 1e-12
          default: return random.between(-1, 1)
          }
        }
        var e = Vector3(component(), component(), component())
        if trial % 5 == 0 {
          // Straight at a corner or tangent to the wall.
          e = body.isTube ? Vector3(-q.y, q.x, 0) : Vector3(half.x - q.x, half.y - q.y, half.z - q.z)
        }
        guard e.length > 1e-6 else { continue }
        e = e.normalized
        // From the point itself, and from far away through it.
        for back in [0.0, 37, 150] {
          let p = body.centre + body.rotation.apply(q - back * e)
          let d = body.rotation.apply(e)
          guard p.x.magnitude < 699, p.y.magnitude < 799, p.z.magnitude < 999 else { continue }
          let segments = try world.ray(from: p, direction: d)
          let sum = segments.reduce(0) { $0 + $1.length_mm }
          worst = max(worst, (sum - Self.bodies[0].chord(p, d)).magnitude)
          tiny += segments.filter { $0.length_mm < 1e-8 }.count
          rays += 1
        }
      }
    }
    print("degenerate rays: \(rays), worst sum difference \(worst) mm, \(tiny) steps below 1e-8 mm")
    #expect(rays > 50_000)
    #expect(worst < 1e-8)
  }

  /// A ray inside the face that two boxes share belongs to exactly one of them, also if one is turned round.
  @Test func sharedFacesHaveOneOwner() throws {
    let world = try world(nestedCard)
    let segments = try world.ray(from: Vector3(0, -250, -990), direction: Vector3(0, 0, 1))
    let inside = segments.filter { $0.volumeName == "left" || $0.volumeName == "right" }
    #expect(inside.count == 1)
    #expect(inside.first?.length_mm.isNearly(40) == true)
    #expect(segments.first?.length_mm.isNearly(70) == true)
    // The wall that the rod and its sleeve share, along its generator lines.
    for step in 0..<16 {
      let (s, c) = sincosTurns(Double(step) / 16)
      let start = Vector3(300 + 30 * c, 500 + 30 * s, -990)
      let shared = try world.ray(from: start, direction: Vector3(0, 0, 1)).filter {
        $0.volumeName == "inner" || $0.volumeName == "sleeve"
      }
      #expect(shared.count == 1)
      #expect(shared.first?.length_mm.isNearly(100) == true)
    }
  }

  @Test func aPointOnABoundaryBelongsToTheSideAhead() throws {
    let world = try world(nestedCard)
    func name(_ p: Vector3, _ d: Vector3) -> String {
      let at = world.view.locate(p, direction: d)
      return at.isOutside ? "outside" : world.volumeNames[Int(at.volume)]
    }
    let face = Vector3(0, -240, -910)
    #expect(name(face, Vector3(1, 0, 0)) == "right")
    #expect(name(face, Vector3(-1, 0, 0)) == "left")
    #expect(name(Vector3(10, -240, -920), Vector3(0, 0, 1)) == "right")
    #expect(name(Vector3(10, -240, -920), Vector3(0, 0, -1)) == "world")
    #expect(name(Vector3(700, 0, 0), Vector3(1, 0, 0)) == "outside")
    #expect(name(Vector3(700, 0, 950), Vector3(-1, 0, 0)) == "world")
    #expect(name(Vector3(701, 0, 0), Vector3(-1, 0, 0)) == "outside")
    #expect(
      world.view.crossAfterLeaving(7, Vector3(0, -240, -910), direction: Vector3(-1, 0, 0)).volume == 6)
    #expect(
      world.view.crossAfterLeaving(0, Vector3(700, 0, 0), direction: Vector3(1, 0, 0)) == .outside)
  }

  @Test func coordinatesGoThereAndBack() throws {
    let world = try world(nestedCard)
    var random = RandomStream(seed: 4, event: 1)
    for (index, body) in Self.bodies.enumerated() {
      let p = Vector3(random.between(-500, 500), random.between(-500, 500), random.between(-500, 500))
      let local = world.view.toLocal(p, volume: Int32(index))
      #expect((local - body.rotation.applyInverse(p - body.centre)).length < 1e-12 * 1e3)
      #expect((world.view.toGlobal(local, volume: Int32(index)) - p).length < 1e-12 * 1e3)
      let d = random.isotropic()
      let there = world.view.directionToLocal(d, volume: Int32(index))
      #expect((world.view.directionToGlobal(there, volume: Int32(index)) - d).length < 1e-15 * 8)
    }
  }

  @Test func raysFromOutsideAndBadRays() throws {
    let world = try world(nestedCard)
    let through = try world.ray(from: Vector3(-2000, 790, 990), direction: Vector3(1, 0, 0))
    #expect(through.map(\.volumeName) == ["world"])
    #expect(through[0].length_mm.isNearly(1400))
    #expect(try world.ray(from: Vector3(-2000, 790, 990), direction: Vector3(-1, 0, 0)).isEmpty)
    #expect(throws: HermeticError.self) { try world.ray(from: .zero, direction: .zero) }
    #expect(throws: HermeticError.self) {
      try world.ray(from: Vector3(.nan, 0, 0), direction: Vector3(0, 0, 1))
    }
  }
}
