import Numerics

/// How a field between the points of a grid is found.
@frozen public enum FieldInterpolation: UInt8, Sendable, CaseIterable {
  /// Linear along each axis: continuous, with kinks at the points.
  case trilinear
  /// Catmull and Rom's cubic along each axis: continuous slope, exact for quadratic fields.
  case tricubic

  public var name: String { self == .trilinear ? "trilinear" : "tricubic" }
}

/// ∂B/∂x, ∂B/∂y, ∂B/∂z [T/mm].
@frozen public struct FieldGradient: Equatable, Sendable {
  public var alongX: Vector3
  public var alongY: Vector3
  public var alongZ: Vector3

  @inlinable public init(alongX: Vector3, alongY: Vector3, alongZ: Vector3) {
    self.alongX = alongX
    self.alongY = alongY
    self.alongZ = alongZ
  }

  @inlinable public mutating func add(_ other: FieldGradient) {
    alongX = alongX + other.alongX
    alongY = alongY + other.alongY
    alongZ = alongZ + other.alongZ
  }

  public static let zero = FieldGradient(alongX: .zero, alongY: .zero, alongZ: .zero)

  /// The change of the field over a displacement.
  @inlinable public func change(over r: Vector3) -> Vector3 {
    r.x * alongX + r.y * alongY + r.z * alongZ
  }
}

/// A field on a regular grid of points, in the frame of its own axes. Beyond the grid the value at its surface is
/// continued; `FieldElement` says where the field ends.
@frozen public struct FieldGrid: @unchecked Sendable {
  /// [T], index (ix·ny + iy)·nz + iz.
  public let values: UnsafePointer<Vector3>
  public let countX: Int
  public let countY: Int
  public let countZ: Int
  public let origin: Vector3
  public let step: Vector3
  public let interpolation: FieldInterpolation

  public func field(_ p: Vector3) -> Vector3 { evaluate(p, slopes: false).field }

  public func fieldAndGradient(_ p: Vector3) -> (field: Vector3, gradient: FieldGradient) {
    evaluate(p, slopes: true)
  }

  /// A tensor product of one-dimensional weights; the gradient takes the slope of one of them.
  private func evaluate(_ p: Vector3, slopes: Bool) -> (field: Vector3, gradient: FieldGradient) {
    let x = AxisWeights(p.x, origin.x, step.x, countX, interpolation)
    let y = AxisWeights(p.y, origin.y, step.y, countY, interpolation)
    let z = AxisWeights(p.z, origin.z, step.z, countZ, interpolation)
    let width = interpolation == .trilinear ? 2 : 4
    var field = Vector3.zero
    var gradient = FieldGradient.zero
    for i in 0..<width {
      let plane = x.index(i) * countY
      var inPlane = Vector3.zero
      var inPlaneY = Vector3.zero
      var inPlaneZ = Vector3.zero
      for j in 0..<width {
        let row = values + (plane + y.index(j)) * countZ
        var inRow = Vector3.zero
        var inRowZ = Vector3.zero
        for k in 0..<width {
          let value = row[z.index(k)]
          inRow = inRow + z.weight(k) * value
          if slopes { inRowZ = inRowZ + z.slope(k) * value }
        }
        inPlane = inPlane + y.weight(j) * inRow
        if slopes {
          inPlaneY = inPlaneY + y.slope(j) * inRow
          inPlaneZ = inPlaneZ + y.weight(j) * inRowZ
        }
      }
      field = field + x.weight(i) * inPlane
      if slopes {
        gradient.alongX = gradient.alongX + x.slope(i) * inPlane
        gradient.alongY = gradient.alongY + x.weight(i) * inPlaneY
        gradient.alongZ = gradient.alongZ + x.weight(i) * inPlaneZ
      }
    }
    return (field, gradient)
  }
}

/// Weights of two or four neighbouring points along one axis, and their slopes [1/mm].
private struct AxisWeights {
  private let first: Int
  private let last: Int
  private let w: (Double, Double, Double, Double)
  private let s: (Double, Double, Double, Double)

  init(_ p: Double, _ origin: Double, _ step: Double, _ count: Int, _ interpolation: FieldInterpolation) {
    let inverse = 1 / step
    let top = Double(count - 1)
    let u = (p - origin) * inverse
    // The last stage of a step that ends on a face is on either side of it by rounding, and belongs to the inside.
    let inside = u >= -1e-6 && u <= top + 1e-6
    let t = min(max(u, 0), top)
    let cell = min(Int(t), count - 2)
    let f = t - Double(cell)
    last = count - 1
    let rise = inside ? inverse : 0
    switch interpolation {
    case .trilinear:
      first = cell
      w = (1 - f, f, 0, 0)
      s = (-rise, rise, 0, 0)
    case .tricubic:
      first = cell - 1
      let a = 0.5 * f * (-1 + f * (2 - f))
      let d = 0.5 * f * f * (f - 1)
      let b = 1 + f * f * (1.5 * f - 2.5)
      let c = 1 - a - b - d
      let da = 0.5 * (-1 + f * (4 - 3 * f))
      let dd = 0.5 * f * (3 * f - 2)
      let db = f * (4.5 * f - 5)
      let dc = -da - db - dd
      // Outside of the grid the missing point continues the straight line of its two neighbours.
      if count == 2 {
        w = (0, 1 - f, f, 0)
        s = (0, -rise, rise, 0)
      } else if cell == 0 {
        w = (0, b + 2 * a, c - a, d)
        s = (0, rise * (db + 2 * da), rise * (dc - da), rise * dd)
      } else if cell == count - 2 {
        w = (a, b - d, c + 2 * d, 0)
        s = (rise * da, rise * (db - dd), rise * (dc + 2 * dd), 0)
      } else {
        w = (a, b, c, d)
        s = (rise * da, rise * db, rise * dc, rise * dd)
      }
    }
  }

  func index(_ k: Int) -> Int { min(max(first + k, 0), last) }
  func weight(_ k: Int) -> Double { k == 0 ? w.0 : k == 1 ? w.1 : k == 2 ? w.2 : w.3 }
  func slope(_ k: Int) -> Double { k == 0 ? s.0 : k == 1 ? s.1 : k == 2 ? s.2 : s.3 }
}
