/* Walks through bad_inputs.json: every call must return its code and a message that mentions the words,
 * leave the outputs alone, and the library must stay usable. */
#include <hermetic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name, *call, *run;
  int32_t code;
  const char *text[8];
  double number[6];
  double list[8];
  size_t length;
  const char *mentions[5];
} bad_input;

#include "bad_inputs_table.h"

static int passed, failed;
static hermetic_run *ordinary, *with_signal;

static hermetic_run *make_run(const char *card) {
  hermetic_run *run = NULL;
  hermetic_progress progress;
  memset(&progress, 0, sizeof progress);
  progress.struct_size = sizeof progress;
  if (hermetic_run_create(card, &run) != HERMETIC_OK || hermetic_run_slice(run, 0, 0, 1, &progress) != HERMETIC_OK) {
    printf("FAIL a good run: %s\n", hermetic_last_error_message());
    exit(1);
  }
  return run;
}

/* Outputs start as this and must still be this. */
static hermetic_text *const no_text = NULL;
#define UNTOUCHED (-7.25)

static int32_t try_model(const bad_input *input, double *out) {
  hermetic_model *model = NULL;
  int32_t pdg = (int32_t)input->number[0], status = hermetic_model_create(input->text[0], &model);
  if (strcmp(input->call, "model_create") != 0 && status != HERMETIC_OK) {
    printf("     (the model itself was refused: %s)\n", hermetic_last_error_message());
    return HERMETIC_OK;
  }
  if (strcmp(input->call, "model_cross_section") == 0)
    status = hermetic_model_cross_section(model, pdg, input->text[1], input->list, input->length, out);
  if (strcmp(input->call, "model_differential_cross_section") == 0)
    status = hermetic_model_differential_cross_section(model, pdg, input->text[1], input->number[1], input->list,
                                                       input->length, out);
  if (strcmp(input->call, "model_sample") == 0)
    status = hermetic_model_sample(model, pdg, input->text[1], input->number[1], 1, 0, (size_t)input->number[2], out);
  const char *const *t = input->text;
  const double *x = input->number;
  if (strcmp(input->call, "model_process_cross_section") == 0)
    status = hermetic_model_process_cross_section(model, t[1], pdg, t[2], input->list, input->length, out);
  if (strcmp(input->call, "model_process_differential") == 0)
    status = hermetic_model_process_differential(model, t[1], pdg, t[2], x[1], t[3], input->list, 1, out);
  if (strcmp(input->call, "model_process_sample") == 0)
    status = hermetic_model_process_sample(model, t[1], pdg, t[2], x[1], 1, 0, (size_t)x[2], out, 64);
  if (strncmp(input->call, "production_", 11) == 0) {
    hermetic_production *production = NULL;
    status = hermetic_production_create(model, t[1], &production);
    if (strcmp(input->call, "production_rate") == 0)
      status = hermetic_production_rate(production, input->list, input->length, out);
    if (strcmp(input->call, "production_sample") == 0)
      status = hermetic_production_sample(production, input->list, 1, 0, input->length, out, 64);
    hermetic_production_free(production);
  }
  if (strcmp(input->call, "model_decay_sample") == 0)
    status = hermetic_model_decay_sample(model, t[1], x[0], 1, 0, (size_t)x[1], out, 64);
  if (strcmp(input->call, "model_decay_in_flight") == 0)
    status = hermetic_model_decay_in_flight(model, t[1], input->list, input->length, x[0], x[1], 1, 0, out, NULL);
  hermetic_model_free(model);
  return status;
}

static int32_t try_probe(const bad_input *input, double *out) {
  hermetic_probe *probe = NULL;
  const double *x = input->number;
  int32_t status = hermetic_probe_create(input->text[0], &probe);
  if (status != HERMETIC_OK) return status;
  if (strcmp(input->call, "probe_evaluate") == 0)
    status = hermetic_probe_evaluate(probe, input->text[1], input->text[2], input->list, input->length, out);
  if (strcmp(input->call, "probe_interact") == 0)
    status = hermetic_probe_interact(probe, input->text[1], x[0], 1, 0, (size_t)x[1], out);
  if (strcmp(input->call, "probe_follow") == 0)
    status = hermetic_probe_follow(probe, x[0], x[1], 1, 0, (size_t)x[2], out);
  if (strcmp(input->call, "probe_final_states") == 0) {
    size_t needed = 0;
    status = hermetic_probe_final_states(probe, input->text[1], x[0], 1, 0, (size_t)x[1], 4, out, &needed);
  }
  hermetic_probe_free(probe);
  return status;
}

static int32_t try_setup(const bad_input *input, hermetic_text **text, double *out) {
  hermetic_setup *setup = NULL;
  int32_t status = hermetic_setup_create(input->text[0], &setup);
  if (strcmp(input->call, "setup_ray") == 0 && status == HERMETIC_OK)
    status = hermetic_setup_ray(setup, input->list, input->list + 3, text);
  if (strcmp(input->call, "setup_field") == 0 && status == HERMETIC_OK)
    status = hermetic_setup_field(setup, input->list, input->length / 3, out);
  if (strcmp(input->call, "setup_propagate") == 0 && status == HERMETIC_OK)
    status = hermetic_setup_propagate(setup, (int32_t)input->number[0], input->number[1], input->list, input->list + 3,
                                      1, out, out + 3, out + 6, out + 7);
  hermetic_setup_free(setup);
  return status;
}

static int32_t try_tracker(const bad_input *input, double *out) {
  hermetic_tracker *tracker = NULL;
  int32_t status = hermetic_tracker_create(input->text[0], &tracker);
  if (strcmp(input->call, "tracker_create") != 0 && status != HERMETIC_OK) {
    printf("     (the tracker itself was refused: %s)\n", hermetic_last_error_message());
    return HERMETIC_OK;
  }
  if (strcmp(input->call, "tracker_fit") == 0)
    status = hermetic_tracker_fit(tracker, input->text[1], input->list, NULL, 1, out, NULL);
  if (strcmp(input->call, "tracker_cumulative") == 0)
    status = hermetic_tracker_cumulative(tracker, input->text[1], input->list, NULL, 1, input->list, 1, out);
  const uint64_t offsets[2] = {0, 0};
  const double states[2 * HERMETIC_STATE_SIZE] = {0};
  size_t count = 0;
  if (strcmp(input->call, "tracker_find") == 0)
    status = hermetic_tracker_find(tracker, input->text[1], offsets, NULL, NULL, 1, out, NULL, NULL, NULL, 100, &count);
  if (strcmp(input->call, "tracker_vertex") == 0)
    status = hermetic_tracker_vertex(tracker, input->text[1], states, 2, 1, out, NULL);
  if (strcmp(input->call, "tracker_propagate") == 0)
    status = hermetic_tracker_propagate(tracker, input->number[0], input->number[1], input->list, 0, out);
  hermetic_tracker_free(tracker);
  return status;
}

static int32_t try_run(const bad_input *input, hermetic_text **text, double *out) {
  hermetic_run *run = strcmp(input->run ? input->run : "", "signal") == 0 ? with_signal : ordinary;
  size_t count = 0;
  if (strcmp(input->call, "run_column") == 0) return hermetic_run_column(run, input->text[0], out, 64, &count);
  if (strcmp(input->call, "run_profile") == 0) return hermetic_run_profile(run, input->text[0], out, NULL, 64, &count);
  if (strcmp(input->call, "run_hits") == 0) {
    uint64_t offsets[2];
    int32_t axes[64];
    return hermetic_run_hits(run, input->text[0], (uint64_t)input->number[0], 1, offsets, axes, out, NULL, 64, &count);
  }
  if (strcmp(input->call, "run_cells") == 0)
    return hermetic_run_cells(run, input->text[0], 0, (uint64_t)input->number[0], 1, out, 64, &count);
  if (strcmp(input->call, "run_display") == 0)
    return hermetic_run_display(run, (uint64_t)input->number[0], input->text[0], text);
  if (strcmp(input->call, "run_absorb") == 0)
    return hermetic_run_absorb(run, input->text[0], strlen(input->text[0]), NULL);
  if (strcmp(input->call, "checkpoint_describe") == 0)
    return hermetic_checkpoint_describe(input->text[0], strlen(input->text[0]), text);
  if (strcmp(input->call, "run_tally") == 0) return hermetic_run_tally(run, input->text[0], text);
  if (strcmp(input->call, "run_select") == 0)
    return hermetic_run_select(run, input->text[0], input->text[1], NULL, 0, text);
  return hermetic_run_exclusion(run, input->text[0], text);
}

static int32_t try_workspace(const bad_input *input, hermetic_text **text) {
  const char *const *t = input->text;
  const char *call = input->call;
  if (strcmp(call, "workspace_patch") == 0) return hermetic_workspace_patch(t[0], t[1], t[2], text);
  hermetic_workspace *workspace = NULL;
  int32_t status = hermetic_workspace_create(t[0], NULL, &workspace);
  if (strcmp(call, "workspace_create") != 0 && status != HERMETIC_OK) {
    printf("     (the workspace itself was refused: %s)\n", hermetic_last_error_message());
    return HERMETIC_OK;
  }
  if (strcmp(call, "workspace_fit") == 0) status = hermetic_workspace_fit(workspace, t[1], text);
  if (strcmp(call, "workspace_limit") == 0) status = hermetic_workspace_limit(workspace, t[1], text);
  if (strcmp(call, "workspace_test") == 0) status = hermetic_workspace_test(workspace, t[1], text);
  if (strcmp(call, "workspace_discovery") == 0) status = hermetic_workspace_discovery(workspace, t[1], text);
  if (strcmp(call, "workspace_export") == 0) status = hermetic_workspace_export(workspace, t[1], text);
  hermetic_workspace_free(workspace);
  return status;
}

static int32_t try_call(const bad_input *input, hermetic_text **text, double *out) {
  const char *const *t = input->text;
  const double *x = input->number;
  const char *call = input->call;
  hermetic_run *run = NULL;
  if (strcmp(call, "preset_names") == 0) return hermetic_preset_names(t[0], text);
  if (strcmp(call, "preset_card") == 0) return hermetic_preset_card(t[0], t[1], text);
  if (strcmp(call, "material_describe") == 0) return hermetic_material_describe(t[0], text);
  if (strcmp(call, "limit_counting") == 0) return hermetic_limit_counting(t[0], text);
  if (strcmp(call, "limit_interval") == 0) return hermetic_limit_interval(t[0], text);
  if (strcmp(call, "limit_significance") == 0) return hermetic_limit_significance(t[0], text);
  if (strcmp(call, "limit_couplings") == 0) return hermetic_limit_couplings(t[0], text);
  if (strcmp(call, "limit_optimise") == 0) return hermetic_limit_optimise(t[0], text);
  if (strcmp(call, "background_estimate") == 0) return hermetic_background_estimate(t[0], text);
  if (strcmp(call, "shower_library") == 0) return hermetic_shower_library(t[0], text);
  if (strcmp(call, "limit_contour") == 0) /* two x, two y, four values */
    return hermetic_limit_contour(t[0], input->list, 2, input->list + 2, 2, input->list + 4, text);
  if (strcmp(call, "contour_create") == 0) {
    hermetic_contour *contour = NULL;
    int32_t status = hermetic_contour_create(t[0], &contour);
    hermetic_contour_free(contour);
    return status;
  }
  if (strcmp(call, "limit_events") == 0) return hermetic_limit_events((uint64_t)x[0], x[1], x[2], x[3], x[4], out);
  if (strcmp(call, "process_cross_section") == 0)
    return hermetic_process_cross_section(t[0], (int32_t)x[0], t[1], x[1], input->list, input->length, out);
  if (strcmp(call, "process_stopping_power") == 0)
    return hermetic_process_stopping_power(t[0], (int32_t)x[0], t[1], x[1], input->list, input->length, out);
  if (strcmp(call, "process_sample") == 0)
    return hermetic_process_sample((int32_t)x[0], t[0], x[1], x[2], 1, (size_t)x[3], out);
  if (strncmp(call, "probe_", 6) == 0) return try_probe(input, out);
  if (strcmp(call, "magnetic_moment") == 0)
    return hermetic_phenomenology_magnetic_moment(t[0], t[1], input->list, input->length, out);
  if (strcmp(call, "magnetic_moment_coupling") == 0)
    return hermetic_phenomenology_magnetic_moment_coupling(t[0], t[1], x[0], input->list, input->length, out);
  if (strcmp(call, "loop_mixing") == 0) return hermetic_phenomenology_loop_mixing(input->list, input->length, out, NULL);
  if (strcmp(call, "relic") == 0) return hermetic_phenomenology_relic(t[0], text);
  if (strcmp(call, "degrees_of_freedom") == 0)
    return hermetic_phenomenology_degrees_of_freedom(t[0], input->list, input->length, out, NULL, NULL);
  if (strcmp(call, "convert") == 0)
    return hermetic_phenomenology_convert(t[0], t[1], x[0], x[1], input->list, input->length, out);
  if (strcmp(call, "muon_stopping_power") == 0)
    return hermetic_muon_stopping_power(t[0], t[1], input->list, input->length, out);
  if (strcmp(call, "muon_loss_density") == 0)
    return hermetic_muon_loss_density(t[0], t[1], x[0], input->list, input->length, out);
  if (strcmp(call, "synchrotron_describe") == 0) return hermetic_synchrotron_describe(t[0], text);
  if (strcmp(call, "synchrotron_spectrum") == 0)
    return hermetic_synchrotron_spectrum(t[0], input->list, input->length, out);
  if (strcmp(call, "synchrotron_sample") == 0) return hermetic_synchrotron_sample(t[0], 1, 0, (size_t)x[0], out);
  if (strncmp(call, "workspace_", 10) == 0) return try_workspace(input, text);
  if (strncmp(call, "tracker_", 8) == 0) return try_tracker(input, out);
  if (strncmp(call, "setup_", 6) == 0) return try_setup(input, text, out);
  if (strncmp(call, "model_", 6) == 0 || strncmp(call, "production_", 11) == 0) return try_model(input, out);
  if (strcmp(call, "run_create") != 0) return try_run(input, text, out);
  int32_t status = hermetic_run_create(t[0], &run);
  hermetic_run_free(run);
  return status;
}

static void examine(const bad_input *input) {
  hermetic_text *text = no_text;
  double out[64];
  for (int i = 0; i < 64; i++) out[i] = UNTOUCHED;
  int32_t status = try_call(input, &text, out);
  const char *message = hermetic_last_error_message();
  int good = status == input->code && message[0] != 0 && text == no_text;
  for (int i = 0; i < 64; i++) good = good && out[i] == UNTOUCHED;
  for (int i = 0; i < 5 && input->mentions[i] != NULL; i++) good = good && strstr(message, input->mentions[i]) != NULL;
  if (good) {
    passed++;
    return;
  }
  failed++;
  printf("FAIL %s\n     returned %s instead of %s; %s%s%s\n", input->name, hermetic_status_name(status),
         hermetic_status_name(input->code), message, text != no_text ? " [text touched]" : "",
         out[0] != UNTOUCHED ? " [numbers touched]" : "");
  hermetic_text_free(text);
}

int main(void) {
  ordinary = make_run(ordinary_run_card);
  with_signal = make_run(signal_run_card);
  for (size_t i = 0; i < sizeof bad_inputs / sizeof *bad_inputs; i++) examine(&bad_inputs[i]);
  hermetic_run_free(ordinary);
  hermetic_run_free(with_signal);
  printf("bad inputs from C: %d passed, %d failed\n", passed, failed);
  return failed != 0;
}
