import Core
import Numerics

/// The Boltzmann equation of one annihilation, from equilibrium at x = m/T = 2 to today.
///
///     dY/dx = −√(π/45) M_Pl m g∗^{1/2} ⟨σv⟩ (Y² − Y²_eq)/x²       Y = n/s
///     Y_eq  = 45 g x² K₂(x)/(4π⁴ h)                                Ωh² = 2.744e8 (m/GeV) Y(∞)
///
/// - Approximation: Maxwell–Boltzmann statistics, kinetic equilibrium with the plasma throughout, one photon
///   temperature for whatever χ annihilates to (neutrinos included), no heat from χ.
/// - Numerics: steps of ln x with constant coefficients, in which Riccati's equation has the solution
///   Y' = Y_eq (Y + Y_eq t)/(Y_eq + Y t), t = tanh(A Y_eq h); above x = 120, where Y_eq no longer matters, ∫A d ln x.
///   1e-4 of Ω.
/// - Checked by: `FreezeOutTests`.
struct FreezeOut {
  static let planckMass_GeV = 1.220890e19
  /// Today's entropy density over the critical density/h²: 2891.2 cm⁻³ / 1.05371e-5 GeV cm⁻³ (PDG 2024, T₀ = 2.7255 K).
  static let densityPerYieldMass_perGeV = 2.74383e8
  static let start = 2.0

  /// ln x of the table, equally spaced.
  private let grid: LogarithmicGrid
  /// ln A for coupling 1, A = √(π/45) M_Pl m g∗^{1/2} ⟨σv⟩/x.
  private let logStrength: [Double]
  private let equilibrium: [Double]
  private let stepLog: Double
  private let stepStrength: [Double]
  private let lateIntegral: Double
  private let mass_GeV: Double

  private static let integrationEnd = 120.0
  private static let stepCount = 2400

  init(
    spectrum: AnnihilationSpectrum, width_GeV: Double, average: ThermalAverage,
    degreesOfFreedom: RelativisticDegreesOfFreedom, end: Double
  ) {
    let mass = spectrum.darkMatter.mass_GeV
    mass_GeV = mass
    let decades = log(end / Self.start) / 2.302585092994046
    let grid = LogarithmicGrid(lowest: Self.start, highest: end, count: Int(40 * decades) + 2)
    self.grid = grid
    let scale = (Double.pi / 45).squareRoot() * Self.planckMass_GeV * mass
    logStrength = grid.points.map { x in
      let sigmaV = spectrum.thermalAverage_perGeV2(x: x, width_GeV: width_GeV, average)
      // What never annihilates is kept finite for the logarithm.
      return log(max(sigmaV, 1e-290) * scale / x)
    }
    let step = log(Self.integrationEnd / Self.start) / Double(Self.stepCount)
    stepLog = step
    var equilibrium: [Double] = []
    var strength: [Double] = []
    let pi4 = Double.pi * Double.pi * Double.pi * Double.pi
    for index in 0..<Self.stepCount {
      let x = Self.start * exp((Double(index) + 0.5) * step)
      let plasma = degreesOfFreedom(temperature_GeV: mass / x)
      let states = spectrum.equilibriumStates(x: x)
      equilibrium.append(
        45 * states * x * x * SpecialFunctions.scaledBesselK2(x) * exp(-x) / (4 * pi4 * plasma.entropy))
      strength.append(exp(Self.interpolate(logStrength, grid, log(x))) * plasma.freezeOut)
    }
    self.equilibrium = equilibrium
    stepStrength = strength
    lateIntegral = Self.late(logStrength, grid, mass, degreesOfFreedom)
  }

  struct Result {
    let omega: Double
    /// x at which Y has become 2.5 Y_eq; the last of such x.
    let freezeOut: Double
  }

  /// Relic density for a coupling whose square is `couplingSquared`.
  func callAsFunction(couplingSquared: Double) -> Result {
    var y = equilibrium[0]
    var left = Self.start
    for index in equilibrium.indices {
      let ye = equilibrium[index]
      let a = couplingSquared * stepStrength[index] * stepLog
      let argument = a * ye
      if argument < 1e-6 {
        // tanh z = z: division by Y_eq cancels.
        y = (y + a * ye * ye) / (1 + a * y)
      } else {
        let t = argument > 20 ? 1 : 1 - 2 / (exp(2 * argument) + 1)
        y = ye * (y + ye * t) / (ye + y * t)
      }
      if y < 2.5 * ye { left = Self.start * exp((Double(index) + 1) * stepLog) }
    }
    let inverse = 1 / y + couplingSquared * lateIntegral
    return Result(omega: Self.densityPerYieldMass_perGeV * mass_GeV / inverse, freezeOut: left)
  }

  /// ∫ A d ln x above the stepped range, with a power law after the table's end.
  private static func late(
    _ logStrength: [Double], _ grid: LogarithmicGrid, _ mass_GeV: Double,
    _ degreesOfFreedom: RelativisticDegreesOfFreedom
  ) -> Double {
    let from = log(integrationEnd)
    let to = log(grid.highest)
    let integral = quadrature.integrate(from, to, panels: max(4, grid.count / 4)) { u in
      exp(interpolate(logStrength, grid, u)) * degreesOfFreedom(temperature_GeV: mass_GeV * exp(-u)).freezeOut
    }
    let slope = (logStrength[grid.count - 2] - logStrength[grid.count - 1]) / grid.spacing
    let end =
      exp(logStrength[grid.count - 1]) * degreesOfFreedom(temperature_GeV: mass_GeV / grid.highest).freezeOut
    return integral + end / max(slope, 0.5)
  }

  private static let quadrature = GaussLegendre(count: 6)

  /// Cubic through the four neighbours.
  private static func interpolate(_ table: [Double], _ grid: LogarithmicGrid, _ logX: Double) -> Double {
    let cell = grid.cell(logX: logX)
    let i = min(max(cell.index, 1), table.count - 3)
    let u = cell.fraction + Double(cell.index - i)
    let (a, b, c, d) = (table[i - 1], table[i], table[i + 1], table[i + 2])
    let low = -a * u * (u - 1) * (u - 2) / 6 + b * (u + 1) * (u - 1) * (u - 2) / 2
    let high = -c * (u + 1) * u * (u - 2) / 2 + d * (u + 1) * u * (u - 1) / 6
    return low + high
  }
}
