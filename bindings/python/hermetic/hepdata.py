"""Exclusions as a HEPData submission.

With ``hepdata_lib`` installed the files are written by it; otherwise the documented YAML form is written directly
(https://hepdata-submission.readthedocs.io): one table per quantity, `submission.yaml` beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple, Union

import numpy as np

from . import errors
from .results import Exclusion

if TYPE_CHECKING:
    from .couplings import Couplings


def tables(result: Union[Couplings, Exclusion]) -> List[Dict[str, Any]]:
    """One table per quantity (and edge): {"name", "x", "y", "x_name", "y_name", "description"}."""
    return _of_exclusion(result) if isinstance(result, Exclusion) else _of_couplings(result)


def _of_exclusion(result: Exclusion) -> List[Dict[str, Any]]:
    level = f"upper limit on the coupling at {100 * result.confidence_level:g} % CL; {result.method}"
    columns = [("observed", "coupling", result.coupling, level)]
    columns += [
        (f"expected {name}", "coupling", values, f"{level}; without a signal, {name}")
        for name, values in result.expected.items()
    ]
    columns += [
        ("yield", "bosons per particle on target", result.yield_per_eot, "at coupling 1"),
        ("efficiency", "efficiency", result.efficiency, "acceptance of the cuts times cited efficiencies"),
    ]
    found = []
    for name, y_name, values, description in columns:
        known = np.isfinite(values)
        if known.any():
            found.append(
                {
                    "name": name,
                    "x_name": "mass",
                    "y_name": y_name,
                    "x": result.mass_GeV[known].tolist(),
                    "y": values[known].tolist(),
                    "description": description,
                }
            )
    return found


def _of_couplings(result: Couplings) -> List[Dict[str, Any]]:
    from .couplings import QUANTITIES

    found = []
    x_name, y_name = result.axes
    if y_name == "coupling":
        y_name = result.coupling
    for quantity in QUANTITIES:
        try:
            x, pieces = result.plane(quantity)
        except LookupError:
            continue
        for side, edge in (("lower", 0), ("upper", 1)):
            points = [
                (float(mass), float(piece[edge]))
                for mass, intervals in zip(x, pieces)
                for piece in intervals
                if piece[edge] is not None
            ]
            if points:
                found.append(
                    {
                        "name": f"{quantity} {side} edge",
                        "x_name": x_name.replace("_GeV", ""),
                        "y_name": y_name,
                        "x": [point[0] for point in points],
                        "y": [point[1] for point in points],
                        "description": f"{side} edge of the region excluded at {100 * result.confidence_level:g} % CL "
                        f"({quantity}); {result.method}; masses without an entry are not excluded.",
                    }
                )
    return found


def write(
    result: Union[Couplings, Exclusion],
    folder: Union[str, Path],
    *,
    comment: str = "",
    keywords: Tuple[str, ...] = (),
    engine: Optional[str] = None,
) -> List[Path]:
    """Writes a submission to `folder` and returns its files.

    Parameters
    ----------
    comment : str
        Abstract of the submission.
    engine : {"hepdata_lib", "yaml"}, optional
        hepdata_lib where it is installed, else plain YAML.
    """
    if engine not in (None, "hepdata_lib", "yaml"):
        raise errors.NotFoundError(f"unknown engine {engine!r}. Known: hepdata_lib, yaml.")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    content = tables(result)
    if not content:
        raise errors.StateError("nothing is excluded anywhere, so there is no table to submit.")
    if engine != "yaml":
        try:
            import hepdata_lib
        except ImportError:
            if engine == "hepdata_lib":
                raise errors.StateError(
                    "hepdata_lib is not installed. Run: pip install 'hermetic[hepdata]'."
                ) from None
        else:
            return _with_library(hepdata_lib, content, folder, comment, keywords, result)
    return _with_yaml(content, folder, comment, keywords, result)


def _with_library(hepdata_lib, content, folder, comment, keywords, result) -> List[Path]:
    submission = hepdata_lib.Submission()
    submission.comment = comment
    for item in content:
        table = hepdata_lib.Table(item["name"])
        table.description = item["description"]
        table.keywords["observables"] = list(keywords)
        x = hepdata_lib.Variable(item["x_name"], is_independent=True, is_binned=False, units="GeV")
        x.values = item["x"]
        y = hepdata_lib.Variable(item["y_name"], is_independent=False, is_binned=False, units="")
        y.values = item["y"]
        y.add_qualifier("Confidence level", result.confidence_level)
        y.add_qualifier("Exposure", result.exposure)
        table.add_variable(x)
        table.add_variable(y)
        submission.add_table(table)
    submission.create_files(str(folder), validate=False, remove_old=True)
    return sorted(path for path in folder.iterdir() if path.is_file())


def _with_yaml(content, folder, comment, keywords, result) -> List[Path]:
    # JSON is YAML: quoted strings and explicit lists, nothing that a YAML reader could take for something else.
    written = []
    documents = [json.dumps({"comment": comment}, ensure_ascii=False)]
    for item in content:
        name = item["name"].replace(" ", "_") + ".yaml"
        data = {
            "independent_variables": [
                {"header": {"name": item["x_name"], "units": "GeV"}, "values": [{"value": v} for v in item["x"]]}
            ],
            "dependent_variables": [
                {
                    "header": {"name": item["y_name"]},
                    "qualifiers": [
                        {"name": "Confidence level", "value": result.confidence_level},
                        {"name": "Exposure", "value": result.exposure},
                    ],
                    "values": [{"value": v} for v in item["y"]],
                }
            ],
        }
        written.append(_replace(folder / name, json.dumps(data, ensure_ascii=False, indent=1) + "\n"))
        documents.append(
            json.dumps(
                {
                    "name": item["name"],
                    "description": item["description"],
                    "keywords": [{"name": "observables", "values": list(keywords)}],
                    "data_file": name,
                },
                ensure_ascii=False,
                indent=1,
            )
        )
    written.append(_replace(folder / "submission.yaml", "---\n" + "\n---\n".join(documents) + "\n"))
    return written


def _replace(path: Path, text: str) -> Path:
    temporary = path.with_suffix(path.suffix + ".new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
    return path
