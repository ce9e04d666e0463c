import Core
import Numerics
import Testing

@testable import Limits

@Suite struct LikelihoodTests {
  /// Gradient and Hessian against central differences at random points of a model with every modifier.
  @Test func derivatives() throws {
    let layout = try WorkspaceFixture.model(WorkspaceFixture.everyModifier).layout
    let evaluator = LikelihoodEvaluator(layout)
    var stream = RandomStream(seed: 4, event: 0)
    var worst = (gradient: 0.0, hessian: 0.0)
    for point in 0..<12 {
      var x = layout.initial
      for index in x.indices {
        let spread = layout.lower[index] < 0 ? 1.4 : 0.25
        x[index] = max(layout.lower[index] + 0.05, x[index] + spread * stream.normal())
      }
      if point == 0 { x[layout.interest!] = 0 }  // a factor of exactly zero
      evaluator.setParameters(x)
      evaluator.evaluate(evaluator.current, derivatives: true)
      let gradient = (0..<layout.count).map { evaluator.current.gradient[$0] }
      let hessian = (0..<evaluator.hessianSize).map { evaluator.current.hessian[$0] }
      for i in x.indices {
        let step = 1e-5
        func at(_ shift: Double) -> (value: Double, gradient: [Double]) {
          var moved = x
          moved[i] += shift
          evaluator.setParameters(moved)
          evaluator.evaluate(evaluator.current, derivatives: true)
          return (evaluator.current.value, (0..<layout.count).map { evaluator.current.gradient[$0] })
        }
        let up = at(step)
        let down = at(-step)
        let slope = (up.value - down.value) / (2 * step)
        worst.gradient = max(worst.gradient, abs(slope - gradient[i]) / (1 + abs(slope)))
        for j in 0...i {
          let curvature = (up.gradient[j] - down.gradient[j]) / (2 * step)
          let stored = j < layout.firstColumn[i] ? 0 : hessian[evaluator.rowStart[i] + j]
          worst.hessian = max(worst.hessian, abs(curvature - stored) / (1 + abs(curvature)))
        }
      }
    }
    print("derivatives against differences:", worst)
    #expect(worst.gradient < 1e-7)  // rounding of values of about 100 over 2e-5
    #expect(worst.hessian < 1e-6)
  }

  /// −ln L of one bin by hand: Poisson(n | s + γb) · Poisson(τ | τγ) · N(0 | α).
  @Test func closedForm() throws {
    let model = try WorkspaceFixture.oneBin(
      observed: 3, background: 2, relativeBackgroundError: 0.5, relativeEfficiencyError: 0.2)
    #expect(model.parameterNames == ["mu", "eff", "bkg[0]"])
    let (mu, alpha, gamma) = (1.7, 1.3, 0.8)
    let rate = mu * pow(1.2, alpha) + gamma * 2
    let expected =
      -SpecialFunctions.logPoissonProbability(3, mean: rate)
      - SpecialFunctions.logPoissonProbability(4, mean: 4 * gamma) + 0.5 * alpha * alpha
      + 0.5 * log(2 * 3.141592653589793)
    var value = 0.0
    try [mu, alpha, gamma].withUnsafeBufferPointer { try model.negativeLogLikelihood($0, into: &value) }
    #expect(abs(value - expected) < 1e-13)
  }

  /// The interpolations join with equal value, slope and curvature at ±1.
  @Test func interpolationJoins() {
    for (high, low) in [(1.2, 0.7), (0.9, 1.3), (1.05, 1.02), (1.1, 1 / 1.1)] {
      let factor = InterpolatedFactor(parameter: 0, high: high, low: low)
      for edge in [1.0, -1.0] {
        let inside = factor.values(at: edge * (1 - 1e-9))
        let outside = factor.values(at: edge)
        #expect(abs(inside.value - outside.value) < 1e-8)
        #expect(abs(inside.slope - outside.slope) < 1e-8)
        #expect(abs(inside.curvature - outside.curvature) < 1e-7)
      }
      #expect(factor.values(at: 0).value == 1)
    }
    for edge in [1.0, -1.0] {
      let inside = InterpolatedShape.values(at: edge * (1 - 1e-9))
      let outside = InterpolatedShape.values(at: edge)
      #expect(abs(inside.p - outside.p) < 1e-7 && abs(inside.slope - outside.slope) < 1e-6)
      #expect(abs(inside.curvature - outside.curvature) < 1e-6)
    }
  }
}
