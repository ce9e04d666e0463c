/* Error messages belong to their thread; a const handle serves several threads at once. */
#include <hermetic.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 200, POINTS = 16 };

static hermetic_model *model;
static double expected_pb[POINTS];

static void energies(double *values) {
  for (int i = 0; i < POINTS; i++) values[i] = 10 + 9 * i;
}

static void *work(void *argument) {
  int number = (int)(size_t)argument;
  char name[32];
  double at[POINTS], pb[POINTS];
  size_t failures = 0;
  snprintf(name, sizeof name, "material_%d", number);
  energies(at);
  for (int round = 0; round < ROUNDS; round++) {
    hermetic_text *text = NULL;
    if (hermetic_material_describe(name, &text) != HERMETIC_E_NOT_FOUND) failures++;
    if (round % 20 == 0 && (hermetic_model_cross_section(model, 11, "Pb", at, POINTS, pb) != HERMETIC_OK ||
                            memcmp(pb, expected_pb, sizeof pb) != 0))
      failures++;
    if (strstr(hermetic_last_error_message(), name) == NULL) failures++;
  }
  return (void *)failures;
}

int main(void) {
  pthread_t threads[THREADS];
  double at[POINTS];
  int failed = 0;
  energies(at);
  if (hermetic_model_create("{\"kind\": \"dark_photon\", \"mass_GeV\": 0.01}", &model) != HERMETIC_OK ||
      hermetic_model_cross_section(model, 11, "Pb", at, POINTS, expected_pb) != HERMETIC_OK) {
    printf("FAIL %s\nthreads: 0 passed, 1 failed\n", hermetic_last_error_message());
    return 1;
  }
  for (size_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, work, (void *)i);
  for (int i = 0; i < THREADS; i++) {
    void *failures;
    pthread_join(threads[i], &failures);
    if (failures != NULL) {
      failed++;
      printf("FAIL thread %d: %zu wrong answers or messages\n", i, (size_t)failures);
    }
  }
  hermetic_model_free(model);
  printf("threads: %d passed, %d failed\n", THREADS - failed, failed);
  return failed != 0;
}
