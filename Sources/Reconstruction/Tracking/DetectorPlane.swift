import Core
import Matter
import Numerics

/// One measured coordinate of a plane: u = (x − x0) cos a + (y − y0) sin a.
public struct MeasuredAxis: Sendable {
  public let plane: Int
  public let cosine: Double
  public let sine: Double
  public let resolution_mm: Double
  /// (x0, y0)·(cos a, sin a): added to a hit to have it in the tracker's frame.
  let offset_mm: Double
}

/// A detector of one or two coordinates at a fixed z.
public struct DetectorPlane: Sendable {
  public let name: String
  public let z_mm: Double
  public let x_mm: Double
  public let y_mm: Double
  /// Numbers of the first axis and of the one behind the last.
  public let axes: Range<Int>
  public let efficiency: Double
  /// Half the side of the active square, which has the direction of the first axis.
  public let halfSize_mm: Double

  func contains(x: Double, y: Double, _ axis: MeasuredAxis) -> Bool {
    let dx = x - x_mm
    let dy = y - y_mm
    let u = dx * axis.cosine + dy * axis.sine
    let v = dy * axis.cosine - dx * axis.sine
    return u.magnitude <= halfSize_mm && v.magnitude <= halfSize_mm
  }
}

/// Matter of a plane or window at one z, or of a volume per mm.
struct TrackMatter: Sendable {
  /// Radiation lengths of a layer; 1/X0 in 1/mm of a volume.
  var radiationLengths = 0.0
  /// Of a layer; a volume has its own length.
  var thickness_mm = 0.0
  /// Index in `Tracker.losses`, −1 for none.
  var loss = -1

  var isEmpty: Bool { radiationLengths == 0 }
}
