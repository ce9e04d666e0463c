import Core
import Foundation

/// Reference tables outside the repository; a test without them says so and passes.
enum ReferenceFile {
  static func rows(_ name: String, from file: String = #filePath) throws -> [[JSON]]? {
    let root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let url = root.appendingPathComponent("../shared/reference/\(name)").standardized
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      print("skipped: reference file \(name) is absent")
      return nil
    }
    guard case .array(let rows)? = try JSON.parse(text)["rows"] else { return nil }
    return rows.map { if case .array(let items) = $0 { items } else { [$0] } }
  }
}

extension JSON {
  var double: Double { if case .number(let value) = self { value } else { .nan } }
  var name: String { if case .string(let value) = self { value } else { "" } }
}

/// Relative distance.
func distance(_ a: Double, _ b: Double) -> Double {
  (a - b).magnitude / max(a.magnitude, b.magnitude, 1e-300)
}
