"""The list of Tests/ABI/bad_inputs.json through the Python interface."""

import json
from pathlib import Path

import hermetic as hm
import pytest
from hermetic import errors
from hermetic._library import call_text, card, text
from hermetic.production import Production

CONTENT = json.loads((Path(__file__).parents[3] / "Tests" / "ABI" / "bad_inputs.json").read_text())


def plain(value):
    """Numbers that JSON can't write, raw cards, raw bytes."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value in ("nan", "inf", "-inf"):
        return float(value)
    if isinstance(value, dict) and "$text" in value:
        return value["$text"]
    if isinstance(value, dict) and "$hex" in value:
        return bytes.fromhex(value["$hex"])
    return value


def model(card):
    from hermetic._library import Handle
    from hermetic._library import card as encoded

    Handle("hermetic_model_create", "hermetic_model_free", encoded(card, "model"))
    return hm.DarkPhoton(card["mass_GeV"])


def probe(card):
    """A probe from its card as it is: the constructor would refuse some cards itself."""
    from hermetic._library import Handle
    from hermetic._library import card as encoded

    made = hm.physics.Probe.__new__(hm.physics.Probe)
    made._handle = Handle("hermetic_probe_create", "hermetic_probe_free", encoded(card, "probe"))
    return made
def fit(a):
    """With the options as they are: the method has arguments of its own."""
    from hermetic import _library

    tracker, hits, tracks = hm.Tracker(a["card"]), _library.array(a["hits"], "hits"), _library.array([0.0] * 26, "tracks")
    _library.call(
        "hermetic_tracker_fit",
        tracker._handle.pointer,
        card(a["options"], "options"),
        _library.address(hits),
        None,
        1,
        _library.address(tracks),
        None,
    )


def encoded_card(card):
    from hermetic._library import card as encoded

    return encoded(card, "card")


def production(a):
    """Any options: `Model.prepare` would write some of them."""
    return Production(any_model(a["card"])._handle, a["options"], ["boson", "lepton", "nucleus"])


def any_model(card):
    return hm.Model(**card)


def workspace(a):
    return hm.limits.Workspace(a["workspace"])


def asked(a, name):
    made = workspace(a)  # kept alive until the call is over
    return call_text(f"hermetic_workspace_{name}", made.pointer, card(a["card"], "card"))


def exported(a):
    made = workspace(a)
    return call_text("hermetic_workspace_export", made.pointer, text(a["kind"], "kind"))


CALLS = {
    "workspace_create": workspace,
    "workspace_fit": lambda a: asked(a, "fit"),
    "workspace_limit": lambda a: asked(a, "limit"),
    "workspace_test": lambda a: asked(a, "test"),
    "workspace_discovery": lambda a: asked(a, "discovery"),
    "workspace_export": exported,
    "workspace_patch": lambda a: hm.limits.Workspace(
        a["workspace"], patch=a["patch"], patch_name=a["patch_name"]
    ),
    "preset_names": lambda a: call_text("hermetic_preset_names", text(a["kind"], "kind")),
    "preset_card": lambda a: (
        hm.Selection.preset(a["name"])
        if a["kind"] == "selection"
        else hm.published(a["name"])
        if a["kind"] == "published"
        else call_text("hermetic_preset_card", text(a["kind"], "kind"), text(a["name"], "name"))
    ),
    "material_describe": lambda a: hm.materials.describe(a["material"]),
    "process_cross_section": lambda a: hm.physics.cross_section(
        a["process"], a["pdg"], a["material"], a["kinetic_energies_GeV"], range_cut_mm=a["range_cut_mm"]
    ),
    "process_stopping_power": lambda a: hm.physics.stopping_power(
        a["kind"], a["pdg"], a["material"], a["kinetic_energies_GeV"], range_cut_mm=a["range_cut_mm"]
    ),
    "process_sample": lambda a: hm.physics.sample(
        a["pdg"], a["material"], a["kinetic_energy_GeV"], a["n"], range_cut_mm=a["range_cut_mm"]
    ),
    "probe_create": lambda a: probe(a["card"]),
    "probe_evaluate": lambda a: probe(a["card"]).evaluate(a["quantity"], a["kinetic_energies_GeV"], a["process"]),
    "probe_interact": lambda a: probe(a["card"]).sample(a["kinetic_energy_GeV"], a["n"], a["process"]),
    "probe_final_states": lambda a: probe(a["card"]).final_states(a["kinetic_energy_GeV"], a["n"], a["process"]),
    "probe_follow": lambda a: probe(a["card"]).follow(a["kinetic_energy_GeV"], a["path_mm"], a["n"]),
    "muon_stopping_power": lambda a: hm.muons.stopping_power(
        a["process"], a["material"], a["kinetic_energies_GeV"]
    ),
    "muon_loss_density": lambda a: hm.muons.loss_density(
        a["process"], a["material"], energy_GeV=a["kinetic_energy_GeV"], loss_GeV=a["losses_GeV"]
    ),
    "synchrotron_describe": lambda a: call_text("hermetic_synchrotron_describe", encoded_card(a["card"])),
    "synchrotron_spectrum": lambda a: hm.Synchrotron(**a["card"]).spectrum(a["photon_energies_GeV"]),
    "synchrotron_sample": lambda a: hm.Synchrotron(**a["card"]).sample(a["n"]),
    "tracker_create": lambda a: hm.Tracker(a["card"]),
    "tracker_fit": lambda a: fit(a),
    "tracker_cumulative": lambda a: hm.Tracker(a["card"]).cumulative([a["hits"]], 0.01, **a["options"]),
    "tracker_find": lambda a: hm.Tracker(a["card"]).find([{}], **a["options"]),
    "tracker_vertex": lambda a: hm.Tracker(a["card"]).vertex([[[0.0] * 20]] * 2, **a["options"]),
    "tracker_propagate": lambda a: hm.Tracker(a["card"]).propagate(
        [[0.0] * 20], from_mm=a["from_mm"], to_mm=a["to_mm"]
    ),
    "setup_create": lambda a: hm.Setup(a["card"]),
    "setup_ray": lambda a: hm.Setup(a["card"]).ray(a["position_mm"], a["direction"]),
    "setup_field": lambda a: hm.Setup(a["card"]).field([a["position_mm"]]),
    "setup_propagate": lambda a: hm.Setup(a["card"]).propagate(
        a["pdg"], z_mm=a["plane_z_mm"], position_mm=a["position_mm"], momentum_GeV=a["momentum_GeV"], jacobian=True
    ),
    "model_create": lambda a: model(a["card"]),
    "model_cross_section": lambda a: model(a["card"]).cross_section(
        a["total_energies_GeV"], target=a["element"], beam=a["pdg"]
    ),
    "model_differential_cross_section": lambda a: model(a["card"]).differential_cross_section(
        a["x"], energy_GeV=a["total_energy_GeV"], target=a["element"], beam=a["pdg"]
    ),
    "model_sample": lambda a: model(a["card"]).sample(
        a["n"], energy_GeV=a["total_energy_GeV"], target=a["element"], beam=a["pdg"]
    ),
    "model_process_cross_section": lambda a: any_model(a["card"]).cross_section(
        a["total_energies_GeV"], target=a["element"], beam=a["pdg"], process=a["process"]
    ),
    "model_process_differential": lambda a: any_model(a["card"]).differential_cross_section(
        a["variables"],
        a["values"],
        energy_GeV=a["total_energy_GeV"],
        target=a["element"],
        beam=a["pdg"],
        process=a["process"],
    ),
    "model_process_sample": lambda a: any_model(a["card"]).sample(
        a["n"], energy_GeV=a["total_energy_GeV"], target=a["element"], beam=a["pdg"], process=a["process"]
    ),
    "production_create": lambda a: production(a),
    "production_rate": lambda a: production(a).rate(a["total_energies_GeV"]),
    "production_sample": lambda a: production(a).sample(a["total_energies_GeV"]),
    "model_decay_sample": lambda a: any_model(a["card"]).sample_decays(
        a["channel"], a["n"], energy_GeV=a["total_energy_GeV"]
    ),
    "model_decay_in_flight": lambda a: any_model(a["card"]).decay_in_flight(
        a["total_energies_GeV"],
        first_plane_mm=a["first_plane_mm"],
        second_plane_mm=a["second_plane_mm"],
        parent=a["parent"],
    ),
    "run_create": lambda a: hm.Run(a["card"]),
    "run_column": lambda a: a["run"].column(a["name"]),
    "run_absorb": lambda a: a["run"].absorb(a["bytes"].encode()),
    "checkpoint_describe": lambda a: hm.checkpoints.describe(a["bytes"].encode()),
    "run_tally": lambda a: a["run"].tally(a["name"]),
    "run_hits": lambda a: a["run"].hits(a["tracker"], first=a["first"], events=1),
    "run_cells": lambda a: a["run"].cells(a["sensor"], first=a["first"], events=1),
    "run_display": lambda a: call_text(
        "hermetic_run_display", a["run"]._handle.pointer, a["event"], encoded_card(a["options"])
    ),
    "background_estimate": lambda a: call_text("hermetic_background_estimate", encoded_card(a["card"])),
    "shower_library": lambda a: call_text("hermetic_shower_library", encoded_card(a["card"])),
    "run_profile": lambda a: a["run"].profile(a["sensor"]),
    "run_select": lambda a: a["run"].select(a["selection"], weight=a["weight"]),
    "run_exclusion": lambda a: a["run"].exclusion(a["analysis"]),
    "limit_events": lambda a: hm.limits.counting(
        observed=a["observed"],
        background=a["background"],
        background_error=a["background_error"],
        efficiency_error=a["efficiency_error"],
        cl=a["confidence_level"],
    ),
    "limit_counting": lambda a: hm.limits.combine(a["card"]),
    "limit_interval": lambda a: call_text("hermetic_limit_interval", card(a["card"], "card")),
    "limit_significance": lambda a: call_text("hermetic_limit_significance", card(a["card"], "card")),
    "magnetic_moment": lambda a: hm.phenomenology.magnetic_moment(a["coupling"], a["lepton"], a["masses_GeV"]),
    "magnetic_moment_coupling": lambda a: hm.phenomenology.coupling_for(
        a["delta_a"], a["coupling"], a["lepton"], a["masses_GeV"]
    ),
    "loop_mixing": lambda a: hm.phenomenology.loop_mixing(a["q2_GeV2"]),
    "relic": lambda a: hm.relic.answer(a["card"]),
    "degrees_of_freedom": lambda a: hm.relic.degrees_of_freedom(a["temperatures_GeV"], source=a["source"]),
    "convert": lambda a: hm.phenomenology.convert(
        a["values"], a["from"], a["to"], alpha_D=a["alpha_D"], mass_ratio=a["mass_ratio"]
    ),
    "limit_couplings": lambda a: hm.couplings.limits(a["card"]),
    "limit_optimise": lambda a: hm.couplings.optimise(a["card"]),
    "limit_contour": lambda a: hm.couplings.contour(
        a["x"], a["y"], [a["values"][:2], a["values"][2:]], **json.loads(a["options"])
    ),
    "contour_create": lambda a: hm.couplings.trace(lambda x, y: x, **a["card"]),
}


@pytest.fixture(scope="module")
def runs():
    return {name: hm.Run(card).advance() for name, card in CONTENT["runs"].items()}


@pytest.mark.parametrize("item", CONTENT["inputs"], ids=lambda item: item["name"])
def test_refused_with_its_code_and_a_message_that_names_the_problem(item, runs):
    arguments = {name: plain(value) for name, value in item["args"].items()}
    if "run" in item:
        arguments["run"] = runs[item["run"]]
    with pytest.raises(hm.HermeticError) as caught:
        CALLS[item["call"]](arguments)
    assert caught.value.name == item["code"], caught.value
    assert isinstance(caught.value, errors._BY_CODE[caught.value.code])
    for word in item["mentions"]:
        assert word in str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_json_cannot_write_are_named(value):
    with pytest.raises(hm.RangeError, match=r"beam\.energy_GeV"):
        hm.Study(setup="na64e_2018", beam={"energy_GeV": value}).run(events=1)
    with pytest.raises(hm.RangeError, match=r"volumes\[0\]\.size_mm\[1\]"):
        hm.Setup({"world": {}, "volumes": [{"size_mm": [1, value, 1]}]})


@pytest.mark.parametrize(
    "call, kind",
    [
        (lambda: hm.Setup(17), hm.ArgumentError),
        (lambda: hm.Setup({"world": object()}), hm.ArgumentError),
        (lambda: hm.Setup('{"preset": "na64e_2018"}\0'), hm.ParseError),
        (lambda: hm.DarkPhoton("10 parsec"), hm.ParseError),
        (lambda: hm.DarkPhoton("heavy"), hm.ParseError),
        (lambda: hm.DarkPhoton([]), hm.ConfigurationError),
        (lambda: hm.DarkPhoton(True), hm.ArgumentError),
        (lambda: hm.DarkPhoton("10 MeV").cross_section("fast"), hm.ArgumentError),
        (lambda: hm.DarkPhoton("10 MeV").cross_section(100, beam="p"), hm.NotFoundError),
        (lambda: hm.DarkPhoton(["1 MeV", "2 MeV"]).sample(1, energy_GeV=100), hm.ArgumentError),
        (lambda: hm.DarkPhoton("10 MeV").sample(-1, energy_GeV=100), hm.RangeError),
        (lambda: hm.DarkPhoton("10 MeV").sample(2**40, energy_GeV=100), hm.RangeError),
        (lambda: hm.DarkPhoton("10 MeV").sample(1.5, energy_GeV=100), hm.RangeError),
        (lambda: hm.Study(setup="na64e_2018").run(events="many"), hm.ArgumentError),
        (lambda: hm.Study(setup="na64e_2018").run(events=10, seed=2**70), hm.RangeError),
        (lambda: hm.Study(setup="na64e_2018").run(events=float("nan")), hm.RangeError),
        (lambda: hm.logspace(0, 1, 3), hm.RangeError),
        (lambda: hm.logspace("1 MeV", "1 GeV", 1), hm.RangeError),
        (lambda: hm.limits.counting(observed=0.5, background=1), hm.RangeError),
        (lambda: hm.limits.counting(observed=0, background="none"), hm.ArgumentError),
        (lambda: hm.World("air", (1, 2)).setup(), hm.ArgumentError),
        (lambda: hm.setups.na64e_2018().replace(ECALL={"layers": 3}), hm.NotFoundError),
        (lambda: hm.selections.na64e_invisible_2018().without("SRDD"), hm.NotFoundError),
    ],
)
def test_what_the_package_itself_refuses(call, kind):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value)
