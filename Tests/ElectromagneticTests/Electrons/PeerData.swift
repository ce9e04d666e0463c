import Foundation

/// Cross sections and stopping powers of Geant4 11.4.1 (G4EmCalculator), kept beside the repository.
struct PeerData {
  let energies_GeV: [Double]
  private let materials: [String: [String: Any]]

  static let shared: PeerData? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let file = root.deletingLastPathComponent()
      .appendingPathComponent("shared/reference/geant4/cross_sections.json")
    guard let data = try? Data(contentsOf: file),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let energies = json["E_MeV"] as? [Double],
      let materials = json["materials"] as? [String: [String: Any]]
    else {
      print("skipped: no ../shared/reference/geant4/cross_sections.json")
      return nil
    }
    return PeerData(energies_GeV: energies.map { $0 * 1e-3 }, materials: materials)
  }()

  func column(_ material: String, _ name: String) -> [Double]? {
    (materials[material]?[name] as? [Any])?.map { ($0 as? NSNumber)?.doubleValue ?? 0 }
  }

  func cut_GeV(_ material: String, _ particle: String) -> Double? {
    ((materials[material]?["cutE_MeV_range_0.7mm"] as? [String: Any])?[particle] as? NSNumber)
      .map { $0.doubleValue * 1e-3 }
  }
}
