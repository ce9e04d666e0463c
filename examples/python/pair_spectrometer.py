"""X -> e+e- in the decay tube of the visible mode, measured by a spectrometer: efficiency, vertex and mass by where and how wide.

    python examples/python/pair_spectrometer.py --showers 600
    python examples/python/pair_spectrometer.py --showers 600 --charges     # strips whose charges are read

The set-up is that of 2018 with six Micromegas around a dipole of 3.5 T m behind the tube (preset na64e_visible_tracker_2018, after
the design study EPJC 80 (2020) 1159). Electrons of 150 GeV shower in the WCAL, a boson of 16.7 MeV leaves it and decays, all charged
particles make hits, clusters that touch become one, or two again by the charges of their strips. Weights of the production are left out: the table is about what a decay
at a place with an opening angle gives.
"""

import argparse

import numpy as np

import hermetic as hm

MASS = 0.0167


def simulate(showers, seed, mass=MASS, charges=False):
    setup = hm.setups.na64e_visible_tracker_2018()
    trackers = hm.cards.preset("trackers", "na64e_visible_tracker_2018")
    trackers["pair"]["keep_hits"] = True
    if charges:
        for station in trackers["pair"]["stations"]:
            station["charges"] = {}
    return hm.Study(
        setup=setup,
        beam=hm.Beam(particle="e-", energy_GeV=150),
        trackers=trackers,
        signal=hm.DarkPhoton(
            mass=mass,
            minimum_boson_energy_GeV=50,
            visible_decays="simulated",
            decay={"coupling": 3e-4, "window_mm": (200, 4400), "sampling": "uniform"},
        ),
    ).run(events=showers, seed=seed)


def opening_angles(run, mass):
    """True ones, m/sqrt(p1 p2), in mrad: p1 is the harder one's momentum, seen by any station, p2 the rest."""
    hits, boson = run.hits("pair"), run.events["truth.boson_energy_GeV"]
    hardest = np.zeros(len(boson))
    np.maximum.at(hardest, hits.events, np.where(np.abs(hits.pdg) == 11, hits.momentum_GeV, 0))
    softer = np.maximum(boson - hardest, 0.01)
    return np.where(hardest > 0, 1e3 * mass / np.sqrt(hardest * softer), np.inf)


def table(run, mass):
    e = run.events
    angle = opening_angles(run, mass)
    z = e["truth.decay_z_mm"]
    decayed = (e["truth.decay_pdg"] != 0) & np.isfinite(z) & (z > 300) & (z < 4500)
    both = np.isfinite(e["pair.mass_GeV"])
    good, none = both & (e["pair.vertex_chi2"] < 10), np.mean(e["pair.tracks"][decayed] == 0)
    print(f"{decayed.sum()} decays in the tube; two tracks of opposite charge {both[decayed].mean():.3f}, and a vertex {good[decayed].mean():.3f}, "
          f"no track {none:.3f}")  # fmt: skip
    rows = []
    print("    decay z [mm]   opening angle [mrad]   pairs   two tracks      mass [MeV]   sigma(m)/m   sigma(z) [mm]   its pull")
    edges_z = [300, 1700, 3100, 4500]
    edges_angle = [0.2, 0.3, 0.45, 0.7, 1.5]
    for low, high in zip(edges_z, edges_z[1:]):
        for a, b in zip(edges_angle, edges_angle[1:]):
            inside = decayed & (z >= low) & (z < high) & (angle >= a) & (angle < b)
            n = int(inside.sum())
            if n < 10:
                continue
            k = good & inside
            efficiency = k.sum() / n
            error = np.sqrt(max(efficiency * (1 - efficiency), 1 / n) / n)
            row = [low, high, a, b, n, efficiency, error]
            if k.sum() >= 10:
                m = 1e3 * e["pair.mass_GeV"][k]
                dz = e["pair.vertex_z_mm"][k] - z[k]
                pull = dz / e["pair.vertex_z_error_mm"][k]
                half = lambda x: 0.5 * np.diff(np.percentile(x, [15.87, 84.13]))[0]  # noqa: E731
                row += [np.median(m), half(m) / np.median(m), half(dz), half(pull)]
                tail = f"{row[7]:13.2f} {row[8]:12.3f} {row[9]:15.0f} {row[10]:10.2f}"
            else:
                tail = ""
            rows.append(row)
            print(f"   {low:4d} … {high:4d}    {a:.2f} … {b:.2f}       {n:10d}   {efficiency:.3f} ± {error:.3f} {tail}")
    m, dz = 1e3 * e["pair.mass_GeV"][good & decayed], (e["pair.vertex_z_mm"] - z)[good & decayed]
    width, length = (0.5 * np.diff(np.percentile(v, [15.87, 84.13]))[0] for v in (m, dz))
    print(f"all: mass median {np.median(m):.2f} MeV, 68 % within ± {100 * width / np.median(m):.1f} %, vertex z ± {length:.0f} mm")
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--showers", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--charges", action="store_true", help="read the charges of strips and split clusters by them")
    arguments = parser.parse_args()
    table(simulate(arguments.showers, arguments.seed, charges=arguments.charges), MASS)
