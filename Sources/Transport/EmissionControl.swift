import Events
import Geometry
import Numerics

/// A step of an electron or positron on which a dark boson could have been emitted.
public struct EmissionCandidate {
  public var lineage: UInt64
  public var step: UInt32
  public var subevent: UInt32
  public var material: Int32
  public var kineticEnergy_GeV: Double
  public var length_mm: Double
  /// State at the start of the step, in the frame of its volume.
  public var direction: Vector3
  public var position: Vector3
  public var volume: Int32

  public var totalEnergy_GeV: Double { kineticEnergy_GeV + 0.51099895000e-3 }
}

/// How signal production sees the stepping loop, in two passes.
///
/// 1. Recording: only particles above `leadingThreshold_GeV` are followed — the few that can emit a boson
///    of the wanted energy — and every step of theirs becomes a candidate. This costs a hundredth of a
///    shower.
/// 2. Armed: the whole shower is replayed; since a track's random numbers depend on its ancestry alone,
///    it is the same shower bit by bit until the chosen step, where the emission takes place. The shower
///    goes on with the recoil lepton.
public struct EmissionControl {
  /// Particles below it are dropped without a deposit. 0 = follow everything.
  public private(set) var leadingThreshold_GeV = 0.0
  public private(set) var isRecording = false
  public private(set) var isArmed = false
  public private(set) var candidateCount = 0
  public private(set) var candidates: UnsafeMutablePointer<EmissionCandidate>
  private var capacity = 256
  private var subevent: UInt32 = 0
  private var lineage: UInt64 = 0
  private var step: UInt32 = 0
  private var recoilKineticEnergy_GeV = 0.0
  private var recoilDirection = Vector3(0, 0, 1)
  public private(set) var forcedNucleusKineticEnergy_GeV = 0.0

  init() { candidates = .allocate(capacity: capacity) }
  func free() { candidates.deallocate() }

  /// An ordinary shower.
  public mutating func disarm() {
    leadingThreshold_GeV = 0
    isRecording = false
    isArmed = false
  }

  public mutating func clearCandidates() { candidateCount = 0 }

  public mutating func startRecording(threshold_GeV: Double, subevent: UInt32) {
    leadingThreshold_GeV = threshold_GeV
    isRecording = true
    isArmed = false
    self.subevent = subevent
  }

  /// The next shower emits at `candidate`; direction in the frame of the candidate's volume.
  public mutating func arm(
    _ candidate: EmissionCandidate, recoilKineticEnergy_GeV: Double, recoilDirection: Vector3,
    nucleusKineticEnergy_GeV: Double
  ) {
    disarm()
    isArmed = true
    lineage = candidate.lineage
    step = candidate.step
    self.recoilKineticEnergy_GeV = recoilKineticEnergy_GeV
    self.recoilDirection = recoilDirection
    forcedNucleusKineticEnergy_GeV = nucleusKineticEnergy_GeV
  }

  @inline(__always)
  mutating func record(
    _ track: Track, from start: (position: Vector3, direction: Vector3), step: UInt32,
    kineticEnergy_GeV: Double, length_mm: Double, material: Int
  ) {
    if candidateCount == capacity { grow() }
    candidates[candidateCount] = EmissionCandidate(
      lineage: track.lineage, step: step, subevent: subevent, material: Int32(material),
      kineticEnergy_GeV: kineticEnergy_GeV, length_mm: length_mm,
      direction: start.direction, position: start.position, volume: track.location.volume)
    candidateCount &+= 1
  }

  /// Carries out the armed emission when `track` has come to its step.
  @inline(__always)
  mutating func apply(to track: inout Track, step: UInt32) -> Bool {
    guard track.lineage == lineage, self.step == step else { return false }
    track.kineticEnergy_GeV = recoilKineticEnergy_GeV
    track.direction = recoilDirection
    isArmed = false
    return true
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
