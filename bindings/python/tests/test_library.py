"""Finding and loading the library."""

import os
import re
import subprocess
import sys
from pathlib import Path

import hermetic as hm
import pytest
from hermetic import _library, _version, errors

ROOT = Path(__file__).parents[3]
HEADER = "".join(path.read_text() for path in sorted((ROOT / "include").rglob("*.h")))


def python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **environment}
    )


def test_every_function_of_the_header_has_a_signature():
    declarations = re.sub(r"/\*.*?\*/", "", HEADER, flags=re.S)
    assert set(re.findall(r"\b(hermetic_\w+)\s*\(", declarations)) == set(_library.SIGNATURES)


def test_versions_agree():
    numbers = re.findall(r"HERMETIC_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", HEADER)
    assert ".".join(numbers) == hm.__version__ == hm.library_version()
    assert int(re.search(r"HERMETIC_ABI_VERSION (\d+)", HEADER)[1]) == _version.ABI_VERSION


@pytest.mark.parametrize("letter", ["x", "é", "€", "😀"])
def test_long_messages_are_cut_between_characters(letter):
    library = _library.library()
    with pytest.raises(hm.NotFoundError):
        hm.materials.describe("x" + 1500 * letter)
    assert letter in library.hermetic_last_error_message().decode("utf-8")


def test_every_status_of_the_header_has_an_exception():
    codes = {name: int(value) for name, value in re.findall(r"(HERMETIC_E_\w+) = (-\d+)", HEADER)}
    assert codes == {kind.name: code for code, kind in errors._BY_CODE.items()}


def test_exceptions_are_what_python_programmers_catch():
    assert issubclass(hm.RangeError, ValueError) and issubclass(hm.NotFoundError, LookupError)
    error = errors.from_status(-2, "x = 3 is not allowed.")
    assert (error.code, error.name, str(error)) == (-2, "HERMETIC_E_RANGE", "x = 3 is not allowed.")
    assert isinstance(errors.from_status(-99, ""), hm.InternalError)


def test_import_costs_little_and_loads_no_extras():
    code = (
        "import time, numpy, sys; t = time.perf_counter(); import hermetic as hm;"
        "hm.Study, hm.Run, hm.limits, hm.DarkPhoton; t = time.perf_counter() - t;"
        "print(t, [m for m in ('matplotlib', 'pyarrow', 'uproot', 'tqdm') if m in sys.modules])"
    )
    seconds, extras = python(code).stdout.split(maxsplit=1)
    assert extras.strip() == "[]"
    # The promise is 0.2 s on a quiet machine; the bound leaves room for a busy one.
    assert float(seconds) < 1.0


def test_a_missing_library_says_where_it_was_looked_for():
    result = python("import hermetic as hm; hm.library_version()", HERMETIC_LIBRARY="/nowhere/lib.so")
    assert "LibraryError" in result.stderr and "/nowhere/lib.so" in result.stderr and "make lib" in result.stderr


def test_a_foreign_library_is_refused():
    result = python("import hermetic as hm; hm.library_version()", HERMETIC_LIBRARY="libm.so.6")
    assert "LibraryError" in result.stderr and "Rebuild" in result.stderr


def test_names_are_listed_and_unknown_ones_refused():
    assert {"Study", "DarkPhoton", "limits", "logspace"} <= set(dir(hm))
    for name in hm.__all__:
        assert getattr(hm, name) is not None
    with pytest.raises(AttributeError):
        hm.nothing
