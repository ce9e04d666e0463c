import Core
import Numerics
import Reconstruction
import Transport

/// Beam events for pile-up, each simulated when it is first drawn: a run of a few events needs few of them, and making a
/// run needs none. What an event is depends on the card and its number alone, not on when or by whom it is asked for.
final class SimulatedPileUp: PileUpLibrary, @unchecked Sendable {
  private let response: DetectorResponse
  private let card: RunCard
  private let fast: FastShowers?
  private let kinds: [BeamMixture]
  private let eventsPerKind: Int
  private let naturalPhysics: Locked<TransportPhysics?>
  private let light: UnsafeMutablePointer<Double>
  private let times_ns: UnsafeMutablePointer<Double>
  /// What crosses the stations of the trackers that see pile-up.
  private let points: UnsafeMutablePointer<[TrackerPoints]>
  private let trackers: [TrackerCard]
  /// One for each event: whether it is there. Two threads that want the same wait for one of them.
  private let isMade: [Locked<Bool>]

  /// Event numbers of these events: beyond those of runs.
  private static let firstEvent: UInt64 = 1 << 60

  /// nil when the response has no pile-up.
  init?(_ card: RunCard, physics: TransportPhysics, fast: FastShowers?) {
    guard let response = card.response, let pileUp = response.pileUp else { return nil }
    self.response = response
    self.card = card
    self.fast = fast
    let isBiased = card.transport.biasing.isOn || card.transport.splitting.isActive
    naturalPhysics = Locked(isBiased ? nil : physics)
    kinds = card.pileUpBeam.mixture?.particles.map { BeamMixture(only: $0) } ?? []
    eventsPerKind = pileUp.libraryEvents
    let events = eventsPerKind * max(1, kinds.count)
    light = .allocate(capacity: max(1, events * response.channelCount))
    times_ns = .allocate(capacity: max(1, events * response.grids.count))
    trackers = card.trackers.filter(\.seesPileUp)
    points = .allocate(capacity: max(1, events))
    points.initialize(repeating: [], count: max(1, events))
    isMade = (0..<events).map { _ in Locked(false) }
  }

  deinit {
    light.deallocate()
    times_ns.deallocate()
    points.deinitialize(count: max(1, isMade.count))
    points.deallocate()
  }

  func event(_ index: Int) -> PileUpEvent {
    let (light, times) = (
      light + index * response.channelCount, times_ns + index * response.grids.count
    )
    isMade[index].withLock { isThere in
      guard !isThere else { return }
      simulate(index, light, times)
      isThere = true
    }
    return PileUpEvent(light: light, times_ns: times)
  }

  /// The same event's particles on the stations of one of the trackers that see pile-up, in their order.
  func points(_ index: Int, tracker: Int) -> TrackerPoints {
    _ = event(index)
    return points[index][tracker]
  }

  private func simulate(
    _ index: Int, _ light: UnsafeMutablePointer<Double>, _ times: UnsafeMutablePointer<Double>
  ) {
    var transport = ShowerTransport(
      world: card.setup.world, physics: unbiasedPhysics(), planes: trackers.flatMap(\.planes))
    defer { transport.free() }
    transport.use(fast)
    let collector = LightCollector(response, world: card.setup.world)
    collector?.attach(to: &transport)
    let event = SimulatedPileUp.firstEvent + UInt64(index)
    var beam = card.pileUpBeam
    if !kinds.isEmpty { beam.mixture = kinds[index / eventsPerKind] }
    transport.simulate(beam.primary(seed: card.seed, event: event), seed: card.seed, event: event)
    light.update(from: collector?.light ?? transport.tally.channels, count: response.channelCount)
    var firstPlane = 0
    points[index] = trackers.map { tracker in
      defer { firstPlane += tracker.planes.count }
      var crossed = TrackerPoints(stations: tracker.planes.count)
      crossed.fill(transport.crossings, firstPlane: firstPlane, tracker.tracker)
      return crossed
    }
    for (sensor, slabs) in card.setup.slabTimes.enumerated() {
      times[sensor] = SensorReader.meanTime(slabs, transport.tally.slabs)
    }
  }

  /// Other beam particles do what they do in nature: their library carries no weights.
  private func unbiasedPhysics() -> TransportPhysics {
    naturalPhysics.withLock { natural in
      if let natural { return natural }
      var settings = card.transport
      settings.biasing = Biasing()
      settings.splitting = Splitting()
      let made = TransportPhysics(
        materials: card.setup.world.materials, settings: settings,
        highestEnergy_GeV: Run.highestEnergy_GeV(card))
      natural = made
      return made
    }
  }
}
