import Core
import Numerics
import Testing

@testable import Reconstruction

/// Clusters of strips whose charges are read: places, and two particles in one cluster.
@Suite("Charges of strips")
struct StripChargesTests {
  let maker = HitMakerTests()

  func station(_ charges: String) throws -> HitMaker {
    try maker.maker("{\"efficiency\": 1, \"resolution_mm\": 0.001, \"charges\": \(charges)}")
  }

  /// The moments of a charge in two parts are those of two places, whatever their shares.
  @Test func momentsAreThoseOfTwo() throws {
    let law = try StripCharges(try JSON.parse("{\"spread_mm\": 0.3, \"split_sigma\": 0}"), path: "charges")
    for (u, share) in [(0.6, 0.5), (0.8, 0.3), (0.8, 0.7), (1.2, 0.2)] {
      let strips = (-40..<70).map { index in
        let edges = (0.05 * Double(index), 0.05 * Double(index + 1))
        func part(_ centre: Double) -> Double {
          SpecialFunctions.normalCumulative((edges.1 - centre) / 0.3)
            - SpecialFunctions.normalCumulative((edges.0 - centre) / 0.3)
        }
        return (1 - share) * part(0) + share * part(u)
      }
      let found = law.places(strips[...], first: -40 * 0.05 + 0.025, pitch: 0.05)
      #expect(found.count == 2)
      #expect(found[0].u.magnitude < 0.005 && (found[1].u - u).magnitude < 0.005)
      #expect((found[1].charge - share).magnitude < 0.005)
    }
  }

  /// One particle is rarely two; its place is unbiased and as good as strips and fluctuations allow.
  @Test func oneParticleStaysOne() throws {
    let station = try station("{}")
    var split = 0
    var sum = 0.0
    var squares = 0.0
    var strips = 0.0
    let events = 4000
    for event in 0..<events {
      let x = 3 + 0.25 * Double(event % 101) / 101
      let hits = maker.hits(station, [maker.point(x)], event: event)
      if hits.count > 1 { split += 1 }
      for hit in hits.prefix(1) {
        strips += hit.size
        sum += hit.u_mm - hit.trueU_mm
        squares += (hit.u_mm - hit.trueU_mm) * (hit.u_mm - hit.trueU_mm)
      }
    }
    let sigma = (squares / Double(events)).squareRoot()
    let mean = sum / Double(events)
    print("split \(split) of \(events), mean \(mean) mm, sigma \(sigma), strips \(strips / 4000)")
    #expect(split < events / 50)
    #expect(mean.magnitude < 0.002 && sigma < 0.05)
    #expect(strips / Double(events) > 2.5 && strips / Double(events) < 4)
  }

  /// Two particles 0.5 mm apart are told apart most of the time, and where they are; without charges hardly ever.
  @Test func twoParticlesAreTwo() throws {
    let with = try station("{}")
    let without = try maker.maker("{\"efficiency\": 1, \"resolution_mm\": 0.001}")
    for distance in [0.2, 0.35, 0.5, 0.7, 1.0] {
      var resolved = 0
      var plain = 0
      var found = 0.0
      for event in 0..<2000 {
        let x = 3 + 0.25 * Double(event % 101) / 101
        let points = [maker.point(x, track: 1), maker.point(x + distance, track: 2)]
        let hits = maker.hits(with, points, event: event)
        // A strip far from both that noise has lifted above the threshold is nobody's.
        if hits.count == 2, hits.allSatisfy({ $0.track > 0 }) {
          resolved += 1
          found += hits[1].u_mm - hits[0].u_mm
        }
        if maker.hits(without, points, event: event).count == 2 { plain += 1 }
      }
      let mean = found / Double(max(1, resolved))
      let shares = (Double(resolved) / 2000, Double(plain) / 2000)
      print("\(distance) mm: two hits in \(shares.0), mean distance \(mean); by strips alone \(shares.1)")
      if distance >= 0.5 {
        #expect(resolved > 1600)
        #expect((mean / distance - 1).magnitude < 0.1)
      }
      if distance == 0.2 { #expect(resolved < 400) }
      if distance == 0.5 { #expect(plain < resolved / 2) }
    }
  }

  @Test func cards() {
    #expect(throws: HermeticError.self) { try station("{\"spread_mm\": -1}") }
    #expect(throws: HermeticError.self) { try station("{\"colour\": 1}") }
    #expect(throws: HermeticError.self) { try maker.maker("{\"charges\": {}, \"multiplexing\": 5}") }
    #expect(throws: HermeticError.self) { try maker.maker("{\"kind\": \"straw\", \"charges\": {}}") }
  }
}

/// Hits of other beam particles in the gate.
@Suite("Gates of tracking stations")
struct StationGateTests {
  let maker = HitMakerTests()

  func point(_ x: Double, earlier: Double) -> TrackPoint {
    TrackPoint(x_mm: x, y_mm: 0, pdg: 13, momentum_GeV: 100, track: 1_000_000, earlier_ns: earlier)
  }

  @Test func stripsSeeWhatIsInTheirGate() throws {
    for kind in ["micromegas", "gem", "hodoscope"] {
      let station = try maker.maker("{\"kind\": \"\(kind)\", \"efficiency\": 1, \"gate_ns\": [60, 20]}")
      for (earlier, seen) in [(0.0, 1), (59, 1), (61, 0), (-19, 1), (-21, 0)] {
        #expect(maker.hits(station, [point(13, earlier: earlier)], event: 1).count == seen)
      }
    }
  }

  /// Others do not change the numbers of the triggering particle, where clusters do not touch.
  @Test func othersLeaveTheFirstAlone() throws {
    let station = try maker.maker("{\"efficiency\": 1}")
    let alone = maker.hits(station, [maker.point(3)], event: 5)
    let both = maker.hits(station, [maker.point(3), point(20, earlier: 10)], event: 5)
    #expect(both.count == 2 && both.contains { $0.u_mm == alone[0].u_mm && $0.track == 0 })
    #expect(both.contains { $0.track == 1_000_000 && ($0.u_mm - 17).magnitude < 1 })
  }

  /// A straw's clock starts with the trigger: 20 ns earlier are 1 mm less at 0.05 mm/ns.
  @Test func strawsMeasureAWrongRadius() throws {
    let station = try maker.maker("{\"kind\": \"straw\", \"efficiency\": 1, \"resolution_mm\": 0.0001}")
    let hit = try #require(maker.hits(station, [point(3 + 1.8, earlier: 20)], event: 2).last)
    #expect((hit.drift_mm - 0.8).magnitude < 0.01)
    #expect(maker.hits(station, [point(3 + 1.8, earlier: 40)], event: 2).isEmpty)
    #expect(maker.hits(station, [point(3 + 1.8, earlier: -30)], event: 2).isEmpty)
    #expect(maker.hits(station, [point(3 + 1.8, earlier: -20)], event: 2).count == 2)
  }
}
