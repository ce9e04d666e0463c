import Core
import Events
import Geometry
import Glibc
import Numerics
import Transport

/// What one thread of the benchmark has done. A class, so that threads do not share cache lines.
final class Part: @unchecked Sendable {
  private(set) var visible: [Double] = []
  private(set) var nineCells: [Double] = []
  private(set) var layers: [Double]
  private(set) var steps: UInt64 = 0
  private(set) var photonSteps: UInt64 = 0
  private(set) var positronSteps: UInt64 = 0
  private(set) var hadronSteps: UInt64 = 0
  private(set) var worst = 0.0
  /// Calls of the allocator inside `simulate` from the second event on; nil when nobody counts
  /// (count_allocations.c).
  private(set) var allocations: UInt64?

  init(slabCount: Int) {
    layers = [Double](repeating: 0, count: slabCount)
    visible.reserveCapacity(1 << 16)
  }

  /// The counter of a preloaded library.
  private static let counter: (@convention(c) () -> UInt64)? = {
    guard let symbol = dlsym(nil, "hermetic_allocation_count") else { return nil }
    return unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
  }()

  func run(
    _ work: SharedCounter, _ particle: Particle, energy_GeV: Double, world: World, physics: TransportPhysics,
    fast: FastShowers?
  ) {
    var transport = ShowerTransport(world: world, physics: physics)
    defer { transport.free() }
    transport.use(fast)
    var isFirst = true
    if Part.counter != nil { allocations = 0 }
    while let event = work.next() {
      let before = Part.counter?() ?? 0
      transport.simulate(
        ParticleState(
          particle: particle, kineticEnergy_GeV: energy_GeV, position: Vector3(0, 0, -1),
          direction: Vector3(0, 0, 1)), seed: 1, event: event)
      if let counter = Part.counter, !isFirst { allocations! += counter() - before }
      isFirst = false
      note(transport.tally, energy_GeV)
    }
  }

  private func note(_ tally: EventTally, _ energy_GeV: Double) {
    var sum = 0.0
    var nine = 0.0
    for channel in 0..<tally.channelCount {
      let value = tally.channels[channel]
      sum += value
      // Two sections of 6 × 6 cells; the beam is at the centre of cell (3, 3).
      let cell = channel % 36
      if abs(cell / 6 - 3) <= 1, abs(cell % 6 - 3) <= 1 { nine += value }
    }
    visible.append(sum)
    nineCells.append(nine / sum)
    for slab in layers.indices { layers[slab] += tally.slabs[slab] }
    steps += tally.steps
    photonSteps += tally.photonSteps
    positronSteps += tally.positronSteps
    hadronSteps += tally.hadronSteps
    let closing = tally.deposited_GeV + tally.escaped_GeV + tally.nuclearLoss_GeV
    worst = max(worst, abs(closing - energy_GeV) / energy_GeV)
  }

  func add(_ other: Part) {
    visible += other.visible
    nineCells += other.nineCells
    for slab in layers.indices { layers[slab] += other.layers[slab] }
    steps += other.steps
    photonSteps += other.photonSteps
    positronSteps += other.positronSteps
    hadronSteps += other.hadronSteps
    worst = max(worst, other.worst)
    if let more = other.allocations { allocations = (allocations ?? 0) + more }
  }
}
