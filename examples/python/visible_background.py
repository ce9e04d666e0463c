"""Background of the visible mode from our own transport: what gets through the WCAL unseen and makes e+e- behind it.

    python examples/python/visible_background.py        # one to two minutes; more with --events, --kaons, --pions

1. Electrons on the WCAL, photonuclear interactions above 30 GeV made 1000 times more frequent, and of their final states those
   with fast neutral hadrons favoured (with weights): neutral hadrons behind V2, and how often V2 and the WCAL see nothing of
   the rest. Published: n : K0 about 10 : 1, 100 or 150 K0 by two methods (M. Kirsanov, PhiPsi 2019).
2. K0S from behind V2 into the signal box: two pi0, a photon that converts in front of S4.
3. The same neutral hadrons from pions of the beam that the SRD takes for electrons, 1e-2 of the beam times 1e-4.
4. Photons that cross the WCAL: counted behind 6 and 8 radiation lengths, continued exponentially.

`hm.background.neutral_kaons` combines 2 with the kaons that the experiment counted.
"""

import argparse
import math

import numpy as np

import hermetic as hm

PUBLISHED = "0.07 +- 0.035 in all, 0.06 +- 0.034 of K0S [recalled]; 5.4e10 electrons of 2017"
V2_MIP, S4_MIP = 0.0008, 0.00032
LOST = 30  # GeV: E_WCAL < 70
KINDS = {"K0": ["K0S", "K0L"], "n": ["n", "nbar"]}
PLANES = {"K0": "kaon", "n": "neutron"}


def upstream(setup, names=("WCAL", "WCAL2", "V2")):
    """The WCAL and its counters alone, and who leaves V2."""
    card = setup.to_dict()
    plane = {"volume": "V2", "at": "exit", "minimum_energy_GeV": LOST}
    return hm.Setup({
        "world": card["world"],
        "volumes": [volume for volume in card["volumes"] if volume["name"] in names],
        "calibration": {"wcal": card["calibration"]["wcal"]},
        "section_names": {"wcal": card["section_names"]["wcal"]},
        "planes": {"kaon": {**plane, "particles": KINDS["K0"]}, "neutron": {**plane, "particles": KINDS["n"]}},
    })  # fmt: skip


def weighted(weights, scale):
    """Sum of weights, its error and effective number."""
    squares = (weights**2).sum()
    number = weights.sum() ** 2 / squares if squares > 0 else 0
    return scale * weights.sum(), scale * math.sqrt(squares), number


def hadrons(setup, beam, kind, events, biasing, seed, fidelity="full"):
    """One run whose interactions favour fast hadrons of the kind."""
    favoured = {"particles": KINDS[kind], "minimum_energy_GeV": LOST, "draws": 200, "preference": 1000}
    run = hm.Study(
        setup=upstream(setup),
        beam=beam,
        fidelity=fidelity,
        physics=hm.Physics(hadrons={"photonuclear": True}, biasing={**biasing, "favoured_products": favoured}),
    ).run(events=events, seed=seed, progress=False)  # fmt: skip
    return {name: np.asarray(run.events[name]) for name in run.events}


def neutrals(setup, beam, events, particles, fidelity, kinds=("K0", "n")):
    """Neutral hadrons behind V2 from electrons; K0 that V2 and the WCAL do not see, with their error."""
    biasing = {"photonuclear": 1000, "photonuclear_minimum_energy_GeV": LOST}
    found = {}
    for kind in kinds:
        e = hadrons(setup, beam, kind, events, biasing, seed=1, fidelity=fidelity)
        weight, there = e["weight"], e[f"{PLANES[kind]}.momentum_GeV"] > LOST
        quiet = there & (e["v2.total_GeV"] < 0.6 * V2_MIP) & (e["wcal.total_GeV"] < 100 - LOST)
        for name, chosen in ((kind, there), (f"{kind}, V2 and WCAL quiet", quiet)):
            found[name] = weighted(weight[chosen], particles / events)
            print(f"electrons: {name:22s} above {LOST} GeV behind V2: {found[name][0]:9.3g} +- {found[name][1]:.2g} per {particles:.3g} "
                  f"electrons, {found[name][2]:.0f} effective")  # fmt: skip
        print(f"  {events} electrons, mean weight {weight.mean():.3f}")
    if len(kinds) == 2:
        ratio("electrons", found)
    return found["K0, V2 and WCAL quiet"][:2]


def by_threshold(setup, beam, events, thresholds=(0.2, 1, 5)):
    """n : K0L behind V2 where slow ones count too, as in a sample without a cut on the HCAL; K0S decay before it."""
    card = upstream(setup).to_dict()
    kinds = {"K0L": ["K0L"], "n": KINDS["n"]}
    card["planes"] = {
        f"{kind}{i}": {"volume": "V2", "at": "exit", "particles": particles, "minimum_energy_GeV": threshold}
        for kind, particles in kinds.items()
        for i, threshold in enumerate(thresholds)
    }
    biasing = {"photonuclear": 1000, "photonuclear_minimum_energy_GeV": 15}
    physics = hm.Physics(hadrons={"photonuclear": True}, biasing=biasing)
    e = hm.Study(setup=hm.Setup(card), beam=beam, fidelity="fast", physics=physics).run(events=events, seed=5, progress=False).events
    weight = np.asarray(e["weight"])
    for i, threshold in enumerate(thresholds):
        found = {kind: weighted(weight * np.asarray(e[f"{kind}{i}.weight"]), 1)[:2] for kind in kinds}
        (n, n_error), (k, k_error) = found["n"], found["K0L"]
        if n > 0 and k > 0:
            print(f"electrons: n : K0L above {threshold} GeV = {n / k:.1f} +- {n / k * math.hypot(n_error / n, k_error / k):.1f}")


def ratio(beam, found):
    """n : K0, all of them and those that V2 and the WCAL do not see."""
    for name in ("", ", V2 and WCAL quiet"):
        n, k = found[f"n{name}"], found[f"K0{name}"]
        if n[0] > 0 and k[0] > 0:
            value = n[0] / k[0]
            print(f"{beam}: n : K0{name} = {value:.2f} +- {value * math.hypot(n[1] / n[0], k[1] / k[0]):.2f} (published about 10)")


def from_pions(setup, beam, events, particles, share=1e-2, tagged=1e-4):
    """The same from pions of the beam that the SRD takes for electrons."""
    found = {}
    scale = particles * share * tagged / events
    for kind in KINDS:
        e = hadrons(setup, beam.replace(particle="pi-"), kind, events, {}, seed=4)
        there = e[f"{PLANES[kind]}.momentum_GeV"] > LOST
        quiet = there & (e["v2.total_GeV"] < 0.6 * V2_MIP) & (e["wcal.total_GeV"] < 100 - LOST)
        for name, chosen in ((kind, there), (f"{kind}, V2 and WCAL quiet", quiet)):
            found[name] = weighted(e["weight"][chosen], scale)
            print(f"pions: {name:22s} above {LOST} GeV behind V2: {found[name][0]:9.3g} +- {found[name][1]:.2g} per {particles:.3g} "
                  f"beam particles, {found[name][2]:.0f} effective")  # fmt: skip
    ratio("pions", found)


def kaon_beam(setup, energy):
    """K0S from behind V2."""
    v2 = next(volume for volume in setup.to_dict()["volumes"] if volume["name"] == "V2")
    start = v2["position_mm"][2] + v2["size_mm"][2] / 2 + 1
    return hm.Beam(particle="K0S", energy_GeV=energy - 0.498, position_mm=(0, 0, start), divergence_rad=(0.01, 0.01))


def seen_by_counter(setup, events, energies=(35, 80)):
    """How often S4 sees two charged particles of a K0S."""
    for energy in energies:
        run = hm.Study(setup=upstream(setup, ("WCAL", "V2", "S4")), beam=kaon_beam(setup, energy)).run(
            events=events // len(energies), seed=2, progress=False
        )
        print(f"K0S of {energy} GeV: S4 sees two {(run.events['s4.total_GeV'] > 1.5 * S4_MIP).mean():.4f}")


def kaons(setup, events, energies=(35, 50, 80)):
    """Probability of the signal box for a K0S behind V2; the WCAL has what the kaon lacks."""
    total = passed = 0
    for energy in energies:
        run = hm.Study(setup=setup, beam=kaon_beam(setup, energy)).run(events=events // len(energies), seed=2, progress=False)
        box = hm.Selection.of(
            hm.Cut("S4", f"s4.total_GeV > {1.5 * S4_MIP}"),
            hm.Cut("sum", f"ecal.total_GeV > {energy - 15}"),
            hm.Cut("VETO", "veto.total_GeV < 0.01"),
            hm.Cut("HCAL", "hcal.total_GeV < 1"),
        )
        mask = run.select(box)[0]
        conversions = (run.events["s4.total_GeV"] > 1.5 * S4_MIP).mean()
        print(f"K0S of {energy} GeV: S4 sees two {conversions:.4f}, signal box {mask.mean():.4f}")
        total, passed = total + run.count, passed + mask.sum()
    return passed / total, math.sqrt(max(1, passed)) / total


def photons(particles, radiation_lengths, beam_energy_GeV, events):
    """Photons above 30 GeV behind the WCAL: mean of those behind 6 and 8 X0, each with the slope of the pair cross section."""
    counts = []
    for depth in (6, 8):
        block = hm.Setup.slab("W", f"{depth} X0").to_dict()
        name = block["volumes"][0]["name"]
        block["planes"] = {"out": {"volume": name, "particles": ["gamma"], "minimum_energy_GeV": LOST}}
        run = hm.Study(setup=hm.Setup(block), beam=hm.Beam(energy_GeV=beam_energy_GeV, position_mm=(0, 0, -1))).run(
            events=events, seed=3, progress=False
        )
        counts.append(int(run.events["out.crossings"].sum()))
    slope = 3.504 / hm.physics.Probe("gamma", "W").mean_free_path("pair", 50)[0]
    behind = [n * math.exp(-slope * (radiation_lengths - depth)) for n, depth in zip(counts, (6, 8))]
    through = particles * sum(behind) / (2 * events)
    print(f"photons above {LOST} GeV behind 6 and 8 X0: {counts[0]}, {counts[1]} of {events} electrons; "
          f"{slope:.3f} per X0 -> {through:.2g} behind {radiation_lengths} X0")  # fmt: skip
    return through


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--experiment", default="na64e_visible_2017_40X0")
    parser.add_argument("--events", type=int, default=1200)
    parser.add_argument("--kaons", type=int, default=240)
    parser.add_argument("--pions", type=int, default=150)
    parser.add_argument("--full", action="store_true", help="no library of showers: faster below some hundred events")
    parser.add_argument("--quick", action="store_true", help="a few of everything, no numbers of background")
    options = parser.parse_args()
    experiment = getattr(hm.experiments, options.experiment)()
    particles = experiment.particles
    if options.quick:
        neutrals(experiment.setup, experiment.beam, 10, particles, "full", kinds=("K0",))
        seen_by_counter(experiment.setup, 200)
        photons(particles, 40, experiment["beam"]["energy_GeV"], 20)
        return
    own, own_error = neutrals(experiment.setup, experiment.beam, options.events, particles, "full" if options.full else "fast")
    by_threshold(experiment.setup, experiment.beam, options.events)
    from_pions(experiment.setup, experiment.beam, options.pions, particles)
    probability, error = kaons(experiment.setup, options.kaons)
    depth = 30 if "30X0" in options.experiment or "2018" in options.experiment else 40
    through = photons(particles, depth, experiment["beam"]["energy_GeV"], max(20, options.events // 30))
    # Half of K0 are K0S.
    half = 0.5 * probability
    scale = particles / 5.4e10
    counted = hm.background.neutral_kaons(
        {"events": 1000 * scale, "kaon_share": 0.1, "kaon_share_error": 0.03, "efficiency": 1, "efficiency_error": 0},
        {"events": 150 * scale, "kaon_share": 1, "kaon_share_error": 0.3, "efficiency": 1, "efficiency_error": 0},
        probability=half,
        probability_error=0.5 * error,
    )
    print(f"\nsignal box per K0S {probability:.2g} +- {error:.1g}")
    print(f"expected, kaons of this simulation: {own * half:.2g} +- {math.hypot(own_error * half, own * 0.5 * error):.1g}")
    print(f"expected, kaons that were counted:  {counted['expected']:.2g} +- {counted['error']:.1g}")
    # A photon makes e+e- in the air and in S4, about 1.6 % of X0.
    print(f"expected, photons through the WCAL: {through * 7 / 9 * 0.016:.1g}")
    print(f"published: {PUBLISHED}")


if __name__ == "__main__":
    main()
