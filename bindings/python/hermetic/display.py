"""One event in three dimensions: inline in a notebook, or as a file (.html, .glb, .json)."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from . import errors, glb

COLOURS: Dict[str, glb.Colour] = {
    "e-": (0.20, 0.40, 0.54, 1.0),
    "e+": (0.78, 0.33, 0.24, 1.0),
    "gamma": (0.90, 0.68, 0.15, 1.0),
    "mu-": (0.13, 0.55, 0.27, 1.0),
    "mu+": (0.13, 0.55, 0.27, 1.0),
}
OTHERS: glb.Colour = (0.50, 0.25, 0.60, 1.0)
DETECTOR: glb.Colour = (0.45, 0.45, 0.45, 0.25)
CELL: glb.Colour = (0.85, 0.20, 0.10, 0.75)


class EventDisplay:
    """What `Run.display` answers; a notebook shows it, `save` writes it.

    Attributes
    ----------
    event : int
        Number of the event.
    tracks : list of dict
        ``particle``, ``energy_GeV``, ``points_mm`` (n, 3).
    cells, columns, geometry : as the library gave them.
    """

    def __init__(self, data: Mapping[str, Any]):
        self._data = dict(data)
        self.event = int(data["event"])
        self.tracks: List[Dict[str, Any]] = list(data["tracks"])
        self.cells: List[Dict[str, Any]] = list(data["cells"])
        self.columns: Dict[str, Any] = dict(data["columns"])
        self.geometry: Dict[str, Any] = dict(data["geometry"])

    # ------------------------------------------------------------ what is drawn

    def _volumes(self) -> List[Tuple[str, np.ndarray]]:
        parts = []
        for volume in self.geometry["volumes"][1:]:
            size = volume.get("size_mm") or [2 * volume["outer_radius_mm"]] * 2 + [volume["length_mm"]]
            parts.append((volume["name"], glb.box(volume["centre_mm"], size)))
        return parts

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
        scene.mesh("cells", *glb.boxes(self._bars(), "faces"), CELL, glb.TRIANGLES)
        for particle, paths in self._paths().items():
            scene.mesh(particle, *glb.lines(paths), COLOURS.get(particle, OTHERS), glb.LINES)
        return scene.to_bytes()

    def to_html(self, *, height: int = 480) -> str:
        """A page of its own, with nothing to load: drag turns, shift and drag moves, the wheel zooms."""
        content = {
            "boxes": [[name, _rounded(corners)] for name, corners in self._volumes()],
            "bars": [_rounded(corners) for corners in self._bars()],
            "edges": glb.EDGES.tolist(),
            "tracks": [
                [_css(COLOURS.get(particle, OTHERS)), particle, [_rounded(path) for path in paths]]
                for particle, paths in self._paths().items()
            ],
        }
        text = json.dumps(content, separators=(",", ":")).replace("</", "<\\/")
        title = f"event {self.event}: {len(self.tracks)} tracks"
        return _PAGE.replace("$TITLE", escape(title)).replace("$HEIGHT", str(int(height))).replace("$DATA", text)

    def save(self, path: Any) -> Path:
        """Writes .html, .glb or .json. Returns the path."""
        path = Path(path)
        if path.suffix == ".html":
            path.write_text(self.to_html())
        elif path.suffix == ".glb":
            path.write_bytes(self.to_glb())
        elif path.suffix == ".json":
            path.write_text(json.dumps(self._data))
        else:
            raise errors.NotFoundError(f"unknown file type {path.suffix!r}. Known: .html, .glb, .json.")
        return path

    def _repr_html_(self) -> str:
        page = escape(self.to_html(height=420), quote=True)
        return f'<iframe srcdoc="{page}" width="100%" height="440" style="border:0"></iframe>'

    def __repr__(self) -> str:
        return f"EventDisplay(event {self.event}, {len(self.tracks)} tracks)"


def _rounded(points: np.ndarray) -> List[List[float]]:
    return np.round(np.asarray(points, dtype=float), 2).tolist()


def _css(colour: Sequence[float]) -> str:
    return "#" + "".join(f"{int(255 * part):02x}" for part in colour[:3])


_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>$TITLE</title></head>
<body style="margin:0;font:13px sans-serif;background:#fff">
<canvas id="c" style="width:100%;height:$HEIGHTpx;display:block;cursor:grab"></canvas>
<div id="legend" style="position:absolute;left:8px;top:6px;color:#333">$TITLE</div>
<script>
const D=$DATA, canvas=document.getElementById("c"), g=canvas.getContext("2d");
let low=[1e9,1e9,1e9], high=[-1e9,-1e9,-1e9];
for (const [,b] of D.boxes) for (const p of b) for (let k=0;k<3;k++) {low[k]=Math.min(low[k],p[k]);high[k]=Math.max(high[k],p[k]);}
const middle=low.map((v,k)=>(v+high[k])/2), radius=Math.hypot(...low.map((v,k)=>high[k]-v))/2||1;
let yaw=-1.1, pitch=0.35, zoom=1, shift=[0,0];
function project(p){
  const x=p[0]-middle[0], y=p[1]-middle[1], z=p[2]-middle[2];
  const a=x*Math.cos(yaw)+z*Math.sin(yaw), b=-x*Math.sin(yaw)+z*Math.cos(yaw);
  const v=y*Math.cos(pitch)-b*Math.sin(pitch), w=y*Math.sin(pitch)+b*Math.cos(pitch);
  const s=zoom*0.95*canvas.width/(2*radius)/(1+0.15*w/radius);
  return [canvas.width/2+shift[0]+a*s, canvas.height/2+shift[1]-v*s];
}
function path(points){g.beginPath();points.forEach((p,i)=>{const q=project(p);i?g.lineTo(q[0],q[1]):g.moveTo(q[0],q[1]);});g.stroke();}
function edges(corners){for(const [i,j] of D.edges) path([corners[i],corners[j]]);}
function draw(){
  const r=window.devicePixelRatio||1; canvas.width=canvas.clientWidth*r; canvas.height=canvas.clientHeight*r;
  g.clearRect(0,0,canvas.width,canvas.height); g.lineWidth=r;
  g.strokeStyle="#b5b5b5"; g.fillStyle="#777"; g.font=11*r+"px sans-serif";
  for(const [name,b] of D.boxes){edges(b);const q=project(b[3]);g.fillText(name,q[0]+3,q[1]-3);}
  g.strokeStyle="rgba(216,51,26,0.8)"; for(const b of D.bars) edges(b);
  for(const [colour,,paths] of D.tracks){g.strokeStyle=colour;for(const p of paths) path(p);}
}
const legend=document.getElementById("legend");
for(const [colour,name,paths] of D.tracks){const s=document.createElement("div");s.style.color=colour;s.textContent=name+" ("+paths.length+")";legend.appendChild(s);}
let from=null;
canvas.onpointerdown=e=>{from=[e.clientX,e.clientY];canvas.setPointerCapture(e.pointerId);};
canvas.onpointerup=()=>{from=null;};
canvas.onpointermove=e=>{if(!from)return;const dx=e.clientX-from[0],dy=e.clientY-from[1];from=[e.clientX,e.clientY];
  if(e.shiftKey){shift[0]+=dx*(window.devicePixelRatio||1);shift[1]+=dy*(window.devicePixelRatio||1);}else{yaw+=dx*0.008;pitch+=dy*0.008;}draw();};
canvas.onwheel=e=>{e.preventDefault();zoom*=Math.exp(-e.deltaY*0.0012);draw();};
window.onresize=draw; draw();
</script></body></html>"""
