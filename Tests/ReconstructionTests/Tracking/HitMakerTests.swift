import Core
import Numerics
import Testing

@testable import Reconstruction

/// Hits of one station, against what its card says.
@Suite("Hits of tracking stations")
struct HitMakerTests {
  func maker(_ response: String, angles: String = "[0]") throws -> HitMaker {
    let tracker = try Tracker(
      json: try JSON.parse(
        """
        {"planes": [{"name": "A", "z_mm": 0, "x_mm": 3, "y_mm": -1, "angles_deg": \(angles), "resolution_mm": 0.1}],
         "momentum_GeV": 100, "momentum_spread": 0.01}
        """))
    var card = try Card(try JSON.parse(response), path: "station")
    let station = try StationResponse(card: &card)
    try card.finish()
    return HitMaker(
      tracker: tracker, stations: [HitMaker.Station(response: station, halfX_mm: 40, halfY_mm: 20)])
  }

  func point(_ x: Double, _ y: Double = 0, track: Int32 = 0) -> TrackPoint {
    TrackPoint(x_mm: x, y_mm: y, pdg: 13, momentum_GeV: 100, track: track)
  }

  func hits(_ maker: HitMaker, _ points: [TrackPoint], event: Int) -> [TrackerHit] {
    let base = RandomStream(seed: 7, event: UInt64(event), purpose: .response)
    return maker.hits([points], base: base, firstStream: 1 << 40)
  }

  /// Measured minus true is normal with the card's σ; σ 8 % too small is refused.
  @Test func resolution() throws {
    let maker = try maker("{\"efficiency\": 1, \"resolution_mm\": 0.1}", angles: "[30]")
    var pulls: [Double] = []
    for event in 0..<4000 {
      let x = 10 * (Double(event % 97) / 97 - 0.5)
      let hit = try #require(hits(maker, [point(x, 5)], event: event).first)
      let truth = (x - 3) * 0.75.squareRoot() + 6 * 0.5
      #expect((hit.trueU_mm - truth).magnitude < 1e-12)
      pulls.append((hit.u_mm - truth) / 0.1)
    }
    let p = KolmogorovSmirnov.pValue(pulls, cumulative: SpecialFunctions.normalCumulative)
    let wrong = KolmogorovSmirnov.pValue(
      pulls.map { $0 / 0.92 }, cumulative: SpecialFunctions.normalCumulative)
    #expect(p > 0.01, "p = \(p)")
    #expect(wrong < 1e-3, "p = \(wrong)")
  }

  /// Efficiency and noise are Poisson or binomial with their means; dead strips see nothing.
  @Test func efficiencyNoiseDeadStrips() throws {
    let maker = try maker(
      "{\"efficiency\": 0.9, \"noise_hits\": 0.3, \"cluster_size\": 1, \"pitch_mm\": 0.001, \"dead_mm\": [[-1, 2]]}"
    )
    var seen = 0
    var noise = 0
    var dead = 0
    let events = 20_000
    for event in 0..<events {
      for hit in hits(maker, [point(13), point(3.5, track: 1)], event: event) {
        if hit.track == 0 { seen += 1 }
        if hit.track == 1 { dead += 1 }
        if hit.track < 0 {
          noise += 1
          #expect(hit.u_mm.magnitude <= 40 && !(-1...2).contains(hit.u_mm) && hit.trueU_mm.isNaN)
        }
      }
    }
    let n = Double(events)
    #expect((Double(seen) - 0.9 * n).magnitude < 4 * (0.09 * n).squareRoot())
    // 77 of 80 mm are alive.
    #expect((Double(noise) - 0.3 * n * 77 / 80).magnitude < 4 * (0.3 * n).squareRoot())
    #expect(dead == 0)
  }

  /// Particles nearer than a cluster are one hit in the middle; far ones are two.
  @Test func doubleHits() throws {
    let maker = try maker(
      "{\"efficiency\": 1, \"resolution_mm\": 0.001, \"cluster_size\": 1, \"pitch_mm\": 0.5}")
    let near = hits(maker, [point(3), point(3.3, track: 1)], event: 1)
    #expect(near.count == 1 && (near[0].u_mm - 0.15).magnitude < 0.01 && near[0].size == 2)
    #expect(hits(maker, [point(3), point(3.7, track: 1)], event: 1).count == 2)
  }

  /// Clusters have 1 + Poisson strips: χ² over sizes; a mean of 3.2 instead of 3 is refused.
  @Test func clusterSizes() throws {
    let maker = try maker("{\"efficiency\": 1, \"cluster_size\": 3}")
    var counts = [Double](repeating: 0, count: 9)
    let n = 10_000
    for event in 0..<n { counts[min(9, Int(hits(maker, [point(3)], event: event)[0].size)) - 1] += 1 }
    func pValue(_ mean: Double) -> Double {
      var chi2 = 0.0
      var rest = 1.0
      var term = exp(-mean)
      for k in 0..<9 {
        let probability = k == 8 ? rest : term
        rest -= term
        term *= mean / Double(k + 1)
        let expected = probability * Double(n)
        chi2 += (counts[k] - expected) * (counts[k] - expected) / expected
      }
      return SpecialFunctions.regularizedGammaQ(4, 0.5 * chi2)
    }
    #expect(pValue(2) > 0.01, "p = \(pValue(2))")
    #expect(pValue(2.2) < 1e-4)
  }

  /// A straw reports both sides of the wire, one of them the true one, and its first particle alone.
  @Test func straws() throws {
    let maker = try maker(
      "{\"kind\": \"straw\", \"efficiency\": 1, \"resolution_mm\": 0.1, \"offset_mm\": 1}")
    var residuals: [Double] = []
    for event in 0..<2000 {
      let u = 1 + 6.25 * Double(event % 5) + 2.5 * Double(event % 100) / 100
      let pair = hits(maker, [point(3 + u)], event: event)
      #expect(pair.count == 2)
      #expect((pair[0].u_mm + pair[1].u_mm - 2 * (1 + 6.25 * Double(event % 5))).magnitude < 1e-9)
      residuals.append(pair.map { ($0.u_mm - u) / 0.1 }.min { $0.magnitude < $1.magnitude }!)
    }
    let mean = residuals.reduce(0, +) / 2000
    #expect(mean.magnitude < 0.1)
    let both = hits(maker, [point(4.5), point(6, track: 1)], event: 3)
    #expect(both.count == 2 && both[0].track == 0)
    // Between two straws of 6 mm every 6.25 mm.
    #expect(hits(maker, [point(4 + 3.1)], event: 3).isEmpty)
  }

  /// The hits of a station do not depend on what others see, and the same event has the same hits.
  @Test func streams() throws {
    let maker = try maker("{\"noise_hits\": 2}", angles: "[0, 90]")
    let a = hits(maker, [point(0)], event: 5)
    #expect(a == hits(maker, [point(0)], event: 5) || a.contains { $0.trueU_mm.isNaN })
    let first = a.filter { $0.axis == 1 }.map(\.u_mm)
    let second = hits(maker, [point(1)], event: 5).filter { $0.axis == 1 }.map(\.u_mm)
    #expect(first == second)
  }

  /// Channels serve one strip in each block; neighbours in one block are neighbours in no other one.
  @Test func channelsOfMultiplexedStrips() {
    let map = StripMultiplexing(half: 40, pitch_mm: 0.25, factor: 5)
    #expect(map.channels == 64 && map.strips == 320)
    for block in 0..<5 { #expect(Set((0..<64).map { map.channel(64 * block + $0) }).count == 64) }
    var pairs: Set<[Int]> = []
    for strip in 0..<319 where strip % 64 != 63 {
      pairs.insert([map.channel(strip), map.channel(strip + 1)].sorted())
    }
    // One more in each block closes the circle.
    #expect(pairs.count == 5 * 63)
  }

  /// Clusters of two and three strips are found where they are, alone; single strips are not found; two particles
  /// have doubles elsewhere.
  @Test func multiplexing() throws {
    let maker = try maker(
      "{\"efficiency\": 1, \"cluster_size\": 2, \"resolution_mm\": 0.01, \"multiplexing\": 5, \"pitch_mm\": 0.25}"
    )
    var single = 0
    var kept = 0
    var ghosts = [0, 0]
    let n = 1500
    for event in 0..<n {
      let u = 60 * (Double(event % 997) / 997 - 0.5)
      let found = hits(maker, [point(u + 3)], event: event)
      for hit in found where hit.track == 0 {
        kept += 1
        #expect((hit.u_mm - u).magnitude < 0.5 || hit.size > 3)
      }
      ghosts[0] += found.filter { $0.track < 0 }.count
      if found.allSatisfy({ $0.track < 0 }) { single += 1 }
      ghosts[1] +=
        hits(maker, [point(u + 3), point(-0.7 * u, track: 1)], event: event).filter { $0.track < 0 }.count
    }
    // 1 + Poisson(1): 0.368 have one strip.
    let expected = exp(-1.0) * Double(n)
    print("single \(single) of \(n), ghosts \(ghosts)")
    #expect((Double(single) - expected).magnitude < 4 * expected.squareRoot())
    #expect(Double(ghosts[0]) < 0.1 * Double(n))
    #expect(ghosts[1] > 3 * ghosts[0])
  }

  /// A hodoscope answers with the middle of the strip, once.
  @Test func hodoscope() throws {
    let maker = try maker("{\"kind\": \"hodoscope\", \"efficiency\": 1, \"pitch_mm\": 5}")
    var sum = 0.0
    let n = 2000
    for event in 0..<n {
      let u = 40 * (Double(event) / Double(n) - 0.5)
      let found = hits(maker, [point(u + 3), point(u + 3, track: 1)], event: event)
      #expect(found.count == 1 && found[0].track == 0)
      #expect(found[0].u_mm.remainder(dividingBy: 5).magnitude < 1e-9)
      sum += (found[0].u_mm - u) * (found[0].u_mm - u)
    }
    #expect(((12 * sum / Double(n)).squareRoot() / 5 - 1).magnitude < 0.01)
  }
}
