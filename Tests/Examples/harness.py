"""What the tests of the examples share: `@test` runs and counts, `output` runs a program, `same` compares bytes."""

import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "examples"
LIBRARY = ["-I", "include", "-L", "build/lib", "-lhermetic", f"-Wl,-rpath,{ROOT}/build/lib"]
LUA = {**os.environ, "LUA_CPATH": f"{ROOT}/build/lua/?.so;;"}

passed = 0
failed = 0


def test(function):
    """Runs a test at once and counts it."""
    global passed, failed
    began = time.monotonic()
    try:
        function()
        passed += 1
        print(f"ok   {function.__doc__} ({time.monotonic() - began:.1f} s)", flush=True)
    except Exception as error:  # every kind of failure counts as one
        failed += 1
        detail = getattr(error, "stderr", "") or ""
        print(f"FAIL {function.__doc__}\n     {error}\n{detail[-2000:]}", flush=True)


def output(*command, environment=None):
    """What a command prints; it must succeed."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


def same(name, text, reference):
    """Byte for byte, with the first different line in the message."""
    for number, (mine, theirs) in enumerate(zip(text.splitlines(), reference.splitlines()), 1):
        if mine != theirs:
            raise AssertionError(f"{name} differs in line {number}:\n     {mine}\n     {theirs}")
    if text != reference:
        raise AssertionError(f"{name} has another length")


OUT.mkdir(parents=True, exist_ok=True)
