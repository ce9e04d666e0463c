import Core
import Geometry
import Testing

/// What must be refused and what may touch.
@Suite struct OverlapTests {
  static func box(
    _ name: String, _ size: String, _ at: String, _ turn: String = "[0,0,0]", in mother: String = "world"
  )
    -> String
  {
    #"{"name":"\#(name)","shape":"box","material":"Pb","size_mm":\#(size),"position_mm":\#(at),"rotation_deg":\#(turn),"mother":"\#(mother)"}"#
  }
  static func tube(
    _ name: String, _ inner: Double, _ outer: Double, _ length: Double, _ at: String,
    _ turn: String = "[0,0,0]", in mother: String = "world"
  ) -> String {
    #"{"name":"\#(name)","shape":"tube","material":"Al","inner_radius_mm":\#(inner),"outer_radius_mm":\#(outer),"length_mm":\#(length),"position_mm":\#(at),"rotation_deg":\#(turn),"mother":"\#(mother)"}"#
  }
  static let cube = box("A", "[10,10,10]", "[0,0,0]")
  static let ring = tube("A", 40, 50, 100, "[0,0,0]")

  /// (volumes, depth in mm that the message must give; nil: any)
  static let clashes: [(String, String)] = [
    (cube + "," + box("Z", "[10,10,10]", "[9.5,0,0]"), "0.5 mm"),
    (cube + "," + box("Z", "[10,10,10]", "[9.99999,0,0]"), "mm"),
    (cube + "," + box("Z", "[2,2,2]", "[1,1,1]"), "mm"),
    (cube + "," + box("Z", "[100,1,1]", "[0,0,0]"), "mm"),
    // An edge of the turned cube (half diagonal 7.0711) reaches 0.0711 into the face at x = 5.
    (cube + "," + box("Z", "[10,10,10]", "[12,0,0]", "[0,0,45]"), "0.0711 mm"),
    // Crossed edges: both turned, about z and about x; only the edge-edge axis separates or not.
    (
      box("A", "[10,10,10]", "[0,0,0]", "[0,0,45]") + ","
        + box("Z", "[10,10,10]", "[14.142,0,0]", "[0,45,0]"), "mm"
    ),
    (ring + "," + box("Z", "[10,10,10]", "[36,0,0]"), "mm"),
    (ring + "," + box("Z", "[79.8,10,10]", "[0,0,0]"), "mm"),
    (ring + "," + tube("Z", 0, 40.01, 10, "[0,0,0]"), "0.01 mm"),
    (ring + "," + tube("Z", 0, 50, 100, "[99.99,0,0]"), "0.01 mm"),
    (ring + "," + tube("Z", 40, 50, 100, "[45,0,0]"), "mm"),
    (ring + "," + tube("Z", 60, 70, 100, "[20,0,0]"), "mm"),
    (ring + "," + tube("Z", 0, 5, 200, "[0,0,0]", "[0,90,0]"), "mm"),
    (ring + "," + box("Z", "[10,10,200]", "[0,0,0]", "[30,40,0]"), "mm"),
    (cube + "," + tube("Z", 0, 3, 100, "[7,0,0]", "[90,0,0]"), "1.0 mm"),
  ]

  @Test(arguments: clashes) func siblingsThatOverlap(_ volumes: String, _ depth: String) throws {
    let error = try #require(failure(volumes: volumes))
    #expect(error.code == .geometry)
    for word in ["\"A\"", "\"Z\"", "overlaps", depth, "volumes[1]", "at ("] {
      #expect(error.message.contains(word), "\(error) lacks \(word)")
    }
  }

  static let protrusions: [(String, String)] = [
    (cube + "," + box("Z", "[4,4,4]", "[3.5,0,0]", in: "A"), "0.5 mm"),
    (cube + "," + box("Z", "[8,8,8]", "[0,0,0]", "[0,0,45]", in: "A"), "0.6569 mm"),  // 4√2 − 5
    (cube + "," + tube("Z", 0, 4.9, 10, "[0.2,0,0]", in: "A"), "0.1 mm"),
    (cube + "," + tube("Z", 0, 1, 14, "[0,0,0]", "[0,45,0]", in: "A"), "0.6569 mm"),
    (box("Z", "[10,10,10]", "[1996,0,0]"), "1.0 mm"),
    (ring + "," + box("Z", "[4,4,4]", "[48,0,0]", in: "A"), "mm"),
    (ring + "," + box("Z", "[4,4,4]", "[41,0,0]", in: "A"), "1.0 mm"),
    (ring + "," + tube("Z", 0, 45, 10, "[0,0,0]", in: "A"), "40.0 mm"),
    (ring + "," + tube("Z", 41, 49, 10, "[1.5,0,0]", in: "A"), "0.5 mm"),
    (ring + "," + tube("Z", 0, 4.9, 90, "[45,0,0]", "[5,0,0]", in: "A"), "mm"),
    (
      tube("A", 0, 50, 100, "[0,0,0]") + "," + tube("Z", 0, 10, 100, "[0,0,0]", "[3,0,0]", in: "A"),
      "0.4548 mm"
    ),
    // 40√2 − 50
    (tube("A", 0, 50, 100, "[0,0,0]") + "," + box("Z", "[80,80,10]", "[0,0,0]", in: "A"), "6.5685 mm"),
  ]

  @Test(arguments: protrusions) func daughtersThatProtrude(_ volumes: String, _ depth: String) throws {
    let error = try #require(failure(volumes: volumes))
    #expect(error.code == .geometry)
    for word in ["\"Z\"", "protrudes", depth, "at ("] {
      #expect(error.message.contains(word), "\(error) lacks \(word)")
    }
  }

  static let touching: [String] = [
    cube + "," + box("Z", "[10,10,10]", "[10,0,0]"),
    cube + "," + box("Z", "[10,10,10]", "[9.9999995,0,0]"),
    cube + "," + box("Z", "[10,10,10]", "[10,10,10]"),
    cube + "," + box("Z", "[10,10,10]", "[0,0,0]", in: "A"),
    cube + "," + box("Z", "[10,10,10]", "[12.0710678118655,0,0]", "[0,0,45]"),
    // Edge over edge: each half diagonal is 7.0711, one edge runs along z, the other along y.
    box("A", "[10,10,10]", "[0,0,0]", "[0,0,45]") + ","
      + box("Z", "[10,10,10]", "[14.1421356238,0,0]", "[0,45,0]"),
    // Nearest along no face normal: the boxes' bounding boxes overlap, the boxes do not.
    cube + "," + box("Z", "[10,10,10]", "[10,8,0]", "[0,0,45]"),
    ring + "," + tube("Z", 0, 40, 100, "[0,0,0]"),
    ring + "," + tube("Z", 50, 60, 100, "[0,0,0]"),
    ring + "," + tube("Z", 0, 50, 100, "[100,0,0]"),
    ring + "," + tube("Z", 0, 10, 100, "[30,0,0]"),
    ring + "," + tube("Z", 0, 50, 100, "[0,0,100]"),
    ring + "," + box("Z", "[10,10,10]", "[55,0,0]"),
    ring + "," + box("Z", "[56,56,90]", "[0,0,0]"),
    ring + "," + tube("Z", 0, 5, 60, "[0,0,0]", "[0,90,0]"),
    ring + "," + tube("Z", 0, 5, 60, "[0,0,0]", "[30,20,0]"),
    ring + "," + tube("Z", 40, 50, 100, "[0,0,0]", in: "A"),
    ring + "," + box("Z", "[8,8,8]", "[45,0,0]", in: "A"),
    tube("A", 0, 50, 100, "[0,0,0]") + "," + tube("Z", 20, 50, 100, "[0,0,0]", in: "A"),
    tube("A", 0, 50, 100, "[0,0,0]") + "," + tube("Z", 0, 10, 90, "[0,0,0]", "[0,90,0]", in: "A"),
  ]

  @Test(arguments: touching) func touchingIsFine(_ volumes: String) {
    #expect(failure(volumes: volumes) == nil)
  }
}
