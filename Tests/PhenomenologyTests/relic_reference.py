"""Independent freeze-out calculation behind the numbers in RelicTargetTests.swift: `python3 relic_reference.py`.

Nothing is shared with the library: cross sections from the contracted currents, the thermal average by adaptive
quadrature over s, ideal gases by quadrature, the Boltzmann equation in ln Y by an implicit stiff solver. Slow (a
minute or so). Needs numpy and scipy. No hadrons: the cases stay below their reach.
"""

import numpy as np
from scipy.integrate import quad, solve_ivp
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq
from scipy.special import kve

ALPHA = 1 / 137.035999084
ME, MMU, MTAU = 0.51099895e-3, 0.1056583755, 1.77686
PLANCK = 1.220890e19


# ------------------------------------------------------------------ plasma


def gas(x, states, sign):
    if x > 60:
        return 0.0, 0.0
    root = lambda e: np.sqrt(max(e * e - x * x, 0)) / (np.exp(e) + sign)
    g = quad(lambda e: e * e * root(e), x, x + 60, epsrel=1e-9, limit=200)[0]
    h = quad(lambda e: (4 * e * e - x * x) / 4 * root(e), x, x + 60, epsrel=1e-9, limit=200)[0]
    return states * 15 / np.pi**4 * g, states * 15 / np.pi**4 * h


HADRONS = [(0.13498, 1), (0.13957, 2), (0.49368, 2), (0.49761, 2), (0.54786, 1), (0.77526, 9), (0.78266, 3)]


def plasma(T):
    ge, he = gas(ME / T, 4, 1)
    share = (2 + he) / 5.5
    g, h = 2 + ge + 5.25 * share ** (4 / 3), 2 + he + 5.25 * share
    for m, n, s in [(MMU, 4, 1), (MTAU, 4, 1)] + [(m, n, -1) for m, n in HADRONS]:
        a, b = gas(m / T, n, s)
        g, h = g + a, h + b
    return g, h


LOG_T = np.linspace(np.log(1e-7), np.log(0.1), 300)
PLASMA = np.array([plasma(T) for T in np.exp(LOG_T)])
LOG_H_SLOPE = np.gradient(np.log(PLASMA[:, 1]), LOG_T)


def g_h_root(T):
    t = np.log(max(T, 1.01e-7))
    g, h, d = (np.interp(t, LOG_T, column) for column in (PLASMA[:, 0], PLASMA[:, 1], LOG_H_SLOPE))
    return h, h / np.sqrt(g) * (1 + d / 3)


# ------------------------------------------------------------------ cross sections


def visible(s, family):
    """F(s) of Σ over final states."""
    total = 1.0 if family == "mutau" else 0.0
    for m in (MMU, MTAU) if family == "mutau" else (ME, MMU, MTAU):
        if s > 4 * m * m:
            total += (1 + 2 * m * m / s) * np.sqrt(1 - 4 * m * m / s)
    return s / (6 * np.pi) * total


def current(s, kind, m1, m2):
    if kind in ("dirac", "pseudo_dirac"):
        return s - (m1**2 + m2**2) / 2 + 3 * m1 * m2 - (m1**2 - m2**2) ** 2 / (2 * s)
    return s - 4 * m1 * m1


def dark_width(kind, M, m1, m2, alpha_D):
    if M <= m1 + m2:
        return 0.0
    beta = np.sqrt(1 - 4 * m1 * m1 / M**2)
    if kind == "complex_scalar":
        return alpha_D * M / 12 * beta**3
    if kind == "majorana":
        return alpha_D * M / 6 * beta**3
    p = np.sqrt((M**2 - (m1 + m2) ** 2) * (M**2 - (m1 - m2) ** 2)) / (2 * M)
    return 2 / 3 * alpha_D * p * current(M * M, kind, m1, m2) / M**2


def sigma_lambda(s, case, g2):
    """σ λ for coupling² = 1; g2 enters the width alone."""
    kind, family, m1, m2, M, alpha_D = case
    scale = 4 * np.pi * ALPHA if family == "photon" else 1.0  # g² of the visible current at coupling 1
    width = dark_width(kind, M, m1, m2, alpha_D) + g2 * scale * visible(M * M, family) / (2 * M)
    lam = (s - (m1 + m2) ** 2) * (s - (m1 - m2) ** 2)
    strength = 4 * np.pi * alpha_D * scale * current(s, kind, m1, m2) * visible(s, family)
    return strength * np.sqrt(max(lam, 0)) / 2 / ((s - M * M) ** 2 + (M * width) ** 2)


def average(x, case, g2):
    kind, family, m1, m2, M, alpha_D = case
    T = m1 / x
    threshold = m1 + m2

    def integrand(e):
        w = threshold + e
        return sigma_lambda(w * w, case, g2) * kve(1, w / T) * np.exp(-e / T) * 2

    width = dark_width(kind, M, m1, m2, alpha_D)
    edges = {0.0, 60 * T}
    marks = [2 * MMU - threshold, 2 * MTAU - threshold]
    pole = M - threshold
    if 0 < pole < 60 * T:
        marks += [pole + sign * width * 10**k for sign in (-1, 1) for k in np.arange(-1, 12, 0.5)] + [pole]
    edges |= {mark for mark in marks if 0 < mark < 60 * T}
    edges |= {T * 2.0**k for k in range(-12, 6)}
    edges = sorted(edge for edge in edges if edge <= 60 * T)
    total = sum(quad(integrand, a, b, epsrel=1e-8, epsabs=0, limit=100)[0] for a, b in zip(edges, edges[1:]))
    value = total / (8 * T * m1**2 * m2**2 * kve(2, m1 / T) * kve(2, m2 / T))
    if kind == "majorana":
        return value
    if kind == "pseudo_dirac" and m2 > m1:
        heavier = m2**2 * kve(2, m2 / T) / (m1**2 * kve(2, m1 / T)) * np.exp((m1 - m2) / T)
        return value * 2 * heavier / (1 + heavier) ** 2
    return value / 2


def states(x, case):
    kind, _, m1, m2, _, _ = case
    if kind == "pseudo_dirac":
        return 2 * (1 + m2**2 * kve(2, x * m2 / m1) / (m1**2 * kve(2, x)) * np.exp(x - x * m2 / m1))
    return 4 if kind == "dirac" else 2


def density(case, g2, table):
    m1 = case[2]
    xs, logs = table
    spline = CubicSpline(xs, logs)

    def strength(u):
        x = np.exp(u)
        h, root = g_h_root(m1 / x)
        return g2 * np.sqrt(np.pi / 45) * PLANCK * m1 * root * np.exp(spline(u)) / x

    def equilibrium(u):
        x = np.exp(u)
        return 45 * states(x, case) * x * x * kve(2, x) * np.exp(-x) / (4 * np.pi**4 * g_h_root(m1 / x)[0])

    def slope(u, w):
        # w = ln Y
        return [-strength(u) * (np.exp(w[0]) - equilibrium(u) ** 2 * np.exp(-w[0]))]

    start, end = np.log(3.0), xs[-1]
    solution = solve_ivp(slope, (start, end), [np.log(equilibrium(start))], method="Radau", rtol=1e-7, atol=1e-9)
    y = np.exp(solution.y[0, -1])
    power = -(logs[-1] - logs[-2]) / (xs[-1] - xs[-2]) + 1
    return 2.74383e8 * m1 / (1 / y + strength(end) / power)


def target(kind, family, m, ratio, alpha_D, splitting=0.0):
    """Coupling squared for Ωh² = 0.12; the visible width is left out."""
    case = (kind, family, m, m * (1 + splitting), ratio * m, alpha_D)
    pole = ratio - 2 - splitting
    end = max(1e4, 300 / pole) if 0 < pole < 0.3 else 1e4
    end = min(end, 500 / splitting) if splitting else end  # the heavier state is gone long before
    xs = np.linspace(np.log(2.5), np.log(end), 160)
    logs = np.log([average(np.exp(x), case, 0.0) for x in xs])
    root = brentq(lambda v: np.log(density(case, np.exp(v), (xs, logs)) / 0.12), np.log(1e-14), np.log(1e-2), xtol=1e-6)
    return np.exp(root)


if __name__ == "__main__":
    for arguments in [
        ("dirac", "photon", 0.01, 3.0, 0.1),
        ("complex_scalar", "photon", 0.03, 5.0, 0.5),
        ("complex_scalar", "photon", 0.01, 2.3, 0.1),
        ("majorana", "photon", 0.01, 2.05, 0.1),
        ("dirac", "photon", 0.005, 2.1, 0.01),
        ("majorana", "photon", 0.02, 1.9, 0.1),
        ("pseudo_dirac", "photon", 0.01, 3.0, 0.1, 0.05),
        ("pseudo_dirac", "photon", 0.02, 3.0, 0.1, 0.2),
        ("majorana", "mutau", 0.03, 3.0, 0.1),
        ("dirac", "mutau", 0.08, 3.0, 0.1),
        ("complex_scalar", "mutau", 0.2, 2.5, 0.05),
    ]:
        print(arguments, f"{target(*arguments):.6e}", flush=True)
