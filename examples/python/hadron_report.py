"""Hadrons beside Geant4 11.4.1 (FTFP, Bertini): cross sections, single interactions, response and profiles of the NA64
HCAL; quasi-elastic scattering beside Glauber's theory; response against energy, absorber and particle. Writes tables
and figures.

    python hadron_report.py [events] [reference folder] [output folder]
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

import hermetic as hm
from punch_through import module

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
REFERENCE = Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/reference/hadron")
OUT = Path(sys.argv[3] if len(sys.argv) > 3 else "out/hadrons")
# Atomic mass; a material of 1 g/cm3 of it makes cross sections per atom.
ELEMENTS = {"C": 12.011, "Al": 26.982, "Fe": 55.845, "Cu": 63.546, "W": 183.84, "Pb": 207.2}
BEAMS = {"pi+": "pi+", "pi-": "pi-", "p": "proton", "n": "neutron", "pbar": "anti_proton"}


def read(name):
    path = REFERENCE / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def cross_sections(reference):
    """Largest deviation of the inelastic cross section per beam, and of kaons from CHIPS."""
    print("\ninelastic cross sections, largest deviation from Geant4 over C … Pb")
    momenta = np.array(reference["momentum_GeV"], float)
    chips = reference["chips_alternative_inelastic_mb"]
    rows = []
    for beam in ["pi+", "pi-", "p", "n", "pbar", "K+", "K-", "K0L"]:
        mass = {"pi+": 0.13957, "pi-": 0.13957, "K+": 0.49368, "K-": 0.49368, "K0L": 0.49761}.get(beam, 0.93827)
        kinetic = np.sqrt(momenta**2 + mass**2) - mass
        deviations = []
        for element, atomic_mass in ELEMENTS.items():
            kaon = {"K+": "kaon+", "K-": "kaon-", "K0L": "kaon0L"}.get(beam)
            if kaon:
                theirs = chips[kaon].get(element)
            else:
                theirs = reference[BEAMS[beam]].get(f"G4_{element}", {}).get("sigma_inel_mb_per_atom")
            if theirs is None:
                continue
            material = {"name": f"thin_{element}", "density_g_cm3": 1.0, "elements": {element: 1.0}}
            atoms = 6.02214076e20 / atomic_mass
            mine = hm.physics.Probe(beam, material).cross_section("inelastic", kinetic) / atoms * 1e25
            deviations.append(mine / np.array(theirs) - 1)
        worst = np.abs(deviations).max(axis=0)
        rows.append((beam, worst))
        print(f"  {beam:5}" + "".join(f"{100 * w:7.1f}" for w in worst) + "  %   at p = " + str(momenta.tolist()))
    return rows


def states(beam, element, energy, n=4000):
    """Multiplicity, leading hadron, EM fraction, K0S."""
    mass = 0.13957 if beam.startswith("pi") else 0.93827
    s = hm.physics.Probe(beam, element).final_states(energy - mass, n)
    masses = {211: 0.13957, 111: 0.13498, 221: 0.54786, 321: 0.49368, 310: 0.49761, 130: 0.49761, 2212: 0.93827}
    masses |= {2112: 0.93957, 3122: 1.11568, 22: 0.0}
    m = np.array([masses[abs(p)] for p in s.pdg])
    total = s.kinetic_energy_GeV + m
    momentum = np.sqrt(s.kinetic_energy_GeV * (s.kinetic_energy_GeV + 2 * m))
    charged = ~np.isin(np.abs(s.pdg), [22, 111, 221, 310, 130, 2112, 3122])
    shower = np.bincount(s.event[charged & (momentum > 0.7 * total)], minlength=n)
    leading = np.zeros(n)
    hadron = s.pdg != 22
    np.maximum.at(leading, s.event[hadron], total[hadron] / energy)
    em = np.isin(s.pdg, [22, 111, 221])
    fraction = np.bincount(s.event[em], total[em], minlength=n) / energy
    return shower, leading, fraction, s.count(310)


def final_states(reference):
    print("\none interaction: Hermetic (Geant4)")
    print("                  charged, β > 0.7     leading E/E0       EM fraction     P(EM > 0.9)        K0S")
    found = {}
    for name in ("pim_p_100", "pim_C_100", "pim_Fe_10", "pim_Fe_20", "pim_Fe_100", "pim_Pb_100", "p_Fe_100", "p_p_100"):
        beam, element, energy = name.split("_")
        shower, leading, fraction, kaons = states(
            {"pim": "pi-", "p": "p"}[beam], {"p": "H"}.get(element, element), float(energy)
        )
        r = reference["sets"][name]
        found[name] = shower, leading, fraction
        print(
            f"  {name:12} {shower.mean():9.2f} ({r['n_shower_beta_gt_0.7']['mean']:5.2f})"
            f" {leading.mean():10.3f} ({r['leading_hadron_E_over_E0']['mean']:.3f})"
            f" {fraction.mean():8.3f} ({r['em_energy_fraction(pi0+eta+gamma)']['mean']:.3f})"
            f" {(fraction > 0.9).mean():8.4f} ({r['P_em_fraction_gt']['0.9']:.4f})"
            f" {kaons.mean():7.3f} ({r['species']['K0S']['multiplicity']['mean']:.3f})"
        )
    return found


MASS_GEV = {"pi-": 0.13957, "pi+": 0.13957, "p": 0.93827, "pbar": 0.93827, "n": 0.93957, "K-": 0.49368, "K+": 0.49368,
            "K0L": 0.49761, "e-": 0.000511}  # fmt: skip
LAYER_MM = 29


def calorimeter(absorber="Fe", absorber_mm=25, scintillator_mm=4, layers=192):
    """A stack of absorber and polystyrene, 600 mm square, its front at z = 0."""
    return {
        **module(1),
        "name": "HCAL",
        "layers": layers,
        "slabs": [
            {"material": absorber, "thickness_mm": absorber_mm},
            {"material": "polystyrene", "thickness_mm": scintillator_mm},
        ],
        "position_mm": [0, 0, layers * (absorber_mm + scintillator_mm) / 2],
        "sensitive": {"name": "hcal", "slab": 1, "sections": [48, layers - 48] if layers > 48 else [layers]},
    }


def shoot(particle, energy_GeV, events, volume=None, seed=1):
    """A run with a total energy, quenching and gate; deposits in scintillator by depth and by distance from the axis."""
    volume = volume or calorimeter()
    layer = sum(slab["thickness_mm"] for slab in volume["slabs"])
    depth = volume["layers"] * layer
    card = {
        "setup": {"world": {"material": "vacuum", "size_mm": [2000, 2000, 2 * depth + 1000]}, "volumes": [volume]},
        "beam": {"particle": particle, "energy_GeV": energy_GeV - MASS_GEV[particle], "position_mm": [0, 0, 0]},
        "physics": {"hadrons": {"birks_mm_per_MeV": 0.079, "time_window_ns": 150}},
        "tallies": {
            "depth": {"kind": "deposit", "depth_mm": [layer * k for k in range(volume["layers"] + 1)], "slab": 1,
                      "volume": "HCAL"},
            "radius": {"kind": "deposit", "radius_mm": list(range(0, 440, 10)), "slab": 1, "volume": "HCAL"},
        },
        "events": events,
        "seed": seed,
    }  # fmt: skip
    return hm.Run(card).advance(progress=False)


def mean(values):
    return values.mean(), values.std() / np.sqrt(len(values))


def response(reference):
    """Table of responses; the runs, for the profiles."""
    print("\nvisible energy on the electron scale over E in HCAL modules, Birks 0.079 mm/MeV, 150 ns: Hermetic (Geant4)")
    runs = {"e_10": shoot("e-", 10, max(20, EVENTS * 5))}
    scale = runs["e_10"].events["hcal.visible_GeV"].mean() / 10
    theirs = reference["electron_scale_used"]
    electrons = runs["e_10"].events["hcal.visible_GeV"]
    print(f"  e-   10 GeV: {1e3 * scale:.2f} ± {1e2 * mean(electrons)[1]:.2f} MeV visible per GeV ({theirs:.2f})")
    for beam, energy, name, count in (
        ("pi-", 10, "pim_10", EVENTS * 4),
        ("p", 20, "p_20", EVENTS * 2),
        ("pi-", 100, "pim_100", EVENTS),
    ):
        begin = time.process_time()
        runs[name] = shoot(beam, energy, count)
        cost = (time.process_time() - begin) / count
        events, r = runs[name].events, reference["runs"][name]
        first = runs[name].tally("depth").mean[:48].sum() / scale / energy
        all_, error = mean(events["hcal.visible_GeV"] / scale / energy)
        spread = events["hcal.visible_GeV"].std() / events["hcal.visible_GeV"].mean()
        fem, fem_error = mean(events["truth.electromagnetic_GeV"] / energy)
        per = theirs * energy
        print(
            f"  {beam:3} {energy:4} GeV: 1 module {first:.3f} ({r['vis_1mod']['mean'] / per:.3f})"
            f"  4 modules {all_:.3f} ± {error:.3f} ({r['vis_4mod']['mean'] / per:.3f})"
            f"  σ/E {spread:.3f} ({r['vis_4mod']['rms'] / r['vis_4mod']['mean']:.3f})"
            f"  f_em {fem:.3f} ± {fem_error:.3f} ({r['f_em']['mean']:.3f})  {1e3 * cost:.0f} ms CPU"
        )
    return runs, 1e3 * scale


DEPTHS = [0, 4, 8, 12, 16, 20, 24, 30, 36, 48, 72, 96]
RADII = [0, 1, 2, 4, 6, 10, 15, 20, 30, 43]


def profiles(runs, reference, scale):
    """Mean depth, and the ratio to Geant4 in groups of layers and rings; both on the scale of electrons."""
    theirs_scale = reference["electron_scale_used"]
    print("\nprofiles: Hermetic / Geant4 (on the electron scale), ± statistics of Hermetic")
    for kind, name_of_reference, bins, unit in (
        ("depth", "layer_vis_MeV", DEPTHS, "layers"),
        ("radius", "radial_vis_MeV_10mm_bins", RADII, "cm"),
    ):
        print(f"  {kind:8}" + "".join(f"{f'{a}-{b} {unit}':>14}" for a, b in zip(bins, bins[1:])))
        for name, run in runs.items():
            tally = run.tally(kind)
            theirs = np.array(reference["runs"][name][name_of_reference]) / theirs_scale
            text = f"  {name:8}"
            for a, b in zip(bins, bins[1:]):
                mine = 1e3 * tally.mean[a:b].sum() / scale
                error = 1e3 * np.hypot.reduce(tally.error[a:b]) / scale
                per = theirs[a:b].sum()
                text += f"{f'{mine / per:.2f} ± {error / per:.2f}':>14}" if per > 1e-3 * theirs.sum() else f"{'':>14}"
            print(text)


def quasi_elastic():
    """Share of interactions that only knock out nucleons, beside Glauber's: e^{−σ_in T} − e^{−σ_tot T} over impact
    parameters in a Woods–Saxon nucleus, times the chance that Pauli's principle lets a nucleon go."""
    print("\nquasi-elastic share of inelastic interactions at 100 GeV: cascade, Glauber; share with less than 1 GeV lost")
    for beam, sigma_in, sigma_el, slope in (("pi-", 2.06, 0.34, 9.0), ("p", 3.14, 0.70, 11.0)):
        for element, a, radius, skin in (("C", 12, 2.3, 0.52), ("Fe", 56, 4.1, 0.55), ("Pb", 207, 6.6, 0.55)):
            z = np.linspace(-14, 14, 1401)
            b = np.linspace(0, 12, 600)
            density = 1 / (1 + np.exp((np.abs(z) - radius) / skin))
            norm = a / (2 * np.pi * np.trapezoid(density * z**2, z))
            thickness = np.array(
                [norm * np.trapezoid(1 / (1 + np.exp((np.hypot(x, z) - radius) / skin)), z) for x in b]
            )
            produced = np.trapezoid(b * (1 - np.exp(-sigma_in * thickness)), b)
            scattered = np.trapezoid(
                b * (np.exp(-sigma_in * thickness) - np.exp(-(sigma_in + sigma_el) * thickness)), b
            )
            t = np.linspace(1e-4, 2, 20_000)
            q = np.sqrt(t) / 0.26  # in Fermi momenta
            free = np.where(q < 2, 0.75 * q - q**3 / 16, 1)
            scattered *= np.trapezoid(slope * np.exp(-slope * t) * free, t)
            n = max(2000, 100 * EVENTS)
            states_ = hm.physics.Probe(beam, element).final_states(100, n)
            pdg = {"pi-": -211, "p": 2212}[beam]
            made = np.isin(np.abs(states_.pdg), [211, 111, 221, 321, 310, 130, 3122])
            produced_mesons = np.bincount(states_.event[made & (states_.kinetic_energy_GeV < 90)], minlength=n) > 0
            fast = np.zeros(n)
            same = states_.pdg == pdg
            np.maximum.at(fast, states_.event[same], states_.kinetic_energy_GeV[same])
            elastic = (fast > 90) & ~produced_mesons
            print(
                f"  {beam:3} on {element:2}: {elastic.mean():.3f} ± {np.sqrt(elastic.mean() / n):.3f},"
                f" {scattered / (produced + scattered):.3f};  {(fast > 99).mean():.3f}"
            )


def smoothness():
    """Response against energy, absorber and particle: no reference, but laws and data of other calorimeters."""
    print("\nvisible energy on the electron scale over E, ± statistics; σ/E; f_em")
    stacks = {
        "25 mm Fe + 4 mm": calorimeter(),
        "10 mm Pb + 2.5 mm": calorimeter("Pb", 10, 2.5, 200),
        "10 mm W + 5 mm": calorimeter("W", 10, 5, 150),
        "10 mm Fe + 20 mm": calorimeter("Fe", 10, 20, 150),
    }
    for title, volume in stacks.items():
        per = shoot("e-", 10, max(5, EVENTS // 4), volume).events["hcal.visible_GeV"].mean() / 10
        for energy in (5, 10, 20, 40, 80):
            one(title, volume, "pi-", energy, per)
    title, volume = next(iter(stacks.items()))
    per = shoot("e-", 10, max(5, EVENTS // 4), volume).events["hcal.visible_GeV"].mean() / 10
    for beam in ("pi+", "K+", "K-", "K0L", "p", "n", "pbar"):
        one(title, volume, beam, 20, per)


def one(title, volume, beam, energy, per):
    count = max(2, int(EVENTS * 10 / energy))
    events = shoot(beam, energy, count, volume).events
    # What a particle brings: its kinetic energy, an antibaryon its annihilation.
    available = energy - MASS_GEV[beam] * {"p": 1, "n": 1, "pbar": -1}.get(beam, 0)
    value, error = mean(events["hcal.visible_GeV"] / per / available)
    spread = events["hcal.visible_GeV"].std() / events["hcal.visible_GeV"].mean()
    fem = events["truth.electromagnetic_GeV"].mean() / available
    print(f"  {title:18} {beam:4} {energy:3} GeV: {value:.3f} ± {error:.3f}  {spread:.3f}  {fem:.3f}", flush=True)


def profile_figure(runs, reference, scale):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    theirs_scale = reference["electron_scale_used"]
    fig, axes = plt.subplots(2, 2, figsize=(10, 7.5), sharey="row", layout="constrained")
    titles = {"pim_10": "π⁻ 10 GeV", "pim_100": "π⁻ 100 GeV"}
    for column, (name, title) in enumerate(titles.items()):
        r, run = reference["runs"][name], runs[name]
        energy = r["E_GeV"]
        depth, radius = run.tally("depth"), run.tally("radius")
        layers = np.arange(96)
        axis = axes[0, column]
        axis.step(layers, np.array(r["layer_vis_MeV"])[:96] / theirs_scale / energy, where="mid", color="0.5", label="Geant4")
        mine = 1e3 * depth.mean[:96] / scale / energy
        axis.errorbar(layers, mine, 1e3 * depth.error[:96] / scale / energy, fmt=".", ms=3, lw=0.7, color="C0", label="Hermetic")
        axis.set(yscale="log", ylim=(1e-6, 0.2), xlabel="layer", ylabel="visible energy per layer / E", title=title)
        axis.legend()
        axis = axes[1, column]
        rings = np.arange(43)
        axis.step(rings, np.array(r["radial_vis_MeV_10mm_bins"]) / theirs_scale / energy, where="mid", color="0.5", label="Geant4")
        axis.errorbar(rings, 1e3 * radius.mean / scale / energy, 1e3 * radius.error / scale / energy, fmt=".", ms=3, lw=0.7,
                      color="C0", label="Hermetic")  # fmt: skip
        axis.set(yscale="log", ylim=(1e-5, 1), xlabel="distance from the axis [cm]", ylabel="visible energy per cm / E")
        axis.legend()
    fig.savefig(OUT / "hadron_profiles.png", dpi=110)
    print(f"figure: {OUT / 'hadron_profiles.png'}")


def figure(found, reference, responses, hcal, mine_scale):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(2, 2, figsize=(10, 7.5))
    r = reference["sets"]["pim_Fe_100"]
    shower, leading, fraction = found["pim_Fe_100"]
    edges = np.linspace(0, 1, 51)
    for axis, mine, theirs, label in (
        (axes[0, 0], leading, np.array(r["leading_any_hadron_E_over_E0"][:50]), "leading hadron E/E₀"),
        (axes[0, 1], fraction, np.array(r["em_fraction_hist50"][:50]), "electromagnetic fraction"),
    ):
        axis.stairs(theirs * 50, edges, label="Geant4 FTFP", color="0.5")
        axis.stairs(np.histogram(mine, edges)[0] / len(mine) * 50, edges, label="Hermetic", color="C0")
        axis.set(xlabel=label, ylabel="probability density", yscale="log", title="100 GeV π⁻ on iron")
        axis.legend()
    for axis, name, title in ((axes[1, 0], "pim_10", "π⁻ 10 GeV"), (axes[1, 1], "p_20", "p 20 GeV")):
        energy = {"pim_10": 10, "p_20": 20}[name]
        theirs = sum(
            np.array(hcal["runs"][name]["per_event"][f"vis_{part}_MeV"]) for part in ("mod1", "mod2", "mod34")
        ) / hcal["electron_scale_used"] / energy
        bins = np.linspace(0, 1.6, 33)
        axis.hist(theirs, bins, density=True, histtype="step", color="0.5", label="Geant4")
        mine = responses[name].events["hcal.visible_GeV"] * 1e3 / mine_scale / energy
        axis.hist(mine, bins, density=True, histtype="step", color="C0", label="Hermetic")
        axis.set(xlabel="visible energy, electron scale, E/E₀", ylabel="density", title=f"{title} in four HCAL modules")
        axis.legend()
    fig.tight_layout()
    fig.savefig(OUT / "hadrons.png", dpi=110)
    print(f"\nfigure: {OUT / 'hadrons.png'}")


def main():
    sigma, finals, hcal = read("cross_sections"), read("final_states"), read("hcal_reference")
    if sigma is None:
        print(f"no reference data in {REFERENCE}: only what needs none")
        quasi_elastic()
        smoothness()
        return
    OUT.mkdir(parents=True, exist_ok=True)
    cross_sections(sigma)
    found = final_states(finals)
    runs, scale = response(hcal)
    profiles(runs, hcal, scale)
    quasi_elastic()
    smoothness()
    figure(found, finals, runs, hcal, scale)
    profile_figure(runs, hcal, scale)


if __name__ == "__main__":
    main()
