"""A run as one HTML page: what it is of, the cut flow, figures, limits. Nothing to load from elsewhere."""

from __future__ import annotations

import base64
import io
import json
from html import escape
from pathlib import Path
from typing import Any, List, Optional

from . import tables
from .files import whole

_STYLE = (
    "body{font:15px/1.45 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em .7em;text-align:right;border-bottom:1px solid #ddd}"
    "td:first-child,th:first-child{text-align:left}caption{text-align:left;color:#666;padding-bottom:.4em}"
    "img{max-width:100%}pre{background:#f6f6f6;padding:1em;overflow:auto;font-size:12px}"
)


def html(run: Any, *, selection: Any = None, analysis: Optional[str] = None, overlay: Any = ()) -> str:
    """The page.

    Parameters
    ----------
    run : Run
    selection : Selection, optional
        For the cut flow; the run's own when left out, none if it has none.
    analysis : str, optional
        Preset such as ``"na64e_2016_2018"``: exclusion of a signal run.
    overlay : list of str, optional
        Published curves on its figure.
    """
    record = run.card
    name = str(record["card"].get("name", "run"))
    parts: List[str] = [f"<h1>{escape(name)}</h1>", run._repr_html_()]
    chosen = run.selection if selection is None else selection
    if chosen is not None:
        weight = "signal.weight_0" if "signal.weight_0" in run.columns else None
        parts += ["<h2>Cut flow</h2>", run.select(chosen, weight=weight)[1]._repr_html_()]
    parts += _figures(run)
    if analysis and len(run.masses_GeV):
        result = run.exclusion(analysis)
        parts += ["<h2>Exclusion</h2>", result._repr_html_(), _image(result.plot(overlay=overlay))]
    columns = [(column, float(run.events[column].mean()), float(run.events[column].std())) for column in run.columns]
    parts += ["<h2>Columns</h2>", tables.html(("column", "mean", "standard deviation"), columns)]
    parts += ["<h2>Run card</h2>", f"<pre>{escape(json.dumps(record, indent=2))}</pre>"]
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def save(run: Any, path: Any, **options: Any) -> Path:
    """Writes the page. Returns the path."""
    with whole(Path(path)) as partial:
        partial.write_text(html(run, **options))
    return Path(path)


def _figures(run: Any) -> List[str]:
    """The profile of every layered sensor, and the plane of ECAL and HCAL where there are both."""
    figures = []
    if {"ecal.total_GeV", "hcal.total_GeV"} <= set(run.columns):
        figures.append(_image(run.plot.plane()))
    if "ecal.total_GeV" in run.columns:
        figures.append(_image(run.plot.profile("ecal")))
    return ["<h2>Figures</h2>", *figures] if figures else []


def _image(axes: Any) -> str:
    import matplotlib.pyplot as plt

    figure, data = axes.figure, io.BytesIO()
    figure.savefig(data, format="png", dpi=110)
    plt.close(figure)
    return f'<p><img alt="figure" src="data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"></p>'
