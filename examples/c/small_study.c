/* A small study in C: cross sections, a counting limit, 24 signal showers in the NA64e set-up, a selection
 * and the exclusion. The C++, Python and Lua versions print the same bytes.
 *
 *     cc small_study.c $(pkg-config --cflags --libs hermetic) -o small_study
 */
#include <hermetic.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char run_card[] =
    "{\"name\": \"small study\", \"setup\": {\"preset\": \"na64e_2018\"},"
    " \"signal\": {\"model\": {\"kind\": \"dark_photon\"}, \"masses_GeV\": [0.0167, 0.1],"
    "              \"minimum_boson_energy_GeV\": 45},"
    " \"events\": 24, \"seed\": 7}";

static const char selection_card[] =
    "{\"name\": \"missing energy\", \"cuts\": ["
    "  {\"name\": \"E_ECAL\", \"expression\": \"ecal.total_GeV < 50\"},"
    "  {\"name\": \"E_HCAL\", \"expression\": \"hcal.total_GeV < 1\"}]}";

static void check(int32_t status) {
  if (status == HERMETIC_OK) return;
  fprintf(stderr, "%s: %s\n", hermetic_status_name(status), hermetic_last_error_message());
  exit(1);
}

static void cross_sections(void) {
  const double energies_GeV[] = {50, 100, 150};
  double sigma_pb[3];
  hermetic_model *model = NULL;
  check(hermetic_model_create("{\"kind\": \"dark_photon\", \"mass_GeV\": 0.0167}", &model));
  check(hermetic_model_cross_section(model, HERMETIC_PDG_ELECTRON, "Pb", energies_GeV, 3, sigma_pb));
  hermetic_model_free(model);
  for (int i = 0; i < 3; i++) printf("cross section %.17g GeV %.17g pb\n", energies_GeV[i], sigma_pb[i]);
}

static void counting_limit(void) {
  double events;
  check(hermetic_limit_events(0, 0.53, 0.17, 0.1, 0.9, &events));
  printf("limit %.17g events\n", events);
}

static void events(const hermetic_run *run) {
  static const char *const names[] = {"ecal.total_GeV", "hcal.total_GeV", "truth.boson_energy_GeV",
                                      "signal.weight_0", "signal.weight_1"};
  size_t capacity = (size_t)hermetic_run_event_count(run), count = 0;
  double *columns = malloc(5 * capacity * sizeof *columns);
  uint8_t *passed = malloc(capacity);
  if (columns == NULL || passed == NULL) exit(1);
  for (size_t c = 0; c < 5; c++)
    check(hermetic_run_column(run, names[c], columns + c * capacity, capacity, &count));
  check(hermetic_run_select(run, selection_card, NULL, passed, capacity, NULL));
  for (size_t i = 0; i < count; i++) {
    printf("event %zu", i);
    for (size_t c = 0; c < 5; c++) printf(" %.17g", columns[c * capacity + i]);
    printf(" %s\n", passed[i] ? "passed" : "rejected");
  }
  free(columns);
  free(passed);
}

/* The answer is JSON: a real program gives it to its JSON library; here one key is enough. */
static const char *number_after(const char *text, const char *key, double *value) {
  const char *found = strstr(text, key);
  if (found == NULL) return NULL;
  *value = strtod(found + strlen(key), NULL);
  return found + strlen(key);
}

static void exclusion(const hermetic_run *run) {
  hermetic_text *text = NULL;
  check(hermetic_run_exclusion(run, "{\"preset\": \"na64e_2016_2018\"}", &text));
  const char *rest = strstr(hermetic_text_data(text), "\"rows\":");
  double mass, epsilon;
  while (rest != NULL && (rest = number_after(rest, "\"mass_GeV\":", &mass)) != NULL &&
         (rest = number_after(rest, "\"epsilon\":", &epsilon)) != NULL)
    printf("epsilon %.17g GeV %.17g\n", mass, epsilon);
  hermetic_text_free(text);
}

int main(void) {
  hermetic_run *run = NULL;
  hermetic_progress progress = {.struct_size = sizeof progress};

  printf("hermetic %s\n", hermetic_version());
  cross_sections();
  counting_limit();
  check(hermetic_run_create(run_card, &run));
  do check(hermetic_run_slice(run, 0, 50, 0, &progress));
  while (!progress.finished);
  printf("events %" PRIu64 "\n", progress.events_done);
  events(run);
  exclusion(run);
  hermetic_run_free(run);
  return 0;
}
