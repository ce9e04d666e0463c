"""The Arrow C Data Interface: https://arrow.apache.org/docs/format/CDataInterface.html.

Two public structs, read here without any other package: numpy views without a copy, and PyCapsules for
pyarrow, polars, duckdb and whoever else understands ``__arrow_c_array__``.
"""

from __future__ import annotations

import ctypes
from typing import Any, Dict, Tuple

import numpy as np


class ArrowSchema(ctypes.Structure):
    """``struct ArrowSchema`` of the header."""


class ArrowArray(ctypes.Structure):
    """``struct ArrowArray`` of the header."""


_ReleaseSchema = ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowSchema))
_ReleaseArray = ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowArray))

ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowSchema))),
    ("dictionary", ctypes.POINTER(ArrowSchema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
ArrowArray._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowArray))),
    ("dictionary", ctypes.POINTER(ArrowArray)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

_DTYPES = {b"g": np.dtype(np.float64), b"l": np.dtype(np.int64)}


class Table:
    """Owner of one exported struct array; every numpy view keeps it alive."""

    def __init__(self) -> None:
        self.schema = ArrowSchema()
        self.array = ArrowArray()

    def __del__(self) -> None:
        for struct, release in ((self.schema, _ReleaseSchema), (self.array, _ReleaseArray)):
            if struct.release:
                release(struct.release)(ctypes.byref(struct))

    def columns(self) -> Dict[str, np.ndarray]:
        """Read-only numpy views of the children, in order."""
        views = {}
        for index in range(self.schema.n_children):
            schema = self.schema.children[index].contents
            views[schema.name.decode()] = self._view(schema, self.array.children[index].contents)
        return views

    def _view(self, schema: ArrowSchema, array: ArrowArray) -> np.ndarray:
        dtype = _DTYPES[schema.format]
        if array.length == 0:
            return np.empty(0, dtype)
        start = array.buffers[1] + array.offset * dtype.itemsize
        buffer = (ctypes.c_char * (array.length * dtype.itemsize)).from_address(start)
        buffer._owner = self  # numpy keeps `buffer` as its base, and `buffer` keeps the data
        view = np.frombuffer(buffer, dtype)
        view.flags.writeable = False
        return view


# ---------------------------------------------------------------- PyCapsules

_Destructor = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_new = ctypes.pythonapi.PyCapsule_New
_new.restype, _new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, _Destructor]
_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p]

_alive: Dict[int, Any] = {}  # structs whose capsule still exists, by address


def _destructor(name: bytes, kind: Any, prototype: Any) -> Any:
    def release(capsule: int) -> None:
        address = _pointer(capsule, name)
        struct = kind.from_address(address)
        if struct.release:  # a consumer that moved the data has set it to NULL
            prototype(struct.release)(ctypes.byref(struct))
        _alive.pop(address, None)

    return _Destructor(release)


_drop_schema = _destructor(b"arrow_schema", ArrowSchema, _ReleaseSchema)
_drop_array = _destructor(b"arrow_array", ArrowArray, _ReleaseArray)


def capsules(schema: ArrowSchema, array: ArrowArray) -> Tuple[Any, Any]:
    """The pair that ``__arrow_c_array__`` returns; takes over both structs."""
    made = []
    for struct, name, drop in ((schema, b"arrow_schema", _drop_schema), (array, b"arrow_array", _drop_array)):
        address = ctypes.addressof(struct)
        _alive[address] = struct
        made.append(_new(address, name, drop))
    return made[0], made[1]
