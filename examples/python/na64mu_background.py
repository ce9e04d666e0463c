"""Background of NA64mu from our own transport: a muon of 160 GeV that looks like one below 80 GeV with quiet calorimeters.

    python examples/python/na64mu_background.py        # one to two minutes; more with --tracks, --kaons, --losses, --photons

Nothing here waits for rare things to happen: each is made to happen, and carries its probability as a weight.

1. Mis-measured momentum: an elastic scatter or wrong hits in every track of the second spectrometer (momentum_tails.py),
   15 of 16 hits asked for.
2. Hadrons of the beam, taken for muons, that decay in front of the ECAL: a life that ends there for 95 %. A muon below half of
   the momentum leaves a kink; how much of the background has one below 2 mrad is printed.
3. Muons that lose their energy to one hadron which escapes: rate of photonuclear losses above 80 GeV, times the chance that one
   hadron has nearly all of it behind the ECAL (interactions that favour such), times that of two modules that see nothing of
   it (splitting by depth). Losses to several hadrons, which all would have to escape, are left out.
4. Muons that radiate more than 80 GeV, and the photon becomes a muon pair: conversions to muons 20 000 times more frequent.

Resolutions, and the 4 m in which a hadron can decay unseen, are assumptions. Effective events are (sum w)^2 / sum w^2.
"""

import argparse
import math

import momentum_tails
import numpy as np
import punch_through

import hermetic as hm
from hermetic.cards import preset

EXPERIMENT = hm.experiments.na64mu_2022()
MUONS = EXPERIMENT.particles
TRIGGER = EXPERIMENT["trigger"][0]["expression"]
# The incoming momentum was measured upstream: the cut on it in the selection would see the decay.
QUIET = "mu_out.crossings == 1 and ecal.total_GeV + hcal.total_GeV < 12 and vhcal.total_GeV < 1.5"

SENSORS = {"sensors": preset("response", EXPERIMENT["response"]["preset"])["sensors"]}


def effective(weights):
    """Effective number of events."""
    return weights.sum() ** 2 / max((weights**2).sum(), 1e-300)


def expected(name, per_muon, error, published):
    print(f"{name:34s} {per_muon:9.2g} +- {error:7.1g} per muon {MUONS * per_muon:9.2g} +- {MUONS * error:7.1g}   {published}")


def mismeasured(tracks, wrong_hits=True):
    """Muons that MS2 measures below 80 GeV with 15 of 16 hits, by scatters and by wrong hits."""
    momentum_tails.LEAST_HITS = 15
    study = momentum_tails.Tails("na64mu_tracker_2022", tracks, 1)
    total = variance = 0.0
    mechanisms = {"scatters": study.scatters, **({"wrong hits": study.confusions} if wrong_hits else {})}
    for name, mechanism in mechanisms.items():
        parts = mechanism()
        value, error = (array[0] for array in momentum_tails.below(parts, np.array([80.0])))
        number = (value / error) ** 2 if error > 0 else 0
        print(f"{name}: {value:.2g} +- {error:.1g} per muon below 80 GeV, {number:.0f} effective events")
        total, variance = total + value, variance + error**2
    return total, math.sqrt(variance)


def target():
    """What stands up to the counter behind the ECAL: enough for momenta and kinks, in a quarter of the time."""
    card = EXPERIMENT.setup.to_dict()
    card["volumes"] = [v for v in card["volumes"] if v["position_mm"][2] < 600]
    names = {v["name"] for v in card["volumes"]}
    sensors = {v["sensitive"]["name"] for v in card["volumes"] if "sensitive" in v}
    card["planes"] = {k: p for k, p in card["planes"].items() if p["volume"] in names}
    for key in ("calibration", "section_names"):
        card[key] = {k: v for k, v in card.get(key, {}).items() if k in sensors}
    card.pop("groups", None)
    return hm.Setup(card)


def decays(events, particle, per_muon, station_mm=4000, whole=True):
    """One hadron of the beam that decays behind the last station: (row of all, row of those with a kink below 2 mrad)."""
    force = {"particles": [particle], "z_mm": [-station_mm, 0], "probability": 0.95, "minimum_energy_GeV": 100}
    beam = EXPERIMENT.beam.replace(particle=particle, composition=None)
    physics = hm.Physics(biasing={"forced_decay": force})
    if whole:
        study = EXPERIMENT.study(response=None, beam=beam, physics=physics)
    else:  # muons alone: what is below 5 GeV need not be followed
        physics = physics.replace(splitting={"roulette_below_GeV": 5, "survival": 0.01})
        study = hm.Study(setup=target(), beam=beam, physics=physics)
    run = study.run(events=events, seed=2, progress=False)
    e = {name: np.asarray(run.events[name]) for name in ("weight", "mu_out.momentum_GeV", "mu_in.slope_x", "mu_in.slope_y")}
    weight, momentum = e["weight"], e["mu_out.momentum_GeV"]
    soft = (momentum > 20) & (momentum < 80)  # softer ones come out of showers
    passed = soft
    if whole:
        box = f"({TRIGGER}) and {QUIET} and mu_out.momentum_GeV < 80"
        passed = np.asarray(run.select(hm.Selection.of(hm.Cut("box", box)))[0], dtype=bool)
    # The beam of the card is parallel: the slope in front of the ECAL is the kink.
    kink = 1e3 * np.hypot(e["mu_in.slope_x"], e["mu_in.slope_y"])
    print(f"{particle}, {1e-3 * station_mm:g} m: muon of 20 to 80 GeV behind the ECAL {weight[soft].sum() / events:.2g} per hadron, "
          f"{passed.sum()} pass {'everything' if whole else 'so far'}, {effective(weight[passed]):.0f} effective; mean weight {weight.mean():.3f}")  # fmt: skip
    if passed.any():
        least, median = np.percentile(kink[passed], [1, 50])
        print(f"  kink: 1 % below {least:.1f} mrad, half below {median:.1f} mrad")
    rows = []
    for chosen in (passed, passed & (kink < 2)):
        rows.append((per_muon * weight[chosen].sum() / events, per_muon * math.sqrt((weight[chosen] ** 2).sum()) / events))
    return rows


def dimuons(events, energy_GeV=110):
    """Radiation of more than 80 GeV whose photon becomes a pair: quiet beside the muon's own deposits, and no other track."""
    loss = np.linspace(80, 158, 79)
    rate = sum(
        225 * np.trapezoid(hm.muons.loss_density("bremsstrahlung", material, energy_GeV=160, loss_GeV=loss), loss)
        for material in ("Pb", "polystyrene")
    )
    beam = hm.Beam(particle="gamma", energy_GeV=energy_GeV, position_mm=(0, 0, -1))
    biasing = {"gamma_to_muons": 20_000}
    e = EXPERIMENT.study(beam=beam, response=SENSORS, physics=hm.Physics(biasing=biasing), fidelity="fast").run(
        events=events, seed=4, progress=False
    ).events  # fmt: skip
    weight, pair = np.asarray(e["weight"]), np.asarray(e["truth.muon_pair_energy_GeV"]) > 80
    own = 6  # GeV, ECAL and two modules of one muon
    quiet = pair & np.asarray(e["ecal.total_GeV"] + e["hcal.total_GeV"] < 12 - own)
    alone = quiet & np.asarray(e["ms2_out.crossings"] == 0)
    print(f"radiation above 80 GeV: {rate:.2g} per muon; pairs {weight[pair].sum() / events:.2g} per photon, {effective(weight[pair]):.0f} effective; "
          f"quiet {weight[quiet].sum() / events:.1g} ({quiet.sum()} events), and neither in the second spectrometer "
          f"{weight[alone].sum() / events:.1g} ({alone.sum()} events)")  # fmt: skip
    share, error = weight[alone].sum() / events, math.sqrt((weight[alone] ** 2).sum()) / events
    if not alone.any():  # at most: one event of the usual weight
        error = weight[pair].mean() / events if pair.any() else math.nan
    return rate * share, rate * error


# What stands for whom behind the ECAL, and what a hadron may lose there and in the HCAL: 12 GeV less the 6 GeV of the muon, and
# less its own ionisation when it is charged.
ESCAPING = {"pi-": (("pi-", "pi+"), 1), "K+": (("K-", "K+"), 1), "K0L": (("K0S", "K0L"), 6), "n": (("n", "nbar", "p", "pbar"), 6)}


def leading(events, energy_GeV, seed=6):
    """Chance that a photon in the ECAL which makes hadrons sends one with nearly all of its energy out of it, by kind: (value, error, number)."""
    card = target().to_dict()
    card["planes"] = {
        f"lead{i}": {"volume": "VETO", "at": "exit", "particles": list(particles), "minimum_energy_GeV": energy_GeV - lost - 0.3}
        for i, (particles, lost) in enumerate(ESCAPING.values())
    }
    biasing = {
        # Half of the photons make hadrons at their first interaction.
        "photonuclear": 1e7,
        "photonuclear_minimum_energy_GeV": 0.99 * energy_GeV,
        "favoured_products": {
            "particles": [name for particles, _ in ESCAPING.values() for name in particles],
            "minimum_energy_GeV": energy_GeV - 6.3,
            "draws": 500,
        },
    }
    physics = hm.Physics(hadrons={"photonuclear": True}, biasing=biasing, splitting={"roulette_below_GeV": 2, "survival": 0.05})
    beam = hm.Beam(particle="gamma", energy_GeV=energy_GeV, position_mm=(0, 0, -1))
    e = hm.Study(setup=hm.Setup(card), beam=beam, physics=physics).run(events=events, seed=seed, progress=False).events
    weight = np.asarray(e["weight"])
    weight = np.where(weight < 0.1, weight, 0)  # those that made hadrons at once
    found = {}
    for index, kind in enumerate(ESCAPING):
        out = weight * np.asarray(e[f"lead{index}.weight"])
        found[kind] = out.sum() / weight.sum(), math.sqrt((out**2).sum()) / weight.sum(), effective(out)
    return found


def losses(events):
    """A muon's photonuclear loss above 80 GeV, times one hadron with all of it behind the ECAL, times two modules that see none of it."""
    edges = (80, 100, 150)
    total = variance = 0.0
    through = {}
    for kind, (_, lost) in ESCAPING.items():
        weights = punch_through.run(kind, 4 * events, modules=2, lost_GeV=[lost])[0, -1]
        through[kind] = weights.mean(), weights.std() / math.sqrt(len(weights)), effective(weights)
        print(f"{kind} of 100 GeV through two modules, {lost} GeV lost at most: {through[kind][0]:.2g} +- {through[kind][1]:.1g}, {through[kind][2]:.0f} effective")
    for low, high in zip(edges, edges[1:]):
        loss = np.linspace(low, high, 71)
        rate = sum(
            225 * np.trapezoid(hm.muons.loss_density("photonuclear", material, energy_GeV=160, loss_GeV=loss), loss)
            for material in ("Pb", "polystyrene")
        )
        energy = low + (high - low) / 3
        print(f"photonuclear losses of {low} to {high} GeV: {rate:.2g} per muon")
        for kind, (share, error, number) in leading(events, energy).items():
            print(f"  {kind} with all of {energy:.0f} GeV behind the ECAL: {share:.2g} +- {error:.1g}, {number:.0f} effective")
            value, value_error, _ = through[kind]
            total += rate * share * value
            variance += rate**2 * ((error * value) ** 2 + (share * value_error) ** 2)
    return total, math.sqrt(variance)


def stations(events, per_muon):
    """What the place of the last station in front of the ECAL makes of the row of kaons: muons alone, before trigger and calorimeters."""
    print("last station, m        per muon of the beam      with a kink below 2 mrad")
    for station_mm in (180, 500, 1000, 2000, 4000):
        (all_, error), (straight, _) = decays(events, "K-", per_muon, station_mm, whole=False)
        print(f"{1e-3 * station_mm:15g}   {all_:9.2g} +- {error:7.1g}         {straight:9.2g}")


def quick():
    """Muons of kaons and pions, scatters: what a test looks at."""
    decays(250, "K-", 1, whole=False)
    decays(60, "pi-", 1, whole=False)
    mismeasured(2, wrong_hits=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tracks", type=int, default=10, help="per place of matter")
    parser.add_argument("--kaons", type=int, default=1000)
    parser.add_argument("--losses", type=int, default=150)
    parser.add_argument("--photons", type=int, default=60)
    parser.add_argument("--station-m", type=float, default=4.0, help="from the last station to the ECAL: kaons decay there unseen")
    parser.add_argument("--stations", action="store_true", help="the row of kaons for several places of the last station, nothing else")
    parser.add_argument("--quick", action="store_true", help="muons and scatters alone")
    options = parser.parse_args()
    shares = EXPERIMENT["admixture"]["composition"]
    if options.quick:
        return quick()
    if options.stations:
        return stations(4 * options.kaons, shares["K-"])
    station = 1e3 * options.station_m
    kaons = decays(options.kaons, "K-", shares["K-"], station)
    pions = decays(options.kaons // 4, "pi-", shares["pi-"], station)
    rows = [
        ("mis-measured momentum", *mismeasured(options.tracks), "0.05 +- 0.03"),
        ("K- that decay", *kaons[0], "0.010 +- 0.001"),
        ("  with a kink below 2 mrad", *kaons[1], ""),
        ("pi- that decay", *pions[0], "in the row above"),
        ("hadrons that escape", *losses(options.losses), "below 0.01"),
        ("muon pairs", *dimuons(options.photons), "below 0.02 (1e-12 per muon: simulation of the proposal)"),
    ]
    print(f"\n{'':34s} {'per muon':>20s} {'in %.3g muons' % MUONS:>31s}   published (L. Molina Bueno, CPAN 2024)")
    for row in rows:
        expected(*row)


if __name__ == "__main__":
    main()
