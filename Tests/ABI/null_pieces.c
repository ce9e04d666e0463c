/* null_arguments.c for models, limits, phenomenology and workspaces. */
#include "expect.h"

static void production(const hermetic_model *model) {
  static const char card[] = "{\"energies_GeV\": [20, 100], \"material\": \"W\"}";
  double energy = 50, out[12];
  hermetic_production *production = NULL;
  REFUSED(hermetic_production_create(NULL, card, &production));
  REFUSED(hermetic_production_create(model, NULL, &production));
  REFUSED(hermetic_production_create(model, card, NULL));
  REFUSED(hermetic_production_rate(NULL, &energy, 1, out));
  REFUSED(hermetic_production_sample(NULL, &energy, 1, 0, 1, out, 12));
  expect(production == NULL, "outputs untouched");
  expect(hermetic_production_create(model, card, &production) == HERMETIC_OK, "a good production");
  REFUSED(hermetic_production_rate(production, NULL, 1, out));
  REFUSED(hermetic_production_rate(production, &energy, 1, NULL));
  REFUSED(hermetic_production_sample(production, NULL, 1, 0, 1, out, 12));
  REFUSED(hermetic_production_sample(production, &energy, 1, 0, 1, NULL, 12));
  expect(hermetic_production_sample(production, &energy, 1, 0, 1, out, 11) == HERMETIC_E_CAPACITY,
         "room for 11 of 12 numbers");
  expect(hermetic_production_sample(production, &energy, 1, 0, 1, out, 12) == HERMETIC_OK, "a final state");
  expect(hermetic_production_rate(production, NULL, 0, NULL) == HERMETIC_OK, "nothing asked, nothing needed");
  hermetic_production_free(production);
  hermetic_production_free(NULL);
}

static void models(void) {
  double value = 100, out[12];
  hermetic_model *model = NULL;
  hermetic_text *text = NULL;
  REFUSED(hermetic_model_create(NULL, &model));
  REFUSED(hermetic_model_create("{\"kind\": \"dark_photon\", \"mass_GeV\": 0.01}", NULL));
  REFUSED(hermetic_model_cross_section(NULL, 11, "Pb", &value, 1, out));
  REFUSED(hermetic_model_differential_cross_section(NULL, 11, "Pb", 100, &value, 1, out));
  REFUSED(hermetic_model_sample(NULL, 11, "Pb", 100, 1, 0, 1, out));
  REFUSED(hermetic_model_describe(NULL, &text));
  REFUSED(hermetic_model_process_cross_section(NULL, "bremsstrahlung", 11, "Pb", &value, 1, out));
  REFUSED(hermetic_model_process_differential(NULL, "bremsstrahlung", 11, "Pb", 100, "x", &value, 1, out));
  REFUSED(hermetic_model_process_sample(NULL, "bremsstrahlung", 11, "Pb", 100, 1, 0, 1, out, 12));
  REFUSED(hermetic_model_decay_sample(NULL, "e+ e-", 100, 1, 0, 1, out, 8));
  REFUSED(hermetic_model_decay_in_flight(NULL, "", &value, 1, 0, 1, 1, 0, out, NULL));
  expect(model == NULL, "outputs untouched");
  expect(hermetic_model_create("{\"kind\": \"dark_photon\", \"mass_GeV\": 0.01}", &model) == HERMETIC_OK,
         "a good model");
  REFUSED(hermetic_model_cross_section(model, 11, NULL, &value, 1, out));
  REFUSED(hermetic_model_cross_section(model, 11, "Pb", NULL, 1, out));
  REFUSED(hermetic_model_cross_section(model, 11, "Pb", &value, 1, NULL));
  value = 0.5;
  REFUSED(hermetic_model_differential_cross_section(model, 11, NULL, 100, &value, 1, out));
  REFUSED(hermetic_model_differential_cross_section(model, 11, "Pb", 100, NULL, 1, out));
  REFUSED(hermetic_model_differential_cross_section(model, 11, "Pb", 100, &value, 1, NULL));
  REFUSED(hermetic_model_sample(model, 11, NULL, 100, 1, 0, 1, out));
  REFUSED(hermetic_model_sample(model, 11, "Pb", 100, 1, 0, 1, NULL));
  REFUSED(hermetic_model_describe(model, NULL));
  REFUSED(hermetic_model_process_cross_section(model, NULL, 11, "Pb", &value, 1, out));
  REFUSED(hermetic_model_process_cross_section(model, "bremsstrahlung", 11, NULL, &value, 1, out));
  REFUSED(hermetic_model_process_differential(model, NULL, 11, "Pb", 100, "x", &value, 1, out));
  REFUSED(hermetic_model_process_differential(model, "bremsstrahlung", 11, "Pb", 100, NULL, &value, 1, out));
  REFUSED(hermetic_model_process_differential(model, "bremsstrahlung", 11, "Pb", 100, "x", NULL, 1, out));
  REFUSED(hermetic_model_process_sample(model, NULL, 11, "Pb", 100, 1, 0, 1, out, 12));
  REFUSED(hermetic_model_process_sample(model, "bremsstrahlung", 11, "Pb", 100, 1, 0, 1, NULL, 12));
  expect(hermetic_model_process_sample(model, "bremsstrahlung", 11, "Pb", 100, 1, 0, 1, out, 11) ==
             HERMETIC_E_CAPACITY,
         "room for 11 of 12 numbers");
  REFUSED(hermetic_model_decay_sample(model, NULL, 100, 1, 0, 1, out, 8));
  REFUSED(hermetic_model_decay_in_flight(model, NULL, &value, 1, 0, 1, 1, 0, out, NULL));
  REFUSED(hermetic_model_decay_in_flight(model, "", NULL, 1, 0, 1, 1, 0, out, NULL));
  expect(hermetic_model_decay_in_flight(model, "", &value, 1, 0, 1, 1, 0, NULL, NULL) == HERMETIC_OK,
         "decay in flight without outputs");
  expect(hermetic_model_describe(model, &text) == HERMETIC_OK && strstr(hermetic_text_data(text), "bremsstrahlung"),
         "a model says what it can do");
  hermetic_text_free(text);
  expect(hermetic_model_cross_section(model, 11, "Pb", NULL, 0, NULL) == HERMETIC_OK, "nothing asked, nothing needed");
  production(model);
  hermetic_model_free(model);
  hermetic_model_free(NULL);
}

static void contours(void) {
  static const char card[] =
      "{\"mass_GeV\": [0.01], \"channels\": [{\"name\": \"c\", \"background\": 0, \"observed\": 0, "
      "\"yields\": [{\"per_exposure\": 1e6}]}]}";
  double axis[2] = {1, 2}, values[4] = {0, 1, 1, 2}, strengths[2] = {0, 0};
  size_t n = 0;
  hermetic_text *text = NULL;
  hermetic_contour *contour = NULL;
  REFUSED(hermetic_limit_couplings(NULL, &text));
  REFUSED(hermetic_limit_couplings(card, NULL));
  REFUSED(hermetic_limit_strengths(NULL, axis, 2, strengths));
  REFUSED(hermetic_limit_strengths(card, NULL, 2, strengths));
  REFUSED(hermetic_limit_strengths(card, axis, 2, NULL));
  REFUSED(hermetic_limit_optimise(NULL, &text));
  REFUSED(hermetic_limit_optimise("{\"selections\": []}", NULL));
  REFUSED(hermetic_limit_contour(NULL, axis, 2, axis, 2, values, &text));
  REFUSED(hermetic_limit_contour("{}", NULL, 2, axis, 2, values, &text));
  REFUSED(hermetic_limit_contour("{}", axis, 2, NULL, 2, values, &text));
  REFUSED(hermetic_limit_contour("{}", axis, 2, axis, 2, NULL, &text));
  REFUSED(hermetic_limit_contour("{}", axis, 2, axis, 2, values, NULL));
  REFUSED(hermetic_contour_create(NULL, &contour));
  REFUSED(hermetic_contour_create("{\"x\": [0, 1], \"y\": [0, 1]}", NULL));
  REFUSED(hermetic_contour_pending(NULL, NULL, 0, &n));
  REFUSED(hermetic_contour_supply(NULL, values, 4));
  REFUSED(hermetic_contour_lines(NULL, &text));
  expect(contour == NULL && text == NULL, "outputs untouched");
  expect(hermetic_contour_create("{\"x\": [0, 1], \"y\": [0, 1], \"cells\": [1, 1], \"refinements\": 0}",
                                 &contour) == HERMETIC_OK, "a good contour");
  REFUSED(hermetic_contour_pending(contour, NULL, 0, NULL));
  expect(hermetic_contour_pending(contour, NULL, 0, &n) == HERMETIC_OK && n == 4, "four corners pending");
  expect(hermetic_contour_lines(contour, &text) == HERMETIC_E_STATE, "no lines while points are pending");
  REFUSED(hermetic_contour_supply(contour, NULL, 4));
  expect(hermetic_contour_supply(contour, values, 4) == HERMETIC_OK, "values");
  REFUSED(hermetic_contour_lines(contour, NULL));
  expect(hermetic_contour_lines(contour, &text) == HERMETIC_OK, "lines");
  hermetic_text_free(text);
  hermetic_contour_free(contour);
  hermetic_contour_free(NULL);
}

static void limits(void) {
  hermetic_text *text = NULL;
  REFUSED(hermetic_limit_events(0, 0.5, 0, 0, 0.9, NULL));
  REFUSED(hermetic_limit_counting(NULL, &text));
  REFUSED(hermetic_limit_interval(NULL, &text));
  REFUSED(hermetic_limit_interval("{\"observed\": 0, \"background\": 1}", NULL));
  REFUSED(hermetic_limit_significance(NULL, &text));
  REFUSED(hermetic_limit_significance("{\"observed\": 0, \"background\": 1}", NULL));
  contours();
  REFUSED(hermetic_limit_counting("{\"channels\": [{\"name\": \"c\", \"signal\": 1, \"background\": 0, \"observed\": 0}]}", NULL));
}

static void phenomenology(void) {
  double one = 1, out = -7;
  REFUSED(hermetic_phenomenology_magnetic_moment(NULL, "mu", &one, 1, &out));
  REFUSED(hermetic_phenomenology_magnetic_moment("vector", NULL, &one, 1, &out));
  REFUSED(hermetic_phenomenology_magnetic_moment("vector", "mu", NULL, 1, &out));
  REFUSED(hermetic_phenomenology_magnetic_moment("vector", "mu", &one, 1, NULL));
  REFUSED(hermetic_phenomenology_magnetic_moment_coupling(NULL, "mu", 1e-9, &one, 1, &out));
  REFUSED(hermetic_phenomenology_magnetic_moment_coupling("vector", NULL, 1e-9, &one, 1, &out));
  REFUSED(hermetic_phenomenology_magnetic_moment_coupling("vector", "mu", 1e-9, NULL, 1, &out));
  REFUSED(hermetic_phenomenology_magnetic_moment_coupling("vector", "mu", 1e-9, &one, 1, NULL));
  REFUSED(hermetic_phenomenology_loop_mixing(NULL, 1, &out, NULL));
  REFUSED(hermetic_phenomenology_convert(NULL, "y", 0.1, 3, &one, 1, &out));
  REFUSED(hermetic_phenomenology_convert("epsilon", NULL, 0.1, 3, &one, 1, &out));
  REFUSED(hermetic_phenomenology_convert("epsilon", "y", 0.1, 3, NULL, 1, &out));
  REFUSED(hermetic_phenomenology_convert("epsilon", "y", 0.1, 3, &one, 1, NULL));
  hermetic_text *text = NULL;
  REFUSED(hermetic_phenomenology_relic(NULL, &text));
  REFUSED(hermetic_phenomenology_relic("{\"dark_matter\": \"majorana\", \"m_chi_GeV\": 0.01}", NULL));
  REFUSED(hermetic_phenomenology_degrees_of_freedom(NULL, &one, 1, &out, NULL, NULL));
  REFUSED(hermetic_phenomenology_degrees_of_freedom("saikawa_shirai", NULL, 1, &out, NULL, NULL));
  expect(out == -7 && text == NULL, "outputs untouched");
  expect(hermetic_phenomenology_loop_mixing(&one, 1, NULL, NULL) == HERMETIC_OK, "a mixing that nobody wants");
}

static const char small_workspace[] =
    "{\"channels\": [{\"name\": \"c\", \"samples\": ["
    "{\"name\": \"s\", \"data\": [1], \"modifiers\": [{\"name\": \"mu\", \"type\": \"normfactor\", \"data\": null}]},"
    "{\"name\": \"b\", \"data\": [8], \"modifiers\": []}]}],"
    " \"observations\": [{\"name\": \"c\", \"data\": [7]}],"
    " \"measurements\": [{\"name\": \"m\", \"config\": {\"poi\": \"mu\", \"parameters\": []}}], \"version\": \"1.0.0\"}";

static void workspaces(void) {
  double mu = 1, value = 0;
  hermetic_workspace *workspace = NULL;
  hermetic_text *text = NULL;
  REFUSED(hermetic_workspace_create(NULL, NULL, &workspace));
  REFUSED(hermetic_workspace_create(small_workspace, NULL, NULL));
  REFUSED(hermetic_workspace_describe(NULL, &text));
  REFUSED(hermetic_workspace_nll(NULL, &mu, 1, &value));
  REFUSED(hermetic_workspace_fit(NULL, "{}", &text));
  REFUSED(hermetic_workspace_limit(NULL, "{}", &text));
  REFUSED(hermetic_workspace_test(NULL, "{\"mu\": 1}", &text));
  expect(workspace == NULL && text == NULL, "outputs untouched");
  expect(hermetic_workspace_create(small_workspace, NULL, &workspace) == HERMETIC_OK, "a good workspace");
  REFUSED(hermetic_workspace_describe(workspace, NULL));
  REFUSED(hermetic_workspace_nll(workspace, NULL, 1, &value));
  REFUSED(hermetic_workspace_nll(workspace, &mu, 1, NULL));
  REFUSED(hermetic_workspace_fit(workspace, NULL, NULL));
  REFUSED(hermetic_workspace_limit(workspace, NULL, NULL));
  REFUSED(hermetic_workspace_test(workspace, NULL, &text));
  REFUSED(hermetic_workspace_test(workspace, "{\"mu\": 1}", NULL));
  expect(hermetic_workspace_nll(workspace, &mu, 1, &value) == HERMETIC_OK && value > 2.1 && value < 2.2,
         "-ln Poisson(7 | 9)");
  expect(hermetic_workspace_fit(workspace, NULL, &text) == HERMETIC_OK, "a fit without a card");
  hermetic_text_free(text);
  text = NULL;
  double values[200];
  size_t count = 99;
  REFUSED(hermetic_workspace_discovery(NULL, NULL, &text));
  REFUSED(hermetic_workspace_discovery(workspace, NULL, NULL));
  REFUSED(hermetic_workspace_toys(NULL, "{\"toys\": 200}", values, 200, &count));
  REFUSED(hermetic_workspace_toys(workspace, NULL, values, 200, &count));
  REFUSED(hermetic_workspace_toys(workspace, "{\"toys\": 200}", NULL, 200, &count));
  REFUSED(hermetic_workspace_toys(workspace, "{\"toys\": 200}", values, 200, NULL));
  expect(hermetic_workspace_toys(workspace, "{\"toys\": 200}", values, 199, &count) == HERMETIC_E_CAPACITY && count == 99,
         "too few places for the toys");
  expect(hermetic_workspace_toys(workspace, "{\"toys\": 200}", values, 200, &count) == HERMETIC_OK && count == 200 &&
             values[7] >= 0,
         "toys");
  REFUSED(hermetic_workspace_export(NULL, "pyhf", &text));
  REFUSED(hermetic_workspace_export(workspace, NULL, &text));
  REFUSED(hermetic_workspace_export(workspace, "pyhf", NULL));
  REFUSED(hermetic_workspace_patch(NULL, "[]", NULL, &text));
  REFUSED(hermetic_workspace_patch(small_workspace, NULL, NULL, &text));
  REFUSED(hermetic_workspace_patch(small_workspace, "[]", NULL, NULL));
  REFUSED(hermetic_workspace_difference(NULL, "[]", &text));
  REFUSED(hermetic_workspace_difference("[]", NULL, &text));
  REFUSED(hermetic_workspace_difference("[]", "[]", NULL));
  expect(text == NULL, "outputs untouched");
  hermetic_workspace_free(workspace);
  hermetic_workspace_free(NULL);
}

int main(void) {
  models();
  limits();
  phenomenology();
  workspaces();
  printf("null arguments of the pieces: %d passed, %d failed\n", passed, failed);
  return failed != 0;
}
