"""Event columns: numpy views on the library's own memory."""

from __future__ import annotations

import ctypes
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple

import numpy as np

from . import errors
from ._arrow import Table, capsules
from ._library import Handle, call


class Events(Mapping):
    """The finished events of a run, column by column, in the order of the event numbers.

    ``events["ecal.total_GeV"]`` is a read-only float64 view without a copy; ``events["event"]`` is int64.
    pyarrow, polars and duckdb take the object as it is: ``pyarrow.table(run.events)``.
    """

    def __init__(self, handle: Handle):
        self._handle = handle
        self._table = Table()
        call(
            "hermetic_run_export_arrow",
            handle.pointer,
            ctypes.byref(self._table.schema),
            ctypes.byref(self._table.array),
        )
        self._columns: Dict[str, np.ndarray] = self._table.columns()

    @property
    def count(self) -> int:
        """Number of events."""
        return int(self._table.array.length)

    @property
    def columns(self) -> Tuple[str, ...]:
        """Names of the columns."""
        return tuple(self._columns)

    def __getitem__(self, column: str) -> np.ndarray:
        try:
            return self._columns[column]
        except (KeyError, TypeError):
            import difflib

            near = difflib.get_close_matches(str(column), list(self._columns), 1, 0)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise errors.NotFoundError(
                f'unknown column "{column}".{hint} Known: {", ".join(self._columns)}.'
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __contains__(self, column: object) -> bool:
        return column in self._columns

    def __arrow_c_array__(self, requested_schema: Optional[Any] = None) -> Tuple[Any, Any]:
        """The Arrow PyCapsule protocol: a struct array that outlives the run."""
        exported = Table()
        call(
            "hermetic_run_export_arrow",
            self._handle.pointer,
            ctypes.byref(exported.schema),
            ctypes.byref(exported.array),
        )
        schema, array = exported.schema, exported.array
        exported.schema, exported.array = type(schema)(), type(array)()  # the capsules release them now
        return capsules(schema, array)

    def __repr__(self) -> str:
        return f"Events({self.count} events, {len(self)} columns: {', '.join(self._columns)})"

    def _repr_html_(self) -> str:
        from .tables import html

        first = range(min(5, self.count))
        rows = [(name, *(float(values[i]) for i in first)) for name, values in self._columns.items()]
        return html(("column", *(f"event {i}" for i in first)), rows, f"{self.count} events")
