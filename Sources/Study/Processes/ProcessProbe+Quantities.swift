import Core
import Electromagnetic
import Events
import Matter
import Numerics

/// What can be tabulated: each question is answered by a function of the kinetic energy [GeV].
extension ProcessProbe {
  static let lossKinds = ["ionisation", "bremsstrahlung", "total"]
  private static let quantities = [
    "cross_section", "mean_free_path", "stopping_power", "unrestricted_stopping_power", "range", "csda_range",
    "inverse_transport_mean_free_path", "straggling",
  ]

  /// - Parameters: process: a process, a kind of loss, or "total", as `description` lists them
  public func quantity(_ name: String, process: String) throws -> (Double) -> Double {
    if ProcessProbe.isHadronic(particle) { return try hadronQuantity(name, process: process) }
    switch name {
    case "cross_section": return try crossSection(process)
    case "mean_free_path":
      let rate = try crossSection(process)
      return { 1 / rate($0) }
    case "stopping_power": return try stoppingPower(process)
    case "unrestricted_stopping_power": return try unrestrictedStoppingPower(process)
    case "range", "csda_range", "inverse_transport_mean_free_path", "straggling":
      guard particle != .photon else { throw ProcessProbe.noLoss(name) }
      guard process == "total" else {
        throw HermeticError.notFound("process of \(name)", process, known: ["total"])
      }
      if particle.isMuon { return try muonTotal(name) }
      if name == "csda_range" { return csdaRange() }
      let view = try table().view
      if name == "range" { return { view.range_mm(logKineticEnergy: log($0)) } }
      if name == "straggling" { return straggling() }
      return { view.inverseTransportMeanFreePath_per_mm(logKineticEnergy: log($0)) }
    default:
      throw HermeticError.notFound("quantity", name, known: ProcessProbe.quantities)
    }
  }

  private static func noLoss(_ what: String) -> HermeticError {
    HermeticError(
      .argument, "pdg = 22: photons have no \(what) (they lose no energy on the way). Use 11 or -11.")
  }

  func table() throws -> ElectronTable {
    guard let electronTable else {
      throw HermeticError(.inside, "a table was asked for that this probe has not built. Please report it.")
    }
    return electronTable
  }

  // MARK: cross sections

  /// Macroscopic cross section [1/mm].
  public func crossSection(_ process: String) throws -> (Double) -> Double {
    if ProcessProbe.isHadronic(particle) { return try hadronQuantity("cross_section", process: process) }
    if particle == .photon, process == "photonuclear" { return photonuclearCrossSection() }
    if particle.isMuon { return try muonCrossSection(process) }
    return particle == .photon ? try photonCrossSection(process) : try electronCrossSection(process)
  }

  private func perAtom(_ sum: @escaping (Double, Element) -> Double) -> (Double) -> Double {
    let components = material.components
    return { energy in
      components.reduce(0) {
        $0 + $1.atomDensity_per_mm3 * Constants.barn_mm2 * sum(energy, $1.element)
      }
    }
  }

  private func photonCrossSection(_ process: String) throws -> (Double) -> Double {
    switch process {
    case "compton", "photoelectric", "pair":
      let sigma = elementCrossSection_barn(process)
      return perAtom(sigma)
    case "total":
      guard let view = photonTable?.view else {
        let parts = processes.map { perAtom(elementCrossSection_barn($0)) }
        return { energy in parts.reduce(0) { $0 + $1(energy) } }
      }
      return { view.attenuation_per_mm(logEnergy: log($0)) }
    default:
      throw unknown(process: process)
    }
  }

  /// Cross section of one photon process per atom [barn].
  func elementCrossSection_barn(_ process: String) -> (Double, Element) -> Double {
    let material = self.material
    switch process {
    case "compton":
      return { ComptonScattering.crossSection_barn(photonEnergy_GeV: $0, element: $1) }
    case "photoelectric":
      return { PhotoelectricEffect.crossSection_barn(photonEnergy_GeV: $0, element: $1) }
    default:
      return { PairProduction.crossSection_barn(photonEnergy_GeV: $0, element: $1, material: material) }
    }
  }

  private func electronCrossSection(_ process: String) throws -> (Double) -> Double {
    let isPositron = particle == .positron
    let cut = knockOnCut_GeV
    let density = material.electronDensity_per_mm3
    switch process {
    case "bremsstrahlung":
      let brems = bremsstrahlung!
      let photonCut = cuts.photon_GeV
      return { brems.rate_per_mm(kineticEnergy_GeV: $0, cut_GeV: photonCut) }
    case "ionisation":
      return {
        density
          * (isPositron
            ? BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: $0, cut_GeV: cut)
            : MollerScattering.crossSection_mm2(kineticEnergy_GeV: $0, cut_GeV: cut))
      }
    case "annihilation" where isPositron:
      return { density * AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: $0) }
    case "total":
      let view = try table().view
      return { view.interactionRate_per_mm(logKineticEnergy: log($0)) }
    case "inverse_transport_mean_free_path":
      let view = try table().view
      return { view.inverseTransportMeanFreePath_per_mm(logKineticEnergy: log($0)) }
    default:
      throw unknown(process: process)
    }
  }

  // MARK: losses

  /// Restricted mean loss [GeV/mm].
  public func stoppingPower(_ kind: String) throws -> (Double) -> Double {
    guard particle != .photon else { throw ProcessProbe.noLoss("stopping power") }
    if particle.isMuon { return try muonStoppingPower(kind, isRestricted: true) }
    switch kind {
    case "ionisation": return ionisationLoss(cut_GeV: knockOnCut_GeV)
    case "bremsstrahlung":
      let brems = bremsstrahlung!
      let photonCut = cuts.photon_GeV
      return { brems.softMoments(kineticEnergy_GeV: $0, cut_GeV: photonCut).loss }
    case "total":
      let view = try table().view
      return { view.stoppingPower_GeV_per_mm(logKineticEnergy: log($0)) }
    default:
      throw HermeticError.notFound("stopping power", kind, known: ProcessProbe.lossKinds)
    }
  }

  /// Mean loss [GeV/mm] with the discrete interactions counted in: no cuts.
  public func unrestrictedStoppingPower(_ kind: String) throws -> (Double) -> Double {
    guard particle != .photon else { throw ProcessProbe.noLoss("stopping power") }
    if particle.isMuon { return try muonStoppingPower(kind, isRestricted: false) }
    let collision = ionisationLoss(cut_GeV: .infinity)
    let brems = bremsstrahlung!
    switch kind {
    case "ionisation": return collision
    case "bremsstrahlung":
      return { brems.softMoments(kineticEnergy_GeV: $0, cut_GeV: .infinity).loss }
    case "total":
      return { collision($0) + brems.softMoments(kineticEnergy_GeV: $0, cut_GeV: .infinity).loss }
    default:
      throw HermeticError.notFound("stopping power", kind, known: ProcessProbe.lossKinds)
    }
  }

  private func ionisationLoss(cut_GeV: Double) -> (Double) -> Double {
    let collision = CollisionStoppingPower(material: material, isPositron: particle == .positron)
    return { collision(kineticEnergy_GeV: $0, cut_GeV: cut_GeV) }
  }

  /// CSDA range [mm] of the unrestricted loss, ∫ dT/S from 1 keV on, plus T/S at 1 keV (loss ∝ √T below gives
  /// twice, loss ∝ 1/T half of it: it is 30 nm in lead).
  ///
  /// - Numerics: 32 points per decade, between which the integrand follows a power law: 1e-3.
  private func csdaRange() -> (Double) -> Double {
    let collision = ionisationLoss(cut_GeV: .infinity)
    let brems = bremsstrahlung!
    let loss = {
      (energy: Double) in
      collision(energy) + brems.softMoments(kineticEnergy_GeV: energy, cut_GeV: .infinity).loss
    }
    let grid = LogarithmicGrid(
      lowest: ProcessProbe.electronEnergies_GeV.lowerBound,
      highest: ProcessProbe.electronEnergies_GeV.upperBound, count: 267)
    let inverse = (0..<grid.count).map { grid.point($0) / loss(grid.point($0)) }
    var ranges = [inverse[0]]
    for i in 1..<grid.count {
      ranges.append(
        ranges[i - 1] + ProcessProbe.powerLawIntegral(inverse[i - 1], inverse[i], width: grid.spacing))
    }
    return { energy in
      let cell = grid.cell(logX: log(energy))
      let here = energy / loss(energy)
      return ranges[cell.index]
        + ProcessProbe.powerLawIntegral(inverse[cell.index], here, width: cell.fraction * grid.spacing)
    }
  }

  /// ∫ over a width in ln T of a function that follows a power law between its two ends.
  static func powerLawIntegral(_ a: Double, _ b: Double, width: Double) -> Double {
    let logRatio = log(b / a)
    return width * (logRatio.magnitude < 1e-6 ? 0.5 * (a + b) : (b - a) / logRatio)
  }

  /// Variance of the restricted loss per path [GeV²/mm]: that of δ rays and photons below the cuts.
  private func straggling() -> (Double) -> Double {
    let density = material.electronDensity_per_mm3
    let cut = knockOnCut_GeV
    let photonCut = cuts.photon_GeV
    let isPositron = particle == .positron
    let brems = bremsstrahlung!
    return { energy in
      let soft =
        isPositron
        ? BhabhaScattering.softMoments(kineticEnergy_GeV: energy, cut_GeV: cut)
        : MollerScattering.softMoments(kineticEnergy_GeV: energy, cut_GeV: cut)
      return density * soft.second + brems.softMoments(kineticEnergy_GeV: energy, cut_GeV: photonCut).second
    }
  }
}
