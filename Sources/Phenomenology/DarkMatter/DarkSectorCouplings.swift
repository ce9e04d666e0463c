import Core

/// The ways in which the strength of a dark sector is quoted.
///
///     y = ε² α_D (m_χ/m_A′)⁴,   g = ε e,   α_D = g_D²/4π
///
/// For the Z′ of L_μ − L_τ the literature writes y = (g_χ g_Z)² (m_χ/m_Z′)⁴, which is 4π α_D g² (m_χ/m_Z′)⁴:
/// `yOfCouplings`. It differs from y by the factor 4π · 4πα.
///
/// Izaguirre, Krnjaic, Schuster, Toro, Phys. Rev. Lett. 115 (2015) 251301, arXiv:1505.00011.
public struct DarkSectorCouplings: Sendable {
  public enum Quantity: String, CaseIterable, Sendable {
    case epsilon
    /// g = εe
    case coupling
    case y
    /// (g_χ g)² (m_χ/m)⁴
    case yOfCouplings = "y_of_couplings"
  }

  public let alphaD: Double
  /// m_A′/m_χ
  public let massRatio: Double

  public init(alphaD: Double, massRatio: Double) throws {
    guard alphaD > 0, alphaD <= 100 else {
      throw HermeticError.range("alpha_D", alphaD, allowed: "in (0, 100]")
    }
    guard massRatio > 0, massRatio <= 1e6 else {
      throw HermeticError.range(
        "mass_ratio", massRatio, allowed: "in (0, 1e6]",
        hint: "It is the mediator's mass divided by that of the dark matter, often 3.")
    }
    self.alphaD = alphaD
    self.massRatio = massRatio
  }

  public static func quantity(_ name: String, _ argument: String) throws -> Quantity {
    guard let quantity = Quantity(rawValue: name) else {
      throw HermeticError.notFound(argument, name, known: Quantity.allCases.map(\.rawValue))
    }
    return quantity
  }

  private var massFactor: Double { 1 / (massRatio * massRatio * massRatio * massRatio) }

  /// ε² of a value.
  private func epsilonSquared(_ value: Double, _ quantity: Quantity) -> Double {
    switch quantity {
    case .epsilon: value * value
    case .coupling: value * value / (4 * .pi * Constants.fineStructure)
    case .y: value / (alphaD * massFactor)
    case .yOfCouplings: value / (16 * .pi * .pi * Constants.fineStructure * alphaD * massFactor)
    }
  }

  public func convert(_ value: Double, from: Quantity, to: Quantity) -> Double {
    if from == to { return value }
    let squared = epsilonSquared(value, from)
    switch to {
    case .epsilon: return squared.squareRoot()
    case .coupling: return (squared * 4 * .pi * Constants.fineStructure).squareRoot()
    case .y: return squared * alphaD * massFactor
    case .yOfCouplings: return squared * 16 * .pi * .pi * Constants.fineStructure * alphaD * massFactor
    }
  }

  /// The α_D at which a kinetic mixing ε gives y: α_D = y (m_A′/m_χ)⁴/ε².
  public static func alphaD(y: Double, epsilon: Double, massRatio: Double) -> Double {
    y * massRatio * massRatio * massRatio * massRatio / (epsilon * epsilon)
  }
}
