"""Examples of single parts: cross sections, samplers, limits, workspaces."""

import os
import sys
import tempfile

from harness import LIBRARY, LUA, OUT, output, same, test


@test
def cross_sections():
    """the cross-section example falls with the mass and grows with the energy"""
    output("gcc", "-std=c99", "-O1", "examples/c/cross_sections.c", *LIBRARY, "-o", OUT / "cross_sections")
    rows = [
        [float(word) for word in line.split()]
        for line in output(OUT / "cross_sections").splitlines()
        if not line.startswith("#")
    ]
    assert len(rows) == 5
    for above, below in zip(rows, rows[1:]):
        assert all(a > b for a, b in zip(above[1:], below[1:]))
    for row in rows:
        assert all(a < b for a, b in zip(row[1:], row[2:]))


@test
def own_transport():
    """dark photons in somebody else's transport, in C++: as many as the rate along the track says, momentum balanced"""
    output("g++", "-std=c++17", "-O1", "examples/cpp/own_transport.cpp", *LIBRARY, "-o", OUT / "own_transport")
    lines = output(OUT / "own_transport").splitlines()
    assert len(lines) == 2
    for line in lines:
        made = int(line.split("GeV: ")[1].split()[0])
        found, expected = float(line.split(" per electron")[0].split()[-1]), float(line.split("expected ")[1].split(")")[0])
        assert abs(found / expected - 1) < 4 / made**0.5, line
        assert float(line.split("within ")[1].split()[0]) < 1e-9, line


@test
def single_processes():
    """the example of single processes: ranges grow, angles grow with the path"""
    lines = output(sys.executable, "examples/python/single_processes.py", "W").splitlines()
    ranges = [float(line.split()[4]) for line in lines if len(line.split()) == 6 and line[:7].strip()[:1].isdigit()]
    assert len(ranges) == 6 and ranges == sorted(ranges), ranges
    angles = [float(line.split()[-2]) for line in lines if line.endswith(" rad")]
    assert len(angles) == 3 and angles == sorted(angles), angles


@test
def background_tools():
    """the example of backgrounds: what was put into the side-band comes out, the optimum is inside the range"""
    text = output(sys.executable, "examples/python/background_tools.py", "--events", "12")
    line = next(line for line in text.splitlines() if line.startswith("side-band"))
    found, error = float(line.split("->")[1].split()[0]), float(line.split("+-")[1].split()[0])
    assert abs(found - 0.17) < 4 * error + 0.05, line
    best = float(text.split("E_ECAL < ")[1].split()[0])
    assert 20 < best < 75, text


@test
def rare_processes():
    """the example of rare processes prints the pinned charge exchange and rates of every sampler"""
    text = output(sys.executable, "examples/python/rare_processes.py", "--states", "1000")
    assert "factor 2 to 7" in text and text.count("->") >= 5
    eta = next(line for line in text.splitlines() if line.split()[:1] == ["eta"])
    assert abs(float(eta.split()[1]) / 8.72 - 1) < 0.02, eta  # 1.18 ub x 26^(2/3) x 0.84


@test
def resonances_and_alps():
    """the example of resonances and ALPs: the pole of the reference, by 1 %"""
    text = output(sys.executable, "examples/python/resonances_and_alps.py", "--quick")
    # The closed form of an independent calculation gives 13582 pb at this energy.
    assert abs(float(text.split("1e-4: ")[1].split()[0]) / 13582 - 1) < 0.01, text


@test
def bremsstrahlung_spins():
    """scalars and pseudoscalars of 100 MeV are radiated less than vectors"""
    text = output(sys.executable, "examples/python/bremsstrahlung_spins.py", "--quick")
    sigma = {tuple(line.split()[:2]): float(line.split()[2]) for line in text.splitlines()[1:]}
    for beam in ("e-", "mu-"):
        assert sigma[beam, "vector"] > sigma[beam, "scalar"] > sigma[beam, "pseudoscalar"] > 0, text


@test
def coupling_studies():
    """published searches from their counts: limits near the published ones, figures drawn"""
    with tempfile.TemporaryDirectory() as directory:
        text = output(sys.executable, "examples/python/coupling_studies.py", "--out", directory)
        names = set(os.listdir(directory))
        assert {f"couplings_{name}.png" for name in ("invisible", "y", "visible", "muon")} <= names, names
    ratios = [float(line.split()[-1]) for line in text.splitlines() if line[:30].strip() == "" and line.strip()]
    assert len(ratios) == 12 and all(0.7 < ratio < 1.2 for ratio in ratios), ratios
    assert "eta -> invisible: Br < 0.000109 (published 0.00011), ratio 0.99" in text, text


@test
def lua_limits():
    """limits, islands and a contour in Lua"""
    text = output("lua5.4", "examples/lua/limits.lua", environment=LUA)
    assert "2.302585" in text and "island" in text, text


@test
def workspaces():
    """limits of a workspace: C, Python and Lua print the same bytes; three clean bins need the hybrid method"""
    output("gcc", "-std=c99", "-O1", "examples/c/workspace_limits.c", *LIBRARY, "-o", OUT / "workspace_limits")
    text = output(OUT / "workspace_limits")
    same("Python", output(sys.executable, "examples/python/workspace_limits.py"), text)
    same("Lua", output("lua5.4", "examples/lua/workspace_limits.lua", environment=LUA), text)
    lines = text.splitlines()
    assert lines[0].startswith("fit converged ") and lines[1].startswith("hybrid CLs, exact counting: "), text
    hybrid, asymptotic = (float(line.split(": ")[1].split(",")[0]) for line in lines[1:3])
    assert 0.7 < hybrid < 1.5 and asymptotic < hybrid and "not valid" in lines[3], text
