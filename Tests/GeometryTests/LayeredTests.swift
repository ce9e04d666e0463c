import Core
import Geometry
import Numerics
import Testing

@Suite struct LayeredTests {
  static let calorimeter = #"""
    {"name":"ECAL","shape":"layered_calorimeter","layers":150,"size_mm":[229.2,229.2],
     "slabs":[{"material":"Pb","thickness_mm":1.5},{"material":"polystyrene","thickness_mm":1.5}],
     "position_mm":[0,0,225],
     "sensitive":{"name":"ecal","slab":1,"cells":[6,6],"cell_mm":[38.2,38.2],"sections":[16,134]}}
    """#

  /// The same slabs as 300 boxes: identical path lengths per material.
  @Test func equalsAnExplicitStackOfBoxes() throws {
    let layered = try worldOfAir(Self.calorimeter)
    let boxes = (0..<300).map { i -> String in
      let z = 1.5 * Double(i) + 0.75
      let material = i % 2 == 0 ? "Pb" : "polystyrene"
      return
        #"{"name":"b\#(i)","shape":"box","material":"\#(material)","size_mm":[229.2,229.2,1.5],"position_mm":[0,0,\#(z)]}"#
    }
    let stack = try worldOfAir(boxes.joined(separator: ","))
    #expect(layered.materials == stack.materials)
    var random = RandomStream(seed: 5, event: 1)
    var worst = 0.0
    var slabs = 0
    for ray in 0..<3_000 {
      let p = Vector3(random.between(-150, 150), random.between(-150, 150), random.between(-50, 500))
      let d =
        ray % 3 == 0
        ? Vector3(random.between(-0.2, 0.2), random.between(-0.2, 0.2), 1).normalized
        : random.isotropic()
      func perMaterial(_ world: World) throws -> [Double] {
        var sums = [Double](repeating: 0, count: 3)
        for segment in try world.ray(from: p, direction: d) {
          sums[segment.material] += segment.length_mm
          slabs += segment.location.volume > 0 ? 1 : 0
        }
        return sums
      }
      let (a, b) = (try perMaterial(layered), try perMaterial(stack))
      for i in 0..<3 { worst = max(worst, (a[i] - b[i]).magnitude) }
    }
    print("layers against boxes: worst \(worst) mm in \(slabs) slabs")
    #expect(slabs > 100_000)
    #expect(worst < 1e-9)
  }

  @Test func walksEverySlabOnceInBothDirections() throws {
    let world = try worldOfAir(Self.calorimeter)
    let down = try world.ray(from: Vector3(1, 2, -100), direction: Vector3(0, 0, 1))
    #expect(down.count == 302)
    #expect(down[1...300].map(\.location.slab) == Array(0..<300))
    #expect(down[1...300].allSatisfy { $0.length_mm.isNearly(1.5) })
    let up = try world.ray(from: Vector3(1, 2, 1000), direction: Vector3(0, 0, -1))
    #expect(up[1...300].map(\.location.slab) == Array((0..<300).reversed()))
  }

  @Test func slabAtZAgreesWithThePlanes() throws {
    let world = try world(nestedCard)
    let stack = Int32(try #require(world.volumeNames.firstIndex(of: "stack")))
    #expect(world.view.isLayered(stack) && !world.view.isLayered(0))
    #expect(world.view.slabCount(stack) == 21)
    #expect(world.view.slabsPerLayer(stack) == 3)
    let thickness = [3, 4, 0.5]
    var plane = -26.25
    for slab in 0..<21 {
      let next = plane + thickness[slab % 3]
      #expect(world.view.slabAtZ(stack, plane + 1e-6) == Int32(slab))
      #expect(world.view.slabAtZ(stack, next - 1e-6) == Int32(slab))
      #expect(world.view.planeZ(of: stack, entering: Int32(slab), directionZ: 1).isNearly(plane))
      #expect(world.view.planeZ(of: stack, entering: Int32(slab), directionZ: -1).isNearly(next))
      // On the plane itself the direction decides.
      let exact = world.view.planeZ(of: stack, entering: Int32(slab), directionZ: 1)
      #expect(world.view.slabAtZ(stack, exact) == Int32(slab))
      #expect(world.view.slab(stack, exact, directionZ: 1) == Int32(slab))
      #expect(world.view.slab(stack, exact, directionZ: -1) == Int32(max(0, slab - 1)))
      plane = next
    }
    #expect(world.view.slabAtZ(stack, -1e9) == 0)
    #expect(world.view.slabAtZ(stack, 1e9) == 20)
    #expect(world.view.slabAtZ(stack, .nan) == 0)
  }

  @Test func slabCrossingNamesTheNextSlabAndTheEnvelopeIgnoresThem() throws {
    let world = try worldOfAir(Self.calorimeter)
    let at = Location(volume: 1, slab: 10)
    let z = world.view.planeZ(of: 1, entering: 10, directionZ: 1)
    let p = Vector3(0, 0, z)
    #expect(world.view.distanceToBoundary(at, p, Vector3(0, 0, 1)).nextSlab == 11)
    #expect(world.view.distanceToBoundary(at, p, Vector3(0, 0, 1)).distance_mm.isNearly(1.5))
    // Turned round on the plane: one step of no length into the slab before.
    let back = world.view.distanceToBoundary(at, p, Vector3(0, 0, -1))
    #expect(back == BoundaryDistance(distance_mm: 0, nextSlab: 9))
    #expect(world.view.distanceToBoundary(at, p, Vector3(1, 0, 0)).distance_mm.isNearly(114.6))
    #expect(world.view.distanceToBoundary(at, p, Vector3(1, 0, 0)).nextSlab == -1)
    #expect(
      world.view.distanceToBoundary(Location(volume: 1, slab: 299), Vector3(0, 0, 224), Vector3(0, 0, 1))
        .nextSlab
        == -1)
    #expect(
      world.view.distanceToBoundary(Location(volume: 1, slab: 0), Vector3(0, 0, -224), Vector3(0, 0, -1))
        .nextSlab
        == -1)
    #expect(world.view.distanceToEnvelope(1, p, Vector3(0, 0, 1)).isNearly(225 - z))
  }

  @Test func materialsSensorsAndLayers() throws {
    let world = try worldOfAir(Self.calorimeter)
    #expect(world.materials.map(\.name) == ["air", "Pb", "polystyrene"])
    for slab in [0, 1, 31, 32, 33, 298, 299] {
      let at = Location(volume: 1, slab: Int32(slab))
      #expect(world.view.materialIndex(at) == (slab % 2 == 0 ? 1 : 2))
      #expect(world.view.sensorIndex(at) == (slab % 2 == 0 ? -1 : 0))
      #expect(world.view.sensorLayer(at) == slab / 2)
    }
    #expect(world.view.sensorIndex(.outside) == -1)
    #expect(world.view.sensorIndex(Location(volume: 0)) == -1)
  }
}
