"""Final states per second of the resonant and ALP samplers, through the C ABI on one core.

    python Tests/Benchmarks/signal_samplers.py [states]

Beside them a plain rejection sampler of the Primakoff angle, uniform in [0, 0.3] rad under a flat bound, as
signal generators commonly have it, in numpy: what vectorised code can make of that method.
"""

import sys
import time

import numpy as np

import hermetic as hm

states = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000

dirac = {"kind": "dirac", "mass_ratio": 1 / 3, "alpha_D": 0.1}
photon = hm.Model("dark_photon", mass="200 MeV", epsilon=1e-4, dark_matter=dirac)
resting = hm.Model("dark_photon", mass="200 MeV", epsilon=1e-4, dark_matter=dirac, electron_motion="rest")
excited = hm.Model(
    "dark_photon",
    mass="200 MeV",
    epsilon=1e-4,
    dark_matter={"kind": "pseudo_dirac", "mass_ratio": 1 / 3, "splitting": 0.4},
)
alp = hm.Model("alp", mass="50 MeV")


def rate(label, draw):
    draw(1000)  # tables
    best = 0.0
    for _ in range(3):
        began = time.process_time()
        draw(states)
        best = max(best, states / (time.process_time() - began))
    print(f"{label:58s} {best:10.3g} /s")
    return best


for name, model, element in (
    ("annihilation on Pb, electrons moving", photon, "Pb"),
    ("annihilation on C, electrons moving", photon, "C"),
    ("annihilation on Pb, electrons at rest", resting, "Pb"),
):
    rate(
        name,
        lambda n: model.sample(n, energy_GeV=39, target=element, process="annihilation_to_dark_matter"),
    )
ours = rate("Primakoff on Pb, 50 MeV", lambda n: alp.sample(n, energy_GeV=50, target="Pb", process="primakoff"))
rate(
    "ALP by photon fusion, e- on Pb, 50 MeV",
    lambda n: alp.sample(n, energy_GeV=50, target="Pb", process="photon_fusion", beam="e-"),
)
rate("A' to e+e-, 50 GeV", lambda n: photon.sample_decays("electrons", n, energy_GeV=50))
rate("chi2 to chi1 e+e-, 50 GeV", lambda n: excited.sample_decays("chi2_to_chi1_electrons", n, energy_GeV=50))


def rejection(n):
    """θ³/(θ²+δ²)² with screening and size of lead, from uniform proposals."""
    rng = np.random.default_rng(1)
    delta = 0.05**2 / (2 * 50**2)
    a2 = (111 * 82 ** (-1 / 3) / 0.511e-3) ** 2
    d = 0.164 * 207 ** (-2 / 3)

    def density(theta):
        t = (50 * theta) ** 2 + (delta * 50) ** 2
        return theta**3 / (theta**2 + delta**2) ** 2 * (a2 * t / (1 + a2 * t) / (1 + t / d)) ** 2

    highest = density(np.geomspace(1e-9, 0.3, 20000)).max()
    made = 0
    while made < n:
        theta = rng.uniform(0, 0.3, 200_000)
        made += int((rng.uniform(0, highest, theta.size) < density(theta)).sum())
    return made


count = 2000
rejection(10)
began = time.process_time()
made = rejection(count)
peer = made / (time.process_time() - began)
print(f"{'peer: uniform rejection of the angle alone (numpy)':58s} {peer:10.3g} /s   ratio {ours / peer:.0f}")
