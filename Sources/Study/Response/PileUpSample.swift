import Core
import Numerics
import Reconstruction
import Transport

/// The beam events that pile-up overlays: simulated once, before the first event of the run.
struct PileUpSample {
  /// Visible energies (collected light) of all channels, event after event.
  let light: [Double]
  /// Mean times per sensor, event after event.
  let times_ns: [Double]

  /// Event numbers of these events: beyond those of runs.
  static let firstEvent: UInt64 = 1 << 60

  private static func naturalPhysics(_ physics: TransportPhysics, _ card: RunCard) -> TransportPhysics {
    guard card.transport.biasing.isOn || card.transport.splitting.isActive else { return physics }
    var settings = card.transport
    settings.biasing = Biasing()
    settings.splitting = Splitting()
    return TransportPhysics(
      materials: card.setup.world.materials, settings: settings,
      highestEnergy_GeV: Run.highestEnergy_GeV(card))
  }

  static func make(_ response: DetectorResponse, card: RunCard, physics: TransportPhysics, fast: FastShowers?)
    -> PileUpSample
  {
    guard let pileUp = response.pileUp else { return PileUpSample(light: [], times_ns: []) }
    let kinds = card.pileUpBeam.mixture?.particles.map { BeamMixture(only: $0) } ?? []
    let perKind = pileUp.libraryEvents
    let events = perKind * max(1, kinds.count)
    // Other beam particles do what they do in nature: their library carries no weights.
    let physics = naturalPhysics(physics, card)
    let channels = response.channelCount
    let sensors = response.grids.count
    let light = UnsafeMutablePointer<Double>.allocate(capacity: max(1, events * channels))
    let times = UnsafeMutablePointer<Double>.allocate(capacity: max(1, events * sensors))
    defer {
      light.deallocate()
      times.deallocate()
    }
    let work = SharedCounter(from: 0, to: UInt64(events))
    Threads.run(count: min(Threads.processorCount, events)) { _ in
      var transport = ShowerTransport(world: card.setup.world, physics: physics)
      transport.use(fast)
      let collector = LightCollector(response, world: card.setup.world)
      collector?.attach(to: &transport)
      let slabs = card.setup.slabTimes
      while let index = work.next() {
        let event = firstEvent + index
        var beam = card.pileUpBeam
        if !kinds.isEmpty { beam.mixture = kinds[Int(index) / perKind] }
        let primary = beam.primary(seed: card.seed, event: event)
        collector?.reset()
        transport.simulate(primary, seed: card.seed, event: event)
        let source = collector?.light ?? transport.tally.channels
        (light + Int(index) * channels).update(from: source, count: channels)
        for sensor in 0..<sensors {
          times[Int(index) * sensors + sensor] = SensorReader.meanTime(slabs[sensor], transport.tally.slabs)
        }
      }
      transport.free()
    }
    return PileUpSample(
      light: Array(UnsafeBufferPointer(start: light, count: events * channels)),
      times_ns: Array(UnsafeBufferPointer(start: times, count: events * sensors)))
  }
}
