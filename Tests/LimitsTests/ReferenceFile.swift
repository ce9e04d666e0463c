import Core
import Foundation
import Testing

/// Reference tables outside the repository; a test without them says so and passes.
enum ReferenceFile {
  static func json(_ name: String, from file: String = #filePath) throws -> JSON? {
    let root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let url = root.appendingPathComponent("../shared/reference/statistics/\(name)").standardized
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      print("skipped: reference file \(name) is absent")
      return nil
    }
    return try JSON.parse(text)
  }

  static func rows(_ name: String) throws -> [[Double]]? {
    guard let json = try json(name), case .array(let rows)? = json["rows"] else { return nil }
    return rows.map { row in
      guard case .array(let items) = row else { return [] }
      return items.map { if case .number(let value) = $0 { value } else { .nan } }
    }
  }
}
