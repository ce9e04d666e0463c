import Core
import Geometry
import Testing

/// Every bad card ends in an error with its code that names the parameter.
@Suite struct CardErrorTests {
  static func box(_ extra: String = "", size: String = "[10,10,10]", material: String = "Pb") -> String {
    #"{"name":"B","shape":"box","material":"\#(material)","size_mm":\#(size)\#(extra.isEmpty ? "" : ",")\#(extra)}"#
  }

  static func calorimeter(
    layers: String = "10", slabs: String = #"[{"material":"Pb","thickness_mm":1.5}]"#, extra: String = ""
  ) -> String {
    #"{"name":"C","shape":"layered_calorimeter","layers":\#(layers),"slabs":\#(slabs),"size_mm":[100,100]\#(extra)}"#
  }

  static func tube(_ inner: String, _ outer: String, _ length: String) -> String {
    #"{"name":"T","shape":"tube","material":"Al","inner_radius_mm":\#(inner),"outer_radius_mm":\#(outer),"length_mm":\#(length)}"#
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let volumes: String
    let code: HermeticError.Code
    let words: [String]
    var testDescription: String { volumes }
  }

  static let cases: [Case] = [
    Case(volumes: box(size: "[10,-10,10]"), code: .range, words: ["volumes[0].size_mm[1]", "-10"]),
    Case(volumes: box(size: "[10,0,10]"), code: .range, words: ["volumes[0].size_mm[1]"]),
    Case(volumes: box(size: "[10,1e300,10]"), code: .range, words: ["volumes[0].size_mm[1]", "1e+300"]),
    Case(volumes: box(size: "[10,10]"), code: .configuration, words: ["volumes[0].size_mm", "3 lengths"]),
    Case(volumes: box(size: "[10,10,true]"), code: .configuration, words: ["volumes[0].size_mm[2]"]),
    Case(volumes: box(size: #"[10,10,"3 GeV"]"#), code: .parse, words: ["volumes[0].size_mm[2]", "3 GeV"]),
    Case(volumes: box(size: "7"), code: .configuration, words: ["volumes[0].size_mm"]),
    Case(volumes: box(material: "Plumbum"), code: .notFound, words: ["volumes[0].material", "Plumbum"]),
    Case(volumes: box(#""colour":"red""#), code: .configuration, words: ["volumes[0].colour"]),
    Case(volumes: box(#""mother":"nobody""#), code: .notFound, words: ["volumes[0].mother", "nobody"]),
    Case(volumes: box(#""position_mm":[1e9,0,0]"#), code: .range, words: ["volumes[0].position_mm[0]"]),
    Case(volumes: box(#""rotation_deg":[0,0,4000]"#), code: .range, words: ["volumes[0].rotation_deg[2]"]),
    Case(volumes: box(#""layers":3"#), code: .configuration, words: ["volumes[0].layers"]),
    Case(
      volumes: box(#""sensitive":{"slab":0}"#), code: .configuration, words: ["volumes[0].sensitive.slab"]),
    Case(
      volumes: box(#""sensitive":{"cells":[0,1]}"#), code: .range, words: ["volumes[0].sensitive.cells[0]"]),
    Case(
      volumes: box(#""sensitive":{"cells":[1.5,1]}"#), code: .range,
      words: ["volumes[0].sensitive.cells[0]", "integer"]),
    Case(
      volumes: box(#""sensitive":{"cells":[1e5,1e5]}"#), code: .range,
      words: ["volumes[0].sensitive.cells", "channels"]),
    Case(
      volumes: box(#""sensitive":{"cells":[2,1],"cell_mm":[6,6]}"#), code: .range,
      words: ["volumes[0].sensitive.cell_mm[0]"]),
    Case(
      volumes: box(#""sensitive":{"name":""}"#), code: .configuration, words: ["volumes[0].sensitive.name"]),
    Case(volumes: box(#""sensitive":3"#), code: .configuration, words: ["volumes[0].sensitive"]),
    Case(
      volumes: box() + "," + box(#""position_mm":[100,0,0]"#), code: .configuration,
      words: ["volumes[1].name", "\"B\"", "twice"]),
    Case(volumes: "3", code: .configuration, words: ["volumes[0]"]),
    Case(volumes: #"{"shape":"box"}"#, code: .configuration, words: ["volumes[0].name"]),
    Case(volumes: #"{"name":"world","shape":"box"}"#, code: .configuration, words: ["volumes[0].name"]),
    Case(
      volumes: #"{"name":"S","shape":"sphere"}"#, code: .notFound,
      words: ["volumes[0].shape", "sphere", "tube"]),
    Case(volumes: tube("5", "5", "10"), code: .range, words: ["volumes[0].inner_radius_mm"]),
    Case(volumes: tube("6", "5", "10"), code: .range, words: ["volumes[0].inner_radius_mm"]),
    Case(volumes: tube("-1", "5", "10"), code: .range, words: ["volumes[0].inner_radius_mm"]),
    Case(volumes: tube("1e-9", "5", "10"), code: .range, words: ["volumes[0].inner_radius_mm"]),
    Case(volumes: tube("1", "5", "-10"), code: .range, words: ["volumes[0].length_mm"]),
    Case(volumes: calorimeter(layers: "0"), code: .range, words: ["volumes[0].layers"]),
    Case(volumes: calorimeter(layers: "1.5"), code: .range, words: ["volumes[0].layers", "integer"]),
    Case(volumes: calorimeter(layers: "1e300"), code: .range, words: ["volumes[0].layers"]),
    Case(
      volumes: calorimeter(
        layers: "100000",
        slabs: "["
          + [String](repeating: #"{"material":"Pb","thickness_mm":0.001}"#, count: 3).joined(separator: ",")
          + "]"), code: .range, words: ["volumes[0].layers", "slabs in all"]),
    Case(
      volumes: calorimeter(layers: "1000", slabs: #"[{"material":"Pb","thickness_mm":1e5}]"#), code: .range,
      words: ["volumes[0].layers", "length"]),
    Case(volumes: calorimeter(slabs: "[]"), code: .configuration, words: ["volumes[0].slabs"]),
    Case(
      volumes: calorimeter(slabs: #"[{"material":"Pb","thickness_mm":-1.5}]"#), code: .range,
      words: ["volumes[0].slabs[0].thickness_mm", "-1.5"]),
    Case(
      volumes: calorimeter(
        slabs: #"[{"material":"Pb","thickness_mm":1},{"material":"Xx","thickness_mm":1}]"#), code: .notFound,
      words: ["volumes[0].slabs[1].material", "Xx"]),
    Case(
      volumes: calorimeter(slabs: #"[{"material":"Pb"}]"#), code: .configuration,
      words: ["volumes[0].slabs[0].thickness_mm"]),
    Case(
      volumes: calorimeter(extra: #","material":"Pb""#), code: .configuration, words: ["volumes[0].material"]),
    Case(
      volumes: calorimeter(extra: #","sensitive":{"slab":1}"#), code: .range,
      words: ["volumes[0].sensitive.slab"]),
    Case(
      volumes: calorimeter(extra: #","sensitive":{"sections":[4,5]}"#), code: .configuration,
      words: ["volumes[0].sensitive.sections", "9", "10"]),
    Case(
      volumes: calorimeter(extra: #","sensitive":{"sections":[0,10]}"#), code: .range,
      words: ["volumes[0].sensitive.sections[0]"]),
    Case(
      volumes: calorimeter(extra: #","sensitive":{"sections":[]}"#), code: .configuration,
      words: ["volumes[0].sensitive.sections"]),
    Case(
      volumes: calorimeter() + "," + box(#""mother":"C""#, size: "[1,1,1]"), code: .geometry,
      words: ["volumes[1].mother", "\"C\"", "layered"]),
    Case(volumes: box(#""mother":"B""#), code: .geometry, words: ["volumes[0].mother", "B in B"]),
    Case(
      volumes: #"{"name":"X","shape":"box","material":"Pb","size_mm":[5,5,5],"mother":"Y"},"#
        + #"{"name":"Y","shape":"box","material":"Pb","size_mm":[5,5,5],"mother":"X"}"#,
      code: .geometry, words: [".mother", "X in Y in X"]),
    Case(
      volumes: box(#""sensitive":{"name":"s"}"#) + ","
        + #"{"name":"D","shape":"box","material":"Pb","size_mm":[5,5,5],"position_mm":[50,0,0],"sensitive":{"name":"s"}}"#,
      code: .configuration, words: ["volumes[1].sensitive.name", "\"s\"", "\"B\""]),
  ]

  @Test(arguments: cases) func badVolumes(_ bad: Case) throws {
    let error = try #require(failure(volumes: bad.volumes))
    #expect(error.code == bad.code, "\(error)")
    for word in bad.words { #expect(error.message.contains(word), "\(error) lacks \(word)") }
  }

  @Test(arguments: [
    (#"[]"#, HermeticError.Code.configuration, "object"),
    (#"{}"#, .configuration, "world is missing"),
    (#"{"world":{"size_mm":[1,2]}}"#, .configuration, "world.size_mm"),
    (#"{"world":{"size_mm":[1,2,2e6]}}"#, .range, "world.size_mm[2]"),
    (#"{"world":{"size_mm":[1,2,3],"material":"aether"}}"#, .notFound, "world.material"),
    (#"{"world":{"size_mm":[1,2,3],"shape":"box"}}"#, .configuration, "world.shape"),
    (#"{"world":{"size_mm":[1,2,3]},"volumes":{}}"#, .configuration, "volumes"),
    (#"{"world":{"size_mm":[1,2,3]},"volumnes":[]}"#, .configuration, "volumnes"),
    (#"{"world":{"size_mm":[1,2,3]},"materials":[]}"#, .configuration, "materials"),
    (#"{"world":{"size_mm":[1,2,3]},"materials":{"M":{}}}"#, .configuration, "materials.M.density_g_cm3"),
    (#"{"world":{"size_mm":[1,2,3]},"materials":{"M":{"density_g_cm3":1}}}"#, .configuration, "materials.M"),
    (
      #"{"world":{"size_mm":[1,2,3]},"materials":{"M":{"density_g_cm3":-1,"elements":{"Pb":1}}}}"#, .range,
      "materials.M.density_g_cm3"
    ),
    (
      #"{"world":{"size_mm":[1,2,3]},"materials":{"M":{"density_g_cm3":1,"elements":{"Pb":0.5}}}}"#, .range,
      "materials.M"
    ),
    (
      #"{"world":{"size_mm":[1,2,3]},"materials":{"M":{"density_g_cm3":1,"elements":{"Qq":1}}}}"#, .notFound,
      "materials.M"
    ),
    (
      #"{"world":{"size_mm":[1,2,3]},"materials":{"M":{"density_g_cm3":1,"elements":{"Pb":1},"atoms":{"Pb":1}}}}"#,
      .configuration, "materials.M"
    ),
    (
      #"{"world":{"size_mm":[1,2,3]},"materials":{"M":{"density_g_cm3":1,"elements":{"Pb":"x"}}}}"#,
      .configuration, "materials.M.elements.Pb"
    ),
    (
      #"{"world":{"size_mm":[1,2,3]},"materials":{"Pb":{"density_g_cm3":1,"elements":{"Pb":1}}}}"#,
      .configuration, "materials.Pb"
    ),
  ]) func badCards(_ text: String, _ code: HermeticError.Code, _ word: String) throws {
    let error = try #require(failure(text))
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains(word), "\(error) lacks \(word)")
  }

  /// The path of an outer card comes first.
  @Test func pathsBeginWithTheOuterCard() throws {
    let json = try JSON.parse(#"{"world":{"size_mm":[1,2,-3]}}"#)
    let error = #expect(throws: HermeticError.self) { try World(json: json, path: "setup.geometry") }
    #expect(error?.message.contains("setup.geometry.world.size_mm[2]") == true)
  }
}
