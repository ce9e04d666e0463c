import Core

/// Volumes that several set-ups share, as texts of their cards. Lengths in mm; z is that of a front face.
///
/// Sources: "dossier" numbers come from public repositories of the collaboration (NA64-dd4hep-lib, p348reco,
/// NN-dimuon-DLS-NA64, NA64mu RDF analysis) and from the talks cited in each set-up.
enum SetupParts {
  /// 150 layers of 1.5 mm Pb + 1.5 mm Sc, cells of 38.2 mm; the beam at the middle of cell (hitX, hitY).
  static func ecal(front z: Double, cellsX: Int = 6, cellsY: Int = 6, hitX: Int = 3, hitY: Int = 3) -> String
  {
    let x = -38.2 * (Double(hitX) + 0.5 - 0.5 * Double(cellsX))
    let y = -38.2 * (Double(hitY) + 0.5 - 0.5 * Double(cellsY))
    return """
      {"name": "ECAL", "shape": "layered_calorimeter", "layers": 150,
       "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
       "size_mm": [\(38.2 * Double(cellsX)), \(38.2 * Double(cellsY))], "position_mm": [\(x), \(y), \(z + 225)],
       "sensitive": {"name": "ecal", "slab": 1, "cells": [\(cellsX), \(cellsY)], "cell_mm": [38.2, 38.2], "sections": [16, 134]}}
      """
  }

  static func veto(front z: Double, width: Double = 582, height: Double = 576) -> String {
    """
    {"name": "VETO", "shape": "box", "material": "polystyrene", "size_mm": [\(width), \(height), 50],
     "position_mm": [0, 0, \(z + 25)], "sensitive": {"name": "veto", "cells": [3, 1], "cell_mm": [\(width / 3), \(height)]}}
    """
  }

  /// 48 layers of 25 mm Fe + 4 mm Sc.
  static func hcal(
    _ index: Int, front z: Double, x: Double = 0, cells: (Int, Int) = (3, 3), width: Double = 582,
    height: Double = 576
  ) -> String {
    """
    {"name": "HCAL\(index)", "shape": "layered_calorimeter", "layers": 48,
     "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
     "size_mm": [\(width), \(height)], "position_mm": [\(x), 0, \(z + 696)],
     "sensitive": {"name": "hcal\(index)", "slab": 1, "cells": [\(cells.0), \(cells.1)],
       "cell_mm": [\(width / Double(cells.0)), \(height / Double(cells.1))]}}
    """
  }

  /// Two MBPL dipoles one behind the other.
  static func dipoles(field_T: Double, length_mm: Double = 2000, centre z: Double) -> String {
    [("MBPL1", z - 0.5 * length_mm - 250), ("MBPL2", z + 0.5 * length_mm + 250)].map { name, position in
      """
      {"name": "\(name)", "kind": "dipole", "field_T": \(field_T), "length_mm": \(length_mm), "aperture_mm": [500, 140],
       "position_mm": [0, 0, \(position)]}
      """
    }.joined(separator: ",\n")
  }

  static func counter(
    _ name: String, z: Double, width: Double, height: Double, thickness: Double, x: Double = 0
  )
    -> String
  {
    """
    {"name": "\(name)", "shape": "box", "material": "polystyrene", "size_mm": [\(width), \(height), \(thickness)],
     "position_mm": [\(x), 0, \(z + 0.5 * thickness)], "sensitive": {"name": "\(name.lowercased())"}}
    """
  }

  /// Tungsten–scintillator dump calorimeter, 3 mm + 2 mm per layer; the last counter behind it.
  static func wcal(front z: Double, layers: Int, preshower: Int = 7) -> String {
    let length = 5 * Double(layers)
    return """
      {"name": "WCAL", "shape": "layered_calorimeter", "layers": \(layers),
       "slabs": [{"material": "W", "thickness_mm": 3}, {"material": "polystyrene", "thickness_mm": 2}],
       "size_mm": [100, 100], "position_mm": [0, 0, \(z + 0.5 * length)],
       "sensitive": {"name": "wcal", "slab": 1, "sections": [\(preshower), \(layers - preshower)]}}
      """
  }

  /// Copper–scintillator blocks around the beam: four of 20 × (25 mm Cu + 4 mm Sc), a hole between them.
  static func vhcal(front z: Double, hole: Double = 120, outer: Double = 500) -> String {
    let thickness = 0.5 * (outer - hole)
    let length = outer - thickness
    let shift = 0.5 * (hole + thickness)
    let rest = 0.5 * thickness
    let places = [
      (shift, rest, thickness, length), (-shift, -rest, thickness, length), (-rest, shift, length, thickness),
      (rest, -shift, length, thickness),
    ]
    return places.enumerated().map { index, p in
      let along = p.3 > p.2
      return """
        {"name": "VHCAL\(index)", "shape": "layered_calorimeter", "layers": 20,
         "slabs": [{"material": "Cu", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
         "size_mm": [\(p.2), \(p.3)], "position_mm": [\(p.0), \(p.1), \(z + 290)],
         "sensitive": {"name": "vhcal\(index)", "slab": 1, "cells": [\(along ? 1 : 4), \(along ? 4 : 1)]}}
        """
    }.joined(separator: ",\n")
  }

  /// Visible fraction of 50 GeV electrons in one block.
  static let vhcalCalibration =
    "\"vhcal0\": 0.0212, \"vhcal1\": 0.0212, \"vhcal2\": 0.0212, \"vhcal3\": 0.0212"

  static let ecalCitation =
    "150 layers of 1.5 mm Pb + 1.5 mm Sc, preshower of 16 layers [assumption; length confirmed by the published dimuon window 2980.96-3430.96 mm]; cells of 38.2 mm, cell hit by the beam: p348reco"
  static let hcalCitation =
    "48 x (25 mm Fe + 4 mm Sc) [assumption; four modules are 29.6 interaction lengths, published: about 30], 3x3 cells of 194x192 mm: NA64-dd4hep-lib; front of HCAL2 3833 mm behind the ECAL: NN-dimuon-DLS-NA64; equal spacing, 250 mm to HCAL0 [assumption]"
  static let vetoCitation =
    "three strips, MIP about 10 MeV: p348reco; 50 mm follows from the MIP [assumption]; transverse size as HCAL [assumption]"
  static let calibrationCitation =
    "visible fraction for 100 GeV electrons at normal incidence, measured with this library (docs/validation.md); HCAL on the electron scale"
}
