"""Makes the yields that stand in the presets of kind "coupling"; prints them as JSON.

    python examples/python/coupling_yields.py muon | meson | visible ENERGY_GeV EVENTS

- muon: Z' of L_mu - L_tau per 160 GeV muon in the ECAL (22.5 cm of lead and of polystyrene), p_out < 80 GeV, g = 1.
- meson: eta and eta' per 50 GeV pion in the ECAL's lead, by charge exchange (uncertain by a factor 2 and more).
- visible: A' per electron in a tungsten calorimeter at epsilon = 1, from simulated showers, with energies and places
  of production gathered into 24 groups.
"""

import json
import math
import sys

import hermetic as hm
import numpy as np

AVOGADRO = 6.02214076e23
ALPHA = 1 / 137.035999084
VISIBLE_MASSES_GEV = [0.002, 0.003, 0.005, 0.007, 0.01, 0.012, 0.015, 0.0167, 0.018, 0.02, 0.022, 0.023, 0.024, 0.025, 0.026]


def muon():
    """Z' per muon at g = 1: the A' cross section with epsilon e = g."""
    masses = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0]
    x = np.linspace(0.5, 0.9999, 120)  # the Z' takes more than half of 160 GeV
    carbon = 1.032 * 8 / 104.15 * AVOGADRO * 22.5
    targets = {"Pb": 11.35 / 207.2 * AVOGADRO * 22.5, "C": carbon}
    yields = []
    for mass in masses:
        model = hm.DarkPhoton(mass)
        total = 0.0
        for element, atoms_per_cm2 in targets.items():
            slope = model.differential_cross_section(x, energy_GeV=160, target=element, beam="mu-")
            total += np.trapezoid(slope, x) * 1e-36 * atoms_per_cm2
        yields.append(total / (4 * math.pi * ALPHA))
    return {"mass_GeV": masses, "per_exposure": [float(f"{value:.4g}") for value in yields]}


def meson():
    """Mesons per pion: n sigma lambda (1 - exp(-L/lambda)), lambda(Pb) = 226 g/cm2, L = 22.5 cm."""
    found = {}
    for name in ("eta", "eta_prime"):
        for choice in ("as_published_in_geant4", "integrated_interpretation"):
            model = hm.Model("meson_invisible", meson=name, normalization=choice)
            sigma_pb = float(np.ravel(model.cross_section([50.0], target="Pb"))[0])
            length = 226 / 11.35
            atoms = 11.35 / 207.2 * AVOGADRO
            found[f"{name}, {choice}"] = sigma_pb * 1e-36 * atoms * length * (1 - math.exp(-22.5 / length))
    return found


def visible(energy_GeV, events):
    """Groups of equal production: energies, places, and the yield of each mass in each group."""
    layers = 47
    setup = hm.Setup(
        {
            "name": "tungsten calorimeter",
            "world": {"material": "air", "size_mm": [2000, 2000, 20000]},
            "volumes": [
                {"name": "WCAL", "shape": "layered_calorimeter", "layers": layers, "size_mm": [100, 100],
                 "slabs": [{"material": "W", "thickness_mm": 3}, {"material": "polystyrene", "thickness_mm": 2}],
                 "position_mm": [0, 0, 2.5 * layers], "sensitive": {"name": "wcal", "slab": 1}},
            ],
        }
    )  # fmt: skip
    signal = hm.DarkPhoton(VISIBLE_MASSES_GEV, minimum_boson_energy_GeV=0.3 * energy_GeV)
    run = hm.Study(setup=setup, beam=hm.Beam(energy_GeV=energy_GeV), signal=signal).run(events=events, seed=5)
    x = np.asarray(run.events["truth.boson_energy_GeV"])
    z = np.asarray(run.events["truth.production_z_mm"])
    w = np.array([run.events[f"signal.weight_{k}"] for k in range(len(VISIBLE_MASSES_GEV))]) / len(x)
    return group(x, z, w)


def group(x, z, w, depths=4, energies=6):
    """Weighted means in cells of equal weight (of 16.7 MeV), by depth and then by energy."""
    reference = w[VISIBLE_MASSES_GEV.index(0.0167)]
    cells = []
    for slab in _equal(z, reference, np.arange(len(x)), depths):
        cells += _equal(x, reference, slab, energies)
    rows = [(np.average(x[c], weights=reference[c]), np.average(z[c], weights=reference[c]), w[:, c].sum(1)) for c in cells]
    total = w.sum(1)
    return {
        "mass_GeV": VISIBLE_MASSES_GEV,
        "per_exposure": [float(f"{value:.4g}") for value in total],
        "energy_GeV": [round(float(row[0]), 2) for row in rows],
        "production_mm": [round(float(row[1]), 2) for row in rows],
        "weights": [[float(f"{row[2][k] / total[k]:.4g}") for row in rows] for k in range(len(total))],
    }


def _equal(values, weight, members, parts):
    members = members[np.argsort(values[members])]
    shares = np.cumsum(weight[members]) / weight[members].sum()
    return [cell for cell in np.split(members, np.searchsorted(shares, np.arange(1, parts) / parts)) if len(cell)]


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "visible" and len(sys.argv) == 4:
        print(json.dumps(visible(float(sys.argv[2]), int(sys.argv[3]))))
    elif what in ("muon", "meson"):
        print(json.dumps({"muon": muon, "meson": meson}[what]()))
    else:
        sys.exit(__doc__)
