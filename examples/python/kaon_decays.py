"""Decays of neutral kaons: branching fractions, and the spectrum of electrons from K_L -> pi e nu (V-A, linear form factor).

    python kaon_decays.py [decays]
"""

import sys

import numpy as np

import hermetic as hm

DECAYS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000


def main():
    long = hm.physics.Probe("K0L", "Fe").final_states(20, DECAYS, "decay")
    short = hm.physics.Probe("K0S", "Fe").final_states(20, DECAYS, "decay")
    electrons = long.count(11, -11)
    print(f"K_L -> pi e nu: {electrons.astype(bool).mean():.3f}   (PDG 0.4055)")
    print(f"K_L -> 3 pi0:   {(long.count(111) == 3).mean():.3f}   (PDG 0.1952)")
    print(f"K_S -> pi+ pi-: {((short.count(211) == 1) & (short.count(-211) == 1)).mean():.3f}   (PDG 0.6920)")
    energy = long.energy(11, -11)[electrons.astype(bool)]
    histogram, edges = np.histogram(energy, np.linspace(0, 18, 10))
    for low, entries in zip(edges, histogram):
        print(f"  {low:4.0f} GeV  {entries / len(energy):.3f}  {'#' * int(200 * entries / len(energy))}")


if __name__ == "__main__":
    main()
