import Events
import Geometry
import Numerics

/// A piece of a track on which a new particle could have been made: a step of a charged particle, a flight of a
/// photon.
public struct EmissionCandidate {
  public var lineage: UInt64
  public var step: UInt32
  public var subevent: UInt32
  public var material: Int32
  public var particle: Particle
  /// At the start.
  public var kineticEnergy_GeV: Double
  /// At the end, before the interaction there: continuous losses lie between the two.
  public var endKineticEnergy_GeV: Double
  /// Path length, or its expectation where flights are Woodcock's.
  public var length_mm: Double
  /// State at the start, in the frame of its volume; a photon's position is where it would vanish.
  public var direction: Vector3
  public var position: Vector3
  public var volume: Int32
  /// How far from the start the new particle may be made: the length where the flight is straight and long, 0 where it
  /// is made at the start.
  public var extent_mm = 0.0
  /// Where on the flight it is made (`moved`).
  public private(set) var flight_mm = 0.0

  public var totalEnergy_GeV: Double { kineticEnergy_GeV + particle.mass_GeV }
  public var endTotalEnergy_GeV: Double { endKineticEnergy_GeV + particle.mass_GeV }

  /// The particle after a share of its extent: there it makes the new one.
  public func moved(_ share: Double) -> EmissionCandidate {
    guard extent_mm > 0 else { return self }
    var result = self
    result.flight_mm = share * extent_mm
    result.position = position + result.flight_mm * direction
    result.kineticEnergy_GeV += share * (endKineticEnergy_GeV - kineticEnergy_GeV)
    return result
  }
}

extension EmissionCandidate {
  /// A particle at one energy, nowhere: to ask for cross sections.
  public init(particle: Particle, kineticEnergy_GeV: Double) {
    lineage = 0
    step = 0
    subevent = 0
    material = 0
    self.particle = particle
    self.kineticEnergy_GeV = kineticEnergy_GeV
    endKineticEnergy_GeV = kineticEnergy_GeV
    length_mm = 0
    direction = Vector3(0, 0, 1)
    position = .zero
    volume = 0
  }
}

/// A set of particles: one bit each.
public struct ParticleSet: OptionSet, Sendable {
  public let rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public init(_ particle: Particle) { rawValue = 1 << UInt64(particle.rawValue) }
  @inlinable public func contains(_ particle: Particle) -> Bool { contains(ParticleSet(particle)) }

  public static let leptons: ParticleSet = [ParticleSet(.electron), ParticleSet(.positron)]
}

/// What the armed emission leaves of the particle that makes it.
public struct EmissionOutcome: Sendable {
  /// Below 0: the particle is gone.
  public var recoilKineticEnergy_GeV: Double
  /// In the frame of the candidate's volume.
  public var recoilDirection: Vector3
  /// Deposited on the spot.
  public var nucleusKineticEnergy_GeV: Double
  /// What is made besides and followed as any other particle.
  public var products: [EmissionProduct] = []
  /// Energy that a nucleus keeps, or gives where it is below 0 (`EventTally.nuclearLoss_GeV`).
  public var nuclearLoss_GeV = 0.0

  public init(
    recoilKineticEnergy_GeV: Double, recoilDirection: Vector3, nucleusKineticEnergy_GeV: Double
  ) {
    self.recoilKineticEnergy_GeV = recoilKineticEnergy_GeV
    self.recoilDirection = recoilDirection
    self.nucleusKineticEnergy_GeV = nucleusKineticEnergy_GeV
  }

  /// Nothing is left but a recoil that stays where it is.
  public static func absorbed(deposit_GeV: Double, leaving products: [EmissionProduct] = [])
    -> EmissionOutcome
  {
    var outcome = EmissionOutcome(
      recoilKineticEnergy_GeV: -1, recoilDirection: Vector3(0, 0, 1), nucleusKineticEnergy_GeV: deposit_GeV)
    outcome.products = products
    return outcome
  }

  public var particleSurvives: Bool { recoilKineticEnergy_GeV >= 0 }
}

/// A particle that an emission makes.
public struct EmissionProduct: Sendable {
  /// Direction in the frame of the candidate's volume.
  public var secondary: Secondary
  /// From the vertex to where it begins, in the same frame: the flight of a τ.
  public var displacement_mm = Vector3.zero
  public var delay_ns = 0.0
  /// Given for a virtual photon: the nucleus (Z, A) that it breaks up on the spot.
  public var nucleus: (atomicNumber: Int, atomicMass: Double)?

  public init(_ secondary: Secondary, displacement_mm: Vector3 = .zero, delay_ns: Double = 0) {
    self.secondary = secondary
    self.displacement_mm = displacement_mm
    self.delay_ns = delay_ns
  }

  /// Hadrons of a given energy along a momentum transfer.
  public static func hadrons(
    energy_GeV: Double, direction: Vector3, nucleus: (atomicNumber: Int, atomicMass: Double)
  ) -> EmissionProduct {
    var product = EmissionProduct(
      Secondary(particle: .photon, kineticEnergy_GeV: energy_GeV, direction: direction))
    product.nucleus = nucleus
    return product
  }
}

/// How signal production sees the stepping loop, in two passes.
///
/// 1. Recording: only particles above `leadingThreshold_GeV` are followed — the few that can make a boson
///    of the wanted energy — and every step of the wanted kinds of them becomes a candidate. This costs a
///    hundredth of a shower.
/// 2. Armed: the whole shower is replayed; since a track's random numbers depend on its ancestry alone,
///    it is the same shower bit by bit until the chosen step, where the emission takes place. The shower
///    goes on with what is left of the particle.
public struct EmissionControl {
  /// Particles below it are dropped without a deposit. 0 = follow everything.
  public private(set) var leadingThreshold_GeV = 0.0
  public private(set) var isRecording = false
  public private(set) var isArmed = false
  public private(set) var candidateCount = 0
  public private(set) var candidates: UnsafeMutablePointer<EmissionCandidate>
  private var capacity = 256
  private var recorded = ParticleSet.leptons
  private var subevent: UInt32 = 0
  private var lineage: UInt64 = 0
  private var step: UInt32 = 0
  private var flight_mm = 0.0
  private var vertexKineticEnergy_GeV = 0.0
  /// What the armed emission leaves.
  public private(set) var outcome = EmissionOutcome.absorbed(deposit_GeV: 0)
  /// Set where its boson decays inside the world.
  public private(set) var decay: BosonDecay?

  init() { candidates = .allocate(capacity: capacity) }
  func free() { candidates.deallocate() }

  /// An ordinary shower.
  public mutating func disarm() {
    leadingThreshold_GeV = 0
    isRecording = false
    isArmed = false
  }

  public mutating func clearCandidates() { candidateCount = 0 }

  public mutating func startRecording(
    threshold_GeV: Double, subevent: UInt32, particles: ParticleSet = .leptons
  ) {
    leadingThreshold_GeV = threshold_GeV
    isRecording = true
    isArmed = false
    recorded = particles
    self.subevent = subevent
  }

  /// The next shower emits at `candidate`.
  public mutating func arm(
    _ candidate: EmissionCandidate, outcome: EmissionOutcome, decay: BosonDecay? = nil
  ) {
    disarm()
    isArmed = true
    lineage = candidate.lineage
    step = candidate.step
    flight_mm = candidate.flight_mm
    vertexKineticEnergy_GeV = candidate.kineticEnergy_GeV
    self.outcome = outcome
    self.decay = decay
  }

  /// Whether the steps of a track matter: its kind is recorded, or it is the one that emits.
  @inline(__always)
  func watches(_ track: Track) -> Bool {
    isRecording ? recorded.contains(track.particle) : isArmed && track.lineage == lineage
  }

  @inline(__always)
  mutating func record(
    _ track: Track, from start: (position: Vector3, direction: Vector3), step: UInt32,
    kineticEnergy_GeV: Double, endKineticEnergy_GeV: Double, length_mm: Double, material: Int,
    extent_mm: Double = 0
  ) {
    guard recorded.contains(track.particle) else { return }
    if candidateCount == capacity { grow() }
    candidates[candidateCount] = EmissionCandidate(
      lineage: track.lineage, step: step, subevent: subevent, material: Int32(material),
      particle: track.particle, kineticEnergy_GeV: kineticEnergy_GeV,
      endKineticEnergy_GeV: endKineticEnergy_GeV, length_mm: length_mm,
      direction: start.direction, position: start.position, volume: track.location.volume)
    candidates[candidateCount].extent_mm = extent_mm
    candidateCount &+= 1
  }

  /// Carries out the armed emission when `track` has come to its step: the caller leaves what it makes
  /// (`leaveEmission`), and ends the track if it does not survive.
  @inline(__always)
  mutating func apply(to track: inout Track, step: UInt32) -> Bool {
    guard track.lineage == lineage, self.step == step else { return false }
    isArmed = false
    if outcome.particleSurvives {
      track.kineticEnergy_GeV = outcome.recoilKineticEnergy_GeV
      track.direction = outcome.recoilDirection
    }
    return true
  }

  /// How far on this step, and with which energy left, `track` makes the armed emission; nil on all other steps.
  func flight(of track: Track, step: UInt32) -> (length_mm: Double, kineticEnergy_GeV: Double)? {
    isArmed && track.lineage == lineage && self.step == step ? (flight_mm, vertexKineticEnergy_GeV) : nil
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<EmissionCandidate>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: candidates, count: candidateCount)
    candidates.deallocate()
    candidates = larger
    capacity *= 2
  }
}
