extension ColumnLayout {
  /// Where and how bosons decay inside the detector: path from the production, its mean L, the end of the path, the PDG
  /// number of the first product (0 not seen, −1 left the world first), and the index of the mass.
  static let decayColumns = [
    "truth.decay_path_mm", "truth.decay_mean_path_mm", "truth.decay_z_mm", "truth.decay_pdg",
    "truth.mass_index",
  ]

  static func decayValues(_ emission: SignalProduction.Emission?) -> [Double] {
    guard let emission, let fate = emission.fate else { return [0, 0, 0, -1, -1] }
    return [
      fate.path_mm, fate.meanPath_mm, fate.position.z, Double(fate.product), Double(emission.mass),
    ]
  }
}
