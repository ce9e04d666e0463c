import Numerics
import Transport

/// A channel of which a share is signal: bosons that decay at once to what leaves no energy.
struct InvisibleChannel: ProductionChannel {
  let all: any ProductionChannel
  let share: Double

  func crossSection_pb(_ step: EmissionCandidate, element: Int) -> Double {
    share * all.crossSection_pb(step, element: element)
  }

  func variable(quantile: Double, _ step: EmissionCandidate, element: Int) -> Double {
    all.variable(quantile: quantile, step, element: element)
  }

  func density_pb(_ step: EmissionCandidate, element: Int, variable: Double) -> Double {
    share * all.density_pb(step, element: element, variable: variable)
  }

  func emit(_ step: EmissionCandidate, element: Int, variable: Double, _ rng: inout RandomStream)
    -> ProducedBoson
  {
    all.emit(step, element: element, variable: variable, &rng)
  }
}
