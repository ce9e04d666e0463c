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

/* A background from data (docs/background.md), by kind of card: "sideband" continues the counts of a side-band into a
 * region with several functions, their spread as systematic error; "ratio" corrects an efficiency with a control sample;
 * "neutral_kaons" estimates neutral kaons with two control samples. JSON. @since 0.2 */
int32_t hermetic_background_estimate(const char *card, hermetic_text **out);

/* ---- from counts to couplings (docs/couplings.md) */

/* Exclusions of a coupling, mass by mass, observed and expected: production that grows as a power of the
 * coupling, decays in flight (islands, or "no_exclusion"), resonant lines; several channels with correlated
 * uncertainties; planes (m_chi, y), (m_chi, alpha_D); projections. A card, answered as JSON. @since 0.2 */
int32_t hermetic_limit_couplings(const char *card, hermetic_text **out);

/* 1 / (limit on the signal strength), observed, for every mass of the same card and n couplings: a point is
 * excluded where it is at least 1. strengths has room for n x masses numbers, couplings outermost.
 * @since 0.2 */
int32_t hermetic_limit_strengths(const char *card, const double *couplings, size_t n, double *strengths);

/* Which of several selections expects the strongest limit: {"selections": [{"cut", "channels": [...]}],
 * "power": 2}. JSON. @since 0.2 */
int32_t hermetic_limit_optimise(const char *card, hermetic_text **out);

/* Contour lines of a table, values[j * nx + i] at (x[i], y[j]), x and y ascending. options: {"level": 1,
 * "x_scale": "log", "y_scale": "log", "value_scale": "linear"}. JSON {"lines": [{"closed", "x", "y"}]}.
 * @since 0.2 */
int32_t hermetic_limit_contour(const char *options, const double *x, size_t nx, const double *y, size_t ny,
                               const double *values, hermetic_text **out);

/* Traces a contour of a function that the caller evaluates, refining along the line only. */
typedef struct hermetic_contour hermetic_contour;

/* {"x": [low, high], "y": [low, high], "level": 1, "x_scale", "y_scale", "value_scale", "cells": [24, 24],
 * "refinements": 4}. @since 0.2 */
int32_t hermetic_contour_create(const char *card, hermetic_contour **out);
void hermetic_contour_free(hermetic_contour *contour);

/* The points that wait for their values, as n pairs x, y; none when the contour is complete. capacity counts
 * pairs; with xy NULL and capacity 0 only *n is set. @since 0.2 */
int32_t hermetic_contour_pending(const hermetic_contour *contour, double *xy, size_t capacity, size_t *n);

/* Their values, finite, in the same order; new points may then be pending. @since 0.2 */
int32_t hermetic_contour_supply(hermetic_contour *contour, const double *values, size_t n);

/* The lines, as hermetic_limit_contour(), and the number of evaluations; HERMETIC_E_STATE while points are
 * pending. @since 0.2 */
int32_t hermetic_contour_lines(const hermetic_contour *contour, hermetic_text **out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_LIMITS_H */
