"""Runs in parts: checkpoints, executors, directories, the command line."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import hermetic as hm
import numpy as np
import pytest
from conftest import HALL
from hermetic.cli import main


def same(a, b):
    return a.columns == b.columns and all(np.array_equal(a.events[c], b.events[c], equal_nan=True) for c in a.columns)


def test_a_file_holds_the_whole_run(signal_run, study, tmp_path):
    path = signal_run.save(tmp_path / "run.hermetic")
    loaded = hm.Run.load(path, selection=study.selection)
    assert loaded.finished and same(loaded, signal_run) and loaded.steps == signal_run.steps
    assert loaded.card["statistics"] == signal_run.card["statistics"]
    limits = [run.limit(exposure=1e11, background=0.5, selection=study.selection) for run in (loaded, signal_run)]
    assert np.array_equal(limits[0].epsilon, limits[1].epsilon)
    assert loaded.display(1).columns == signal_run.display(1).columns
    head = hm.checkpoints.describe(path.read_bytes())
    assert head["events_done"] == signal_run.count and head["version"] == hm.library_version()


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_makes_the_same_bits(study, run, pool):
    with pool(2) as executor:
        distributed = study.run(events=12, seed=3, executor=executor, parts=5)
    assert distributed.finished and distributed.checkpoint() == run.checkpoint()
    assert repr(distributed.cutflow) == repr(run.cutflow)


def test_scans_take_an_executor():
    signal = hm.DarkPhoton("10 MeV", minimum_boson_energy_GeV=5)
    study = hm.Study(setup=HALL, beam=hm.Beam(energy_GeV=10), signal=signal)
    masses = [0.01, 0.05]
    with ThreadPoolExecutor(2) as executor:
        assert same(study.scan(mass=masses, events=4, executor=executor), study.scan(mass=masses, events=4))


def test_parts_in_any_order(study, run):
    card = study.card(events=12, seed=3)
    parts = [hm.parts.simulate(hm.parts.part_card(card, *piece)) for piece in hm.parts.ranges(12, 3)]
    assert hm.parts.merge(parts[::-1]).checkpoint() == run.checkpoint()
    with pytest.raises(hm.StateError, match="next"):
        hm.parts.merge([parts[0], parts[2]])


def test_ranges_are_even_and_whole():
    for events, parts in ((10, 4), (3, 5), (1000, 7)):
        pieces = hm.parts.ranges(events, parts)
        assert [first for first, _ in pieces] == list(np.cumsum([0] + [size for _, size in pieces])[:-1])
        sizes = [size for _, size in pieces]
        assert sum(sizes) == events and max(sizes) - min(sizes) <= 1


def test_errors(study):
    with pytest.raises(hm.ArgumentError, match="submit"):
        study.run(events=2, executor=3)
    with pytest.raises(hm.ArgumentError, match="bytes"):
        study.prepare(events=2).absorb("text")
    with pytest.raises(hm.NotFoundError):
        hm.Run.load("nowhere.hermetic")
    with pytest.raises(hm.ArgumentError):
        hm.parts.merge([])


# ------------------------------------------------------------ the command line


@pytest.fixture()
def card(tmp_path):
    path = tmp_path / "card.json"
    content = {"name": "cli", "setup": HALL.to_dict(), "beam": {"energy_GeV": 10}, "events": 7}
    content["signal"] = {"model": {"kind": "dark_photon"}, "masses_GeV": [0.01], "minimum_boson_energy_GeV": 5}
    path.write_text(json.dumps(content))
    return str(path)


def test_parts_merge_to_the_bits_of_one_job(card, tmp_path, capsys):
    parts, whole = tmp_path / "parts", tmp_path / "whole"
    for part in ("2/3", "1/3"):
        assert main(["run", card, "--part", part, "--out", str(parts)]) == 0
    assert main(["merge", str(parts)]) == 1
    assert "parts 3 of 3 are missing" in capsys.readouterr().err
    assert main(["run", card, "--shard", "3/3", "--out", str(parts)]) == 0
    assert main(["merge", str(parts)]) == 0
    assert main(["run", card, "--out", str(whole)]) == 0
    assert (parts / "run.hermetic").read_bytes() == (whole / "run.hermetic").read_bytes()


def test_a_run_is_resumed(card, tmp_path, capsys):
    first, whole = tmp_path / "first", tmp_path / "whole"
    assert main(["run", card, "--events", "3", "--out", str(first)]) == 0
    assert main(["run", card, "--out", str(first)]) == 0  # four events more
    assert main(["run", card, "--out", str(whole)]) == 0
    assert (first / "run.hermetic").read_bytes() == (whole / "run.hermetic").read_bytes()
    assert main(["run", card, "--seed", "2", "--out", str(first)]) == 1
    assert "seed" in capsys.readouterr().err
    assert main(["run", card, "--part", "4/3", "--out", str(first)]) == 1


def test_report_and_limit(card, tmp_path, capsys):
    out = tmp_path / "run"
    assert main(["run", card, "--out", str(out)]) == 0
    selection = tmp_path / "own.json"
    selection.write_text(json.dumps({"name": "own", "cuts": [{"name": "E", "expression": "ecal.total_GeV < 5"}]}))
    assert main(["show", str(out), "--selection", str(selection)]) == 0
    page = (out / "report.html").read_text()
    assert "Cut flow" in page and "data:image/png" in page and "ecal.total_GeV" in page
    capsys.readouterr()
    assert main(["limit", str(out), "--exposure", "1e11", "--background", "0.5", "--selection", str(selection)]) == 0
    assert "eps90" in capsys.readouterr().out
    assert main(["limit", str(out)]) == 1
    assert "--exposure" in capsys.readouterr().err
    assert main(["limit", str(tmp_path)]) == 1
    assert main(["merge", str(tmp_path)]) == 1


# ------------------------------------------------------------ looking at a set-up


def test_a_set_up_can_be_looked_at(tmp_path):
    hall = HALL.place(hm.Dipole(field_T=1, length_mm=500, aperture_mm=(200, 200)), z_mm=-600).check()
    display = hall.show()
    page = display.save(tmp_path / "hall.html").read_text()
    assert "ECAL" in page and "magnets" in page and "$DATA" not in page
    assert display.save(tmp_path / "hall.glb").read_bytes()[:4] == b"glTF"
    assert "iframe" in display._repr_html_()
    with pytest.raises(hm.GeometryError):
        HALL.place(hm.Box(name="B", material="Pb", size_mm=(50, 50, 50)), z_mm=10).check()
