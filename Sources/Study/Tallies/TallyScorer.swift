import Events
import Geometry
import Numerics
import Transport

/// One thread's sums of the event in hand, for all tallies of a run.
final class TallyScorer {
  private struct Histogram {
    let position: Int
    let radii: [Double]
    let depths: [Double]
    let volume: Int?
    let slab: Int?
    let kinds: Int
    let offset: Int
  }

  private let histograms: [Histogram]
  private var values: [Double]
  private var trackLengths: (tally: TrackLengthTally, offset: Int)?
  private let sizes: [Int]
  private let world: World
  private let axis: (origin: Vector3, direction: Vector3)

  /// nil when the run has no tallies.
  init?(_ cards: [TallyCard], world: World, beam: Beam) {
    guard !cards.isEmpty else { return nil }
    self.world = world
    axis = (beam.position_mm, beam.direction.normalized)
    sizes = cards.map(\.binCount)
    values = [Double](repeating: 0, count: sizes.reduce(0, +))
    var histograms: [Histogram] = []
    var offset = 0
    for (position, card) in cards.enumerated() {
      switch card.kind {
      case .trackLength:
        trackLengths = trackLengths ?? (TrackLengthTally(materialCount: world.materials.count), offset)
      case .deposit(let radii, let depths, let volume, let slab):
        histograms.append(
          Histogram(
            position: position, radii: radii.map { $0 * $0 }, depths: depths, volume: volume, slab: slab,
            kinds: volume.flatMap { world.layering($0)?.slabs.count } ?? 1, offset: offset))
      }
      offset += card.binCount
    }
    self.histograms = histograms
  }

  func free() { trackLengths?.tally.free() }

  func attach(to transport: inout ShowerTransport) { transport.trackLengths = trackLengths?.tally }

  /// Some tally reads deposits one by one: `add` wants them.
  var needsDeposits: Bool { !histograms.isEmpty }

  /// Forgets what was scored: the next shower counts.
  func reset() {
    trackLengths?.tally.reset()
    for index in values.indices { values[index] = 0 }
  }

  /// The event's sums in the units of `ExactSums`, tally after tally; all deposits must have been handed over.
  func take(weight: Double) -> [Int64] {
    if let (tally, offset) = trackLengths {
      for (index, length) in tally.lengths_mm.enumerated() { values[offset + index] = length }
    }
    return values.withUnsafeMutableBufferPointer {
      ExactSums.units($0.baseAddress!, count: $0.count, weight: weight)
    }
  }

  func add(_ deposits: UnsafeBufferPointer<Deposit>) {
    for histogram in histograms {
      for deposit in deposits {
        let location = deposit.location
        if let volume = histogram.volume, Int(location.volume) != volume { continue }
        if let slab = histogram.slab, Int(location.slab) % histogram.kinds != slab { continue }
        let away = world.view.toGlobal(deposit.position, volume: location.volume) - axis.origin
        let along = away.dot(axis.direction)
        var depthBin = 0
        if !histogram.depths.isEmpty {
          depthBin = TallyScorer.bin(along, histogram.depths)
          if depthBin < 0 { continue }
        }
        var radiusBin = 0
        if !histogram.radii.isEmpty {
          radiusBin = TallyScorer.bin(max(0, away.squaredLength - along * along), histogram.radii)
          if radiusBin < 0 { continue }
        }
        let radiusBins = max(1, histogram.radii.count - 1)
        values[histogram.offset + depthBin * radiusBins + radiusBin] += deposit.energy_GeV
      }
    }
  }

  /// The bin with edges[bin] ≤ x < edges[bin + 1]; −1 outside.
  private static func bin(_ x: Double, _ edges: [Double]) -> Int {
    guard x >= edges[0], x < edges[edges.count - 1] else { return -1 }
    var low = 0
    var high = edges.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if x < edges[middle] { high = middle } else { low = middle }
    }
    return low
  }
}
