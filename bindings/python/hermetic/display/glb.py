"""Binary glTF 2.0 of an event: boxes of the geometry, lines of the tracks, bars of the cells.

Khronos glTF 2.0 (ISO/IEC 12113): one buffer with float32 positions and uint32 indices, one mesh per colour.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

TRIANGLES, LINES = 4, 1
Colour = Tuple[float, float, float, float]


class Scene:
    """Meshes that share a colour, written as one file."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._views: List[Dict[str, Any]] = []
        self._accessors: List[Dict[str, Any]] = []
        self._meshes: List[Dict[str, Any]] = []
        self._materials: List[Dict[str, Any]] = []

    def _add(self, values: np.ndarray, target: int, kind: str, component: int) -> int:
        data = np.ascontiguousarray(values)
        offset = len(self._buffer)
        self._buffer += data.tobytes()
        self._buffer += b"\0" * (-len(self._buffer) % 4)
        self._views.append({"buffer": 0, "byteOffset": offset, "byteLength": data.nbytes, "target": target})
        accessor: Dict[str, Any] = {
            "bufferView": len(self._views) - 1,
            "componentType": component,
            "count": len(data),
            "type": kind,
        }
        if kind == "VEC3":
            accessor["min"], accessor["max"] = data.min(0).tolist(), data.max(0).tolist()
        self._accessors.append(accessor)
        return len(self._accessors) - 1

    def mesh(self, name: str, points: np.ndarray, indices: np.ndarray, colour: Colour, mode: int) -> None:
        """Triangles or lines in one colour; nothing when there are no indices."""
        if len(indices) == 0:
            return
        # glTF counts in metres with y up, as the world does: mm to m.
        position = self._add(1e-3 * np.asarray(points, dtype=np.float32), 34962, "VEC3", 5126)
        index = self._add(np.asarray(indices, dtype=np.uint32).ravel(), 34963, "SCALAR", 5125)
        self._materials.append(
            {
                "name": name,
                "pbrMetallicRoughness": {"baseColorFactor": list(colour), "metallicFactor": 0.0},
                "emissiveFactor": [0.6 * part for part in colour[:3]],
                "alphaMode": "BLEND" if colour[3] < 1 else "OPAQUE",
                "doubleSided": True,
            }
        )
        self._meshes.append(
            {
                "name": name,
                "primitives": [
                    {
                        "attributes": {"POSITION": position},
                        "indices": index,
                        "material": len(self._materials) - 1,
                        "mode": mode,
                    }
                ],
            }
        )

    def to_bytes(self) -> bytes:
        """The file."""
        document = {
            "asset": {"version": "2.0", "generator": "hermetic"},
            "scene": 0,
            "scenes": [{"nodes": list(range(len(self._meshes)))}],
            "nodes": [{"mesh": index, "name": mesh["name"]} for index, mesh in enumerate(self._meshes)],
            "meshes": self._meshes,
            "materials": self._materials,
            "accessors": self._accessors,
            "bufferViews": self._views,
            "buffers": [{"byteLength": len(self._buffer)}],
        }
        text = json.dumps(document, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + 8 + len(self._buffer)
        return b"".join(
            (
                struct.pack("<4sII", b"glTF", 2, total),
                struct.pack("<I4s", len(text), b"JSON"),
                text,
                struct.pack("<I4s", len(self._buffer), b"BIN\0"),
                bytes(self._buffer),
            )
        )


_CORNERS = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
_FACES = np.array(
    [[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1], [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4]]
    + [[1, 5, 7], [1, 7, 3]]
)
EDGES = np.array([[0, 1], [1, 3], [3, 2], [2, 0], [4, 5], [5, 7], [7, 6], [6, 4], [0, 4], [1, 5], [2, 6], [3, 7]])


def box(centre: Sequence[float], size: Sequence[float]) -> np.ndarray:
    """The eight corners of a box."""
    return np.asarray(centre) + _CORNERS * np.asarray(size)


def boxes(parts: Sequence[np.ndarray], what: str) -> Tuple[np.ndarray, np.ndarray]:
    """Points and indices of several boxes: ``"faces"`` or ``"edges"``."""
    pattern = _FACES if what == "faces" else EDGES
    if not parts:
        return np.empty((0, 3)), np.empty((0, pattern.shape[1]), dtype=int)
    return np.concatenate(parts), np.concatenate([pattern + 8 * index for index in range(len(parts))])


def lines(paths: Sequence[np.ndarray]) -> Tuple[np.ndarray, np.ndarray]:
    """Points and indices of several polylines."""
    points, indices, start = [], [], 0
    for path in paths:
        count = len(path)
        if count < 2:
            continue
        points.append(np.asarray(path, dtype=float))
        steps = np.arange(start, start + count - 1)
        indices.append(np.stack([steps, steps + 1], axis=1))
        start += count
    if not points:
        return np.empty((0, 3)), np.empty((0, 2), dtype=int)
    return np.concatenate(points), np.concatenate(indices)
