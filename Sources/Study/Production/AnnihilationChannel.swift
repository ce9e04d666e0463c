import Core
import Numerics
import Signal
import Transport

/// e⁺e⁻ → X → invisible on atomic electrons along the steps of a positron: σ averaged over the energies that the
/// step passes through, since the line may be narrower than its loss. The positron's kinetic energy and 2 mₑ go with X.
///
/// Cross sections per coupling squared: the table's are at `scale` times the model's coupling, where the width is
/// that of the invisible decays.
struct AnnihilationChannel: AbsorbingChannel {
  private let tables: [AnnihilationTable]
  private let perSquare: Double

  /// - Parameter processes: of each element, the invisible final states
  init(
    processes: [[ResonantAnnihilation]], scale: Double, lowestEnergy_GeV: Double, highestEnergy_GeV: Double
  ) throws {
    tables = try processes.map {
      try AnnihilationTable($0, lowestEnergy_GeV: lowestEnergy_GeV, highestEnergy_GeV: highestEnergy_GeV)
    }
    perSquare = 1 / (scale * scale)
  }

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    perSquare
      * tables[element].averageCrossSection_pb(from: step.totalEnergy_GeV, to: step.endTotalEnergy_GeV)
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    ProducedBoson(
      energy_GeV: step.kineticEnergy_GeV + 2 * Constants.electronMass_GeV, direction: step.direction,
      outcome: .absorbed(deposit_GeV: 0))
  }
}
