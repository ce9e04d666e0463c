import Core
import Geometry
import Numerics
import Testing

@Suite struct FieldMapTests {
  /// At its points a map is its numbers; between them the interpolation's error is of second or third order.
  @Test(arguments: ["trilinear", "tricubic"]) func interpolates(_ name: String) throws {
    let field = try worldWithFields(mapCard(name)).field
    #expect((field.B(Vector3(20, -40, 100)) - mapField(Vector3(20, -40, 100))).length < 1e-14)
    #expect((field.B(Vector3(-100, 100, -500)) - mapField(Vector3(-100, 100, -500))).length < 1e-14)
    var rng = RandomStream(seed: 3, event: 0, purpose: .user)
    var worst = 0.0
    for _ in 0..<2000 {
      let p = Vector3(rng.between(-78, 78), rng.between(-78, 78), rng.between(-440, 440))
      worst = max(worst, (field.B(p) - mapField(p)).length)
    }
    // Second derivative 0.04 per (100 mm)², spacing 20 mm: 0.04·0.2²/8·2 = 4e-4 for linear interpolation.
    if name == "trilinear" {
      #expect(worst > 1e-4 && worst < 4.1e-4)
    } else {
      #expect(worst < 1e-14)
    }
    #expect(field.B(Vector3(101, 0, 0)) == .zero)
    #expect(field.B(Vector3(0, 0, 501)) == .zero)
  }

  /// Points in any order make the same map as the ordered grid.
  @Test func pointsMakeTheSameMap() throws {
    var rows: [String] = []
    for z in [0.0, 50, 100] {
      for y in [-10.0, 10] {
        for x in [-20.0, 0, 20, 40] {
          rows.append("[\(x),\(y),\(z),\(0.01 * x),\(1 + 0.001 * z),\(y * 0.01)]")
        }
      }
    }
    rows.swapAt(3, 17)
    let field = try worldWithFields(#"{"kind":"map","points":[\#(rows.joined(separator: ","))]}"#).field
    let b = field.B(Vector3(13, 4, 60))
    #expect((b - Vector3(0.13, 1.06, 0.04)).length < 1e-14)
  }

  /// Placement turns the map's axes and its field alike; overlapping fields add up.
  @Test func placedAndSuperposed() throws {
    let placed =
      mapCard("tricubic").dropLast() + #","position_mm":[10,20,300],"rotation_deg":[0,0,90],"scale":2}"#
    let dipole =
      #"{"name":"D","kind":"dipole","field_T":[0.5,0,0],"length_mm":100,"aperture_mm":[100,100],"position_mm":[0,0,300]}"#
    let field = try worldWithFields(placed + "," + dipole).field
    let own = Vector3(15, -25, 40)
    let b = mapField(own)
    // 90° about z: x → y, y → −x.
    let p = Vector3(10 - own.y, 20 + own.x, 300 + own.z)
    let expected = Vector3(-2 * b.y + (p.x.magnitude < 50 && p.y.magnitude < 50 ? 0.5 : 0), 2 * b.x, 2 * b.z)
    #expect((field.B(p) - expected).length < 1e-13)
  }

  @Test func volumesWithoutFieldAreKnown() throws {
    let world = try worldWithFields(
      twoMagnets,
      volumes: #"""
        {"name":"inside","shape":"box","material":"Si","size_mm":[10,10,1],"position_mm":[0,0,-13500]},
        {"name":"pipe","shape":"tube","material":"Al","inner_radius_mm":80,"outer_radius_mm":82,"length_mm":3000,"position_mm":[0,0,-15500]},
        {"name":"beside","shape":"box","material":"Pb","size_mm":[100,100,100],"position_mm":[400,0,-13500]},
        {"name":"ECAL","shape":"box","material":"Pb","size_mm":[200,200,400],"position_mm":[0,0,500]}
        """#)
    let flags = withExtendedLifetime(world) {
      (0..<Int32(world.volumeCount)).map { world.field.view.isZero(volume: $0) }
    }
    #expect(flags == [false, false, false, true, true])
    withExtendedLifetime(world) { #expect(world.field.view.isZero(volume: -1)) }
    let empty = try worldOfAir("")
    #expect(empty.field.isEmpty && empty.field.view.isZero(volume: 0))
  }
}

@Suite struct EngeEdgeTests {
  /// Divergence and curl vanish, at any place and for any coefficients; the mid-plane is Enge's function.
  @Test(arguments: ["[0, 3]", "[0.2, 2.2, -0.3, 0.4]"]) func obeysMaxwell(_ coefficients: String) throws {
    let field = try worldWithFields(
      #"{"kind":"dipole","field_T":[1.2,1.6,0],"length_mm":800,"aperture_mm":[60,60],"edge":{"kind":"enge","gap_mm":120,"coefficients":\#(coefficients)}}"#
    ).field
    var rng = RandomStream(seed: 4, event: 0, purpose: .user)
    let h = 0.05
    for _ in 0..<500 {
      let p = Vector3(rng.between(-29, 29), rng.between(-29, 29), rng.between(-700, 700))
      func slope(_ d: Vector3) -> Vector3 {
        let (a, b) = (field.B(p + h * d), field.B(p - h * d))
        let (c, e) = (field.B(p + 2 * h * d), field.B(p - 2 * h * d))
        return (1 / (12 * h)) * (8 * (a - b) - (c - e))
      }
      let (x, y, z) = (slope(Vector3(1, 0, 0)), slope(Vector3(0, 1, 0)), slope(Vector3(0, 0, 1)))
      #expect((x.x + y.y + z.z).magnitude < 1e-10)
      #expect(Vector3(y.z - z.y, z.x - x.z, x.y - y.x).length < 1e-10)
    }
  }

  @Test func midPlaneIsEngesFunction() throws {
    let field = try worldWithFields(softMagnet).field
    for s in [-300.0, -50, 0, 40, 200, 500] {
      let expected = 1.75 / (1 + exp(3 * s / 150))
      #expect((field.B(Vector3(0, 0, 1000 + s)) - Vector3(0, expected, 0)).length < 1e-12)
      #expect((field.B(Vector3(0, 0, -1000 - s)) - Vector3(0, expected, 0)).length < 1e-12)
    }
    #expect(field.B(Vector3(0, 71, 0)) == .zero)
  }
}
