import Core
import Testing

@testable import Study

/// Results depend on card, seed and event number alone.
@Suite struct SameBitsTests {
  func table(_ run: Run) throws -> [[UInt64]] {
    try run.columnNames.map { try run.column($0).map(\.bitPattern) }
  }

  @Test(arguments: [nil, smallSignal]) func threadsAndSlicesDoNotMatter(signal: String?) throws {
    let one = try Run(
      json: runCard(
        events: 24, signal: signal,
        beam: "{\"energy_GeV\": 5, \"spot_sigma_mm\": [3, 3], \"momentum_spread\": 0.01}"))
    one.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    let two = try Run(
      json: runCard(
        events: 24, signal: signal,
        beam: "{\"energy_GeV\": 5, \"spot_sigma_mm\": [3, 3], \"momentum_spread\": 0.01}"))
    two.slice(maxEvents: 1, maxSeconds: 0, threads: 1)
    two.slice(maxEvents: 7, maxSeconds: 0, threads: 3)
    while !two.isFinished { two.slice(maxEvents: 0, maxSeconds: 0.002, threads: 2) }
    #expect(one.isFinished)
    #expect(try table(one) == table(two))
    let profiles = try (one.profile(sensor: "ecal"), two.profile(sensor: "ecal"))
    #expect(profiles.0.map(\.mean.bitPattern) == profiles.1.map(\.mean.bitPattern))
    #expect(profiles.0.map(\.error.bitPattern) == profiles.1.map(\.error.bitPattern))
  }

  /// Showers are paused in the middle and carried on by other calls with other numbers of threads.
  @Test func pausedShowersAreContinued() throws {
    let card = try runCard(events: 5, beam: "{\"energy_GeV\": 20}")
    let whole = try Run(json: card)
    whole.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    let pieces = try Run(json: card)
    var calls = 0
    while !pieces.isFinished {
      pieces.slice(maxEvents: 0, maxSeconds: 1e-4, threads: 1 + calls % 3)
      calls += 1
    }
    #expect(calls > 20)
    #expect(try table(whole) == table(pieces))
    let profiles = try (whole.profile(sensor: "ecal"), pieces.profile(sensor: "ecal"))
    #expect(profiles.0.map(\.mean.bitPattern) == profiles.1.map(\.mean.bitPattern))
    #expect(whole.stepsDone == pieces.stepsDone)
  }

  /// Event 17 of a run is event 17 wherever it is simulated.
  @Test func eventsCanBeReplayedAlone() throws {
    let whole = try Run(json: runCard(events: 20))
    whole.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let alone = try Run(json: runCard(events: 1, extra: ", \"first_event\": 17"))
    alone.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    for name in whole.columnNames {
      #expect(try whole.column(name)[17].bitPattern == alone.column(name)[0].bitPattern)
    }
  }

  @Test func seedMatters() throws {
    let a = try Run(json: runCard(events: 2))
    let b = try Run(json: runCard(events: 2, extra: ", \"seed\": 2"))
    a.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    b.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    #expect(try a.column("ecal.visible_GeV")[0] != b.column("ecal.visible_GeV")[0])
  }

  /// A column handed out before the table grows keeps its values.
  @Test func viewsSurviveGrowth() throws {
    let run = try Run(json: runCard(events: 1100, beam: "{\"energy_GeV\": 0.005}"))
    run.slice(maxEvents: 10, maxSeconds: 0, threads: 1)
    let view = run.sharedColumn(0)
    let energy = run.sharedColumn(run.columnNames.firstIndex(of: "deposited_GeV")!)
    let before = (0..<10).map { energy.values[$0] }
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    #expect((0..<10).map { energy.values[$0] } == before)
    #expect(view.values[9] == 1)
    #expect(run.eventsDone == 1100)
  }
}
