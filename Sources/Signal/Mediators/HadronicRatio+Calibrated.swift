extension HadronicRatio {
  /// The model times measured/model of the photon's R, interpolated linearly between the points of `measured`:
  /// the shape of the narrow states from the model, the level from the data. 1 outside 0.3 … 3 GeV.
  ///
  /// For quantities that want R to a per cent or two, as the relic density does. The factor is within 5 % of 1
  /// but for 0.98 … 1.1 GeV (0.77 … 1.19, interference with the φ) and for the points
  /// of BES between 2.2 and 2.6 GeV (up to 1.11).
  public func calibrated(_ rootS: Double) -> Double { self(rootS) * Self.measuredOverModel(rootS) }

  static func measuredOverModel(_ rootS: Double) -> Double {
    guard let above = corrections.firstIndex(where: { $0.rootS_GeV >= rootS }) else { return 1 }
    let (x1, y1) = corrections[above]
    guard above > 0 else { return rootS == x1 ? y1 : 1 }
    let (x0, y0) = corrections[above - 1]
    return y0 + (y1 - y0) * (rootS - x0) / (x1 - x0)
  }

  private static let corrections = measurements.map {
    (rootS_GeV: $0.rootS_GeV, factor: $0.ratio / photon($0.rootS_GeV))
  }
}
