import Core
import Foundation
import Matter
import Numerics

@testable import Signal

/// Elements with the atomic masses of the reference tables.
let leadNatural = Element(atomicNumber: 82, symbol: "Pb", atomicMass: 207.2)
let carbonNatural = Element(atomicNumber: 6, symbol: "C", atomicMass: 12.011)
let iron = Element(atomicNumber: 26, symbol: "Fe", atomicMass: 55.845)

/// Bins between `low` and `high` filled with samples, compared with the integral of a density.
struct SampledHistogram {
  let low: Double
  let high: Double
  private(set) var counts: [Double]
  private(set) var total = 0.0

  init(from low: Double, to high: Double, bins: Int) {
    self.low = low
    self.high = high
    counts = [Double](repeating: 0, count: bins)
  }

  mutating func fill(_ value: Double) {
    total += 1
    let bin = ((value - low) / (high - low) * Double(counts.count)).rounded(.down)
    if bin >= 0, bin < Double(counts.count) { counts[Int(bin)] += 1 }
  }

  /// χ² probability; `norm` is the integral of `density` over everything that was sampled.
  func probability(norm: Double, points: Int = 8, _ density: (Double) -> Double) -> Double {
    let rule = GaussLegendre(count: points)
    let width = (high - low) / Double(counts.count)
    var chi2 = 0.0
    var used = 0
    var pooled = (0.0, 0.0)
    for (bin, count) in counts.enumerated() {
      let left = low + Double(bin) * width
      let expected = total * rule.integrate(left, left + width, density) / norm
      if expected < 10 {
        pooled.0 += count
        pooled.1 += expected
        continue
      }
      chi2 += (count - expected) * (count - expected) / expected
      used += 1
    }
    if pooled.1 >= 10 {
      chi2 += (pooled.0 - pooled.1) * (pooled.0 - pooled.1) / pooled.1
      used += 1
    }
    return used > 4 ? chiSquareProbability(chi2, degrees: used) : 0
  }
}

/// Rows of a reference file's list, or nil with a message when the data are not there.
func referenceRows(_ path: String, _ key: String) -> [[String: Any]]? {
  (referenceData(path) as? [String: Any])?[key] as? [[String: Any]]
}

extension Dictionary where Key == String, Value == Any {
  func number(_ key: String) -> Double { (self[key] as? NSNumber)?.doubleValue ?? .nan }
  func text(_ key: String) -> String { self[key] as? String ?? "" }
}

/// Worst breach of energy-momentum conservation of sampled final states, relative to the energy that came
/// in, and the worst |p² − m²|/E² of the particles.
func worstImbalance(
  _ sampler: any SignalSampler, initial: FourMomentum, masses: [Double?], count: Int, seed: UInt64
) -> (conservation: Double, shell: Double) {
  var worst = (0.0, 0.0)
  let out = UnsafeMutablePointer<Double>.allocate(capacity: 4 * sampler.particleCount)
  defer { out.deallocate() }
  for event in 0..<count {
    var rng = RandomStream(seed: seed, event: UInt64(event))
    sampler.sample(into: out, &rng)
    var sum = [0.0, 0.0, 0.0, 0.0]
    for particle in 0..<sampler.particleCount {
      let p = out + 4 * particle
      for i in 0..<4 { sum[i] += p[i] }
      if let mass = masses[particle] {
        let squared = p[0] * p[0] - p[1] * p[1] - p[2] * p[2] - p[3] * p[3]
        worst.1 = max(worst.1, abs(squared - mass * mass) / (p[0] * p[0]))
      }
    }
    let p = initial.momentum
    for (have, want) in zip(sum, [initial.energy, p.x, p.y, p.z]) {
      worst.0 = max(worst.0, abs(have - want) / initial.energy)
    }
  }
  return worst
}
