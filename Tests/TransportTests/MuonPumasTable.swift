import Foundation

/// CSDA ranges of muons in iron by PUMAS 1.2 (../shared/reference/muon beside the repository).
enum PumasTable {
  /// - Returns: g/cm²; nil where the table is absent or has no such energy
  static func range_g_cm2(kineticEnergy_MeV: Double) -> Double? {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared/reference/muon/pumas_dedx_iron.txt")
    guard let text = try? String(contentsOf: path, encoding: .utf8) else {
      print("skipped: no ../shared/reference/muon/pumas_dedx_iron.txt")
      return nil
    }
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.count == 11, let t = Double(fields[0]), abs(t - kineticEnergy_MeV) < 1e-6 * kineticEnergy_MeV
      {
        return Double(fields[8])
      }
    }
    return nil
  }
}
