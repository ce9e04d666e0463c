"""A boson that decays inside the detector: the X17 in NA64's visible mode, from production to selection in one event.

    python examples/python/x17_visible.py [--output DIR] [--showers N]

Electrons on the tungsten calorimeters of 2017 and 2018. The boson flies through, decays to e+e- in the air or vacuum
behind, and the ECAL sees their showers. Runs with decays forced near and far serve all couplings. What comes out: the
efficiency of the published cuts, which the analytic chain of `hm.couplings` has to assume, and the excluded region.
"""

import argparse
from pathlib import Path

import hermetic as hm
import numpy as np

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--output", type=Path, default=Path("."))
parser.add_argument("--showers", type=int, default=300, help="of each run")
parser.add_argument("--quick", action="store_true", help="few showers of 2018 at one mass, no plot")
options = parser.parse_args()
showers = 20 if options.quick else options.showers
masses = [0.0167] if options.quick else [0.005, 0.01, 0.0167, 0.02]

# Set-up and selection, beam energy, electrons on target, z of V2 and S4.
periods = [
    ("na64e_visible_2017_40X0", "na64e_visible_2017", 100, 2.4e10, 271, 3735),
    ("na64e_visible_2017_30X0", "na64e_visible_2017", 100, 3.0e10, 211, 3675),
    ("na64e_visible_2018", "na64e_visible_2018", 150, 3.0e10, 183, 4675),
]
if options.quick:
    periods = periods[2:]
windows = [(100, 700), (700, 4800)]  # path lengths, mm: most decays near, where large couplings decay, and the rest


def simulate(setup, selection, energy):
    """One run for each window; their yields add up."""
    return [
        hm.Study(
            setup=getattr(hm.setups, setup)(),
            beam=hm.Beam(particle="e-", energy_GeV=energy),
            selection=getattr(hm.selections, selection)(),
            signal=hm.DarkPhoton(
                mass=masses,
                minimum_boson_energy_GeV=0.25 * energy,
                visible_decays="simulated",
                decay={"coupling": 3e-4, "window_mm": window, "sampling": "uniform"},
            ),
        ).run(events=showers, seed=seed)
        for seed, window in enumerate(windows, 1)
    ]


def expected(runs, epsilon, mass, selection=None):
    """Events per electron and their statistical error."""
    parts = [run.signal_yield(epsilon, mass=mass, selection=selection) for run in runs]
    return sum(part.mean for part in parts), np.sqrt(sum(part.error**2 for part in parts))


grid = np.geomspace(5e-5, 3e-3, 120)
total = np.zeros((len(masses), grid.size))
for setup, selection, energy, exposure, v2, s4 in periods:
    runs = simulate(setup, selection, energy)
    print(f"{setup}: worst energy imbalance {max(run.worst_energy_imbalance for run in runs):.1e}")
    print(" m [MeV]   epsilon   decays between V2 and S4   selected, per electron   efficiency")
    volume = {
        "name": "decay volume",
        "cuts": [{"name": "z", "expression": f"truth.decay_z_mm > {v2} and truth.decay_z_mm < {s4}"}],
    }
    for index, mass in enumerate(masses):
        for epsilon in (1.3e-4, 3e-4, 6e-4):
            flown, _ = expected(runs, epsilon, index, volume)
            kept, error = expected(runs, epsilon, index)
            print(
                f"{1000 * mass:8.1f}   {epsilon:.1e}   {flown:24.3e}   {kept:9.2e} +- {error:.1e}"
                f"   {kept / flown if flown else 0:10.3f}"
            )
        total[index] += exposure * expected(runs, grid, index)[0]

# Published efficiencies of what is not simulated (trigger, tracker, quality) are not at hand: 1 here. 0.08 to 0.11
# background events in all, none seen: more than 2.30 signal events are excluded at 90 %.
published = hm.published("NA64 visible", 2020)
print("\n m [MeV]   excluded epsilon         published                most events   at epsilon")
islands = []
for index, mass in enumerate(masses):
    inside = np.flatnonzero(total[index] > 2.303)
    edges = (grid[inside[0]], grid[inside[-1]]) if inside.size else (np.nan, np.nan)
    islands.append(edges)
    best = int(np.argmax(total[index]))
    low, high = published.at([mass])[0], published.upper_at([mass])[0]
    print(
        f"{1000 * mass:8.1f}   {edges[0]:.2e} … {edges[1]:.2e}   {low:.2e} … {high:.2e}   {total[index][best]:11.3g}"
        f"   {grid[best]:.2e}"
    )

if not options.quick:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(6, 4.2))
    ax.plot(1000 * published.mass_GeV, published.epsilon, "k-", lw=1, label=published.name)
    ax.plot(1000 * published.mass_GeV, published.upper, "k-", lw=1)
    low, high = np.transpose(islands)
    ax.plot(1000 * np.asarray(masses), low, "o", color="tab:blue", label="simulated decays and cuts")
    ax.plot(1000 * np.asarray(masses), high, "o", color="tab:blue")
    ax.set(xlabel="m [MeV]", ylabel="ε", yscale="log", title="X → e⁺e⁻, 2017 and 2018")
    ax.legend()
    figure.savefig(options.output / "x17_visible.png", dpi=120, bbox_inches="tight")
