import Matter
import Numerics

/// By how much a nucleon inside a nucleus shows less (or more) of itself than a free one: the factor G(x, ν)
/// of Butkevich and Mikheyev on F₂.
///
/// Shadowing at small x follows Bezrukov and Bugaev's G(ν) until the antishadowing curve x^m1(1+m2)(1−m3 x)
/// meets it; above x = 0.3 the EMC region has a form of its own. Strengths grow with the fraction of nucleons
/// in the nucleus's skin, 1 − (4πρ/A)∫_{r0}^∞ r²/(1+e^{(r−r0)/a}) dr, ρ = 0.17 fm⁻³, a = 0.54 fm.
///
/// - Returns: 1 for hydrogen.
///
/// [1] Butkevich, Mikheyev, JETP 95 (2002) 11, Eqs. (44)–(55). [2] Bezrukov, Bugaev, Sov. J. Nucl. Phys. 33
/// (1981) 635.
public struct NuclearShadowing: Sendable {
  private let isHydrogen: Bool
  private let cubeRootA: Double
  private let surface: Double

  public init(element: Element) {
    isHydrogen = element.atomicNumber == 1
    cubeRootA = pow(element.atomicMass, 1.0 / 3)
    let r0 = 1.12 * cubeRootA - 0.86 / cubeRootA
    let a = 0.54
    // ∫_{r0}^∞ in closed form: η(1) = ln 2, η(2) = π²/12, η(3) = ¾ζ(3).
    let outside =
      a
      * (r0 * r0 * 0.6931471805599453 + a * r0 * Double.pi * Double.pi / 6 + a * a * 1.5 * 1.2020569031595942)
    surface = 1 - 4 * Double.pi * 0.17 * outside / element.atomicMass
  }

  public func callAsFunction(x: Double, energyTransfer_GeV nu: Double) -> Double {
    at(energyTransfer_GeV: nu)(x: x)
  }

  /// As a function of x.
  func at(energyTransfer_GeV nu: Double) -> AtTransfer {
    let photoabsorption_ub = 112.2 * (0.609 * pow(nu, 0.0988) + 1.037 * pow(nu, -0.5944))
    let opacity = 0.00282 * cubeRootA * photoabsorption_ub
    let vectorDominance = 3 / opacity * (0.5 + ((1 + opacity) * exp(-opacity) - 1) / (opacity * opacity))
    let shadowed = 0.75 * vectorDominance + 0.25
    return AtTransfer(
      isHydrogen: isHydrogen, surface: surface, shadowed: shadowed,
      meeting: pow(shadowed / (1 + 0.456 * surface), 1 / (0.129 * surface)))
  }

  /// G at one energy transfer.
  struct AtTransfer {
    let isHydrogen: Bool
    let surface: Double
    let shadowed: Double
    /// The x at which the antishadowing curve is met.
    let meeting: Double

    func callAsFunction(x: Double) -> Double {
      if isHydrogen { return 1 }
      if x > 0.3 {
        let u = 1 / (1 - x)
        let crossing = 1 / (1 - 0.278)
        let pionOverNucleon = 0.13957 / 0.938919
        let oscillation =
          (1 - 0.5 * x) * (u - crossing - pionOverNucleon * (u * u - crossing * crossing))
        return 1 - 0.437 * surface * oscillation
      }
      let m1 = 0.129 * surface
      let m2 = 0.456 * surface
      let m3 = 0.553 * surface
      return x < meeting ? shadowed : pow(x, m1) * (1 + m2) * (1 - m3 * x)
    }
  }
}
