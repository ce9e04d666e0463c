import Core
import Geometry
import Numerics

func world(_ text: String) throws -> World { try World(json: try JSON.parse(text), path: "") }

/// Volumes in a 4 m × 4 m × 20 m world of air, which is left open here for more keys.
func worldOfAir(_ volumes: String) throws -> World {
  try world(#"{"world":{"material":"air","size_mm":[4000,4000,20000]},"volumes":[\#(volumes)]}"#)
}

func failure(_ text: String) -> HermeticError? {
  do {
    _ = try world(text)
    return nil
  } catch { return error as? HermeticError }
}

func failure(volumes: String) -> HermeticError? {
  failure(#"{"world":{"material":"air","size_mm":[4000,4000,20000]},"volumes":[\#(volumes)]}"#)
}

extension RandomStream {
  mutating func isotropic() -> Vector3 {
    let z = 2 * uniform() - 1
    let r = (1 - z * z).squareRoot()
    let (s, c) = sincosTurns(uniform())
    return Vector3(r * c, r * s, z)
  }
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }
}

/// Nested and rotated, with touching faces, shared edges, tubes with and without holes.
let nestedCard = #"""
  {"world":{"material":"air","size_mm":[1400,1600,2000]},
   "volumes":[
    {"name":"hall","shape":"box","material":"water","size_mm":[600,700,800],"position_mm":[10,-20,30],"rotation_deg":[10,20,30]},
    {"name":"crate","shape":"box","material":"Al","size_mm":[200,300,200],"position_mm":[100,0,100],"rotation_deg":[0,0,90],"mother":"hall"},
    {"name":"pipe","shape":"tube","material":"Fe","inner_radius_mm":40,"outer_radius_mm":60,"length_mm":500,"position_mm":[-150,100,0],"rotation_deg":[45,0,0],"mother":"hall"},
    {"name":"rod","shape":"tube","material":"Cu","outer_radius_mm":50,"length_mm":160,"position_mm":[0,0,0],"rotation_deg":[0,90,0],"mother":"crate"},
    {"name":"core","shape":"box","material":"Pb","size_mm":[30,30,40],"position_mm":[0,0,20],"rotation_deg":[0,0,45],"mother":"rod"},
    {"name":"left","shape":"box","material":"Si","size_mm":[40,40,40],"position_mm":[-20,-250,-900]},
    {"name":"right","shape":"box","material":"W","size_mm":[40,40,40],"position_mm":[20,-250,-900],"rotation_deg":[0,0,180]},
    {"name":"inner","shape":"tube","material":"Cu","outer_radius_mm":30,"length_mm":100,"position_mm":[300,500,-900]},
    {"name":"sleeve","shape":"tube","material":"Pb","inner_radius_mm":30,"outer_radius_mm":50,"length_mm":100,"position_mm":[300,500,-900]},
    {"name":"stack","shape":"layered_calorimeter","layers":7,"slabs":[{"material":"Pb","thickness_mm":3},{"material":"polystyrene","thickness_mm":4},{"material":"air","thickness_mm":0.5}],"size_mm":[120,140],"position_mm":[0,-100,-150],"rotation_deg":[0,30,0],"mother":"hall"}
   ]}
  """#
