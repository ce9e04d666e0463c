"""How often does a 100 GeV hadron come out behind 1, 2, 4 modules of the NA64 hadron calorimeter with all of its
energy but what a minimum-ionising track loses and 1 GeV?

Four modules are 25 interaction lengths: an unbiased run would need 1e12 events. Splitting by depth keeps the number of
fast hadrons about constant on their way; roulette stops following soft particles. Every track carries its weight, so
the sums have the mean they have without either.

    python punch_through.py [events] [pi-|p|n]
"""

import sys

import numpy as np

import hermetic as hm

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
PARTICLES = sys.argv[2:] or ["pi-", "p", "n"]
MODULES = 4
LENGTH_MM = 48 * 29
# Attenuation lengths in the module [mm], for the spacing of planes alone: a wrong value costs time, not accuracy.
ATTENUATION_MM = {"pi-": 235, "p": 195, "n": 195}
HADRONS = ["pi-", "pi+", "K-", "K+", "K0S", "K0L", "p", "pbar", "n", "nbar", "Lambda", "Lambdabar"]


def module(number):
    return {
        "name": f"HCAL{number}",
        "shape": "layered_calorimeter",
        "layers": 48,
        "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
        "size_mm": [600, 600],
        "position_mm": [0, 0, LENGTH_MM * (number - 0.5)],
        "sensitive": {"name": f"hcal{number}", "slab": 1},
    }


def run(particle, events, *, split=True, modules=MODULES, energy_GeV=100, seed=1):
    """Weights behind each module, per event, of hadrons that have lost 1 GeV at most besides ionisation."""
    per_module = 0 if particle == "n" else 2.2
    minimum_GeV = energy_GeV - 1 - modules * per_module
    planes = {
        f"out{k}": {
            "volume": f"HCAL{k}",
            "at": "exit",
            "particles": HADRONS,
            "minimum_energy_GeV": energy_GeV - 1 - k * per_module,
        }
        for k in range(1, modules + 1)
    }
    physics = {}
    if split:
        physics["splitting"] = {
            "factor": 2,
            "start_mm": ATTENUATION_MM[particle],
            "spacing_mm": ATTENUATION_MM[particle] * np.log(2),
            "end_mm": modules * LENGTH_MM,
            "minimum_energy_GeV": minimum_GeV,
            # What is below can make no hadron above.
            "roulette_below_GeV": minimum_GeV,
            "survival": 1e-4,
        }
    card = {
        "setup": {
            "world": {"material": "vacuum", "size_mm": [2000, 2000, 2 * modules * LENGTH_MM + 1000]},
            "volumes": [module(k) for k in range(1, modules + 1)],
            "planes": planes,
        },
        "beam": {"particle": particle, "energy_GeV": energy_GeV, "position_mm": [0, 0, -10]},
        "physics": physics,
        "events": events,
        "seed": seed,
    }
    done = hm.Run(card).advance(progress=False)
    return np.array([done.events[f"out{k}.weight"] for k in range(1, modules + 1)])


def main():
    print("particle  modules  probability      error    effective events   no interaction at all")
    for particle in PARTICLES:
        weights = run(particle, EVENTS)
        probe = {m: hm.physics.Probe(particle, m) for m in ("Fe", "polystyrene")}
        rate = 25 * probe["Fe"].cross_section("inelastic", 100)[0]
        rate += 4 * probe["polystyrene"].cross_section("inelastic", 100)[0]
        for k in (1, 2, 4):
            w = weights[k - 1]
            error = w.std() / np.sqrt(len(w))
            effective = w.sum() ** 2 / (w**2).sum() if w.any() else 0
            print(
                f"{particle:8}  {k:7}  {w.mean():11.2e}  {error:9.1e}  {effective:16.0f}"
                f"   {np.exp(-48 * k * rate):21.1e}"
            )


if __name__ == "__main__":
    main()
