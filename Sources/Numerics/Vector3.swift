/// A vector in space, mm or dimensionless.
@frozen public struct Vector3: Equatable, Sendable {
  public var x: Double
  public var y: Double
  public var z: Double

  @inlinable public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  public static let zero = Vector3(0, 0, 0)

  @inlinable public static func + (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x + b.x, a.y + b.y, a.z + b.z)
  }
  @inlinable public static func - (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x - b.x, a.y - b.y, a.z - b.z)
  }
  @inlinable public static func * (s: Double, a: Vector3) -> Vector3 {
    Vector3(s * a.x, s * a.y, s * a.z)
  }
  @inlinable public static prefix func - (a: Vector3) -> Vector3 { Vector3(-a.x, -a.y, -a.z) }
  @inlinable public func dot(_ b: Vector3) -> Double { x * b.x + y * b.y + z * b.z }
  @inlinable public func cross(_ b: Vector3) -> Vector3 {
    Vector3(y * b.z - z * b.y, z * b.x - x * b.z, x * b.y - y * b.x)
  }
  @inlinable public var squaredLength: Double { dot(self) }
  @inlinable public var length: Double { squaredLength.squareRoot() }
  @inlinable public var normalized: Vector3 { (1 / length) * self }
  public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// This unit vector turned by the polar angle (cos, sin) and azimuth (cos, sin) about itself.
  ///
  /// The frame (Duff et al., JCGT 6 (2017) 1) has no singular direction; the result is renormalised so
  /// that |v| stays 1 within 1e-15 over millions of turns.
  @inlinable public func rotated(cosTheta: Double, sinTheta: Double, cosPhi: Double, sinPhi: Double)
    -> Vector3
  {
    let sign = z < 0 ? -1.0 : 1.0
    let a = -1 / (sign + z)
    let b = x * y * a
    let u = sinTheta * cosPhi
    let v = sinTheta * sinPhi
    let nx = (1 + sign * x * x * a) * u + b * v + x * cosTheta
    let ny = sign * b * u + (sign + y * y * a) * v + y * cosTheta
    let nz = -sign * x * u - y * v + z * cosTheta
    let scale = 1.5 - 0.5 * (nx * nx + ny * ny + nz * nz)  // one Newton step towards 1/|n|
    return Vector3(nx * scale, ny * scale, nz * scale)
  }
}

/// A rotation matrix, rows first.
@frozen public struct Rotation: Equatable, Sendable {
  public var rowX: Vector3
  public var rowY: Vector3
  public var rowZ: Vector3

  public init(rowX: Vector3, rowY: Vector3, rowZ: Vector3) {
    self.rowX = rowX
    self.rowY = rowY
    self.rowZ = rowZ
  }

  public static let identity = Rotation(
    rowX: Vector3(1, 0, 0), rowY: Vector3(0, 1, 0), rowZ: Vector3(0, 0, 1))

  /// Turns about the fixed axes x, then y, then z; radians, right-handed.
  public init(aboutX ax: Double, y ay: Double, z az: Double) {
    let (sx, cx) = (sin(ax), cos(ax))
    let (sy, cy) = (sin(ay), cos(ay))
    let (sz, cz) = (sin(az), cos(az))
    rowX = Vector3(cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx)
    rowY = Vector3(sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx)
    rowZ = Vector3(-sy, cy * sx, cy * cx)
  }

  @inlinable public func apply(_ v: Vector3) -> Vector3 {
    Vector3(rowX.dot(v), rowY.dot(v), rowZ.dot(v))
  }
  @inlinable public func applyInverse(_ v: Vector3) -> Vector3 {
    v.x * rowX + v.y * rowY + v.z * rowZ
  }
  /// First `b`, then this rotation.
  public func composed(after b: Rotation) -> Rotation {
    func row(_ r: Vector3) -> Vector3 { r.x * b.rowX + r.y * b.rowY + r.z * b.rowZ }
    return Rotation(rowX: row(rowX), rowY: row(rowY), rowZ: row(rowZ))
  }
}
