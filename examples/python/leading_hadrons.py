"""Leading hadrons that muons and electrons make: how often does a hadron with more than half of the beam's energy come
out of the ECAL?

A muon of 160 GeV makes one by its photonuclear interactions, an electron of 100 GeV by photons of its shower. Both are
rare; both processes are made more frequent, and every event has the weight that takes it out again. Beside it, how many
are made in the ECAL before any of them is absorbed: the losses of the muon, or the track lengths of the shower's photons,
folded with the cross section and final states.

    python leading_hadrons.py [events] [factor]
"""

import sys

import numpy as np

import hermetic as hm

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
FACTOR = float(sys.argv[2]) if len(sys.argv) > 2 else 300
HADRONS = ["pi-", "pi+", "K-", "K+", "K0S", "K0L", "p", "pbar", "n", "nbar", "Lambda", "Lambdabar"]
ECAL = {
    "name": "ECAL",
    "shape": "layered_calorimeter",
    "layers": 150,
    "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
    "size_mm": [229.2, 229.2],
    "position_mm": [0, 0, 225],
    "sensitive": {"name": "ecal", "slab": 1},
}


def run(particle, energy_GeV, events, factor=FACTOR, above=(0.1, 0.3, 0.5, 0.7), seed=1):
    """Weighted number of hadrons behind the ECAL above shares of the beam's energy: arrays per event."""
    muon = particle.startswith("mu")
    # Only photons that could make such a hadron interact more often: the weights differ less.
    least = min(above) * energy_GeV
    biasing = (
        {"muon_photonuclear": factor}
        if muon
        else {"photonuclear": factor, "photonuclear_minimum_energy_GeV": least}
    )
    planes = {
        f"out{i}": {"volume": "ECAL", "at": "exit", "particles": HADRONS, "minimum_energy_GeV": share * energy_GeV}
        for i, share in enumerate(above)
    }
    card = {
        "setup": {
            "world": {"material": "vacuum", "size_mm": [1000, 1000, 2000]},
            "volumes": [ECAL],
            "planes": planes,
        },
        "beam": {"particle": particle, "energy_GeV": energy_GeV, "position_mm": [0, 0, -10]},
        "physics": {"hadrons": {"photonuclear": True}, "biasing": biasing},
        "events": events,
        "seed": seed,
    }
    done = hm.Run(card).advance(progress=False)
    weight = done.events["weight"]
    counts = np.array([done.events[f"out{i}.crossings"] for i in range(len(above))])
    return counts * weight, weight, done


def made_by_muons(energy_GeV, shares, draws=20_000, seed=1):
    """Leading hadrons above shares of the energy that a muon makes in the ECAL, per muon: the spectrum of photonuclear
    losses and, for each, one interaction of a photon of that energy."""
    sums = np.zeros(len(shares))
    for slab in ECAL["slabs"]:
        muon = hm.physics.Probe("mu-", slab["material"])
        path = ECAL["layers"] * slab["thickness_mm"]
        rate = muon.cross_section("photonuclear", energy_GeV)[0] * path
        losses = muon.sample(energy_GeV, draws, "photonuclear", seed=seed).deposit_GeV
        photon = hm.physics.Probe("gamma", slab["material"])
        hard = np.sort(losses[losses > min(shares) * energy_GeV])
        # Groups of losses within 5 % share the energy of their middle.
        while len(hard):
            group, hard = hard[hard < 1.05 * hard[0]], hard[hard >= 1.05 * hard[0]]
            leading = leading_GeV(photon, group.mean(), len(group), seed)
            sums += rate / draws * np.array([(leading > share * energy_GeV).sum() for share in shares])
    return sums


def leading_GeV(photon, energy_GeV, count, seed):
    """The hadron with most kinetic energy in each of `count` photonuclear interactions."""
    states = photon.final_states(energy_GeV, count, "photonuclear", seed=seed)
    leading = np.zeros(count)
    hadron = ~np.isin(np.abs(states.pdg), [22, 11, 111, 221])
    np.maximum.at(leading, states.event[hadron], states.kinetic_energy_GeV[hadron])
    return leading


def made_by_electrons(energy_GeV, shares, showers=max(4, EVENTS // 50), draws=EVENTS, seed=1):
    """The same of an electron: track lengths of its shower's photons by energy, and one interaction at each energy."""
    card = {
        "setup": {"world": {"material": "vacuum", "size_mm": [1000, 1000, 2000]}, "volumes": [ECAL]},
        "beam": {"particle": "e-", "energy_GeV": energy_GeV, "position_mm": [0, 0, -10]},
        "tallies": {"tracks": {"kind": "track_length"}},
        "events": showers,
        "seed": seed,
    }
    tally = hm.Run(card).advance(progress=False).tally("tracks")
    edges = np.asarray(tally.axis("energy_GeV"))
    middles = np.sqrt(edges[1:] * edges[:-1])
    sums = np.zeros(len(shares))
    for slab in ECAL["slabs"]:
        photon = hm.physics.Probe("gamma", slab["material"])
        lengths_mm = tally.select(particle="gamma", material=slab["material"]).mean
        for energy, length_mm in zip(middles, lengths_mm):
            if length_mm > 0 and min(shares) * energy_GeV < energy < energy_GeV:
                leading = leading_GeV(photon, energy, draws, seed)
                rate = length_mm * photon.cross_section("photonuclear", energy)[0]
                sums += rate * np.array([(leading > share * energy_GeV).mean() for share in shares])
    return sums


def effective(weights):
    """Number of events of weight 1 with the same relative error."""
    return weights.sum() ** 2 / (weights**2).sum() if weights.any() else 0


def main():
    shares = (0.1, 0.3, 0.5, 0.7)
    for particle, energy_GeV, events, factor in (
        ("mu-", 160, EVENTS, FACTOR),
        ("e-", 100, max(20, EVENTS // 10), FACTOR),
    ):
        hadrons, weight, done = run(particle, energy_GeV, events, factor, shares)
        print(f"{particle} of {energy_GeV} GeV, {events} events, interactions {factor:g} times more frequent")
        print(f"  mean weight {weight.mean():.3f} +- {weight.std() / np.sqrt(events):.3f}, energy closes to {done.worst_energy_imbalance:.0e}")
        made = (made_by_muons if particle == "mu-" else made_by_electrons)(energy_GeV, shares)
        for share, w, m in zip(shares, hadrons, made):
            error = w.std() / np.sqrt(events)
            print(f"  hadrons above {share:.1f} E: {w.mean():.2e} +- {error:.0e}   effective events {effective(w):.0f}   made {m:.1e}")


if __name__ == "__main__":
    main()
