import Numerics

/// The variable in which the boson's energy spectrum is smooth from one kinematic edge to the other,
///
///     z = ln (x − b)/(h − x),
///
/// h the upper limit of x and b the lower one (or 0 where a cut on the energy lies above it). A boson of
/// 1 GeV from an electron has half of its spectrum within 1 − x < 1e-3 and structure down to
/// 1 − x ~ (m/m_X)² ~ 1e-7; in z all of it is a few e-folds wide.
struct EnergyFractionVariable {
  let base: Double
  let top: Double
  let lowest: Double
  let highest: Double

  private static let rules: [GaussLegendre] = (0...128).map { GaussLegendre(count: max(1, $0)) }
  /// The spectrum needs 1.7 points per e-fold of z for 5e-5.
  var rule: GaussLegendre { Self.rules[min(128, 12 + Int(1.7 * width))] }
  /// Distances from the kinematic edges where the range of z ends, in units of b and of 1 − h (or of
  /// h − b, near threshold). Phase space vanishes there as √(x−b) and √(h−x), so that < 1e-5 of the cross section is left out.
  private static let lowerMargin = 1e-3
  private static let upperMargin = 1e-4

  /// Nil when no energy is allowed.
  init?(_ process: LeptonBremsstrahlung, energy: Double, minimumBosonEnergy: Double) {
    self.init(
      process.energyFractionLimits(leptonEnergy_GeV: energy), energy: energy,
      minimumBosonEnergy: minimumBosonEnergy)
  }

  @inline(__always)
  init?(_ limits: (lowest: Double, highest: Double)?, energy: Double, minimumBosonEnergy: Double) {
    guard let limits else { return nil }
    top = limits.highest
    let cut = minimumBosonEnergy / energy
    let first: Double
    if cut > limits.lowest {
      base = 0
      first = cut
    } else {
      base = limits.lowest
      first = base + Self.lowerMargin * min(base, top - base)
    }
    let last = top - Self.upperMargin * min(1 - top, top - base)
    guard first < last, last > 0 else { return nil }
    lowest = log((first - base) / (top - first))
    highest = log((last - base) / (top - last))
  }

  var width: Double { highest - lowest }

  func fraction(_ z: Double) -> Double {
    // Written from the nearer end.
    if z > 0 { return top - (top - base) / (1 + exp(z)) }
    let e = exp(z)
    return base + (top - base) * e / (1 + e)
  }

  /// x and dx/dz with one exponential.
  @inline(__always)
  func fractionAndJacobian(_ z: Double) -> (x: Double, jacobian: Double) {
    let e = exp(-z.magnitude)
    let inverse = 1 / (1 + e)
    let small = (top - base) * e * inverse
    return (z > 0 ? top - small : base + small, small * inverse)
  }

  func logit(_ x: Double) -> Double { log((x - base) / (top - x)) }

  /// dx/dz.
  func jacobian(_ z: Double) -> Double {
    let e = exp(-z.magnitude)
    return (top - base) * e / ((1 + e) * (1 + e))
  }
}

extension LeptonBremsstrahlung {
  /// ∫ f dx over the allowed range above an energy cut.
  func integrate(energy: Double, minimumBosonEnergy: Double, _ f: (Double) -> Double) -> Double {
    guard
      let variable = EnergyFractionVariable(
        self, energy: energy, minimumBosonEnergy: minimumBosonEnergy)
    else { return 0 }
    return variable.rule.integrate(variable.lowest, variable.highest) { z in
      variable.jacobian(z) * f(variable.fraction(z))
    }
  }
}
