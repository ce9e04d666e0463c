"""``python -m hermetic doctor``: what is installed, where, and whether it answers."""

from __future__ import annotations

import importlib
import os
import sys
import time


def report() -> int:
    """Prints one line per part; returns 0 when the library works."""
    began = time.perf_counter()
    from . import __version__, errors, limits
    from ._library import library

    print(f"python    {sys.version.split()[0]}, {os.cpu_count()} processors")
    print(f"package   {__version__}  {os.path.dirname(__file__)}")
    try:
        loaded = library()
    except errors.LibraryError as error:
        print(f"library   MISSING\n{error}")
        return 1
    print(f"library   {loaded.hermetic_version().decode()}, ABI {loaded.hermetic_abi_version()}  {loaded.path}")
    for name in ("numpy", "pyarrow", "uproot", "awkward", "matplotlib", "tqdm"):
        try:
            module = importlib.import_module(name)
            print(f"{name:9s} {getattr(module, '__version__', 'installed')}")
        except ImportError:
            print(f"{name:9s} not installed")
    limit = limits.counting(observed=0, background=0.0).events
    answer = abs(limit - 2.302585092994046) < 1e-6
    print(f"answer    {'ok' if answer else 'WRONG'}: 0 observed, no background: {limit:.6f} events at 90 % CL")
    print(f"took      {time.perf_counter() - began:.2f} s")
    return 0 if answer else 1
