/* Tracks in a user's own hits: no simulation, no set-up, one tracker card. Four Micromegas around a dipole; the hits come from
 * the propagator and a generator of one's own, with noise, and one event has a plane without hits.
 *
 *     cc own_tracks.c $(pkg-config --cflags --libs hermetic) -lm -o own_tracks
 */
#include <hermetic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { PLANES = 8, AXES = 2 * PLANES, EVENTS = 400, NOISE = 2, MOST = 4 };

static const double z_mm[PLANES] = {-8000, -7000, -4000, -3000, 3000, 4000, 7000, 8000};

static void check(int32_t status) {
  if (status == HERMETIC_OK) return;
  fprintf(stderr, "%s: %s\n", hermetic_status_name(status), hermetic_last_error_message());
  exit(1);
}

/* A generator of one's own; any will do. */
static double uniform(void) {
  static uint64_t state = 0x9E3779B97F4A7C15u;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return ((double)(state >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(void) { return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform()); }

static hermetic_tracker *spectrometer(void) {
  char card[4096];
  int length = snprintf(card, sizeof card, "{\"planes\": [");
  for (int i = 0; i < PLANES; i++)
    length += snprintf(card + length, sizeof card - (size_t)length,
                       "%s{\"name\": \"MM%d\", \"z_mm\": %g, \"angles_deg\": [45, -45], \"resolution_mm\": 0.1, "
                       "\"efficiency\": 0.98, \"half_size_mm\": 60}",
                       i ? ", " : "", i + 1, z_mm[i]);
  snprintf(card + length, sizeof card - (size_t)length,
           "], \"particle\": \"mu-\", \"momentum_GeV\": 100, \"fields\": [{\"kind\": \"dipole\", \"position_mm\": [0, 0, 0], "
           "\"length_mm\": 4000, \"aperture_mm\": [500, 500], \"field_T\": 0.35}]}");
  hermetic_tracker *tracker = NULL;
  check(hermetic_tracker_create(card, &tracker));
  return tracker;
}

int main(void) {
  hermetic_tracker *tracker = spectrometer();
  static uint64_t offsets[EVENTS + 1];
  static int32_t axes[EVENTS * AXES * (NOISE + 1)];
  static double hits[EVENTS * AXES * (NOISE + 1)], truth[EVENTS];
  size_t count = 0;
  for (int event = 0; event < EVENTS; event++) {
    double start[HERMETIC_STATE_SIZE] = {5 * normal(), 5 * normal(), 1e-3 * normal(), 1e-3 * normal(),
                                         -1 / (20 + 80 * uniform())};
    truth[event] = 1 / fabs(start[4]);
    for (int plane = 0; plane < PLANES; plane++) {
      double there[HERMETIC_STATE_SIZE];
      check(hermetic_tracker_propagate(tracker, z_mm[0], z_mm[plane], start, 1, there));
      for (int axis = 0; axis < 2; axis++) {
        double u = (there[0] + (axis ? -there[1] : there[1])) * sqrt(0.5) + 0.1 * normal();
        if (uniform() < 0.98) {
          axes[count] = 2 * plane + axis;
          hits[count++] = u;
        }
        for (int k = 0; k < NOISE; k++) {
          axes[count] = 2 * plane + axis;
          hits[count++] = 120 * (uniform() - 0.5);
        }
      }
    }
    offsets[event + 1] = count;
  }
  static double tracks[EVENTS * MOST * HERMETIC_TRACK_SIZE];
  static uint64_t events[EVENTS * MOST];
  static int32_t chosen[EVENTS * MOST * AXES];
  size_t found = 0;
  check(hermetic_tracker_find(tracker, "{\"x_spread_mm\": 40, \"tx_spread\": 0.005, \"least_momentum_GeV\": 10, \"width\": 64}",
                              offsets, axes, hits, EVENTS, tracks, events, NULL, chosen, EVENTS * MOST, &found));
  int with_track = 0, right = 0;
  double sum = 0, square = 0;
  for (size_t i = 0; i < found; i++) {
    if (i && events[i] == events[i - 1]) continue; /* the best one of its event comes first */
    const double *track = tracks + i * HERMETIC_TRACK_SIZE;
    double pull = (track[4] + 1 / truth[events[i]]) / sqrt(track[19]);
    with_track++;
    if (fabs(pull) > 5) continue;
    right++;
    sum += pull;
    square += pull * pull;
  }
  printf("%d events, %zu hits: %d with a track, %d within 5 sigma of the true momentum\n", EVENTS, count, with_track, right);
  printf("pull of q/p: mean %.3f, rms %.3f\n", sum / right, sqrt(square / right));
  /* The first track again, alone: one number per axis, NaN where there is no hit. */
  double row[AXES], pulls[AXES], one[HERMETIC_TRACK_SIZE], probability;
  for (int axis = 0; axis < AXES; axis++) row[axis] = chosen[axis] < 0 ? NAN : hits[offsets[events[0]] + (uint64_t)chosen[axis]];
  check(hermetic_tracker_fit(tracker, "{\"at\": \"MM8\"}", row, NULL, 1, one, pulls));
  double value = -1 / truth[events[0]];
  check(hermetic_tracker_cumulative(tracker, NULL, row, NULL, 1, &value, 1, &probability));
  printf("first track at MM8: x %.3f mm, p %.2f +- %.2f GeV (true %.2f), chi2 %.2f of %g, probability below the truth %.3f\n",
         one[0], 1 / fabs(one[4]), sqrt(one[19]) / (one[4] * one[4]), truth[events[0]], one[21], one[22], probability);
  hermetic_tracker_free(tracker);
  return 0;
}
