import Core
import Numerics
import Signal

/// Dark matter that was once in equilibrium with the Standard Model through a mediator: which coupling leaves the
/// observed density, or what density a coupling leaves.
///
/// The coupling is ε for a dark photon and g for other mediators; with α_D and the masses fixed the annihilation
/// rate goes with its square, apart from the mediator's width into visible states, which is iterated.
///
/// - Valid: m_χ 0.1 MeV … 10 GeV. Above 1.8 GeV open charm is missing in R(s). Below a few MeV dark matter heats
///   photons or neutrinos after these part, which cosmology constrains in its own right and which is not in the density.
/// - Checked by: `RelicTargetTests` (reference `statistics/thermal_targets.json`, 1 %).
public struct RelicScenario: Sendable {
  public var family: MediatorFamily
  public var darkMatter: DarkMatter
  public var mediatorMass_GeV: Double
  public var average: ThermalAverage
  public var degreesOfFreedom: RelativisticDegreesOfFreedom.Source

  public static let massRange_GeV = 1e-4...10.0
  public static let massRatioRange = 1.1...1000.0

  public init(
    family: MediatorFamily = .darkPhoton, darkMatter: DarkMatter, mediatorMass_GeV: Double,
    average: ThermalAverage = .relativistic,
    degreesOfFreedom: RelativisticDegreesOfFreedom.Source = .saikawaShirai
  ) throws {
    guard Self.massRange_GeV.contains(darkMatter.mass_GeV) else {
      throw HermeticError.range(
        "m_chi_GeV", darkMatter.mass_GeV, allowed: "in 1e-4 … 10", hint: "Masses are in GeV: 10 MeV is 0.01.")
    }
    let ratio = mediatorMass_GeV / darkMatter.mass_GeV
    guard Self.massRatioRange.contains(ratio) else {
      throw HermeticError.range(
        "mass_ratio", ratio, allowed: "in 1.1 … 1000",
        hint: "A mediator lighter than χ makes χχ → XX dominate, which is not included.")
    }
    guard darkMatter.heavierMass_GeV <= 2 * darkMatter.mass_GeV else {
      throw HermeticError.range(
        "splitting", darkMatter.heavierMass_GeV / darkMatter.mass_GeV - 1, allowed: "in 0 … 1",
        hint: "A heavier state is gone before freeze-out.")
    }
    if average == .nonRelativisticExpansion, darkMatter.heavierMass_GeV > darkMatter.mass_GeV {
      throw HermeticError(
        .configuration,
        "the nonrelativistic expansion is written for equal masses, not for a splitting. Use \"relativistic\"."
      )
    }
    self.family = family
    self.darkMatter = darkMatter
    self.mediatorMass_GeV = mediatorMass_GeV
    self.average = average
    self.degreesOfFreedom = degreesOfFreedom
  }

  public var massRatio: Double { mediatorMass_GeV / darkMatter.mass_GeV }

  /// (m_χ/M)⁴.
  var massFactor: Double {
    let ratio = 1 / massRatio
    return ratio * ratio * ratio * ratio
  }

  /// ε² α_D (m_χ/M)⁴ for a dark photon, (g g_χ)² (m_χ/M)⁴ for the others.
  public func y(coupling: Double) -> Double {
    let alphaD = darkMatter.couplingStrength
    return coupling * coupling * massFactor * (family == .darkPhoton ? alphaD : 4 * .pi * alphaD)
  }

  /// Where the thermal average stops mattering: late annihilation on a pole just above threshold lasts long.
  private var end: Double {
    let pole = (mediatorMass_GeV - darkMatter.pairThreshold_GeV) / darkMatter.mass_GeV
    return pole > 0 && pole < 0.3 ? min(1e7, max(1e4, 300 / pole)) : 1e4
  }

  private func prepared() throws -> AnnihilationSpectrum {
    let spectrum = try AnnihilationSpectrum(
      family: family, darkMatter: darkMatter, mediatorMass_GeV: mediatorMass_GeV,
      smallestTemperature_GeV: darkMatter.mass_GeV / end)
    guard !spectrum.kinetic.isEmpty else {
      throw HermeticError(
        .kinematics,
        "m_chi_GeV = \(darkMatter.mass_GeV): nothing that couples to the mediator is light enough to be made. "
          + "Use a heavier χ or another mediator.")
    }
    return spectrum
  }

  private func freezeOut(_ spectrum: AnnihilationSpectrum, couplingSquared: Double) -> FreezeOut {
    FreezeOut(
      spectrum: spectrum, width_GeV: spectrum.darkWidth_GeV + couplingSquared * spectrum.visibleWidth_GeV,
      average: average, degreesOfFreedom: .of(degreesOfFreedom), end: end)
  }

  /// Ωh² of a given coupling.
  public func density(coupling: Double) throws -> RelicResult {
    let spectrum = try prepared()
    let solver = freezeOut(spectrum, couplingSquared: coupling * coupling)
    return result(
      spectrum, solver(couplingSquared: coupling * coupling), couplingSquared: coupling * coupling)
  }

  /// The coupling that leaves Ωh².
  public func target(omega: Double = 0.12) throws -> RelicResult {
    let spectrum = try prepared()
    var couplingSquared = 0.0
    var found: FreezeOut.Result?
    // Γ_visible matters where α_D is tiny or the mediator can't decay to χ.
    for _ in 0..<40 {
      let solver = freezeOut(spectrum, couplingSquared: couplingSquared)
      guard let root = Self.root(solver, omega: omega, guess: couplingSquared) else {
        throw HermeticError(
          .numerics,
          "no coupling leaves Ωh² = \(omega) for m_chi_GeV = \(darkMatter.mass_GeV), mediator \(mediatorMass_GeV) GeV. "
            + "Try another mass ratio.")
      }
      let strength = root * (family == .darkPhoton ? 4 * .pi * Constants.fineStructure : 1)
      guard strength < 4 * .pi else {
        throw HermeticError(
          .kinematics,
          "Ωh² = \(omega) at m_chi_GeV = \(darkMatter.mass_GeV) would need a coupling g above √4π, where it means "
            + "nothing. Use a larger alpha_D or a lighter mediator.")
      }
      found = solver(couplingSquared: root)
      let visible = root * spectrum.visibleWidth_GeV
      let change = (root - couplingSquared).magnitude * spectrum.visibleWidth_GeV
      couplingSquared = root
      if change < 1e-4 * (spectrum.darkWidth_GeV + visible) || polesAreFar(visible) { break }
    }
    return result(spectrum, found!, couplingSquared: couplingSquared)
  }

  /// A width that is small beside the distance of the pole from every collision does not matter.
  private func polesAreFar(_ visible: Double) -> Bool {
    mediatorMass_GeV < darkMatter.pairThreshold_GeV
      && visible < 1e-3 * (darkMatter.pairThreshold_GeV - mediatorMass_GeV)
  }

  /// Ω falls with the coupling; Newton-like steps on ln Ω against ln g², then Brent.
  private static func root(_ solver: FreezeOut, omega: Double, guess: Double) -> Double? {
    func excess(_ logCoupling: Double) -> Double {
      log(solver(couplingSquared: exp(logCoupling)).omega / omega)
    }
    var low = guess > 0 ? log(guess) : log(1e-12)
    var fLow = excess(low)
    var high = low
    var fHigh = fLow
    var steps = 0
    while fLow < 0 {
      (high, fHigh) = (low, fLow)
      low += min(-0.5, 1.1 * fLow)
      fLow = excess(low)
      steps += 1
      if steps > 60 { return nil }
    }
    while fHigh > 0 {
      (low, fLow) = (high, fHigh)
      high += max(0.5, 1.1 * fHigh)
      fHigh = excess(high)
      steps += 1
      if steps > 60 { return nil }
    }
    return BrentRootFinder(relativeTolerance: 0, absoluteTolerance: 1e-7)
      .root(between: low, valued: fLow, and: high, valued: fHigh, excess).map { exp($0) }
  }

  private func result(_ spectrum: AnnihilationSpectrum, _ frozen: FreezeOut.Result, couplingSquared: Double)
    -> RelicResult
  {
    let width = spectrum.darkWidth_GeV + couplingSquared * spectrum.visibleWidth_GeV
    let sigmaV =
      couplingSquared * spectrum.thermalAverage_perGeV2(x: frozen.freezeOut, width_GeV: width, average)
    let coupling = couplingSquared.squareRoot()
    return RelicResult(
      scenario: self, coupling: coupling, y: y(coupling: coupling), omega: frozen.omega,
      freezeOut: frozen.freezeOut, sigmaV_perGeV2: sigmaV, mediatorWidth_GeV: width)
  }

  /// The α_D at which a coupling leaves Ωh²: g² α_D is what the density fixes, but for the width.
  public func couplingStrength(coupling: Double, omega: Double = 0.12) throws -> RelicResult {
    var scenario = self
    for _ in 0..<30 {
      let found = try scenario.target(omega: omega)
      let old = scenario.darkMatter.couplingStrength
      let next = old * found.coupling * found.coupling / (coupling * coupling)
      guard next > 0, next <= 4 * .pi else {
        throw HermeticError(
          .kinematics,
          "a coupling of \(coupling) would need α_D = \(next) at m_chi_GeV = \(darkMatter.mass_GeV) (above 4π, where "
            + "it means nothing). Use a larger coupling.")
      }
      scenario.darkMatter = try DarkMatter(
        kind: darkMatter.kind, mass_GeV: darkMatter.mass_GeV,
        splitting: darkMatter.heavierMass_GeV / darkMatter.mass_GeV - 1, couplingStrength: next)
      if (next / old - 1).magnitude < 1e-7 { return try scenario.density(coupling: coupling) }
    }
    throw HermeticError(
      .numerics, "α_D does not settle (a narrow resonance). Scan α_D with find = \"coupling\".")
  }
}
