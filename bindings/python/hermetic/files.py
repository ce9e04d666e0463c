"""Event files, written by the libraries that own the formats; the run card is always inside."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
from pathlib import Path
from typing import Any, Callable, Dict, Iterator

import numpy as np

from . import errors


def _needed(module: str, what: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise errors.StateError(
            f"{what} needs the package {module} (it isn't installed). Run: pip install 'hermetic[io]'."
        ) from None


def _cells(run: Any) -> Dict[str, np.ndarray]:
    """Kept cells by column: "ecal.cells_GeV" of shape (events, sections, x, y)."""
    return {f"{sensor}.cells_GeV": run.cells(sensor) for sensor in run.card["card"].get("cells") or []}


def _parquet(run: Any, path: Path) -> None:
    arrow = _needed("pyarrow", "a .parquet file")
    parquet = importlib.import_module("pyarrow.parquet")
    table = arrow.Table.from_batches([arrow.record_batch(run.events)])
    for name, values in _cells(run).items():
        # One list of fixed length per event: (section · cells in x + ix) · cells in y + iy.
        length = int(np.prod(values.shape[1:]))
        column = arrow.FixedSizeListArray.from_arrays(arrow.array(values.ravel()), length)
        shape = ",".join(str(n) for n in values.shape[1:])
        table = table.append_column(arrow.field(name, column.type, metadata={"shape": shape}), column)
    table = table.replace_schema_metadata({"hermetic.run_card": json.dumps(run.card)})
    parquet.write_table(table, path, compression="zstd")


def _root(run: Any, path: Path, tree: bool = False) -> None:
    uproot = _needed("uproot", "a .root file")
    with uproot.recreate(path) as file:
        # A field name of an RNTuple can't hold a dot, which divides sub-fields there; TTree::Draw reads one as a member.
        columns = {
            name.replace(".", "_"): np.ascontiguousarray(values)
            for name, values in {**dict(run.events), **_cells(run)}.items()
        }
        if tree:
            types = {name: np.dtype((values.dtype, values.shape[1:])) for name, values in columns.items()}
            file.mktree("events", types)
            file["events"].extend(columns)
        else:
            file.mkrntuple("events", columns)
        file["run_card"] = json.dumps(run.card)


def _npz(run: Any, path: Path) -> None:
    with open(path, "wb") as file:
        np.savez_compressed(file, run_card=json.dumps(run.card), **dict(run.events), **_cells(run))


def _checkpoint(run: Any, path: Path) -> None:
    path.write_bytes(run.checkpoint())


def _json(run: Any, path: Path) -> None:
    content = {
        "run_card": run.card,
        "events": {name: values.tolist() for name, values in {**dict(run.events), **_cells(run)}.items()},
    }
    path.write_text(json.dumps(content))


_WRITERS: Dict[str, Callable[[Any, Path], None]] = {
    ".parquet": _parquet,
    ".root": _root,
    ".npz": _npz,
    ".json": _json,
    ".hermetic": _checkpoint,
}


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name to write to, which becomes ``path`` when all went well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.stem}.{os.getpid()}.partial{path.suffix}")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        if partial.exists():
            partial.unlink()


def save(run: Any, path: Any, *, tree: bool = False) -> Path:
    """Writes under a temporary name and renames, so that no half file is ever seen."""
    path = Path(path)
    if tree and path.suffix != ".root":
        raise errors.ArgumentError(f"tree=True needs a .root file, not {path.suffix!r}.")
    if path.suffix not in _WRITERS:
        raise errors.NotFoundError(f"unknown file type {path.suffix!r}. Known: {', '.join(_WRITERS)}.")
    with whole(path) as partial:
        if tree:
            _root(run, partial, tree=True)
        else:
            _WRITERS[path.suffix](run, partial)
    return path


def load_card(path: Any) -> Dict[str, Any]:
    """The run card inside a saved file."""
    path = Path(path)
    if path.suffix == ".parquet":
        parquet = _needed("pyarrow.parquet", "a .parquet file")
        return json.loads(parquet.read_schema(path).metadata[b"hermetic.run_card"])
    if path.suffix == ".root":
        with _needed("uproot", "a .root file").open(path) as file:
            return json.loads(str(file["run_card"]))
    if path.suffix == ".hermetic":
        from .checkpoints import describe

        return describe(path.read_bytes())
    if path.suffix == ".npz":
        with np.load(path) as file:
            return json.loads(str(file["run_card"]))
    content = json.loads(path.read_text())
    return content.get("run_card", content)
