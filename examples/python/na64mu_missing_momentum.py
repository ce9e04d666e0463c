"""The NA64μ search of 2022 for a Z′ of L_μ − L_τ: 160 GeV muons on the ECAL, one soft muon behind it.

    python examples/python/na64mu_missing_momentum.py --events 2000 --out out/na64mu

Muons radiate the Z′ along their way through the ECAL; the second spectrometer measures what is left of the muon, the
calorimeters must stay quiet. Everything about the experiment is in its card: `experiment["citations"]` says where the
numbers come from, `experiment["assumptions"]` which are ours.
"""

import argparse
from pathlib import Path

import numpy as np

import hermetic as hm

MASSES_MEV = (1, 3, 10, 30, 100, 200, 300, 500, 1000)


def main(events, masses_MeV, seed, threads, out):
    experiment = hm.experiments.na64mu_2022()
    norm = experiment["normalisation"]
    signal = hm.ZPrime(mass=[f"{m} MeV" for m in masses_MeV], volumes=["ECAL"])
    run = experiment.study(signal=signal).run(events=events, seed=seed, threads=threads)
    print(run.cutflow)

    limit = run.limit(
        exposure=norm["particles"], background=(norm["background"], norm["background_error"]), observed=norm["observed"]
    )
    print(f"\n90 % CL, {norm['particles']:.3g} muons, background {norm['background']} ± {norm['background_error']}, "
          f"observed {norm['observed']}: {limit.method}")  # fmt: skip
    print(limit.table())

    # What the muon's anomalous moment would need at the same masses.
    wanted = hm.phenomenology.coupling_for(2.51e-9, "vector", "mu", 1e-3 * np.array(masses_MeV))
    for mass, g, g2 in zip(masses_MeV, limit.coupling, wanted):
        print(f"{mass:6g} MeV: g' < {g:.2e}, (g-2) wants {g2:.2e}: {'excluded' if g < g2 else 'open'}")

    if out:
        out = Path(out)
        out.mkdir(parents=True, exist_ok=True)
        run.save(out / "events.npz")
        plot(run, masses_MeV, limit.coupling, wanted, out / "na64mu.png")
    return limit


def plot(run, masses_MeV, upper, wanted, path):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    event = run.events
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2))
    hit = event["mu_out.momentum_GeV"] > 0
    weight = event["signal.weight_0"] / run.count
    left.hist(event["mu_out.momentum_GeV"][hit], bins=40, range=(0, 160), weights=weight[hit], histtype="step",
              label=f"{masses_MeV[0]} MeV")  # fmt: skip
    weight = event[f"signal.weight_{len(masses_MeV) - 1}"] / run.count
    left.hist(event["mu_out.momentum_GeV"][hit], bins=40, range=(0, 160), weights=weight[hit], histtype="step",
              label=f"{masses_MeV[-1]} MeV")  # fmt: skip
    left.set(xlabel="muon momentum behind the ECAL [GeV]", ylabel="Z′ per muon and g′², per 4 GeV", yscale="log")
    left.legend(title="m(Z′)")
    right.loglog(masses_MeV, upper, "o-", label="90 % CL limit, 1.98e10 muons")
    right.loglog(masses_MeV, wanted, "--", label="Δa_μ = 2.51e-9")
    right.set(xlabel="m(Z′) [MeV]", ylabel="g′")
    right.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    print(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--masses-MeV", type=float, nargs="+", default=MASSES_MEV)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--out")
    arguments = parser.parse_args()
    main(arguments.events, arguments.masses_MeV, arguments.seed, arguments.threads, arguments.out)
