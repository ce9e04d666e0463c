import Events
import Geometry
import Numerics

/// The path of one particle, for looking at events.
public struct RecordedTrack: Sendable {
  public let particle: Particle
  /// At its beginning.
  public let kineticEnergy_GeV: Double
  public let time_ns: Double
  /// Where it begins, crosses boundaries and makes other particles, in the world's frame.
  public var points: [Vector3]
}

/// Keeps the paths of energetic particles. Off unless asked for: transport then looks at one pointer per track and
/// per boundary, never per step.
public struct TrackRecorder {
  public let minimumKineticEnergy_GeV: Double
  public let largestCount: Int
  public private(set) var tracks: [RecordedTrack] = []
  /// Tracks above the energy that were left out because there were too many.
  public private(set) var omitted = 0
  private var isOn = false

  public init(minimumKineticEnergy_GeV: Double, largestCount: Int) {
    self.minimumKineticEnergy_GeV = minimumKineticEnergy_GeV
    self.largestCount = largestCount
  }

  public mutating func clear() {
    tracks.removeAll()
    omitted = 0
  }

  @inline(never)
  mutating func begin(_ track: Track, in world: WorldView) {
    isOn = track.kineticEnergy_GeV >= minimumKineticEnergy_GeV
    guard isOn else { return }
    guard tracks.count < largestCount else {
      isOn = false
      omitted += 1
      return
    }
    tracks.append(
      RecordedTrack(
        particle: track.particle, kineticEnergy_GeV: track.kineticEnergy_GeV, time_ns: track.time_ns,
        points: [world.toGlobal(track.position, volume: track.location.volume)]))
  }

  /// - Parameter volume: whose frame the position is in
  @inline(never)
  mutating func pass(_ position: Vector3, volume: Int32, in world: WorldView) {
    guard isOn, volume >= 0 else { return }
    tracks[tracks.count - 1].points.append(world.toGlobal(position, volume: volume))
  }

  /// The particles that the track has made stand where it was; they come in order, between the boundaries.
  @inline(never)
  mutating func end(children: UnsafeBufferPointer<Track>, in world: WorldView) {
    guard isOn, !tracks.isEmpty else { return }
    isOn = false
    let last = tracks.count - 1
    let start = tracks[last].points[0]
    for child in children {
      tracks[last].points.append(world.toGlobal(child.position, volume: child.location.volume))
    }
    tracks[last].points.sort { ($0 - start).squaredLength < ($1 - start).squaredLength }
  }
}

extension ShowerTransport {
  /// nil: no recording. The caller keeps the recorder alive and frees it.
  public mutating func recordTracks(to recorder: UnsafeMutablePointer<TrackRecorder>?) {
    self.recorder = recorder
  }
}
