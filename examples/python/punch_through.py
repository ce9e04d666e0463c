"""How often does a 100 GeV hadron come out behind 1, 2, 4 modules of the NA64 hadron calorimeter and leaves nothing in
them but a minimum-ionising track (charged) or nothing at all (neutral)?

Four modules are 24 to 30 interaction lengths: an unbiased run would need 1e13 events. Splitting by depth keeps the
number of fast hadrons about constant on their way; roulette stops following soft particles. Every track carries its
weight, so the sums have the mean they have without either.

"Nothing" needs a threshold: what a hadron may lose besides the mean ionisation of its track. NA64mu counts 0.1 GeV; a
knocked-out nucleon takes about as much, so the answer depends on it. The table has several, and the chance of no
inelastic interaction at all, which needs no simulation.

    python punch_through.py [events] [pi-|p|n …]
"""

import sys

import numpy as np

import hermetic as hm

MODULES = 4
LAYERS = 48
LENGTH_MM = LAYERS * 29
SLABS = {"Fe": 25, "polystyrene": 4}
LOST_GEV = [0.1, 0.3, 1]
NEUTRAL = ["n", "nbar", "K0L"]
HADRONS = ["pi-", "pi+", "K-", "K+", "K0S", "K0L", "p", "pbar", "n", "nbar", "Lambda", "Lambdabar"]


def module(number):
    return {
        "name": f"HCAL{number}",
        "shape": "layered_calorimeter",
        "layers": LAYERS,
        "slabs": [{"material": name, "thickness_mm": thick} for name, thick in SLABS.items()],
        "size_mm": [600, 600],
        "position_mm": [0, 0, LENGTH_MM * (number - 0.5)],
        "sensitive": {"name": f"hcal{number}", "slab": 1},
    }


def per_layer(particle, energy_GeV):
    """Inelastic interactions and ionisation loss [GeV] in a layer."""
    interactions = loss = 0
    for name, thick in SLABS.items():
        probe = hm.physics.Probe(particle, name)
        interactions += thick * probe.cross_section("inelastic", energy_GeV)[0]
        if particle not in NEUTRAL:
            loss += thick * probe.stopping_power(energy_GeV)[0]
    return interactions, loss


def run(particle, events, *, split=True, modules=MODULES, energy_GeV=100, lost_GeV=LOST_GEV, seed=1):
    """Weights behind each module, per event: array (thresholds, modules, events)."""
    interactions, loss = per_layer(particle, energy_GeV)
    minimum_GeV = energy_GeV - max(lost_GeV) - modules * LAYERS * loss
    planes = {
        f"out{k}_{i}": {
            "volume": f"HCAL{k}",
            "at": "exit",
            "particles": HADRONS,
            "minimum_energy_GeV": energy_GeV - lost - k * LAYERS * loss,
        }
        for k in range(1, modules + 1)
        for i, lost in enumerate(lost_GeV)
    }
    physics = {}
    if split:
        # A little closer than ln 2 interaction lengths: the number of tracks must not fall on the way. The spacing costs
        # time when it is wrong, never accuracy.
        length_mm = 29 / interactions
        physics["splitting"] = {
            "factor": 2,
            "start_mm": 0.93 * length_mm,
            "spacing_mm": 0.93 * length_mm * np.log(2),
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
    columns = [[f"out{k}_{i}.weight" for k in range(1, modules + 1)] for i in range(len(lost_GeV))]
    return np.array([[done.events[name] for name in row] for row in columns])


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    particles = sys.argv[2:] or ["pi-", "p", "n"]
    heads = "".join(f"   lost < {lost:g} GeV     N" for lost in LOST_GEV)
    print(f"particle  modules  no interaction{heads}      (N: effective number of events)")
    for particle in particles:
        weights = run(particle, events)
        interactions = per_layer(particle, 100)[0]
        for k in (1, 2, 4):
            text = f"{particle:8}  {k:7}  {np.exp(-LAYERS * k * interactions):14.1e}"
            for w in weights[:, k - 1]:
                error = w.std() / np.sqrt(len(w))
                effective = w.sum() ** 2 / (w**2).sum() if w.any() else 0
                text += f"  {w.mean():8.1e}({error:.0e}) {effective:4.0f}"
            print(text)


if __name__ == "__main__":
    main()
