"""Process report: cross sections and energy losses of e⁻, e⁺ and γ beside Geant4, per energy; figures and a table.

    python examples/python/process_report.py --out out/processes --reference DIR

Four materials, 60 energies from 10 keV to 160 GeV. The reference (geant4/cross_sections.json) has explicit cuts;
ours are set to the same energies. Page: docs/validation_em.md.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from validation_report import ACCENT, MATERIALS, OURS, REFERENCE, THIRD, load, save  # noqa: E402  (sets the backend)

import hermetic as hm

import matplotlib.pyplot as plt  # noqa: E402

PER_CM, MEV_PER_CM = 10.0, 1e4  # from 1/mm and GeV/mm


class Table:
    """Largest deviations by band of energy, where a process matters."""

    BANDS = ((1e-5, 1e-4), (1e-4, 1e-2), (1e-2, 1.0), (1.0, 200.0))
    NAMES = ("10–100 keV", "0.1–10 MeV", "10 MeV–1 GeV", "1–160 GeV")
    AIMS = (0.05, 0.05, 0.02, 0.02)

    def __init__(self):
        self.rows = []

    def add(self, quantity, energy, ratio, matters):
        """One comparison: ratio per energy where `matters`."""
        cells, met = [], True
        for (low, high), aim in zip(self.BANDS, self.AIMS):
            inside = matters & (energy >= low) & (energy < high)
            if not inside.any():
                cells.append("")
                continue
            deviation = ratio[inside][np.argmax(abs(ratio[inside] - 1))] - 1
            cells.append(f"{100 * deviation:+.2f} %")
            met &= aim is None or abs(deviation) <= aim
        self.rows.append([quantity, *cells, "yes" if met else "NO"])

    def text(self):
        """For terminals and files."""
        lines = [["largest deviation", *self.NAMES, "met: 5, 5, 2, 2 %"], *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)


def curves(data, name, key):
    """(label, colour, our values, reference values, where it matters) of one material, and a page title."""
    table = data["materials"][key]
    energy = np.asarray(data["E_MeV"]) / 1000
    cuts = {
        "photon": data["explicit_gamma_cut_MeV"] / 1000,
        "electron": data["explicit_electron_cut_MeV"] / 1000,
        "positron": data["explicit_electron_cut_MeV"] / 1000,
    }
    probes = {p: hm.physics.Probe(p, name, cuts_GeV=cuts) for p in ("e-", "e+")}
    photon = hm.physics.Probe("gamma", name)

    def reference(column):
        return np.asarray(table[column], dtype=float)

    total = sum(reference(f"gamma_{p}_per_cm") for p in ("phot", "compt", "conv"))
    rates = []
    for process, short, colour in (("photoelectric", "phot", OURS), ("compton", "compt", THIRD), ("pair", "conv", ACCENT)):
        theirs = reference(f"gamma_{short}_per_cm")
        rates.append((f"γ {process}", colour, PER_CM * photon.cross_section(process, energy), theirs, theirs > 0.05 * total))
    # Within a factor 1.3 of the threshold a cross section above a cut is all edge.
    above = {"bremsstrahlung": energy > 1.3 * cuts["photon"], "ionisation": energy > 2.6 * cuts["electron"]}
    for process, column in (("bremsstrahlung", "e-_eBrem_per_cm_kgt_gcut"), ("ionisation", "e-_eIoni_per_cm_Tgt_ecut")):
        theirs = reference(column)
        colour = REFERENCE if process == "bremsstrahlung" else "#8e6c8a"
        ours = PER_CM * probes["e-"].cross_section(process, energy)
        rates.append((f"e⁻ {process} above the cut", colour, ours, theirs, above[process] & (theirs > 0)))
    losses = []
    for particle in ("e-", "e+"):
        sign = "e⁻" if particle == "e-" else "e⁺"
        ionisation = reference(f"{particle}_dedx_ioni_total")
        radiation = reference(f"{particle}_dedx_brem_total")
        for label, kind, theirs, matters, colour in (
            (f"{sign} ionisation, total", "ionisation", ionisation, energy > 0, OURS if particle == "e-" else "#7fb2d9"),
            (
                f"{sign} bremsstrahlung, total",
                "bremsstrahlung",
                radiation,
                radiation > 0.05 * (ionisation + radiation),
                ACCENT if particle == "e-" else "#e8a598",
            ),
        ):
            ours = MEV_PER_CM * probes[particle].stopping_power(energy, kind, restricted=False)
            losses.append((label, colour, ours, theirs, matters))
        theirs = reference(f"{particle}_dedx_ioni_restricted_1MeV")
        ours = MEV_PER_CM * probes[particle].stopping_power(energy, "ionisation")
        losses.append((f"{sign} ionisation below 1 MeV", THIRD if particle == "e-" else "#b5cf8d", ours, theirs, energy > 0))
    return energy, rates, losses


def page(data, name, key, table, options):
    """One figure per material."""
    energy, rates, losses = curves(data, name, key)
    fig, axes = plt.subplots(1, 2, figsize=(10.4, 4.2), sharey=True, layout="constrained")
    for ax, group, title in ((axes[0], rates, "cross sections"), (axes[1], losses, "energy losses")):
        ax.axhspan(0.98, 1.02, color="0.92", lw=0)
        ax.axhline(1, color="0.4", lw=0.8)
        for label, colour, ours, theirs, matters in group:
            ratio = np.divide(ours, theirs, out=np.ones_like(ours), where=theirs > 0)
            ax.plot(energy[matters], ratio[matters], ".-", ms=3.5, lw=0.9, color=colour, label=label)
            table.add(f"{name}: {label}", energy, ratio, matters)
        ax.set(xscale="log", xlabel="kinetic energy [GeV]", title=f"{name}: {title}", ylim=(0.88, 1.14))
        ax.title.set_fontsize(10)
        ax.legend(frameon=False, fontsize=7.5, ncols=2)
    axes[0].set_ylabel("Hermetic / Geant4")
    save(fig, options, f"processes_{name}")


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/processes"))
    parser.add_argument("--reference", type=Path, default=root.parent / "shared" / "reference")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    data = load(options.reference, "geant4/cross_sections.json")
    if data is None:
        print(f"skipped: no geant4/cross_sections.json in {options.reference} (see --reference)")
        return 0
    table = Table()
    for name, key in MATERIALS.items():
        page(data, name, key, table, options)
    (options.out / "processes.txt").write_text(table.text() + "\n")
    print(table.text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
