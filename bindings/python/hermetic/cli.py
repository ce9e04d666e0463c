"""The command line: ``python -m hermetic run|show|limit|doctor``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional

from . import errors


def _read_card(path: Path) -> Dict[str, Any]:
    if path.suffix == ".toml":
        try:
            import tomllib
        except ImportError:
            raise errors.StateError("TOML cards need Python 3.11 (tomllib). Use JSON.") from None
        try:
            return tomllib.loads(path.read_text())
        except tomllib.TOMLDecodeError as error:
            raise errors.ParseError(f"{path}: {error}.") from None
    try:
        return json.loads(path.read_text())
    except json.JSONDecodeError as error:
        raise errors.ParseError(f"{path}: {error}.") from None


def _run(options: argparse.Namespace) -> int:
    from .run import Run

    card = _read_card(options.card)
    for key in ("events", "seed"):
        value = getattr(options, key)
        if value is not None:
            card[key] = value
    run = Run(card).advance(threads=options.threads, label=str(card.get("name", "simulating")))
    options.out.mkdir(parents=True, exist_ok=True)
    written = [run.save(options.out / "events.parquet" if options.parquet else options.out / "events.npz")]
    summary = options.out / "run_card.json"
    summary.write_text(json.dumps(run.card, indent=2) + "\n")
    written.append(summary)
    if len(run.masses_GeV) and options.analysis:
        result = run.exclusion(options.analysis)
        target = options.out / "exclusion.json"
        target.write_text(json.dumps(result.to_dict(), indent=2) + "\n")
        written.append(target)
        print(result.table())
    print(f"{run.count} events: " + ", ".join(map(str, written)))
    return 130 if run.interrupted else 0


def _show(options: argparse.Namespace) -> int:
    from .files import load_card

    card = load_card(options.file)
    if "rows" in card:
        from .results import Exclusion

        print(Exclusion(card).table())
    else:
        print(json.dumps(card, indent=2))
    return 0


def _limit(options: argparse.Namespace) -> int:
    from . import limits

    if options.card:
        result = limits.combine(options.card.read_text())
    elif options.background is None:
        raise errors.ArgumentError("--background is missing (or give --card with several channels).")
    else:
        result = limits.counting(
            observed=options.observed,
            background=options.background,
            background_error=options.background_error,
            efficiency_error=options.efficiency_error,
            cl=options.cl,
        )
    print(f"{100 * result.confidence_level:g} % CL upper limit: {result.value:.6g}  ({result.method})")
    for key, value in result.expected.items():
        print(f"  expected {key:7s} {value:.6g}")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from .doctor import report

    return report()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hermetic", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    run = commands.add_parser("run", help="simulate a run card (.json or .toml)")
    run.add_argument("card", type=Path)
    run.add_argument("--events", type=lambda text: int(float(text)), help="instead of the card's number")
    run.add_argument("--seed", type=int)
    run.add_argument("--threads", type=int, default=0, help="0 = one per processor")
    run.add_argument("--out", type=Path, default=Path("run"), help="directory (default: run)")
    run.add_argument("--analysis", help='for a signal: a preset such as "na64e_2016_2018"')
    run.add_argument("--parquet", action="store_true", help="events.parquet instead of events.npz")
    run.set_defaults(act=_run)

    show = commands.add_parser("show", help="the run card or the table inside a result file")
    show.add_argument("file", type=Path)
    show.set_defaults(act=_show)

    limit = commands.add_parser("limit", help="upper limit of a counting experiment")
    limit.add_argument("--card", type=Path, help="several channels (docs/limits.md)")
    limit.add_argument("--observed", type=int, default=0)
    limit.add_argument("--background", type=float)
    limit.add_argument("--background-error", type=float, default=0.0)
    limit.add_argument("--efficiency-error", type=float, default=0.0, help="relative")
    limit.add_argument("--cl", type=float, default=0.9)
    limit.set_defaults(act=_limit)

    doctor = commands.add_parser("doctor", help="is everything in place?")
    doctor.set_defaults(act=_doctor)
    return parser


def main(arguments: Optional[List[str]] = None) -> int:
    """Returns the exit status: 0, 1 for an error, 130 when interrupted."""
    options = _parser().parse_args(arguments)
    try:
        return options.act(options)
    except (errors.HermeticError, OSError) as error:
        print(f"hermetic: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
