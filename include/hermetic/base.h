/* Hermetic: status codes, version, texts. */
#ifndef HERMETIC_BASE_H
#define HERMETIC_BASE_H

#include <stddef.h>
#include <stdint.h>

#define HERMETIC_VERSION_MAJOR 0
#define HERMETIC_VERSION_MINOR 2
#define HERMETIC_VERSION_PATCH 0
#define HERMETIC_ABI_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

enum {
  HERMETIC_OK = 0,
  HERMETIC_E_ARGUMENT = -1,      /* null pointer or wrong kind of value */
  HERMETIC_E_RANGE = -2,         /* number not finite or outside its allowed range */
  HERMETIC_E_NOT_FOUND = -3,     /* unknown name: material, preset, column, model */
  HERMETIC_E_PARSE = -4,         /* malformed JSON, expression, quantity or UTF-8 */
  HERMETIC_E_CONFIGURATION = -5, /* unknown, missing or contradictory key in a card */
  HERMETIC_E_GEOMETRY = -6,      /* overlapping, protruding or degenerate volumes */
  HERMETIC_E_KINEMATICS = -7,    /* outside the kinematic limits of the process */
  HERMETIC_E_CAPACITY = -8,      /* the caller's buffer is too small */
  HERMETIC_E_STATE = -9,         /* called at the wrong moment */
  HERMETIC_E_NUMERICS = -10,     /* no convergence */
  HERMETIC_E_INTERRUPTED = -11,  /* the caller asked to stop */
  HERMETIC_E_INTERNAL = -12      /* a defect of the library: please report it */
};

/* PDG particle numbers used at the border. */
enum {
  HERMETIC_PDG_ELECTRON = 11,
  HERMETIC_PDG_POSITRON = -11,
  HERMETIC_PDG_PHOTON = 22
};

/* Version of the loaded library, "major.minor.patch"; static. @since 0.1 */
const char *hermetic_version(void);

/* HERMETIC_ABI_VERSION of the loaded library. @since 0.1 */
int32_t hermetic_abi_version(void);

/* What went wrong in the last failed call of this thread; "" before any failure. Valid until the next
 * failing call of this thread. @since 0.1 */
const char *hermetic_last_error_message(void);

/* "HERMETIC_E_RANGE" for -2 and so on; "unknown status" otherwise; static. @since 0.1 */
const char *hermetic_status_name(int32_t status);

/* An immutable UTF-8 text owned by the caller. */
typedef struct hermetic_text hermetic_text;

/* NUL-terminated; borrowed from `text`; "" when text is NULL. @since 0.1 */
const char *hermetic_text_data(const hermetic_text *text);
/* Bytes without the final NUL; 0 when text is NULL. @since 0.1 */
size_t hermetic_text_length(const hermetic_text *text);
void hermetic_text_free(hermetic_text *text);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_BASE_H */
