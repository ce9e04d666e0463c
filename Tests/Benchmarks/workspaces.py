"""Limits of workspaces against pyhf, timed in the same run: `python Tests/Benchmarks/workspaces.py [--no-toys] [FILE…]`.

Prints times of one core, ratios and differences; asserts nothing. Needs pyhf for the comparison, prints ours alone
without it. Files are pyhf workspaces; without any, two are made here.
"""

import json
import sys
import time

import hermetic as hm
import numpy as np

try:
    import pyhf
except ImportError:
    pyhf = None


def cpu(call, repeats=1):
    """Smallest CPU time of a call, and its result."""
    best, result = float("inf"), None
    for _ in range(repeats):
        began = time.process_time()
        result = call()
        best = min(best, time.process_time() - began)
    return best, result


def nine_bins():
    """Nine bins, five nuisances."""
    background = np.array([2.0, 3, 4, 5, 6, 6, 7, 8, 9])
    ramp = np.linspace(0, 0.24, 9)
    tilt = np.array([-1, 0, 1, -1, 0, 1, -1, 0, 1]) * 0.1

    def shape(name, relative):
        return {
            "name": name,
            "type": "histosys",
            "data": {
                "hi_data": list(background * (1 + relative)),
                "lo_data": list(background * (1 - relative)),
            },
        }

    def norm(name, error):
        return {"name": name, "type": "normsys", "data": {"hi": 1 + error, "lo": 1 / (1 + error)}}

    return workspace(
        [0.4, 0.6, 0.5, 0.9, 1.3, 1.0, 2.0, 2.6, 2.2],
        background,
        [norm("eff", 0.15), norm("eot", 0.05)],
        [norm("bnorm", 0.2), shape("bshape", ramp), shape("btilt", tilt)],
        [1, 4, 3, 6, 5, 8, 6, 9, 7],
    )


def many_bins(bins=40):
    """A peak on a falling background with an error of its own in every bin."""
    x = np.linspace(0, 1, bins)
    background = 100 * np.exp(-3 * x) + 1
    signal = 8 * np.exp(-0.5 * ((x - 0.6) / 0.06) ** 2)
    observed = np.random.default_rng(1).poisson(background)
    return workspace(
        signal,
        background,
        [{"name": "eff", "type": "normsys", "data": {"hi": 1.1, "lo": 0.9}}],
        [
            {"name": "bnorm", "type": "normsys", "data": {"hi": 1.05, "lo": 0.95}},
            {"name": "stat", "type": "staterror", "data": list(0.05 * background)},
        ],
        observed,
    )


def workspace(signal, background, signal_modifiers, background_modifiers, observed):
    """One channel with a signal strength mu in 0 … 50."""
    strength = {"name": "mu", "type": "normfactor", "data": None}
    samples = [
        {"name": "signal", "data": [float(s) for s in signal], "modifiers": [strength, *signal_modifiers]},
        {"name": "background", "data": [float(b) for b in background], "modifiers": background_modifiers},
    ]
    mu = {"name": "mu", "inits": [1.0], "bounds": [[0, 50]]}
    return {
        "channels": [{"name": "SR", "samples": samples}],
        "observations": [{"name": "SR", "data": [float(n) for n in observed]}],
        "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": [mu]}}],
        "version": "1.0.0",
    }


def compare(name, content, with_toys):
    """One workspace: limits with bands, a fit, toys."""
    ours = hm.limits.Workspace(content)
    print(f"\n{name}: {ours}")
    took, limit = cpu(lambda: ours.upper_limit(cl=0.9, method="asymptotic"), 20)
    values = [limit.value, *(limit.expected[key] for key in ("minus2", "minus1", "median", "plus1", "plus2"))]
    print(f"  asymptotic limit, 5 bands     {1e3 * took:10.3f} ms   {', '.join(f'{v:.5g}' for v in values)}")
    if pyhf:
        model = pyhf.Workspace(content).model()
        data = pyhf.Workspace(content).data(model)
        scan = pyhf.infer.intervals.upper_limits.toms748_scan
        low, high = 0.3 * min(values), 1.3 * max(values)
        slow, (observed, expected) = cpu(lambda: scan(data, model, low, high, level=0.1, rtol=1e-5))
        theirs = [float(observed), *(float(v) for v in expected)]
        worst = max(abs(a / b - 1) for a, b in zip(values, theirs))
        print(f"  the same, pyhf {pyhf.__version__}          {1e3 * slow:10.1f} ms   {slow / took:.0f} times slower")
        print(f"  largest relative difference   {worst:10.1e}")
        init = model.config.suggested_init()
        slow, _ = cpu(lambda: pyhf.infer.mle.fit(data, model), 3)
        took, _ = cpu(lambda: ours.fit(), 20)
        print(f"  fit with covariance           {1e6 * took:10.0f} µs   pyhf's fit {slow / took:.0f} times slower")
        difference = ours.nll(init) + float(model.logpdf(np.array(init), data)[0])
        print(f"  difference of -ln L           {difference:10.1e}")
    if with_toys:
        strength = limit.value
        count = 20_000
        took, _ = cpu(lambda: ours.toys(strength, toys=count), 5)
        print(f"  one toy statistic, background {1e6 * took / count:10.2f} µs")
        took, _ = cpu(lambda: ours.toys(strength, true_mu=strength, toys=count), 5)
        print(f"  one toy statistic, signal     {1e6 * took / count:10.2f} µs")
        if pyhf:
            statistic = pyhf.infer.test_statistics.qmu_tilde
            settings = (model.config.suggested_init(), model.config.suggested_bounds(), model.config.suggested_fixed())
            slow, _ = cpu(lambda: statistic(strength, data, model, *settings))
            print(f"  one statistic, pyhf           {1e6 * slow:10.0f} µs   {slow / took * count:.0f} times slower")
        took, limit = cpu(lambda: ours.upper_limit(cl=0.9, method="toys", toys=10_000, points=9))
        points = len(limit.details["points"])
        print(
            f"  limit by 10k + 10k toys       {took:10.2f} s    {points} strengths, {limit.value:.4f} ± {limit.details['error']:.4f}"
        )


def main():
    """All workspaces."""
    files = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    with_toys = "--no-toys" not in sys.argv
    cases = {path: json.load(open(path)) for path in files} or {"nine bins": nine_bins(), "many bins": many_bins()}
    for name, content in cases.items():
        compare(name, content, with_toys)


if __name__ == "__main__":
    main()
