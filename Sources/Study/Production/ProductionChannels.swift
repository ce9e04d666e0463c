import Core
import Matter
import Numerics
import Signal
import Transport

/// The channels of a signal card: one for each process and mass, nil where a mass has none.
struct ProductionChannels {
  let processes: [TrackProcess]
  /// [process][mass].
  let channels: [[(any ProductionChannel)?]]
  /// Which particles' tracks can do each process.
  let particles: [ParticleSet]

  init(card: SignalCard, elements: [Element], highestKineticEnergy_GeV: Double, threads: Int) throws {
    let processes = card.processes
    let massCount = card.masses_GeV.count
    let count = processes.count * massCount
    // Total energy: the second number is the larger one below 0.6 GeV.
    let highest = max(
      highestKineticEnergy_GeV * 1.001, highestKineticEnergy_GeV + 1.1 * card.heaviestParticle_GeV)
    var built = [Result<(any ProductionChannel)?, Error>?](repeating: nil, count: count)
    let work = SharedCounter(from: 0, to: UInt64(count))
    built.withUnsafeMutableBufferPointer { buffer in
      let slots = buffer.baseAddress!
      Threads.run(count: min(threads, count)) { _ in
        while let next = work.next() {
          let index = Int(next)
          slots[index] = Result {
            try Self.signalChannel(
              processes[index / massCount], card.models[index % massCount], card, elements: elements,
              highestEnergy_GeV: highest)
          }
        }
      }
    }
    let all = try built.map { try $0!.get() }
    self.processes = processes
    channels = processes.indices.map { Array(all[$0 * massCount..<($0 + 1) * massCount]) }
    particles = processes.map { card.particles($0) }
  }

  /// What of a process is signal: annihilation is made of invisible final states already.
  private static func signalChannel(
    _ process: TrackProcess, _ model: any TrackProductionModel, _ card: SignalCard, elements: [Element],
    highestEnergy_GeV: Double
  ) throws -> (any ProductionChannel)? {
    let all = try channel(process, model, card, elements: elements, highestEnergy_GeV: highestEnergy_GeV)
    guard let all, process != .annihilation, card.visibleDecays == .vetoed,
      let share = model.invisibleShare(scale: card.lineShapeCoupling), share < 1
    else { return all }
    return InvisibleChannel(all: all, share: share)
  }
}
