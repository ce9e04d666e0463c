import Events
import Geometry
import Numerics

/// What one event left behind: deposits per slab and per sensor channel, and what escaped.
///
/// A slab is one layer of a layered calorimeter or a whole volume of another shape; slabs of all volumes
/// stand in one array, `slabOffset(volume) + slab`.
public struct EventTally {
  public internal(set) var escaped_GeV = 0.0
  public internal(set) var steps: UInt64 = 0
  /// Those of `steps` that photons and positrons made.
  public internal(set) var photonSteps: UInt64 = 0
  public internal(set) var positronSteps: UInt64 = 0
  public internal(set) var hadronSteps: UInt64 = 0
  /// Change of the rest energy of nuclei: binding, minus what captures set free.
  public internal(set) var nuclearLoss_GeV = 0.0
  /// Carried off by neutrinos; part of `escaped_GeV`.
  public internal(set) var neutrinos_GeV = 0.0
  /// Total energy of neutral pions and η, the source of electromagnetic showers.
  public internal(set) var electromagnetic_GeV = 0.0
  /// Energy taken out by roulette, minus what it has put in (`Splitting`).
  public internal(set) var roulette_GeV = 0.0
  /// Weight of the track in hand, and the part of its deposits that sensors see.
  var trackWeight = 1.0
  var visibleWeight = 1.0
  /// The event's probability in nature over that in the run (`Biasing`).
  public internal(set) var weight = 1.0
  /// Muon pairs of photons and positrons; energy and place (world's frame) of the one with most energy.
  public internal(set) var muonPairs = 0
  public internal(set) var muonPairEnergy_GeV = 0.0
  public internal(set) var muonPairPosition = Vector3(0, 0, 0)
  /// Deposit by charged particles and stopped photons, per slab [GeV].
  public let slabs: UnsafeMutablePointer<Double>
  /// Deposit per sensor channel, sensors one after the other [GeV].
  public let channels: UnsafeMutablePointer<Double>
  public let slabCount: Int
  public let channelCount: Int
  /// Set: every deposit is also written here.
  var log: UnsafeMutablePointer<DepositLog>?
  /// Set: what sensors see is also weighted with its place.
  var light: UnsafeMutablePointer<LightTally>?
  let slabOffsets: UnsafeMutablePointer<Int>
  let channelOffsets: UnsafeMutablePointer<Int>

  init(world: World) {
    let counts = (0..<world.volumeCount).map { world.view.slabCount(Int32($0)) }
    slabOffsets = .allocate(capacity: counts.count + 1)
    var total = 0
    for (index, count) in counts.enumerated() {
      slabOffsets[index] = total
      total += count
    }
    slabCount = total
    slabs = .allocate(capacity: max(1, total))
    channelOffsets = .allocate(capacity: world.sensors.count + 1)
    total = 0
    for (index, sensor) in world.sensors.enumerated() {
      channelOffsets[index] = total
      total += sensor.channelCount
    }
    channelCount = total
    channels = .allocate(capacity: max(1, total))
    reset()
  }

  func free() {
    slabs.deallocate()
    channels.deallocate()
    slabOffsets.deallocate()
    channelOffsets.deallocate()
  }

  mutating func reset() {
    slabs.update(repeating: 0, count: slabCount)
    channels.update(repeating: 0, count: channelCount)
    escaped_GeV = 0
    steps = 0
    photonSteps = 0
    positronSteps = 0
    hadronSteps = 0
    nuclearLoss_GeV = 0
    neutrinos_GeV = 0
    electromagnetic_GeV = 0
    roulette_GeV = 0
    trackWeight = 1
    visibleWeight = 1
    weight = 1
    muonPairs = 0
    muonPairEnergy_GeV = 0
    muonPairPosition = Vector3(0, 0, 0)
  }

  public func slabOffset(_ volume: Int) -> Int { slabOffsets[volume] }
  public func channelOffset(_ sensor: Int) -> Int { channelOffsets[sensor] }

  public var deposited_GeV: Double {
    var sum = 0.0
    for index in 0..<slabCount { sum += slabs[index] }
    return sum
  }

  @inline(__always)
  func deposit(_ energy_GeV: Double, at location: Location, _ position: Vector3, in world: WorldView) {
    deposit(energy_GeV, visible_GeV: energy_GeV, at: location, position, in: world)
  }

  /// A deposit of which sensors see only a part.
  @inline(__always)
  func deposit(
    _ energy_GeV: Double, visible_GeV: Double, at location: Location, _ position: Vector3, in world: WorldView
  ) {
    let energy = trackWeight * energy_GeV
    slabs[slabOffsets[Int(location.volume)] &+ Int(location.slab)] += energy
    let sensor = world.sensorIndex(location)
    guard sensor >= 0 else {
      if let log { log.pointee.add(energy, location, position) }
      return
    }
    let visible = visibleWeight * visible_GeV
    let channel = channelOffsets[sensor] &+ world.channel(location, position)
    channels[channel] += visible
    if let light { light.pointee.add(visible, sensor: sensor, channel: channel, position) }
    if let log { log.pointee.add(visible, location, position) }
  }
  @inline(__always)
  func place(_ location: Location, in world: WorldView) -> DepositPlace {
    DepositPlace(
      slab: slabs + (slabOffsets[Int(location.volume)] &+ Int(location.slab)),
      isPlain: log == nil && world.sensorIndex(location) < 0)
  }

  /// As `deposit(_:at:_:in:)`, for many deposits in one slab.
  @inline(__always)
  func deposit(
    _ energy_GeV: Double, in place: DepositPlace, at location: Location,
    _ position: @autoclosure () -> Vector3, in world: WorldView
  ) {
    if place.isPlain {
      place.slab.pointee += trackWeight * energy_GeV
    } else {
      deposit(energy_GeV, at: location, position(), in: world)
    }
  }
}

/// Where the deposits of one slab go, looked up when a particle enters it.
struct DepositPlace {
  let slab: UnsafeMutablePointer<Double>
  /// Neither sensor nor log: the position does not matter.
  let isPlain: Bool
}
