"""Backgrounds from data, with the numbers of the 2016 and 2017 analyses: side-band, optimum of the ECAL cut, dimuon
correction, neutral kaons by two methods.

    python examples/python/background_tools.py --events 200

The side-band is a toy whose extrapolation gives the 0.17 events of the 2016 analysis (M. Kirsanov, PhiPsi 2019); its slope
is an assumption of this example.
"""

import argparse

import hermetic as hm
import numpy as np

SLOPE_GEV = 5.0
EXPECTED = 0.17


def sideband():
    """Counts that rise as exp(E/slope) towards the beam energy, continued below 50 GeV."""
    edges = np.linspace(50, 80, 11)
    scale = EXPECTED / (SLOPE_GEV * (np.exp(50 / SLOPE_GEV) - 1))
    mean = scale * SLOPE_GEV * np.diff(np.exp(edges / SLOPE_GEV))
    counts = np.random.default_rng(16).poisson(mean)
    found = hm.background.sideband(counts, edges, (0.0001, 50))
    print(
        f"side-band 50-80 GeV, {counts.sum()} events -> {found['expected']:.3f} +- {found['statistical_error']:.3f} (fit) "
        f"+- {found['systematic_error']:.3f} (functions) below 50 GeV; put in {EXPECTED}"
    )
    for row in found["functions"]:
        if "p_value" in row:
            print(f"  {row['name']:22s} {row['yield']:8.3f} +- {row['error']:.3f}   p = {row['p_value']:.2f}")
    return found, counts, edges


def optimum(events, fidelity, counts, edges):
    """Where E_ECAL < cut expects the strongest limit."""
    beam = hm.Beam(energy_GeV=100, position_mm=(0, 0, -100), spot_sigma_mm=(5, 5))
    # Bosons above 20 GeV: cuts up to 80 GeV have signal of their own.
    signal = hm.DarkPhoton("20 MeV", minimum_boson_energy_GeV=20)
    run = hm.Study(setup="na64e_2018", beam=beam, signal=signal, fidelity=fidelity).run(
        events=events, seed=1, progress=False
    )

    def background(cut):
        found = hm.background.sideband(counts, edges, (0.0001, cut), functions=["exponential", "exponential_quadratic"])
        return found["expected"], found["error"]

    best = hm.optimise_cut(run, np.arange(20, 76, 5), background=background, exposure=4.3e10)
    print(" cut  efficiency  background   limit on epsilon / best")
    for row in zip(best["values"], best["efficiency"], best["background"], best["coupling_factor"]):
        print("{:4.0f}  {:10.3f}  {:10.3g}   {:.3f}".format(*row))
    print(f"strongest expected limit at E_ECAL < {best['best']:.0f} GeV (the analyses cut at 50 GeV)")
    return best


def control_samples():
    """Published ratios with their errors."""
    dimuon = hm.background.efficiency_correction(0.92 * 20_000, (20_000, 20_000**0.5))
    print(f"dimuons, data/simulation {dimuon['correction']:.3f} +- {dimuon['error']:.3f} for 2e4 events")
    kaons = hm.background.neutral_kaons(
        {"events": 1000, "kaon_share": 1 / 11, "kaon_share_error": 0.03},
        {"events": 150, "kaon_share": 1},
        probability=5e-4,
        probability_error=2.5e-4,
    )
    print(
        f"neutral kaons {kaons['hadronic']['kaons']:.0f} and {kaons['electromagnetic']['kaons']:.0f}, together "
        f"{kaons['kaons']:.0f} +- {kaons['kaons_error']:.0f} ({kaons['difference_in_sigma']:.1f} sigma apart); "
        f"background {kaons['expected']:.3f} +- {kaons['error']:.3f}"
    )
    return kaons


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--fast", action="store_true", help="fast showers")
    options = parser.parse_args()
    _, counts, edges = sideband()
    optimum(options.events, "fast" if options.fast else "full", counts, edges)
    control_samples()


if __name__ == "__main__":
    main()
