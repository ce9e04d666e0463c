"""Tracking report: what is asked of trackers beside what is measured, with full transport.

    python examples/python/tracking_report.py --events 3000
    python examples/python/tracking_report.py --events 3000 --tails 100 --pairs 800     # and the two slow ones

Deflection, momentum and its pulls for muons and electrons, efficiency, tracks of other beam particles, kaons by their vertex,
time per fit. Page: docs/tracking.md.
"""

import argparse
import math
import time

import numpy as np

import hermetic as hm
from hermetic.cards import preset

BEHIND = ("ECAL", "VETO", "HCAL", "VHCAL", "WCAL", "SRD", "S0", "S1", "S2", "S4", "SMU", "V0", "V1", "V2")


def line(what, asked, measured, isMet=None):
    mark = {True: "met", False: "MISSED", None: ""}[isMet]
    print(f"{what:58s} | {asked:34s} | {measured:58s} | {mark}")


def bare(name):
    """The set-up of a preset without calorimeters and counters: what is between a beam particle and the last station."""
    card = preset("setup", name)
    card["volumes"] = [v for v in card["volumes"] if not v["name"].upper().startswith(BEHIND)]
    card["planes"] = {}
    for key in ("calibration", "section_names", "groups"):
        card.pop(key, None)
    return card


def kolmogorov(values):
    """p-value of uniform numbers; asymptotic."""
    x, n = np.sort(values), len(values)
    d = max(np.max(np.arange(1, n + 1) / n - x), np.max(x - np.arange(n) / n)) * (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n))
    return min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * d * d) for k in range(1, 101))))


def simulate(name, which, events, *, energy=None, pile_up=None):
    """A run without momentum spread, its tracker `which` with all hits kept; muons of MS2 start behind the target."""
    trackers = {which: {**preset("trackers", name)[which], "keep_hits": True}}
    setup, given = bare(name), preset("experiment", name)["beam"]
    beam = {k: v for k, v in given.items() if k in ("particle", "position_mm", "direction", "spot_sigma_mm", "divergence_rad")}
    beam["energy_GeV"] = energy or given["energy_GeV"]
    if which == "ms2":
        stations = {s["volume"] for s in trackers[which]["stations"]}
        setup["volumes"] = [v for v in setup["volumes"] if v["name"] in stations]
        setup["fields"] = [f for f in setup["fields"] if f["position_mm"][2] > 0]
        beam = {"particle": "mu-", "energy_GeV": energy, "position_mm": [0, 0, 1000], "spot_sigma_mm": [9, 12], "divergence_rad": [7e-4, 7e-4]}
        trackers[which]["momentum_GeV"] = energy
    response = None
    if pile_up:
        trackers[which]["pile_up"] = True
        response = {"pile_up": {"particles_per_spill": pile_up, "spill_s": 4.8, "library_events": 300}}
    return hm.Study(setup=setup, beam=beam, trackers=trackers, response=response).run(events=events, seed=5, progress=False)


def plane(run, which):
    """Where the tracks of the presets are given: at MM7, or at the first station."""
    places = run.tracker(which).z_mm
    return "MM7" if which == "track" else min(places, key=places.get)


def momenta(run, which):
    """Of events with one good track: (measured, error, true at the tracker's plane, rows, good share)."""
    e, hits, tracker = run.events, run.hits(which), run.tracker(which)
    at = plane(run, which)
    axes = tracker.axes[at]
    own = np.isin(hits.axes, axes) & (hits.track >= 0) & (hits.track < 1_000_000)
    truth = np.zeros(len(e[f"{which}.tracks"]))
    # The beam particle is the hardest one there.
    np.maximum.at(truth, hits.events[own], hits.momentum_GeV[own])
    good = (e[f"{which}.tracks"] == 1) & (e[f"{which}.p_value"] > 0.01)
    use = good & (truth > 0)
    return e[f"{which}.momentum_GeV"][use], e[f"{which}.momentum_error_GeV"][use], truth[use], use, good.mean()


def best_tracks(run, name, which):
    """Of each event's best track, found anew: event, coordinates (NaN where there is none), and who made them (-1 noise, 0 the beam particle)."""
    hits, tracker = run.hits(which), run.tracker(which)
    search = {"width": 32, "x_spread_mm": 100, "tx_spread": 0.005, **preset("trackers", name)[which].get("search", {})}
    found = tracker.find_flat(hits.offsets, hits.axes, hits.u_mm, at=plane(run, which), **search)
    first = np.append(True, found.event[1:] != found.event[:-1]) if len(found.event) else np.zeros(0, dtype=bool)
    event, chosen = found.event[first].astype(int), found.hits[first]
    place = hits.offsets[event].astype(int)[:, None] + np.maximum(chosen, 0)
    return event, np.where(chosen >= 0, hits.u_mm[place], np.nan), np.where(chosen >= 0, hits.track[place], 0)


def muons(events):
    for which, energy in (("ms1", 160), ("ms2", 160), ("ms2", 100), ("ms2", 50)):
        run = simulate("na64mu_tracker_2022", which, events, energy=energy)
        p, error, truth, _, good = momenta(run, which)
        pull = (1 / p - 1 / truth) / (error / p**2)
        core = pull[np.abs(pull) < 3]
        phi = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in core])
        ks = kolmogorov((phi - phi_of(-3)) / (1 - 2 * phi_of(-3)))
        resolution = 0.5 * np.diff(np.percentile(truth / p, [15.87, 84.13]))[0]
        line(f"{which}, mu- of {energy} GeV: pull of q/p within 3 sigma", "unit normal, KS p > 0.01",
             f"mean {core.mean():+.3f}, width {core.std() / 0.9866:.3f}, p {ks:.2f}; beyond 3 {np.mean(np.abs(pull) > 3):.2%}", ks > 0.01)  # fmt: skip
        line("   sigma(1/p) p, one good track", "a few per cent [recalled]", f"{resolution:.2%}, {good:.3f}")


def phi_of(x):
    return 0.5 * math.erfc(-x / math.sqrt(2))


def electrons(events):
    for year in ("2018", "2022"):
        run = simulate(f"na64e_tracker_{year}", "track", events)
        p, _, truth, use, good = momenta(run, "track")
        at, tracker = plane(run, "track"), run.tracker("track")
        event, values, _ = best_tracks(run, f"na64e_tracker_{year}", "track")
        known = np.full(len(use), np.nan)
        known[use] = truth
        inside = np.isfinite(known[event])
        rows, true = values[inside], known[event][inside]
        probability = tracker.cumulative(rows, -1 / true, at=at)
        ks = kolmogorov(probability)
        inside = probability[(probability > phi_of(-3)) & (probability < phi_of(3))]
        pull = np.array([normal_quantile(x) for x in inside])
        resolution = 0.5 * np.diff(np.percentile(truth / p, [15.87, 84.13]))[0]
        line(f"track {year}, e- of 100 GeV: probability below the truth", "uniform, KS p > 0.01",
             f"p {ks:.2f} ({len(true)} tracks); pull {pull.mean():+.3f}, width {pull.std() / 0.9866:.3f}", ks > 0.01)  # fmt: skip
        line("   sigma(1/p) p (68 %), one good track", "1 % [recalled]", f"{resolution:.2%}, {good:.3f}")
        there = tracker.propagate(tracker.fit(rows, at=at), to_mm=0)
        error = np.median(np.sqrt(there.covariance[:, [0, 1], [0, 1]]), axis=0)
        line("   entry point in the ECAL, median error", "-", f"{error[0]:.3f} mm in x, {error[1]:.3f} mm in y")
        for name in ("mixture", "normal"):
            again = hm.Tracker({**tracker.card, "radiation": name})
            best = min(cpu(lambda: again.fit(rows, at=at)) for _ in range(5)) / len(rows)
            line(f"   time of a fit, radiation {name}, {tracker.axis_count} axes", "50 us an event", f"{1e6 * best:.1f} us of CPU time", best < 5e-5)


def normal_quantile(p):
    low, high = -9.0, 9.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if phi_of(middle) < p else (low, middle)
    return 0.5 * (low + high)


def cpu(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def deflection():
    tracker = hm.Study(setup="na64e_tracker_2018", beam=hm.Beam(particle="e-", energy_GeV=100), trackers={"preset": "na64e_tracker_2018"}).prepare(events=1).tracker("track")
    # Without losses: what the field alone does.
    tracker = hm.Tracker({**tracker.card, "energy_loss": "none"})
    first = min(tracker.z_mm.values())
    start = np.zeros((1, 20))
    start[0, 4] = -1 / 100
    there = tracker.propagate(start, from_mm=first, to_mm=0)
    angle = 1e3 * abs(math.atan(there.tx[0]))
    line("deflection of 100 GeV in 7 T m", "21.0 mrad", f"{angle:.2f} mrad", abs(angle - 20.99) < 0.1)
    line("   displacement at the front of the ECAL", "32 cm (of 15 m)", f"{abs(there.x_mm[0]) / 10:.1f} cm with the preset's arm")


def pile_up(events):
    for name, which, particles in (("na64mu_tracker_2022", "ms2", 3e6), ("na64mu_tracker_2022", "ms2", 1e7), ("na64e_tracker_2018", "track", 5e6)):
        for rate in (None, particles):
            run = simulate(name, which, events, energy=160 if which == "ms2" else None, pile_up=rate)
            e = run.events
            tracks, p = e[f"{which}.tracks"], e[f"{which}.p_value"]
            event, chosen, owner = best_tracks(run, name, which)
            chosen = np.isfinite(chosen)
            wrong = ((owner != 0) & chosen).sum() / chosen.sum()
            # Places without a hit count as ours; they are none of the chosen ones.
            right = ((owner == 0) & chosen).sum(axis=1) > 0.5 * chosen.sum(axis=1)
            alone = (tracks == 1)[event] & (p > 0.01)[event]
            others = f", {np.mean(e[f'{which}.other_particles']):.2f} others in the widest gate" if rate else ""
            line(f"{which}, {'no pile-up' if not rate else f'{rate:.0e} per spill of 4.8 s'}", "-",
                 f"a track {np.mean(tracks >= 1):.3f}, one {np.mean((tracks == 1) & (p > 0.01)):.3f}, of these ours {right[alone].mean():.4f}; best is ours {right.mean():.3f}, wrong hits {wrong:.2%}{others}")  # fmt: skip


def kaons(events):
    events = max(300, events // 2)
    places = (4000, 5000, 8500, 9500)
    setup = {
        "world": {"material": "vacuum", "size_mm": [3000, 3000, 20000]},
        "volumes": [
            {"name": f"MM{i}", "shape": "box", "material": "polystyrene", "size_mm": [1500, 1500, 1], "position_mm": [0, 0, z + 0.5]}
            for i, z in enumerate(places)
        ],
        "fields": [hm.Dipole(field_T=1.0, length_mm=2000, z_mm=7000, aperture_mm=(3000, 3000))],
    }
    tracker = {
        "stations": [{"volume": f"MM{i}", "angles_deg": [45, -45], "efficiency": 1, "cluster_size": 1} for i in range(4)],
        "particle": "pi-", "momentum_GeV": 10,
        "search": {"x_spread_mm": 400, "tx_spread": 0.1, "least_hits": 8, "least_momentum_GeV": 1, "shared_hits": 0, "width": 500},
        "vertex": {"masses_GeV": [0.13957, 0.13957], "from_mm": 0, "to_mm": 4000},
    }  # fmt: skip
    run = hm.Study(setup=setup, beam=hm.Beam(particle="K0S", energy_GeV=20), trackers={"ms": tracker}).run(events=events, seed=8, progress=False)
    e = run.events
    use = np.isfinite(e["ms.mass_GeV"]) & (e["ms.vertex_chi2"] < 10)
    mass = e["ms.mass_GeV"][use]
    pull = (mass - 0.497611) / e["ms.mass_error_GeV"][use]
    width = 0.5 * np.diff(np.percentile(pull, [15.87, 84.13]))[0]
    line("K0S of 20 GeV by its vertex: median mass", "0.4976 GeV", f"{np.median(mass):.4f} GeV, pull width {width:.2f} ({use.sum()} vertices)", abs(np.median(mass) - 0.4976) < 0.002)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=3000)
    parser.add_argument("--tails", type=int, default=0, help="tracks per place of matter of momentum_tails.py")
    parser.add_argument("--pairs", type=int, default=0, help="showers of pair_spectrometer.py")
    parts = {"deflection": lambda _: deflection(), "muons": muons, "electrons": electrons, "pile_up": pile_up, "kaons": kaons}
    parser.add_argument("--only", nargs="+", choices=parts, default=list(parts))
    arguments = parser.parse_args()
    for part in arguments.only:
        parts[part](arguments.events)
    if arguments.tails:
        import momentum_tails

        momentum_tails.main(arguments.tails, 1, None)
    if arguments.pairs:
        import pair_spectrometer

        for charges in (False, True):
            print("pairs, charges of strips", "read" if charges else "not read")
            pair_spectrometer.table(pair_spectrometer.simulate(arguments.pairs, 1, charges=charges), pair_spectrometer.MASS)


if __name__ == "__main__":
    main()
