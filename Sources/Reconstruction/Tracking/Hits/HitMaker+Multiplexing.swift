import Numerics

/// Strips that share their electronics: a channel reads one strip in each of `factor` blocks.
///
/// In block k neighbours are d_k channels apart, d_k = 1, 3, 5, … without a divisor in common with their number: two channels are
/// neighbours in one block alone, so that a cluster of two or three strips says where it is. Longer ones and several at once have
/// doubles elsewhere; one strip alone is in all blocks. ("Genetic multiplexing": Procureur, Dupré, Aune, Nucl. Instrum. Meth. A729
/// (2013) 888; the blocks are this code's own.)
struct StripMultiplexing: Sendable {
  let channels: Int
  private let channelOfStrip: [Int32]
  let steps: [Int]
  let strips: Int
  let first_mm: Double
  let pitch_mm: Double

  /// - Parameter half: the strips cover −half … half
  init(half: Double, pitch_mm: Double, factor: Int) {
    self.pitch_mm = pitch_mm
    let count = max(factor, Int((2 * half / pitch_mm).rounded(.up)))
    channels = (count + factor - 1) / factor
    strips = count
    first_mm = -0.5 * Double(count) * pitch_mm
    var steps: [Int] = []
    var step = 1
    while steps.count < factor {
      // With few channels no more such steps exist: blocks then repeat.
      if Self.divisor(step, channels) == 1 || step > channels { steps.append(step) }
      step += 1
    }
    self.steps = steps
    let channels = channels
    channelOfStrip = (0..<count).map { Int32($0 % channels * steps[$0 / channels] % channels) }
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }

  func channel(_ strip: Int) -> Int { Int(channelOfStrip[strip]) }

  func strip(_ u: Double) -> Int { Int(max(-1e6, min(((u - first_mm) / pitch_mm).rounded(.down), 1e6))) }

  func middle(_ low: Int, _ high: Int) -> Double { first_mm + 0.5 * Double(low + high + 1) * pitch_mm }

  /// Runs of strips whose channels have fired.
  func runs(fired: [Bool], least: Int) -> [ClosedRange<Int>] {
    var result: [ClosedRange<Int>] = []
    var start = -1
    for strip in 0...strips {
      if strip < strips, fired[channel(strip)] {
        if start < 0 { start = strip }
      } else if start >= 0 {
        if strip - start >= least { result.append(start...(strip - 1)) }
        start = -1
      }
    }
    return result
  }
}

extension HitMaker {
  /// What is left of clusters, and what appears, when strips share channels.
  static func demultiplex(_ clusters: [Cluster], _ response: StationResponse, _ map: StripMultiplexing)
    -> [Cluster]
  {
    var fired = [Bool](repeating: false, count: map.channels)
    let ranges = clusters.map { cluster in
      let size = max(1, Int(cluster.size))
      let low = map.strip(cluster.u - 0.5 * Double(size - 1) * response.pitch_mm)
      return max(0, min(low, map.strips - 1))...max(0, min(low + size - 1, map.strips - 1))
    }
    for range in ranges { for strip in range { fired[map.channel(strip)] = true } }
    return map.runs(fired: fired, least: response.leastStrips).map { run in
      var sum = 0.0
      var own = 0
      var source = -1
      for (cluster, range) in zip(clusters, ranges) where range.overlaps(run) {
        sum += cluster.u * Double(range.count)
        own += range.count
        if source < 0 { source = cluster.source }
      }
      // Strips that fired for a cluster elsewhere pull the mean.
      for strip in run where !ranges.contains(where: { $0.contains(strip) }) {
        sum += map.middle(strip, strip)
        own += 1
      }
      let size = Double(run.count)
      let u = sum / Double(max(1, own))
      return Cluster(
        u: u, low: u - 0.5 * size * response.pitch_mm, high: u + 0.5 * size * response.pitch_mm, size: size,
        source: source)
    }
  }
}
