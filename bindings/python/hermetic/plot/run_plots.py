"""`Run.plot`: the figures of one run as methods."""

from __future__ import annotations

from typing import Any

from . import events, studies


class RunPlots:
    """Figures of one run."""

    def __init__(self, run: Any):
        self._run = run

    def plane(self, **options: Any) -> Any:
        """The E_ECAL–E_HCAL plane; see `hermetic.plot.plane`."""
        return studies.plane(self._run, **options)

    def profile(self, sensor: str = "ecal", **options: Any) -> Any:
        """The longitudinal profile of one sensor; see `hermetic.plot.profile`."""
        return studies.profile(self._run.profile(sensor), **options)

    def exclusion(self, analysis: Any = "na64e_2016_2018", **options: Any) -> Any:
        """The exclusion curve of an analysis; see `hermetic.plot.exclusion`."""
        return studies.exclusion(self._run.exclusion(analysis), **options)

    def lego(self, sensor: str = "ecal", event: Any = 0, **options: Any) -> Any:
        """Cells of one event as towers; see `hermetic.plot.lego`."""
        return events.lego(self._run, sensor, event, **options)

    def spectrum(self, columns: Any, **options: Any) -> Any:
        """Histograms of columns; see `hermetic.plot.spectrum`."""
        return events.spectrum(self._run, columns, **options)

    def n_minus_one(self, cut: str, **options: Any) -> Any:
        """One cut's variable after all others; see `hermetic.plot.n_minus_one`."""
        return events.n_minus_one(self._run, cut, **options)

    def cutflow(self, **options: Any) -> Any:
        """The cut flow as a figure; see `hermetic.plot.cutflow`."""
        return events.cutflow(self._run.cutflow, **options)
