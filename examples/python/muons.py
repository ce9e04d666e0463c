"""Muons through a target and a calorimeter, as NA64μ uses them, and dimuons of electrons, as NA64e counts them.

    python examples/python/muons.py --muons 4000 --electrons 400 --seed 1
"""

import argparse

import numpy as np

import hermetic as hm


def missing_momentum(events, seed):
    """160 GeV muons: who comes out with less than half of the momentum, and does the calorimeter see it?"""
    setup = hm.setups.na64e_2018().to_dict()
    setup["planes"] = {
        "target_out": {"volume": "ECAL", "at": "exit", "particles": ["mu-"]},
        "hcal_out": {"volume": "HCAL3", "at": "exit"},  # all charged particles
    }
    beam = hm.Beam(particle="mu-", energy_GeV=160, momentum_spread=0.03, spot_sigma_mm=(9, 19))
    run = hm.Study(setup=setup, beam=beam).run(events=events, seed=seed, progress=False)
    event = run.events
    momentum = event["target_out.momentum_GeV"]
    slow = (momentum > 0) & (momentum < 80)
    lost = event["beam.kinetic_energy_GeV"] - momentum
    print(f"target: median loss {np.median(lost):.3f} GeV, mean {lost.mean():.3f} GeV, "
          f"rms slope {1e3 * event['target_out.slope_x'].std():.3f} mrad")  # fmt: skip
    print(f"HCAL module: median {np.median(event['hcal0.total_GeV']):.2f} GeV, truncated mean (< 6 GeV) "
          f"{event['hcal0.total_GeV'][event['hcal0.total_GeV'] < 6].mean():.2f} GeV")  # fmt: skip
    print(f"below 80 GeV behind the target: {slow.sum()} of {events}; ECAL sees at least "
          f"{event['ecal.total_GeV'][slow].min() if slow.any() else float('nan'):.1f} GeV of each")  # fmt: skip
    return run


def dimuons(events, factor, seed):
    """γ → μ⁺μ⁻ in the showers of 100 GeV electrons, made `factor` times more frequent; weights undo it."""
    setup = hm.setups.na64e_2018().to_dict()
    setup["planes"] = {"muons": {"volume": "ECAL", "at": "exit", "particles": ["mu-", "mu+"], "minimum_energy_GeV": 1}}
    run = hm.Study(
        setup=setup,
        beam=hm.Beam(energy_GeV=100),
        physics=hm.Physics(biasing={"gamma_to_muons": factor, "positron_to_muons": factor}),
        fidelity="fast",  # soft showers from a library; the photons that make muons are hard
    ).run(events=events, seed=seed, progress=False)
    event = run.events
    weight = event["weight"]
    pairs = event["truth.muon_pairs"] > 0
    selected = pairs & (event["ecal.total_GeV"] < 60) & (event["muons.crossings"] >= 2)
    for name, cut in (("pairs", pairs), ("E_ECAL < 60 GeV, two muons behind", selected)):
        w = weight[cut]
        error = (w**2).sum() ** 0.5
        effective = w.sum() ** 2 / (w**2).sum() if len(w) else 0.0
        print(f"{name}: {w.sum() / events:.2e} ± {error / events:.1e} per electron, {effective:.0f} effective events")
    modules = [event[f"hcal{k}.total_GeV"][selected] for k in range(3)]
    if selected.any():
        print("HCAL modules, median: " + ", ".join(f"{np.median(m):.2f}" for m in modules) + " GeV")
    print(f"mean weight {weight.mean():.4f}")
    return run


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--muons", type=int, default=4000)
    parser.add_argument("--electrons", type=int, default=400)
    parser.add_argument("--factor", type=float, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    missing_momentum(arguments.muons, arguments.seed)
    dimuons(arguments.electrons, arguments.factor, arguments.seed)
