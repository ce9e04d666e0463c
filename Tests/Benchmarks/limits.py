"""Times of limits from counts, beside peers timed in the same run: `python Tests/Benchmarks/limits.py`.

Prints the best of several repetitions in CPU time; asserts nothing. Peers: scipy (exact counting limit, brute-force
Feldman–Cousins in numpy), contourpy (contour lines), pyhf (asymptotic limit of one bin) where they are installed.
"""

import ctypes
import json
import time

import hermetic as hm
import numpy as np
from hermetic._library import library


def best(function, repetitions=5, inner=1):
    """Smallest CPU time of one call, in seconds."""
    times = []
    for _ in range(repetitions):
        began = time.process_time()
        for _ in range(inner):
            function()
        times.append((time.process_time() - began) / inner)
    return min(times)


def show(name, ours, peer=None, peer_name=""):
    line = f"{name:58s} {1e6 * ours:12.1f} µs"
    if peer is not None:
        line += f"   {peer_name} {1e6 * peer:12.1f} µs   ratio {peer / ours:8.1f}"
    print(line)


def scipy_limit(n, b, cl=0.9):
    from scipy import optimize, stats

    below = stats.poisson.cdf(n, b)
    return optimize.brentq(lambda s: stats.poisson.cdf(n, s + b) / below - (1 - cl), 0, 50 + 2 * n, xtol=1e-12)


def numpy_feldman_cousins(n, b, cl=0.9, step=0.005):
    """The textbook scan: order by the ratio, accept until CL, for every μ."""
    from scipy.special import gammaln

    mu = np.arange(0, n + 15, step)[:, None]
    counts = np.arange(0, 60)[None, :]
    mean = np.maximum(mu + b, 1e-300)
    best_mean = np.maximum(counts, b)
    p = np.exp(counts * np.log(mean) - mean - gammaln(counts + 1))
    ratio = counts * np.log(mean / np.maximum(best_mean, 1e-300)) - mean + best_mean
    order = np.argsort(-ratio, axis=1)
    cumulative = np.cumsum(np.take_along_axis(p, order, 1), 1)
    accepted = np.zeros_like(p, bool)
    np.put_along_axis(accepted, order, np.roll(cumulative, 1, 1) * (np.arange(60) > 0) < cl, 1)
    inside = mu[accepted[:, n], 0]
    return inside[0], inside[-1]


def have(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False


def main():
    scipy = have("scipy")
    limit = hm.limits.interval
    card = hm.couplings.limits
    events = ctypes.c_double()
    bare = library().hermetic_limit_events
    for n, b, db, de in ((0, 0.1, 0, 0), (3, 1.0, 0, 0), (30, 25.0, 0, 0), (3, 1.0, 0.3, 0.15)):
        ours = best(lambda n=n, b=b, d=db, e=de: bare(n, b, d, e, 0.9, ctypes.byref(events)), inner=500)
        peer = best(lambda n=n, b=b: scipy_limit(n, b), inner=5) if scipy and db == 0 else None
        show(f"hermetic_limit_events through ctypes, n = {n}, b = {b}±{db}, ±{100 * de:g} %", ours, peer, "scipy")
    for n, b in ((0, 0.1), (3, 1.0), (30, 25.0)):
        ours = best(lambda n=n, b=b: limit(n, b), inner=200)
        peer = best(lambda n=n, b=b: scipy_limit(n, b), inner=5) if scipy else None
        show(f"hm.limits.interval, method cls, n = {n}, b = {b}", ours, peer, "scipy, observed only")
    for n, b in ((0, 3.0), (5, 2.0)):
        ours = best(lambda n=n, b=b: limit(n, b, method="feldman_cousins_raw"), inner=100)
        peer = best(lambda n=n, b=b: numpy_feldman_cousins(n, b), repetitions=3) if scipy else None
        show(f"Feldman-Cousins, raw edges, n = {n}, b = {b}", ours, peer, "numpy scan, 0.005")
        ours = best(lambda n=n, b=b: limit(n, b, method="feldman_cousins"), inner=10)
        show(f"Feldman-Cousins, monotone edges, n = {n}, b = {b}", ours)

    masses = np.geomspace(1e-3, 0.03, 50)
    production = 1e-3 * (0.0167 / masses) ** 2
    energies = np.linspace(40, 98, 12)

    def model(runs, uncertainties):
        decay = hm.couplings.decay(production, width="vector_ee", window_mm=(200, 3500), energy_GeV=energies)
        return {
            "mass_GeV": masses.tolist(),
            "coupling_range": [1e-5, 1e-1],
            "channels": [
                {"name": f"run {k}", "exposure": 3e10 * (k + 1), "efficiency": 0.5, "background": 0.05,
                 "background_error": 0.02, "observed": 0, "yields": [decay], "signal_uncertainties": uncertainties}
                for k in range(runs)
            ],
        }  # fmt: skip

    grid = np.geomspace(1e-5, 1e-1, 50)
    for runs, uncertainties, name in (
        (1, {}, "one run"),
        (2, {"eot": 0.05, "cross section": 0.1}, "two runs, two causes"),
    ):
        text = json.dumps(model(runs, uncertainties))

        def whole(text=text):
            values = hm.couplings.strengths(text, grid)
            return hm.couplings.contour(
                masses, grid, values, x_scale="log", y_scale="log", value_scale="log"
            )

        show(f"50 x 50 exclusion strengths and contour, {name}", best(whole, repetitions=3))
        show(f"50 masses, islands observed and five expected, {name}", best(lambda t=text: card(t), repetitions=3))
    values = hm.couplings.strengths(json.dumps(model(1, {})), grid)
    ours = best(lambda: hm.couplings.contour(masses, grid, values), inner=5)
    peer = None
    if have("contourpy"):
        import contourpy

        peer = best(lambda: contourpy.contour_generator(masses, grid, values).lines(1.0), inner=5)
    show("contour lines of the 50 x 50 table alone", ours, peer, "contourpy")
    if have("pyhf"):
        import pyhf

        simple = pyhf.simplemodels.uncorrelated_background([1.0], [0.5], [0.2])
        data = [0] + simple.config.auxdata
        peer = best(
            lambda: pyhf.infer.intervals.upper_limits.toms748_scan(data, simple, 0, 10, level=0.1), repetitions=1
        )
        ours = best(lambda: limit(0, 0.5, background_error=0.2), inner=100)
        show("one bin with background error, limit with bands", ours, peer, "pyhf, asymptotic")
    else:
        print("pyhf is not installed: not timed")


if __name__ == "__main__":
    main()
