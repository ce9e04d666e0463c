"""What track fits return: arrays with names."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

__all__ = ["FoundTracks", "Tracks", "Vertices"]

STATE_SIZE, TRACK_SIZE, VERTEX_SIZE = 20, 26, 15
_LOWER = np.tril_indices(5)


class Tracks:
    """Fitted tracks at one plane.

    Attributes
    ----------
    values : ndarray
        (n, 26), the columns of ``Tracker.columns``.
    pulls : ndarray or None
        (n, axes): (hit − track without it)/error of the difference.
    """

    def __init__(self, values: np.ndarray, z_mm: float, pulls: Optional[np.ndarray] = None):
        self.values = values
        self.z_mm = z_mm
        self.pulls = pulls

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        good = int(np.count_nonzero(self.good))
        return f"<{len(self)} tracks at z = {self.z_mm:g} mm, {good} good>"

    def __getitem__(self, index: Any) -> "Tracks":
        rows = self.values[index]
        pulls = None if self.pulls is None else np.atleast_2d(self.pulls[index])
        return Tracks(np.atleast_2d(rows), self.z_mm, pulls)

    @property
    def x_mm(self) -> np.ndarray:
        return self.values[:, 0]

    @property
    def y_mm(self) -> np.ndarray:
        return self.values[:, 1]

    @property
    def tx(self) -> np.ndarray:
        """dx/dz."""
        return self.values[:, 2]

    @property
    def ty(self) -> np.ndarray:
        """dy/dz."""
        return self.values[:, 3]

    @property
    def q_over_p(self) -> np.ndarray:
        """Charge over momentum [1/GeV]."""
        return self.values[:, 4]

    @property
    def charge(self) -> np.ndarray:
        return np.sign(self.q_over_p)

    @property
    def momentum_GeV(self) -> np.ndarray:
        return 1 / np.abs(self.q_over_p)

    @property
    def momentum_error_GeV(self) -> np.ndarray:
        """σ(q/p) p²: a standard deviation while it is small against p."""
        return np.sqrt(self.covariance[:, 4, 4]) / self.q_over_p**2

    @property
    def covariance(self) -> np.ndarray:
        """(n, 5, 5) of (x, y, tx, ty, q/p)."""
        result = np.empty((len(self), 5, 5))
        result[:, _LOWER[0], _LOWER[1]] = self.values[:, 5:20]
        result[:, _LOWER[1], _LOWER[0]] = self.values[:, 5:20]
        return result

    @property
    def states(self) -> np.ndarray:
        """(n, 20): what ``Tracker.propagate`` and ``Tracker.vertex`` take."""
        return self.values[:, :STATE_SIZE]

    @property
    def status(self) -> np.ndarray:
        """0 good, 1 not converged, 2 too few hits, 3 lost."""
        return self.values[:, 20].astype(int)

    @property
    def good(self) -> np.ndarray:
        return self.status == 0

    @property
    def chi2(self) -> np.ndarray:
        return self.values[:, 21]

    @property
    def ndf(self) -> np.ndarray:
        return self.values[:, 22].astype(int)

    @property
    def p_value(self) -> np.ndarray:
        return self.values[:, 23]

    @property
    def used(self) -> np.ndarray:
        """Hits in the fit."""
        return self.values[:, 24].astype(int)

    @property
    def rejected(self) -> np.ndarray:
        """Hits taken out."""
        return self.values[:, 25].astype(int)


class FoundTracks(Tracks):
    """Tracks found among hits: best first within each event.

    Attributes
    ----------
    event : ndarray
        Event of each track.
    score : ndarray
        Logarithm of the likelihood ratio against noise.
    hits : ndarray
        (n, axes): index of the hit within its event, −1 for none.
    """

    def __init__(self, values: np.ndarray, z_mm: float, event: np.ndarray, score: np.ndarray, hits: np.ndarray):
        super().__init__(values, z_mm)
        self.event, self.score, self.hits = event, score, hits


class Vertices:
    """Fitted vertices.

    Attributes
    ----------
    values : ndarray
        (n, 15).
    momenta_GeV : ndarray
        (n, legs, 3), at the vertex.
    """

    def __init__(self, values: np.ndarray, momenta: np.ndarray):
        self.values, self.momenta_GeV = values, momenta

    def __len__(self) -> int:
        return len(self.values)

    @property
    def position_mm(self) -> np.ndarray:
        """(n, 3)."""
        return self.values[:, :3]

    @property
    def covariance(self) -> np.ndarray:
        """(n, 3, 3) of the position."""
        result, lower = np.empty((len(self), 3, 3)), np.tril_indices(3)
        result[:, lower[0], lower[1]] = result[:, lower[1], lower[0]] = self.values[:, 3:9]
        return result

    @property
    def chi2(self) -> np.ndarray:
        return self.values[:, 9]

    @property
    def ndf(self) -> np.ndarray:
        return self.values[:, 10].astype(int)

    @property
    def p_value(self) -> np.ndarray:
        return self.values[:, 11]

    @property
    def mass_GeV(self) -> np.ndarray:
        """Invariant mass."""
        return self.values[:, 12]

    @property
    def mass_error_GeV(self) -> np.ndarray:
        return self.values[:, 13]

    @property
    def good(self) -> np.ndarray:
        return self.values[:, 14] == 0
