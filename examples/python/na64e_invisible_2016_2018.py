"""NA64e, invisible dark photon, runs 2016 to 2018: from 100 GeV electrons to the exclusion curve.

    python examples/python/na64e_invisible_2016_2018.py --out out/study

Ordinary electrons give the E_ECAL-E_HCAL plane and the shower profile; a signal run, in which every shower
contributes to every mass, gives yields, acceptances and the 90 % CL limit on the mixing ε, which is set beside
the published one. Nothing is tuned to that curve. Every output holds the run card that made it.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import hermetic as hm  # noqa: E402
from hermetic import plot  # noqa: E402
from hermetic.tables import text  # noqa: E402

MASSES_MEV = (1, 2, 5, 10, 16.7, 20, 50, 100, 200, 300, 500, 950)
PUBLISHED = "NA64 2019"  # bremsstrahlung alone, as here; later results add resonant annihilation
ANALYSIS = "na64e_2016_2018"


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/study"))
    parser.add_argument("--electrons", type=int, default=100, help="ordinary electrons")
    parser.add_argument("--signal", type=int, default=600, help="showers with a dark photon")
    parser.add_argument("--seed", type=int, default=20190909)
    parser.add_argument("--threads", type=int, default=0, help="0 = one per processor")
    return parser.parse_args()


def layer_thickness_X0(setup, volume="ECAL"):
    """Radiation lengths of one layer, from what a straight line meets."""
    pieces = [piece for piece in setup.ray((0, 0, -100)) if piece["volume"] == volume]
    names = {piece["material"] for piece in pieces}
    lengths_X0 = {name: hm.materials.describe(name)["radiation_length_mm"] for name in names}
    absorber = [piece for piece in pieces if piece["material"] == pieces[0]["material"]]
    return sum(piece["length_mm"] / lengths_X0[piece["material"]] for piece in pieces) / len(absorber)


def save_figure(ax, out, name):
    """PNG for screens, PDF for papers."""
    for suffix in ("png", "pdf"):
        ax.figure.savefig(out / f"{name}.{suffix}", dpi=160)
    plot.plt.close(ax.figure)


def factors(result, curve):
    """Where a difference to the published limit could come from, mass by mass."""
    headings = [
        "m [MeV]",
        "yield/EOT/ε²",
        "± %",
        "acceptance",
        "efficiency",
        "ε90",
        "± %",
        "expected",
        curve.name,
        "ratio",
    ]
    published = curve.at(result.mass_GeV)
    rows = [
        [
            1000 * result.mass_GeV[i],
            result.yield_per_eot[i],
            100 * result.yield_relative_error[i],
            result.acceptance[i],
            result.efficiency[i],
            result.epsilon[i],
            100 * result.epsilon_relative_statistical_error[i],
            result.expected["median"][i],
            None if published[i] != published[i] else published[i],
            None if published[i] != published[i] else result.epsilon[i] / published[i],
        ]
        for i in range(len(result))
    ]
    return headings, [[None if cell is None else float(cell) for cell in row] for row in rows]


def main():
    options = arguments()
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()

    setup = hm.setups.na64e_2018()
    selection = hm.selections.na64e_invisible_2018()
    electrons = hm.Study(name="ordinary electrons", setup="na64e_2018", selection=selection)
    dark_photon = hm.DarkPhoton([f"{mass} MeV" for mass in MASSES_MEV])
    signal = electrons.replace(name="dark photon", signal=dark_photon)

    # ---- ordinary electrons: what the detector sees nearly always
    ordinary = electrons.run(events=options.electrons, seed=options.seed, threads=options.threads)
    ordinary.save(out / "events_electrons.parquet")
    profile = ordinary.profile("ecal")
    thickness = layer_thickness_X0(setup)
    save_figure(plot.profile(profile, layer_X0=thickness), out, "profile")
    energy = ordinary.events["ecal.total_GeV"]
    peak = (profile.mean_GeV.argmax() + 0.5) * thickness
    print(
        f"{ordinary.count} electrons of 100 GeV: E_ECAL = {energy.mean():.2f} GeV, σ = {energy.std():.2f} GeV, "
        f"shower maximum at {peak:.1f} X0, {ordinary.steps / ordinary.count:.3g} steps each, "
        f"energy closes to {ordinary.worst_energy_imbalance:.1e}"
    )
    if ordinary.interrupted:
        return 130

    # ---- signal: every shower contributes to every mass, with its own weight
    run = signal.run(events=options.signal, seed=options.seed, threads=options.threads)
    run.save(out / "events.parquet")
    example = MASSES_MEV.index(16.7)
    ax = plot.plane(ordinary, signal=run, mass_index=example)
    save_figure(ax, out, "plane")
    passed, flow = run.select(weight=f"signal.weight_{example}")
    counts = f"{passed.sum()} of {run.count} events pass"
    print(f"\ncut flow, {MASSES_MEV[example]} MeV, {selection.name} ({counts})\n{flow}")

    # ---- limit
    result = run.exclusion(ANALYSIS)
    curve = hm.published(PUBLISHED)
    table = text(*factors(result, curve))
    heading = (
        f"{100 * result.confidence_level:g} % CL upper limits on ε, {result.eot:.3g} electrons on target, "
        f"{result.method}; published: {curve.citation}"
    )
    print(f"\n{heading}\n{table}")
    save_figure(result.plot(overlay=[curve], label="Hermetic"), out, "exclusion")

    (out / "table.txt").write_text(f"{heading}\n{table}\n")
    (out / "cutflow.json").write_text(json.dumps(flow.to_dict(), indent=2) + "\n")
    (out / "exclusion.json").write_text(json.dumps(result.to_dict(), indent=2) + "\n")
    cards = {"electrons": ordinary.card, "signal": run.card, "analysis": hm.analyses.na64e_2016_2018().to_dict()}
    (out / "run_card.json").write_text(json.dumps(cards, indent=2) + "\n")
    print(f"\n{run.count + ordinary.count} showers in {time.monotonic() - began:.0f} s; everything is in {out}/")
    return 130 if run.interrupted else 0


if __name__ == "__main__":
    sys.exit(main())
