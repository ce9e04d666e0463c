import Core
import Electromagnetic
import Events
import Geometry
import Hadronic
import Numerics

/// The one stepping loop: follows a particle and everything it makes until all energy is deposited or
/// has left the world.
///
/// One instance per thread; the geometry and the tables are shared, and read through views that count no references:
/// counters that all threads change would cost more than the work between them. The result of an event depends on the
/// random base (seed, event) and on nothing else.
public struct ShowerTransport {
  /// The owners of what the views point to.
  public let geometry: World
  public let physics: TransportPhysics
  let world: WorldView
  let tables: TransportTables
  public internal(set) var tally: EventTally
  /// Leading-particle mode and candidates for signal emission (see `EmissionCandidate`).
  public var emission = EmissionControl()

  /// Who crossed the planes.
  public internal(set) var crossings: CrossingLog

  /// Set it to score track lengths; the caller frees it.
  public var trackLengths: TrackLengthTally?

  /// Fast mode (`FastShowers`): where showers come from a library, and below which energy.
  var fastVolumes: UnsafePointer<FastVolume>?
  var fastThreshold_GeV = 0.0

  /// Tables of muons, once there has been one.
  var muonViews: UnsafePointer<MuonTableView>?

  /// Set to look at events (`recordTracks`).
  var recorder: UnsafeMutablePointer<TrackRecorder>?

  let settings: TransportSettings
  let field: MagneticFieldView
  /// By how much a track has turned in vacuum, and which.
  var turned = 0.0
  var turningLineage: UInt64 = 0
  /// Tables of hadrons, once there has been one; what a cascade and its products need.
  var hadronViews: UnsafePointer<HadronPhysics.View>?
  var cascade = HadronicCascade()
  var finalState = FinalState()
  let kinds = ParticleTable.shared
  let decays = DecaySampler.shared
  let elastic = ElasticScattering()
  /// Where the primary started: time windows of sensors count from there.
  var startZ_mm = 0.0
  /// Whether sensors see less than what is deposited, and what they see of electrons.
  let hasVisibility: Bool
  var electronsSeen = 1.0

  let hasRoulette: Bool
  let exponentials = ExponentialTable.shared
  let azimuths = AzimuthTable.shared
  let logarithm = LogarithmTable.shared
  var stack = TrackStack()
  var base = RandomStream(seed: 0, event: 0, purpose: .transport)
  var trackBase: UInt64 = 0

  public init(world: World, physics: TransportPhysics, planes: [CrossingPlane] = []) {
    geometry = world
    self.physics = physics
    self.world = world.view
    tables = physics.tables
    settings = physics.settings
    field = world.field.view
    hasVisibility =
      physics.settings.hadrons.birks_mm_per_MeV > 0 || physics.settings.hadrons.timeWindow_ns > 0
    hasRoulette = physics.settings.splitting.hasRoulette
    tally = EventTally(world: world)
    crossings = CrossingLog(planes, world: world)
  }

  public func free() {
    tally.free()
    stack.free()
    emission.free()
    crossings.free()
    cascade.free()
    finalState.free()
  }

  /// Transports one primary (global coordinates) to the end.
  ///
  /// - Parameters: subevent: independent showers of the same event (chains of leading particles).
  public mutating func simulate(
    _ primary: ParticleState, seed: UInt64, event: UInt64, subevent: UInt64 = 0
  ) {
    start(primary, seed: seed, event: event, subevent: subevent)
    _ = advance(untilSeconds: .infinity)
  }

  /// Sets up a shower; `advance` does the work.
  public mutating func start(
    _ primary: ParticleState, seed: UInt64, event: UInt64, subevent: UInt64 = 0
  ) {
    tally.reset()
    crossings.removeAll()
    stack.removeAll()
    base = RandomStream(seed: seed, event: event, purpose: .transport)
    trackBase = base.track
    turningLineage = 0
    startZ_mm = primary.position.z
    prepareHadrons(primary.particle)
    let location = world.locate(primary.position, direction: primary.direction)
    guard location.volume >= 0 else {
      tally.escaped_GeV = primary.particle.availableEnergy_GeV(kineticEnergy_GeV: primary.kineticEnergy_GeV)
      return
    }
    stack.push(
      Track(
        particle: primary.particle, kineticEnergy_GeV: primary.kineticEnergy_GeV,
        position: world.toLocal(primary.position, volume: location.volume),
        direction: world.directionToLocal(primary.direction, volume: location.volume),
        location: location, lineage: Track.childLineage(parent: subevent, index: 0)))
  }

  /// Goes on with a shower until it is over or the monotonic clock has passed a time, so that a host
  /// program is never kept waiting for a long shower. Where it pauses has no influence on the result.
  ///
  /// - Returns: true when the shower is over.
  public mutating func advance(untilSeconds deadline: Double) -> Bool {
    var untilClock = 64
    while stack.count > 0 {
      let track = stack.pop()
      let below = stack.count
      if let recorder { recorder.pointee.begin(track, in: world) }
      weigh(track)
      switch track.particle {
      case .photon: follow(photon: track)
      case .electron, .positron: follow(charged: track)
      case .muonMinus, .muonPlus: follow(muon: track)
      default:
        if track.particle.isNeutrino { escape(track) } else { follow(hadron: track) }
      }
      if let recorder { recorder.pointee.end(children: stack.entries(from: below), in: world) }
      untilClock -= 1
      if untilClock == 0 {
        if monotonicSeconds() >= deadline { return stack.count == 0 }
        untilClock = 64
      }
    }
    return true
  }

  /// Puts the products of an interaction on the stack; what is too soft to be followed is deposited.
  @inline(__always)
  mutating func push(
    _ secondary: Secondary, from track: Track, children: inout UInt64
  ) {
    let lineage = Track.childLineage(parent: track.lineage, index: children)
    children &+= 1
    if secondary.kineticEnergy_GeV < emission.leadingThreshold_GeV { return }
    if hasRoulette, secondary.kineticEnergy_GeV < settings.splitting.rouletteBelow_GeV {
      roulette(secondary, from: track, lineage)
      return
    }
    stack.push(
      Track(
        particle: secondary.particle, kineticEnergy_GeV: secondary.kineticEnergy_GeV,
        position: track.position, direction: secondary.direction, location: track.location,
        lineage: lineage, time_ns: track.time_ns, weight: track.weight, level: track.level,
        hasSurvived: track.hasSurvived))
  }

  @inline(__always)
  mutating func push(_ interaction: Interaction, from track: Track, children: inout UInt64) {
    if interaction.secondaryCount > 0 { push(interaction.first, from: track, children: &children) }
    if interaction.secondaryCount > 1 { push(interaction.second, from: track, children: &children) }
  }

  /// Whether a particle is followed; others leave the world as they are made.
  public static func follows(_ particle: Particle) -> Bool {
    switch particle {
    case .photon, .electron, .positron, .muonMinus, .muonPlus: return true
    default: return particle.isHadron && particle.meanLife_ns > 1e-3
    }
  }

  /// What is not followed leaves with all it has: neutrinos.
  mutating func escape(_ track: Track) {
    let energy = track.weight * track.particle.availableEnergy_GeV(kineticEnergy_GeV: track.kineticEnergy_GeV)
    tally.escaped_GeV += energy
    tally.neutrinos_GeV += energy
  }

  /// Takes a track that stands on a boundary to the other side.
  ///
  /// - Returns: false when it has left the world (its energy is then counted as escaped).
  @inline(__always)
  mutating func cross(_ track: inout Track, _ boundary: BoundaryDistance) -> Bool {
    let before = track.location.volume
    world.cross(&track.location, &track.position, &track.direction, boundary)
    if crossings.planeCount > 0, track.location.volume != before {
      crossings.record(track, from: before, in: world)
    }
    if let recorder, track.location.volume != before {
      recorder.pointee.pass(track.position, volume: max(0, track.location.volume), in: world)
    }
    if track.location.volume >= 0 { return true }
    tally.escaped_GeV +=
      track.weight * track.particle.availableEnergy_GeV(kineticEnergy_GeV: track.kineticEnergy_GeV)
    return false
  }
}
