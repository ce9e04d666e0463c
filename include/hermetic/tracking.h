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
 * the error of the difference; NaN where there is no hit, or where a hit can't be missed. @since 0.2 */
int32_t hermetic_tracker_fit(const hermetic_tracker *tracker, const char *options, const double *hits,
                             const double *resolutions, size_t n, double *tracks, double *pulls);

/* Takes n states from the plane z = from_mm to z = to_mm, through field and matter: rows of
 * HERMETIC_STATE_SIZE in and out; the covariance grows by scattering. A particle that turns over or stops
 * leaves NaN. @since 0.2 */
int32_t hermetic_tracker_propagate(const hermetic_tracker *tracker, double from_mm, double to_mm,
                                   const double *states, size_t n, double *out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_TRACKING_H */
