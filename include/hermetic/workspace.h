/* Hermetic: likelihoods of HistFactory workspaces (docs/workspaces.md). */
#ifndef HERMETIC_WORKSPACE_H
#define HERMETIC_WORKSPACE_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Channels, samples and modifiers with one of their measurements; immutable once made. */
typedef struct hermetic_workspace hermetic_workspace;

/* Reads pyhf workspace JSON 1.0.0. measurement: a name, or NULL for the first. @since 0.2 */
int32_t hermetic_workspace_create(const char *workspace_json, const char *measurement,
                                  hermetic_workspace **out);
void hermetic_workspace_free(hermetic_workspace *workspace);

/* Parameters in the order of all lists of numbers, channels, parameter of interest; JSON. @since 0.2 */
int32_t hermetic_workspace_describe(const hermetic_workspace *workspace, hermetic_text **out);

/* -ln L of the observed data, all constants included, at `points` points of as many numbers as
 * describe() lists names; infinite where a bin with events expects none. @since 0.2 */
int32_t hermetic_workspace_nll(const hermetic_workspace *workspace, const double *parameters,
                               size_t points, double *values);

/* Maximum-likelihood fit: status, values, errors, covariance, expected events, intervals. The card may
 * be NULL: {"fixed": {"mu": 0}, "initial": {...}, "minos": ["mu"], "level": 1}. JSON. @since 0.2 */
int32_t hermetic_workspace_fit(const hermetic_workspace *workspace, const char *fit_card,
                               hermetic_text **out);

/* Upper limit on the parameter of interest, observed and expected. The card may be NULL:
 * {"confidence_level": 0.9, "method": "automatic", "statistic": "cls", "test_statistic": "q_mu_tilde",
 * "toys": 10000, "seed": 1, "threads": 1, "points": 9}. Methods: asymptotic, hybrid (sums over all outcomes),
 * hybrid_toys, toys (frequentist), automatic (hybrid below five background events, asymptotic above).
 * threads: 0 = one per processor; the bits do not depend on it. JSON, with the method's name, errors and
 * warnings. @since 0.2 */
int32_t hermetic_workspace_limit(const hermetic_workspace *workspace, const char *limit_card,
                                 hermetic_text **out);

/* p-values, CL_s and expected CL_s at given strengths: {"mu": [0.5, 1], ...}, otherwise as the limit's
 * card. JSON. @since 0.2 */
int32_t hermetic_workspace_test(const hermetic_workspace *workspace, const char *test_card,
                                hermetic_text **out);

/* p-value of background alone (q_0), and the significance expected for a signal of strength mu. The card may
 * be NULL: {"mu": 1, "method": "asymptotic"} or "toys" with toys, seed, threads. JSON. @since 0.2 */
int32_t hermetic_workspace_discovery(const hermetic_workspace *workspace, const char *discovery_card,
                                     hermetic_text **out);

/* Test statistics of toys: {"mu": 1, "true_mu": 0, "kind": "toys", "toys": 10000, "seed": 1, "threads": 1,
 * "test_statistic": "q_mu_tilde"}; NaN where a fit found no minimum. @since 0.2 */
int32_t hermetic_workspace_toys(const hermetic_workspace *workspace, const char *toys_card, double *values,
                                size_t capacity, size_t *count);

/* The workspace as JSON, kind "pyhf" (1.0.0) or "hs3" (versioned, see the document's metadata). @since 0.2 */
int32_t hermetic_workspace_export(const hermetic_workspace *workspace, const char *kind, hermetic_text **out);

/* A workspace's JSON after a patch: a list of JSON Patch operations (RFC 6902), or a pyhf patchset 1.0.0 and the
 * name of one of its patches (NULL: its only one). @since 0.2 */
int32_t hermetic_workspace_patch(const char *workspace_json, const char *patch_json, const char *name,
                                 hermetic_text **out);

/* The JSON Patch operations that turn one JSON document into another. @since 0.2 */
int32_t hermetic_workspace_difference(const char *from_json, const char *to_json, hermetic_text **out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_WORKSPACE_H */
