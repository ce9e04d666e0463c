import Core
import Matter
import Numerics

/// Mean energy loss of muons in a material, process by process, without cuts or below one.
///
/// - Valid: 0.1–1e4 GeV.
/// - Checked by: `MuonEnergyLossTests`.
public struct MuonEnergyLoss: Sendable {
  public enum Process: String, CaseIterable, Sendable {
    case ionisation, bremsstrahlung, pair, photonuclear
  }

  private struct Part {
    let atomDensity_per_mm3: Double
    let bremsstrahlung: MuonBremsstrahlung
    let pair: MuonPairProduction
    let photonuclear: MuonPhotonuclear
  }
  private let parts: [Part]
  private let quadrature = GaussLegendre(count: 24)
  public let ionisation: MuonIonisation

  public init(material: Material) {
    ionisation = MuonIonisation(material: material)
    parts = material.components.map {
      Part(
        atomDensity_per_mm3: $0.atomDensity_per_mm3,
        bremsstrahlung: MuonBremsstrahlung(element: $0.element),
        pair: MuonPairProduction(element: $0.element),
        photonuclear: MuonPhotonuclear(element: $0.element))
    }
  }

  /// dΣ/dv of a radiative process [1/mm]; 0 for ionisation, which has a law of its own.
  public func density_per_mm(_ process: Process, totalEnergy_GeV energy: Double, fraction v: Double)
    -> Double
  {
    parts.reduce(0) { sum, part in
      switch process {
      case .ionisation: return sum
      case .bremsstrahlung:
        return sum + part.atomDensity_per_mm3 * part.bremsstrahlung(totalEnergy_GeV: energy, fraction: v)
      case .pair:
        return sum + part.atomDensity_per_mm3 * part.pair(totalEnergy_GeV: energy, fraction: v)
      case .photonuclear:
        return sum + part.atomDensity_per_mm3 * part.photonuclear(totalEnergy_GeV: energy, fraction: v)
      }
    }
  }

  /// v dΣ/dv at one energy, to be called often; tabulated where the formula is an integral (`RadiativeSpectrum`).
  func spectrum(_ process: Process, totalEnergy_GeV energy: Double) -> (_ fraction: Double) -> Double {
    var table = RadiativeSpectrum()
    switch process {
    case .ionisation, .bremsstrahlung:
      return { $0 * density_per_mm(process, totalEnergy_GeV: energy, fraction: $0) }
    case .pair:
      for part in parts {
        let limits = part.pair.fractionLimits(totalEnergy_GeV: energy)
        table.add(
          atomDensity_per_mm3: part.atomDensity_per_mm3, lowest: limits.lowest, highest: limits.highest,
          points: 64
        ) { $0 * part.pair(totalEnergy_GeV: energy, fraction: $0) }
      }
    case .photonuclear:
      for part in parts {
        table.add(
          atomDensity_per_mm3: part.atomDensity_per_mm3,
          lowest: part.photonuclear.lowestFraction(totalEnergy_GeV: energy),
          highest: 1 - Constants.muonMass_GeV / energy, points: 32
        ) { $0 * part.photonuclear(totalEnergy_GeV: energy, fraction: $0) }
      }
    }
    return { table(logFraction: log($0)) }
  }

  /// ρ of a pair (`MuonPairProduction`), on an element chosen by its share of the cross section.
  func sampleAsymmetry(totalEnergy_GeV energy: Double, fraction v: Double, _ rng: inout RandomStream)
    -> Double
  {
    guard var chosen = parts.first else { return 0 }
    if parts.count > 1 {
      var choice = rng.uniform() * density_per_mm(.pair, totalEnergy_GeV: energy, fraction: v)
      for part in parts {
        chosen = part
        choice -= part.atomDensity_per_mm3 * part.pair(totalEnergy_GeV: energy, fraction: v)
        if choice < 0 { break }
      }
    }
    return chosen.pair.sampleAsymmetry(totalEnergy_GeV: energy, fraction: v, &rng)
  }

  /// Lower end of a radiative process's spectrum in v; bremsstrahlung, which has none, is cut at 1e-10.
  func lowestFraction(_ process: Process, totalEnergy_GeV energy: Double) -> Double {
    switch process {
    case .pair: return 4 * Constants.electronMass_GeV / energy
    case .photonuclear: return parts.first?.photonuclear.lowestFraction(totalEnergy_GeV: energy) ?? 1
    case .bremsstrahlung, .ionisation: return 1e-10
    }
  }

  /// Mean loss [GeV/mm] in single losses below `cut_GeV`.
  public func stoppingPower_GeV_per_mm(
    _ process: Process, totalEnergy_GeV energy: Double, cut_GeV: Double = .infinity
  ) -> Double {
    guard energy > Constants.muonMass_GeV else { return 0 }
    if process == .ionisation {
      return ionisation.stoppingPower_GeV_per_mm(totalEnergy_GeV: energy, cut_GeV: cut_GeV)
    }
    return energy * moments(process, energy, below: cut_GeV / energy).x
  }

  /// Rate of single radiative losses above a cut [1/mm].
  public func rate_per_mm(_ process: Process, totalEnergy_GeV energy: Double, cut_GeV: Double) -> Double {
    let low = max(lowestFraction(process, totalEnergy_GeV: energy), cut_GeV / energy)
    let high = 1 - Constants.muonMass_GeV / energy
    guard high > low else { return 0 }
    return quadrature.integrate(log(low), log(high), panels: 4) { logV in
      let v = exp(logV)
      return v * density_per_mm(process, totalEnergy_GeV: energy, fraction: v)
    }
  }

  /// ∫ vⁿ dΣ/dv dv below a fraction for n = 1, 2, 3 [1/mm].
  public func moments(_ process: Process, _ energy: Double, below highest: Double) -> SIMD3<Double> {
    let low = lowestFraction(process, totalEnergy_GeV: energy)
    let high = min(highest, 1 - Constants.muonMass_GeV / energy)
    guard high > low else { return .zero }
    return quadrature.integrate(log(low), log(high), panels: 4) { logV in
      let v = exp(logV)
      let density = density_per_mm(process, totalEnergy_GeV: energy, fraction: v)
      let square = v * v
      return SIMD3(square, square * v, square * v * v) * density
    }
  }
}
