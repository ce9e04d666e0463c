import Core
import Dispatch
import Limits
import Numerics
import Testing

/// Anything valid gives a limit or a typed error, in bounded time.
@Suite struct RobustnessTests {
  private func timed(_ label: String, _ channels: [CountingChannel]) {
    let start = DispatchTime.now().uptimeNanoseconds
    var outcome: String
    do {
      let limit = try CountingModel(channels: channels).upperLimit()
      outcome = "\(limit.value), expected \(limit.expectedMedian), error \(limit.relativeError)"
      #expect(limit.value.isFinite && limit.value > 0)
    } catch let error as HermeticError { outcome = error.message } catch {
      outcome = "\(error)"
      Issue.record("untyped error \(error)")
    }
    print("\(label): \(Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-6) ms: \(outcome)")
  }

  private func channels(
    _ count: Int, background: Double, error: Double, observed: Int, causes: [String: Double]
  ) -> [CountingChannel] {
    (0..<count).map {
      CountingChannel(
        name: "\($0)", signal: 1 + Double($0), background: background, backgroundError: error,
        observed: observed, signalUncertainties: causes)
    }
  }

  @Test func largeModels() {
    timed("64 clean channels", channels(64, background: 0.1, error: 0.1, observed: 0, causes: ["eot": 0.1]))
    timed("30 channels of 30", channels(30, background: 30, error: 5, observed: 30, causes: ["eot": 0.1]))
    timed(
      "5 channels of 1000", channels(5, background: 1000, error: 50, observed: 1000, causes: ["eot": 0.1]))
    timed("20 channels of 10", channels(20, background: 10, error: 3, observed: 10, causes: ["eot": 0.1]))
    timed("1 channel of 20000", channels(1, background: 20000, error: 200, observed: 20000, causes: [:]))
    timed("1 wild background", channels(1, background: 2000, error: 20000, observed: 20000, causes: [:]))
    timed("1 large excess", channels(1, background: 1e-6, error: 1e-6, observed: 5000, causes: ["e": 0.1]))
    timed("1 wide efficiency", channels(1, background: 3, error: 1, observed: 40, causes: ["e": 3]))
    timed("12 excesses", channels(12, background: 0.5, error: 0.2, observed: 2, causes: ["eot": 0.1]))
  }

  @Test func randomModels() throws {
    var random = RandomStream(seed: 20260101, event: 0)
    for _ in 0..<300 {
      let count = 1 + Int(random.uniform() * 4)
      let channels = (0..<count).map { i -> CountingChannel in
        let b = random.uniform() < 0.2 ? 0 : exp(12 * random.uniform() - 10)
        return CountingChannel(
          name: "\(i)", signal: exp(40 * random.uniform() - 20), background: b,
          backgroundError: random.uniform() < 0.3 ? 0 : b * random.uniform(),
          observed: Int(b + 4 * random.uniform() * random.uniform()),
          signalUncertainties: random.uniform() < 0.4 ? [:] : ["a": random.uniform(), "b\(i % 2)": 0.2])
      }
      let limit = try CountingModel(channels: channels).upperLimit()
      let total = channels.reduce(0) { $0 + $1.signal }
      #expect(limit.value.isFinite && limit.value * total > 2)
      #expect(zip(limit.expected, limit.expected.dropFirst()).allSatisfy { $0 <= $1 * (1 + 1e-7) })
      #expect(limit.backgroundConfidence > 0 && limit.backgroundConfidence <= 1)
      #expect(limit.status == .converged, "\(limit.relativeError) \(channels)")
    }
  }

  /// Legal numbers whose exact sum would take minutes: refused at once, with what to do.
  @Test func tooLargeForExactCountingIsRefused() throws {
    let model = try CountingModel(channels: [
      CountingChannel(
        name: "a", signal: 1, background: 20_000, backgroundError: 5000, observed: 50,
        signalUncertainties: ["a": 2]),
      CountingChannel(
        name: "b", signal: 1, background: 0.5, backgroundError: 5, observed: 50,
        signalUncertainties: ["b": 2]),
      CountingChannel(
        name: "c", signal: 1, background: 1e-6, observed: 1, signalUncertainties: ["c": 2]),
    ])
    let error = #expect(throws: HermeticError.self) { _ = try model.upperLimit(ordering: .totalCount) }
    #expect(error?.code == .capacity)
    #expect(error?.message.contains("nuisance points") == true)
  }
}
