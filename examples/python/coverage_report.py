"""How often 90 % intervals cover the truth: s = 0 … 10 events over b = 0 … 5, every method.

    python examples/python/coverage_report.py [--out out/coverage] [--quick]

No toys: the probability that the interval of the observed count contains s is summed over the counts, so the map
has no statistical error. Writes `coverage.csv` and `coverage.png`, prints the smallest value per method.
"""

import argparse
import csv
import math
from pathlib import Path

import hermetic as hm
import numpy as np

METHODS = {
    "cls": "CL_s, exact",
    "feldman_cousins": "Feldman–Cousins, monotone edges",
    "feldman_cousins_raw": "Feldman–Cousins, raw",
    "profile": "profile likelihood, χ² threshold",
}


def poisson(n, mean):
    """P(n | mean) for all n of an array."""
    logs = np.array([math.lgamma(k + 1) for k in n])
    if mean == 0:
        return (n == 0).astype(float)
    return np.exp(n * math.log(mean) - mean - logs)


def coverage(method, signals, background, largest, cl=0.9):
    """P(s in the interval of n), n ~ Poisson(s + b), for each s; counts above `largest` as not covered."""
    n = np.arange(largest + 1)
    edges = [hm.limits.interval(int(k), background, method=method, cl=cl) for k in n]
    lower = np.array([edge.lower for edge in edges])
    upper = np.array([edge.upper for edge in edges])
    return np.array(
        [np.sum(poisson(n, s + background)[(lower <= s) & (s <= upper * (1 + 1e-12))]) for s in signals]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/coverage"))
    parser.add_argument("--quick", action="store_true", help="a coarse map, for tests")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    signals = np.linspace(0, 10, 21 if options.quick else 401)
    backgrounds = np.linspace(0, 5, 2 if options.quick else 26)
    maps = {
        method: np.array([coverage(method, signals, float(b), 30 if options.quick else 45) for b in backgrounds]) for method in METHODS
    }
    with open(options.out / "coverage.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["method", "b", *(f"{s:g}" for s in signals)])
        for method, values in maps.items():
            for b, row in zip(backgrounds, values):
                rows.writerow([method, f"{b:g}", *(f"{value:.6f}" for value in row)])
    for method, values in maps.items():
        b, s = np.unravel_index(values.argmin(), values.shape)
        print(f"{method:22s} smallest {values.min():.5f} at s = {signals[s]:g}, b = {backgrounds[b]:g}; mean {values.mean():.4f}")
    try:
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
    except ImportError:
        return
    figure, axes = plt.subplots(1, len(maps), figsize=(13, 3.4), sharey=True, layout="constrained")
    for ax, (method, values) in zip(axes, maps.items()):
        image = ax.pcolormesh(
            signals, backgrounds, values, vmin=0.8, vmax=1.0, cmap="RdYlBu", shading="nearest", rasterized=True
        )
        ax.contour(signals, backgrounds, values, levels=[0.9], colors="k", linewidths=0.7)
        ax.set(title=METHODS[method], xlabel="signal s [events]")
        ax.title.set_fontsize(9)
    axes[0].set_ylabel("background b [events]")
    figure.colorbar(image, ax=axes, label="coverage of the 90 % interval (black: 0.90)")
    figure.savefig(options.out / "coverage.png", dpi=90)


if __name__ == "__main__":
    main()
