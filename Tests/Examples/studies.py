"""Examples of whole studies."""

import json
import os
import sys
import tempfile
from pathlib import Path

from harness import LUA, ROOT, output, test


@test
def main_study():
    """the NA64e study in Python at small statistics writes all its files"""
    with tempfile.TemporaryDirectory() as directory:
        text = output(
            sys.executable,
            "examples/python/na64e_invisible_2016_2018.py",
            "--out",
            directory,
            "--electrons",
            "20",
            "--signal",
            "40",
        )
        names = set(os.listdir(directory))
        for figure in ("plane", "profile", "exclusion"):
            assert {f"{figure}.png", f"{figure}.pdf"} <= names, names
        for name in ("run_card.json", "exclusion.json", "events.parquet", "events_electrons.parquet"):
            assert name in names, names
        result = json.loads((Path(directory) / "exclusion.json").read_text())
        at_100_MeV = next(row for row in result["rows"] if row["mass_GeV"] == 0.1)
        # 40 showers: the yield is good to some 10 %, the limit to half of that.
        assert 1e-4 < at_100_MeV["epsilon"] < 1e-3, at_100_MeV
        assert "NA64 2019" in text


@test
def lua_study():
    """the NA64e study in Lua at small statistics prints its table"""
    text = output("lua5.4", "examples/lua/na64e_invisible_2016_2018.lua", "20", environment=LUA)
    rows = [line.split() for line in text.splitlines() if line[:1].isdigit() or line.startswith(" ")]
    masses = [float(row[0]) for row in rows if len(row) >= 6 and row[0].replace(".", "").isdigit()]
    assert 100 in masses and 16.7 in masses, text


@test
def notebook():
    """the cells of the notebook run from the first to the last, and it holds their figures"""
    cells = json.loads((ROOT / "examples/notebooks/missing_energy.ipynb").read_text())["cells"]
    cells = [cell for cell in cells if cell["cell_type"] == "code"]
    assert sum("image/png" in out.get("data", {}) for cell in cells for out in cell["outputs"]) == 5
    code = "\n".join("".join(cell["source"]) for cell in cells).replace("%matplotlib inline", "")
    code = "import matplotlib; matplotlib.use('Agg')\n" + code.replace("events=400", "events=30").replace("events=200", "events=10")
    table = output(sys.executable, "-c", code)
    assert "NA64 2019" in table and len([line for line in table.splitlines() if line[:1].isdigit()]) == 10, table


@test
def na64mu():
    """NA64mu 2022 from the beam to the coupling, in Python and Lua"""
    text = output(sys.executable, "examples/python/na64mu_missing_momentum.py", "--events", "60", "--masses-MeV", "100")
    upper = float(text.split("g' < ")[1].split(",")[0])
    # 4.8e-3 bosons above 80 GeV per muon and g'^2 (a table of cross sections along the target), acceptance near 0.4.
    assert 1.7e-4 < upper < 3.2e-4, text
    lines = output("lua5.4", "examples/lua/na64mu_missing_momentum.lua", "60", environment=LUA).splitlines()
    lua = {line.split()[0]: float(line.split("g' < ")[1]) for line in lines[1:]}
    assert abs(lua["100"] / upper - 1) < 0.25, (lua, upper)
    assert lua["10"] < lua["100"] < lua["200"] < lua["500"], lua


@test
def na64mu_background():
    """backgrounds of NA64mu: kaons whose muons are soft and have a kink, pions whose muons are not, scatters that are rare"""
    text = output(sys.executable, "examples/python/na64mu_background.py", "--quick")
    # K: 63.6 %, P(20 GeV < p < 80 GeV) = 0.36, 4 m of 1203 m: 7.6e-4, and some from three-body decays; 250 events know it to 13 %.
    assert abs(float(text.split("K-, 4 m: ")[1].split("ECAL ")[1].split()[0]) / 8.5e-4 - 1) < 0.4, text
    # Half of the momentum or less goes with at least 236 MeV/c sin(theta*) / p: 2.9 mrad, less what three-body decays do.
    assert float(text.split("half below ")[1].split()[0]) > 2.9, text
    assert float(text.split("pi-, 4 m: ")[1].split("ECAL ")[1].split()[0]) < 1e-4, text
    assert float(text.split("scatters: ")[1].split()[0]) < 1e-6, text


@test
def production_along_tracks():
    """annihilation beats bremsstrahlung at 250 MeV; ALPs by photons and Z' by muons have yields"""
    text = output(sys.executable, "examples/python/production_along_tracks.py", "--quick")
    rows = [line.split() for line in text.splitlines() if line.split()[0].replace(".", "").isdigit()]
    assert float(rows[0][3]) < 0.1 and 3 < float(rows[1][3]) < 60, text
    assert float(rows[1][6]) > 1.5 and all(float(row[1]) > 0 for row in rows), text


@test
def rare_searches():
    """mesons to nothing, millicharged pairs and mu -> tau with whole detectors, in Python and Lua"""
    text = output(sys.executable, "examples/python/rare_searches.py", "--quick")
    mesons = [line for line in text.splitlines() if "-> invisible" in line]
    limits = [float(line.split("BR < ")[1].split()[0]) for line in mesons]
    # The two readings of the cross section differ by 2.1; 2.3 events of 2.9e9 pions.
    assert len(limits) == 2 and 1.6 < limits[1] / limits[0] < 2.8, text
    assert all(2e-5 < limit < 5e-4 for limit in limits), text
    assert all(float(line.split("energy ")[1]) < 1e-9 for line in mesons), text
    charges = [float(line.split("Q < ")[1]) for line in text.splitlines() if "Q < " in line]
    assert len(charges) == 4 and charges[0] < charges[1] and charges[2] < charges[3], text
    assert text.count("mu -> tau") == 1, text
    lua = output("lua5.4", "examples/lua/rare_searches.lua", "60", environment=LUA)
    assert 0.5 < float(lua.split("invisible_branching_ratio < ")[1].split(",")[0]) / limits[0] < 2, lua


@test
def x17_visible():
    """an X17 that decays in the detector: energy closes, the cuts keep a part of its decays"""
    text = output(sys.executable, "examples/python/x17_visible.py", "--quick")
    assert float(text.split("worst energy imbalance")[1].split()[0]) < 1e-9, text
    rows = [line.split() for line in text.splitlines() if len(line.split()) == 7 and line.split()[4] == "+-"]
    assert len(rows) == 3 and all(float(row[2]) > 0 and 0 <= float(row[6]) < 1.3 for row in rows), text


@test
def visible_background():
    """background of the visible mode: kaons behind V2 reach S4, photons fade by 7/9 per radiation length"""
    text = output(sys.executable, "examples/python/visible_background.py", "--quick")
    assert 0.7 < float(text.split("electrons; ")[1].split()[0]) < 0.8, text
    # A K0S flies 1.8 to 4 m of mean decay length, and two of four photons or two pions pass S4: half of them, 100 of each energy.
    seen = [float(part.split()[0]) for part in text.split("S4 sees two ")[1:]]
    assert len(seen) == 2 and all(0.15 < share < 0.8 for share in seen), text
    # Ten showers with favoured kaons: weights of mean 1, and kaons that a thousand of nature's would not show.
    weights = [float(part.split()[0]) for part in text.split("mean weight ")[1:]]
    assert len(weights) == 1 and all(0.5 < weight < 2 for weight in weights), text
    kaons = next(line for line in text.splitlines() if line.startswith("electrons: K0 "))
    assert 1e2 < float(kaons.split("V2:")[1].split()[0]) < 1e6, text


@test
def light_dark_matter():
    """the relic lines of the y plane, and the dark photon below 1 MeV"""
    with tempfile.TemporaryDirectory() as directory:
        lines = output(sys.executable, "examples/python/light_dark_matter.py", directory).splitlines()
        assert {"y_plane.png", "sub_mev.png"} <= set(os.listdir(directory))
    rows = [[float(word) for word in line.split()] for line in lines if line.strip()[:1].isdigit()]
    ten_MeV = next(row for row in rows if len(row) == 6 and row[0] == 10)
    # 1 %: the project's reference for thermal targets.
    assert abs(ten_MeV[1] / 1.327e-11 - 1) < 0.01 and abs(ten_MeV[2] / 6.665e-12 - 1) < 0.01, ten_MeV
    below = [row for row in rows if len(row) == 3]
    assert [row[2] for row in below] == sorted(row[2] for row in below), below
