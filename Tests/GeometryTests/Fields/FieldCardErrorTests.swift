import Core
import Geometry
import Testing

/// Every bad field ends in an error with its code that names the parameter.
@Suite struct FieldCardErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let fields: String
    let code: HermeticError.Code
    let words: [String]
    var testDescription: String { String(fields.prefix(120)) }
  }

  static func dipole(_ extra: String) -> String {
    #"{"kind":"dipole","aperture_mm":[100,100],\#(extra)}"#
  }

  static let cases: [Case] = [
    Case(fields: dipole(#""field_T":1,"length_mm":0"#), code: .range, words: ["fields[0].length_mm", "0"]),
    Case(fields: dipole(#""field_T":17500,"length_mm":10"#), code: .range, words: ["field_T", "tesla"]),
    Case(fields: dipole(#""field_T":[0,1e9,0],"length_mm":10"#), code: .range, words: ["field_T[1]"]),
    Case(fields: dipole(#""field_T":"strong","length_mm":10"#), code: .configuration, words: ["field_T"]),
    Case(fields: dipole(#""length_mm":10"#), code: .configuration, words: ["field_T is missing"]),
    Case(fields: dipole(#""field_T":1,"length_mm":10,"gap":3"#), code: .configuration, words: ["gap"]),
    Case(
      fields: dipole(#""field_T":1,"length_mm":10,"position_mm":[9000,0,0]"#), code: .geometry,
      words: ["outside of the world"]),
    Case(
      fields: dipole(#""field_T":1,"length_mm":10,"edge":"round""#), code: .configuration,
      words: ["edge", "hard"]),
    Case(
      fields: dipole(#""field_T":[0,0,1],"length_mm":10,"edge":{"gap_mm":200}"#), code: .configuration,
      words: ["across"]),
    Case(
      fields: dipole(#""field_T":1,"length_mm":10,"edge":{"gap_mm":30}"#), code: .geometry,
      words: ["pole", "gap"]),
    Case(
      fields: dipole(#""field_T":1,"length_mm":10,"edge":{"gap_mm":200,"coefficients":[0,-3]}"#),
      code: .configuration, words: ["coefficients", "fall"]),
    Case(fields: #"{"kind":"wiggler"}"#, code: .notFound, words: ["wiggler", "dipole", "quadrupole"]),
    Case(
      fields: #"{"kind":"quadrupole","length_mm":100,"aperture_mm":[10,10]}"#, code: .configuration,
      words: ["gradient_T_m is missing"]),
    Case(
      fields: #"{"kind":"quadrupole","gradient_T_m":2e5,"length_mm":100,"aperture_mm":[10,10]}"#,
      code: .range,
      words: ["gradient_T_m", "tesla per metre"]),
    Case(
      fields:
        #"{"kind":"quadrupole","gradient_T_m":20,"length_mm":100,"aperture_mm":[90,90],"edge":{"bore_mm":50}}"#,
      code: .geometry, words: ["pole", "bore"]),
    Case(
      fields: #"{"kind":"quadrupole","gradient_T_m":20,"length_mm":100,"aperture_mm":[9,9],"edge":"soft"}"#,
      code: .configuration, words: ["edge", "hard"]),
    Case(
      fields: #"{"kind":"solenoid","field_T":2,"length_mm":1000,"bore_mm":0}"#, code: .range,
      words: ["bore_mm"]),
    Case(
      fields: #"{"kind":"solenoid","field_T":20000,"length_mm":1000,"bore_mm":100}"#, code: .range,
      words: ["field_T", "tesla"]),
    Case(fields: mapCard("quintic"), code: .notFound, words: ["interpolation", "tricubic"]),
    Case(fields: mapCard("trilinear", hole: 17), code: .configuration, words: ["hole", "field_T[17]"]),
    Case(
      fields: #"{"kind":"map","x_mm":[0,1],"y_mm":[0,1],"z_mm":[0,1],"field_T":[[0,1,0]]}"#,
      code: .configuration,
      words: ["holes", "8 points"]),
    Case(
      fields: #"{"kind":"map","x_mm":[0,2,1],"y_mm":[0,1],"z_mm":[0,1],"field_T":[]}"#, code: .configuration,
      words: ["x_mm[2]", "rise"]),
    Case(
      fields: #"{"kind":"map","x_mm":[0,1,3],"y_mm":[0,1],"z_mm":[0,1],"field_T":[]}"#, code: .configuration,
      words: ["x_mm[1]", "evenly"]),
    Case(
      fields: #"{"kind":"map","x_mm":[5],"y_mm":[0,1],"z_mm":[0,1],"field_T":[]}"#, code: .configuration,
      words: ["x_mm", "at least 2"]),
    Case(
      fields:
        #"{"kind":"map","points":[[0,0,0,0,1,0],[1,0,0,0,1,0],[0,1,0,0,1,0],[0,0,1,0,1,0],[1,1,0,0,1,0],[1,0,1,0,1,0],[0,1,1,0,1,0]]}"#,
      code: .configuration, words: ["holes", "1 of 8", "(1.0, 1.0, 1.0)"]),
    Case(
      fields: #"{"kind":"map","points":[[0,0,0,0,1,0],[0,0,0,0,1,0],[1,1,1,0,1,0]]}"#, code: .configuration,
      words: ["repeats"]),
    Case(fields: #"{"kind":"map","points":[]}"#, code: .configuration, words: ["empty"]),
    Case(fields: #"{"kind":"map","points":[[0,0,0,0,1]]}"#, code: .configuration, words: ["six numbers"]),
    Case(
      fields: #"{"kind":"map","points":[[0,0,0,0,null,1]]}"#, code: .configuration, words: ["hole", "[0][4]"]),
    Case(fields: #"{"kind":"map","points":[[0,0,0,0,1000,0]]}"#, code: .range, words: ["[0][4]", "tesla"]),
    Case(
      fields: softMagnet + "," + softMagnet.replacing("{\"kind", "{\"name\":\"fields[0]\",\"kind"),
      code: .configuration, words: ["used twice"]),
  ]

  @Test(arguments: cases) func refused(_ item: Case) throws {
    let error = try #require(fieldFailure(item.fields))
    #expect(error.code == item.code, "\(error.message)")
    for word in item.words { #expect(error.message.contains(word), "\(error.message)") }
  }
}

extension String {
  fileprivate func replacing(_ first: String, _ second: String) -> String {
    guard let range = firstRange(of: first) else { return self }
    return String(self[..<range.lowerBound]) + second + String(self[range.upperBound...])
  }

  private func firstRange(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
