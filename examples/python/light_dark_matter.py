"""Light dark matter: thermal relics against searches in the y-m_chi plane, and the dark photon below 1 MeV.

    python examples/python/light_dark_matter.py [directory]

Writes y_plane.png and sub_mev.png and prints both tables. No detector is simulated: published limits on epsilon are
moved to y, and below 1 MeV they are continued with the exact cross section.
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import hermetic as hm

ALPHA_D, RATIO = 0.1, 3.0

# BaBar, PRL 119 (2017) 131804, arXiv:1702.03327: m_chi [GeV] and y for alpha_D = 0.1, m_A' = 3 m_chi, digitised (a few
# per cent) and thinned.
BABAR = [
    (0.001175, 1.12e-9), (0.0127, 1.10e-9), (0.0329, 1.12e-9), (0.1372, 1.12e-9), (0.3554, 1.14e-9),
    (0.9207, 1.13e-9), (1.482, 1.12e-9), (2.385, 6.5e-10),
]  # fmt: skip


def y_plane(path):
    """Relic lines and limits; prints where each line is excluded."""
    masses = np.geomspace(1e-3, 1.0, 150)
    lines = {kind: hm.relic.target(kind, masses, alpha_D=ALPHA_D, mass_ratio=RATIO).y for kind in
             ("scalar", "Majorana", "pseudo-Dirac")}  # fmt: skip
    na64 = hm.published("NA64 2019")
    m_chi = na64.mass_GeV / RATIO
    y_limit = hm.phenomenology.y(na64.epsilon, alpha_D=ALPHA_D, mass_ratio=RATIO)
    figure, ax = plt.subplots(figsize=(6.2, 4.6), layout="constrained")
    for (kind, y), colour in zip(lines.items(), ("#33658a", "#c8553d", "#758e4f")):
        ax.plot(1e3 * masses, y, color=colour, label=f"thermal relic, {kind}")
    ax.plot(1e3 * m_chi, y_limit, color="#222222", lw=2, label="NA64 2019")
    ax.plot(*np.array([(1e3 * m, y) for m, y in BABAR]).T, color="#777777", ls="--", label="BaBar 2017")
    ax.set(xscale="log", yscale="log", xlim=(1, 1000), ylim=(1e-16, 1e-6))
    ax.set_xlabel(r"$m_\chi$ [MeV]")
    ax.set_ylabel(r"$y = \epsilon^2 \alpha_D (m_\chi/m_{A'})^4$")
    ax.set_title(rf"$\alpha_D = {ALPHA_D}$, $m_{{A'}} = {RATIO:g}\, m_\chi$", fontsize=10)
    ax.legend(frameon=False, fontsize=8)
    figure.savefig(path, dpi=110)

    print("m_chi/MeV     y scalar   y Majorana   y pseudo-Dirac   NA64 y limit   alpha_D left open (scalar)")
    for m, limit in zip(m_chi, y_limit):
        if not 1e-3 <= m <= 0.2:
            continue
        row = [hm.relic.target(kind, m, alpha_D=ALPHA_D, mass_ratio=RATIO).y for kind in lines]
        # At fixed epsilon y and alpha_D are proportional: smaller alpha_D makes the target come within reach.
        least = hm.relic.alpha_D("scalar", m, epsilon=float(na64.at(m * RATIO)[0]), mass_ratio=RATIO).alpha_D
        print(f"{1e3 * m:9.3g}" + "".join(f"{value:14.3e}" for value in row) + f"{limit:14.3e}{least:14.3g}")


def sub_mev(path):
    """The limit below 1 MeV from the one at 1 MeV: epsilon goes as the root of the cross section for x > 0.5.

    Not below 10 keV, where the medium suppresses the production (docs/physics/phenomenology.md).
    """
    x = np.linspace(0.5, 1, 401)[1:-1]
    masses = np.array([1e-5, 1e-4, 3e-4, 5e-4, 7e-4, 1e-3, 2e-3, 5e-3])

    def hard(mass):
        values = hm.DarkPhoton(mass).differential_cross_section(x, energy_GeV=100, target="Pb")
        return float(np.sum(values) * (x[1] - x[0]))

    na64 = hm.published("NA64 2019")
    sigma = np.array([hard(mass) for mass in masses])
    at_1_MeV = float(na64.at(1e-3)[0])
    epsilon = at_1_MeV * np.sqrt(sigma[masses == 1e-3] / sigma)
    figure, ax = plt.subplots(figsize=(6.2, 4.0), layout="constrained")
    ax.plot(1e3 * masses, epsilon, "o-", color="#33658a", label="continued by the cross section, x > 0.5")
    ax.plot(1e3 * na64.mass_GeV, na64.epsilon, color="#222222", lw=2, label="NA64 2019")
    ax.set(xscale="log", yscale="log", xlabel=r"$m_{A'}$ [MeV]", ylabel=r"$\epsilon$, 90 % CL", xlim=(5e-3, 300))
    ax.legend(frameon=False, fontsize=8)
    figure.savefig(path, dpi=110)
    print("\nm_A'/MeV   sigma(x > 0.5)/pb at 100 GeV on Pb, epsilon = 1   epsilon limit")
    for mass, value, limit in zip(masses, sigma, epsilon):
        print(f"{1e3 * mass:8.3g}{value:20.4e}{limit:20.3e}")


def main():
    """Both figures."""
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "out/light_dark_matter")
    directory.mkdir(parents=True, exist_ok=True)
    y_plane(directory / "y_plane.png")
    sub_mev(directory / "sub_mev.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
