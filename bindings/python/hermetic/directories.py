"""A run in a directory: it resumes where it stopped, can be one of many jobs, and is put together again.

::

    run/run_card.json              the card of the whole run, with seed and statistics
    run/run.hermetic               checkpoint of all events so far
    run/part_003_of_100.hermetic   checkpoint of one job
    run/events.npz                 the columns (or .parquet, .root)
    run/exclusion.json             if an analysis was asked for
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from . import checkpoints, errors, parts
from .files import whole
from .progress import bar

SAVE_EVERY_S = 30.0
"""How much work a killed job may lose."""


class RunDirectory:
    """The files of one run.

    Parameters
    ----------
    path : str or Path
        Made when it does not exist.
    """

    def __init__(self, path: Any):
        self.path = Path(path)
        self.checkpoint = self.path / "run.hermetic"
        self.card = self.path / "run_card.json"

    # ------------------------------------------------------------ simulation

    def simulate(self, card: Dict[str, Any], *, part: Optional[Tuple[int, int]] = None, threads: int = 0) -> Any:
        """The run of a card, or one part of it, begun or resumed; ends early, with what is done saved, on Ctrl-C.

        Parameters
        ----------
        part : (int, int), optional
            (3, 100) is the third of a hundred parts.
        """
        from .run import Run

        file = self.checkpoint if part is None else self._part_file(*part)
        run = Run(card if part is None else self._part_card(card, *part))
        if file.exists():
            self._resume(run, file)
        self.path.mkdir(parents=True, exist_ok=True)
        display = bar(int(card["events"]), str(card.get("name", "simulating")), None, run.count)
        saved, done = time.monotonic(), run.count
        try:
            for now, _ in run.slices(threads=threads):
                display.update(now - done)
                done = now
                if time.monotonic() - saved > SAVE_EVERY_S:
                    run.save(file)
                    saved = time.monotonic()
        except KeyboardInterrupt:
            run.interrupted = True
        finally:
            display.close()
        run.save(file)
        return run

    def _resume(self, run: Any, file: Path) -> None:
        try:
            run.absorb(checkpoints.load(file))
        except (errors.ConfigurationError, errors.StateError) as reason:
            raise errors.StateError(
                f"{file} can't be resumed ({reason}) Choose another directory, or remove the file."
            ) from None

    def _part_card(self, card: Dict[str, Any], number: int, of: int) -> Dict[str, Any]:
        pieces = parts.ranges(int(card["events"]), of)
        if not 1 <= number <= of:
            raise errors.RangeError(f"part {number} of {of} is not allowed (parts count from 1).")
        if len(pieces) < of:
            raise errors.RangeError(f"{card['events']} events can't be divided into {of} parts.")
        return parts.part_card(card, *pieces[number - 1])

    def _part_file(self, number: int, of: int) -> Path:
        digits = len(str(of))
        return self.path / f"part_{number:0{digits}d}_of_{of}.hermetic"

    # ------------------------------------------------------------ putting together

    def merge(self) -> Any:
        """The whole run from the files of all of its parts; `StateError` names those that are missing."""
        found: Dict[int, Dict[int, Path]] = {}
        for file in sorted(self.path.glob("part_*_of_*.hermetic")):
            match = re.fullmatch(r"part_(\d+)_of_(\d+)", file.stem)
            if match:
                found.setdefault(int(match[2]), {})[int(match[1])] = file
        if not found:
            raise errors.NotFoundError(f"{self.path} holds no parts (part_…_of_….hermetic).")
        if len(found) > 1:
            raise errors.StateError(
                f"{self.path} holds parts of {' and of '.join(map(str, sorted(found)))}. Keep one division only."
            )
        of, files = found.popitem()
        missing = [str(number) for number in range(1, of + 1) if number not in files]
        if missing:
            raise errors.StateError(f"parts {_shortened(missing)} of {of} are missing in {self.path}. Run them first.")
        run = parts.merge([files[number] for number in range(1, of + 1)])
        run.save(self.checkpoint)
        return run

    def load(self) -> Any:
        """The run that is saved here."""
        from .run import Run

        if not self.checkpoint.exists():
            raise errors.NotFoundError(f"{self.checkpoint} does not exist. Simulate, or merge the parts, first.")
        return Run.load(self.checkpoint)

    # ------------------------------------------------------------ results

    def write(self, run: Any, *, suffix: str = ".npz", analysis: Optional[str] = None) -> List[Path]:
        """Columns, card and, for a signal, the exclusion of an analysis. Returns the files."""
        written = [Path(run.save(self.path / f"events{suffix}")), self._json(self.card, run.card)]
        if analysis and len(run.masses_GeV):
            written.append(self._json(self.path / "exclusion.json", run.exclusion(analysis).to_dict()))
        return written

    @staticmethod
    def _json(path: Path, content: Any) -> Path:
        with whole(path) as partial:
            partial.write_text(json.dumps(content, indent=2) + "\n")
        return path


def _shortened(items: List[str], most: int = 8) -> str:
    return ", ".join(items) if len(items) <= most else f"{', '.join(items[:most])} and {len(items) - most} more"
