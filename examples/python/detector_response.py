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
    parser.add_argument("--quick", action="store_true", help="one energy, one period, a library of two energies, no dimuons")
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
        if out and energy == energies[-1]:
            run.plot.lego(event=None).figure.savefig(out / "response_lego.png", dpi=110)
    return rows


def efficiencies(events, years=(("2016", 0), ("2018", 1)), energies=(1, 2, 4, 8, 16, 30, 50), library_events=20):
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
        energies_GeV=energies,
        events=max(40, events),
        beam=BEAM,
        response="na64e_sensors",
    )
    rows = []
    for year, column in years:
        response = preset("response", f"na64e_{year}")
        response["pile_up"]["library_events"] = library_events
        run = hm.Study(
            setup="na64e_2018",
            beam=BEAM,
            signal=hm.DarkPhoton("20 MeV"),
            response=response,
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
            rows.append((year, name, kept, error, published[name][column]))
            print(f"{year}  {name:13s} simulated {kept:.3f} +- {error:.3f}   published {published[name][column]}")
    return rows


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
            halo = response["pile_up"].pop("halo", 0)
            others = hm.Beam(energy_GeV=100, position_mm=(0, 0, -100), spot_sigma_mm=(5, 5)).to_dict()
            if halo:
                others["composition"] = response["pile_up"].pop("composition")
                others["halo"] = {"fraction": halo, "spot_sigma_mm": [60, 60], "composition": {"mu-": 1}}
            response["pile_up"]["beam"] = others
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
    "and a halo of 10 % muons, 60 mm wide": {"composition": {"e-": 1, "pi-": 0.01, "mu-": 0.001}, "halo": 0.1},
    "and 10 % muons, no pulse told apart": {"composition": {"e-": 1, "pi-": 0.01, "mu-": 0.1}, "residual": 1},
}


def beam_electrons(events, responses=("na64e_sensors", "na64e_2016", "na64e_2018"), photonuclear=20):
    """How often electrons of the beam with all of their energy in the ECAL are seen behind it: leakage, and hadrons of their photons."""
    physics = hm.Physics(
        hadrons={"photonuclear": True}, biasing={"photonuclear": photonuclear, "photonuclear_minimum_energy_GeV": 1}
    )
    for response in responses:
        run = hm.Study(setup="na64e_2018", beam=BEAM, response=response, physics=physics).run(events=events, seed=21, progress=False)
        e, weight = run.events, np.asarray(run.events["weight"])
        rows = [("VETO", e["veto.total_GeV"], limit) for limit in (0.005, 0.01, 0.02, 0.03)] + [("HCAL", e["hcal.total_GeV"], 1)]
        for name, energy, limit in rows:
            share, error = ratio(np.asarray(energy) > limit, weight)
            print(f"electrons of 100 GeV, {response:13s} {name} > {1e3 * limit:4.0f} MeV: {share:.4f} +- {error:.4f}")


DIMUONS_2022 = "ecal.total_GeV < 60 and hcal0.total_GeV > 3 and hcal0.total_GeV < 7 and hcal1.total_GeV > 3 and hcal1.total_GeV < 7"


def plates(setup, iron_mm):
    """The card of the set-up with other plates in its HCAL, and the calibration of its own."""
    card = hm.Setup.preset(setup).to_dict()
    for volume in card["volumes"]:
        if volume["name"].startswith("HCAL"):
            before = sum(slab["thickness_mm"] for slab in volume["slabs"])
            for slab in volume["slabs"]:
                if slab["material"] == "Fe":
                    slab["thickness_mm"] = iron_mm
            volume["position_mm"][2] += 0.5 * volume["layers"] * (sum(slab["thickness_mm"] for slab in volume["slabs"]) - before)
    return card


def pions_visible(card, events):
    """Mean visible energy of pions of 100 GeV in the HCAL modules alone, one behind the other, under the conditions of the hadron scale."""
    modules = [dict(volume) for volume in card["volumes"] if volume["name"].startswith("HCAL")]
    z = 0.0
    for volume in modules:
        depth = volume["layers"] * sum(slab["thickness_mm"] for slab in volume["slabs"])
        volume["position_mm"], z = [0, 0, z + depth / 2], z + depth
    world = {"material": "vacuum", "size_mm": [2000, 2000, 2 * z + 200]}
    e = hm.Study(
        setup=hm.Setup({"world": world, "volumes": modules}),
        beam=hm.Beam(particle="pi-", energy_GeV=100, position_mm=(0, 0, -10)),
        physics=hm.Physics(hadrons={"birks_mm_per_MeV": 0.079, "time_window_ns": 150}),
    ).run(events=events, seed=3, progress=False).events  # fmt: skip
    return sum(np.asarray(e[f"hcal{i}.visible_GeV"]) for i in range(len(modules))).mean()


def calibrated_plates(setup, iron_mm, events):
    """The set-up with other plates in its HCAL, in which pions of 100 GeV read what they read in the set-up as it is."""
    own, card = plates(setup, 25), plates(setup, iron_mm)
    if own != card:
        change = pions_visible(card, events) / pions_visible(own, events)
        for name in card["calibration"]:
            if name.startswith("hcal"):
                card["calibration"][name] *= change
    return card


def dimuons(events, irons_mm=(25, 30)):
    """Muon pairs in the ECAL: where they end in the HCAL, with plates of 25 mm and of 30 mm, and what they do to the 3×3 share."""
    means = {}
    for iron_mm in irons_mm:
        run = hm.Study(
            setup=hm.Setup(calibrated_plates("na64e_2018", iron_mm, events // 2)),
            beam=BEAM,
            response="na64e_2016",
            physics=hm.Physics(
                hadrons={"birks_mm_per_MeV": 0.079, "time_window_ns": 150}, biasing={"gamma_to_muons": 20_000}
            ),
            selection=hm.selections.na64e_dimuon(),
        ).run(events=events, seed=3, progress=False)
        passed, flow = run.select(weight="weight")
        print(flow)
        e = run.events
        if passed.sum() > 5:
            # The window of 2016 ends at 6.35 GeV; that of the data of 2022 is 3 to 7 GeV in two modules, 4 to 8 GeV in their histograms.
            later = run.select(hm.Selection.of(hm.Cut("2022", DIMUONS_2022)))[0]
            for cuts, chosen in (("2016", passed), ("2022", later)):
                for module in ("hcal0", "hcal1", "hcal2"):
                    energy = np.asarray(e[f"{module}.total_GeV"])
                    shown = chosen & ((cuts == "2016") | ((energy > 4) & (energy < 8)))
                    mean, error = ratio(energy[shown], np.asarray(e["weight"])[shown])
                    means[iron_mm, cuts, module] = mean, error
                    print(f"dimuons, {iron_mm} mm of iron per layer, cuts of {cuts}: {module} {mean:.2f} +- {error:.2f} GeV, {shown.sum()} events "
                          "(published, 2022: 5.63 +- 0.75)")  # fmt: skip
            weight = e["weight"][passed]
            share, error = ratio((e["ecal.3x3_GeV"] / e["ecal.total_GeV"])[passed], weight)
            print(f"dimuons: 3x3 share {share:.3f} +- {error:.3f} (2022 data 0.89-0.90)")
    return means


def without(card, *keys):
    """A response whose ECAL has some stages switched off."""
    ecal = {key: value for key, value in card["sensors"]["ecal"].items() if key not in keys}
    return {"sensors": {**card["sensors"], "ecal": ecal}}


def central_share(events, fidelity):
    """The 3x3 share of dimuon events of 2022, one effect after the other; showers are the same in all rows."""
    full = preset("response", "na64e_2022")
    ecal = full["sensors"]["ecal"]
    pile_up = {**full["pile_up"], "library_events": 60}
    wide = {"fraction": 0.1, "spot_sigma_mm": [60, 60], "composition": {"mu-": 1}}
    halo = {**{k: v for k, v in pile_up.items() if k != "composition"}, "beam": {**BEAM.to_dict(), "halo": wide}}
    sensors = {"sensors": full["sensors"]}
    leaking = {"sensors": {**full["sensors"], "ecal": {**ecal, "cross_talk": 0.1}}}
    rows = {
        "light, noise, thresholds": without(full, "light_collection", "cross_talk"),
        "and the map of the light": without(full, "cross_talk"),
        "and cross-talk of 2 %": sensors,
        "cross-talk of 10 % instead": leaking,
        "and pile-up": {**sensors, "pile_up": pile_up},
        "pile-up with a halo of 10 % muons": {**sensors, "pile_up": halo},
        "no pulse told apart": {**sensors, "pile_up": {**pile_up, "residual": 1}},
        "that, at three times the intensity": {**sensors, "pile_up": {**pile_up, "residual": 1, "particles_per_spill": 2.1e7}},
    }
    trigger = hm.experiments.na64e_2022()["trigger"][0]["expression"]
    cuts = f"({trigger}) and ecal.total_GeV < 60 and truth.muon_pairs > 0"
    for index, (name, response) in enumerate(rows.items()):
        run = hm.Study(
            setup="na64e_2022", beam=BEAM.replace(spot_sigma_mm=(12, 12)), response=response, fidelity=fidelity,
            physics=hm.Physics(biasing={"gamma_to_muons": 20_000}),
        ).run(events=events, seed=3, progress=False)  # fmt: skip
        e = run.events
        passed = np.asarray(run.select(hm.Selection.of(hm.Cut("dimuons", cuts)))[0], dtype=bool)
        weight = np.asarray(e["weight"])[passed]
        if index == 0:
            share, error = ratio((e["truth.ecal.3x3_GeV"] / e["truth.ecal.total_GeV"])[passed], weight)
            print(f"3x3 share, dimuons  {'true energies':36s} {share:.4f} +- {error:.4f}  ({passed.sum()} events)")
        share, error = ratio((e["ecal.3x3_GeV"] / e["ecal.total_GeV"])[passed], weight)
        print(f"3x3 share, dimuons  {name:36s} {share:.4f} +- {error:.4f}  ({passed.sum()} events)")


def momentum(events, only=None):
    """Electrons in front of the ECAL of 2018: one good track, its momentum within 10 GeV."""
    experiment = hm.experiments.na64e_tracker_2018()
    card = experiment.setup.to_dict()
    card["volumes"] = [v for v in card["volumes"] if v["position_mm"][2] < -100]
    names = {v["sensitive"]["name"] for v in card["volumes"] if "sensitive" in v}
    for key in ("calibration", "section_names"):
        card[key] = {k: v for k, v in card.get(key, {}).items() if k in names}
    card.pop("groups", None)
    beam = experiment.beam
    mixture = experiment["admixture"]["composition"]
    beams = {
        "no spread": beam.replace(momentum_spread=0.0),
        "spread of 1 %": beam,
        "and pions, muons": beam.replace(composition=mixture),
        "and ten times as many": beam.replace(composition={k: v * (1 if k == "e-" else 10) for k, v in mixture.items()}),
        "spread of 1 %, halo of 10 %, 20 mm": beam.replace(halo={"fraction": 0.1, "spot_sigma_mm": [20, 20]}),
    }
    for name, one in beams.items():
        if only and name != only:
            continue
        run = hm.Study(setup=hm.Setup(card), beam=one, trackers=experiment["trackers"]).run(events=events, seed=7, progress=False)
        e = run.events
        good = np.asarray((e["track.tracks"] == 1) & (e["track.p_value"] > 0.01))
        kept = good & np.asarray(np.abs(e["track.momentum_GeV"] - 100) < 10)
        error = math.sqrt(kept.mean() * (1 - kept.mean()) / events)
        last = kept.mean(), error
        print(f"momentum  {name:36s} one good track {good.mean():.3f}  within 10 GeV too {kept.mean():.3f} +- {error:.3f}")
    return last


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    fidelity = "full" if options.full else "fast"
    import matplotlib

    matplotlib.use("Agg")
    if options.quick:
        # A library of fast showers costs more than a few hundred GeV of full ones.
        resolution(options.events, "full", options.out, energies=(10,))
        efficiencies(options.events // 2, years=(("2016", 0),), energies=(4, 16), library_events=2)
        quiet_counters(2000, "2018", {"noise alone": None})
        momentum(options.events, only="spread of 1 %")
        return
    resolution(options.events, fidelity, options.out)
    efficiencies(options.events)
    for year in ("2016", "2018"):
        quiet_counters(100 * options.events, year, MIXTURES)
    beam_electrons(options.events)
    dimuons(options.events)
    central_share(options.events, fidelity)
    momentum(10 * options.events)


if __name__ == "__main__":
    main()
