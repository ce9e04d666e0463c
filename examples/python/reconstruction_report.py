"""Detectors and reconstruction in one table: what was asked, what this version does, whether that is enough.

    python examples/python/reconstruction_report.py              # some eight minutes of CPU time
    python examples/python/reconstruction_report.py --parts sensors,files,speed

Parts: sensors, tags, cuts, dimuons, momentum, files, speed, backgrounds. Where a line is not met, docs/response.md and
docs/background.md say why. Track fits have a report of their own, momentum_tails.py and own_tracks.py.
"""

import argparse
import math
import tempfile
import time
from pathlib import Path

import background_tools
import detector_response as response
import numpy as np

import hermetic as hm
from hermetic.cards import preset, preset_names

ROWS = []


def row(name, asked, measured, met):
    """One line; `met` None: for information."""
    ROWS.append((name, asked, measured, {True: "met", False: "MISSED", None: ""}[met]))
    print("| {} | {} | {} | {} |".format(*ROWS[-1]), flush=True)


def within(value, error, aim, uncertainty=0.0):
    """Two errors, those of both numbers."""
    return abs(value - aim) <= 2 * math.hypot(error, uncertainty)


def sensors(events):
    """Resolution, shares, position, single particles."""
    for energy, sigma, _, quoted, preshower, error, block, block_error in response.resolution(events, "fast", None):
        row(f"ECAL sigma/E, {energy} GeV", f"{quoted:.2f} %", f"{sigma:.2f} +- {sigma / math.sqrt(2 * events):.2f} %", sigma < quoted * 1.1)
        if energy in (10, 100):
            aim = {10: 0.17, 100: 0.056}[energy]
            row(f"preshower share, {energy} GeV", f"{aim}", f"{preshower:.3f} +- {error:.3f}", within(preshower, error, aim, 0.05 * aim))
        if energy == 100:
            row("3x3 share, electrons", "0.975 (Geant4)", f"{block:.4f} +- {block_error:.4f}", abs(block - 0.975) < 0.005)
    identification = hm.identification.card(position=["ecal"])
    front = hm.setups.na64e_2018().replace(planes={"front": {"volume": "ECAL", "at": "entry", "particles": ["e-"]}})
    for energy in (10, 100):
        e = hm.Study(
            setup=front, beam=response.BEAM.replace(energy_GeV=energy, spot_sigma_mm=(12, 12)), response="na64e_sensors",
            identification=identification, fidelity="fast",
        ).run(events=events, seed=2, progress=False).events  # fmt: skip
        # Places are in the frame of the calorimeter, whose middle cell is on the beam.
        away = np.asarray(e["ecal.x_mm"]) - np.asarray(e["front.x_mm"])
        spread = np.nanstd(away)
        row(f"ECAL position, {energy} GeV", "1 to 5 mm", f"{spread:.1f} +- {spread / math.sqrt(2 * events):.1f} mm", spread < 5)
    for iron_mm in (25, 30):
        muons = hm.Study(
            setup=hm.Setup(response.calibrated_plates("na64e_2018", iron_mm, events)), beam=response.BEAM.replace(particle="mu-"),
            response="na64e_sensors",
        ).run(events=2 * events, seed=3, progress=False).events  # fmt: skip
        hcal = np.median(muons["hcal0.total_GeV"])
        row(f"muon in an HCAL module, median, {iron_mm} mm of iron per layer", "2.5 to 3 GeV", f"{hcal:.2f} GeV", 2.5 <= hcal <= 3)
    ecal = np.asarray(muons["ecal.total_GeV"])
    least = np.percentile(ecal[:events] + ecal[events:], 2)
    row("two muons in the ECAL, least", "0.9 GeV", f"{least:.2f} GeV", abs(least - 0.9) < 0.1)
    veto = 1e3 * np.median(muons["veto.total_GeV"])
    row("muon in the VETO", "10 MeV (most probable)", f"{veto:.1f} MeV (median)", abs(veto - 10) < 2)
    widths = []
    for energy in (20, 100):
        e = hm.Study(
            setup="na64e_visible_2017_40X0", beam=response.BEAM.replace(energy_GeV=energy, spot_sigma_mm=(0, 0)),
            response={"sensors": preset("response", "na64e_visible_2017_40X0")["sensors"]}, fidelity="fast",
        ).run(events=8 * events, seed=4, progress=False).events  # fmt: skip
        wcal = np.asarray(e["wcal.total_GeV"])
        widths.append(wcal.std() / wcal.mean())
        row(f"WCAL sigma/E, {energy} GeV", "none published", f"{100 * widths[-1]:.1f} +- {100 * widths[-1] / math.sqrt(16 * events):.1f} %", None)
    # a^2/E + c^2 at 20 and 100 GeV
    constant = math.sqrt(max(0.0, (100 * widths[1] ** 2 - 20 * widths[0] ** 2) / 80))
    row("WCAL, constant term", "none published", f"{100 * constant:.1f} %", None)


def tags(events):
    """The SRD: electrons tagged, pions not; the angle and the shift of the beam."""
    card = hm.setups.na64e_spectrometer_2018().to_dict()
    part = {key: card[key] for key in ("world", "fields")}
    part["volumes"] = [volume for volume in card["volumes"] if volume["position_mm"][2] < 0]
    part["calibration"] = {name: card["calibration"][name] for name in ("srd0", "srd1", "srd2")}
    part["planes"] = {"end": {"volume": "window_down", "at": "exit", "particles": ["pi-"]}}
    experiment = hm.experiments.na64e_spectrometer_2018()
    sensors = preset("response", "na64e_spectrometer")["sensors"]
    srd = {"sensors": {name: sensors[name] for name in ("srd0", "srd1", "srd2")}}
    identification = {"tags": experiment["identification"]["tags"]}
    for particle, count in (("e-", 10 * events), ("pi-", 100 * events)):
        e = hm.Study(
            setup=hm.Setup(part), beam=experiment.beam.replace(particle=particle), response=srd, identification=identification
        ).run(events=count, seed=1, progress=False).events  # fmt: skip
        for name in ("srd_two", "srd"):
            kept = np.asarray(e[f"{name}.tag"])
            what = "two of three modules" if name == "srd_two" else "all three modules"
            if particle == "e-":
                row(f"SRD, electrons, {what}", ">= 0.95", f"{kept.mean():.3f}", kept.mean() >= 0.95)
            else:
                row(f"SRD, pions, {what}", "<= 1e-4", f"{int(kept.sum())} of {count}", kept.sum() <= 1e-4 * count + 2 * math.sqrt(1e-4 * count))
        if particle == "e-":
            total = 1e3 * sum(np.asarray(e[f"srd{i}.total_GeV"]) for i in range(3))
            row("SRD, mean sum of electrons", "39.9 MeV (2022)", f"{total.mean():.1f} +- {total.std() / math.sqrt(count):.1f} MeV", None)
        else:
            # Pions radiate nothing: their slopes before and behind the magnets, and how far their line would have missed the axis.
            start, (x, _, z) = (experiment["beam"][key] for key in ("direction", "position_mm"))
            there = np.asarray(e["end.pdg"]) == -211
            slope, offset = (np.median(np.asarray(e[f"end.{name}"])[there]) for name in ("slope_x", "x_mm"))
            z_end = np.asarray(e["end.z_mm"])[there][0]
            before = start[0] / start[2]
            row("deflection of 100 GeV by 7 T m", "21.0 mrad", f"{1e3 * (before - slope):.2f} mrad", abs(1e3 * (before - slope) - 20.99) < 0.1)
            shift = x - before * z - (offset - slope * z_end)
            row("shift of the beam in front of the ECAL", "32 cm", f"{shift / 10:.1f} cm", abs(shift / 10 - 32) < 2)


def cuts(events):
    """Efficiencies of cuts on a signal of 20 MeV."""
    for year, name, kept, error, published in response.efficiencies(events):
        row(f"{name}, {year}", f"{published}", f"{kept:.3f} +- {error:.3f}", within(kept, error, published, 0.01))
    response.beam_electrons(events, responses=("na64e_sensors",))


def dimuons(events):
    means = response.dimuons(events)
    for iron_mm in (25, 30):
        value, error = means[iron_mm, "2022", "hcal0"]
        row(f"dimuon peak, HCAL0, {iron_mm} mm of iron per layer", "5.63 +- 0.75 GeV", f"{value:.2f} +- {error:.2f} GeV", within(value, error, 5.63, 0.1))


def momentum(events):
    kept, error = response.momentum(5 * events, only="spread of 1 %")
    row("momentum within 10 GeV, spread of 1 %", "0.80 (2016), 0.83 (2018)", f"{kept:.3f} +- {error:.3f}", within(kept, error, 0.83, 0.02))


def files(events):
    """Presets and what events become."""
    for kind in ("setup", "response", "selection", "experiment"):
        row(f"presets, {kind}", "", f"{len(preset_names(kind))}", None)
    cited = [name for name in preset_names("experiment") if not preset("experiment", name).get("citations")]
    row("experiments with citations", "all", "all" if not cited else f"not {cited}", not cited)
    run = hm.Study(setup="na64e_2018", beam=response.BEAM.replace(energy_GeV=2), response="na64e_sensors", cells=["ecal"]).run(
        events=20, progress=False
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as directory:
        for name, options in (("run.parquet", {}), ("run.root", {}), ("tree.root", {"tree": True})):
            path = Path(directory, name)
            run.save(path, **options)
            row(f"table, {name}", "Parquet, RNTuple, TTree", f"{path.stat().st_size} bytes, {read_back(path, run)}", read_back(path, run) == "same numbers")
        shown = run.display(0)
        for suffix in (".html", ".glb"):
            path = shown.save(Path(directory, "event" + suffix))
            row(f"display, {suffix}", "HTML, GLB", f"{path.stat().st_size} bytes, {len(shown.tracks)} tracks", path.stat().st_size > 1000)


def read_back(path, run):
    """Another program's reading of a file."""
    wanted = np.asarray(run.events["ecal.total_GeV"])
    if path.suffix == ".parquet":
        import pyarrow.parquet as parquet

        found = parquet.read_table(path)["ecal.total_GeV"].to_numpy()
    else:
        import uproot

        with uproot.open(path) as file:
            tree = file[file.keys()[0]]
            found = np.asarray(tree["ecal_total_GeV"].array() if "ecal_total_GeV" in tree.keys() else tree.arrays(["ecal_total_GeV"])["ecal_total_GeV"])
    return "same numbers" if np.array_equal(found, wanted) else "other numbers"


def speed(events):
    """Reconstruction on top of transport: the least of slices that take turns, and a million events through a selection."""
    tags = {"mip": {"sensors": ["hcal0", "hcal1", "hcal2", "hcal3"], "range_GeV": [1, 4]}}
    identification = hm.identification.card(cells=["ecal", "hcal0", "hcal1", "hcal2"], position=["ecal"], tags=tags)
    options = {
        "transport alone": {},
        "response": {"response": "na64e_sensors"},
        "and identification": {"response": "na64e_sensors", "identification": identification},
        "and pile-up of 2018": {"response": "na64e_2018", "identification": identification},
    }
    slices, size = 40, 100
    runs = {
        name: hm.Study(setup="na64e_2018", beam=response.BEAM, fidelity="fast", **extra).prepare(events=slices * size, seed=1)
        for name, extra in options.items()
    }
    least = dict.fromkeys(runs, math.inf)
    for _ in range(slices):
        for name, run in runs.items():
            began = time.process_time()
            run.advance(size, threads=1, progress=False)
            least[name] = min(least[name], 1e6 * (time.process_time() - began) / size)
    for name in list(runs)[1:]:
        cost = least[name] - least["transport alone"]
        row(f"cost, {name}", "<= 50 us", f"{cost:.0f} us per event of 100 GeV", cost <= 50)
    million = 1_000_000
    run = hm.Study(setup="na64e_2018", beam=hm.Beam(particle="gamma", energy_GeV=1e-6)).prepare(events=million)
    run.advance(progress=False)
    for name in ("na64e_dimuon", "na64e_invisible_2018"):
        selection = hm.Selection.preset(name)
        began = time.process_time()
        run.select(selection)
        seconds = time.process_time() - began
        row(f"a million events through {name}", "< 1 s", f"{seconds:.3f} s", seconds < 1)


def backgrounds(events):
    """Side-band, optimum of the cut, control samples."""
    found, counts, edges = background_tools.sideband()
    row("side-band below 50 GeV", "0.17 events", f"{found['expected']:.2f} +- {found['error']:.2f}", within(found["expected"], found["error"], 0.17))
    best = background_tools.optimum(events, "full", counts, edges)
    worse = best["coupling_factor"][list(best["values"]).index(50)] - 1
    row("ECAL cut with the strongest limit", "near 50 GeV", f"{best['best']:.0f} GeV, 50 GeV worse by {100 * worse:.1f} %", worse < 0.03)
    kaons = background_tools.control_samples()
    row("K0 by two samples", "1e2, 1.5e2: consistent", f"{kaons['hadronic']['kaons']:.0f}, {kaons['electromagnetic']['kaons']:.0f}, {kaons['difference_in_sigma']:.1f} sigma apart",
        abs(kaons["difference_in_sigma"]) < 2)  # fmt: skip


PARTS = {f.__name__: f for f in (sensors, tags, cuts, dimuons, momentum, files, speed, backgrounds)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--parts", default=",".join(PARTS), help="which, with commas between")
    options = parser.parse_args()
    for name in options.parts.split(","):
        PARTS[name](options.events)
    print("\n| | asked | measured | |\n|---|---|---|---|")
    for line in ROWS:
        print("| {} | {} | {} | {} |".format(*line))
    missed = [line for line in ROWS if line[3] == "MISSED"]
    print(f"\n{len(ROWS)} lines, {len(missed)} missed")


if __name__ == "__main__":
    main()
