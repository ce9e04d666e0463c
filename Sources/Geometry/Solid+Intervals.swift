import Numerics

extension Solid {
  /// The stretches [from, to] of the line p + t d that lie inside; at most two. For the overlap check, not
  /// for the step.
  func intervals(_ p: Vector3, _ d: Vector3) -> [(from: Double, to: Double)] {
    var from = -Double.infinity
    var to = Double.infinity
    func cut(_ half: Double, _ x: Double, _ dx: Double) {
      if dx.magnitude > Tolerance.parallel {
        let a = (-half - x) / dx
        let b = (half - x) / dx
        from = max(from, min(a, b))
        to = min(to, max(a, b))
      } else if x.magnitude > half {
        to = -.infinity
      }
    }
    cut(halfZ, p.z, d.z)
    guard shape == .tube else {
      cut(halfX, p.x, d.x)
      cut(halfY, p.y, d.y)
      return from < to ? [(from, to)] : []
    }
    let a = d.x * d.x + d.y * d.y
    guard a > Tolerance.parallel * Tolerance.parallel else {
      let radius = (p.x * p.x + p.y * p.y).squareRoot()
      return from < to && radius >= innerRadius && radius <= outerRadius ? [(from, to)] : []
    }
    let middle = -(p.x * d.x + p.y * d.y) / a
    let rho = (p.x * d.y - p.y * d.x).magnitude / a.squareRoot()
    guard rho < outerRadius else { return [] }
    let outer = Solid.halfChord(outerRadius, rho, a)
    from = max(from, middle - outer)
    to = min(to, middle + outer)
    guard rho < innerRadius else { return from < to ? [(from, to)] : [] }
    let hole = Solid.halfChord(innerRadius, rho, a)
    return [(from, min(to, middle - hole)), (max(from, middle + hole), to)].filter { $0.0 < $0.1 }
  }

  /// Half the extent along a unit direction (the hole of a tube does not matter).
  func halfExtent(along n: Vector3) -> Double {
    shape == .tube
      ? halfZ * n.z.magnitude + outerRadius * (n.x * n.x + n.y * n.y).squareRoot()
      : halfX * n.x.magnitude + halfY * n.y.magnitude + halfZ * n.z.magnitude
  }

  /// A point that is farthest along n.
  func farthest(along n: Vector3) -> Vector3 {
    let z = n.z < 0 ? -halfZ : halfZ
    guard shape == .tube else { return Vector3(n.x < 0 ? -halfX : halfX, n.y < 0 ? -halfY : halfY, z) }
    let radial = (n.x * n.x + n.y * n.y).squareRoot()
    let scale = radial > 0 ? outerRadius / radial : 0
    return radial > 0 ? Vector3(scale * n.x, scale * n.y, z) : Vector3(outerRadius, 0, z)
  }

  var corners: [Vector3] {
    (0..<8).map {
      Vector3(
        $0 & 1 == 0 ? -halfX : halfX, $0 & 2 == 0 ? -halfY : halfY, $0 & 4 == 0 ? -halfZ : halfZ)
    }
  }

  /// Lines on the surface and through the inside, for sampling: a box is ruled 9 × 9 along each axis, a
  /// tube along its axis (48 azimuths × 5 radii) and radially (48 × 9).
  func ruling() -> [(from: Vector3, to: Vector3)] {
    var lines: [(from: Vector3, to: Vector3)] = []
    let grid = (0..<9).map { Double($0) * 0.25 - 1 }
    if shape != .tube {
      for u in grid {
        for v in grid {
          lines.append((Vector3(-halfX, u * halfY, v * halfZ), Vector3(halfX, u * halfY, v * halfZ)))
          lines.append((Vector3(u * halfX, -halfY, v * halfZ), Vector3(u * halfX, halfY, v * halfZ)))
          lines.append((Vector3(u * halfX, v * halfY, -halfZ), Vector3(u * halfX, v * halfY, halfZ)))
        }
      }
      return lines
    }
    for step in 0..<48 {
      let (s, c) = sincosTurns(Double(step) / 48)
      for i in 0...4 {
        let r = innerRadius + 0.25 * Double(i) * (outerRadius - innerRadius)
        lines.append((Vector3(r * c, r * s, -halfZ), Vector3(r * c, r * s, halfZ)))
      }
      for v in grid {
        lines.append(
          (
            Vector3(innerRadius * c, innerRadius * s, v * halfZ),
            Vector3(outerRadius * c, outerRadius * s, v * halfZ)
          ))
      }
    }
    return lines
  }
}
