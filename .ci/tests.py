"""Runs the test suites and counts: `python .ci/tests.py [swift] [abi] [python] [lua] [examples]`.

The Swift suite spends most of its time compiling, so the library is built and the other suites run beside it, one
after the other. What a suite prints goes to build/test/<suite>.log, and to the screen: as it comes for the first lane, whole when it ends for
the second. The last line is the sum. A suite that breaks off before it has counted is one failure.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

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

SCREEN = Lock()


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


def run(suite, live):
    """Runs one suite in the repository, with what was just built."""
    environment = {**os.environ, "LUA_CPATH": f"{ROOT}/build/lua/?.so;;", "PYTHONUNBUFFERED": "1"}
    environment.pop("HERMETIC_LIBRARY", None)
    title = f"\n== {suite}: {' '.join(SUITES[suite])}\n"
    if live:
        show(title)
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
            log.write(line)
            lines.append(line)
            if live:
                show(worth_showing([line]))
    status = process.wait()
    passed, failed, skipped = counts(suite, "".join(lines), status)
    if status and not failed:
        failed = 1
    if not live:
        show(title + worth_showing(lines))
    note = f", {skipped} skipped" if skipped else ""
    show(f"== {suite}: {passed} passed, {failed} failed{note} in {time.monotonic() - began:.0f} s\n")
    return passed, failed


def with_library(suites, live):
    """Runs suites that need the library and its bindings, which are built first."""
    if not suites:
        return []
    build = subprocess.run(["make", "--no-print-directory", "python", "lua"], cwd=ROOT, text=True, capture_output=not live)
    if build.returncode:
        show(f"== the library was not built\n{build.stdout or ''}{build.stderr or ''}")
        return [(0, 1)]
    return [run(suite, live) for suite in suites]


def worth_showing(lines):
    """Thousands of "started" lines help nobody."""
    return "".join(line for line in lines if not line.startswith("◇ "))


def show(text):
    with SCREEN:
        sys.stdout.write(text)
        sys.stdout.flush()


def main():
    LOGS.mkdir(parents=True, exist_ok=True)
    chosen = sys.argv[1:] or list(SUITES)
    unknown = [suite for suite in chosen if suite not in SUITES]
    if unknown:
        sys.exit(f"unknown suite {unknown[0]}. Known: {', '.join(SUITES)}.")
    with ThreadPoolExecutor(2) as pool:
        swift = pool.submit(lambda: [run(suite, True) for suite in chosen if suite == "swift"])
        others = pool.submit(with_library, [suite for suite in chosen if suite != "swift"], "swift" not in chosen)
        results = swift.result() + others.result()
    passed, failed = (sum(column) for column in zip(*results))
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
