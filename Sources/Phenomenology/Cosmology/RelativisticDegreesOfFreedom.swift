import Core
import Numerics

/// Effective degrees of freedom of the primordial plasma against the photon temperature:
/// energy ρ = (π²/30) g T⁴, entropy s = (2π²/45) h T³, and g∗^{1/2} = (h/√g) (1 + T/(3h) dh/dT), which stands in
/// the Boltzmann equation [1].
///
/// Two sources by name. They differ by less than 1 % below 100 MeV and by up to a few tens of per cent around
/// the transition of QCD (150 MeV), which concerns dark matter above 2 GeV.
///
/// - Valid: 1e-8 … 1e3 GeV; constant outside.
/// - Numerics: tabulated once at 40 points per decade, cubic in ln T.
/// - Checked by: `DegreesOfFreedomTests`.
///
/// [1] Gondolo, Gelmini, Nucl. Phys. B 360 (1991) 145.
public struct RelativisticDegreesOfFreedom: Sendable {
  public enum Source: String, CaseIterable, Sendable {
    /// Fit to a calculation with lattice QCD and incomplete decoupling of the neutrinos.
    case saikawaShirai = "saikawa_shirai"
    /// Ideal gases of leptons, hadrons below and quarks and gluons above 150 MeV, neutrinos that decouple at
    /// once: the construction of [1].
    case idealGas = "ideal_gas_150MeV"
  }

  public struct Value: Sendable {
    public let energy: Double
    public let entropy: Double
    /// g∗^{1/2}
    public let freezeOut: Double
  }

  private static let grid = LogarithmicGrid(lowest: 1e-8, highest: 1e3, count: 441)
  private let energy: [Double]
  private let entropy: [Double]

  public static func of(_ source: Source) -> RelativisticDegreesOfFreedom {
    switch source {
    case .saikawaShirai: fitted
    case .idealGas: ideal
    }
  }

  private static let fitted = RelativisticDegreesOfFreedom(SaikawaShiraiDegreesOfFreedom.values)
  private static let ideal = RelativisticDegreesOfFreedom(IdealGasDegreesOfFreedom.values)

  private init(_ values: (Double) -> (energy: Double, entropy: Double)) {
    let table = Self.grid.points.map(values)
    energy = table.map(\.energy)
    entropy = table.map(\.entropy)
  }

  public func callAsFunction(temperature_GeV: Double) -> Value {
    let cell = Self.grid.cell(logX: log(temperature_GeV))
    let g = Self.cubic(energy, cell).value
    let (h, slope) = Self.cubic(entropy, cell)
    return Value(
      energy: g, entropy: h, freezeOut: h / g.squareRoot() * (1 + slope / (3 * h * Self.grid.spacing)))
  }

  /// Catmull–Rom interpolation and its slope per cell.
  private static func cubic(_ table: [Double], _ cell: (index: Int, fraction: Double)) -> (
    value: Double, slope: Double
  ) {
    let i = cell.index
    let u = cell.fraction
    let b = table[i]
    let c = table[i + 1]
    let a = i > 0 ? table[i - 1] : b
    let d = i + 2 < table.count ? table[i + 2] : c
    let m0 = 0.5 * (c - a)
    let m1 = 0.5 * (d - b)
    let p = 3 * (c - b) - 2 * m0 - m1
    let q = 2 * (b - c) + m0 + m1
    return (b + u * (m0 + u * (p + u * q)), m0 + u * (2 * p + 3 * u * q))
  }
}
