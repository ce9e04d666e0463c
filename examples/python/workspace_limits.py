"""Limits of a workspace, by the default method and by the asymptotic formulae: `python workspace_limits.py [FILE]`."""

import sys
from pathlib import Path

import hermetic as hm

CARD = Path(__file__).resolve().parents[1] / "cards" / "missing_energy_three_bins.json"


def main():
    """Prints what the programs in C and Lua print."""
    workspace = hm.limits.Workspace.from_pyhf(sys.argv[1] if len(sys.argv) > 1 else CARD)
    fit = workspace.fit(fixed={"mu": 0})
    print(f"fit {fit['status']} {fit['twice_nll']:.6f}")
    for method in ("automatic", "asymptotic"):
        limit = workspace.upper_limit(cl=0.90, method=method)
        print(f"{limit.method}: {limit.value:.6g}, expected {limit.expected['median']:.6g}")
        for warning in limit.details["warnings"]:
            print(f"  {warning}")


if __name__ == "__main__":
    main()
