"""The command line: ``python -m hermetic run|merge|show|limit|doctor``."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

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
    from .directories import RunDirectory

    card = _read_card(options.card)
    for key in ("events", "seed"):
        value = getattr(options, key)
        if value is not None:
            card[key] = value
    if "events" not in card:
        raise errors.ConfigurationError(f"{options.card} says no number of events. Add it, or give --events.")
    directory = RunDirectory(options.out)
    run = directory.simulate(card, part=options.part, threads=options.threads)
    if options.part is None:
        _write(directory, run, options)
    else:
        number, of = options.part
        print(f"part {number} of {of}: {run.count} events in {directory.path}; merge them when all are there")
    return 130 if run.interrupted else 0


def _merge(options: argparse.Namespace) -> int:
    from .directories import RunDirectory

    directory = RunDirectory(options.directory)
    _write(directory, directory.merge(), options)
    return 0


def _write(directory: Any, run: Any, options: argparse.Namespace) -> None:
    written = directory.write(run, suffix=options.format, analysis=options.analysis)
    if options.analysis and len(run.masses_GeV):
        print(run.exclusion(options.analysis).table())
    print(f"{run.count} events: " + ", ".join(map(str, written)))


def _show(options: argparse.Namespace) -> int:
    if options.file.is_dir():
        return _show_directory(options)
    from .files import load_card

    card = load_card(options.file)
    if "rows" in card:
        from .results import Exclusion

        print(Exclusion(card).table())
    else:
        print(json.dumps(card, indent=2))
    return 0


def _selection(name: str) -> Any:
    """A preset, the trigger and cuts of an experiment, or a card in a file."""
    from . import experiments, selections
    from .cards import Selection

    if name in experiments.names():
        return experiments.Experiment.preset(name).selection
    if Path(name).suffix in (".json", ".toml"):
        return Selection(_read_card(Path(name)))
    return getattr(selections, name)()


def _show_directory(options: argparse.Namespace) -> int:
    from . import report
    from .directories import RunDirectory

    directory = RunDirectory(options.file)
    run = directory.load()
    chosen = _selection(options.selection) if options.selection else None
    page = report.save(
        run, directory.path / "report.html", selection=chosen, analysis=options.analysis, overlay=options.overlay
    )
    print(f"{run!r}: {page}")
    return 0


def _limit(options: argparse.Namespace) -> int:
    from . import limits

    if options.directory is not None:
        return _limit_of_run(options)
    if options.card:
        result = limits.combine(options.card.read_text())
    elif options.background is None:
        raise errors.ArgumentError("--background is missing (or give --card with several channels, or a run).")
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


def _limit_of_run(options: argparse.Namespace) -> int:
    from .directories import RunDirectory

    run = RunDirectory(options.directory).load()
    if options.analysis:
        print(run.exclusion(options.analysis).table())
        return 0
    if options.exposure is None or options.background is None or options.selection is None:
        raise errors.ArgumentError(
            "the limit of a run needs --analysis, or --exposure, --background and --selection."
        )
    uncertainties = {"efficiency": options.efficiency_error} if options.efficiency_error else None
    result = run.limit(
        exposure=options.exposure,
        background=(options.background, options.background_error),
        observed=options.observed,
        cl=options.cl,
        selection=_selection(options.selection),
        signal_uncertainties=uncertainties,
    )
    print(result.table())
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from .doctor import report

    return report()


def _count(text: str) -> int:
    """Numbers of events may be written 1e5."""
    return int(float(text))


def _part(text: str) -> Tuple[int, int]:
    match = re.fullmatch(r"(\d+)/(\d+)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not a part such as 3/100")
    return int(match[1]), int(match[2])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hermetic", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def results(command: argparse.ArgumentParser) -> None:
        command.add_argument("--analysis", help='for a signal: "na64e_2016_2018", or an experiment such as "na64mu_2022"')
        command.add_argument("--format", choices=(".npz", ".parquet", ".root", ".json"), default=".npz")
        command.add_argument("--parquet", action="store_const", const=".parquet", dest="format")

    run = commands.add_parser("run", help="simulate a run card (.json or .toml); resumes where it stopped")
    run.add_argument("card", type=Path)
    run.add_argument("--events", type=_count, help="instead of the card's number")
    run.add_argument("--seed", type=int)
    run.add_argument("--threads", type=int, default=0, help="0 = one per processor")
    run.add_argument("--out", type=Path, default=Path("run"), help="directory (default: run)")
    run.add_argument("--part", "--shard", type=_part, metavar="K/N", help="one of N batch jobs; `merge` puts them together")
    results(run)
    run.set_defaults(act=_run)

    merge = commands.add_parser("merge", help="put the parts of a run together: the same bits as in one job")
    merge.add_argument("directory", type=Path)
    results(merge)
    merge.set_defaults(act=_merge)

    show = commands.add_parser("show", help="a run's directory as an HTML report; or the card inside a result file")
    show.add_argument("file", type=Path)
    show.add_argument("--selection", help='for the cut flow: a preset such as "na64e_invisible_2018", or a card (.json, .toml)')
    show.add_argument("--analysis", help="for the exclusion: a preset")
    show.add_argument("--overlay", nargs="*", default=(), help='published curves, such as "NA64 2019"')
    show.set_defaults(act=_show)

    limit = commands.add_parser("limit", help="upper limit of a run's directory, or of a counting experiment")
    limit.add_argument("directory", type=Path, nargs="?")
    limit.add_argument("--analysis", help="of a run: a preset")
    limit.add_argument("--exposure", type=float, help="of a run: particles on target")
    limit.add_argument("--selection", help="of a run: a preset, or a card (.json, .toml)")
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
