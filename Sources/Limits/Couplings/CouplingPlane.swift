import Core
import Numerics

/// The plane in which an exclusion is drawn.
public enum CouplingPlane: Sendable {
  /// (m, g) as they are: (m, ε), (m, g), (m_Q, Q/e), (m, Br).
  case coupling
  /// (m_χ, y = ε² α_D (m_χ/m_A′)⁴)
  case thermalVariable(alphaD: Double, massRatio: Double)
  /// (m_χ, y = (g g_χ)² (m_χ/m)⁴), for L_μ − L_τ
  case muonThermalVariable(darkCoupling: Double, massRatio: Double)
  /// (m_χ, α_D): below y_th R⁴/ε_lim² the dark matter would be overabundant or excluded.
  case alphaD(massRatio: Double, masses_GeV: [Double], thermalY: [Double])

  public static let names = ["coupling", "y", "y_muon", "alpha_D"]

  public var axes: (x: String, y: String) {
    switch self {
    case .coupling: return ("mass_GeV", "coupling")
    case .thermalVariable, .muonThermalVariable: return ("m_chi_GeV", "y")
    case .alphaD: return ("m_chi_GeV", "alpha_D")
    }
  }

  /// x of a mediator mass.
  public func x(mass: Double) -> Double {
    switch self {
    case .coupling: return mass
    case .thermalVariable(_, let ratio), .muonThermalVariable(_, let ratio), .alphaD(let ratio, _, _):
      return mass / ratio
    }
  }

  /// y of a coupling; nil where the thermal line has no value.
  public func y(mass: Double, coupling g: Double) -> Double? {
    switch self {
    case .coupling: return g
    case .thermalVariable(let alphaD, let ratio):
      let r2 = ratio * ratio
      return g * g * alphaD / (r2 * r2)
    case .muonThermalVariable(let dark, let ratio):
      let r2 = ratio * ratio
      return g * g * dark * dark / (r2 * r2)
    case .alphaD(let ratio, _, _):
      guard let thermal = thermalY(mass / ratio) else { return nil }
      let r2 = ratio * ratio
      return thermal * r2 * r2 / (g * g)
    }
  }

  /// y_th(m_χ), log-log between the given points.
  func thermalY(_ chi: Double) -> Double? {
    guard case .alphaD(_, let masses, let values) = self else { return nil }
    let tolerance = 1e-9
    guard chi >= masses[0] * (1 - tolerance), chi <= masses[masses.count - 1] * (1 + tolerance) else {
      return nil
    }
    var k = 0
    while k + 2 < masses.count, masses[k + 1] < chi { k += 1 }
    let t = log(chi / masses[k]) / log(masses[k + 1] / masses[k])
    return exp(log(values[k]) + t * log(values[k + 1] / values[k]))
  }

  init(card: inout Card) throws {
    let kind = try card.string("kind")
    let ratio = { (card: inout Card) throws -> Double in
      try card.number("mass_ratio", default: 3, in: 2...1e6, hint: "It is m_A'/m_chi, usually 3.")
    }
    switch kind {
    case "coupling": self = .coupling
    case "y":
      self = .thermalVariable(
        alphaD: try card.number("alpha_D", in: 1e-12...12.566370614359172), massRatio: try ratio(&card))
    case "y_muon":
      self = .muonThermalVariable(
        darkCoupling: try card.number("g_chi", in: 1e-12...12.566370614359172), massRatio: try ratio(&card))
    case "alpha_D":
      guard var thermal = try card.card("thermal") else {
        throw HermeticError(
          .configuration,
          "\(card.pathOf("thermal")) is missing: {\"m_chi_GeV\": […], \"y\": […]}, the relic line.")
      }
      let masses = try thermal.numbers("m_chi_GeV", in: 1e-12...1e6)
      let values = try thermal.numbers("y", in: 1e-30...1e6)
      try CouplingModel.requireAscending(masses, thermal.pathOf("m_chi_GeV"), atLeast: 2)
      guard values.count == masses.count else {
        throw HermeticError(
          .configuration,
          "\(thermal.pathOf("y")) holds \(values.count) numbers for \(masses.count) masses. Give one each.")
      }
      try thermal.finish()
      self = .alphaD(massRatio: try ratio(&card), masses_GeV: masses, thermalY: values)
    default: throw HermeticError.notFound(card.pathOf("kind"), kind, known: CouplingPlane.names)
    }
    try card.finish()
  }
}
