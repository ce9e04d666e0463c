import Numerics

extension HadronicRatio {
  /// R of the photon as measured, interpolated linearly between 62 points from 0.3 to 3 GeV, all measured ones above 2 GeV.
  ///
  /// The narrow ω and φ have a few points each, so that up to 30 % is lost between them: use the model for
  /// spectra, this to judge the model.
  ///
  /// - Returns: nil outside the table.
  ///
  /// Source: compilation of PDG 2020 (P.A. Zyla et al., PTEP 2020, 083C01), thinned below 2 GeV. Above, points of BES
  /// (2.0, 2.2, 2.4 … GeV, errors of 7 to 8 %) and KEDR (2.037, 2.136 … GeV, 3 to 4 %) follow each other and differ by
  /// up to 8 %: the line through all of them is that of the compilation, not a best estimate.
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
    (1.3, 1.1821), (1.4, 1.5881), (1.5, 2.0964), (1.6, 2.3802), (1.7, 2.4545), (1.8, 2.1935), (1.85, 2.0629),
    (1.875, 2.0136), (1.9, 2.0435), (1.9125, 1.9977), (1.9375, 2.1306), (1.9625, 2.1006), (2, 2.18),
    (2.0373, 2.238), (2.1357, 2.275), (2.2, 2.38), (2.2392, 2.208), (2.3395, 2.194), (2.4, 2.38),
    (2.4441, 2.175), (2.5, 2.39), (2.5426, 2.222), (2.6, 2.38), (2.6448, 2.22), (2.7, 2.3), (2.7446, 2.269),
    (2.75, 2.2594), (2.8, 2.17), (2.8497, 2.223), (2.9, 2.22), (2.9489, 2.234), (3, 2.21),
  ]
}
