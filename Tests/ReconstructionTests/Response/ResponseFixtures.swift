import Core
import Numerics

@testable import Reconstruction

/// Two sections of 6×6 cells and one plain counter.
let responseGrids = [
  ChannelGrid(
    name: "ecal", sectionCount: 2, cellsX: 6, cellsY: 6, cellX_mm: 38.2, cellY_mm: 38.2, offset: 0,
    visibleFraction: 0.1),
  ChannelGrid(
    name: "veto", sectionCount: 1, cellsX: 1, cellsY: 1, cellX_mm: 500, cellY_mm: 500, offset: 72,
    visibleFraction: 1),
]

func response(_ text: String) throws -> DetectorResponse {
  try DetectorResponse(json: JSON.parse(text), path: "response", grids: responseGrids)
}

struct Moments {
  var n = 0.0
  var sum = 0.0
  var squares = 0.0
  mutating func add(_ x: Double) {
    n += 1
    sum += x
    squares += x * x
  }
  var mean: Double { sum / n }
  var variance: Double { (squares / n - mean * mean) * n / (n - 1) }
  var error: Double { (variance / n).squareRoot() }
}

/// Measures the same deposits in many events; body gets the reported energies.
func measure(
  _ response: DetectorResponse, visible: [Double], times: [Double] = [0, 0], events: Int = 20_000,
  library: RecordedPileUp? = nil, _ body: (ResponseWorker) -> Void
) {
  let worker = ResponseWorker(response, library: library)
  for event in 0..<events {
    worker.measure(visible, flightTimes_ns: times, seed: 7, event: UInt64(event))
    body(worker)
  }
}

/// A library of known events.
final class RecordedPileUp: PileUpLibrary, @unchecked Sendable {
  private let light: UnsafeMutablePointer<Double>
  private let times_ns: UnsafeMutablePointer<Double>

  init(light: [Double], times_ns: [Double]) {
    self.light = .allocate(capacity: light.count)
    self.light.initialize(from: light, count: light.count)
    self.times_ns = .allocate(capacity: times_ns.count)
    self.times_ns.initialize(from: times_ns, count: times_ns.count)
  }

  deinit {
    light.deallocate()
    times_ns.deallocate()
  }

  func event(_ index: Int) -> PileUpEvent {
    PileUpEvent(light: light + index * 73, times_ns: times_ns + index * responseGrids.count)
  }
}
