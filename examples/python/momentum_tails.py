"""How often a muon of 160 GeV is measured below 80 GeV: the tails of MS2, each mechanism by importance sampling.

    python examples/python/momentum_tails.py --tracks 400 --out out/tails

A plain simulation sees nothing below 1e-6. Here each rare thing is made to happen in every track, where and how hard it may,
and carries its probability as a weight; the rest of the track (scattering, resolution, fit, p-value) is simulated as
usual. Rates of losses are those of the library's muons, rates of hard elastic scatters the law that transport uses.
"""

import argparse
from math import erfc
from pathlib import Path

import numpy as np

import hermetic as hm
from hermetic.cards import preset

P, LEAST_P, LEAST_HITS = 160.0, 0.01, 11
PLACES = 8  # per slice of air
MASS = {"H": 1.008, "He": 4.0026, "C": 12.011, "N": 14.007, "O": 15.999, "Ar": 39.95}
CHARGE = {"H": 1, "He": 2, "C": 6, "N": 7, "O": 8, "Ar": 18}


def slices(card, between=4):
    """(z, material, mm) of all matter from the first plane to the last one."""
    places = [(p["z_mm"], p["material"], p["thickness_mm"]) for p in card["planes"]]
    first, last = places[0][0], max(z for z, *_ in places)
    for volume in card["volumes"]:
        low, high = max(first, volume["from_mm"]), min(last, volume["to_mm"])
        count = max(1, int(between * (high - low) / 2000))
        for k in range(count if high > low else 0):
            places.append((low + (k + 0.5) * (high - low) / count, volume["material"], (high - low) / count))
    return sorted(p for p in places if p[0] < last)


class Tails:
    def __init__(self, name, tracks, seed, medium="air"):
        # The hadrons of the experiment's beam would need tables of their own.
        beam = hm.Beam(particle="mu-", energy_GeV=P)
        run = hm.Study(setup=name, beam=beam, trackers={"preset": name}).prepare(events=1)
        self.name, self.search = name, preset("trackers", name)["ms2"]["search"]
        self.card = run.tracker("ms2").card
        for volume in self.card["volumes"]:
            if volume["material"] == "air":
                volume["material"] = medium
        self.card["volumes"] = [v for v in self.card["volumes"] if v["material"] != "vacuum"]
        self.tracker = hm.Tracker(self.card)
        self.matter = slices(self.card)
        read_materials({m for _, m, _ in self.matter})
        self.n, self.rng = tracks, np.random.default_rng(seed)
        self.first = self.card["planes"][0]["z_mm"]

    # -------------------------------------------------- tracks

    def hits(self, momentum_after=None, at=None, kick=None):
        """Hits of n tracks; at z = `at` something happens: momenta change, or slopes by `kick`."""
        n, rng = self.n, self.rng
        state = np.zeros((n, 20))
        state[:, 0], state[:, 1] = rng.normal(0, 9, n), np.clip(rng.normal(0, 12, n), -35, 35)
        state[:, 2:4] = rng.normal(0, 7e-4, (n, 2))  # behind 40 radiation lengths
        state[:, 4] = -1 / P
        hits = np.full((n, self.tracker.axis_count), np.nan)
        total = self.tracker.radiation_lengths
        here = self.first
        planes = {p["z_mm"]: p for p in self.card["planes"]}
        stops = sorted({*planes, *(z for z, *_ in self.matter), *([] if at is None else [at])})
        index = {z: i for i, (z, *_) in enumerate(self.matter)}
        for z in stops:
            if z > here:
                state = np.ascontiguousarray(self.tracker.propagate(state, from_mm=here, to_mm=z).states)
                here = z
            if z in planes:
                plane = planes[z]
                u, v = self.tracker.axes[plane["name"]]
                x, y = state[:, 0] - plane["x_mm"], state[:, 1] - plane["y_mm"]
                for axis, angle in zip((u, v), np.radians(plane["angles_deg"])):
                    hits[:, axis] = x * np.cos(angle) + y * np.sin(angle) + rng.normal(0, plane["resolution_mm"], n)
            if z in index:
                _, material, length = self.matter[index[z]]
                t = length * X0_PER_MM[material]
                width = 0.0136 * np.abs(state[:, 4]) * np.sqrt(t) * (1 + 0.038 * np.log(total))
                state[:, 2:4] += width[:, None] * rng.normal(size=(n, 2))
            if z == at:
                if kick is not None:
                    state[:, 2:4] += kick
                if momentum_after is not None:
                    state[:, 4] = -1 / momentum_after
        return hits

    def measured(self, hits):
        """Measured momenta of good tracks, 1e9 where the track is not good."""
        tracks = self.tracker.fit(hits, outlier_pull=4.5)
        good = tracks.good & (tracks.p_value > LEAST_P) & (tracks.used >= LEAST_HITS) & (tracks.charge == -1)
        return np.where(good, tracks.momentum_GeV, 1e9)

    def core(self, tracks):
        """Measured momenta of good tracks to which nothing happens."""
        n, self.n = self.n, tracks
        measured = self.measured(self.hits())
        self.n = n
        return measured[measured < 1e9]

    def places(self):
        """(z, material, mm): stations, and places drawn evenly within each slice of air."""
        for z, material, length in self.matter:
            count = PLACES if length > 20 else 1
            for k in range(count):
                inside = z + length * ((k + self.rng.random()) / count - 0.5)
                yield (inside if count > 1 else z), material, length / count

    # -------------------------------------------------- mechanisms: lists of (momentum, weight)

    @staticmethod
    def nucleons(element, atoms, q):
        """dN/(d ln q mm) of quasi-elastic scattering off protons and neutrons at small angles: dipole form factors, tau = q^2/4M^2."""
        tau = q**2 / (4 * 0.938272**2)
        dipole = (1 + q**2 / 0.71) ** -4  # G_D^2
        protons = CHARGE[element]
        neutrons = MASS[element] - protons
        electric = protons * dipole + neutrons * dipole * (1.91 * tau / (1 + 5.6 * tau)) ** 2
        magnetic = (protons * 2.793**2 + neutrons * 1.913**2) * dipole
        strength = (electric + tau * magnetic) / (1 + tau)
        # Fermi gas: the share of nucleons that a push of q takes out of their sphere of 0.22 GeV.
        x = np.minimum(q / 0.44, 1)
        strength = strength * (1.5 * x - 0.5 * x**3)
        return atoms * 8 * np.pi * (1.973269804e-13 / 137.036) ** 2 / q**2 * strength

    def scatters(self, off="nuclei"):
        """One elastic scatter off a nucleus or off one of its "nucleons", momentum transfers of 0.03 to 3 GeV, evenly in its logarithm."""
        low, high = 0.03, 3.0
        out = []
        for z, material, length in self.places():
            q = low * (high / low) ** self.rng.random(self.n)
            rate = 0.0
            for element, share in ELEMENTS[material].items():
                atoms = share * DENSITY[material] * 6.02214076e20 / MASS[element]  # per mm3
                if off == "nucleons":
                    if element != "H":  # a proton alone is a nucleus
                        rate = rate + self.nucleons(element, atoms, q)
                    continue
                radius = 1.27 * MASS[element] ** 0.27 / 0.1973269804  # 1/GeV
                form = (1 + q**2 * radius**2 / 12) ** -4
                # dN/d ln q = 8 pi (Z alpha hbar c)^2 n / q^2 F^2
                rate = rate + atoms * 8 * np.pi * (CHARGE[element] / 137.036 * 1.973269804e-13) ** 2 / q**2 * form
            phi = 2 * np.pi * self.rng.random(self.n)
            kick = (q / P)[:, None] * np.stack([np.cos(phi), np.sin(phi)], axis=1)
            weight = rate * length * np.log(high / low) / self.n
            out.append((self.measured(self.hits(at=z, kick=kick)), weight))
        return out

    def losses(self):
        """One loss of more than 10 GeV: bremsstrahlung, pairs, delta rays, photonuclear interactions."""
        cuts = {"photon": 10, "electron": 10, "positron": 10}
        out = []
        probes = {m: hm.physics.Probe("mu-", m, cuts_GeV=cuts) for m in {m for _, m, _ in self.matter}}
        for seed, (z, material, length) in enumerate(self.places(), 1):
            probe = probes[material]
            sample = probe.sample(P, self.n, seed=seed)
            after = np.maximum(sample.kinetic_energy_GeV[:, 0], 1.0)
            weight = np.full(self.n, probe.cross_section("total", P)[0] * length / self.n)
            out.append((self.measured(self.hits(momentum_after=after, at=z)), weight))
        return out

    def confusions(self, efficiency=0.97, noise=0.05, reach=15.0):
        """Bending coordinates behind the magnet lose their hit and take a noise hit within 15 mm instead."""
        behind = [p for p in self.card["planes"] if p["z_mm"] > 5000]
        axes = [self.tracker.axes[p["name"]][0] for p in behind]
        widths = [2 * p["half_size_mm"] for p in behind]
        out = []
        for subset in range(1, 1 << len(axes)):
            hits, weight = self.hits(), np.full(self.n, 1 / self.n)
            # Noise hits near a wrong line: d_i = s L_i +- 1 mm, s uniform in -1 ... 1. The density of such hits,
            # 1/2 (range of s that they allow) / 2^k, against that of noise, which is the same everywhere.
            slope = self.rng.uniform(-1, 1, self.n)
            low, high = np.full(self.n, -1.0), np.full(self.n, 1.0)
            for k, (axis, width) in enumerate(zip(axes, widths)):
                if subset >> k & 1:
                    reach_here = reach * (behind[k]["z_mm"] - 5000) / 3300
                    shift = slope * reach_here + self.rng.uniform(-1, 1, self.n)
                    hits[:, axis] += shift
                    low, high = np.maximum(low, (shift - 1) / reach_here), np.minimum(high, (shift + 1) / reach_here)
                    weight *= (1 - efficiency) * noise / width * 2
            weight *= 2 / (high - low)
            out.append((self.measured(hits), weight))
        return out


    def delta_rays(self, events=15000, efficiency=0.97):
        """Transported muons with all that they knock out, no noise. Where others made a hit on a bending axis behind the magnet, each set
        of the muon's own hits there is taken out with the probability that it was missed."""
        setup = preset("setup", self.name)
        stations = [dict(s, efficiency=1, noise_hits=0) for s in preset("trackers", self.name)["ms2"]["stations"]]
        names = {s["volume"] for s in stations}
        card = {
            "world": setup["world"],
            "volumes": [v for v in setup["volumes"] if v["name"] in names],
            "fields": [f for f in setup["fields"] if f["position_mm"][2] > 0],
        }
        beam = hm.Beam(particle="mu-", energy_GeV=P, position_mm=(0, 0, 1000), spot_sigma_mm=(9, 12), divergence_rad=(7e-4, 7e-4))
        trackers = {"ms2": {"stations": stations, "particle": "mu-", "momentum_GeV": P, "keep_hits": True}}
        hits = hm.Study(setup=card, beam=beam, trackers=trackers).run(events=events, seed=7).hits("ms2")
        behind = [self.tracker.axes[p["name"]][0] for p in self.card["planes"] if p["z_mm"] > 5000]
        index, muon = hits.events, np.abs(hits.pdg) == 13
        others = np.zeros((events, len(behind)), dtype=bool)
        for k, axis in enumerate(behind):
            others[index[(hits.axes == axis) & ~muon], k] = True
        owners, axes, values, weights = [], [], [], []
        number = 0
        for subset in range(1 << len(behind)):
            lost = [k for k in range(len(behind)) if subset >> k & 1]
            chosen = np.flatnonzero(others[:, lost].all(axis=1) if lost else others.any(axis=1))
            if not chosen.size:
                continue
            new = np.full(events, -1)
            new[chosen] = number + np.arange(chosen.size)
            keep = new[index] >= 0
            for k in lost:
                keep &= ~((hits.axes == behind[k]) & muon)
            owners.append(new[index[keep]])
            axes.append(hits.axes[keep])
            values.append(hits.u_mm[keep])
            weights.append(np.full(chosen.size, ((1 - efficiency) / efficiency) ** len(lost) / events))
            number += chosen.size
        offsets = np.concatenate([[0], np.cumsum(np.bincount(np.concatenate(owners), minlength=number))])
        options = {k: v for k, v in self.search.items() if k != "least_hits"}
        found = self.tracker.find_flat(
            offsets, np.concatenate(axes), np.concatenate(values), least_hits=LEAST_HITS, width=32, x_spread_mm=100, tx_spread=0.005, **options
        )
        momenta = np.full(number, 1e9)
        good = (found.p_value > LEAST_P) & (found.charge == -1)
        first = np.append(True, found.event[1:] != found.event[:-1])
        momenta[found.event[first & good]] = found.momentum_GeV[first & good]
        return [(momenta, np.concatenate(weights))]


DENSITY, ELEMENTS, X0_PER_MM = {}, {}, {}


def read_materials(names):
    for name in names:
        card = preset("material", name)
        DENSITY[name], ELEMENTS[name] = card["density_g_cm3"], card["elements"]
        X0_PER_MM[name] = 1 / card["radiation_length_mm"]


def below(parts, momenta):
    """Probability of a measured momentum below each of `momenta`, and its error."""
    p, w = (np.concatenate([np.atleast_1d(part[i]) for part in parts]) for i in (0, 1))
    passing = p[None, :] < momenta[:, None]
    return (passing * w).sum(axis=1), np.sqrt((passing * w**2).sum(axis=1))


MECHANISMS = {
    "nucleus": ("scatter off a nucleus", lambda t: t.scatters()),
    "nucleon": ("scatter off a nucleon", lambda t: t.scatters(off="nucleons")),
    "loss": ("loss in the spectrometer", Tails.losses),
    "noise": ("noise instead of hits", Tails.confusions),
    "delta": ("delta rays", lambda t: t.delta_rays(150 * t.n)),
}


def main(tracks, seed, out, mechanisms=tuple(MECHANISMS), media=("He", "vacuum")):
    study = Tails("na64mu_tracker_2022", tracks, seed)
    core = study.core(max(1000, 20 * tracks))
    spread = np.std(P / core)
    print(f"{len(study.matter)} places of matter, {study.tracker.radiation_lengths:.4f} X0; sigma(1/p) p = {100 * spread:.2f} %")
    momenta = np.array([140.0, 120, 100, 90, 80])
    rows = {MECHANISMS[key][0]: MECHANISMS[key][1](study) for key in mechanisms}
    print("measured below (GeV)      " + "".join(f"{m:>20.0f}" for m in momenta) + "   effective tracks at 80 GeV")
    curves = {}
    for name, parts in rows.items():
        curves[name] = value, error = below(parts, momenta)
        effective = (value[-1] / error[-1]) ** 2 if error[-1] > 0 else 0
        print(f"{name:26}" + "".join(f"{v:11.1e} +- {e:.0e}" for v, e in zip(value, error)) + f"{effective:15.0f}")
    wrong = [name for name in curves if name != MECHANISMS["loss"][0]]
    total = sum((curves[name][0] for name in wrong), np.zeros(momenta.size))
    print(f"{'wrong in all':26}" + "".join(f"{v:11.1e}         " for v in total))
    if wrong:
        extrapolate([part for name in wrong for part in rows[name]], spread, total[-1])
    for medium in media:
        other = Tails("na64mu_tracker_2022", tracks, seed, medium)
        for off in ("nuclei", "nucleons"):
            value, error = below(other.scatters(off), momenta)
            print(f"{off + ' in ' + medium:26}" + "".join(f"{v:11.1e} +- {e:.0e}" for v, e in zip(value, error)))
    if out:
        draw(rows, spread, out)
    return curves


def extrapolate(parts, spread, true):
    """What an exponential that is fitted to everything measured below p0 says of 80 GeV.

    The spectrum is the normal core and all that was found above; the likelihood of an exponential has its maximum where the
    slope is the mean distance from p0. The sample that this takes: ten muons below p0.
    """
    fine = np.linspace(1, 158, 1571)
    core = np.array([0.5 * erfc((P / p - 1) / spread / 2**0.5) for p in fine])
    whole = core + below(parts, fine)[0]
    print(f"an exponential fitted below p0, at 80 GeV (true: {true:.1e}):")
    print("      p0   measured below   muons for ten   mean distance   said of 80 GeV")
    for start in (150, 145, 140, 138, 137, 136, 135, 130, 120, 110):
        inside = fine <= start
        probability = whole[inside][-1]
        distance = np.trapezoid(whole[inside], fine[inside]) / probability
        said = probability * np.exp(-(start - 80) / distance)
        print(f"{start:8.0f}{probability:17.1e}{10 / probability:16.0e}{distance:12.1f} GeV{said:17.1e}")


def draw(rows, spread, out):
    import matplotlib.pyplot as plt

    out.mkdir(parents=True, exist_ok=True)
    fine = np.linspace(60, 150, 46)
    figure, axes = plt.subplots(figsize=(6, 4))
    for name, parts in rows.items():
        value, error = below(parts, fine)
        axes.errorbar(fine, value, error, label=name, lw=1)
    axes.plot(fine, [0.5 * erfc((P / p - 1) / spread / 2**0.5) for p in fine], "k--", lw=1, label="normal errors")
    axes.set(yscale="log", ylim=(1e-15, 1), xlabel="measured momentum below (GeV)", ylabel="probability per muon of 160 GeV")
    axes.legend()
    figure.savefig(out / "momentum_tails.png", dpi=150, bbox_inches="tight")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tracks", type=int, default=400, help="per place of matter")
    parser.add_argument("--least-hits", type=int, default=LEAST_HITS, help="of 16, without those that the fit rejects")
    parser.add_argument("--least-p", type=float, default=LEAST_P, help="p-value of a good track")
    parser.add_argument("--only", nargs="+", choices=MECHANISMS, default=list(MECHANISMS))
    parser.add_argument("--media", nargs="*", default=["He", "vacuum"], help="other than air between the stations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    LEAST_HITS, LEAST_P = options.least_hits, options.least_p
    main(options.tracks, options.seed, options.out, options.only, options.media)
