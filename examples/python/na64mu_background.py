"""Background of NA64mu from our own transport: a muon of 160 GeV that looks like one below 80 GeV with quiet calorimeters.

    python examples/python/na64mu_background.py --muons 200000 --kaons 300 --losses 400

1. Mis-measured momentum. Scattering in the second spectrometer imitates its bend. Its material is 30 times denser here and
   rates are divided by 30; the tail of the angle is continued beyond 5.2 mrad; a scattered track must also agree in
   position and in the other plane.
2. Hadrons of the beam, taken for muons, that decay in front of the ECAL: decay lengths divided by 200, with weights.
3. Muons that lose their energy to hadrons which escape: rate of photonuclear losses above 80 GeV, times the share of pions of
   90 GeV that show less than 12 GeV, continued from what more of them show.

Resolutions, and the 4 m in which a hadron can decay unseen, are assumptions.
"""

import argparse
import math

import numpy as np

import hermetic as hm

EXPERIMENT = hm.experiments.na64mu_2022()
MUONS = EXPERIMENT.particles
THICKER = 30
SIGMA_MM, ARM_MM = 0.1, 2000  # a station's resolution, and the distance of two
BEND_TM = 1.4
GAUSSIAN_OR_SLOWER = ("exponential_quadratic", "exponential")
TRIGGER = EXPERIMENT["trigger"][0]["expression"]
# The incoming momentum was measured upstream: the cut on it in the selection would see the decay.
QUIET = "mu_out.crossings == 1 and ecal.total_GeV + hcal.total_GeV < 12 and vhcal.total_GeV < 1.5"


def expected(name, per_muon, error, published):
    print(f"{name:34s} {per_muon:9.2g} +- {error:7.1g} per muon {MUONS * per_muon:9.2g} +- {MUONS * error:7.1g}   {published}")


def continued(values, weights, edges, region, functions=("exponential", "power")):
    """A weighted side-band continued into the region: Σw with its error, from fits to effective counts; NaN if there is none."""
    sums, squares = (np.histogram(values, edges, weights=w)[0] for w in (weights, weights**2))
    if np.histogram(values, edges)[0].sum() < 5:
        return math.nan, math.nan, "too few events"
    scale = squares.sum() / sums.sum()
    try:
        found = hm.background.sideband(np.round(sums / scale), edges, region, functions=list(functions))
    except hm.NumericsError:
        return math.nan, math.nan, "no function describes it"
    error = math.hypot(found["statistical_error"], found["systematic_error"])
    return scale * found["expected"], scale * error, found["function"]


def mismeasured(events):
    """Muons through the spectrometer alone."""
    card = EXPERIMENT.setup.to_dict()
    stations = [volume for volume in card["volumes"] if volume["name"] in ("MS2in", "MS2out")]
    air = {"density_g_cm3": 1.205e-3 * THICKER, "elements": {"N": 0.755, "O": 0.232, "Ar": 0.013}}
    first, last = (volume["position_mm"][2] for volume in stations)
    run = hm.Study(
        setup=hm.Setup({
            "materials": {"dense air": air},
            "world": {"material": "dense air", "size_mm": [2000, 2000, 2 * last + 2000]},
            "volumes": stations, "fields": card["fields"],
            "planes": {name: card["planes"][name] for name in ("ms2_in", "ms2_out")},
        }),
        beam=hm.Beam(particle="mu-", energy_GeV=160, position_mm=(0, 0, first - 10), spot_sigma_mm=(9, 19)),
    ).run(events=events, seed=1, progress=False)  # fmt: skip
    e = {name: np.asarray(values) for name, values in run.events.items()}
    # Scattering alone, inside the magnets' aperture: who radiated is seen in the calorimeter.
    good = (e["ms2_out.momentum_GeV"] > 150) & (e["ms2_out.crossings"] == 1) & (np.abs(e["ms2_in.y_mm"]) < 60)
    rng = np.random.default_rng(1)
    smear = rng.normal(0, math.sqrt(2) * SIGMA_MM / ARM_MM, (2, events))
    bend = e["ms2_out.slope_x"] + smear[0] - e["ms2_in.slope_x"] - smear[1]
    centre = np.mean([field["position_mm"][2] for field in card["fields"]])
    sign = np.sign(np.median(bend[good]))
    angle = 1e3 * sign * bend
    nominal = 299.792458e-3 * BEND_TM / 160 * 1e3
    print(f"bend {np.median(angle[good]):.3f} mrad (0.2998 B L/p = {nominal:.3f}), width {angle[good].std():.3f} mrad")
    kick = np.abs(angle - nominal)  # as often to either side
    tail, error, function = continued(kick[good], np.full(good.sum(), 0.5), np.linspace(0.7, nominal, 9), (nominal, 40))
    rate, error = tail / events / THICKER, error / events / THICKER
    # Were each kick as large as the whole bend: where does the track come out, and what does it do across?
    scattered = good & (kick > 0.7)
    larger = nominal / kick[scattered]
    out = {name: np.asarray(e[f"ms2_out.{name}"] - e[f"ms2_in.{name}"])[scattered] for name in ("x_mm", "slope_x", "slope_y")}
    shift = out["x_mm"] - e["ms2_in.slope_x"][scattered] * (last - first) - (last - centre) * out["slope_x"]
    resolution = math.hypot(2 * SIGMA_MM, math.sqrt(2) * SIGMA_MM / ARM_MM * (last - centre))
    shift = shift * larger + rng.normal(0, resolution, larger.size)
    across = out["slope_y"] * larger + rng.normal(0, 2 * SIGMA_MM / ARM_MM, larger.size)
    agree = int(((np.abs(shift) < 3 * resolution) & (np.abs(across) < 6 * SIGMA_MM / ARM_MM)).sum())
    share = max(1, agree) / max(1, scattered.sum())
    print(f"  {scattered.sum()} scattered by 0.7 mrad or more, {agree} would agree; beyond {nominal:.1f} mrad "
          f"{rate:.2g} +- {error:.1g} per muon ({function})")  # fmt: skip
    return rate * share, math.hypot(error * share, rate * math.sqrt(max(1, agree)) / max(1, scattered.sum()))


def decays(events, particle, per_muon):
    run = EXPERIMENT.study(
        beam=EXPERIMENT.beam.replace(particle=particle, composition=None),
        physics=hm.Physics(biasing={"hadron_decay": 200, "hadron_minimum_energy_GeV": 100}),
        response=None,
    ).run(events=events, seed=2, progress=False)
    passed = run.select(hm.Selection.of(hm.Cut("box", f"({TRIGGER}) and {QUIET} and mu_out.momentum_GeV < 80")))[0]
    weight = np.asarray(run.events["weight"])
    momentum = run.events["mu_out.momentum_GeV"]
    soft = weight[(momentum > 20) & (momentum < 80)].sum() / events  # softer ones come out of showers
    print(f"{particle}: muon of 20 to 80 GeV behind the ECAL {soft:.2g} per hadron, {passed.sum()} events pass everything")
    return per_muon * weight[passed].sum() / events, per_muon * math.sqrt((weight[passed] ** 2).sum()) / events


def losses(events, energy_GeV=90):
    """A muon's photonuclear loss of 80 GeV or more in the ECAL, times what a pion of 90 GeV leaves unseen."""
    loss = np.linspace(80, 150, 71)
    rate = sum(
        225 * np.trapezoid(hm.muons.loss_density("photonuclear", material, energy_GeV=160, loss_GeV=loss), loss)
        for material in ("Pb", "polystyrene")
    )
    beam = hm.Beam(particle="pi-", energy_GeV=energy_GeV, position_mm=(0, 0, -1))
    e = EXPERIMENT.study(beam=beam, response=None).run(events=events, seed=3, progress=False).events
    total = np.asarray(e["ecal.total_GeV"] + e["hcal.total_GeV"] + e["vhcal.total_GeV"])
    print(f"photonuclear losses above 80 GeV: {rate:.2g} per muon; pions of {energy_GeV} GeV show {total.mean():.0f} GeV, "
          f"width {total.std():.0f}, least {total.min():.0f}")  # fmt: skip
    tail, error, function = continued(total, np.ones(events), np.linspace(20, 80, 7), (0.001, 12), GAUSSIAN_OR_SLOWER)
    return rate * tail / events, rate * error / events


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--muons", type=int, default=200_000)
    parser.add_argument("--kaons", type=int, default=300)
    parser.add_argument("--losses", type=int, default=400)
    options = parser.parse_args()
    shares = EXPERIMENT["admixture"]["composition"]
    rows = [
        ("mis-measured momentum", *mismeasured(options.muons), "0.05 +- 0.03"),
        ("K- that decay", *decays(options.kaons, "K-", shares["K-"]), "0.010 +- 0.001"),
        ("pi- that decay", *decays(options.kaons // 3, "pi-", shares["pi-"]), "in the row above"),
        ("hadrons that escape", *losses(options.losses), "below 0.01"),
    ]
    print(f"\n{'':34s} {'per muon':>20s} {'in %.3g muons' % MUONS:>31s}   published (L. Molina Bueno, CPAN 2024)")
    for row in rows:
        expected(*row)


if __name__ == "__main__":
    main()
