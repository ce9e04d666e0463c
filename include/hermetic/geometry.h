/* Hermetic: set-ups. */
#ifndef HERMETIC_GEOMETRY_H
#define HERMETIC_GEOMETRY_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hermetic_setup hermetic_setup;

/* Builds and checks a geometry from a card (docs/geometry.md) or {"preset": "na64e_2018"}.
 * Overlaps are errors that name both volumes. @since 0.1 */
int32_t hermetic_setup_create(const char *card, hermetic_setup **out);
void hermetic_setup_free(hermetic_setup *setup);

/* The resolved geometry as JSON: volumes, materials, sensors, thickness in X0. @since 0.1 */
int32_t hermetic_setup_describe(const hermetic_setup *setup, hermetic_text **out);

/* What a straight line meets: JSON list of {"volume", "slab", "material", "length_mm"}. position_mm and
 * direction have three numbers each; direction need not be normalised. @since 0.1 */
int32_t hermetic_setup_ray(const hermetic_setup *setup, const double *position_mm,
                           const double *direction, hermetic_text **out);

/* Magnetic field [T] at n points (docs/fields.md): x, y, z of each in mm; Bx, By, Bz of each. @since 0.2 */
int32_t hermetic_setup_field(const hermetic_setup *setup, const double *position_mm, size_t n, double *field_T);

/* Takes n charged particles of one kind through the fields, in vacuum, to the plane z = plane_z_mm; a plane behind
 * a particle is reached against its flight, with a negative path. Three numbers each: position_mm, momentum_GeV,
 * out_position_mm, out_momentum_GeV. path_mm (n) may be NULL. jacobian may be NULL, or takes 25 numbers each: the
 * derivatives of (x, y, dx/dz, dy/dz, charge/momentum) at the plane with respect to the same at the start, row by
 * row; particles must then fly towards +z. All outputs of a particle that does not reach the plane are NaN.
 * Errors: unknown or neutral particle, no momentum. @since 0.2 */
int32_t hermetic_setup_propagate(const hermetic_setup *setup, int32_t pdg, double plane_z_mm, const double *position_mm,
                                 const double *momentum_GeV, size_t n, double *out_position_mm,
                                 double *out_momentum_GeV, double *path_mm, double *jacobian);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_GEOMETRY_H */
