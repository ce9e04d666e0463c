import Core
import Numerics

/// Strips whose charges are read, and clusters that are split by them.
///
///     {"spread_mm": 0.2, "fluctuation": 0.2, "noise": 0.02, "threshold": 0.08, "landau": 0.2, "split_sigma": 4}
///
/// A particle leaves a charge (1 on average) that is spread normally over the strips; each strip's share fluctuates by `fluctuation`,
/// electronics add `noise`, strips above `threshold` make the cluster. One particle's cluster has a known variance V₁, with two at
/// a distance d that take shares f and 1 − f of the charge
///
///     V = V₁ + f (1 − f) d²,   M₃ = f (1 − f)(1 − 2f) d³
///
/// so that the excess of the second moment and the third one give d and f. A cluster whose excess is `split_sigma` of its error is two.
///
/// [assumption]: all defaults; the spread is that of clusters of three strips of 0.25 mm.
///
/// - Checked by: `StripChargesTests`.
public struct StripCharges: Equatable, Sendable {
  public let spread_mm: Double
  public let fluctuation: Double
  public let noise: Double
  public let threshold: Double
  /// Width of the distribution of charges (Moyal's, the mean stays 1).
  public let landau: Double
  public let splitSigma: Double

  init(_ json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    spread_mm = try card.number("spread_mm", default: 0.2, in: 1e-3...10, dimension: "length")
    fluctuation = try card.number("fluctuation", default: 0.2, in: 0...1)
    noise = try card.number("noise", default: 0.02, in: 0...1)
    threshold = try card.number("threshold", default: 0.08, in: 1e-6...10)
    landau = try card.number("landau", default: 0.2, in: 0...1)
    splitSigma = try card.number("split_sigma", default: 4, in: 0...1e6)
    try card.finish()
  }

  var json: JSON {
    .object([
      .init("spread_mm", .number(spread_mm)), .init("fluctuation", .number(fluctuation)),
      .init("noise", .number(noise)), .init("threshold", .number(threshold)),
      .init("landau", .number(landau)), .init("split_sigma", .number(splitSigma)),
    ])
  }

  /// Mean charge is 1: Moyal's variable −ln ν² has the mean γ + ln 2.
  func charge(_ rng: inout RandomStream) -> Double {
    let normal = rng.normal()
    let moyal = -log(max(normal * normal, 1e-12)) - 1.2703628454614782
    return max(0.2, 1 + landau * moyal)
  }

  /// Charges that a particle leaves at `centre` on the strips of `pitch`, strip i covering i … i + 1 pitches.
  func deposit(_ centre: Double, _ pitch: Double, _ rng: inout RandomStream) -> (
    first: Int, charges: [Double]
  ) {
    let total = charge(&rng)
    let first = Int(((centre - 4 * spread_mm) / pitch).rounded(.down))
    let last = Int(((centre + 4 * spread_mm) / pitch).rounded(.down))
    var before = SpecialFunctions.normalCumulative((Double(first) * pitch - centre) / spread_mm)
    var charges: [Double] = []
    for strip in first...last {
      let behind = SpecialFunctions.normalCumulative(
        (Double(strip + 1) * pitch - centre) / spread_mm)
      let share = total * (behind - before)
      charges.append(max(0, share * (1 + fluctuation * rng.normal()) + noise * rng.normal()))
      before = behind
    }
    return (first, charges)
  }

  /// Places and shares of the charge of what is in a cluster: one, or two.
  ///
  /// - Parameters:
  ///   - charges: of neighbouring strips
  ///   - first: place of the middle of the first one
  func places(_ charges: ArraySlice<Double>, first: Double, pitch: Double) -> [(
    u: Double, charge: Double
  )] {
    var sum = 0.0
    var mean = 0.0
    for (k, q) in charges.enumerated() {
      sum += q
      mean += q * (first + Double(k) * pitch)
    }
    mean /= sum
    var variance = 0.0
    var third = 0.0
    for (k, q) in charges.enumerated() {
      let x = first + Double(k) * pitch - mean
      variance += q * x * x / sum
      third += q * x * x * x / sum
    }
    var error = 0.0
    for (k, q) in charges.enumerated() {
      let x = first + Double(k) * pitch - mean
      let strip = (fluctuation * q) * (fluctuation * q) + noise * noise
      error += strip * (x * x - variance) * (x * x - variance) / (sum * sum)
    }
    let excess = variance - spread_mm * spread_mm - pitch * pitch / 12
    guard charges.count > 2, excess > splitSigma * error.squareRoot(), excess > 0 else {
      return [(mean, sum)]
    }
    // (1 − 2f)/√(f (1 − f)), at most what shares of 0.1 and 0.9 have
    let skew = min(max(third / (excess * excess.squareRoot()), -8.0 / 3), 8.0 / 3)
    let f = 0.5 * (1 - skew / (4 + skew * skew).squareRoot())
    let distance = (excess / (f * (1 - f))).squareRoot()
    return [(mean - f * distance, (1 - f) * sum), (mean + (1 - f) * distance, f * sum)]
  }
}

extension HitMaker {
  /// Clusters of strips whose charges are read.
  static func chargedClusters(
    _ places: [Double], _ times: [Double], _ response: StationResponse, _ charges: StripCharges,
    _ half: Double,
    _ rng: inout RandomStream
  ) -> [Cluster] {
    var deposits: [(first: Int, charges: [Double], u: Double, source: Int)] = []
    func add(_ u: Double, _ source: Int) {
      let one = charges.deposit(u, response.pitch_mm, &rng)
      if !response.isDead(u) { deposits.append((one.first, one.charges, u, source)) }
    }
    for (index, place) in places.enumerated() {
      let isSeen = rng.uniform() < response.efficiency
      let error = error(response, &rng)
      if isSeen, response.isInGate(earlier_ns: times[index]) { add(place + error, index) }
    }
    for _ in 0..<Int(rng.poisson(mean: response.noiseHits)) {
      add(half * (2 * rng.uniform() - 1), -1)
    }
    guard !deposits.isEmpty else { return [] }
    let lowest = deposits.map(\.first).min()!
    let highest = deposits.map { $0.first + $0.charges.count }.max()!
    // Far apart: a detector has a few thousand strips at most.
    guard highest - lowest < 1_000_000 else { return [] }
    var strips = [Double](repeating: 0, count: highest - lowest + 1)
    for deposit in deposits {
      for (k, q) in deposit.charges.enumerated() { strips[deposit.first - lowest + k] += q }
    }
    var found: [Cluster] = []
    var start = -1
    for index in strips.indices {
      if strips[index] > charges.threshold {
        if start < 0 { start = index }
      } else if start >= 0 {
        let pitch = response.pitch_mm
        let low = Double(start + lowest) * pitch
        let high = Double(index + lowest) * pitch
        let parts = charges.places(strips[start..<index], first: low + 0.5 * pitch, pitch: pitch)
        for part in parts {
          // A hit is named after the nearest particle.
          let own = deposits.filter { $0.u > low - pitch && $0.u < high + pitch && $0.source >= 0 }
          let source =
            own.min { ($0.u - part.u).magnitude < ($1.u - part.u).magnitude }?.source ?? -1
          found.append(
            Cluster(
              u: part.u, low: low, high: high, size: Double(index - start) / Double(parts.count),
              source: source))
        }
        start = -1
      }
    }
    return found
  }
}
