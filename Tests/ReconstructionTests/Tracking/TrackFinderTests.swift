import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite("Pattern recognition")
struct TrackFinderTests {
  /// Two tracks in a spectrometer of four and four planes, uniform noise on every axis: efficiency and ghosts.
  @Test func efficiencyAndGhosts() throws {
    var toy = ToySpectrometer()
    toy.momentum_GeV = 160
    // With x and y alone, two tracks make four: any x with any y. At 45° both see the bend.
    toy.angles_deg = [45, -45]
    toy.efficiency = 0.97
    let tracker = try Tracker(json: toy.card)
    // With few branches the second track is found among the hits that the first one leaves.
    for (noise, width, least, most) in [
      (0, 1000, 0.98, 0.01), (2, 1000, 0.98, 0.01), (5, 1000, 0.96, 0.02), (10, 1000, 0.85, 0.15),
      (0, 32, 0.97, 0.01), (1, 32, 0.97, 0.02),
    ] {
      let options = try TrackFinderOptions(
        json: [
          "x_spread_mm": 40, "tx_spread": 0.005, "least_momentum_GeV": 10, "most_tracks": 4,
          "width": .number(Double(width)),
        ], tracker: tracker)
      let finder = try TrackFinder(tracker: tracker, options: options)
      let clock = monotonicSeconds()
      var found = 0
      var made = 0
      var ghosts = 0
      var pure = 0
      for event in 0..<200 {
        var rng = RandomStream(seed: 21, event: UInt64(event), track: UInt64(noise))
        var axes: [Int32] = []
        var hits: [Double] = []
        var owner: [Int] = []
        for track in 0..<2 {
          let p = track == 0 ? 160.0 : 30 + 100 * rng.uniform()
          let (_, own) = toy.track(toy.randomStart(&rng, momentum_GeV: p), &rng)
          for axis in own.indices where rng.uniform() < toy.efficiency {
            axes.append(Int32(axis))
            hits.append(own[axis])
            owner.append(track)
          }
        }
        for axis in 0..<16 {
          for _ in 0..<noise {
            axes.append(Int32(axis))
            hits.append(80 * (rng.uniform() - 0.5))
            owner.append(-1)
          }
        }
        made += 2
        let candidates = axes.withUnsafeBufferPointer { a in
          hits.withUnsafeBufferPointer { h in finder.find(axes: a, hits: h) }
        }
        var seen: Set<Int> = []
        for candidate in candidates {
          var votes = [0, 0, 0]
          for hit in candidate.hits where hit >= 0 { votes[owner[Int(hit)] + 1] += 1 }
          let total = votes.reduce(0, +)
          let best = votes[1] >= votes[2] ? 0 : 1
          if 10 * votes[best + 1] >= 7 * total, !seen.contains(best) {
            seen.insert(best)
            if votes[best + 1] == total { pure += 1 }
          } else {
            ghosts += 1
          }
        }
        found += seen.count
      }
      print("\((monotonicSeconds() - clock) / 200 * 1e3) ms per event with noise \(noise), width \(width)")
      let efficiency = Double(found) / Double(made)
      print(
        "noise \(noise) per axis: efficiency \(efficiency), ghosts per event \(Double(ghosts) / 200), pure \(Double(pure) / Double(max(1, found)))"
      )
      #expect(efficiency > least)
      #expect(Double(ghosts) / 200 < most)
    }
  }

  /// Noise alone makes hardly any track, and the order of the hits makes no difference.
  @Test func noiseAlone() throws {
    let toy = ToySpectrometer()
    let tracker = try Tracker(json: toy.card)
    let finder = try TrackFinder(
      tracker: tracker, options: try TrackFinderOptions(json: ["x_spread_mm": 40], tracker: tracker))
    var ghosts = 0
    for event in 0..<100 {
      var rng = RandomStream(seed: 22, event: UInt64(event))
      var axes: [Int32] = []
      var hits: [Double] = []
      for axis in 0..<16 {
        for _ in 0..<5 {
          axes.append(Int32(axis))
          hits.append(80 * (rng.uniform() - 0.5))
        }
      }
      ghosts += axes.withUnsafeBufferPointer { a in
        hits.withUnsafeBufferPointer { h in finder.find(axes: a, hits: h).count }
      }
    }
    print("tracks in 100 events of noise: \(ghosts)")
    #expect(ghosts <= 2)
  }
}
