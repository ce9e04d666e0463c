"""Figures are drawn and hold what they should."""

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

import hermetic as hm  # noqa: E402
from hermetic import plot  # noqa: E402


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plot.plt.close("all")


def test_profile(run):
    ax = run.plot.profile(layer_X0=0.3)
    depth, energy = ax.lines[0].get_data()
    assert len(depth) == 60 and np.all(energy >= 0)


def test_plane(run, signal_run):
    ax = plot.plane(run, signal=signal_run, x="ecal.total_GeV", y="escaped_GeV", box=None)
    assert len(ax.collections) == 2


def test_exclusion(signal_run):
    period = hm.Period(name="p", eot=1e12, selection=signal_run.selection, background=0.1)
    ax = signal_run.plot.exclusion(hm.Analysis.of(period), overlay=["NA64 2019"])
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert len(ax.figure.axes) == 2
