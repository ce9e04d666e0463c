/* Every function of the header, called with NULL where it takes a pointer: a clean failure with a message, or
 * the neutral value that the header promises. Tests/ABI/run compares the names here and in null_pieces.c
 * with the header. */
#include "expect.h"

static void texts(void) {
  hermetic_text *text = NULL;
  expect(strcmp(hermetic_version(), "0.2.0") == 0, "hermetic_version");
  expect(hermetic_abi_version() == HERMETIC_ABI_VERSION, "hermetic_abi_version");
  expect(strcmp(hermetic_last_error_message(), "") == 0, "hermetic_last_error_message before any failure");
  expect(strcmp(hermetic_status_name(-2), "HERMETIC_E_RANGE") == 0, "hermetic_status_name");
  expect(strcmp(hermetic_status_name(77), "unknown status") == 0, "hermetic_status_name of nonsense");
  expect(strcmp(hermetic_text_data(NULL), "") == 0, "hermetic_text_data");
  expect(hermetic_text_length(NULL) == 0, "hermetic_text_length");
  hermetic_text_free(NULL);
  REFUSED(hermetic_preset_names(NULL, &text));
  REFUSED(hermetic_preset_names("setup", NULL));
  REFUSED(hermetic_preset_card(NULL, "na64e_2018", &text));
  REFUSED(hermetic_preset_card("setup", NULL, &text));
  REFUSED(hermetic_preset_card("setup", "na64e_2018", NULL));
  REFUSED(hermetic_material_describe(NULL, &text));
  REFUSED(hermetic_material_describe("Pb", NULL));
  expect(text == NULL, "outputs untouched");
}

static void processes(void) {
  double energy = 1, out[18];
  REFUSED(hermetic_process_cross_section(NULL, 22, "Pb", 0.7, &energy, 1, out));
  REFUSED(hermetic_process_cross_section("pair", 22, NULL, 0.7, &energy, 1, out));
  REFUSED(hermetic_process_cross_section("pair", 22, "Pb", 0.7, NULL, 1, out));
  REFUSED(hermetic_process_cross_section("pair", 22, "Pb", 0.7, &energy, 1, NULL));
  REFUSED(hermetic_process_stopping_power(NULL, 11, "Pb", 0.7, &energy, 1, out));
  REFUSED(hermetic_process_stopping_power("total", 11, NULL, 0.7, &energy, 1, out));
  REFUSED(hermetic_process_stopping_power("total", 11, "Pb", 0.7, NULL, 1, out));
  REFUSED(hermetic_process_stopping_power("total", 11, "Pb", 0.7, &energy, 1, NULL));
  REFUSED(hermetic_process_sample(22, NULL, 0.7, 1, 1, 1, out));
  REFUSED(hermetic_process_sample(22, "Pb", 0.7, 1, 1, 1, NULL));
}

static void probes(void) {
  double energy = 1, out[18] = {-7};
  hermetic_probe *probe = NULL;
  hermetic_text *text = NULL;
  REFUSED(hermetic_probe_create(NULL, &probe));
  REFUSED(hermetic_probe_create("{\"particle\": \"e-\", \"material\": \"Pb\"}", NULL));
  REFUSED(hermetic_probe_describe(NULL, &text));
  REFUSED(hermetic_probe_evaluate(NULL, "range", NULL, &energy, 1, out));
  REFUSED(hermetic_probe_interact(NULL, NULL, 1, 1, 0, 1, out));
  REFUSED(hermetic_probe_follow(NULL, 1, 1, 1, 0, 1, out));
  size_t needed = 0;
  REFUSED(hermetic_probe_final_states(NULL, "inelastic", 1, 1, 0, 1, 1, out, &needed));
  expect(probe == NULL && text == NULL && out[0] == -7, "outputs untouched");
  expect(hermetic_probe_create("{\"particle\": \"e-\", \"material\": \"Pb\"}", &probe) == HERMETIC_OK, "a good probe");
  REFUSED(hermetic_probe_describe(probe, NULL));
  REFUSED(hermetic_probe_evaluate(probe, NULL, NULL, &energy, 1, out));
  REFUSED(hermetic_probe_evaluate(probe, "range", NULL, NULL, 1, out));
  REFUSED(hermetic_probe_evaluate(probe, "range", NULL, &energy, 1, NULL));
  REFUSED(hermetic_probe_interact(probe, NULL, 1, 1, 0, 1, NULL));
  REFUSED(hermetic_probe_follow(probe, 1, 1, 1, 0, 1, NULL));
  REFUSED(hermetic_probe_final_states(probe, NULL, 1, 1, 0, 1, 1, out, &needed));
  REFUSED(hermetic_probe_final_states(probe, "photonuclear", 1, 1, 0, 1, 1, NULL, &needed));
  REFUSED(hermetic_probe_final_states(probe, "photonuclear", 1, 1, 0, 1, 1, out, NULL));
  expect(hermetic_probe_evaluate(probe, "range", NULL, &energy, 1, out) == HERMETIC_OK && out[0] > 0, "a range");
  hermetic_probe_free(probe);
  hermetic_probe_free(NULL);
}

static void muons_and_magnets(void) {
  const char *beam = "{\"particle\": \"e-\", \"energy_GeV\": 100, \"field_T\": 1.75}";
  double value = 1, out[2] = {-7, -7};
  hermetic_text *text = NULL;
  REFUSED(hermetic_muon_stopping_power(NULL, "Pb", &value, 1, out));
  REFUSED(hermetic_muon_stopping_power("pair", NULL, &value, 1, out));
  REFUSED(hermetic_muon_stopping_power("pair", "Pb", NULL, 1, out));
  REFUSED(hermetic_muon_stopping_power("pair", "Pb", &value, 1, NULL));
  REFUSED(hermetic_muon_loss_density(NULL, "Pb", 100, &value, 1, out));
  REFUSED(hermetic_muon_loss_density("pair", NULL, 100, &value, 1, out));
  REFUSED(hermetic_muon_loss_density("pair", "Pb", 100, NULL, 1, out));
  REFUSED(hermetic_muon_loss_density("pair", "Pb", 100, &value, 1, NULL));
  REFUSED(hermetic_synchrotron_describe(NULL, &text));
  REFUSED(hermetic_synchrotron_describe(beam, NULL));
  REFUSED(hermetic_synchrotron_spectrum(NULL, &value, 1, out));
  REFUSED(hermetic_synchrotron_spectrum(beam, NULL, 1, out));
  REFUSED(hermetic_synchrotron_spectrum(beam, &value, 1, NULL));
  REFUSED(hermetic_synchrotron_sample(NULL, 1, 0, 1, out));
  REFUSED(hermetic_synchrotron_sample(beam, 1, 0, 1, NULL));
  expect(text == NULL && out[0] == -7, "outputs untouched");
  expect(hermetic_synchrotron_sample(beam, 1, 0, 2, out) == HERMETIC_OK && out[0] > 0 && out[1] > 0, "two photons");
}

static void setups(void) {
  const double along_z[3] = {0, 0, 1};
  hermetic_setup *setup = NULL;
  hermetic_text *text = NULL;
  REFUSED(hermetic_setup_create(NULL, &setup));
  REFUSED(hermetic_setup_create("{\"preset\": \"na64e_2018\"}", NULL));
  REFUSED(hermetic_setup_describe(NULL, &text));
  REFUSED(hermetic_setup_ray(NULL, along_z, along_z, &text));
  expect(setup == NULL && text == NULL, "outputs untouched");
  expect(hermetic_setup_create("{\"preset\": \"na64e_2018\"}", &setup) == HERMETIC_OK, "a good set-up");
  REFUSED(hermetic_setup_describe(setup, NULL));
  REFUSED(hermetic_setup_ray(setup, NULL, along_z, &text));
  REFUSED(hermetic_setup_ray(setup, along_z, NULL, &text));
  REFUSED(hermetic_setup_ray(setup, along_z, along_z, NULL));
  double field[3] = {-7, -7, -7}, there[3], momentum[3];
  REFUSED(hermetic_setup_field(NULL, along_z, 1, field));
  REFUSED(hermetic_setup_field(setup, NULL, 1, field));
  REFUSED(hermetic_setup_field(setup, along_z, 1, NULL));
  expect(field[0] == -7, "outputs untouched");
  REFUSED(hermetic_setup_propagate(NULL, 11, 100, along_z, along_z, 1, there, momentum, NULL, NULL));
  REFUSED(hermetic_setup_propagate(setup, 11, 100, NULL, along_z, 1, there, momentum, NULL, NULL));
  REFUSED(hermetic_setup_propagate(setup, 11, 100, along_z, NULL, 1, there, momentum, NULL, NULL));
  REFUSED(hermetic_setup_propagate(setup, 11, 100, along_z, along_z, 1, NULL, momentum, NULL, NULL));
  REFUSED(hermetic_setup_propagate(setup, 11, 100, along_z, along_z, 1, there, NULL, NULL, NULL));
  expect(hermetic_setup_field(setup, along_z, 1, field) == HERMETIC_OK && field[0] == 0, "no field");
  expect(hermetic_setup_propagate(setup, 11, 100, along_z, along_z, 1, there, momentum, NULL, NULL) == HERMETIC_OK &&
             there[2] == 100 && momentum[2] == 1,
         "straight on");
  expect(hermetic_setup_ray(setup, along_z, along_z, &text) == HERMETIC_OK, "usable after failures");
  expect(strlen(hermetic_text_data(text)) == hermetic_text_length(text), "length of a text");
  hermetic_setup_free(setup);
  expect(hermetic_text_data(text)[0] == '[', "a text outlives what it came from");
  hermetic_text_free(text);
  hermetic_setup_free(NULL);
}

static const char small_run[] =
    "{\"setup\": {\"world\": {\"material\": \"air\", \"size_mm\": [1000, 1000, 2000]}, \"volumes\": ["
    "  {\"name\": \"ECAL\", \"shape\": \"layered_calorimeter\", \"layers\": 40, \"size_mm\": [200, 200],"
    "   \"slabs\": [{\"material\": \"Pb\", \"thickness_mm\": 1.5}, {\"material\": \"polystyrene\", \"thickness_mm\": 1.5}],"
    "   \"sensitive\": {\"name\": \"ecal\", \"slab\": 1}}]},"
    " \"beam\": {\"energy_GeV\": 0.1}, \"events\": 3, \"seed\": 1}";

static const char selection[] = "{\"name\": \"s\", \"cuts\": [{\"name\": \"c\", \"expression\": \"ecal.total_GeV < 50\"}]}";

static void runs(void) {
  hermetic_run *run = NULL;
  hermetic_text *text = NULL;
  hermetic_progress progress;
  struct ArrowSchema schema;
  struct ArrowArray array;
  double values[64];
  uint8_t mask[3];
  size_t count = 99;
  memset(&progress, 0, sizeof progress);
  progress.struct_size = sizeof progress;

  REFUSED(hermetic_run_create(NULL, &run));
  REFUSED(hermetic_run_create(small_run, NULL));
  REFUSED(hermetic_run_slice(NULL, 1, 0, 1, &progress));
  expect(hermetic_run_event_count(NULL) == 0, "hermetic_run_event_count");
  expect(hermetic_run_column_count(NULL) == 0, "hermetic_run_column_count");
  expect(hermetic_run_column_name(NULL, 0) == NULL, "hermetic_run_column_name");
  REFUSED(hermetic_run_column(NULL, "weight", values, 64, &count));
  REFUSED(hermetic_run_profile(NULL, "ecal", values, NULL, 64, &count));
  REFUSED(hermetic_run_cells(NULL, "ecal", 0, 0, 1, values, 64, &count));
  uint64_t hit_offsets[2]; int32_t hit_axes[1];
  REFUSED(hermetic_run_hits(NULL, "ms2", 0, 1, hit_offsets, hit_axes, values, values, 1, &count));
  REFUSED(hermetic_shower_library(NULL, &text));
  REFUSED(hermetic_run_display(NULL, 0, NULL, &text));
  REFUSED(hermetic_background_estimate(NULL, &text));
  REFUSED(hermetic_background_estimate("{}", NULL));
  REFUSED(hermetic_shower_library("{}", NULL));
  REFUSED(hermetic_run_card(NULL, &text));
  REFUSED(hermetic_run_checkpoint(NULL, &text));
  REFUSED(hermetic_run_absorb(NULL, "HERMETIC", 8, NULL));
  REFUSED(hermetic_checkpoint_describe(NULL, 0, &text));
  REFUSED(hermetic_checkpoint_describe("HERMETIC", 8, NULL));
  REFUSED(hermetic_run_select(NULL, selection, NULL, mask, 3, &text));
  REFUSED(hermetic_run_exclusion(NULL, "{\"preset\": \"na64e_2016_2018\"}", &text));
  REFUSED(hermetic_run_export_arrow(NULL, &schema, &array));
  expect(run == NULL && text == NULL && count == 99, "outputs untouched");

  expect(hermetic_run_create(small_run, &run) == HERMETIC_OK, "a good run");
  progress.struct_size = 4;
  expect(hermetic_run_slice(run, 0, 0, 1, &progress) == HERMETIC_E_ARGUMENT, "struct_size too small");
  expect(hermetic_run_slice(run, 0, -1, 1, NULL) == HERMETIC_E_RANGE, "negative max_ms");
  expect(hermetic_run_slice(run, 0, 0, -1, NULL) == HERMETIC_E_RANGE, "negative threads");
  progress.struct_size = sizeof progress;
  expect(hermetic_run_slice(run, 2, 0, 1, NULL) == HERMETIC_OK && hermetic_run_event_count(run) == 2, "two events");
  expect(hermetic_run_slice(run, 0, 0, 1, &progress) == HERMETIC_OK && progress.finished == 1, "the rest");
  expect(hermetic_run_slice(run, 0, 0, 1, &progress) == HERMETIC_OK && progress.events_done == 3, "nothing left");
  expect(progress.worst_energy_imbalance < 1e-9, "energy closes");

  REFUSED(hermetic_run_column(run, NULL, values, 64, &count));
  REFUSED(hermetic_run_column(run, "weight", NULL, 64, &count));
  count = 99;
  expect(hermetic_run_column(run, "weight", values, 2, &count) == HERMETIC_E_CAPACITY, "column buffer too small");
  expect(hermetic_run_profile(run, "ecal", values, NULL, 39, &count) == HERMETIC_E_CAPACITY, "profile buffer too small");
  expect(hermetic_run_profile(run, "ecal", NULL, NULL, 0, &count) == HERMETIC_OK && count == 40, "number of layers");
  expect(hermetic_run_select(run, selection, NULL, mask, 2, NULL) == HERMETIC_E_CAPACITY, "mask too small");
  expect(hermetic_run_select(run, selection, NULL, mask, 3, NULL) == HERMETIC_OK, "a mask without a flow");
  REFUSED(hermetic_run_profile(run, NULL, values, NULL, 64, &count));
  REFUSED(hermetic_run_cells(run, NULL, 0, 0, 1, values, 64, &count));
  REFUSED(hermetic_run_hits(run, NULL, 0, 1, hit_offsets, hit_axes, values, values, 1, &count));
  expect(hermetic_run_hits(run, "ms2", 0, 0, NULL, NULL, NULL, NULL, 0, &count) == HERMETIC_E_NOT_FOUND, "no tracker");
  REFUSED(hermetic_run_display(run, 0, NULL, NULL));
  expect(hermetic_run_cells(run, "ecal", 0, 0, 1, values, 64, &count) == HERMETIC_E_STATE, "cells that were not kept");
  REFUSED(hermetic_run_tally(NULL, "t", &text));
  REFUSED(hermetic_run_tally(run, NULL, &text));
  REFUSED(hermetic_run_tally(run, "t", NULL));
  REFUSED(hermetic_run_card(run, NULL));
  REFUSED(hermetic_run_checkpoint(run, NULL));
  REFUSED(hermetic_run_absorb(run, NULL, 8, NULL));
  REFUSED(hermetic_run_select(run, NULL, NULL, mask, 3, &text));
  REFUSED(hermetic_run_exclusion(run, NULL, &text));
  REFUSED(hermetic_run_export_arrow(run, NULL, &array));
  REFUSED(hermetic_run_export_arrow(run, &schema, NULL));
  expect(hermetic_run_column_name(run, 100000) == NULL, "column outside the range");

  expect(hermetic_run_export_arrow(run, &schema, &array) == HERMETIC_OK, "Arrow export");
  hermetic_run_free(run);
  expect(array.length == 3 && schema.n_children == array.n_children, "Arrow data outlive the run");
  expect(strcmp(schema.children[1]->name, "weight") == 0 && ((const double *)array.children[1]->buffers[1])[2] == 1,
         "the first column");
  array.release(&array);
  schema.release(&schema);
  expect(array.release == NULL && schema.release == NULL, "released");
  hermetic_run_free(NULL);
}

static void trackers(void) {
  const char *card =
      "{\"planes\": [{\"name\": \"a\", \"z_mm\": 0, \"resolution_mm\": 0.1}, {\"z_mm\": 1000, \"resolution_mm\": 0.1},"
      " {\"z_mm\": 2000, \"resolution_mm\": 0.1}], \"momentum_GeV\": 100, \"momentum_spread\": 0.01}";
  const double hits[6] = {0, 0, 1, 0, 2, 0};
  double tracks[HERMETIC_TRACK_SIZE] = {-7};
  hermetic_text *text = NULL;
  hermetic_tracker *tracker = NULL;
  REFUSED(hermetic_tracker_create(NULL, &tracker));
  REFUSED(hermetic_tracker_create(card, NULL));
  REFUSED(hermetic_tracker_describe(NULL, &text));
  REFUSED(hermetic_tracker_fit(NULL, NULL, hits, NULL, 1, tracks, NULL));
  REFUSED(hermetic_tracker_cumulative(NULL, NULL, hits, NULL, 1, hits, 1, tracks));
  REFUSED(hermetic_tracker_propagate(NULL, 0, 1, tracks, 1, tracks));
  const uint64_t offsets[2] = {0, 2};
  const int32_t axes[2] = {0, 1};
  uint64_t events[4] = {7};
  size_t count = 7;
  double found[4 * HERMETIC_TRACK_SIZE], vertex[HERMETIC_VERTEX_SIZE], states[2 * HERMETIC_STATE_SIZE] = {0};
  const char *pair = "{\"z_mm\": 0, \"masses_GeV\": [0.1, 0.1]}";
  REFUSED(hermetic_tracker_find(NULL, NULL, offsets, axes, hits, 1, found, events, NULL, NULL, 4, &count));
  REFUSED(hermetic_tracker_vertex(NULL, pair, states, 2, 1, vertex, NULL));
  expect(tracker == NULL && text == NULL && tracks[0] == -7, "outputs untouched");
  expect(hermetic_tracker_create(card, &tracker) == HERMETIC_OK, "a good tracker");
  REFUSED(hermetic_tracker_describe(tracker, NULL));
  REFUSED(hermetic_tracker_fit(tracker, NULL, NULL, NULL, 1, tracks, NULL));
  REFUSED(hermetic_tracker_fit(tracker, NULL, hits, NULL, 1, NULL, NULL));
  REFUSED(hermetic_tracker_cumulative(tracker, NULL, hits, NULL, 1, NULL, 1, tracks)); REFUSED(hermetic_tracker_propagate(tracker, 0, 1, NULL, 1, tracks));
  REFUSED(hermetic_tracker_propagate(tracker, 0, 1, tracks, 1, NULL));
  expect(hermetic_tracker_fit(tracker, NULL, NULL, NULL, 0, NULL, NULL) == HERMETIC_OK, "no tracks");
  expect(hermetic_tracker_fit(tracker, NULL, hits, NULL, 1, tracks, NULL) == HERMETIC_OK &&
             tracks[HERMETIC_STATE_SIZE] == 0 && tracks[2] > 0.9e-3 && tracks[2] < 1.1e-3,
         "usable after failures");
  REFUSED(hermetic_tracker_find(tracker, NULL, NULL, axes, hits, 1, found, events, NULL, NULL, 4, &count));
  REFUSED(hermetic_tracker_find(tracker, NULL, offsets, NULL, hits, 1, found, events, NULL, NULL, 4, &count));
  REFUSED(hermetic_tracker_find(tracker, NULL, offsets, axes, NULL, 1, found, events, NULL, NULL, 4, &count));
  REFUSED(hermetic_tracker_find(tracker, NULL, offsets, axes, hits, 1, NULL, events, NULL, NULL, 4, &count));
  REFUSED(hermetic_tracker_find(tracker, NULL, offsets, axes, hits, 1, found, NULL, NULL, NULL, 4, &count));
  REFUSED(hermetic_tracker_find(tracker, NULL, offsets, axes, hits, 1, found, events, NULL, NULL, 4, NULL));
  expect(count == 7 && events[0] == 7, "outputs untouched");
  expect(hermetic_tracker_find(tracker, NULL, offsets, axes, hits, 1, found, events, NULL, NULL, 3, &count) ==
             HERMETIC_E_CAPACITY,
         "too small a capacity");
  expect(hermetic_tracker_find(tracker, NULL, offsets, axes, hits, 1, found, events, NULL, NULL, 4, &count) ==
                 HERMETIC_OK && count == 0,
         "two hits are no track");
  REFUSED(hermetic_tracker_vertex(tracker, NULL, states, 2, 1, vertex, NULL));
  REFUSED(hermetic_tracker_vertex(tracker, pair, NULL, 2, 1, vertex, NULL));
  REFUSED(hermetic_tracker_vertex(tracker, pair, states, 2, 1, NULL, NULL));
  expect(hermetic_tracker_vertex(tracker, pair, states, 2, 1, vertex, NULL) == HERMETIC_OK && vertex[14] == 2,
         "states without a covariance have no vertex");
  expect(hermetic_tracker_describe(tracker, &text) == HERMETIC_OK, "a description");
  hermetic_text_free(text);
  hermetic_tracker_free(tracker);
  hermetic_tracker_free(NULL);
}

int main(void) {
  texts();
  processes();
  probes();
  muons_and_magnets();
  setups();
  trackers();
  runs();
  printf("null arguments: %d passed, %d failed\n", passed, failed);
  return failed != 0;
}
