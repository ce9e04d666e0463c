"""Runs the test suites and counts: `python .ci/tests.py [swift] [abi] [python] [lua] [examples]`.

Output goes through as it comes, and to build/test/<suite>.log; the last line is the sum. A suite that breaks
off before it has counted is one failure.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "test"
VENV = ROOT / "build" / "venv" / "bin" / "python"

SUITES = {
    # Heavy suites sample 1e5 times and more: tests run optimised.
    "swift": ["swift", "test", "-c", "release", "-Xswiftc", "-enable-testing"],
    "abi": ["Tests/ABI/run"],
    "python": [str(VENV), "-m", "pytest", "bindings/python", "-q", "--durations=5"],
    "lua": ["lua5.4", "bindings/lua/tests/run.lua"],
    "examples": [str(VENV), "Tests/Examples/run.py"],
}


def counts(suite, text, status):
    """(passed, failed, skipped) from what a suite printed."""
    if suite == "swift":
        ran = re.search(r"Test run with (\d+) tests?.* (?:passed|failed) after", text)
        if ran:
            failed = len(re.findall(r"^✘ Test (?!run with).+ failed after", text, re.M))
            skipped = len(re.findall(r"^(?:➜|↩︎|⚠).* Test .+ skipped", text, re.M))
            if status and not failed:
                failed = 1
            return int(ran[1]) - failed - skipped, failed, skipped
    elif suite == "python":
        last = text.strip().splitlines()[-1] if text.strip() else ""
        found = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", last)}
        if found:
            failed = found.get("failed", 0) + found.get("error", 0) + found.get("errors", 0)
            return found.get("passed", 0), failed, found.get("skipped", 0)
    else:
        found = re.findall(r"^(\d+) passed, (\d+) failed$", text, re.M)
        if found:
            return int(found[-1][0]), int(found[-1][1]), 0
    return 0, 1, 0


def run(suite):
    """Runs one suite in the repository, with what was just built."""
    environment = {**os.environ, "LUA_CPATH": f"{ROOT}/build/lua/?.so;;", "PYTHONUNBUFFERED": "1"}
    environment.pop("HERMETIC_LIBRARY", None)
    print(f"\n== {suite}: {' '.join(SUITES[suite])}", flush=True)
    began = time.monotonic()
    process = subprocess.Popen(
        SUITES[suite],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines = []
    with open(LOGS / f"{suite}.log", "w") as log:
        for line in process.stdout:
            lines.append(line)
            log.write(line)
            # Thousands of "started" lines help nobody.
            if not re.match(r"^◇ ", line):
                sys.stdout.write(line)
                sys.stdout.flush()
    status = process.wait()
    passed, failed, skipped = counts(suite, "".join(lines), status)
    if status and not failed:
        failed = 1
    note = f", {skipped} skipped" if skipped else ""
    print(f"== {suite}: {passed} passed, {failed} failed{note} in {time.monotonic() - began:.0f} s", flush=True)
    return passed, failed


def main():
    LOGS.mkdir(parents=True, exist_ok=True)
    chosen = sys.argv[1:] or list(SUITES)
    unknown = [suite for suite in chosen if suite not in SUITES]
    if unknown:
        sys.exit(f"unknown suite {unknown[0]}. Known: {', '.join(SUITES)}.")
    results = [run(suite) for suite in chosen]
    passed, failed = (sum(column) for column in zip(*results))
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
