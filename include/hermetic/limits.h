/* Hermetic: upper limits, without a simulation. */
#ifndef HERMETIC_LIMITS_H
#define HERMETIC_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Upper limit on the number of signal events in one counting channel, CL_s: exact Poisson when both
 * errors are 0, hybrid (prior-predictive) otherwise. efficiency_error is relative.
 * @since 0.1 */
int32_t hermetic_limit_events(uint64_t observed, double background, double background_error,
                              double efficiency_error, double confidence_level, double *events);

/* Upper limit on the signal strength of several counting channels (docs/limits.md): observed and
 * expected with bands, as JSON. @since 0.1 */
int32_t hermetic_limit_counting(const char *model_card, hermetic_text **out);

/* ---- intervals and significances of one count (docs/limits.md) */

/* Interval for the number of signal events in one counting channel, as JSON {"lower", "upper", "method",
 * "status", "warning", ...}. Card: {"method": "cls" | "feldman_cousins" | "feldman_cousins_raw" | "bayes" |
 * "profile", "observed", "background", "background_error", "efficiency_error", "sideband": {"count",
 * "ratio"}, "bounds": "upper" | "central" | "shortest", "confidence_level"}. @since 0.2 */
int32_t hermetic_limit_interval(const char *card, hermetic_text **out);

/* p-value and significance of a count ({"observed", "background", "background_error"}, or {"observed",
 * "sideband": {"count", "ratio"}}) and the expected ones of a signal ({"signal", "background",
 * "background_error"}), exact and asymptotic, as JSON {"observed": {...}, "expected": {...}}. @since 0.2 */
int32_t hermetic_limit_significance(const char *card, hermetic_text **out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_LIMITS_H */
