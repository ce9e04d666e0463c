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

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_GEOMETRY_H */
