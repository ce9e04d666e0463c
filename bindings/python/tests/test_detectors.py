"""Set-ups, experiments, beams of several particles, displays, backgrounds, optimisation of cuts."""

import json
import re
import struct

import hermetic as hm
import numpy as np
import pytest
from hermetic.cards import preset


@pytest.mark.parametrize("name", hm.setups.names())
def test_setups_are_sound_and_cited(name):
    setup = hm.Setup.preset(name)
    description = setup.describe()
    sensors = [sensor["name"] for sensor in description["sensors"]]
    assert "ecal" in sensors and "veto" in sensors
    assert setup.to_dict()["citations"]
    assert getattr(hm.setups, name)().to_dict() == setup.to_dict()


@pytest.mark.parametrize("name", hm.experiments.names())
def test_experiments_are_whole(name):
    experiment = getattr(hm.experiments, name)()
    assert experiment.particles > 1e8 and experiment["citations"] and experiment["assumptions"]
    beam = experiment["beam"]
    # One soft event is enough to see that every cut knows its columns.
    run = experiment.study(beam=hm.Beam(particle=beam["particle"], energy_GeV=0.2)).run(events=2)
    assert len(run.cutflow.rows) == len(experiment.selection.cuts) + 1


@pytest.mark.parametrize("name", hm.experiments.names())
def test_experiments_have_a_response_and_a_mixture(name):
    experiment = getattr(hm.experiments, name)()
    response = preset("response", experiment["response"]["preset"])
    sensors = {sensor["name"] for sensor in experiment.setup.describe()["sensors"]}
    assert set(response["sensors"]) <= sensors and {"ecal", "veto", "hcal0", "hcal1"} <= set(response["sensors"])
    for sensor in response["sensors"].values():
        assert sensor.get("source") or sensor.get("assumption")
    mixture = experiment["admixture"]
    assert mixture["source"] and mixture["assumption"]
    assert experiment["beam"]["particle"] == max(mixture["composition"], key=mixture["composition"].get)
    beam = experiment.mixed_beam.replace(energy_GeV=0.3)
    if len(mixture["composition"]) > 1:
        assert "beam.pdg" in experiment.study(beam=beam, response=None).prepare(events=1).columns


def test_physics_of_an_experiment_is_kept_key_by_key():
    experiment = hm.experiments.na64e_2018()
    own = {"birks_mm_per_MeV": 0.079, "time_window_ns": 150}
    assert experiment["physics"] == {"hadrons": own}
    study = experiment.study(physics=hm.Physics(biasing={"gamma_to_muons": 2}, hadrons={"time_window_ns": 50}))
    card = study.prepare(events=1).card["card"]["physics"]
    assert card["hadrons"]["birks_mm_per_MeV"] == 0.079 and card["hadrons"]["time_window_ns"] == 50
    named = {"experiment": "na64e_2018", "physics": {"biasing": {"gamma_to_muons": 2}, "hadrons": {"time_window_ns": 50}}}
    assert hm.Run({**named, "events": 1}).card["card"]["physics"] == card


@pytest.mark.parametrize("options", [{}, {"response": "na64e_sensors"}, {"fidelity": "fast", "fast": {"threshold_GeV": 1}}])
def test_quenching_keeps_the_scale_of_electrons(options):
    """Calibrations are made with electrons in the scintillator as it is: quenched or not, they read the same."""
    quenched = hm.Physics(hadrons={"birks_mm_per_MeV": 0.079})
    beam = hm.Beam(energy_GeV=4, position_mm=(0, 0, -1))
    plain, other = (
        hm.Study(setup="na64e_2018", beam=beam, physics=physics, **options).run(events=3, seed=2).events
        for physics in (None, quenched)
    )
    for column in ("ecal.total_GeV", "ecal.preshower_GeV", "hcal.total_GeV"):
        assert np.allclose(plain[column], other[column], rtol=1e-9), column
    assert np.allclose(np.asarray(other["ecal.visible_GeV"] / plain["ecal.visible_GeV"]), 1 / (1 + 1.5 * 0.079 * 0.2), rtol=0.005)


def test_depth_of_the_calorimeters():
    ecal = {v["name"]: v for v in hm.setups.na64e_2022().describe()["geometry"]["volumes"]}["ECAL"]
    assert abs(ecal["radiation_lengths_along_z"] - 40.6) < 0.5  # 40 X0
    wcal = {v["name"]: v for v in hm.setups.na64e_visible_2017_40X0().describe()["geometry"]["volumes"]}["WCAL"]
    assert abs(wcal["radiation_lengths_along_z"] - 40.5) < 0.5


def test_beam_of_several_particles(study):
    beam = hm.Beam(
        energy_GeV=0.5,
        spot_sigma_mm=(1, 1),
        composition={"e-": 3, "gamma": 1},
        halo={"fraction": 0.5, "spot_sigma_mm": [20, 20], "composition": {"e+": 1}},
    )
    events = study.replace(beam=beam).run(events=2000, seed=5).events
    share = {pdg: (events["beam.pdg"] == pdg).mean() for pdg in (11, 22, -11)}
    error = np.sqrt(0.25 / 2000)
    assert abs(share[-11] - 0.5) < 4 * error and abs(share[11] - 0.375) < 4 * error
    assert abs(share[22] - 0.125) < 4 * error
    with pytest.raises(hm.ConfigurationError, match="one kind"):
        study.replace(beam=beam, signal=hm.DarkPhoton("10 MeV")).prepare(events=1)
    with pytest.raises(hm.NotFoundError, match="composition"):
        study.replace(beam=hm.Beam(composition={"tachyon": 1})).prepare(events=1)


def test_display_shows_the_event_of_the_run(run, tmp_path):
    shown = run.display(3, minimum_energy_GeV=0.05)
    assert shown.event == 3
    assert shown.columns["ecal.total_GeV"] == run.events["ecal.total_GeV"][3]
    total = sum(shown.cells[0]["energies_GeV"])
    assert abs(total - run.events["ecal.total_GeV"][3]) < 1e-9
    assert shown.tracks[0]["particle"] == "e-" and shown.tracks[0]["energy_GeV"] == 2
    assert all(track["energy_GeV"] >= 0.05 for track in shown.tracks)
    assert any(track["particle"] == "gamma" for track in shown.tracks)
    page = shown.save(tmp_path / "event.html").read_text()
    assert "ECAL" in page and "http" not in page.replace("<!doctype html>", "")
    data = shown.save(tmp_path / "event.glb").read_bytes()
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    document = json.loads(data[20 : 20 + size])
    binary, tag = struct.unpack_from("<I4s", data, 20 + size)
    assert kind == b"JSON" and tag == b"BIN\0" and binary == document["buffers"][0]["byteLength"]
    for accessor in document["accessors"]:
        width = {"VEC3": 12, "SCALAR": 4}[accessor["type"]]
        assert document["bufferViews"][accessor["bufferView"]]["byteLength"] == width * accessor["count"]
    assert "<iframe" in shown._repr_html_()
    with pytest.raises(hm.RangeError):
        run.display(12)
    with pytest.raises(hm.NotFoundError):
        shown.save(tmp_path / "event.obj")


def test_sideband_finds_what_was_put_in():
    edges = np.linspace(50, 90, 9)
    rate = np.diff(np.exp(0.1 * edges)) / 0.1
    found = hm.background.sideband(rate, edges, (0, 50), functions=["exponential", "exponential_quadratic"])
    assert abs(found["expected"] / ((np.exp(5) - 1) / 0.1) - 1) < 1e-3
    assert found["systematic_error"] < 0.01 * found["expected"]
    assert {row["name"] for row in found["functions"]} == {"exponential", "exponential_quadratic"}
    assert abs(hm.background.efficiency_correction(920, (1000, 10))["correction"] - 0.92) < 1e-12


def test_optimum_balances_signal_and_background(signal_run):
    best = hm.optimise_cut(
        signal_run,
        [1, 2, 3, 5, 8],
        background=lambda cut: (1e-3 * np.exp(cut), 1e-3 * np.exp(cut) * 0.3),
        exposure=1e10,
    )
    assert best["coupling_factor"].min() == 1 and len(best["values"]) == 5
    assert np.all(np.diff(best["efficiency"]) >= 0)
    assert best["expected_mean"][list(best["values"]).index(best["best"])] == best["expected_mean"].min()


def test_figures(study, run):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    kept = study.replace(cells=["ecal"]).run(events=4)
    assert kept.plot.lego(event=1) is not None and kept.plot.lego(event=None) is not None
    assert run.plot.n_minus_one("E_ECAL").get_xlabel() == "ecal.total_GeV"
    assert run.plot.spectrum(["ecal.total_GeV"], bins=5) is not None
    assert run.plot.cutflow() is not None
    with pytest.raises(hm.NotFoundError, match="E_ECAL"):
        run.plot.n_minus_one("SRD")


def test_trees_and_ntuples_hold_the_columns(run, tmp_path):
    uproot = pytest.importorskip("uproot")
    for tree in (True, False):
        with uproot.open(run.save(tmp_path / f"events{tree}.root", tree=tree)) as file:
            np.testing.assert_array_equal(file["events"]["ecal_total_GeV"].array(library="np"), run.events["ecal.total_GeV"])
            assert json.loads(str(file["run_card"]))["card"]["seed"] == 3
    with pytest.raises(hm.ArgumentError, match="root"):
        run.save(tmp_path / "events.parquet", tree=True)


@pytest.mark.parametrize("suffix", [".parquet", ".root", "tree.root", ".npz"])
def test_files_hold_the_cells(study, tmp_path, suffix):
    run = study.replace(cells=["ecal"]).run(events=5, seed=3)
    expected = run.cells("ecal")
    path = run.save(tmp_path / f"events{suffix}", **({"tree": True} if suffix.startswith("tree") else {}))
    if suffix == ".parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        column = parquet.read_table(path)["ecal.cells_GeV"].combine_chunks()
        found = column.flatten().to_numpy().reshape(expected.shape)
        assert parquet.read_schema(path).field("ecal.cells_GeV").metadata[b"shape"] == b"2,3,3"
        # The collaboration's index, section · 9 + ix · 3 + iy of this calorimeter.
        assert column[2].as_py()[9 + 1 * 3 + 2] == expected[2, 1, 1, 2]
    elif suffix == ".npz":
        found = np.load(path)["ecal.cells_GeV"]
    else:
        with pytest.importorskip("uproot").open(path) as file:
            found = file["events"]["ecal_cells_GeV"].array().to_numpy()
    np.testing.assert_array_equal(found, expected)


# What docs/columns.md says: pattern of the name -> unit in the name.
DOCUMENTED = re.compile(
    r"weight|steps|signal\.(weight|yield)_\d+(\.\w+)?|(beam\.(kinetic_energy_GeV|pdg))"
    r"|(deposited|escaped|nuclear_loss|neutrino|roulette)_GeV|truth\.(process|boson_energy_GeV|production_z_mm|electromagnetic_GeV)"
    r"|truth\.(decay_(path_mm|mean_path_mm|z_mm|pdg)|mass_index)|truth\.muon_pair(s|_energy_GeV|_z_mm)"
    r"|(truth\.)?\w+\.(total|max_cell|3x3|preshower|main|section\d+)_GeV|\w+\.(visible|pile_up)_GeV|\w+\.time_ns"
    r"|\w+\.(crossings|pdg|momentum_GeV|[xyz]_mm|slope_[xy]|time_ns|weight)"
    r"|\w+\.(hits|tracks|(momentum|mass)(_error)?_GeV|charge|[xyz]_mm|slope_[xy]|chi2|ndf|p_value)"
    r"|\w+\.(entry_[xy]_mm|vertex_([xyz]|z_error)_mm|vertex_chi2)"
    r"|\w+\.(max_cell_[xy]|(centre|periphery|max_peripheral_cell)_GeV|R|radius_mm|count_in_(range|time)|tag|shower_(chi2|limit))"
)


@pytest.mark.parametrize("name", hm.experiments.names())
def test_every_column_is_documented(name):
    experiment = getattr(hm.experiments, name)()
    identification = hm.identification.card(
        cells=["ecal"], position=["ecal"], tags={"mip": {"sensors": ["hcal0", "hcal1"], "range_GeV": [1, 4]}}
    )
    physics = hm.Physics(hadrons={"photonuclear": True}, biasing={"gamma_to_muons": 2})
    beam = hm.Beam(particle=experiment["beam"]["particle"], energy_GeV=0.2)
    run = experiment.study(identification=identification, physics=physics, beam=beam).prepare(events=1)
    unknown = [column for column in run.columns if not DOCUMENTED.fullmatch(column)]
    assert not unknown, unknown
