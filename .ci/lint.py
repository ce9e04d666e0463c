"""Formatting and house rules: `python .ci/lint.py`; prints every breach and exits with 1 if there is one.

- swift format with .swift-format;
- imports point down only (docs/architecture.md), and no module below the border imports Foundation or Glibc for
  mathematics;
- no member declaration with two initialisers: `let a = {…}, b = {…}` is miscompiled by Swift 6.3
  (swiftlang/swift issues 62940 and 78922);
- no file above 500 lines (tables of data excepted).
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SWIFT = os.environ.get("SWIFT", "swift")

LEVELS = [
    ["Tables", "CHermetic"],
    ["Core"],
    ["Numerics"],
    ["Matter", "Events"],
    ["Geometry"],
    ["Electromagnetic", "Signal", "Hadronic"],
    ["Phenomenology", "Transport", "Reconstruction", "Limits"],
    ["Study"],
    ["CABI"],
]
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
LEVEL["Tables"] = 0

problems = []


def swift_format():
    """The formatter's own opinion."""
    paths = [path for path in ("Package.swift", "Sources", "Tests") if (ROOT / path).exists()]
    result = subprocess.run(
        [SWIFT, "format", "lint", "--strict", "--parallel", "--recursive", *paths],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        problems.extend(line for line in result.stderr.splitlines() if "error:" in line or "warning:" in line)


def imports(path, text):
    module = path.relative_to(ROOT / "Sources").parts[0]
    for name in re.findall(r"^\s*(?:@\w+ )?import (?:\w+ )?(\w+)", text, re.M):
        if name in LEVEL and LEVEL[name] >= LEVEL.get(module, 99) and name != module:
            problems.append(f"{path}: module {module} must not import {name} (imports point down)")
        if name == "Foundation":
            problems.append(f"{path}: no Foundation in the library")


def two_initialisers(path, text):
    code = re.sub(r"//.*", "", text)
    for match in re.finditer(
        r"^[ \t]*(?:\w+[ \t]+)*(?:let|var)[ \t]+\w+[^\n={]*=[ \t]*[^\n]*\},[ \t]*\w+[^\n={]*=", code, re.M
    ):
        line = code[: match.start()].count("\n") + 1
        problems.append(f"{path}:{line}: two initialisers with closures in one declaration")


def length(path, text):
    lines = text.count("\n")
    if lines > 500:
        problems.append(f"{path}: {lines} lines (split at 500)")


def examples():
    """An example that the list does not name is never found."""
    listed = (ROOT / "examples" / "README.md").read_text()
    for path in sorted((ROOT / "examples").rglob("*")):
        name = path.relative_to(ROOT / "examples").as_posix()
        if path.suffix in (".py", ".ipynb", ".lua", ".c", ".cpp") and f"({name})" not in listed:
            problems.append(f"examples/README.md: {name} is not in the list")


def main():
    swift_format()
    examples()
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        text = path.read_text()
        imports(path, text)
        two_initialisers(path, text)
        length(path, text)
    for folder in ("Tests", "bindings", "examples"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".swift", ".py", ".lua", ".c", ".h", ".cpp", ".hpp"):
                length(path, path.read_text())
                if path.suffix == ".py":
                    compile(path.read_text(), str(path), "exec")
    for problem in problems:
        print(problem)
    print(f"lint: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
