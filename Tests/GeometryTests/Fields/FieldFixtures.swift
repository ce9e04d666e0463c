import Core
import Geometry
import Numerics

/// A 4 m × 4 m × 40 m vacuum with fields and, if any, volumes.
func worldWithFields(_ fields: String, volumes: String = "") throws -> World {
  try world(
    #"{"world":{"material":"vacuum","size_mm":[4000,4000,40000]},"volumes":[\#(volumes)],"fields":[\#(fields)]}"#
  )
}

func fieldFailure(_ fields: String) -> HermeticError? {
  do {
    _ = try worldWithFields(fields)
    return nil
  } catch { return error as? HermeticError }
}

/// Two magnets of 2 m and 1.75 T, 1 m apart: 7 T·m.
let twoMagnets = #"""
  {"name":"first","kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[600,200],"position_mm":[0,0,-16500]},
  {"name":"second","kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[600,200],"position_mm":[0,0,-13500]}
  """#

let softMagnet = #"""
  {"kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[600,140],"edge":{"gap_mm":150}}
  """#

/// A map of B = (a y, a x + b, 0) + a term that mixes all axes: harmonic polynomials, |x|,|y| ≤ 100, |z| ≤ 500.
func mapCard(_ interpolation: String, nx: Int = 11, ny: Int = 11, nz: Int = 21, hole: Int = -1) -> String {
  func axis(_ half: Double, _ n: Int) -> [Double] {
    (0..<n).map { -half + 2 * half * Double($0) / Double(n - 1) }
  }
  let (x, y, z) = (axis(100, nx), axis(100, ny), axis(500, nz))
  var values: [String] = []
  for xi in x {
    for yi in y {
      for zi in z {
        let b = mapField(Vector3(xi, yi, zi))
        values.append("[\(b.x),\(b.y),\(b.z)]")
      }
    }
  }
  if hole >= 0 { values[hole] = "null" }
  func list(_ v: [Double]) -> String { "[" + v.map { "\($0)" }.joined(separator: ",") + "]" }
  return
    #"{"kind":"map","x_mm":\#(list(x)),"y_mm":\#(list(y)),"z_mm":\#(list(z)),"interpolation":"\#(interpolation)","#
    + #""field_T":[\#(values.joined(separator: ","))]}"#
}

/// Gradient of a harmonic potential: free of divergence and curl.
func mapField(_ p: Vector3) -> Vector3 {
  let (x, y, z) = (p.x / 100, p.y / 100, p.z / 500)
  return Vector3(0.3 * y, 1 + 0.3 * x + 0.2 * (x * x - y * y) * 0.1, 0.02 * z)
}

func electron(_ energy_GeV: Double, at position: Vector3, along direction: Vector3 = Vector3(0, 0, 1))
  -> FieldTrajectory
{
  FieldTrajectory(position: position, direction: direction, charge: -1, momentum_GeV: energy_GeV)
}
