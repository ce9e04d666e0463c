import Numerics
import Signal
import Transport

/// One process of the signal at one mass, as production along tracks sees it: a cross section per step, its density in
/// one variable v, and a final state at given v. Elements are counted as in `SignalProduction.elements`.
protocol ProductionChannel: Sendable {
  /// σ of a step, averaged over its loss of energy where that matters [pb per atom].
  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double

  /// v below which a share of the cross section lies.
  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double

  /// dσ/dv, pb; for final states without a variable, σ.
  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
}

/// A boson and what it leaves behind.
struct ProducedBoson {
  /// Total energy of the boson: what the detector does not see.
  var energy_GeV: Double
  /// In the frame of the step's volume.
  var direction: Vector3
  var outcome: EmissionOutcome

  init(energy_GeV: Double, direction: Vector3, outcome: EmissionOutcome) {
    self.energy_GeV = energy_GeV
    self.direction = direction
    self.outcome = outcome
  }

  init(_ final: SignalEmission) {
    self.init(
      energy_GeV: final.bosonEnergy_GeV, direction: final.bosonDirection,
      outcome: EmissionOutcome(
        recoilKineticEnergy_GeV: final.leptonKineticEnergy_GeV, recoilDirection: final.leptonDirection,
        nucleusKineticEnergy_GeV: final.nucleusKineticEnergy_GeV))
  }

  /// Nothing was made: the particle goes on.
  static func none(_ step: EmissionCandidate) -> ProducedBoson {
    ProducedBoson(
      energy_GeV: 0, direction: step.direction,
      outcome: EmissionOutcome(
        recoilKineticEnergy_GeV: step.kineticEnergy_GeV, recoilDirection: step.direction,
        nucleusKineticEnergy_GeV: 0))
  }
}

/// Channels whose final state has no variable that a missing-energy search sees: the particle is gone.
protocol AbsorbingChannel: ProductionChannel {}

extension AbsorbingChannel {
  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double { 1 }

  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double {
    crossSection_pb(step, element: element)
  }
}
