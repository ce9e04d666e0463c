"""Small tables: text for terminals, HTML for notebooks."""

from __future__ import annotations

from html import escape
from typing import Any, Iterable, List, Sequence


def shown(value: Any) -> str:
    """Four significant digits for numbers, texts as they are."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return str(value) if isinstance(value, int) else f"{value:.4g}"


def text(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table for the terminal; the first column is left-aligned."""
    cells: List[List[str]] = [[shown(value) for value in row] for row in rows]
    widths = [max(len(line[index]) for line in [list(headings), *cells]) for index in range(len(headings))]

    def line(values: Sequence[str]) -> str:
        first = values[0].ljust(widths[0])
        rest = [value.rjust(width) for value, width in zip(values[1:], widths[1:])]
        return "  ".join([first, *rest]).rstrip()

    return "\n".join([line(list(headings)), "  ".join("-" * width for width in widths), *map(line, cells)])


def html(headings: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "") -> str:
    """A table for a notebook."""
    head = "".join(f"<th>{escape(name)}</th>" for name in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(shown(value))}</td>" for value in row) + "</tr>" for row in rows)
    label = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{label}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
