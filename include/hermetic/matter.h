/* Hermetic: presets and materials. */
#ifndef HERMETIC_MATTER_H
#define HERMETIC_MATTER_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Names of the built-in presets of one kind, as a JSON list of {"name", "title"}.
 * kind: "setup", "selection", "analysis", "material", "published", "coupling" (@since 0.2).
 * @since 0.1 */
int32_t hermetic_preset_names(const char *kind, hermetic_text **out);

/* The card of a preset, complete and editable; every experiment number in it carries its citation.
 * @since 0.1 */
int32_t hermetic_preset_card(const char *kind, const char *name, hermetic_text **out);

/* Properties of a material (built-in name, or a card {"name", "density_g_cm3", "elements": {...}}):
 * density, composition, X0, plasma energy, I, critical energy, as JSON. @since 0.1 */
int32_t hermetic_material_describe(const char *name_or_card, hermetic_text **out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_MATTER_H */
