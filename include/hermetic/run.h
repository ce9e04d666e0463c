/* Hermetic: runs, from the beam to event columns. */
#ifndef HERMETIC_RUN_H
#define HERMETIC_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "arrow.h"

#ifdef __cplusplus
extern "C" {
#endif

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

/* Cell energies of one sensor [GeV, calibrated] for events first … first + events − 1 of the run; the run card must
 * list the sensor under "cells". Order: event, longitudinal section, ix, iy, the last fastest. truth: 0 = what the
 * sensor reports, 1 = before the response (the same without one). *count is set, also with HERMETIC_E_CAPACITY.
 * @since 0.2 */
int32_t hermetic_run_cells(const hermetic_run *run, const char *sensor, int32_t truth, uint64_t first,
                           uint64_t events, double *values, size_t capacity, size_t *count);

/* Numbers of a hit: size (strips of the cluster, 1 for a straw), drift [mm; signed, NaN for strips], where the particle was
 * on the axis [mm; NaN for noise], its PDG number (0 for noise), its momentum [GeV], its number within the event (-1 for
 * noise). */
enum { HERMETIC_HIT_SIZE = 6 };

/* Hits of one tracker of the run card (docs/tracking.md) in events first ... first + events - 1; its card must say
 * "keep_hits". Offsets, axes and hits are what hermetic_tracker_find takes: event e has the hits offsets[e] ...
 * offsets[e+1] - 1 (offsets: events + 1 numbers), axes[i] is the number of a hit's axis, hits[i] its coordinate [mm].
 * details: NULL, or HERMETIC_HIT_SIZE numbers per hit. capacity: room for so many hits; *count is set, also with
 * HERMETIC_E_CAPACITY. @since 0.2 */
int32_t hermetic_run_hits(const hermetic_run *run, const char *tracker, uint64_t first, uint64_t events,
                          uint64_t *offsets, int32_t *axes, double *hits, double *details, size_t capacity,
                          size_t *count);

/* Shapes of electron showers in a sensor, simulated now in the card's own set-up (docs/detectors.md): {"setup",
 * "beam", "response", "fidelity", "sensor", "energies_GeV", "events", "seed", "quantile"}. The answer, JSON, goes into
 * run cards as {"identification": {"shower": {"library": …}}}. Takes as long as its showers. @since 0.2 */
int32_t hermetic_shower_library(const char *card, hermetic_text **out);

/* Longitudinal profile of one sensor: mean visible energy [GeV] per layer and event and its standard
 * error (each may be NULL; with both NULL only *count is set). @since 0.1 */
int32_t hermetic_run_profile(const hermetic_run *run, const char *sensor, double *mean_GeV,
                             double *error_GeV, size_t capacity, size_t *count);

/* One finished event (0 … event_count − 1) to look at: it is simulated again, with the same bits, and its tracks are
 * kept. options: {"minimum_energy_GeV": 0.1, "largest_track_count": 2000}, or NULL. JSON: {"event", "geometry",
 * "tracks": [{"particle", "energy_GeV", "time_ns", "points_mm"}], "cells": [{"sensor", "energies_GeV", …}],
 * "columns"}. @since 0.2 */
int32_t hermetic_run_display(const hermetic_run *run, uint64_t event, const char *options, hermetic_text **out);

/* A tally of the run card (docs/tallies.md), as JSON: {"name", "unit", "events", "axes": [{"name", "edges" or
 * "labels"}], "shape", "mean", "error"}; mean per event and its standard error, the last axis fastest.
 * @since 0.2 */
int32_t hermetic_run_tally(const hermetic_run *run, const char *name, hermetic_text **out);

/* All that the finished events left, as bytes (hermetic_text_data, hermetic_text_length: they are binary and may hold
 * zeros), to be kept in a file or sent to another process. Events in the middle of their shower are not in it.
 * @since 0.2 */
int32_t hermetic_run_checkpoint(const hermetic_run *run, hermetic_text **out);

/* Takes in the events of a checkpoint as if they had been simulated here. The run must be made from the same card but
 * for "events", "first_event" and "name", by the same version of the library, and these must be its next events:
 * HERMETIC_E_STATE or HERMETIC_E_CONFIGURATION says what is not so, and the run is as before. One run simulated in
 * parts, anywhere, and put together in order is the same bits as one simulated here. progress: NULL, or where the run
 * stands now. @since 0.2 */
int32_t hermetic_run_absorb(hermetic_run *run, const void *bytes, size_t size, hermetic_progress *progress);

/* What a checkpoint is of, as JSON: {"version", "card": resolved run card, "first_event", "events_done"}. A run made
 * from this card can absorb it. @since 0.2 */
int32_t hermetic_checkpoint_describe(const void *bytes, size_t size, hermetic_text **out);

/* The resolved card with library version, ABI, seed and statistics of the events done, as JSON.
 * @since 0.1 */
int32_t hermetic_run_card(const hermetic_run *run, hermetic_text **out);

/* Weighted cut flow of a selection card, {"preset": name} or {"experiment": name}, over the finished events. weight_column: a column name, or
 * NULL for the events' own (column "weight": 1 unless something is biased). passed: NULL, or one byte
 * per event (1 = passes all cuts); capacity is its size. flow: NULL, or the cut flow as JSON. @since 0.1 */
int32_t hermetic_run_select(const hermetic_run *run, const char *selection_card,
                            const char *weight_column, uint8_t *passed, size_t capacity,
                            hermetic_text **flow);

/* Yields, efficiencies and upper limits on the coupling for every mass of a signal run: an analysis
 * card (docs/run_card.md), {"preset": "na64e_2016_2018"} or {"experiment": "na64mu_2022"}. JSON. @since 0.1 */
int32_t hermetic_run_exclusion(const hermetic_run *run, const char *analysis_card,
                               hermetic_text **out);

/* Event columns through the Arrow C Data Interface, as a struct array of float64 columns (one more
 * column, "event", int64). The consumer calls release of both; the data stay alive without the run.
 * @since 0.1 */
int32_t hermetic_run_export_arrow(const hermetic_run *run, struct ArrowSchema *schema,
                                  struct ArrowArray *array);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_RUN_H */
