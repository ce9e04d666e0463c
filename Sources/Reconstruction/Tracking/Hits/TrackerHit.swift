/// A charged particle where it crosses the plane of a station, in the tracker's frame.
public struct TrackPoint: Sendable {
  public let x_mm: Double
  public let y_mm: Double
  public let pdg: Int32
  public let momentum_GeV: Double
  /// Number of the particle within the event.
  public let track: Int32
  /// How long before the triggering beam particle the one came that this belongs to.
  public let earlier_ns: Double

  /// Numbers of particles that belong to the k-th other beam particle are k · 1 000 000 higher, k from 1 on.
  public static let tracksPerBeamParticle: Int32 = 1_000_000

  public init(
    x_mm: Double, y_mm: Double, pdg: Int32, momentum_GeV: Double, track: Int32,
    earlier_ns: Double = 0
  ) {
    self.x_mm = x_mm
    self.y_mm = y_mm
    self.pdg = pdg
    self.momentum_GeV = momentum_GeV
    self.track = track
    self.earlier_ns = earlier_ns
  }
}

/// What one axis of a station reports. A straw reports two for each drift radius, left and right of its wire.
public struct TrackerHit: Equatable, Sendable {
  public let axis: Int32
  /// In the plane's frame, mm: what `TrackFinder` and `KalmanFilter` take.
  public let u_mm: Double
  /// Strips of the cluster, 1 for a straw.
  public let size: Double
  /// Of a straw, signed: right of the wire is positive; NaN for strips.
  public let drift_mm: Double
  /// Where the particle was, mm; NaN for noise.
  public let trueU_mm: Double
  /// 0 for noise.
  public let pdg: Int32
  /// 0 for noise.
  public let momentum_GeV: Double
  /// −1 for noise; from 1 000 000 on of other beam particles (`TrackPoint`).
  public let track: Int32

  public init(
    axis: Int32, u_mm: Double, size: Double, drift_mm: Double, trueU_mm: Double, pdg: Int32,
    momentum_GeV: Double, track: Int32
  ) {
    self.axis = axis
    self.u_mm = u_mm
    self.size = size
    self.drift_mm = drift_mm
    self.trueU_mm = trueU_mm
    self.pdg = pdg
    self.momentum_GeV = momentum_GeV
    self.track = track
  }
}
