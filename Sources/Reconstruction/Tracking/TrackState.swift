import Numerics

/// A track where it crosses a plane z = const.
///
///     (x, y, tx, ty, q/p),   tx = dx/dz, ty = dy/dz
///
/// mm and 1/GeV; q in units of e. Tracks run downstream (dz > 0); a step to smaller z follows the same
/// curve backwards.
@frozen public struct TrackState: Equatable, Sendable {
  public var x: Double
  public var y: Double
  public var tx: Double
  public var ty: Double
  /// q/p, 1/GeV.
  public var qOverP: Double
  public var z: Double

  public init(x: Double, y: Double, tx: Double, ty: Double, qOverP: Double, z: Double) {
    self.x = x
    self.y = y
    self.tx = tx
    self.ty = ty
    self.qOverP = qOverP
    self.z = z
  }

  public var position: Vector3 { Vector3(x, y, z) }
  public var direction: Vector3 { Vector3(tx, ty, 1).normalized }
  public var isFinite: Bool { (x + y + tx + ty + qOverP + z).isFinite }

  subscript(index: Int) -> Double {
    get {
      switch index {
      case 0: return x
      case 1: return y
      case 2: return tx
      case 3: return ty
      default: return qOverP
      }
    }
    set {
      switch index {
      case 0: x = newValue
      case 1: y = newValue
      case 2: tx = newValue
      case 3: ty = newValue
      default: qOverP = newValue
      }
    }
  }

  /// This state and a small deviation from it.
  func displaced(by d: InlineArray<5, Double>) -> TrackState {
    TrackState(x: x + d[0], y: y + d[1], tx: tx + d[2], ty: ty + d[3], qOverP: qOverP + d[4], z: z)
  }
}

/// A 5×5 matrix, rows first.
@frozen public struct TrackMatrix: Sendable {
  var values: InlineArray<25, Double>

  init() { values = InlineArray(repeating: 0) }

  public static var identity: TrackMatrix {
    var result = TrackMatrix()
    for i in 0..<5 { result[i, i] = 1 }
    return result
  }

  public subscript(row: Int, column: Int) -> Double {
    @inline(__always) get { values[unchecked: row &* 5 &+ column] }
    @inline(__always) set { values[unchecked: row &* 5 &+ column] = newValue }
  }

  // Borrowed: a matrix that is not, is copied for each element.
  borrowing func multiplied(by b: borrowing TrackMatrix) -> TrackMatrix {
    var result = TrackMatrix()
    for i in 0..<5 {
      for j in 0..<5 {
        var sum = 0.0
        for k in 0..<5 { sum += self[i, k] * b[k, j] }
        result[i, j] = sum
      }
    }
    return result
  }

  /// F C Fᵀ.
  public borrowing func transporting(_ c: borrowing TrackMatrix) -> TrackMatrix {
    let left = multiplied(by: c)
    var result = TrackMatrix()
    for i in 0..<5 {
      for j in 0...i {
        var sum = 0.0
        for k in 0..<5 { sum += left[i, k] * self[j, k] }
        result[i, j] = sum
        result[j, i] = sum
      }
    }
    return result
  }

  /// F C Fᵀ of a drift: x + dz tx, y + dz ty.
  mutating func drift(_ dz: Double) {
    for i in 0..<2 { for j in 0..<5 { self[i, j] += dz * self[i + 2, j] } }
    for i in 0..<5 { for j in 0..<min(2, i + 1) { self[i, j] += dz * self[i, j + 2] } }
    for i in 0..<5 { for j in 0..<i { self[j, i] = self[i, j] } }
  }

  /// F C Fᵀ of q/p · factor.
  mutating func scaleMomentum(_ factor: Double) {
    for j in 0..<5 { self[4, j] *= factor }
    self[4, 4] *= factor
    for j in 0..<4 { self[j, 4] = self[4, j] }
  }

  /// Inverse of a Jacobian of transport: elimination without exchange of rows, since its diagonal is
  /// close to 1.
  var inverse: TrackMatrix {
    var a = self
    var b = TrackMatrix.identity
    for k in 0..<5 {
      let scale = 1 / a[k, k]
      for j in 0..<5 {
        a[k, j] *= scale
        b[k, j] *= scale
      }
      for i in 0..<5 where i != k {
        let factor = a[i, k]
        if factor == 0 { continue }
        for j in 0..<5 {
          a[i, j] -= factor * a[k, j]
          b[i, j] -= factor * b[k, j]
        }
      }
    }
    return b
  }
}
