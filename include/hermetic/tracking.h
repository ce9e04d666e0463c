/* Hermetic: tracks from hits (docs/tracking.md). Nothing here needs a simulation. */
#ifndef HERMETIC_TRACKING_H
#define HERMETIC_TRACKING_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Planes, matter and magnets of a spectrometer along z. Immutable. */
typedef struct hermetic_tracker hermetic_tracker;

/* Numbers of a state with its covariance: x, y [mm], tx = dx/dz, ty = dy/dz, q/p [1/GeV], then the lower
 * triangle of the 5 x 5 covariance by rows (xx, yx, yy, tx.x, ...). */
enum { HERMETIC_STATE_SIZE = 20 };

/* Numbers of a fitted track: the state, then status, chi2, ndf, p_value, used, rejected. Status: 0 good,
 * 1 not converged, 2 too few hits (the rest is NaN), 3 lost: turned over, stopped or out of bounds. */
enum { HERMETIC_TRACK_SIZE = 26 };

/* Card: {"planes": [{"name", "z_mm", "x_mm", "y_mm", "angles_deg": [0, 90], "resolution_mm", "efficiency",
 * "half_size_mm", "thickness_X0" | "material" and "thickness_mm"}], "layers": [{"z_mm", matter as of a plane}],
 * "volumes": [{"from_mm", "to_mm", "material"}], "materials": {...}, "fields": [{"kind": "dipole",
 * "position_mm", "length_mm", "aperture_mm", "field_T"}], "particle": "mu-", "momentum_GeV",
 * "momentum_spread", "scattering": "highland" | "highland_per_layer" | "none", "energy_loss": "mean" | "none",
 * "radiation": "mixture" | "normal" (of electrons: docs/tracking.md),
 * "outlier_pull", "iterations", "tolerance_mm"}. A plane has one measured axis per angle; one without angles
 * is a place where states may be asked for. @since 0.2 */
int32_t hermetic_tracker_create(const char *card, hermetic_tracker **out);
void hermetic_tracker_free(hermetic_tracker *tracker);

/* JSON: {"planes": [{"name", "z_mm", "axes": [numbers of its axes]}], "axes", "radiation_lengths",
 * "bend_T_m": [x, y, z integrals along the axis], "columns": names of a fitted track's numbers}. @since 0.2 */
int32_t hermetic_tracker_describe(const hermetic_tracker *tracker, hermetic_text **out);

/* Fits n tracks. hits: n rows of one number per axis, in the order of planes and angles: the coordinate
 * u = (x - x_mm) cos a + (y - y_mm) sin a, NaN where there is no hit. resolutions: their standard deviations,
 * or NULL for the planes' own. options: NULL or {"at": name of a plane (default: the first one along z),
 * "outlier_pull": hits further off than this many standard deviations are taken out, the worst first}.
 * tracks: n x HERMETIC_TRACK_SIZE. pulls: NULL, or n rows of one number per axis: (hit - track without it) over
 * the error of the difference; of hits that were taken out too; NaN where there is none, or where the fit can't do without it. @since 0.2 */
int32_t hermetic_tracker_fit(const hermetic_tracker *tracker, const char *options, const double *hits,
                             const double *resolutions, size_t n, double *tracks, double *pulls);

/* The posterior distribution of q/p of n tracks with the hits given: cumulative[i * m + j] is the probability that q/p
 * of track i lies below q_over_p[i * m + j] (1/GeV), NaN where there is no fit. A normal distribution, but for electrons
 * whose photons have another one. Hits, resolutions and options are those of hermetic_tracker_fit. For true values
 * it is uniform in 0 ... 1. @since 0.2 */
int32_t hermetic_tracker_cumulative(const hermetic_tracker *tracker, const char *options, const double *hits,
                                    const double *resolutions, size_t n, const double *q_over_p, size_t m,
                                    double *cumulative);

/* Takes n states from the plane z = from_mm to z = to_mm, through field and matter: rows of
 * HERMETIC_STATE_SIZE in and out; the covariance grows by scattering. A particle that turns over or stops
 * leaves NaN. @since 0.2 */
int32_t hermetic_tracker_propagate(const hermetic_tracker *tracker, double from_mm, double to_mm,
                                   const double *states, size_t n, double *out);

/* Finds tracks among hits, noise and other particles' hits, event by event. Event e has the hits offsets[e] ...
 * offsets[e+1] - 1 (n + 1 offsets, the first is 0): axes[i] is the number of a hit's axis, hits[i] its coordinate.
 * options: NULL or {"at", "x_mm", "y_mm", "tx", "ty", "x_spread_mm", "y_spread_mm", "tx_spread", "ty_spread",
 * "least_momentum_GeV", "gate_chi2", "width", "least_hits", "shared_hits", "least_p_value", "most_tracks"
 * (docs/tracking.md). Outputs have room for `capacity` tracks, n x most_tracks (4) at least: tracks, their events
 * in rising order, best first within an event; scores (logarithms of likelihood ratios against noise) and hit_of_axis
 * (one number per axis: index of the hit within its event, -1 for none) may be NULL. @since 0.2 */
int32_t hermetic_tracker_find(const hermetic_tracker *tracker, const char *options, const uint64_t *offsets,
                              const int32_t *axes, const double *hits, size_t n, double *tracks,
                              uint64_t *events, double *scores, int32_t *hit_of_axis, size_t capacity,
                              size_t *count);

/* Numbers of a vertex: x, y, z [mm], lower triangle of its covariance (xx, yx, yy, zx, zy, zz), chi2, ndf,
 * p_value, mass, standard deviation of the mass [GeV], status (0 good, 1 not converged, 2 none: the rest is NaN). */
enum { HERMETIC_VERTEX_SIZE = 15 };

/* Fits n vertices of k tracks each. card: {"z_mm": plane of the states, "masses_GeV": k masses, "from_mm", "to_mm":
 * where a vertex may lie}. states: n x k rows of HERMETIC_STATE_SIZE. vertices: n x HERMETIC_VERTEX_SIZE. momenta:
 * NULL, or n x k x 3: px, py, pz at the vertex [GeV]. The invariant mass is that of particles of those masses.
 * @since 0.2 */
int32_t hermetic_tracker_vertex(const hermetic_tracker *tracker, const char *card, const double *states, size_t k,
                                size_t n, double *vertices, double *momenta);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_TRACKING_H */
