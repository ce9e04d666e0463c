import Core
import Numerics

/// q_μ, q̃_μ or q₀ of many toys, fast: warm starts, no exceptions, no allocation per toy. One thread's.
final class ToyStatistic {
  private let evaluator: LikelihoodEvaluator
  private let layout: LikelihoodLayout
  private let interest: Int
  private let strength: Double
  private let start: UnsafeMutablePointer<Double>
  /// Of −ln L; after the last Newton step about 1e-8 of it is left.
  private let tolerance = 1e-6
  private(set) var failures = 0

  /// q₀: the hypothesis is μ = 0 and μ̂ > 0 speaks against it.
  private let isDiscovery: Bool

  init(_ layout: LikelihoodLayout, strength: Double, statistic: TestStatistic, isDiscovery: Bool = false) {
    self.isDiscovery = isDiscovery
    self.layout = layout
    self.strength = strength
    interest = layout.interest!
    evaluator = LikelihoodEvaluator(layout)
    evaluator.lower[interest] =
      statistic == .qMuTilde ? max(0, layout.lower[interest]) : layout.lower[interest]
    evaluator.upper[interest] = 1e12
    start = .allocate(capacity: layout.count + 1)
    start.initialize(repeating: 0, count: layout.count + 1)
  }

  deinit { start.deallocate() }

  /// The statistic of one toy; NaN when a fit found no minimum.
  func value(_ generator: ToyGenerator, toy index: UInt64) -> Double {
    generator.fill(evaluator, toy: index)
    generator.parameters.withUnsafeBufferPointer { values in
      start.update(from: values.baseAddress!, count: layout.count)
    }
    return statistic()
  }

  /// The statistic of the data now in the evaluator, with fits from `start`.
  private func statistic() -> Double {
    // A start at μ = 0 would see no slope where a bin without background has events.
    evaluator.isFixed[interest] = false
    evaluator.current.x.update(from: start, count: layout.count)
    if evaluator.current.x[interest] <= 0 { evaluator.current.x[interest] = isDiscovery ? 1 : 0.1 * strength }
    guard fitted() else { return fail() }
    var minimum = evaluator.current.value
    if isDiscovery ? evaluator.current.x[interest] <= 0 : evaluator.current.x[interest] >= strength {
      return 0
    }
    evaluator.isFixed[interest] = true
    evaluator.current.x[interest] = strength
    guard fitted() else { return fail() }
    let conditional = evaluator.current.value
    if conditional < minimum - 1e-7 {
      // The free fit stopped in a local minimum.
      evaluator.isFixed[interest] = false
      guard fitted() else { return fail() }
      minimum = min(minimum, evaluator.current.value)
    }
    return max(0, 2 * (conditional - minimum))
  }

  private func fitted() -> Bool {
    if evaluator.minimise(tolerance: tolerance).isGood { return true }
    // Once more, from the workspace's own starting point.
    let strength = evaluator.current.x[interest]
    evaluator.setParameters(layout.initial)
    evaluator.current.x[interest] = evaluator.isFixed[interest] ? self.strength : max(strength, 1e-3)
    return evaluator.minimise(tolerance: tolerance).isGood
  }

  private func fail() -> Double {
    failures += 1
    return .nan
  }
}

/// Statistics of n toys, on several threads, the same bits for any number of them.
func toyStatistics(
  _ generator: ToyGenerator, strength: Double, statistic: TestStatistic, count: Int, threads: Int,
  isDiscovery: Bool = false
) -> [Double] {
  let block = 256
  let counter = SharedCounter(from: 0, to: UInt64((count + block - 1) / block))
  var values = [Double](repeating: 0, count: count)
  values.withUnsafeMutableBufferPointer { buffer in
    let base = buffer.baseAddress!
    Threads.run(count: max(1, min(threads, (count + block - 1) / block))) { _ in
      let test = ToyStatistic(
        generator.layout, strength: strength, statistic: statistic, isDiscovery: isDiscovery)
      while let next = counter.next() {
        let first = Int(next) * block
        for index in first..<min(first + block, count) {
          base[index] = test.value(generator, toy: UInt64(index))
        }
      }
    }
  }
  return values
}
