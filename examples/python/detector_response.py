"""What the detector makes of events: resolution, shares, cut efficiencies with and without pile-up, dimuons.

    python examples/python/detector_response.py --events 200 --out out/detectors

Fast showers (docs/fast_showers.md) keep it short; `--full` transports everything.
"""

import argparse
import math
from pathlib import Path

import hermetic as hm
import numpy as np
from hermetic.cards import preset

BEAM = hm.Beam(energy_GeV=100, position_mm=(0, 0, -100), spot_sigma_mm=(5, 5), momentum_spread=0.0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--out", type=Path, default=Path("out/detectors"))
    parser.add_argument("--quick", action="store_true", help="one energy, one period, no dimuons")
    parser.add_argument("--full", action="store_true", help="full transport instead of fast showers")
    return parser.parse_args()


def ratio(values, weights=None):
    """Weighted mean and its error."""
    values = np.asarray(values)
    weights = np.ones(len(values)) if weights is None else np.asarray(weights)
    mean = (weights * values).sum() / weights.sum()
    return mean, math.sqrt((weights**2 * (values - mean) ** 2).sum()) / weights.sum()


def resolution(events, fidelity, out, energies=(10, 20, 50, 100)):
    """σ/E of the ECAL against energy, and what is shared by the preshower and the 3×3 cells."""
    rows = []
    for energy in energies:
        run = hm.Study(
            setup="na64e_2018",
            beam=BEAM.replace(energy_GeV=energy),
            response="na64e_sensors",
            fidelity=fidelity,
            cells=["ecal"],
        ).run(events=events, seed=1, progress=False)
        e = run.events
        total, truth = np.asarray(e["ecal.total_GeV"]), np.asarray(e["truth.ecal.total_GeV"])
        width, sampling = total.std() / total.mean(), truth.std() / truth.mean()
        quoted = math.hypot(0.10 / math.sqrt(energy), 0.04)
        preshower, error = ratio(e["ecal.preshower_GeV"] / total)
        block, block_error = ratio(e["ecal.3x3_GeV"] / total)
        rows.append((energy, 100 * width, 100 * sampling, 100 * quoted, preshower, error, block, block_error))
        print(
            f"{energy:4d} GeV  sigma/E {100 * width:5.2f} % (sampling alone {100 * sampling:4.2f} %; "
            f"10 %/sqrt(E) + 4 %: {100 * quoted:4.2f} %)  preshower {preshower:.4f} +- {error:.4f}  "
            f"3x3 {block:.4f} +- {block_error:.4f}"
        )
        if energy == energies[-1]:
            run.plot.lego(event=None).figure.savefig(out / "response_lego.png", dpi=110)
    return rows


def efficiencies(events, years=(("2016", 0), ("2018", 1))):
    """Cuts on a signal of 20 MeV: simulated, with the pile-up of 2016 and of 2018, beside the published table.

    In full transport, and with a library down to 1 GeV: χ² sees the spots of fast showers, and energies that the
    library does not cover.
    """
    published = {
        "preshower": (0.94, 0.91),
        "shower shape": (0.96, 0.92),
        "VETO": (0.97, 0.93),
        "HCAL": (0.96, 0.94),
    }
    library = hm.identification.shower_library(
        "na64e_2018",
        energies_GeV=[1, 2, 4, 8, 16, 30, 50],
        events=max(60, events),
        beam=BEAM,
        response="na64e_sensors",
    )
    for year, column in years:
        run = hm.Study(
            setup="na64e_2018",
            beam=BEAM,
            signal=hm.DarkPhoton("20 MeV"),
            response=f"na64e_{year}",
            identification=hm.identification.card(cells=["hcal0"], shower=library),
            selection=hm.selections.na64e_invisible_simulated(),
        ).run(events=events, seed=5, progress=False)
        base = run.select(hm.Selection.of(hm.Cut("E_ECAL", "ecal.total_GeV < 50")), weight="signal.weight_0")[0]
        weight = np.asarray(run.events["signal.weight_0"])
        for name in published:
            expression = next(cut["expression"] for cut in run.selection.cuts if cut["name"] == name)
            passed = run.select(hm.Selection.of(hm.Cut(name, expression)))[0]
            kept = weight[base & passed].sum() / weight[base].sum()
            effective = weight[base].sum() ** 2 / (weight[base] ** 2).sum()
            error = math.sqrt(max(kept * (1 - kept), 1 / effective) / effective)
            print(f"{year}  {name:13s} simulated {kept:.3f} +- {error:.3f}   published {published[name][column]}")


def quiet_counters(events, year, mixtures):
    """What VETO and HCAL lose to noise and to other beam particles: events with nothing else in them.

    Photons of 1 keV stand for a signal that leaves next to nothing behind the ECAL; an electron in the gate is seen in the ECAL.
    """
    card = preset("response", f"na64e_{year}")
    for name, pile_up in mixtures.items():
        response = {key: value for key, value in card.items() if key != "pile_up"}
        if pile_up is not None:
            response["pile_up"] = {**card["pile_up"], "library_events": 60, **pile_up}
        beam = hm.Beam(particle="gamma", energy_GeV=1e-6, position_mm=(0, 0, -1e-3))
        if "pile_up" in response:
            response["pile_up"]["beam"] = hm.Beam(energy_GeV=100, position_mm=(0, 0, -100), spot_sigma_mm=(5, 5)).to_dict()
        e = hm.Study(setup="na64e_2018", beam=beam, response=response).run(events=events, seed=11, progress=False).events
        base = np.asarray(e["ecal.total_GeV"]) < 50
        veto, hcal = e["veto.total_GeV"] < 0.01, e["hcal.total_GeV"] < 1
        print(
            f"{year}  {name:34s} E_ECAL < 50 GeV {base.mean():.4f}  VETO {veto[base].mean():.4f}  HCAL {hcal[base].mean():.4f}"
        )


MIXTURES = {
    "noise alone": None,
    "and electrons": {"composition": {"e-": 1}},
    "and 1 % pions, 0.1 % muons": {},
    "and 10 % muons": {"composition": {"e-": 1, "pi-": 0.01, "mu-": 0.1}},
    "and 10 % muons, no pulse told apart": {"composition": {"e-": 1, "pi-": 0.01, "mu-": 0.1}, "residual": 1},
}


def dimuons(events):
    """Muon pairs in the ECAL: where they end in the HCAL, and what they do to the 3×3 share."""
    run = hm.Study(
        setup="na64e_2018",
        beam=BEAM,
        response="na64e_2016",
        physics=hm.Physics(biasing={"gamma_to_muons": 20_000}),
        selection=hm.selections.na64e_dimuon(),
    ).run(events=events, seed=3, progress=False)
    passed, flow = run.select(weight="weight")
    print(flow)
    e = run.events
    if passed.sum() > 5:
        weight = e["weight"][passed]
        for module in ("hcal0", "hcal1", "hcal2"):
            mean, error = ratio(e[f"{module}.total_GeV"][passed], weight)
            print(f"dimuons: {module} {mean:.2f} +- {error:.2f} GeV (published 5.63 +- 0.75)")
        share, error = ratio((e["ecal.3x3_GeV"] / e["ecal.total_GeV"])[passed], weight)
        print(f"dimuons: 3x3 share {share:.3f} +- {error:.3f} (2022 data 0.89-0.90)")


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    fidelity = "full" if options.full else "fast"
    import matplotlib

    matplotlib.use("Agg")
    if options.quick:
        resolution(options.events, fidelity, options.out, energies=(10,))
        efficiencies(options.events, years=(("2016", 0),))
        quiet_counters(2000, "2018", {"noise alone": None})
        return
    resolution(options.events, fidelity, options.out)
    efficiencies(options.events)
    for year in ("2016", "2018"):
        quiet_counters(100 * options.events, year, MIXTURES)
    dimuons(options.events)


if __name__ == "__main__":
    main()
