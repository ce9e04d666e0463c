/* Hermetic: a physics core for fixed-target missing-energy searches.
 *
 * This header is the contract of the library: it is written by hand, the library is compiled against
 * it, and nothing else is exported.
 *
 * Units. GeV, mm, ns, rad; c = 1; cross sections in pb; densities in g/cm3. Names carry the unit.
 *
 * Versioning. HERMETIC_VERSION_* follow semantic versioning. HERMETIC_ABI_VERSION grows when a program
 * compiled against an older header may no longer run; compare it with hermetic_abi_version() after
 * loading. Functions are never changed, only added; option structs begin with struct_size and grow at
 * the end.
 *
 * Errors. Functions that can fail return int32_t: HERMETIC_OK (0) or one of the negative HERMETIC_E_*
 * codes, a closed list that is never renumbered. After a failure hermetic_last_error_message() says,
 * for this thread, what was wrong, why, and what to do; it is never empty. Outputs are untouched by a
 * failed call unless its comment says otherwise, and the objects stay usable.
 *
 * Lifetimes. Objects are opaque handles, made by a function ending in _create and given back with the
 * matching _free, which accepts NULL. Objects keep what they were made from alive: the order of _free
 * does not matter. A borrowed pointer's comment names its owner; it dies with the owner.
 *
 * Text. Configuration crosses as strictly validated JSON (UTF-8): an unknown key is an error with its
 * path. Long answers come back as JSON in a hermetic_text object.
 *
 * Threads. A const handle may be used from several threads at once; a non-const one from one at a
 * time. The library starts threads only inside hermetic_run_slice() and
 * hermetic_run_create() and joins them before returning. It uses no signal, no
 * environment variable and no global set-up.
 *
 * The declarations are plain enough for Python's cffi and LuaJIT's ffi.cdef.
 */
#ifndef HERMETIC_H
#define HERMETIC_H

#include <stddef.h>
#include <stdint.h>

#define HERMETIC_VERSION_MAJOR 0
#define HERMETIC_VERSION_MINOR 1
#define HERMETIC_VERSION_PATCH 0
#define HERMETIC_ABI_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- status, version, text */

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

/* ---------------------------------------------------------------- presets */

/* Names of the built-in presets of one kind, as a JSON list of {"name", "title"}.
 * kind: "setup", "selection", "analysis", "material", "published".
 * @since 0.1 */
int32_t hermetic_preset_names(const char *kind, hermetic_text **out);

/* The card of a preset, complete and editable; every experiment number in it carries its citation.
 * @since 0.1 */
int32_t hermetic_preset_card(const char *kind, const char *name, hermetic_text **out);

/* ---------------------------------------------------------------- matter */

/* Properties of a material (built-in name, or a card {"name", "density_g_cm3", "elements": {...}}):
 * density, composition, X0, plasma energy, I, critical energy, as JSON. @since 0.1 */
int32_t hermetic_material_describe(const char *name_or_card, hermetic_text **out);

/* ---------------------------------------------------------------- electromagnetic processes, alone */

/* Macroscopic cross section [1/mm] of one process for n kinetic energies.
 *
 * process: for photons "photoelectric", "compton", "pair", "total"; for electrons and positrons
 * "bremsstrahlung", "ionisation" (δ rays), "annihilation" (positrons), "total", above the production
 * cuts that belong to range_cut_mm, and "inverse_transport_mean_free_path" for elastic scattering.
 * Energies 1e-6 … 200 GeV. @since 0.1 */
int32_t hermetic_process_cross_section(const char *process, int32_t pdg, const char *material,
                                       double range_cut_mm, const double *kinetic_energies_GeV,
                                       size_t n, double *per_mm);

/* Restricted mean energy loss [GeV/mm] below the production cuts of range_cut_mm; kind is
 * "ionisation", "bremsstrahlung" or "total". @since 0.1 */
int32_t hermetic_process_stopping_power(const char *kind, int32_t pdg, const char *material,
                                        double range_cut_mm, const double *kinetic_energies_GeV,
                                        size_t n, double *GeV_per_mm);

/* Final states of n interactions of a particle flying along +z, chosen among all discrete processes.
 * Six numbers per particle {pdg, kinetic energy, ux, uy, uz, deposit}, three particles per interaction
 * (the projectile first; unused entries 0; the local deposit stands in the first entry's sixth number):
 * out has room for 18 n numbers. Interaction i depends on (seed, i) only. @since 0.1 */
int32_t hermetic_process_sample(int32_t pdg, const char *material, double range_cut_mm,
                                double kinetic_energy_GeV, uint64_t seed, size_t n, double *out);

/* ---------------------------------------------------------------- set-up: geometry */

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

/* ---------------------------------------------------------------- signal models */

typedef struct hermetic_model hermetic_model;

/* A signal model from a card, e.g. {"kind": "dark_photon", "mass_GeV": 0.0167}. All couplings are 1:
 * rates scale with the coupling squared. @since 0.1 */
int32_t hermetic_model_create(const char *card, hermetic_model **out);
void hermetic_model_free(hermetic_model *model);

/* Total cross section [pb per atom, coupling 1] of lepton bremsstrahlung on an element ("Pb"), for n
 * total lepton energies, exact tree level. 0 below threshold. @since 0.1 */
int32_t hermetic_model_cross_section(const hermetic_model *model, int32_t pdg, const char *element,
                                     const double *total_energies_GeV, size_t n, double *pb);

/* dσ/dx [pb], x = boson energy / lepton total energy, for n values of x at one energy. @since 0.1 */
int32_t hermetic_model_differential_cross_section(const hermetic_model *model, int32_t pdg,
                                                  const char *element, double total_energy_GeV,
                                                  const double *x, size_t n, double *pb);

/* n final states of a lepton flying along +z: 12 numbers each, four-momenta (E, px, py, pz) of the
 * boson, the lepton and the nucleus (the nucleus with its mass). State first + i depends on
 * (seed, first + i) only. @since 0.1 */
int32_t hermetic_model_sample(const hermetic_model *model, int32_t pdg, const char *element,
                              double total_energy_GeV, uint64_t seed, uint64_t first, size_t n,
                              double *out);

/* ---------------------------------------------------------------- runs: from the beam to event columns */

typedef struct hermetic_run hermetic_run;

typedef struct hermetic_progress {
  uint32_t struct_size;    /* set by the caller to sizeof(hermetic_progress) */
  uint32_t finished;       /* 1 when all events of the card are done */
  uint64_t events_done;
  uint64_t events_total;
  uint64_t steps;          /* transport steps so far */
  double worst_energy_imbalance; /* largest |in − out| / in of any event */
} hermetic_progress;

/* Prepares a run from a run card (docs/run_card.md): set-up, beam, physics, signal, events, seed.
 * Builds all tables: takes up to a few seconds with a signal. @since 0.1 */
int32_t hermetic_run_create(const char *card, hermetic_run **out);
void hermetic_run_free(hermetic_run *run);

/* Simulates until max_events more events are done or max_ms milliseconds are over, whichever is first
 * (0 = no limit), and returns with what is done; call again to go on. A shower that is under way when the
 * time is over is kept and continued by the next call, so that the call returns within milliseconds of
 * max_ms. Events are the same bits for any number of threads and any slicing. threads: 0 = one per
 * processor. @since 0.1 */
int32_t hermetic_run_slice(hermetic_run *run, uint64_t max_events, double max_ms, int32_t threads,
                           hermetic_progress *progress);

/* Number of finished events that stand in the columns. @since 0.1 */
uint64_t hermetic_run_event_count(const hermetic_run *run);
/* Number of columns; 0 when run is NULL. @since 0.1 */
size_t hermetic_run_column_count(const hermetic_run *run);
/* Name of column `index`, borrowed from the run; NULL outside the range. @since 0.1 */
const char *hermetic_run_column_name(const hermetic_run *run, size_t index);

/* Copies a column, in the order of the event numbers. *count is set, also with HERMETIC_E_CAPACITY: it says
 * how many numbers there are. @since 0.1 */
int32_t hermetic_run_column(const hermetic_run *run, const char *name, double *values,
                            size_t capacity, size_t *count);

/* Longitudinal profile of one sensor: mean visible energy [GeV] per layer and event and its standard
 * error (each may be NULL; with both NULL only *count is set). @since 0.1 */
int32_t hermetic_run_profile(const hermetic_run *run, const char *sensor, double *mean_GeV,
                             double *error_GeV, size_t capacity, size_t *count);

/* The resolved card with library version, ABI, seed and statistics of the events done, as JSON.
 * @since 0.1 */
int32_t hermetic_run_card(const hermetic_run *run, hermetic_text **out);

/* Weighted cut flow of a selection card over the finished events. weight_column: a column name, or
 * NULL for unit weights. passed: NULL, or one byte per event (1 = passes all cuts); capacity is its
 * size. flow: NULL, or the cut flow as JSON. @since 0.1 */
int32_t hermetic_run_select(const hermetic_run *run, const char *selection_card,
                            const char *weight_column, uint8_t *passed, size_t capacity,
                            hermetic_text **flow);

/* Yields, efficiencies and upper limits on the coupling for every mass of a signal run: an analysis
 * card (docs/run_card.md) or {"preset": "na64e_2016_2018"}. JSON. @since 0.1 */
int32_t hermetic_run_exclusion(const hermetic_run *run, const char *analysis_card,
                               hermetic_text **out);

/* Event columns through the Arrow C Data Interface, as a struct array of float64 columns (one more
 * column, "event", int64). The consumer calls release of both; the data stay alive without the run.
 * @since 0.1 */
struct ArrowSchema;
struct ArrowArray;
int32_t hermetic_run_export_arrow(const hermetic_run *run, struct ArrowSchema *schema,
                                  struct ArrowArray *array);

/* ---------------------------------------------------------------- limits, alone */

/* Upper limit on the number of signal events in one counting channel, CL_s: exact Poisson when both
 * errors are 0, hybrid (prior-predictive) otherwise. efficiency_error is relative.
 * @since 0.1 */
int32_t hermetic_limit_events(uint64_t observed, double background, double background_error,
                              double efficiency_error, double confidence_level, double *events);

/* Upper limit on the signal strength of several counting channels (docs/limits.md): observed and
 * expected with bands, as JSON. @since 0.1 */
int32_t hermetic_limit_counting(const char *model_card, hermetic_text **out);

/* ---------------------------------------------------------------- Arrow C Data Interface */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_H */
