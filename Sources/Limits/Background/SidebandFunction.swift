import Core
import Numerics

/// Shapes of a spectrum that side-bands can be continued with: λ(x) = exp Σ aₖ φₖ(x).
///
/// The logarithm is linear in the parameters, so that the Poisson likelihood has one maximum.
enum SidebandFunction: String, CaseIterable {
  case constant
  case exponential
  case power
  case exponentialQuadratic = "exponential_quadratic"
  case powerExponential = "power_exponential"

  var parameterCount: Int {
    switch self {
    case .constant: return 1
    case .exponential, .power: return 2
    case .exponentialQuadratic, .powerExponential: return 3
    }
  }

  var needsPositive: Bool { self == .power || self == .powerExponential }

  /// φₖ at u = x/scale, with which the numbers stay of order one.
  func basis(_ u: Double) -> [Double] {
    switch self {
    case .constant: return [1]
    case .exponential: return [1, u]
    case .power: return [1, log(u)]
    case .exponentialQuadratic: return [1, u, u * u]
    case .powerExponential: return [1, log(u), u]
    }
  }
}
