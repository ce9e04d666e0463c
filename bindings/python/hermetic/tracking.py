"""Tracks from hits: one's own or anybody's, without a simulation.

>>> tracker = hm.Tracker(card)                        # planes, matter, magnets: docs/tracking.md
>>> tracks = tracker.fit(hits)                        # (n, axes), NaN where there is no hit
>>> tracks.momentum_GeV, tracks.p_value, tracks.covariance
>>> hm.Track.fit(points, field=hm.Dipole(field_T=1.75, length_mm=4000))
"""

from __future__ import annotations

import ctypes
import json
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import Handle, address, call, call_text, count, number, plain_value
from ._library import card as card_argument
from .tracks import STATE_SIZE, TRACK_SIZE, VERTEX_SIZE, FoundTracks, Tracks, Vertices
from .units import Quantity, length_mm

__all__ = ["Track", "Tracker"]

_STATUS = ("converged", "not converged", "too few hits", "lost")


def _rows(values: Any, width: int, name: str) -> np.ndarray:
    try:
        rows = np.atleast_2d(np.ascontiguousarray(values, dtype=np.float64))
    except (TypeError, ValueError):
        raise errors.ArgumentError(f"{name} must be rows of {width} numbers, not {type(values).__name__}.") from None
    if rows.ndim != 2 or rows.shape[1] != width:
        raise errors.ArgumentError(f"{name} has shape {np.shape(values)} (it must be (n, {width})).")
    return rows


class Tracker:
    """Planes, matter and magnets of a spectrometer.

    Parameters
    ----------
    card : dict or str
        A card (docs/tracking.md) or its JSON text.

    Attributes
    ----------
    planes : list of str
    axes : dict
        Plane: the columns of its hits.
    columns : list of str
    radiation_lengths : float
        Between the first plane and the last one.
    bend_T_m : list of float
        Field integrals along the axis.
    """

    def __init__(self, card: Union[Mapping[str, Any], str], **changes: Any):
        try:
            plain = json.loads(card) if isinstance(card, str) else dict(plain_value(card, "card"))
        except json.JSONDecodeError as error:
            raise errors.ParseError(f"card is not JSON ({error}).") from None
        plain.update(plain_value(changes, "card"))
        self._handle = Handle("hermetic_tracker_create", "hermetic_tracker_free", card_argument(plain, "card"))
        description = call_text("hermetic_tracker_describe", self._handle.pointer)
        self.card: Dict[str, Any] = description["card"]
        self.planes: List[str] = [plane["name"] for plane in description["planes"]]
        self.z_mm: Dict[str, float] = {plane["name"]: plane["z_mm"] for plane in description["planes"]}
        self.axes: Dict[str, List[int]] = {
            plane["name"]: [int(axis) for axis in plane["axes"]] for plane in description["planes"]
        }
        self.axis_count = int(description["axes"])
        self.columns: List[str] = description["columns"]
        self.radiation_lengths = float(description["radiation_lengths"])
        self.bend_T_m: List[float] = description["bend_T_m"]

    def _z_of(self, plane: Optional[str]) -> float:
        if plane is None:
            return min(self.z_mm.values())
        return self.z_mm.get(plane, float("nan"))

    def fit(
        self,
        hits: ArrayLike,
        *,
        resolution_mm: Optional[ArrayLike] = None,
        at: Optional[str] = None,
        outlier_pull: Optional[float] = None,
        pulls: bool = False,
    ) -> Tracks:
        """Kalman filter and smoother.

        Parameters
        ----------
        hits : array_like
            (n, axes) in mm, in the frames of the planes; NaN where there is no hit.
        resolution_mm : array_like, optional
            Standard deviation of each hit, (n, axes).
        at : str, optional
            Plane of the states; the first one along z by default.
        outlier_pull : float, optional
            Hits further off than this many standard deviations are taken out, the worst first.
        pulls : bool
            Return also the pull of each hit.
        """
        rows = _rows(hits, self.axis_count, "hits")
        sigmas = None if resolution_mm is None else _rows(resolution_mm, self.axis_count, "resolution_mm")
        if sigmas is not None and sigmas.shape != rows.shape:
            raise errors.ArgumentError(f"resolution_mm has shape {sigmas.shape}, hits have {rows.shape}.")
        options: Dict[str, Any] = {}
        if at is not None:
            options["at"] = at
        if outlier_pull is not None:
            options["outlier_pull"] = outlier_pull
        values = np.empty((len(rows), TRACK_SIZE))
        found = np.empty_like(rows) if pulls else None
        call(
            "hermetic_tracker_fit",
            self._handle.pointer,
            card_argument(options, "options"),
            address(rows),
            address(sigmas),
            len(rows),
            address(values),
            address(found),
        )
        return Tracks(values, self._z_of(at), found)

    def cumulative(
        self,
        hits: ArrayLike,
        q_over_p: ArrayLike,
        *,
        resolution_mm: Optional[ArrayLike] = None,
        at: Optional[str] = None,
        outlier_pull: Optional[float] = None,
    ) -> np.ndarray:
        """Posterior probability that q/p lies below given values.

        Uniform in 0 … 1 at the true values: the calibration of a fit whose errors are not normal, such as that of electrons
        that radiate.

        Parameters
        ----------
        hits, resolution_mm, at, outlier_pull
            As those of `fit`.
        q_over_p : array_like
            (n,) or (n, m), 1/GeV; one number serves all tracks.

        Returns
        -------
        ndarray
            (n,) or (n, m); NaN where there is no fit.
        """
        rows = _rows(hits, self.axis_count, "hits")
        sigmas = None if resolution_mm is None else _rows(resolution_mm, self.axis_count, "resolution_mm")
        if sigmas is not None and sigmas.shape != rows.shape:
            raise errors.ArgumentError(f"resolution_mm has shape {sigmas.shape}, hits have {rows.shape}.")
        values = np.asarray(q_over_p, dtype=np.float64)
        if values.ndim == 0:
            values = np.full(len(rows), float(values))
        if values.ndim > 2 or len(values) != len(rows):
            raise errors.ArgumentError(f"q_over_p has shape {values.shape} (there are {len(rows)} tracks: one row for each).")
        values = np.ascontiguousarray(values)
        options: Dict[str, Any] = {}
        if at is not None:
            options["at"] = at
        if outlier_pull is not None:
            options["outlier_pull"] = outlier_pull
        found = np.empty_like(values)
        call(
            "hermetic_tracker_cumulative",
            self._handle.pointer,
            card_argument(options, "options"),
            address(rows),
            address(sigmas),
            len(rows),
            address(values),
            values.size // max(1, len(rows)),
            address(found),
        )
        return found

    def find(self, events: Sequence[Mapping[str, ArrayLike]], **options: Any) -> "FoundTracks":
        """Tracks among hits, noise and other particles' hits.

        Parameters
        ----------
        events : sequence
            One mapping per event: plane to coordinates (planes of one axis), or to one list of coordinates per
            axis. Planes without hits may be left out.
        **options
            ``at``, ``x_mm``, ``y_mm``, ``tx``, ``ty`` and their ``x_spread_mm``, …, ``tx_spread``: where tracks start;
            ``least_momentum_GeV``; ``gate_chi2``, ``width``, ``least_hits``, ``shared_hits``, ``least_p_value``,
            ``most_tracks``: when they count (docs/tracking.md).
        """
        numbers: List[np.ndarray] = []
        owners: List[np.ndarray] = []
        offsets = [0]
        for index, event in enumerate(events):
            size = 0
            for plane, lists in event.items():
                if plane not in self.axes:
                    raise errors.NotFoundError(f"events[{index}]: unknown plane {plane!r}. Known: {', '.join(self.planes)}.")
                columns = self.axes[plane]
                per_axis = [lists] if len(columns) == 1 and np.ndim(lists) < 2 else list(lists)  # type: ignore[arg-type]
                if len(per_axis) != len(columns):
                    raise errors.ArgumentError(
                        f"events[{index}][{plane!r}] has {len(per_axis)} lists (the plane has {len(columns)} axes)."
                    )
                for axis, coordinates in zip(columns, per_axis):
                    values = np.asarray(coordinates, dtype=np.float64).ravel()
                    numbers.append(values)
                    owners.append(np.full(values.size, axis, dtype=np.int32))
                    size += values.size
            offsets.append(offsets[-1] + size)
        hits = np.concatenate(numbers) if numbers else np.empty(0)
        axes = np.concatenate(owners) if owners else np.empty(0, dtype=np.int32)
        return self.find_flat(np.asarray(offsets, dtype=np.uint64), axes, hits, **options)

    def find_flat(self, offsets: ArrayLike, axes: ArrayLike, hits: ArrayLike, **options: Any) -> "FoundTracks":
        """The same for flat arrays: hits offsets[e] … offsets[e + 1] − 1 belong to event e."""
        bounds = np.ascontiguousarray(offsets, dtype=np.uint64)
        if bounds.ndim != 1 or bounds.size == 0:
            raise errors.ArgumentError("offsets must be a list of n + 1 numbers.")
        owners = np.ascontiguousarray(axes, dtype=np.int32)
        values = np.ascontiguousarray(hits, dtype=np.float64)
        if owners.shape != values.shape or values.size < int(bounds[-1]):
            raise errors.ArgumentError(
                f"axes and hits have {owners.size} and {values.size} elements (offsets end at {int(bounds[-1])})."
            )
        n = bounds.size - 1
        capacity = max(1, n * count(options.get("most_tracks", 4), "most_tracks", 1))
        tracks, events = np.empty((capacity, TRACK_SIZE)), np.empty(capacity, dtype=np.uint64)
        scores, chosen = np.empty(capacity), np.empty((capacity, self.axis_count), dtype=np.int32)
        found = ctypes.c_size_t()
        call(
            "hermetic_tracker_find",
            self._handle.pointer,
            card_argument(options, "options"),
            address(bounds),
            address(owners),
            address(values),
            n,
            address(tracks),
            address(events),
            address(scores),
            address(chosen),
            capacity,
            ctypes.byref(found),
        )
        m = found.value
        return FoundTracks(tracks[:m].copy(), self._z_of(options.get("at")), events[:m].astype(int), scores[:m], chosen[:m])

    def vertex(
        self,
        tracks: Sequence[Union[Tracks, ArrayLike]],
        *,
        masses_GeV: Sequence[float],
        z_mm: Optional[float] = None,
        from_mm: Optional[float] = None,
        to_mm: Optional[float] = None,
    ) -> "Vertices":
        """Common origins of tracks, with their invariant mass.

        Parameters
        ----------
        tracks : sequence
            One `Tracks` (or (n, 20) states, which need ``z_mm``) per leg, all at one plane: row i of each makes vertex i.
        masses_GeV : sequence of float
            Of the particles, one per leg.
        from_mm, to_mm : float, optional
            Where a vertex may lie.
        """
        legs = [np.ascontiguousarray(leg.states if isinstance(leg, Tracks) else _rows(leg, STATE_SIZE, "tracks")) for leg in tracks]
        places = {leg.z_mm for leg in tracks if isinstance(leg, Tracks)}
        if z_mm is not None:
            places.add(float(z_mm))
        if len(places) != 1:
            raise errors.ArgumentError(f"the tracks are at z = {sorted(places)} mm (one plane is needed). Propagate them there.")
        if len({leg.shape for leg in legs}) > 1:
            raise errors.ArgumentError(f"the legs have {[len(leg) for leg in legs]} tracks (as many of each are needed).")
        card: Dict[str, Any] = {"z_mm": places.pop(), "masses_GeV": list(masses_GeV)}
        if from_mm is not None:
            card["from_mm"] = from_mm
        if to_mm is not None:
            card["to_mm"] = to_mm
        states = np.ascontiguousarray(np.stack(legs, axis=1)) if legs else np.empty((0, 0, STATE_SIZE))
        n, k = states.shape[0], states.shape[1]
        values, momenta = np.empty((n, VERTEX_SIZE)), np.empty((n, k, 3))
        call(
            "hermetic_tracker_vertex",
            self._handle.pointer,
            card_argument(card, "card"),
            address(states),
            k,
            n,
            address(values),
            address(momenta),
        )
        return Vertices(values, momenta)

    def propagate(self, tracks: Union[Tracks, ArrayLike], *, to_mm: float, from_mm: Optional[float] = None) -> Tracks:
        """States at another z, through field and matter; their covariance grows by scattering.

        Parameters
        ----------
        tracks : Tracks or array_like
            Fitted tracks, or (n, 20) states, which need ``from_mm``.
        """
        if isinstance(tracks, Tracks):
            start, rows, values = tracks.z_mm, np.ascontiguousarray(tracks.states), tracks.values.copy()
        else:
            if from_mm is None:
                raise errors.ArgumentError("from_mm is missing: states do not know where they are.")
            rows = _rows(tracks, STATE_SIZE, "tracks")
            start, values = number(from_mm, "from_mm"), np.full((len(rows), TRACK_SIZE), np.nan)
            values[:, 20] = 0
        out = np.empty_like(rows)
        call(
            "hermetic_tracker_propagate",
            self._handle.pointer,
            start,
            number(to_mm, "to_mm"),
            address(rows),
            len(rows),
            address(out),
        )
        values[:, :STATE_SIZE] = out
        return Tracks(values, float(to_mm))


class Track:
    """One fitted track.

    Attributes
    ----------
    x_mm, y_mm, tx, ty, q_over_p, charge, momentum_GeV, momentum_error_GeV, chi2, p_value : float
        At the first point.
    ndf : int
    covariance : ndarray
        (5, 5) of (x, y, tx, ty, q/p).
    pulls : ndarray
        (points, 2), of x and y.
    """

    def __init__(self, tracker: Tracker, tracks: Tracks):
        self.tracker = tracker
        self._tracks = tracks
        for name in ("x_mm", "y_mm", "tx", "ty", "q_over_p", "charge", "momentum_GeV", "momentum_error_GeV"):
            setattr(self, name, float(getattr(tracks, name)[0]))
        self.chi2, self.p_value, self.ndf = float(tracks.chi2[0]), float(tracks.p_value[0]), int(tracks.ndf[0])
        self.rejected = int(tracks.rejected[0])
        self.status = _STATUS[int(tracks.status[0])]
        self.covariance = tracks.covariance[0]
        self.pulls = None if tracks.pulls is None else tracks.pulls.reshape(-1, 2)

    def __repr__(self) -> str:
        return (
            f"<Track p = {self.charge:+.0f} × {self.momentum_GeV:.4g} ± {self.momentum_error_GeV:.2g} GeV, "
            f"χ²/ndf = {self.chi2:.3g}/{self.ndf}, {self.status}>"
        )

    def at(self, z_mm: float) -> Tracks:
        """The state at another z."""
        return self.tracker.propagate(self._tracks, to_mm=z_mm)

    @classmethod
    def fit(
        cls,
        hits: ArrayLike,
        *,
        field: Any = None,
        field_z_mm: Quantity = 0.0,
        resolution_mm: float = 0.1,
        thickness_X0: float = 0.0,
        particle: str = "mu-",
        outlier_pull: Optional[float] = None,
        **card: Any,
    ) -> "Track":
        """Fits points in space.

        Parameters
        ----------
        hits : array_like
            (n, 3): x, y, z in mm; NaN where a coordinate was not measured; or (n, 4) with the resolution.
        field : Dipole, Quadrupole, Solenoid, FieldMap, dict, or list of them
            Without one the momentum must be known: ``momentum_GeV`` and ``momentum_spread``. Mind the aperture:
            there is no field outside.
        field_z_mm : float or str
            Middle of the fields that do not say where they are.
        thickness_X0 : float
            Matter of each plane, in radiation lengths.
        **card
            Anything else of a tracker's card: ``momentum_GeV``, ``volumes``, …
        """
        points = np.atleast_2d(np.asarray(hits, dtype=np.float64))
        if points.ndim != 2 or points.shape[1] not in (3, 4):
            raise errors.ArgumentError(f"hits has shape {points.shape} (it must be (n, 3): x, y, z in mm).")
        points = points[np.argsort(points[:, 2], kind="stable")]
        given = [] if field is None else list(field) if isinstance(field, (list, tuple)) else [field]
        middle = {"position_mm": [0.0, 0.0, length_mm(field_z_mm, "field_z_mm")]}
        fields = [{**middle, **dict(plain_value(item, "field"))} for item in given]
        planes = [
            {
                "name": f"{index + 1}",
                "z_mm": point[2],
                "resolution_mm": point[3] if len(point) == 4 else resolution_mm,
                "thickness_X0": thickness_X0,
            }
            for index, point in enumerate(points)
        ]
        tracker = Tracker({"planes": planes, "fields": fields, "particle": particle, **card})
        return cls(tracker, tracker.fit(points[:, :2].reshape(1, -1), outlier_pull=outlier_pull, pulls=True))
