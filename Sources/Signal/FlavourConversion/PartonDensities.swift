import Core
import Numerics

/// Light flavours whose densities are known here.
public enum QuarkFlavour: String, CaseIterable, Sendable {
  case up = "u"
  case down = "d"
  case strange = "s"
}

public enum Nucleon: Sendable {
  case proton
  case neutron
}

/// Parton densities of the proton frozen at Q² = 2 GeV²: the toy input of the Les Houches benchmarks,
///
///     x u_v = 5.1072 x^0.8 (1−x)³,  x d_v = 3.06432 x^0.8 (1−x)⁴,  x d̄ = 0.1939875 x^−0.1 (1−x)⁶
///     x ū = (1−x) x d̄,  x s = x s̄ = 0.2 x (ū + d̄);  neutron: u ↔ d                                   [1]
///
/// Completely specified, so that numbers can be compared to every digit. A real set of densities, evolved
/// to the Q² of the process, moves cross sections by about 20 %.
///
/// - Valid: 0 < x < 1; no charm, bottom.
/// - Checked by: `FlavourConversionTests` (sum rules 2, 1, momentum with the gluon 1).
///
/// [1] Giele et al., hep-ph/0204316, section 4.4.
public enum ToyPartonDensities {
  /// f(x) = x-density divided by x, of a quark or an antiquark.
  public static func density(
    _ flavour: QuarkFlavour, antiquark: Bool, in nucleon: Nucleon, x: Double
  ) -> Double {
    guard x > 0, x < 1 else { return 0 }
    let logX = log(x)
    let rest = 1 - x
    let cube = rest * rest * rest
    let dBar = 0.1939875 * exp(-0.1 * logX) * cube * cube
    let uBar = rest * dBar
    switch (flavour, nucleon) {
    case (.strange, _): return 0.2 * (uBar + dBar) / x
    case (.up, .proton), (.down, .neutron):
      return (uBar + (antiquark ? 0 : 5.1072 * exp(0.8 * logX) * cube)) / x
    case (.down, .proton), (.up, .neutron):
      return (dBar + (antiquark ? 0 : 3.06432 * exp(0.8 * logX) * cube * rest)) / x
    }
  }

  /// Gluons, for the momentum sum rule: x g = 1.7 x^−0.1 (1−x)⁵.
  public static func gluonDensity(x: Double) -> Double {
    let rest = 1 - x
    return 1.7 * exp(-1.1 * log(x)) * rest * rest * rest * rest * rest
  }
}
