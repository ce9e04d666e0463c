"""Hadrons beside Geant4 11.4.1 (FTFP, Bertini): cross sections, single interactions, response of the NA64 HCAL,
punch-through. Writes tables and a figure.

    python hadron_report.py [events] [reference folder] [output folder]
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

import hermetic as hm
from pion_in_hcal import shoot

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


def response(reference):
    print("\nHCAL module (48 × (25 mm Fe + 4 mm polystyrene)), Birks 0.079 mm/MeV, 150 ns: Hermetic (Geant4)")
    per_GeV = shoot("e-", 10, max(20, EVENTS // 4)).events["hcal.visible_GeV"].mean() / 10
    scale = reference["electron_scale_used"]
    found = {}
    for beam, energy, name, count in (
        ("pi-", 10, "pim_10", EVENTS),
        ("p", 20, "p_20", EVENTS // 2),
        ("pi-", 100, "pim_100", EVENTS // 3),
    ):
        mass = 0.13957 if beam == "pi-" else 0.93827
        begin = time.process_time()
        events = shoot(beam, energy - mass, count).events
        cost = (time.process_time() - begin) / count
        visible = events["hcal.visible_GeV"]
        r = reference["runs"][name]
        mine = visible.mean() / per_GeV / energy
        error = visible.std() / np.sqrt(count) / per_GeV / energy
        theirs = r["vis_1mod"]["mean"] / scale / energy
        fem = events["truth.electromagnetic_GeV"].mean() / energy
        found[name] = visible / per_GeV / energy
        print(
            f"  {beam:3} {energy:3} GeV: h/e {mine:.3f} ± {error:.3f} ({theirs:.3f})"
            f"  σ/E {visible.std() / visible.mean():.3f} ({r['vis_1mod']['rms'] / r['vis_1mod']['mean']:.3f})"
            f"  f_em {fem:.3f} ({r['f_em']['mean']:.3f})  {1e3 * cost:.0f} ms CPU"
        )
    return found, scale


def figure(found, reference, responses, hcal, scale):
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
        theirs = np.array(hcal["runs"][name]["per_event"]["vis_mod1_MeV"]) / scale / energy
        bins = np.linspace(0, 1.6, 33)
        axis.hist(theirs, bins, density=True, histtype="step", color="0.5", label="Geant4")
        axis.hist(responses[name], bins, density=True, histtype="step", color="C0", label="Hermetic")
        axis.set(xlabel="visible energy, electron scale, E/E₀", ylabel="density", title=f"{title} in one HCAL module")
        axis.legend()
    fig.tight_layout()
    fig.savefig(OUT / "hadrons.png", dpi=110)
    print(f"\nfigure: {OUT / 'hadrons.png'}")


def main():
    sigma, finals, hcal = read("cross_sections"), read("final_states"), read("hcal_reference")
    if sigma is None:
        print(f"no reference data in {REFERENCE}: nothing to compare with")
        return
    OUT.mkdir(parents=True, exist_ok=True)
    cross_sections(sigma)
    found = final_states(finals)
    responses, scale = response(hcal)
    figure(found, finals, responses, hcal, scale)


if __name__ == "__main__":
    main()
