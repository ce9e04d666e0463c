import Numerics

extension HadronicRatio {
  /// R of the photon as measured, interpolated linearly between 41 points from 0.3 to 3 GeV.
  ///
  /// The narrow ω and φ have a few points each, so that up to 30 % is lost between them: use the model for
  /// spectra, this to judge the model.
  ///
  /// - Returns: nil outside the table.
  ///
  /// Source: compilation of PDG 2020 (P.A. Zyla et al., PTEP 2020, 083C01), thinned.
  public static func measured(_ rootS: Double) -> Double? {
    guard let last = measurements.last, rootS >= measurements[0].rootS_GeV, rootS <= last.rootS_GeV
    else { return nil }
    let above = max(1, measurements.firstIndex { $0.rootS_GeV >= rootS }!)
    let (x1, y1) = measurements[above]
    let (x0, y0) = measurements[above - 1]
    return y0 + (y1 - y0) * (rootS - x0) / (x1 - x0)
  }

  static let measurements: [(rootS_GeV: Double, ratio: Double)] = [
    (0.3, 0.01996), (0.35, 0.096785), (0.4, 0.19556), (0.45, 0.31605), (0.5, 0.47411), (0.55, 0.79234),
    (0.6, 1.3077), (0.65, 2.4536), (0.7, 4.8035), (0.74, 7.888), (0.76, 9.0062), (0.77, 9.9757),
    (0.775, 11.996), (0.78, 17.323), (0.7827, 19.366), (0.79, 9.1205), (0.8, 6.7972), (0.85, 3.1819),
    (0.9, 1.8202), (0.95, 1.1594), (1, 1.3223), (1.01, 2.4989), (1.015, 9.3455), (1.0195, 50.216),
    (1.023, 13.386), (1.03, 3.3574), (1.05, 1.2509), (1.1, 0.91898), (1.15, 0.89085), (1.2, 0.92671),
    (1.3, 1.1821), (1.4, 1.5881), (1.5, 2.0964), (1.6, 2.3802), (1.7, 2.4545), (1.8, 2.1935), (2, 2.18),
    (2.25, 2.2065), (2.5, 2.39), (2.75, 2.2594), (3, 2.21),
  ]
}
