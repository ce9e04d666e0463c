"""Time of a thermal target beside the independent scipy program of the tests, in the same run.

    python Tests/Benchmarks/relic.py
"""

import sys
import time
from pathlib import Path

import numpy as np

import hermetic as hm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "PhenomenologyTests"))


def main():
    """Prints milliseconds of processor time per target, and the ratio to the peer."""
    hm.relic.target("Majorana", 0.01)  # builds the table of the plasma
    masses = np.geomspace(1e-3, 1.0, 50)
    for kind in ("Majorana", "scalar", "Dirac"):
        start = time.process_time()
        hm.relic.target(kind, masses)
        print(f"{kind:9s} 50 masses: {1e3 * (time.process_time() - start) / 50:6.2f} ms per target")
    start = time.process_time()
    hm.relic.target("Majorana", 0.01, mass_ratio=2.01)
    print(f"on the resonance (m_A'/m_chi = 2.01): {1e3 * (time.process_time() - start):6.2f} ms")
    import relic_reference  # needs scipy; builds its plasma table on import

    start = time.process_time()
    theirs = relic_reference.target("majorana", "photon", 0.01, 3.0, 0.1)
    peer = time.process_time() - start
    start = time.process_time()
    ours = hm.relic.target("Majorana", 0.01, degrees_of_freedom="ideal_gas_150MeV")
    own = time.process_time() - start
    print(f"scipy (quad, Radau): {1e3 * peer:.0f} ms, {peer / own:.0f} times longer; g^2 differs by "
          f"{ours.coupling**2 / theirs - 1:.1e}")  # fmt: skip


if __name__ == "__main__":
    main()
