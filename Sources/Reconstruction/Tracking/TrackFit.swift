import Numerics

/// A fitted track at one plane.
public struct TrackFit: Sendable {
  public enum Status: Int, Sendable {
    case converged = 0
    /// The reference still moved after the last iteration; the numbers are those of that iteration.
    case notConverged = 1
    /// Too few hits for five parameters.
    case undetermined = 2
    /// The track turned over in the field, stopped in matter or left all bounds.
    case lost = 3
  }

  public var status = Status.undetermined
  public var state = TrackState(x: .nan, y: .nan, tx: .nan, ty: .nan, qOverP: .nan, z: .nan)
  public var covariance = TrackMatrix()
  public var chi2 = Double.nan
  /// Hits + constraint − 5.
  public var ndf = 0
  public var used = 0
  public var rejected = 0
  public var iterations = 0

  /// Probability of a larger χ²: uniform when resolutions and matter are right.
  public var pValue: Double {
    if !chi2.isFinite { return .nan }
    return ndf > 0 ? SpecialFunctions.regularizedGammaQ(0.5 * Double(ndf), 0.5 * max(0, chi2)) : 1
  }
}

/// Hits of one track: one value per axis of the tracker, NaN where there is none.
public struct TrackHits {
  /// u in the plane's own frame, mm.
  public let values: UnsafePointer<Double>
  /// Their standard deviations; nil takes the planes'.
  public let resolutions_mm: UnsafePointer<Double>?

  public init(values: UnsafePointer<Double>, resolutions_mm: UnsafePointer<Double>? = nil) {
    self.values = values
    self.resolutions_mm = resolutions_mm
  }
}
