"""Runs: slices, columns, lifetimes, interruption, files."""

import gc
import json
import os
import signal
import subprocess
import sys
import time

import hermetic as hm
import numpy as np
import pytest
from hermetic.files import load_card


def columns(run):
    return {name: values.copy() for name, values in run.events.items()}


def same(a, b):
    return a.keys() == b.keys() and all(a[key].tobytes() == b[key].tobytes() for key in a)


def test_same_bits_for_any_slicing_and_any_number_of_threads(study, run):
    reference = columns(run)
    sliced = study.prepare(events=12, seed=3)
    for _ in sliced.slices(events=5, slice_ms=1, threads=1):
        pass
    assert sliced.count == 5 and not sliced.finished
    sliced.advance(threads=3)
    assert sliced.finished and same(columns(sliced), reference)
    assert same(columns(study.run(events=12, seed=3, threads=2)), reference)
    assert not same(columns(study.run(events=12, seed=4)), reference)
    np.testing.assert_array_equal(sliced.profile("ecal").mean_GeV, run.profile("ecal").mean_GeV)


def test_energy_closes_and_sums_agree(run):
    events = run.events
    assert run.worst_energy_imbalance < 1e-9
    np.testing.assert_allclose(events["deposited_GeV"] + events["escaped_GeV"], 2, rtol=1e-9)
    # The profile is summed in whole eV per layer and event, so that it does not depend on the order.
    assert abs(run.profile("ecal").mean_GeV.sum() - events["ecal.visible_GeV"].mean()) < 60 * 0.5e-9
    assert np.all(events["weight"] == 1)
    np.testing.assert_array_equal(events["event"], np.arange(12))


def test_views_cost_no_copy_and_outlive_the_run(study):
    run = study.run(events=4, seed=1)
    view = run.events["ecal.total_GeV"]
    assert view.base is not None and not view.flags.writeable and not view.flags.owndata
    assert np.array_equal(view, run.column("ecal.total_GeV"))
    expected = view.copy()
    del run
    gc.collect()
    assert np.array_equal(view, expected)


def test_an_earlier_snapshot_stays_as_it_was(study):
    run = study.prepare(events=6, seed=1)
    run.advance(3)
    early = run.events
    kept = early["ecal.total_GeV"].copy()
    run.advance()
    assert early.count == 3 and np.array_equal(early["ecal.total_GeV"], kept)
    assert run.events.count == 6 and np.array_equal(run.events["ecal.total_GeV"][:3], kept)


def test_arrow_capsules(study):
    arrow = pytest.importorskip("pyarrow")
    run = study.run(events=4, seed=1)
    expected = run.column("ecal.total_GeV")
    table = arrow.table(run.events)
    assert table.column_names == list(run.events)
    run.events.__arrow_c_array__()  # capsules that nobody takes are released
    del run
    gc.collect()
    assert np.array_equal(table["ecal.total_GeV"].to_numpy(), expected)


def test_unknown_columns_get_a_suggestion(run):
    with pytest.raises(LookupError, match='Did you mean "ecal.total_GeV"'):
        run.events["ecal.totl_GeV"]
    assert "ecal.total_GeV" in run.events and "nothing" not in run.events


@pytest.mark.parametrize("suffix", [".parquet", ".root", ".npz", ".json"])
def test_files_hold_the_events_and_the_run_card(run, tmp_path, suffix):
    path = run.save(tmp_path / ("events" + suffix))
    assert os.listdir(tmp_path) == [path.name]
    assert load_card(path)["card"]["seed"] == 3
    expected = run.column("ecal.total_GeV")
    if suffix == ".parquet":
        import pyarrow.parquet as parquet

        found = parquet.read_table(path)["ecal.total_GeV"].to_numpy()
    elif suffix == ".root":
        import uproot

        with uproot.open(path) as file:
            found = file["events"].arrays(["ecal_total_GeV"])["ecal_total_GeV"].to_numpy()
    elif suffix == ".npz":
        with np.load(path) as file:
            found = file["ecal.total_GeV"]
    else:
        found = np.array(json.loads(path.read_text())["events"]["ecal.total_GeV"])
    assert np.array_equal(found, expected)


def test_unknown_file_types_are_refused(run, tmp_path):
    with pytest.raises(hm.NotFoundError, match="parquet"):
        run.save(tmp_path / "events.xlsx")
    assert os.listdir(tmp_path) == []


def test_cut_flow(run, signal_run):
    passed, flow = run.select()
    assert passed.dtype == bool and passed.shape == (12,) and passed.all()
    assert len(flow) == 3 and flow.efficiency == pytest.approx(0.9) and flow.effective_entries == pytest.approx(12)
    assert "E_ECAL" in repr(flow) and "<table>" in flow._repr_html_()
    assert not run.select(hm.Selection.of(hm.Cut("none", "ecal.total_GeV < 0")))[0].any()
    assert signal_run.cutflow.rows
    with pytest.raises(hm.StateError, match="selection"):
        hm.Run(run.card["card"]).select()


def test_the_run_card_makes_the_same_run(run):
    again = hm.Run(run.card["card"]).advance()
    assert same(columns(again), columns(run))
    assert run.card["hermetic_version"] == hm.__version__


def test_signal_columns_and_exclusion(signal_run):
    weights = signal_run.events["signal.weight_0"]
    assert np.all(weights >= 0) and weights.sum() > 0
    assert np.all(signal_run.events["truth.boson_energy_GeV"][weights > 0] >= 5)
    period = hm.Period(name="p", eot=1e12, selection=signal_run.selection, background=0.0)
    result = signal_run.exclusion(hm.Analysis.of(period))
    np.testing.assert_allclose(result.mass_GeV, [0.01, 0.05])
    assert np.all(result.epsilon > 0) and np.all(result.acceptance <= 1 + 1e-12)
    # One channel, nothing observed, no background: 2.3026 events at 90 % CL.
    events = result.yield_per_eot * result.acceptance * 0.9 * 1e12 * result.epsilon**2
    np.testing.assert_allclose(events, np.log(10), rtol=2e-3)
    assert "eps90" in result.table() and "<table>" in result._repr_html_()
    assert "ratio" in result.table("NA64 2019")
    with pytest.raises(hm.StateError):
        hm.Run(signal_run.card["card"] | {"signal": None}).exclusion("na64e_2016_2018")


def test_processes_compete_in_one_run(signal_run):
    matter = {"kind": "dirac", "mass_ratio": 1 / 3, "alpha_D": 0.1}
    study = hm.Study(
        setup=signal_run.card["card"]["setup"],
        beam=hm.Beam(energy_GeV=10, position_mm=(0, 0, -10)),
        signal=hm.DarkPhoton(mass=[0.02, 0.07], processes=["bremsstrahlung", "annihilation"], dark_matter=matter),
    )
    run = study.run(events=20, seed=4)
    assert run.card["card"]["signal"]["processes"] == ["bremsstrahlung", "annihilation"]
    for mass in (0, 1):
        parts = [run.events[f"signal.yield_{mass}.{name}"] for name in ("bremsstrahlung", "annihilation")]
        np.testing.assert_allclose(parts[0] + parts[1], run.events[f"signal.yield_{mass}"], rtol=1e-12)
    assert set(run.events["truth.process"]) <= {-1, 0, 1}
    with pytest.raises(hm.ConfigurationError, match="dark_matter"):
        study.replace(signal=hm.DarkPhoton(mass=0.07, processes=["annihilation"])).run(events=1, seed=1)
    alps = study.replace(signal=hm.ALP(mass=[0.01, 0.1])).run(events=5, seed=4)
    assert alps.card["card"]["signal"]["processes"] == ["primakoff", "photon_fusion"]
    assert np.all(alps.events["signal.yield_0"] > alps.events["signal.yield_1"])
    with pytest.raises(hm.ArgumentError, match="hm.Model"):
        hm.ALP(mass=0.1).cross_section(50)


def test_limit_is_an_analysis_of_one_period(signal_run):
    period = hm.Period(
        name="p", eot=1e12, selection=signal_run.selection, background=0.5, background_error=0.2, observed=1
    )
    longhand = signal_run.exclusion(hm.Analysis.of(period, confidence_level=0.95))
    result = signal_run.limit(exposure=1e12, background=(0.5, 0.2), observed=1, cl=0.95)
    assert np.array_equal(result.epsilon, longhand.epsilon) and result.method == longhand.method
    looser = signal_run.limit(exposure=1e12, background=0.5, observed=1)
    assert np.all(looser.epsilon < result.epsilon)
    for bad, kind in (
        ({"exposure": "many"}, hm.ArgumentError),
        ({"exposure": 0}, hm.RangeError),
        ({"exposure": 1e12, "background": (1, 2, 3)}, hm.ArgumentError),
        ({"exposure": 1e12, "background": (-1, 0)}, hm.RangeError),
        ({"exposure": 1e12, "observed": -1}, hm.RangeError),
        ({"exposure": 1e12, "cl": 1.5}, hm.RangeError),
    ):
        with pytest.raises(kind):
            signal_run.limit(**bad)


def test_scan_shares_showers_between_masses():
    study = hm.Study(setup="na64e_2018", signal=hm.DarkPhoton("10 MeV"), beam={"energy_GeV": 2})
    scan = study.scan(mass=["5 MeV", "20 MeV"], events=2, progress=False)
    np.testing.assert_allclose(scan.masses_GeV, [0.005, 0.02])
    with pytest.raises(hm.StateError, match="signal"):
        study.replace(signal=None).scan(mass=["5 MeV"], events=1)


SCRIPT = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs inherit an ignored SIGINT
import hermetic as hm
run = hm.Study(setup="na64e_2018").prepare(events=1_000_000, seed=1)
run.advance(1, progress=False)
print("ready", flush=True)
run.advance(progress=False)
stopped = time.time()
print("kept", run.count, run.interrupted, run.finished, len(run.events["ecal.total_GeV"]), stopped, flush=True)
"""


def test_ctrl_c_stops_quickly_and_keeps_what_is_done():
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.3)  # into the middle of a shower of 100 GeV
            sent = time.time()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    word, count, interrupted, finished, length, stopped = out.split()
    assert (word, interrupted, finished) == ("kept", "True", "False") and count == length and int(count) > 0
    assert "they are kept" in err
    # Measured 5 to 20 ms; a loaded machine may take longer, an uninterruptible shower would take seconds.
    print(f"Ctrl-C to stop: {1000 * (float(stopped) - sent):.0f} ms")
    assert float(stopped) - sent < 3


def test_progress_without_tqdm(monkeypatch, capsys, study):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    study.run(events=3, seed=1, progress=True)
    assert "3/3" in capsys.readouterr().err


def test_progress_is_quiet_off_terminal(capsys, study):
    study.run(events=3, seed=1)
    assert capsys.readouterr() == ("", "")


def test_an_experiment_by_name():
    card = {"experiment": "na64e_2018", "beam": {"energy_GeV": 2, "position_mm": [0, 0, -2500]}, "events": 3}
    run = hm.Run(card).advance()
    cited = hm.experiments.na64e_2018()
    assert run.card["card"]["name"] == "na64e_2018" and "truth.ecal.total_GeV" in run.columns
    by_name = run.select({"experiment": "na64e_2018"})[1]
    assert by_name.to_dict() == run.select(cited.selection)[1].to_dict()


def test_the_limit_of_an_experiment(signal_run):
    selection = {"name": "none", "cuts": [{"name": "all", "expression": "deposited_GeV >= 0"}]}
    named = signal_run.exclusion({"experiment": "na64mu_2022", "selection": selection})
    spelled = signal_run.limit(exposure=1.98e10, background=(0.07, 0.03), observed=0, selection=selection)
    assert list(named.coupling) == list(spelled.coupling)
    with pytest.raises(hm.ConfigurationError, match="background"):
        signal_run.exclusion({"experiment": "na64e_2018"})
