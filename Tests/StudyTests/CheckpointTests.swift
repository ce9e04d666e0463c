import Core
import Testing

@testable import Study

/// A run in parts, put together, is the run in one piece.
@Suite struct CheckpointTests {
  let extra = ", \"cells\": [\"ecal\"], \"tallies\": {\"t\": {\"kind\": \"track_length\"}}"

  func run(events: Int, first: Int = 0, seed: Int = 1, signal: String? = smallSignal) throws -> Run {
    try Run(
      json: runCard(
        events: events, signal: signal, beam: "{\"energy_GeV\": 5}",
        extra: extra + ", \"first_event\": \(first), \"seed\": \(seed)"))
  }

  func finished(events: Int, first: Int = 0, seed: Int = 1, signal: String? = smallSignal) throws -> Run {
    let result = try run(events: events, first: first, seed: seed, signal: signal)
    result.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    return result
  }

  func absorb(_ run: Run, _ bytes: [UInt8], version: String = "1") throws {
    try bytes.withUnsafeBytes { try run.absorb($0, version: version) }
  }

  @Test(arguments: [nil, smallSignal]) func partsMakeTheWhole(signal: String?) throws {
    let whole = try finished(events: 9, signal: signal)
    let joined = try run(events: 9, signal: signal)
    for (first, events) in [(0, 4), (4, 1), (5, 4)] {
      let part = try finished(events: events, first: first, signal: signal)
      try absorb(joined, part.checkpoint(version: "1"))
    }
    #expect(joined.isFinished)
    #expect(joined.stepsDone == whole.stepsDone)
    #expect(joined.checkpoint(version: "1") == whole.checkpoint(version: "1"))
    #expect(try Array(joined.column("ecal.total_GeV")) == Array(whole.column("ecal.total_GeV")))
  }

  @Test func aRunGoesOnBehindWhatItAbsorbed() throws {
    let resumed = try run(events: 8)
    try absorb(resumed, try finished(events: 5).checkpoint(version: "1"))
    #expect(resumed.eventsDone == 5 && !resumed.isFinished)
    resumed.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    #expect(resumed.checkpoint(version: "1") == (try finished(events: 8)).checkpoint(version: "1"))
  }

  @Test func aCheckpointSaysWhatItIsOf() throws {
    let bytes = try finished(events: 3, first: 7).checkpoint(version: "1.2.3")
    let header = try bytes.withUnsafeBytes { try CheckpointHeader.read($0) }
    #expect(header.version == "1.2.3" && header.firstEvent == 7 && header.eventsDone == 3)
    let again = try Run(json: header.card)
    try absorb(again, bytes, version: "1.2.3")
    #expect(again.isFinished)
  }

  @Test func everyCutAndEveryChangedByteIsNoticed() throws {
    let bytes = try finished(events: 2, signal: nil).checkpoint(version: "1")
    let empty = try run(events: 2, signal: nil)
    for length in stride(from: 0, to: bytes.count, by: 131) {
      #expect(throws: HermeticError.self) { try absorb(empty, Array(bytes.prefix(length))) }
    }
    for position in stride(from: 0, to: bytes.count, by: 113) {
      var changed = bytes
      changed[position] ^= 0x10
      #expect(throws: HermeticError.self) { try absorb(empty, changed) }
    }
    #expect(empty.eventsDone == 0)
    try absorb(empty, bytes)
    #expect(empty.isFinished)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let bytes = try finished(events: 4).checkpoint(version: "1")
    func code(_ run: Run, version: String = "1") -> HermeticError.Code? {
      do { try absorb(run, bytes, version: version) } catch let error as HermeticError {
        return error.code
      } catch {
      }
      return nil
    }
    #expect(code(try run(events: 4, seed: 2)) == .configuration)
    #expect(code(try run(events: 4, signal: nil)) == .configuration)
    #expect(code(try run(events: 3)) == .state)
    #expect(code(try run(events: 8, first: 1)) == .state)
    #expect(code(try run(events: 4), version: "2") == .state)
    let twice = try finished(events: 4)
    #expect(code(twice) == .state)
    let begun = try run(events: 8)
    while begun.eventsDone == 0 { begun.slice(maxEvents: 0, maxSeconds: 1e-4, threads: 2) }
    if begun.hasEventsInHand { #expect(code(begun) == .state) }
  }
}
