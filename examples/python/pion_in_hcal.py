"""A 100 GeV pi- into one module of the NA64 hadron calorimeter: what it shows, and where the rest of the energy went.

    python pion_in_hcal.py [events]
"""

import sys

import hermetic as hm

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100

MODULE = {
    "name": "HCAL",
    "shape": "layered_calorimeter",
    "layers": 48,
    "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
    "size_mm": [600, 600],
    "position_mm": [0, 0, 696],
    "sensitive": {"name": "hcal", "slab": 1, "cells": [3, 3], "cell_mm": [194, 192]},
}


def shoot(particle, energy_GeV, events, seed=1):
    card = {
        "setup": {"world": {"material": "vacuum", "size_mm": [2000, 2000, 4000]}, "volumes": [MODULE]},
        "beam": {"particle": particle, "energy_GeV": energy_GeV, "position_mm": [0, 0, -10]},
        # Scintillator quenches slow protons (Birks), and its gate closes 150 ns after the particle.
        "physics": {"hadrons": {"birks_mm_per_MeV": 0.079, "time_window_ns": 150}},
        "events": events,
        "seed": seed,
    }
    return hm.Run(card).advance(progress=False)


def main():
    electrons = shoot("e-", 10, max(5, EVENTS // 4))
    pions = shoot("pi-", 100, EVENTS)
    per_GeV = electrons.events["hcal.visible_GeV"].mean() / 10
    events = pions.events
    visible = events["hcal.visible_GeV"]
    print(f"visible: {1e3 * visible.mean():.0f} MeV, sigma/E {visible.std() / visible.mean():.3f}")
    print(f"pi/e = {visible.mean() / per_GeV / 100:.3f}")
    print(f"binding energy of broken nuclei: {events['nuclear_loss_GeV'].mean():.2f} GeV")
    print(f"neutrinos: {events['neutrino_GeV'].mean():.2f} GeV")
    print(f"escaped: {events['escaped_GeV'].mean():.2f} GeV")
    print(f"energy closes within {pions.worst_energy_imbalance:.1e}")


if __name__ == "__main__":
    main()
