"""Turns bad_inputs.json into a C table: `python3 bad_inputs_table.py > bad_inputs_table.h`.

The same list drives the Python and the Lua tests (bindings/*/tests). Texts stand in the JSON as they are,
objects are cards, {"$text": …} is a raw card, {"$hex": …} are raw bytes, null is a null pointer; numbers that
JSON can't write are texts.
"""

import json
import sys
from pathlib import Path

# call: names of its texts, numbers, and lists, in the order in which the C program takes them.
ARGUMENTS = {
    "preset_names": (["kind"], [], []),
    "preset_card": (["kind", "name"], [], []),
    "material_describe": (["material"], [], []),
    "process_cross_section": (["process", "material"], ["pdg", "range_cut_mm"], ["kinetic_energies_GeV"]),
    "process_stopping_power": (["kind", "material"], ["pdg", "range_cut_mm"], ["kinetic_energies_GeV"]),
    "process_sample": (["material"], ["pdg", "range_cut_mm", "kinetic_energy_GeV", "n"], []),
    "probe_create": (["card"], [], []),
    "probe_evaluate": (["card", "quantity", "process"], [], ["kinetic_energies_GeV"]),
    "probe_interact": (["card", "process"], ["kinetic_energy_GeV", "n"], []),
    "probe_final_states": (["card", "process"], ["kinetic_energy_GeV", "n"], []),
    "probe_follow": (["card"], ["kinetic_energy_GeV", "path_mm", "n"], []),
    "muon_stopping_power": (["process", "material"], [], ["kinetic_energies_GeV"]),
    "muon_loss_density": (["process", "material"], ["kinetic_energy_GeV"], ["losses_GeV"]),
    "synchrotron_describe": (["card"], [], []),
    "synchrotron_spectrum": (["card"], [], ["photon_energies_GeV"]),
    "synchrotron_sample": (["card"], ["n"], []),
    "setup_create": (["card"], [], []),
    "setup_ray": (["card"], [], ["position_mm", "direction"]),
    "tracker_create": (["card"], [], []),
    "tracker_fit": (["card", "options"], [], ["hits"]),
    "tracker_cumulative": (["card", "options"], [], ["hits"]),
    "tracker_find": (["card", "options"], [], []),
    "tracker_vertex": (["card", "options"], [], []),
    "tracker_propagate": (["card"], ["from_mm", "to_mm"], ["states"]),
    "setup_field": (["card"], [], ["position_mm"]),
    "setup_propagate": (["card"], ["pdg", "plane_z_mm"], ["position_mm", "momentum_GeV"]),
    "model_create": (["card"], [], []),
    "model_cross_section": (["card", "element"], ["pdg"], ["total_energies_GeV"]),
    "model_differential_cross_section": (["card", "element"], ["pdg", "total_energy_GeV"], ["x"]),
    "model_sample": (["card", "element"], ["pdg", "total_energy_GeV", "n"], []),
    "model_process_cross_section": (["card", "process", "element"], ["pdg"], ["total_energies_GeV"]),
    "model_process_differential": (
        ["card", "process", "element", "variables"],
        ["pdg", "total_energy_GeV"],
        ["values"],
    ),
    "model_process_sample": (["card", "process", "element"], ["pdg", "total_energy_GeV", "n"], []),
    "production_create": (["card", "options"], [], []),
    "production_rate": (["card", "options"], [], ["total_energies_GeV"]),
    "production_sample": (["card", "options"], [], ["total_energies_GeV"]),
    "model_decay_sample": (["card", "channel"], ["total_energy_GeV", "n"], []),
    "model_decay_in_flight": (
        ["card", "parent"],
        ["first_plane_mm", "second_plane_mm"],
        ["total_energies_GeV"],
    ),
    "run_create": (["card"], [], []),
    "run_column": (["name"], [], []),
    "run_profile": (["sensor"], [], []),
    "run_cells": (["sensor"], ["first"], []),
    "run_hits": (["tracker"], ["first"], []),
    "shower_library": (["card"], [], []),
    "run_display": (["options"], ["event"], []),
    "background_estimate": (["card"], [], []),
    "run_tally": (["name"], [], []),
    "run_absorb": (["bytes"], [], []),
    "checkpoint_describe": (["bytes"], [], []),
    "run_select": (["selection", "weight"], [], []),
    "run_exclusion": (["analysis"], [], []),
    "workspace_create": (["workspace"], [], []),
    "workspace_fit": (["workspace", "card"], [], []),
    "workspace_limit": (["workspace", "card"], [], []),
    "workspace_test": (["workspace", "card"], [], []),
    "workspace_discovery": (["workspace", "card"], [], []),
    "workspace_export": (["workspace", "kind"], [], []),
    "workspace_patch": (["workspace", "patch", "patch_name"], [], []),
    "limit_events": (
        [],
        ["observed", "background", "background_error", "efficiency_error", "confidence_level"],
        [],
    ),
    "limit_counting": (["card"], [], []),
    "limit_interval": (["card"], [], []),
    "limit_significance": (["card"], [], []),
    "magnetic_moment": (["coupling", "lepton"], [], ["masses_GeV"]),
    "magnetic_moment_coupling": (["coupling", "lepton"], ["delta_a"], ["masses_GeV"]),
    "loop_mixing": ([], [], ["q2_GeV2"]),
    "relic": (["card"], [], []),
    "degrees_of_freedom": (["source"], [], ["temperatures_GeV"]),
    "convert": (["from", "to"], ["alpha_D", "mass_ratio"], ["values"]),
    "limit_couplings": (["card"], [], []),
    "limit_optimise": (["card"], [], []),
    "limit_contour": (["options"], [], ["x", "y", "values"]),
    "contour_create": (["card"], [], []),
}


def text(value):
    if value is None:
        return "NULL"
    if isinstance(value, dict) and "$text" in value:
        data = value["$text"].encode()
    elif isinstance(value, dict) and "$hex" in value:
        data = bytes.fromhex(value["$hex"])
    else:
        data = (value if isinstance(value, str) else json.dumps(value)).encode()
    return '"' + "".join(chr(c) if 32 <= c < 127 and chr(c) not in '"\\?' else f"\\{c:03o}" for c in data) + '"'


def number(value):
    return {"nan": "NAN", "inf": "INFINITY", "-inf": "-INFINITY"}.get(
        value, repr(float(value)) if not isinstance(value, str) else ""
    )


def row(item):
    texts, numbers, lists = ARGUMENTS[item["call"]]
    arguments = item["args"]
    values = [number(arguments[name]) for name in numbers]
    entries = [number(value) for name in lists for value in arguments[name]]
    fields = [
        f".name = {text(item['name'])}",
        f".call = {text(item['call'])}",
        f".run = {text(item.get('run'))}",
        f".code = {item['code']}",
        ".text = {" + ", ".join(text(arguments[name]) for name in texts) + "}" if texts else "",
        ".number = {" + ", ".join(values) + "}" if values else "",
        ".list = {" + ", ".join(entries) + "}" if entries else "",
        f".length = {len(entries)}",
        ".mentions = {" + ", ".join(text(word) for word in item["mentions"]) + "}" if item["mentions"] else "",
    ]
    return "  {" + ", ".join(field for field in fields if field) + "},"


def main():
    content = json.loads(Path(__file__).with_name("bad_inputs.json").read_text())
    print("/* Made by Tests/ABI/bad_inputs_table.py from bad_inputs.json. */")
    for name, card in content["runs"].items():
        print(f"static const char {name}_run_card[] = {text(card)};")
    print("static const bad_input bad_inputs[] = {")
    for item in content["inputs"]:
        print(row(item))
    print("};")


if __name__ == "__main__":
    sys.exit(main())
