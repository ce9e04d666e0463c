import Core

/// How the cross sections of ℓN → ℓNX are computed.
public enum BremsstrahlungApproximation: String, CaseIterable, Sendable {
  /// No approximation beyond one-photon exchange. The default.
  case exactTreeLevel = "exact_tree_level"
  /// Real transverse photons with the flux χ(t_min(x, U), E²): within 1 % for muons, 30–60 % too large for
  /// electrons.
  case weizsaeckerWilliams = "weizsaecker_williams"
  /// Constant flux χ((m_X²/2E)², m_X²): up to 5 times too large for electrons and 1 GeV.
  case improvedWeizsaeckerWilliams = "improved_weizsaecker_williams"

  /// Name in cards.
  public var cardName: String { rawValue }

  public init(cardName: String) throws {
    guard let found = Self(rawValue: cardName) else {
      throw HermeticError.notFound(
        "approximation", cardName, known: Self.allCases.map(\.rawValue))
    }
    self = found
  }

  /// As processes describe themselves.
  var sentence: String {
    switch self {
    case .exactTreeLevel: return "exact tree level"
    case .weizsaeckerWilliams: return "Weizsäcker-Williams"
    case .improvedWeizsaeckerWilliams: return "improved Weizsäcker-Williams"
    }
  }
}
