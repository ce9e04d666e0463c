"""A set-up or an event in three dimensions: inline in a notebook, or as a file (.html, .glb, .json)."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from .. import errors
from . import glb

COLOURS: Dict[str, glb.Colour] = {
    "e-": (0.20, 0.40, 0.54, 1.0),
    "e+": (0.78, 0.33, 0.24, 1.0),
    "gamma": (0.90, 0.68, 0.15, 1.0),
    "mu-": (0.13, 0.55, 0.27, 1.0),
    "mu+": (0.13, 0.55, 0.27, 1.0),
}
OTHERS: glb.Colour = (0.50, 0.25, 0.60, 1.0)
DETECTOR: glb.Colour = (0.45, 0.45, 0.45, 0.25)
MAGNET: glb.Colour = (0.13, 0.37, 0.75, 0.5)
CELL: glb.Colour = (0.85, 0.20, 0.10, 0.75)


class Display:
    """A set-up in three dimensions, with tracks and cells if there are any; a notebook shows it, `save` writes it.

    Attributes
    ----------
    title : str
    geometry : dict
        Volumes, as `Setup.describe` says.
    fields : list of dict
        Magnets, as in the card of the set-up.
    tracks : list of dict
        ``particle``, ``energy_GeV``, ``points_mm`` (n, 3).
    cells : list of dict
        ``sensor``, ``energies_GeV``, …
    """

    def __init__(
        self,
        geometry: Mapping[str, Any],
        *,
        fields: Sequence[Mapping[str, Any]] = (),
        tracks: Sequence[Mapping[str, Any]] = (),
        cells: Sequence[Mapping[str, Any]] = (),
        title: str = "",
    ):
        self.title = title
        self.geometry: Dict[str, Any] = dict(geometry)
        self.fields: List[Dict[str, Any]] = [dict(field) for field in fields]
        self.tracks: List[Dict[str, Any]] = [dict(track) for track in tracks]
        self.cells: List[Dict[str, Any]] = [dict(cell) for cell in cells]

    # ------------------------------------------------------------ what is drawn

    def _volumes(self) -> List[Tuple[str, np.ndarray]]:
        parts = []
        for volume in self.geometry["volumes"][1:]:
            size = volume.get("size_mm") or [2 * volume["outer_radius_mm"]] * 2 + [volume["length_mm"]]
            parts.append((volume["name"], glb.box(volume["centre_mm"], size)))
        return parts

    def _magnets(self) -> List[Tuple[str, np.ndarray]]:
        """Magnets with an aperture and a length along z; field maps have neither."""
        return [
            (field.get("name", "magnet"), glb.box(field["position_mm"], [*field["aperture_mm"], field["length_mm"]]))
            for field in self.fields
            if "length_mm" in field and field.get("aperture_mm")
        ]

    def _bars(self) -> List[np.ndarray]:
        """Cells with energy as boxes in their sensor, longitudinal sections one behind the other."""
        size = {volume["name"]: volume for volume in self.geometry["volumes"]}
        bars = []
        for sensor in self.cells:
            energies = np.asarray(sensor["energies_GeV"], dtype=float)
            peak = energies.max(initial=0.0)
            if peak <= 0:
                continue
            sections, (nx, ny) = int(sensor["sections"]), (int(n) for n in sensor["cells"])
            volume = size[sensor["volume"]]
            depth = (volume.get("size_mm") or [0, 0, volume.get("length_mm", 0)])[2] / sections
            for (section, ix, iy), energy in np.ndenumerate(energies.reshape(sections, nx, ny)):
                share = energy / peak
                if share < 1e-3:
                    continue
                # The cross-section follows the energy; what is drawn fills the cell at the peak.
                width = np.sqrt(share) * np.asarray(sensor["cell_mm"])
                centre = np.asarray(sensor["centre_mm"]) + [
                    (ix + 0.5 - 0.5 * nx) * sensor["cell_mm"][0],
                    (iy + 0.5 - 0.5 * ny) * sensor["cell_mm"][1],
                    (section + 0.5 - 0.5 * sections) * depth,
                ]
                bars.append(glb.box(centre, [width[0], width[1], depth]))
        return bars

    def _paths(self) -> Dict[str, List[np.ndarray]]:
        paths: Dict[str, List[np.ndarray]] = {}
        for track in self.tracks:
            points = np.asarray(track["points_mm"], dtype=float)
            if len(points) > 1:
                paths.setdefault(track["particle"], []).append(points)
        return paths

    # ------------------------------------------------------------ files

    def to_glb(self) -> bytes:
        """Binary glTF 2.0, in metres, for any viewer."""
        scene = glb.Scene()
        scene.mesh("detector", *glb.boxes([corners for _, corners in self._volumes()], "edges"), DETECTOR, glb.LINES)
        scene.mesh("magnets", *glb.boxes([corners for _, corners in self._magnets()], "edges"), MAGNET, glb.LINES)
        scene.mesh("cells", *glb.boxes(self._bars(), "faces"), CELL, glb.TRIANGLES)
        for particle, paths in self._paths().items():
            scene.mesh(particle, *glb.lines(paths), COLOURS.get(particle, OTHERS), glb.LINES)
        return scene.to_bytes()

    def to_html(self, *, height: int = 480) -> str:
        """A page of its own, with nothing to load: drag turns, shift and drag moves, the wheel zooms."""
        content = {
            "boxes": [[name, _rounded(corners)] for name, corners in self._volumes()],
            "magnets": [[name, _rounded(corners)] for name, corners in self._magnets()],
            "bars": [_rounded(corners) for corners in self._bars()],
            "edges": glb.EDGES.tolist(),
            "tracks": [
                [_css(COLOURS.get(particle, OTHERS)), particle, [_rounded(path) for path in paths]]
                for particle, paths in self._paths().items()
            ],
        }
        text = json.dumps(content, separators=(",", ":")).replace("</", "<\\/")
        page = Path(__file__).with_name("display.html").read_text()
        return (
            page.replace("$TITLE", escape(self.title)).replace("$HEIGHT", str(int(height))).replace("$DATA", text)
        )

    def to_dict(self) -> Dict[str, Any]:
        """Geometry, tracks and cells as plain values."""
        return {"geometry": self.geometry, "fields": self.fields, "tracks": self.tracks, "cells": self.cells}

    def save(self, path: Any) -> Path:
        """Writes .html, .glb or .json. Returns the path."""
        path = Path(path)
        if path.suffix == ".html":
            path.write_text(self.to_html())
        elif path.suffix == ".glb":
            path.write_bytes(self.to_glb())
        elif path.suffix == ".json":
            path.write_text(json.dumps(self.to_dict()))
        else:
            raise errors.NotFoundError(f"unknown file type {path.suffix!r}. Known: .html, .glb, .json.")
        return path

    def _repr_html_(self) -> str:
        page = escape(self.to_html(height=420), quote=True)
        return f'<iframe srcdoc="{page}" width="100%" height="440" style="border:0"></iframe>'

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.title})"


class EventDisplay(Display):
    """What `Run.display` answers.

    Attributes
    ----------
    event : int
        Number of the event.
    columns : dict
        Its row.
    """

    def __init__(self, data: Mapping[str, Any], fields: Sequence[Mapping[str, Any]] = ()):
        self.event = int(data["event"])
        self.columns: Dict[str, Any] = dict(data["columns"])
        super().__init__(
            data["geometry"],
            fields=fields,
            tracks=data["tracks"],
            cells=data["cells"],
            title=f"event {self.event}: {len(data['tracks'])} tracks",
        )

    def to_dict(self) -> Dict[str, Any]:
        """All of it as plain values."""
        return {"event": self.event, "columns": self.columns, **super().to_dict()}


def _rounded(points: np.ndarray) -> List[List[float]]:
    return np.round(np.asarray(points, dtype=float), 2).tolist()


def _css(colour: Sequence[float]) -> str:
    return "#" + "".join(f"{int(255 * part):02x}" for part in colour[:3])
