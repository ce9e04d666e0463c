"""Published searches from their counts: NA64e 2016-2018, NA64mu 2022, X17 in 2017 and 2017+2018, eta and eta'.

    python examples/python/coupling_studies.py [--out out/couplings]

Every card is a preset (`hm.couplings.presets()`): published exposures and counts, yields of this library. Prints each
limit beside the published one, and draws the planes of the papers.
"""

import argparse
from pathlib import Path

import hermetic as hm
import numpy as np


def invisible(out):
    """(m, epsilon) of NA64e 2016-2018."""
    result = hm.couplings.limits("na64e_2016_2018")
    published = hm.published("NA64", 2019)
    print("NA64e 2016-2018, invisible:    m [MeV]   eps90    published   ratio")
    for mass, ours, theirs in zip(result.mass_GeV, result.upper_limit, published.at(result.mass_GeV)):
        print(f"{1000 * mass:38.4g} {ours:10.3e} {theirs:10.3e} {ours / theirs:7.2f}")
    plane = {**hm.couplings.preset("na64e_2016_2018"), "plane": {"kind": "y", "alpha_D": 0.1, "mass_ratio": 3}}
    plane["projection"] = {"exposure_factors": [1e13 / 2.84e11], "background": "fixed"}
    thermal = hm.couplings.limits(plane)
    if out:
        ax = result.plot(overlay=["NA64 2017", "NA64 2018", "NA64 2019"], title="A′ → invisible")
        _save(ax, out / "couplings_invisible.png")
        _save(thermal.plot(relics=_relics(), title="α$_D$ = 0.1, m$_{A'}$ = 3 m$_χ$"), out / "couplings_y.png")
    return result


def _relics():
    """Thermal lines, where the library has them."""
    if not hasattr(hm, "relic"):
        return {}
    masses = np.geomspace(1e-3, 0.3, 25)
    return {
        f"thermal relic, {kind}": (masses, hm.relic.target(kind, masses, alpha_D=0.1, mass_ratio=3).y)
        for kind in ("scalar", "majorana")
    }


def visible(out):
    """Islands of A' -> e+e-."""
    results = [hm.couplings.limits(name) for name in ("na64e_visible_2017_2018", "na64e_visible_2017")]
    curves = [hm.published("NA64 visible", 2020), hm.published("NA64 visible", 2018)]
    for result, curve in zip(results, curves):
        index = int(np.argmin(abs(result.mass_GeV - 0.0167)))
        low, high = result.intervals()[index][0]
        closed = [1000 * m for m, status in zip(result.mass_GeV, result.status()) if status == "no_exclusion"]
        print(
            f"{result.name}: 16.7 MeV excluded {low:.3g} … {high:.3g} "
            f"(published {curve.at([0.0167])[0]:.3g} … {curve.upper_at([0.0167])[0]:.3g}); "
            f"closed at {min(closed):.4g} MeV" if closed else f"{result.name}: {low:.3g} … {high:.3g}, not closed"
        )
    if out:
        ax = hm.couplings.plot(
            results, overlay=curves, expected=False, labels=["2017+2018", "2017"], title="A′ → e⁺e⁻"
        )
        _save(ax, out / "couplings_visible.png")
    return results


def muons(out):
    """(m, g) of the Z' of L_mu - L_tau, with the band that a_mu favours."""
    result = hm.couplings.limits("na64mu_2022")
    print("NA64mu 2022: " + ", ".join(f"{1000 * m:g} MeV {g:.3g}" for m, g in zip(result.mass_GeV, result.upper_limit)))
    if out:
        masses = np.geomspace(1e-3, 1, 40)
        low, high = (
            hm.phenomenology.coupling_for(delta, "vector", "mu", masses)
            for delta in (251e-11 - 2 * 59e-11, 251e-11 + 2 * 59e-11)
        )
        bands = {"$a_\\mu$ = 251(59)e-11, ±2σ": (masses, low, high)}
        _save(result.plot(bands=bands, title="Z′ of $L_\\mu-L_\\tau$"), out / "couplings_muon.png")
    return result


def mesons():
    """Branching fractions."""
    for name, published in (("eta", 1.1e-4), ("eta_prime", 2.1e-4)):
        limit = hm.couplings.limits(f"na64h_2024_{name}").upper_limit[0]
        print(f"NA64h, {name} -> invisible: Br < {limit:.3g} (published {published:g}), ratio {limit / published:.2f}")


def _save(ax, path):
    ax.figure.savefig(path, dpi=85)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="folder for the figures")
    options = parser.parse_args()
    if options.out:
        import matplotlib

        matplotlib.use("Agg")
        options.out.mkdir(parents=True, exist_ok=True)
    invisible(options.out)
    visible(options.out)
    muons(options.out)
    mesons()


if __name__ == "__main__":
    main()
