extension Presets {
  static let setups: [Entry] =
    [
      Entry(
        name: "na64e_2018",
        title: "NA64e invisible mode, 100 GeV e-, 2016-2018: ECAL, VETO, four HCAL modules",
        text: na64e2018),
      spectrometer,
    ] + invisibleSetups + visibleSetups + muonSetups + trackerSetups

  /// z = 0 is the front of the ECAL, the beam axis is x = y = 0. Magnets, tracker and SRD stand upstream
  /// of z = 0 and are not in this set-up: their efficiencies enter the selections as cited inputs.
  static let na64e2018 = """
    {
      "name": "na64e_2018",
      "title": "NA64e invisible mode, 100 GeV electrons, 2016-2018",
      "citations": {
        "ECAL": "150 layers of 1.5 mm Pb + 1.5 mm Sc, 6x6 cells of 38.2 mm, preshower of 16 layers: NA64, PRD 97 (2018) 072002; length confirmed by the published dimuon fiducial window 2980.96-3430.96 mm; beam at the centre of cell (3,3)",
        "VETO": "three strips, MIP about 10 MeV; 50 mm thickness follows from the MIP [assumption]; transverse size as HCAL [assumption]",
        "HCAL": "four modules of 48 x (25 mm Fe + 4 mm Sc), 3x3 cells of 194x192 mm: NA64, PRD 97 (2018) 072002; about 30 interaction lengths in total; front of HCAL2 3833 mm behind the ECAL (published vertex window), equal spacing and 250 mm to HCAL0 [assumption]",
        "calibration": "visible fraction for 100 GeV electrons at normal incidence, measured with this library (docs/validation.md); HCAL on the electron scale"
      },
      "world": {"material": "air", "size_mm": [2000, 2000, 20000]},
      "volumes": [
        {"name": "ECAL", "shape": "layered_calorimeter", "layers": 150,
         "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
         "size_mm": [229.2, 229.2], "position_mm": [-19.1, -19.1, 225],
         "sensitive": {"name": "ecal", "slab": 1, "cells": [6, 6], "cell_mm": [38.2, 38.2], "sections": [16, 134]}},
        {"name": "VETO", "shape": "box", "material": "polystyrene",
         "size_mm": [582, 576, 50], "position_mm": [0, 0, 575],
         "sensitive": {"name": "veto", "cells": [3, 1], "cell_mm": [194, 576]}},
        {"name": "HCAL0", "shape": "layered_calorimeter", "layers": 48,
         "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
         "size_mm": [582, 576], "position_mm": [0, 0, 1396],
         "sensitive": {"name": "hcal0", "slab": 1, "cells": [3, 3], "cell_mm": [194, 192]}},
        {"name": "HCAL1", "shape": "layered_calorimeter", "layers": 48,
         "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
         "size_mm": [582, 576], "position_mm": [0, 0, 3187.6],
         "sensitive": {"name": "hcal1", "slab": 1, "cells": [3, 3], "cell_mm": [194, 192]}},
        {"name": "HCAL2", "shape": "layered_calorimeter", "layers": 48,
         "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
         "size_mm": [582, 576], "position_mm": [0, 0, 4979.2],
         "sensitive": {"name": "hcal2", "slab": 1, "cells": [3, 3], "cell_mm": [194, 192]}},
        {"name": "HCAL3", "shape": "layered_calorimeter", "layers": 48,
         "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
         "size_mm": [582, 576], "position_mm": [0, 0, 6770.8],
         "sensitive": {"name": "hcal3", "slab": 1, "cells": [3, 3], "cell_mm": [194, 192]}}
      ],
      "calibration": {"ecal": 0.1039, "hcal0": 0.0239, "hcal1": 0.0239, "hcal2": 0.0239, "hcal3": 0.0239},
      "section_names": {"ecal": ["preshower", "main"]},
      "groups": {"hcal": ["hcal0", "hcal1", "hcal2", "hcal3"]}
    }
    """
}
