"""The constant that puts a hadron calorimeter on the scale of hadrons, from simulation.

Set-ups are calibrated with electrons: a 100 GeV pion reads less than 100 GeV. Experiments calibrate with hadrons. The
ratio is the "scale" of the HCAL's sensors in a response card; a muon then reads as much more. It belongs to the
physics that it was made with: without quenching and gate (the default of runs) and with both.

    python hcal_calibration.py [events] [setup] [energy in GeV]
"""

import sys

import numpy as np

import hermetic as hm
from hermetic.cards import preset

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SETUP = sys.argv[2] if len(sys.argv) > 2 else "na64e_2018"
ENERGY_GEV = float(sys.argv[3]) if len(sys.argv) > 3 else 100.0
# What the light output of polystyrene and the gate of the readout make of slow protons and late neutrons.
PHYSICS = {
    "default": {},
    "quenching, gate of 150 ns": {"hadrons": {"birks_mm_per_MeV": 0.079, "time_window_ns": 150}},
}


def modules(setup):
    """The HCAL modules of a set-up, placed one behind the other in vacuum, and the names of their sensors."""
    card = preset("setup", setup)
    found = [dict(v) for v in card["volumes"] if v["name"].lower().startswith("hcal")]
    if not found:
        raise SystemExit(f"{setup} has no volume named HCAL…")
    z = 0.0
    for volume in found:
        depth = volume["layers"] * sum(slab["thickness_mm"] for slab in volume["slabs"])
        volume["position_mm"] = [0, 0, z + depth / 2]
        z += depth
    sensors = [volume["sensitive"]["name"] for volume in found]
    calibration = {name: card["calibration"][name] for name in sensors}
    return {"volumes": found, "calibration": calibration}, sensors, z


def read(detector, sensors, depth, physics, particle, energy_GeV, events, seed=1):
    """Energy read in all modules, on the scale of the set-up's calibration."""
    card = {
        "setup": {"world": {"material": "vacuum", "size_mm": [3000, 3000, 2 * depth + 1000]}, **detector},
        "beam": {"particle": particle, "energy_GeV": energy_GeV, "position_mm": [0, 0, -10]},
        "physics": physics,
        "events": events,
        "seed": seed,
    }
    run = hm.Run(card).advance(progress=False)
    return np.array([run.events[f"{name}.total_GeV"] for name in sensors])


def constant(setup, physics, energy_GeV=ENERGY_GEV, events=EVENTS):
    """The scale with its error, pi/e, and the median of a muon in the first module on the scale of electrons [GeV]."""
    placed = modules(setup)
    pions = read(*placed, physics, "pi-", energy_GeV, events).sum(axis=0)
    electrons = read(*placed, physics, "e-", 50, max(10, events // 4)).sum(axis=0)
    muons = read(*placed, physics, "mu-", 100, max(50, events))[0]
    scale = energy_GeV / pions.mean()
    error = scale * pions.std() / pions.mean() / np.sqrt(len(pions))
    return scale, error, pions.mean() / energy_GeV / (electrons.mean() / 50), np.median(muons)


def main():
    print(f"{SETUP}, pi- of {ENERGY_GEV:g} GeV, {EVENTS} events")
    for name, physics in PHYSICS.items():
        scale, error, ratio, muon = constant(SETUP, physics)
        print(f"{name}: scale = {scale:.4f} +- {error:.4f}, pi/e = {ratio:.3f}")
        print(f"  muons of 100 GeV: {muon:.2f} GeV in a module, {scale * muon:.2f} on the scale of hadrons")


if __name__ == "__main__":
    main()
