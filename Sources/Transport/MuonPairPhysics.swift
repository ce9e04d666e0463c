import Core
import Events
import Matter
import Numerics
import Signal

/// γ → μ⁺μ⁻ and e⁺e⁻ → μ⁺μ⁻ in one material: how often, and what comes out.
///
/// Rates are tabulated (24 energies per decade); final states of γ → μ⁺μ⁻ come from `MuonPairFinalStates`.
///
/// - Energy: exact; the nucleus takes up momentum but no energy (its kinetic energy is some keV).
/// - Checked by: `MuonPairTransportTests`.
final class MuonPairPhysics: Sendable {
  struct Pair {
    var minusEnergy_GeV = 0.0
    var minusDirection = Vector3(0, 0, 1)
    var plusDirection = Vector3(0, 0, 1)
  }

  static let photonThreshold_GeV = MuonPairFinalStates.threshold_GeV
  /// Kinetic energy of the positron at threshold on an electron at rest: 43.69 GeV.
  static let positronThreshold_GeV =
    2 * Constants.muonMass_GeV * Constants.muonMass_GeV / Constants.electronMass_GeV
    - 2 * Constants.electronMass_GeV

  private struct Part {
    let density_per_mm3: Double
    let formula: PhotonToMuonPair
    let finalStates: MuonPairFinalStates
  }

  private let parts: [Part]
  private let grid: LogarithmicGrid
  private let rates: [Double]
  private let annihilation: PositronToMuonPair?
  private let electronDensity_per_mm3: Double

  init(material: Material, highestEnergy_GeV: Double) {
    let parts = material.components.compactMap { component -> Part? in
      guard component.atomDensity_per_mm3 > 0,
        let formula = try? PhotonToMuonPair(element: component.element),
        let process = try? PhotonToMuonPairProcess(element: component.element, formFactor: .elastic)
      else { return nil }
      return Part(
        density_per_mm3: component.atomDensity_per_mm3, formula: formula,
        finalStates: MuonPairFinalStates(process, highestEnergy_GeV: highestEnergy_GeV))
    }
    self.parts = parts
    let lowest = Self.photonThreshold_GeV
    let highest = max(highestEnergy_GeV, 2 * lowest)
    grid = LogarithmicGrid(
      lowest: lowest, highest: highest, count: max(2, Int(log(highest / lowest) / 2.302585 * 24) + 2))
    rates = grid.points.map { energy in
      parts.reduce(0) {
        $0 + $1.density_per_mm3 * Constants.pb_mm2
          * $1.formula.totalCrossSection_pb(photonEnergy_GeV: energy)
      }
    }
    annihilation = material.components.first.map { PositronToMuonPair(element: $0.element) }
    electronDensity_per_mm3 = material.electronDensity_per_mm3
  }

  func photonRate_per_mm(logEnergy: Double) -> Double {
    let cell = grid.cell(logX: logEnergy)
    return rates[cell.index] + cell.fraction * (rates[cell.index + 1] - rates[cell.index])
  }

  /// The electrons of all atoms, free and at rest.
  func positronRate_per_mm(totalEnergy_GeV: Double) -> Double {
    guard let annihilation else { return 0 }
    return electronDensity_per_mm3 / Double(annihilation.element.atomicNumber) * Constants.pb_mm2
      * annihilation.totalCrossSection_pb(positronEnergy_GeV: totalEnergy_GeV)
  }

  /// Directions with the photon along +z; nil when the material makes no pairs.
  func sample(photonEnergy_GeV energy: Double, _ rng: inout RandomStream) -> Pair? {
    let shares = parts.map {
      $0.density_per_mm3 * $0.formula.totalCrossSection_pb(photonEnergy_GeV: energy)
    }
    var choice = rng.uniform() * shares.reduce(0, +)
    guard choice > 0 else { return nil }
    let part = shares.firstIndex {
      choice -= $0
      return choice < 0
    }
    guard
      let muons = parts[part ?? shares.count - 1].finalStates.sample(photonEnergy_GeV: energy, &rng)
    else { return nil }
    return Pair(
      minusEnergy_GeV: muons.minus.energy, minusDirection: muons.minus.momentum.normalized,
      plusDirection: muons.plus.momentum.normalized)
  }

  /// e⁺ e⁻ → μ⁺ μ⁻ with the positron along +z; `minusEnergy_GeV` + that of the μ⁺ is E + mₑ.
  func samplePositron(totalEnergy_GeV energy: Double, _ rng: inout RandomStream) -> Pair? {
    guard let annihilation,
      let sampler = try? PositronToMuonPairProcess(element: annihilation.element)
        .sampler(totalEnergy_GeV: energy)
    else { return nil }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { buffer in
      let out = buffer.baseAddress!
      sampler.sample(into: out, &rng)
      return Pair(
        minusEnergy_GeV: out[4], minusDirection: Vector3(out[5], out[6], out[7]).normalized,
        plusDirection: Vector3(out[1], out[2], out[3]).normalized)
    }
  }
}
